//! What stands in brackets in a name, and what it is.

use super::characters::{compact, is_kana, is_kanji};
use super::forms;

/// A piece of a text: outside of brackets, or what stands in a pair.
pub(super) enum Piece {
    /// Outside.
    Outside(String),
    /// Inside.
    Inside(String),
}

/// Takes a plain text apart. A bracket without its partner stays where it is.
pub(super) fn pieces(plain: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = plain;
    while let Some(at) = rest.find(OPEN) {
        let open = rest[at..].chars().next().unwrap_or('(');
        let inner = &rest[at + open.len_utf8()..];
        let Some(end) = inner.find(partner(open)) else { break };
        pieces.push(Piece::Outside(rest[..at].to_string()));
        pieces.push(Piece::Inside(inner[..end].to_string()));
        rest = &inner[end + partner(open).len_utf8()..];
    }
    pieces.push(Piece::Outside(rest.to_string()));
    pieces
}

/// What stands in a pair of brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inside {
    /// A legal form.
    Form(&'static str),
    /// The name that it bore before.
    Former(String),
    /// A note, how the name is read, or what it is called in English.
    Aside,
    /// A part of the name.
    Part,
}

/// What a text in brackets is, behind or within a compact name.
pub(super) fn inside(text: &str, name: &str) -> Inside {
    let compact = compact(text);
    match (forms::in_brackets(&compact), former(&compact)) {
        (Some(form), _) => Inside::Form(form),
        _ if is_note(&compact) || is_reading(&compact, name) => Inside::Aside,
        (None, Some(former)) => Inside::Former(former.to_string()),
        (None, None) => Inside::Part,
    }
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
fn is_note(compact: &str) -> bool {
    const NOTES: [&str; 9] =
        ["法人番号", "registeredcharity", "charityno", "charitynumber", "companyno", "regno", "事務局", "代表", "略称"];
    compact.is_empty() || NOTES.iter().any(|note| compact.starts_with(note))
}

/// Whether a compact text in brackets says how the name before it is read (kana after kanji) or called in English.
fn is_reading(compact: &str, name: &str) -> bool {
    let kana = compact.chars().all(is_kana) && name.chars().any(is_kanji) && !name.chars().all(is_kana);
    let latin = compact.is_ascii() && compact.chars().any(|c| c.is_ascii_alphabetic());
    kana || latin && name.chars().any(|c| is_kanji(c) || is_kana(c))
}

/// The former name in `旧 青空の会`.
fn former(compact: &str) -> Option<&str> {
    const MARKS: [&str; 10] =
        ["旧名称", "旧称", "旧名", "旧", "前身は", "前身", "元", "formerlyknownas", "formerly", "former"];
    let rest = MARKS.iter().find_map(|mark| compact.strip_prefix(mark))?;
    (rest.chars().count() > 1).then_some(rest)
}
