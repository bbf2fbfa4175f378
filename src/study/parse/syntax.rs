use std::ops::Range;

use crate::diag::{Diagnostic, Place};
use crate::phrase;
use crate::text::Phrase;

use super::place::Places;

/// Errors of the TOML text as problems in plain words: the first of each line, for the others follow from it.
pub fn problems(mut errors: Vec<toml::de::Error>, places: &Places<'_>) -> Vec<Diagnostic> {
    errors.sort_by_key(start);
    let mut problems: Vec<Diagnostic> = Vec::new();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let place = places.at(span.clone());
        if !problems.iter().any(|known| line_of(&known.places[0]) == line_of(&place)) {
            problems.push(explain(error.message(), span, places).at(place));
        }
    }
    problems
}

/// The line of a place in a text.
pub fn line_of(place: &Place) -> Option<u32> {
    match place {
        Place::Text { line, .. } => Some(*line),
        _ => None,
    }
}

fn start(error: &toml::de::Error) -> usize {
    error.span().map_or(0, |span| span.start)
}

fn explain(why: &str, span: Range<usize>, places: &Places<'_>) -> Diagnostic {
    let found = places.slice(span);
    if why.starts_with("duplicate key") {
        let message = phrase!("`{key}` is given twice", key = found);
        return Diagnostic::error("duplicate-key", message).hint(phrase!("Keep one of the two"));
    }
    let (message, hint) = said(why, found);
    let problem = Diagnostic::error("syntax", message);
    match hint {
        Some(hint) => problem.hint(hint),
        None => problem,
    }
}

fn said(why: &str, found: &str) -> (Phrase, Option<Phrase>) {
    let has = |part: &str| why.contains(part);
    if has("must be quoted") && found.is_empty() || has("missing value") || has("key with no value") {
        (phrase!("A value is missing here"), Some(phrase!("Write key = value")))
    } else if has("must be quoted") {
        let hint = phrase!("Write {example}", example = format!("\"{found}\""));
        (phrase!("A text must stand in quotation marks"), Some(hint))
    } else if has("invalid unquoted key") {
        let hint = phrase!("Write {example}", example = format!("\"{found}\""));
        (phrase!("This name must stand in quotation marks, because it holds more than a–z, 0–9, - and _"), Some(hint))
    } else if has("escape") {
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
