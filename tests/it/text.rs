//! Every template in the code has a translation with the same placeholders, and every translation has its template.

use std::collections::{BTreeMap, BTreeSet};

use tashika::text::{Lang, entries};

use crate::layers::all_sources;

/// The string literal that starts at the first quote of `text`, unescaped.
fn literal(text: &str) -> Option<String> {
    let rest = text.trim_start().strip_prefix('"')?;
    let mut out = String::new();
    let mut chars = rest.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return Some(out),
            '\\' => match chars.next()? {
                'n' => out.push('\n'),
                '\n' => {
                    let skipped = chars.as_str().trim_start();
                    chars = skipped.chars();
                }
                other => out.push(other),
            },
            other => out.push(other),
        }
    }
    None
}

/// The texts that report templates say by `t("…")`.
fn of_pages() -> BTreeMap<String, String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("reports-templates");
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "html") {
            let text = std::fs::read_to_string(&path).unwrap();
            for (before, after) in text.match_indices("t(").map(|(at, _)| text.split_at(at)) {
                let name = before.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.');
                if let Some(said) = literal(&after[2..]).filter(|_| !name) {
                    found.insert(said, path.file_name().unwrap().to_string_lossy().into_owned());
                }
            }
        }
    }
    found
}

/// Every English template of the code and of the report templates, and where it stands.
pub fn templates() -> BTreeMap<String, String> {
    let mut found = of_pages();
    found.extend(of_keys());
    for (path, text) in all_sources() {
        let shown: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for marker in ["phrase!(", "Phrase::new("] {
            for after in shown.join("\n").split(marker).skip(1) {
                if let Some(template) = literal(after) {
                    found.insert(template, path.clone());
                }
            }
        }
    }
    found
}

/// What the schema of the study file says of its keys.
fn of_keys() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (path, text) in all_sources().into_iter().filter(|(path, _)| path.contains("study/keys")) {
        for after in
            text.replace("needed(", "key(").split("key(").skip(1).filter(|after| after.trim_start().starts_with('"'))
        {
            // The name, perhaps a list of methods, and the sentence.
            let sentence = after.match_indices('"').filter_map(|(at, _)| literal(&after[at..]));
            let about = sentence.skip(1).find(|text| text.contains(' ') && text.starts_with(char::is_alphabetic));
            found.extend(about.map(|about| (about, path.clone())));
        }
    }
    found
}

/// Names of the placeholders; the word forms of `{n?one|many}` are English only.
fn placeholders(template: &str) -> BTreeSet<String> {
    let inside = template.split('{').skip(1).filter_map(|part| part.split_once('}'));
    inside.map(|(name, _)| name.split('?').next().unwrap().to_string()).collect()
}

fn plain_placeholders(template: &str) -> BTreeSet<String> {
    let inside = template.split('{').skip(1).filter_map(|part| part.split_once('}'));
    inside.filter(|(name, _)| !name.contains('?')).map(|(name, _)| name.to_string()).collect()
}

#[test]
fn the_japanese_catalogue_is_complete() {
    let japanese = entries(Lang::Ja);
    let templates = templates();
    let mut wrong = Vec::new();
    for (template, path) in &templates {
        match japanese.get(template) {
            None => wrong.push(format!("{path}: no Japanese for {template:?}")),
            Some(said) => {
                let (asked, given) = (placeholders(template), placeholders(said));
                if !given.is_subset(&asked) || !plain_placeholders(template).is_subset(&given) {
                    wrong.push(format!("{path}: placeholders differ: {template:?} / {said:?}"));
                }
            }
        }
    }
    for template in japanese.keys().filter(|template| !templates.contains_key(*template)) {
        wrong.push(format!("no code says {template:?}"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A colon behind Japanese is a Japanese one; times, cells and code in quotes have theirs.
#[test]
fn colons_behind_japanese_are_of_full_width() {
    let japanese = |c: char| matches!(c as u32, 0x3001..=0x30FF | 0x4E00..=0x9FFF | 0xFF09);
    for (template, said) in entries(Lang::Ja) {
        let text: Vec<char> = said.chars().collect();
        let half = text.windows(2).any(|pair| japanese(pair[0]) && pair[1] == ':');
        assert!(!half, "a half-width colon behind Japanese: {template:?} = {said:?}");
    }
}

#[test]
fn japanese_is_japanese() {
    let kana = |c: char| matches!(c as u32, 0x3040..=0x30FF | 0x4E00..=0x9FFF);
    let fixed_words = |template: &str| placeholders(template).is_empty() || template.len() > 40;
    for (template, said) in entries(Lang::Ja).iter().filter(|(template, _)| fixed_words(template)) {
        let has_words = template.chars().filter(|c| c.is_ascii_lowercase()).count() > 12;
        assert!(!has_words || said.chars().any(kana), "not Japanese: {template:?} = {said:?}");
    }
}
