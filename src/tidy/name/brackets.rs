//! What stands in brackets in a name, and what it is.

use super::characters::{is_kana, is_kanji};

/// A text taken apart at its brackets.
pub(super) struct Split {
    /// What stands outside.
    pub outside: String,
    /// What stands in each pair.
    pub inside: Vec<String>,
}

/// Takes a plain text apart. A bracket without its partner stays where it is.
pub(super) fn split(plain: &str) -> Split {
    let mut split = Split { outside: String::new(), inside: Vec::new() };
    let mut rest = plain;
    while let Some(at) = rest.find(OPEN) {
        let open = rest[at..].chars().next().unwrap_or('(');
        let inner = &rest[at + open.len_utf8()..];
        let Some(end) = inner.find(partner(open)) else { break };
        split.outside.push_str(&rest[..at]);
        split.outside.push(' ');
        split.inside.push(inner[..end].to_string());
        rest = &inner[end + partner(open).len_utf8()..];
    }
    split.outside.push_str(rest);
    split
}

const OPEN: [char; 5] = ['(', '[', '【', '〔', '〘'];

fn partner(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        '【' => '】',
        '〔' => '〕',
        _ => '〙',
    }
}

/// Whether a compact text in brackets says something about the organisation that is no part of its name.
pub(super) fn is_note(compact: &str) -> bool {
    const NOTES: [&str; 9] =
        ["法人番号", "registeredcharity", "charityno", "charitynumber", "companyno", "regno", "事務局", "代表", "略称"];
    compact.is_empty() || NOTES.iter().any(|note| compact.starts_with(note))
}

/// Whether a compact text in brackets says how the name before it is read (kana after kanji) or called in English.
pub(super) fn is_reading(compact: &str, name: &str) -> bool {
    let kana = compact.chars().all(is_kana) && name.chars().any(is_kanji) && !name.chars().all(is_kana);
    let latin = compact.chars().all(|c| c.is_ascii()) && compact.chars().any(|c| c.is_ascii_alphabetic());
    kana || latin && name.chars().any(|c| is_kanji(c) || is_kana(c))
}

/// The former name in `旧 青空の会`.
pub(super) fn former(compact: &str) -> Option<&str> {
    const MARKS: [&str; 10] =
        ["旧名称", "旧称", "旧名", "旧", "前身は", "前身", "元", "formerlyknownas", "formerly", "former"];
    let rest = MARKS.iter().find_map(|mark| compact.strip_prefix(mark))?;
    (rest.chars().count() > 1).then_some(rest)
}
