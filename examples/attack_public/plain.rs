//! What people read in the files of an edition: the texts of pages, documents, workbooks, charts and tables, one for each piece.

use std::io::{Cursor, Read};

use serde_json::Value;
use zip::ZipArchive;

use super::edition::Files;

/// Tags between which nothing is read.
const UNREAD: [&str; 2] = ["script", "style"];
/// Attributes that are read out, shown or sorted by.
const ATTRIBUTES: [&str; 7] = ["alt", "aria-label", "title", "data-sort", "data-value", "content", "descr"];

/// The pieces of text of each file.
pub fn texts(files: &Files) -> Vec<(String, Vec<String>)> {
    files.iter().map(|(name, bytes)| (name.clone(), of_file(name, bytes))).collect()
}

fn of_file(name: &str, bytes: &[u8]) -> Vec<String> {
    let ending = name.rsplit('.').next().unwrap_or("");
    match ending {
        "json" => serde_json::from_slice(bytes).map(|value: Value| strings(&value)).unwrap_or_default(),
        "html" | "svg" => pieces(&String::from_utf8_lossy(bytes)),
        "docx" | "xlsx" => inner(bytes).into_iter().flat_map(|(_, text)| pieces(&text)).collect(),
        "csv" | "txt" | "md" | "R" => String::from_utf8_lossy(bytes).lines().map(str::to_string).collect(),
        _ => Vec::new(),
    }
}

/// The XML parts of a zipped document.
pub fn inner(bytes: &[u8]) -> Vec<(String, String)> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let Ok(mut part) = archive.by_index(at) else { continue };
        let Ok(name) = part.name().map(|name| name.to_string()) else { continue };
        let mut text = String::new();
        if (name.ends_with(".xml") || name.ends_with(".rels")) && part.read_to_string(&mut text).is_ok() {
            parts.push((name, text));
        }
    }
    parts
}

/// All strings of a JSON value.
fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(all) => all.iter().flat_map(strings).collect(),
        Value::Object(map) => map.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

/// The pieces of text of a page, and what attributes say.
pub fn pieces(markup: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = markup;
    while let Some(at) = rest.find('<') {
        let text = unescaped(rest[..at].trim());
        if !text.is_empty() {
            found.push(text);
        }
        let Some(end) = rest[at..].find('>') else { break };
        let tag = &rest[at + 1..at + end];
        found.extend(attributes(tag));
        rest = &rest[at + end + 1..];
        let name = tag.split([' ', '\n', '/', '>']).next().unwrap_or("");
        if UNREAD.contains(&name) && !tag.ends_with('/') {
            let close = format!("</{name}");
            rest = rest.find(&close).map_or("", |at| &rest[at..]);
        }
    }
    found
}

fn attributes(tag: &str) -> Vec<String> {
    let of = |name: &&str| {
        let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        let text = &tag[from..];
        Some(unescaped(&text[..text.find('"')?])).filter(|text| !text.is_empty())
    };
    ATTRIBUTES.iter().filter_map(of).collect()
}

/// Text without entities.
pub fn unescaped(text: &str) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&apos;", "'")];
    let text = entities.iter().fold(text.to_string(), |text, (entity, plain)| text.replace(entity, plain));
    text.replace("&#x2f;", "/").replace("&#x2F;", "/").replace("&nbsp;", " ").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_attributes_are_read_and_scripts_are_not() {
        let page = "<p>a &lt; b</p><script>x</script><td data-sort=\"2.5\">3</td><img alt='no' alt=\"two\"/>";
        assert_eq!(pieces(page), ["a < b", "2.5", "3", "two"]);
    }
}
