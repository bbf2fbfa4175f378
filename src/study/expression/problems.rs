//! What is said of expressions that cannot be read.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::diag::Diagnostic;
use crate::phrase;

use super::quoting;

/// A query where a value is wanted.
pub(super) fn no_queries(word: &str) -> Diagnostic {
    let message = phrase!("`{part}` cannot stand in an expression", part = word);
    let hint = phrase!(
        "Arithmetic, comparisons, AND, OR, NOT, IN, BETWEEN, LIKE, IS NULL, CASE and functions of one row are possible"
    );
    Diagnostic::error("formula-unsupported", message).hint(hint)
}

/// More words and signs than can be read.
pub(super) fn too_long(found: usize, most: usize, end: usize) -> (Diagnostic, Range<usize>) {
    let message =
        phrase!("The expression has {n} words and signs, and at most {most} can be read", n = found, most = most);
    (Diagnostic::error("formula-size", message).hint(in_parts()), 0..end)
}

/// More within each other than can be read.
pub(super) fn too_deep(most: usize) -> Diagnostic {
    let message =
        phrase!("More than {most} brackets, functions, conditions or signs stand within each other here", most = most);
    Diagnostic::error("formula-size", message).hint(in_parts())
}

fn in_parts() -> crate::text::Phrase {
    phrase!("Make several variables of it, each with a part, and let the last one use the others")
}

/// Where an expression cannot be read, from the character that does not fit.
pub(super) fn unreadable(text: &str, at: usize) -> (Diagnostic, Range<usize>) {
    let chars: Vec<char> = text.chars().collect();
    let Some(found) = chars.get(at) else {
        let message = phrase!("The expression is not complete");
        return (Diagnostic::error("formula-syntax", message).hint(quoting()), chars.len()..chars.len());
    };
    let word = |c: &char| c.is_alphanumeric() || *c == '_';
    let length = chars[at..].iter().take_while(|c| word(c)).count().max(1);
    let shown: String = chars[at..at + length].iter().collect();
    let message = phrase!("The expression cannot be read from `{word}` on", word = shown);
    let half: String = found.to_string().nfkc().map(|c| if c == '\u{2212}' { '-' } else { c }).collect();
    let hint = match half != found.to_string() && !found.is_alphanumeric() {
        true => phrase!("Write {example}", example = half),
        false => quoting(),
    };
    (Diagnostic::error("formula-syntax", message).hint(hint), at..at + length)
}
