//! Cells as values of what the column is; what was changed on the way, and what could not be read.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::cells::{Cell, Cells, Word};
use super::{Content, dates, numbers};
use crate::ingest::calendar::iso;
use crate::phrase;
use crate::text::Phrase;

/// Values, one for each row or unit.
#[derive(Clone, Debug)]
pub(super) enum Values {
    /// Numbers, yes/no as 1 and 0, dates as days; NaN is missing.
    Numbers(Vec<f64>),
    /// Text: index into the levels; `u32::MAX` is missing.
    Strings {
        /// Distinct texts.
        levels: Vec<String>,
        /// Index of each row's text.
        codes: Vec<u32>,
    },
}

impl Values {
    /// Takes over the values of `other` where there is none yet. Both are numbers or both are text.
    pub fn fill(&mut self, other: &Values) {
        match (self, other) {
            (Values::Numbers(mine), Values::Numbers(others)) => {
                mine.iter_mut().zip(others).filter(|(mine, _)| mine.is_nan()).for_each(|(mine, other)| *mine = *other);
            }
            (Values::Strings { levels, codes }, Values::Strings { .. }) => {
                let mut known: IndexMap<String, ()> = levels.drain(..).map(|level| (level, ())).collect();
                for at in (0..codes.len()).filter(|&at| codes[at] == u32::MAX).collect::<Vec<_>>() {
                    if let Some(text) = other.string(at) {
                        codes[at] = intern(&mut known, text.to_string());
                    }
                }
                *levels = known.into_keys().collect();
            }
            _ => {}
        }
    }

    /// Whether no unit has a value in both.
    pub fn apart(&self, other: &Values) -> bool {
        let has = |values: &Values, at: usize| match values {
            Values::Numbers(numbers) => !numbers[at].is_nan(),
            Values::Strings { codes, .. } => codes[at] != u32::MAX,
        };
        let len = match self {
            Values::Numbers(numbers) => numbers.len(),
            Values::Strings { codes, .. } => codes.len(),
        };
        (0..len).all(|at| !(has(self, at) && has(other, at)))
    }
    /// The text at an index.
    pub fn string(&self, at: usize) -> Option<&str> {
        match self {
            Values::Numbers(_) => None,
            Values::Strings { levels, codes } => levels.get(codes[at] as usize).map(String::as_str),
        }
    }

    /// Whether two columns hold the same values.
    pub fn same(&self, other: &Values) -> bool {
        match (self, other) {
            (Values::Numbers(a), Values::Numbers(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b || a.is_nan() && b.is_nan())
            }
            (Values::Strings { codes: a, .. }, Values::Strings { codes: b, .. }) => {
                a.len() == b.len() && (0..a.len()).all(|at| self.string(at) == other.string(at))
            }
            _ => false,
        }
    }
}

/// A change that a cell went through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Change {
    /// Text as a number.
    Number(numbers::Rule),
    /// Text or number as a date.
    Date(dates::Rule),
    /// A word as 1 or 0.
    YesNo,
    /// Full-width letters and the like.
    Evened,
    /// Multiplied by the unit of the heading.
    Heading(&'static str),
}

impl Change {
    /// What was understood.
    pub fn phrase(self) -> Phrase {
        match self {
            Change::Number(rule) => rule.phrase(),
            Change::Date(rule) => rule.phrase(),
            Change::YesNo => phrase!("words for yes and no read as 1 and 0"),
            Change::Heading(unit) => phrase!("the unit {unit} of the heading multiplied out", unit = unit),
            Change::Evened => phrase!("full-width letters and other variants of characters evened out"),
        }
    }
}

impl Change {
    /// Whether it is how the column is written rather than something about single cells.
    pub fn is_notation(self) -> bool {
        matches!(self, Change::YesNo | Change::Heading(_))
    }
}

/// A converted column. Row numbers are indices into the kept rows.
#[derive(Debug)]
pub(super) struct Converted {
    /// Values of the kept rows.
    pub values: Values,
    /// Changes and the rows that they touched.
    pub changes: BTreeMap<Change, Vec<u32>>,
    /// Rows whose cell is not what the column is; they count as missing.
    pub unreadable: Vec<u32>,
    /// Rows whose cell is an error; they count as missing.
    pub errors: Vec<u32>,
    /// How many cells hold something.
    pub filled: usize,
}

/// Converts the cells of a column to what the column is. `scaled` is the unit of the heading and what it multiplies by.
pub(super) fn convert(cells: &Cells, content: Content, scaled: Option<(&'static str, f64)>) -> Converted {
    let filled = cells.cells.iter().filter(|cell| !matches!(cell, Cell::Missing | Cell::Error)).count();
    let errors = (0..cells.cells.len() as u32).filter(|&row| cells.cells[row as usize] == Cell::Error).collect();
    let mut out = Converted {
        values: Values::Numbers(Vec::new()),
        changes: BTreeMap::new(),
        unreadable: Vec::new(),
        errors,
        filled,
    };
    out.values = match content {
        Content::Number => numeric(cells, &mut out, |cell, words| times(number(cell, words)?, scaled)),
        Content::YesNo => numeric(cells, &mut out, yes_no),
        Content::Date => numeric(cells, &mut out, date),
        Content::Category | Content::Text => strings(cells, content, &mut out),
    };
    out
}

type Read = Option<(f64, Vec<Change>)>;

fn numeric(cells: &Cells, out: &mut Converted, read: impl Fn(Cell, &[Word]) -> Read) -> Values {
    let words: Vec<Read> = (0..cells.texts.len()).map(|text| read(Cell::Text(text as u32), &cells.texts)).collect();
    let mut values = Vec::with_capacity(cells.cells.len());
    for (row, &cell) in cells.cells.iter().enumerate() {
        let other;
        let found = match cell {
            Cell::Missing | Cell::Error => {
                values.push(f64::NAN);
                continue;
            }
            Cell::Text(text) => &words[text as usize],
            cell => {
                other = read(cell, &cells.texts);
                &other
            }
        };
        match found {
            None => out.unreadable.push(row as u32),
            Some((_, changes)) => {
                changes.iter().for_each(|&change| out.changes.entry(change).or_default().push(row as u32))
            }
        }
        values.push(found.as_ref().map_or(f64::NAN, |(value, _)| *value));
    }
    Values::Numbers(values)
}

fn number(cell: Cell, words: &[Word]) -> Read {
    match cell {
        Cell::Number(value) => Some((value, Vec::new())),
        Cell::Bool(value) => Some((f64::from(u8::from(value)), Vec::new())),
        Cell::Text(text) => {
            let reading = words[text as usize].number.as_ref()?;
            Some((reading.value, reading.rules.iter().map(|&rule| Change::Number(rule)).collect()))
        }
        Cell::Date(_) | Cell::Missing | Cell::Error => None,
    }
}

/// A number by the unit of the heading, unless the cell names a unit of its own.
fn times((value, mut changes): (f64, Vec<Change>), scaled: Option<(&'static str, f64)>) -> Read {
    let own = changes.iter().any(|change| matches!(change, Change::Number(numbers::Rule::Scaled(..))));
    let Some((unit, factor)) = scaled.filter(|_| !own) else { return Some((value, changes)) };
    changes.push(Change::Heading(unit));
    Some((value * factor, changes))
}

fn yes_no(cell: Cell, words: &[Word]) -> Read {
    match cell {
        Cell::Number(value) if value == 0.0 || value == 1.0 => Some((value, Vec::new())),
        Cell::Bool(value) => Some((f64::from(u8::from(value)), Vec::new())),
        Cell::Text(text) => {
            let word = &words[text as usize];
            let said = word.yes_no.map(|(_, yes)| (f64::from(u8::from(yes)), vec![Change::YesNo]));
            said.or_else(|| number(cell, words).filter(|&(value, _)| value == 0.0 || value == 1.0))
        }
        _ => None,
    }
}

fn date(cell: Cell, words: &[Word]) -> Read {
    let (days, rule) = match cell {
        Cell::Date(days) => return Some((f64::from(days), Vec::new())),
        Cell::Number(value) => dates::of_number(value)?,
        Cell::Text(text) => {
            let word = &words[text as usize];
            word.date.or_else(|| word.number.as_ref().and_then(|reading| dates::of_number(reading.value)))?
        }
        Cell::Bool(_) | Cell::Missing | Cell::Error => return None,
    };
    Some((f64::from(days), vec![Change::Date(rule)]))
}

fn strings(cells: &Cells, content: Content, out: &mut Converted) -> Values {
    let mut levels: IndexMap<String, ()> = IndexMap::new();
    let words: Vec<u32> = cells.texts.iter().map(|word| intern(&mut levels, word.text.clone())).collect();
    let mut codes = Vec::with_capacity(cells.cells.len());
    for (row, &cell) in cells.cells.iter().enumerate() {
        codes.push(match cell {
            Cell::Missing | Cell::Error => u32::MAX,
            Cell::Number(value) => intern(&mut levels, value.to_string()),
            Cell::Date(days) => intern(&mut levels, iso(days)),
            Cell::Bool(value) => intern(&mut levels, if value { "TRUE" } else { "FALSE" }.to_string()),
            Cell::Text(text) => {
                if cells.texts[text as usize].evened && content == Content::Category {
                    out.changes.entry(Change::Evened).or_default().push(row as u32);
                }
                words[text as usize]
            }
        });
    }
    Values::Strings { levels: levels.into_keys().collect(), codes }
}

fn intern(levels: &mut IndexMap<String, ()>, text: String) -> u32 {
    levels.insert_full(text, ()).0 as u32
}
