//! Problems, with their places: what a person must or may mend.
//!
//! Everything that can be said about an input goes into a [`Sink`], so that one run reports all problems at once.
//! [`Halt`] only says that the sink holds an error and that there is nothing to go on with.

mod code;
pub mod codes;
mod gather;
mod policy;
mod show;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strsim::osa_distance;

use crate::text::Phrase;

pub use code::{Code, Meanwhile, Policy};
pub use codes::title;
pub use gather::gather;
pub use show::{line, render};

/// How grave a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The run cannot go on.
    Error,
    /// The run goes on; a person should look.
    Warning,
    /// Something was understood or changed; good to know.
    Note,
}

/// Where a problem is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// A range of a text file: 1-based line and column (in characters), and the line itself.
    Text {
        /// File as the user named it.
        file: Arc<str>,
        /// 1-based line.
        line: u32,
        /// 1-based column in characters.
        column: u32,
        /// Length in characters, at least 1.
        length: u32,
        /// The whole line, for showing.
        source: Arc<str>,
    },
    /// A cell: 0-based row and column as the sheet counts from its corner.
    Cell {
        /// Workbook.
        file: Arc<str>,
        /// Sheet; empty for formats without sheets.
        sheet: Arc<str>,
        /// 0-based row.
        row: u32,
        /// 0-based column.
        col: u32,
    },
    /// A whole sheet.
    Sheet {
        /// Workbook.
        file: Arc<str>,
        /// Sheet.
        sheet: Arc<str>,
    },
    /// A whole file or folder.
    File {
        /// Path as the user named it.
        file: Arc<str>,
    },
}

impl Place {
    /// A file or folder, as the user named it.
    pub fn file(path: &Path) -> Place {
        Place::File { file: path.display().to_string().into() }
    }
}

/// `0` is `A`, `26` is `AA`: the letters of a 0-based column.
pub fn column_letters(col: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = col + 1;
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.reverse();
    String::from_utf8(letters).expect("ASCII letters")
}

/// `C14` for row 13, column 2.
pub fn cell_name(row: u32, col: u32) -> String {
    format!("{}{}", column_letters(col), row + 1)
}

impl fmt::Display for Place {
    /// `study.toml:12:3`, `nsw.xlsx / People / C14`: the same in every language.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Text { file, line, column, .. } => write!(f, "{file}:{line}:{column}"),
            Place::Cell { file, sheet, row, col } if sheet.is_empty() => {
                write!(f, "{file} / {}", cell_name(*row, *col))
            }
            Place::Cell { file, sheet, row, col } => write!(f, "{file} / {sheet} / {}", cell_name(*row, *col)),
            Place::Sheet { file, sheet } => write!(f, "{file} / {sheet}"),
            Place::File { file } => write!(f, "{file}"),
        }
    }
}

/// At most this many places are kept with one note, and listed of any problem; [`Diagnostic::count`] has the true number.
pub const PLACES_SHOWN: usize = 20;

/// At most this many places are kept with a problem that a person may have to decide about.
pub const PLACES_KEPT: usize = 500;

/// Characters of a message or of a line of a hint at most.
const LONGEST: usize = 240;

/// One problem.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostic {
    /// How grave.
    pub severity: Severity,
    /// Stable code, such as `unknown-column`; `tashika explain CODE` tells more.
    pub code: String,
    /// What is wrong, in one sentence without a full stop.
    pub message: Phrase,
    /// Where; at most [`PLACES_KEPT`], of a note [`PLACES_SHOWN`].
    pub places: Vec<Place>,
    /// How many places there are in all.
    pub count: usize,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Phrase>,
}

impl Diagnostic {
    /// An error without a place yet. What it quotes is cut to what a person reads.
    pub fn error(code: &str, message: Phrase) -> Diagnostic {
        let message = message.brief(LONGEST);
        Diagnostic { severity: Severity::Error, code: code.into(), message, places: Vec::new(), count: 0, hint: None }
    }

    /// A warning without a place yet.
    pub fn warning(code: &str, message: Phrase) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, message) }
    }

    /// A note without a place yet.
    pub fn note(code: &str, message: Phrase) -> Diagnostic {
        Diagnostic { severity: Severity::Note, ..Diagnostic::error(code, message) }
    }

    /// Adds a place.
    pub fn at(mut self, place: Place) -> Diagnostic {
        let most = if self.severity == Severity::Note { PLACES_SHOWN } else { PLACES_KEPT };
        if self.places.len() < most {
            self.places.push(place);
        }
        self.count += 1;
        self
    }

    /// Adds several places.
    pub fn at_all(self, places: impl IntoIterator<Item = Place>) -> Diagnostic {
        places.into_iter().fold(self, Diagnostic::at)
    }

    /// Says what to do.
    pub fn hint(mut self, hint: Phrase) -> Diagnostic {
        self.hint = Some(hint.brief_sentences(LONGEST));
        self
    }
}

/// There is nothing to go on with; the reason is an error in the [`Sink`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Halt;

/// Collects problems in the order in which they are met.
#[derive(Clone, Debug, Default)]
pub struct Sink {
    /// The problems so far.
    pub problems: Vec<Diagnostic>,
}

impl Sink {
    /// An empty sink.
    pub fn new() -> Sink {
        Sink::default()
    }

    /// Adds a problem.
    pub fn push(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    /// Adds an error and says that one cannot go on: `return Err(sink.halt(…))`.
    pub fn halt(&mut self, problem: Diagnostic) -> Halt {
        self.push(problem);
        Halt
    }

    /// Whether an error was met.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// `Err(Halt)` where an error was met: the end of a phase that goes through all of its input first.
    pub fn checkpoint(&self) -> Result<(), Halt> {
        self.checkpoint_since(0)
    }

    /// `Err(Halt)` where an error is among the problems from this index on: those that a phase met itself.
    pub fn checkpoint_since(&self, first: usize) -> Result<(), Halt> {
        let is_error = |problem: &Diagnostic| problem.severity == Severity::Error;
        if self.problems[first..].iter().any(is_error) { Err(Halt) } else { Ok(()) }
    }
}

/// The known word nearest to a mistyped one, if it is near enough to be meant (Damerau–Levenshtein distance at most a third
/// of the length, and case and width do not count).
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let fold = |text: &str| -> String {
        use unicode_normalization::UnicodeNormalization;
        text.nfkc().flat_map(char::to_lowercase).collect()
    };
    let wanted = fold(word);
    let best = known.into_iter().map(|candidate| (osa_distance(&wanted, &fold(candidate)), candidate)).min()?;
    (best.0 <= (wanted.chars().count() / 3).max(1)).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_excel_names_them() {
        assert_eq!(cell_name(13, 2), "C14");
        assert_eq!(column_letters(25), "Z");
        assert_eq!(column_letters(26), "AA");
        assert_eq!(column_letters(702), "AAA");
    }

    #[test]
    fn the_nearest_word_is_suggested_only_when_near() {
        assert_eq!(nearest("outcmes", ["outcomes", "baseline"]), Some("outcomes"));
        assert_eq!(nearest("ＲＥ７８", ["re78", "re75"]), Some("re78"));
        assert_eq!(nearest("zebra", ["outcomes", "baseline"]), None);
    }
}
