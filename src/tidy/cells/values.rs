//! Cells as values of what the column is; what was changed on the way, and what could not be read.

use std::collections::BTreeMap;

use crate::tidy::intern::intern;

use indexmap::IndexSet;

use super::cell::{CellReading, Cells, Word};
use super::content::Sense;
use crate::math::elementary::log10;
use crate::notation::calendar::iso;
use crate::notation::{self, Absent, dates, numbers};
use crate::panel::Content;
use crate::phrase;
use crate::text::Phrase;

/// Values, one for each row or unit.
#[derive(Clone, Debug)]
pub(in crate::tidy) enum Values {
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
                let mut known: IndexSet<String> = levels.drain(..).collect();
                for at in (0..codes.len()).filter(|&at| codes[at] == u32::MAX).collect::<Vec<_>>() {
                    if let Some(text) = other.string(at) {
                        codes[at] = intern(&mut known, text.to_string());
                    }
                }
                *levels = known.into_iter().collect();
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
pub(in crate::tidy) enum Change {
    /// Text as a number.
    Number(numbers::NumberRule),
    /// Text or number as a date.
    Date(dates::DateRule),
    /// A word as 1 or 0.
    YesNo,
    /// Full-width letters and the like.
    Evened,
    /// Another spelling of one answer.
    Respelled,
    /// A municipality with or without its prefecture.
    Place,
    /// Multiplied by the unit of the heading.
    Heading(&'static str),
    /// `45%` below a heading in per cent.
    PerCent,
    /// A word as a step of a scale.
    Step,
    /// A number with a label.
    Label,
    /// A time as hours.
    Clock,
    /// A sign or word that says that there is no value.
    Absent(Absent),
}

impl Change {
    /// What was understood.
    pub fn phrase(self) -> Phrase {
        match self {
            Change::Number(rule) => rule.phrase(),
            Change::Date(rule) => rule.phrase(),
            Change::YesNo => phrase!("words for yes and no read as 1 and 0"),
            Change::Heading(unit) => phrase!("the unit {unit} of the heading multiplied out", unit = unit),
            Change::PerCent => phrase!("the per cent sign left out, since the heading is in per cent: 45% is 45"),
            Change::Label => phrase!("numbers with a label read as the number"),
            Change::Clock => phrase!("times read as hours: 22:30 is 22.5"),
            Change::Step => phrase!("words of agreement read as steps of a scale"),
            Change::Absent(why) => why.phrase(),
            Change::Respelled => {
                phrase!("answers that differ in width, the size of letters or spaces only taken as one")
            }
            Change::Place => phrase!("a municipality with and without its prefecture taken as one"),
            Change::Evened => phrase!("full-width letters and other variants of characters evened out"),
        }
    }
}

impl Change {
    /// Whether it is how the column is written rather than something about single cells: `cells` of its `filled` ones.
    pub fn is_notation(self, cells: usize, filled: usize) -> bool {
        match self {
            Change::YesNo | Change::Heading(_) | Change::Step | Change::Label | Change::Clock => true,
            Change::Absent(_) | Change::Respelled => false,
            _ => crate::notation::is_notation(cells, filled),
        }
    }
}

/// A converted column. Row numbers are indices into the kept rows.
#[derive(Debug)]
pub(in crate::tidy) struct Converted {
    /// Values of the kept rows.
    pub values: Values,
    /// Changes and the rows that they touched.
    pub changes: BTreeMap<Change, Vec<u32>>,
    /// Rows whose cell is not what the column is; they count as missing.
    pub unreadable: Vec<u32>,
    /// Rows whose cell is an error; they count as missing.
    pub errors: Vec<u32>,
    /// Rows whose cell is a date that no day has; they count as missing.
    pub no_days: Vec<u32>,
    /// How many cells hold something.
    pub filled: usize,
}

/// Converts the cells of a column to what the column is. `scaled` is the unit of the heading and what it multiplies by.
pub(in crate::tidy) fn convert(cells: &Cells, sense: &Sense, scaled: Option<(&'static str, f64)>) -> Converted {
    let filled = cells.cells.iter().filter(|cell| cell.is_filled()).count();
    let rows = |wanted: fn(&CellReading) -> bool| {
        (0..cells.cells.len() as u32).filter(|&row| wanted(&cells.cells[row as usize])).collect::<Vec<u32>>()
    };
    let mut out = Converted {
        values: Values::Numbers(Vec::new()),
        changes: BTreeMap::new(),
        unreadable: Vec::new(),
        errors: rows(|cell| *cell == CellReading::Error),
        no_days: rows(|cell| matches!(cell, CellReading::NoDay(_))),
        filled,
    };
    let by_step = |cell, words: &[Word]| step(cell, words, sense);
    out.values = match sense.content {
        Content::Number if sense.clocks => numeric(cells, sense, &mut out, clock),
        Content::Number if sense.labels.is_some() => {
            numeric(cells, sense, &mut out, |cell, words| label(cell, words, sense))
        }
        Content::Number if sense.ladder.is_some() => numeric(cells, sense, &mut out, by_step),
        Content::Number => numeric(cells, sense, &mut out, |cell, words| times(number(cell, words)?, scaled)),
        Content::YesNo => numeric(cells, sense, &mut out, yes_no),
        Content::Date => numeric(cells, sense, &mut out, date),
        Content::Category | Content::Text => strings(cells, sense, &mut out),
    };
    out
}

type CellValue = Option<(f64, Vec<Change>)>;

fn numeric(
    cells: &Cells,
    sense: &Sense,
    out: &mut Converted,
    read: impl Fn(CellReading, &[Word]) -> CellValue,
) -> Values {
    let word = |text: usize| match (sense.is_suppressed(&cells.texts[text]), is_unanswered(&cells.texts[text])) {
        (true, _) => Some((f64::NAN, vec![Change::Absent(Absent::Suppressed)])),
        (_, true) => Some((f64::NAN, vec![Change::Absent(Absent::Labelled)])),
        _ => read(CellReading::Text(text as u32), &cells.texts),
    };
    let words: Vec<CellValue> = (0..cells.texts.len()).map(word).collect();
    let mut values = Vec::with_capacity(cells.cells.len());
    for (row, &cell) in cells.cells.iter().enumerate() {
        let other;
        let found = match cell {
            CellReading::Missing | CellReading::Error | CellReading::NoDay(_) => {
                values.push(f64::NAN);
                continue;
            }
            CellReading::Absent(why) => {
                other = Some((f64::NAN, vec![Change::Absent(why)]));
                &other
            }
            CellReading::Text(text) => &words[text as usize],
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

/// Whether a text is a number that its label calls no answer.
fn is_unanswered(word: &Word) -> bool {
    word.labelled.as_ref().is_some_and(|labelled| labelled.unanswered)
}

/// A time as hours.
fn clock(cell: CellReading, words: &[Word]) -> CellValue {
    let hours = match cell {
        CellReading::Clock(hours) => hours,
        CellReading::Text(text) => words[text as usize].clock?,
        _ => return None,
    };
    Some((hours, vec![Change::Clock]))
}

/// A number, with or without its label; one that stands for no answer is missing.
fn label(cell: CellReading, words: &[Word], sense: &Sense) -> CellValue {
    let labels = sense.labels.as_ref()?;
    let text = match cell {
        CellReading::Text(text) => &words[text as usize],
        cell => {
            let (value, changes) = number(cell, words)?;
            let unanswered = labels.is_unanswered(value);
            return Some(if unanswered {
                (f64::NAN, vec![Change::Absent(Absent::Labelled)])
            } else {
                (value, changes)
            });
        }
    };
    match labels.number(text) {
        Some((_, true)) => Some((f64::NAN, vec![Change::Absent(Absent::Labelled)])),
        Some((value, false)) if text.number.is_some() => Some((value, number(cell, words)?.1)),
        Some((value, false)) => Some((value, vec![Change::Label])),
        None => unknowing(text),
    }
}

/// A word of not knowing, which is no step of a scale.
fn unknowing(word: &Word) -> CellValue {
    notation::is_unknowing(&word.text).then(|| (f64::NAN, vec![Change::Absent(Absent::Unknowing)]))
}

fn number(cell: CellReading, words: &[Word]) -> CellValue {
    match cell {
        CellReading::Number(value) => Some((value, Vec::new())),
        CellReading::Bool(value) => Some((f64::from(u8::from(value)), Vec::new())),
        CellReading::Text(text) => {
            let reading = words[text as usize].number.as_ref()?;
            Some((reading.value, reading.rules.iter().map(|&rule| Change::Number(rule)).collect()))
        }
        _ => None,
    }
}

/// A word as a step, or a number.
fn step(cell: CellReading, words: &[Word], sense: &Sense) -> CellValue {
    let of_word = |text: u32| sense.ladder.as_ref()?.step(words[text as usize].step?);
    match cell {
        CellReading::Text(text) => {
            let step = of_word(text).map(|step| (step, vec![Change::Step]));
            step.or_else(|| number(cell, words)).or_else(|| unknowing(&words[text as usize]))
        }
        cell => number(cell, words),
    }
}

/// A number by the unit of the heading, unless the cell names a unit of its own.
fn times((value, mut changes): (f64, Vec<Change>), scaled: Option<(&'static str, f64)>) -> CellValue {
    let own =
        |rule: &numbers::NumberRule| matches!(rule, numbers::NumberRule::Scaled(..) | numbers::NumberRule::Myriads);
    let is = |wanted: &dyn Fn(&numbers::NumberRule) -> bool| {
        changes.iter().position(|change| matches!(change, Change::Number(rule) if wanted(rule)))
    };
    match (scaled, is(&|rule| *rule == numbers::NumberRule::Percent)) {
        (Some(("%", _)), Some(at)) => {
            changes[at] = Change::PerCent;
            Some((notation::shifted(value, 2), changes))
        }
        (Some((unit, factor)), None) if factor > 1.0 && is(&own).is_none() => {
            changes.push(Change::Heading(unit));
            Some((notation::shifted(value, log10(factor).round() as i32), changes))
        }
        _ => Some((value, changes)),
    }
}

fn yes_no(cell: CellReading, words: &[Word]) -> CellValue {
    match cell {
        CellReading::Number(value) if value == 0.0 || value == 1.0 => Some((value, Vec::new())),
        CellReading::Bool(value) => Some((f64::from(u8::from(value)), Vec::new())),
        CellReading::Text(text) => {
            let word = &words[text as usize];
            let said = word.yes_no.map(|(_, yes)| (f64::from(u8::from(yes)), vec![Change::YesNo]));
            said.or_else(|| number(cell, words).filter(|&(value, _)| value == 0.0 || value == 1.0))
        }
        _ => None,
    }
}

fn date(cell: CellReading, words: &[Word]) -> CellValue {
    let reading = match cell {
        CellReading::Date(days) => return Some((f64::from(days), Vec::new())),
        CellReading::Number(value) => dates::of_number(value)?,
        CellReading::Text(text) => {
            let word = &words[text as usize];
            let of_number = || word.number.as_ref().and_then(|reading| dates::of_number(reading.value));
            word.date.clone().or_else(of_number)?
        }
        _ => return None,
    };
    Some((f64::from(reading.days), reading.rules.into_iter().map(Change::Date).collect()))
}

fn strings(cells: &Cells, sense: &Sense, out: &mut Converted) -> Values {
    let mut levels: IndexSet<String> = IndexSet::new();
    let words: Vec<u32> = cells.texts.iter().map(|word| intern(&mut levels, word.text.clone())).collect();
    let mut codes = Vec::with_capacity(cells.cells.len());
    for (row, &cell) in cells.cells.iter().enumerate() {
        codes.push(match cell {
            CellReading::Missing | CellReading::Error | CellReading::NoDay(_) => u32::MAX,
            CellReading::Absent(why) => {
                out.changes.entry(Change::Absent(why)).or_default().push(row as u32);
                u32::MAX
            }
            CellReading::Number(value) => intern(&mut levels, value.to_string()),
            CellReading::Clock(hours) => intern(&mut levels, notation::as_clock(hours)),
            CellReading::Date(days) => intern(&mut levels, iso(days)),
            CellReading::Bool(value) => intern(&mut levels, if value { "TRUE" } else { "FALSE" }.to_string()),
            CellReading::Text(text)
                if is_unanswered(&cells.texts[text as usize]) && sense.content == Content::Category =>
            {
                out.changes.entry(Change::Absent(Absent::Labelled)).or_default().push(row as u32);
                u32::MAX
            }
            CellReading::Text(text) if sense.is_suppressed(&cells.texts[text as usize]) => {
                out.changes.entry(Change::Absent(Absent::Suppressed)).or_default().push(row as u32);
                u32::MAX
            }
            CellReading::Text(text) => {
                if cells.texts[text as usize].evened && sense.content == Content::Category {
                    out.changes.entry(Change::Evened).or_default().push(row as u32);
                }
                if cells.texts[text as usize].respelled {
                    out.changes.entry(Change::Respelled).or_default().push(row as u32);
                }
                if cells.texts[text as usize].placed {
                    out.changes.entry(Change::Place).or_default().push(row as u32);
                }
                words[text as usize]
            }
        });
    }
    Values::Strings { levels: levels.into_iter().collect(), codes }
}
