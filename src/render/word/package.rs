//! From a document to the bytes of its file. What the library does not write itself – words of pictures, header rows of tables,
//! title and author – is put into the parts before they are packed.

use std::io::{Cursor, Read};

use docx_rs::Docx;
use zip::result::ZipError;
use zip::{ZipArchive, ZipWriter};

use super::super::same_zip::{add_part, of_no_system};
use super::super::xml::attribute;
use crate::text::printable;

/// Every picture as the library names it.
const PICTURE: &str = r#"<wp:docPr id="1" name="Figure" />"#;

/// Packs a document; `alts` are the words of its pictures, in order.
///
/// # Errors
/// Why it could not be packed.
pub fn pack(docx: Docx, alts: &[String], title: &str, engine: &str) -> Result<Vec<u8>, String> {
    let mut parts = docx.build();
    parts.document = edited(parts.document, |text| header_rows(&with_words(&printable(text), alts)))?;
    parts.doc_props.core = edited(parts.doc_props.core, |text| {
        let named = format!("<dc:creator>{}</dc:creator><dc:title>{}</dc:title>", attribute(engine), attribute(title));
        text.replacen("<dc:creator>unknown</dc:creator>", &named, 1)
    })?;
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(|why| why.to_string())?;
    Ok(of_no_system(compressed(bytes).map_err(|why| why.to_string())?))
}

/// The same package with its texts compressed, which the library stores as they are: a fifteenth of their bytes. Pictures are
/// compressed already; those that are photographs get their own ending, since the library calls all of them PNG.
fn compressed(stored: Cursor<Vec<u8>>) -> Result<Vec<u8>, ZipError> {
    let parts = parts(stored)?;
    let photos: Vec<String> = parts.iter().filter(|(_, bytes)| is_jpeg(bytes)).map(|(name, _)| name.clone()).collect();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let bytes = if photos.is_empty() { bytes } else { with_photos(&name, bytes, &photos) };
        add_part(&mut to, &if photos.contains(&name) { as_jpeg(&name) } else { name }, &bytes)?;
    }
    Ok(to.finish()?.into_inner())
}

fn parts(stored: Cursor<Vec<u8>>) -> Result<Vec<(String, Vec<u8>)>, ZipError> {
    let mut from = ZipArchive::new(stored)?;
    let mut parts = Vec::with_capacity(from.len());
    for at in 0..from.len() {
        let mut part = from.by_index(at)?;
        let (name, mut bytes) = (part.name()?.into_owned(), Vec::new());
        part.read_to_end(&mut bytes)?;
        parts.push((name, bytes));
    }
    Ok(parts)
}

fn is_jpeg(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xFF, 0xD8, 0xFF])
}

fn as_jpeg(name: &str) -> String {
    format!("{}.jpg", name.trim_end_matches(".png"))
}

/// What names the parts names photographs by their own ending too.
fn with_photos(name: &str, bytes: Vec<u8>, photos: &[String]) -> Vec<u8> {
    const TYPES: &str = "[Content_Types].xml";
    if name != TYPES && !name.ends_with(".rels") {
        return bytes;
    }
    let mut text = String::from_utf8_lossy(&bytes).into_owned();
    for photo in photos {
        for own in [photo.as_str(), photo.trim_start_matches("word/")] {
            text = text.replace(&format!("\"{own}\""), &format!("\"{}\"", as_jpeg(own)));
            text = text.replace(&format!("\"/{own}\""), &format!("\"/{}\"", as_jpeg(own)));
        }
    }
    if name == TYPES && !text.contains("\"jpg\"") {
        text = text.replacen("</Types>", "<Default Extension=\"jpg\" ContentType=\"image/jpeg\" /></Types>", 1);
    }
    text.into_bytes()
}

fn edited(part: Vec<u8>, edit: impl Fn(&str) -> String) -> Result<Vec<u8>, String> {
    Ok(edit(std::str::from_utf8(&part).map_err(|why| why.to_string())?).into_bytes())
}

/// The n-th picture with a number of its own and its words.
fn with_words(text: &str, alts: &[String]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split(PICTURE);
    out.push_str(parts.next().unwrap_or(""));
    for (at, part) in parts.enumerate() {
        let alt = alts.get(at).map_or("", String::as_str);
        out.push_str(&format!(r#"<wp:docPr id="{0}" name="Figure {0}" descr="{1}" />"#, at + 1, attribute(alt)));
        out.push_str(part);
    }
    out
}

/// The first row of each table repeats on every page that the table reaches.
fn header_rows(text: &str) -> String {
    const ROW: &str = "<w:trPr>";
    let mut out = String::with_capacity(text.len());
    for (at, part) in text.split("<w:tbl>").enumerate() {
        if at > 0 {
            out.push_str("<w:tbl>");
            out.push_str(&part.replacen(ROW, &format!("{ROW}<w:tblHeader />"), 1));
        } else {
            out.push_str(part);
        }
    }
    out
}
