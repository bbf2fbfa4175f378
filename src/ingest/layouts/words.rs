use super::Sight;
use crate::study::VariableKind;
use crate::text::{Lang, Words};

use super::Meaning;

/// A label in Japanese and English.
pub fn both(ja: &str, en: &str) -> Words {
    Words([("ja".to_string(), ja.to_string()), ("en".to_string(), en.to_string())].into())
}

/// Words in languages by their codes.
pub fn in_languages(texts: impl IntoIterator<Item = (Option<Lang>, String)>) -> Words {
    let mut words = Words::default();
    for (lang, text) in texts {
        let text = text.trim();
        match lang {
            _ if text.is_empty() => {}
            Some(lang) => drop(words.0.insert(lang.code().to_string(), text.to_string())),
            None if words.is_empty() => words = Words::plain(text),
            None => {}
        }
    }
    words
}

/// Columns of these headings, as far as the table has them, are of a kind.
pub fn of_kind(sight: &Sight<'_>, headings: &[&str], kind: VariableKind) -> Vec<Meaning> {
    let known = headings.iter().filter_map(|heading| sight.heading(heading));
    known.map(|heading| Meaning { heading, kind: Some(kind), ..Meaning::default() }).collect()
}
