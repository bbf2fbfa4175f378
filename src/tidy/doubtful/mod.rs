//! One column, one measure: values that a column holds beside those of its kind. Each is asked about before a number leaves.
//!
//! Where single cells are the matter they count as missing until a person decides; where the whole column is, the study must say
//! what it means, and that is an error as soon as a question uses the variable.

mod clocks;
mod codes;
mod currencies;
mod dates;
mod dots;
mod shares;
mod steps;
mod thousands;
mod two_scales;

use std::collections::{BTreeMap, BTreeSet};

use super::build::Joined;
use super::cells::cell::{Cell, Cells};
use super::cells::content::Sense;
use super::cells::values::{Converted, Values};
use super::rows::canon::Canon;
use crate::diag::{Diagnostic, Place, Sink};
use crate::ingest::decisions::{Given, Key};
use crate::panel::Content;
use crate::phrase;
use crate::study::{Variable, VariableKind};
use crate::text::Phrase;

pub(super) use currencies::{Beside, beside, chosen_by, of_currencies, only as only_currency};

/// How the study speaks of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Use {
    /// Not at all.
    Unmentioned,
    /// It declares it.
    Declared,
    /// A question, formula or measure uses it.
    Asked,
    /// It is an outcome or a baseline.
    Outcome,
}

/// A column of a variable.
pub(super) struct Column<'c> {
    /// Its source, with rows and periods.
    pub joined: &'c Joined<'c>,
    /// Column of the table.
    pub column: usize,
    /// Cells of the kept rows.
    pub cells: &'c Cells,
    /// The currencies that a column beside it says.
    pub beside: Option<&'c Beside>,
}

/// A variable with all its columns.
pub(super) struct Case<'c> {
    /// Name of the variable.
    pub name: &'c str,
    /// What the study says of it.
    pub variable: Option<&'c Variable>,
    /// Its kind, as far as it is known.
    pub kind: Option<VariableKind>,
    /// What it is.
    pub sense: &'c Sense,
    /// How the study speaks of it.
    pub usage: Use,
    /// Its columns.
    pub columns: Vec<Column<'c>>,
    /// Units and periods.
    pub canon: &'c Canon,
    /// Whether the study speaks of its amounts by currency, each on its own.
    pub apart: bool,
    /// Whether questions choose its units by the column that says its currency.
    pub chosen: bool,
    /// Whether it holds times of the day.
    pub moments: bool,
    /// Cells that a person decided to take as they are.
    pub settled: &'c BTreeSet<Key>,
}

/// A cell: index of the column, and of the kept row.
type At = (usize, u32);

/// Something that is asked.
struct Asked {
    problem: Diagnostic,
    /// The cells that it is about, with what may have been meant.
    cells: Vec<(At, Option<Given>)>,
    /// Whether they count as missing until it is decided.
    missing: bool,
}

/// Asks about everything that is doubtful, and takes doubtful cells out of the values. Gives what may have been meant: index of the
/// column, of the kept row, and the value.
pub(super) fn look(case: &Case<'_>, converted: &mut [Converted], sink: &mut Sink) -> Vec<(usize, u32, Given)> {
    let asked: Vec<Asked> = dates::look(case).filter(|_| case.usage > Use::Unmentioned).into_iter().collect();
    let mut offered = apply(case, asked, converted, sink);
    let numbers = case.sense.content == Content::Number;
    for look in [clocks::look, dots::look, currencies::look, shares::look, codes::look, steps::look, thousands::look] {
        if numbers {
            let asked = look(case, converted);
            offered.extend(apply(case, asked, converted, sink));
        }
    }
    offered
}

/// Whether nearly all cells of a variable say themselves, by a sign or their number format, that they are shares of 1.
pub(super) fn are_shares(case: &Case<'_>, converted: &[Converted]) -> bool {
    shares::are_marked(case, converted)
}

fn apply(case: &Case<'_>, asked: Vec<Asked>, converted: &mut [Converted], sink: &mut Sink) -> Vec<(usize, u32, Given)> {
    let mut offered = Vec::new();
    for Asked { problem, cells, missing } in asked {
        let places: Vec<Place> = cells.iter().map(|&(at, _)| case.place(at)).collect();
        sink.push(problem.at_all(places));
        for ((column, row), meant) in cells {
            if missing {
                converted[column].take_out(row);
            }
            offered.extend(meant.map(|meant| (column, row, meant)));
        }
    }
    offered
}

impl Converted {
    /// Makes a value missing, about which was said why.
    fn take_out(&mut self, row: u32) {
        match &mut self.values {
            Values::Numbers(values) => values[row as usize] = f64::NAN,
            Values::Strings { codes, .. } => codes[row as usize] = u32::MAX,
        }
        self.unreadable.retain(|other| *other != row);
    }
}

impl Case<'_> {
    fn place(&self, (column, row): At) -> Place {
        let Column { joined, column, .. } = &self.columns[column];
        joined.table.place(joined.rows.kept[row as usize].row as usize, *column)
    }

    fn heading(&self, column: usize) -> Place {
        let Column { joined, column, .. } = &self.columns[column];
        joined.table.heading_place(*column)
    }

    /// Whether a person decided to take a cell as it is.
    fn is_settled(&self, at: At) -> bool {
        if self.settled.is_empty() {
            return false;
        }
        let Place::Cell { file, sheet, row, col } = self.place(at) else { return false };
        self.settled.contains(&(file.to_string(), sheet.to_string(), row, col))
    }

    /// The values that nobody decided about, with where they stand.
    fn open<'o>(&'o self, converted: &'o [Converted]) -> impl Iterator<Item = (At, f64)> + 'o {
        let of = |column: usize, values: &'o Values| {
            let numbers = match values {
                Values::Numbers(numbers) => numbers.as_slice(),
                Values::Strings { .. } => &[],
            };
            numbers.iter().enumerate().map(move |(row, value)| ((column, row as u32), *value))
        };
        let all = converted.iter().enumerate().flat_map(move |(column, it)| of(column, &it.values));
        all.filter(|(at, value)| !value.is_nan() && !self.is_settled(*at))
    }

    /// Whole numbers and how many cells hold each; nothing where others are among them, or more than a scale or ages have.
    fn whole(&self, converted: &[Converted]) -> Option<BTreeMap<i64, usize>> {
        const MOST: usize = 250;
        let mut counts = BTreeMap::new();
        for (_, value) in self.open(converted) {
            if value.fract() != 0.0 || value.abs() > 1e9 {
                return None;
            }
            *counts.entry(value as i64).or_default() += 1;
            if counts.len() > MOST {
                return None;
            }
        }
        Some(counts)
    }

    fn cell(&self, (column, row): At) -> Cell {
        self.columns[column].cells.cells[row as usize]
    }

    /// An error where a question uses the variable, else a warning.
    fn grave(&self, code: &'static str, message: Phrase) -> Diagnostic {
        match self.usage >= Use::Asked {
            true => Diagnostic::error(code, message),
            false => Diagnostic::warning(code, message),
        }
    }
}

/// What to do about single cells.
fn settle() -> Phrase {
    phrase!(
        "Decide in the sheet Data to check of the results (a value is suggested there where there is one), or mend the cells"
    )
}
