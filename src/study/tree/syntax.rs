use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::diag::{Diagnostic, Place};
use crate::phrase;
use crate::text::Phrase;

use super::places::TextPlaces;

/// The first line on which a bracket or a list went wrong: from there on, keys may belong elsewhere.
pub fn horizon(errors: &[toml::de::Error], places: &TextPlaces<'_>) -> Option<usize> {
    let structural = |error: &&toml::de::Error| {
        ["unclosed", "missing comma", "in array"].iter().any(|part| error.message().contains(part))
    };
    errors.iter().filter(structural).map(|error| places.line_number(start(error))).min()
}

/// Errors of the TOML text as problems in plain words. Of each line only the first is kept, and of the same error on lines
/// that follow each other the first: the others follow from it.
pub fn problems(mut errors: Vec<toml::de::Error>, places: &TextPlaces<'_>) -> Vec<Diagnostic> {
    errors.sort_by_key(start);
    let mut problems: Vec<Diagnostic> = Vec::new();
    let mut last_line = None;
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let place = places.at(span.clone());
        let line = places.line_number(span.start);
        let problem = explain(error.message(), span, &place, places);
        let again = problems.last().is_some_and(|known| known.message == problem.message);
        let follows = last_line.is_some_and(|last| line == last || again && line == last + 1);
        last_line = Some(line);
        if !follows {
            problems.push(problem.at(place));
        }
    }
    problems
}

fn start(error: &toml::de::Error) -> usize {
    error.span().map_or(0, |span| span.start)
}

fn explain(why: &str, span: Range<usize>, place: &Place, places: &TextPlaces<'_>) -> Diagnostic {
    let found = places.slice(span);
    if why.starts_with("duplicate key") {
        let message = phrase!("`{key}` is given twice", key = found);
        return Diagnostic::error("duplicate-key", message).hint(phrase!("Keep one of the two"));
    }
    if let Some(sign) = full_width(place).filter(|_| in_other_quotes(found).is_none()) {
        return half_width(sign);
    }
    let bare = bare_key(place);
    let (message, hint) = said(why, bare.as_deref().filter(|_| why.contains("invalid unquoted key")).unwrap_or(found));
    let problem = Diagnostic::error("syntax", message);
    match hint {
        Some(hint) => problem.hint(hint),
        None => problem,
    }
}

/// The whole name that a place is in: the parser complains of its first sign that it does not take, `R4` of `R4調査` being fine.
fn bare_key(place: &Place) -> Option<String> {
    let Place::Text { source, column, length, .. } = place else { return None };
    let all: Vec<char> = source.chars().collect();
    let ends = |c: &char| c.is_whitespace() || matches!(c, '[' | ']' | '.' | '=' | '{' | '}' | ',' | '"' | '\'' | '#');
    let start = (*column as usize).checked_sub(1)?;
    let first = all[..start.min(all.len())].iter().rposition(ends).map_or(0, |at| at + 1);
    let from = start + *length as usize;
    let last = all.iter().skip(from).position(ends).map_or(all.len(), |at| from + at);
    Some(all.get(first..last)?.iter().collect())
}

fn said(why: &str, found: &str) -> (Phrase, Option<Phrase>) {
    let has = |part: &str| why.contains(part);
    if has("must be quoted") && found.is_empty() || has("missing value") || has("key with no value") {
        (phrase!("A value is missing here"), Some(phrase!("Write key = value")))
    } else if let Some(inside) = in_other_quotes(found) {
        let hint = phrase!("Write {example}", example = format!("\"{inside}\""));
        (phrase!("These are not the plain quotation marks that TOML needs"), Some(hint))
    } else if has("must be quoted") || ["invalid boolean", "expected `inf`", "expected `nan`"].into_iter().any(has) {
        let hint = phrase!("Write {example}", example = format!("\"{found}\""));
        (phrase!("A text must stand in quotation marks"), Some(hint))
    } else if has("invalid unquoted key") {
        let hint = phrase!("Write {example}", example = format!("\"{found}\""));
        (phrase!("This name must stand in quotation marks, because it holds more than a–z, 0–9, - and _"), Some(hint))
    } else if has("escape") || has("unicode value") {
        let hint = phrase!("In paths write / instead; or put the text in single quotes");
        (phrase!("A backslash inside double quotes means something else in TOML"), Some(hint))
    } else if has("missing comma") {
        (phrase!("A comma is missing here"), None)
    } else if has("extra comma") {
        (phrase!("There is one comma too many"), None)
    } else if has("unclosed") {
        (phrase!("A bracket is opened and not closed"), None)
    } else if has("basic string") || has("literal string") || has("opening quote") {
        (phrase!("A quotation mark is missing"), None)
    } else if has("missing assignment") {
        (phrase!("An equals sign is missing here"), Some(phrase!("Write key = value")))
    } else if has("unexpected key or value") {
        (phrase!("There is more on this line than one key and one value"), Some(phrase!("Begin a new line here")))
    } else {
        (phrase!("This cannot be read as TOML ({why})", why = why), None)
    }
}

/// What stands between quotation marks as word processors and Japanese keyboards make them.
fn in_other_quotes(found: &str) -> Option<&str> {
    let quotes = ['\u{201C}', '\u{201D}', '\u{201E}', '\u{FF02}', '\u{2018}', '\u{2019}', '「', '」', '『', '』'];
    found.starts_with(quotes).then(|| found.trim_matches(quotes))
}

/// The first full-width sign of a line outside of quotation marks and comments, up to a column: what follows it is not
/// what was meant.
fn full_width(place: &Place) -> Option<char> {
    let Place::Text { source, column, .. } = place else { return None };
    let mut open = None;
    for c in source.chars().take(*column as usize) {
        match (open, c) {
            (None, '#') => return None,
            (None, '"' | '\'') => open = Some(c),
            (None, '\u{3000}' | '\u{FF01}'..='\u{FF5E}') => return Some(c),
            (Some(quote), _) if c == quote => open = None,
            _ => {}
        }
    }
    None
}

fn half_width(sign: char) -> Diagnostic {
    let hint = match sign {
        '\u{3000}' => phrase!("Take out the full-width space"),
        _ => phrase!("Write {example}", example = sign.to_string().nfkc().collect::<String>()),
    };
    let message =
        phrase!("A full-width {sign} stands here, and TOML needs half-width characters", sign = sign.to_string());
    Diagnostic::error("syntax", message).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_japanese_keyboards_write_is_understood() {
        assert_eq!(in_other_quotes("“treat”"), Some("treat"));
        assert_eq!(in_other_quotes("「助成」"), Some("助成"));
        assert_eq!(in_other_quotes("treat"), None);
        let at =
            |source: &str, column| Place::Text { file: "".into(), line: 1, column, length: 1, source: source.into() };
        assert_eq!(full_width(&at("title ＝ \"t\"", 7)), Some('＝'));
        assert_eq!(full_width(&at("a = [\"ｙ１\"，\"y0\"]", 10)), Some('，'));
        assert_eq!(full_width(&at("　", 1)), Some('\u{3000}'));
        assert_eq!(full_width(&at("a = \"＝\" x", 9)), None);
        assert_eq!(full_width(&at("a b # ＝", 8)), None);
    }
}
