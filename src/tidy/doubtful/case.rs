//! A variable with its columns as it is looked at for doubtful cells, and what is asked about them.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Place};
use crate::ingest::decisions::{CellKey, Given};
use crate::study::{Variable, VariableKind};
use crate::text::Phrase;
use crate::tidy::cells::cell::{CellReading, Cells};
use crate::tidy::cells::content::Sense;
use crate::tidy::cells::values::{Converted, Values};
use crate::tidy::rows::canon::Canon;
use crate::tidy::rows::source_rows::SourceRows;
use crate::tidy::spelling::Usage;

/// A column of a variable.
pub(in crate::tidy) struct CaseColumn<'c> {
    /// Its source, with rows and periods.
    pub joined: &'c SourceRows<'c>,
    /// Column of the table.
    pub column: usize,
    /// Cells of the kept rows.
    pub cells: &'c Cells,
    /// The currencies that a column beside it says.
    pub beside: Option<&'c RowCurrencies>,
}

/// A variable with all its columns.
pub(in crate::tidy) struct Case<'c> {
    /// Name of the variable.
    pub name: &'c str,
    /// What the study says of it.
    pub variable: Option<&'c Variable>,
    /// Its kind, as far as it is known.
    pub kind: Option<VariableKind>,
    /// What it is.
    pub sense: &'c Sense,
    /// How the study speaks of it.
    pub usage: Usage,
    /// Its columns.
    pub columns: Vec<CaseColumn<'c>>,
    /// Units and periods.
    pub canon: &'c Canon,
    /// Whether the study speaks of its amounts by currency, each on its own.
    pub apart: bool,
    /// Whether questions choose its units by the column that says its currency.
    pub chosen: bool,
    /// Whether it holds times of the day.
    pub moments: bool,
    /// Cells that a person decided to take as they are.
    pub settled: &'c BTreeSet<CellKey>,
}

/// A cell: index of the column, and of the kept row.
pub(in crate::tidy) type CellIndex = (usize, u32);

/// Something that is asked.
pub(in crate::tidy) struct CellQuestion {
    pub problem: Diagnostic,
    /// The cells that it is about, with what may have been meant.
    pub cells: Vec<(CellIndex, Option<Given>)>,
    /// Whether they count as missing until it is decided.
    pub missing: bool,
}

impl Converted {
    /// Makes a value missing, about which was said why.
    pub fn take_out(&mut self, row: u32) {
        match &mut self.values {
            Values::Numbers(values) => values[row as usize] = f64::NAN,
            Values::Strings { codes, .. } => codes[row as usize] = u32::MAX,
        }
        self.unreadable.retain(|other| *other != row);
    }
}

impl Case<'_> {
    pub fn place(&self, (column, row): CellIndex) -> Place {
        let CaseColumn { joined, column, .. } = &self.columns[column];
        joined.table.place(joined.rows.kept[row as usize].row as usize, *column)
    }

    pub fn heading(&self, column: usize) -> Place {
        let CaseColumn { joined, column, .. } = &self.columns[column];
        joined.table.heading_place(*column)
    }

    /// Whether a person decided to take a cell as it is.
    pub fn is_settled(&self, at: CellIndex) -> bool {
        if self.settled.is_empty() {
            return false;
        }
        let Place::Cell { file, sheet, row, col } = self.place(at) else { return false };
        self.settled.contains(&(file.to_string(), sheet.to_string(), row, col))
    }

    /// The values that nobody decided about, with where they stand.
    pub fn open<'o>(&'o self, converted: &'o [Converted]) -> impl Iterator<Item = (CellIndex, f64)> + 'o {
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
    pub fn whole(&self, converted: &[Converted]) -> Option<BTreeMap<i64, usize>> {
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

    pub fn cell(&self, (column, row): CellIndex) -> CellReading {
        self.columns[column].cells.cells[row as usize]
    }

    /// An error where a question uses the variable, else a warning.
    pub fn grave(&self, code: &'static str, message: Phrase) -> Diagnostic {
        match self.usage >= Usage::Asked {
            true => Diagnostic::error(code, message),
            false => Diagnostic::warning(code, message),
        }
    }
}

/// The currencies that a column of a table says for its rows: one for each kept row.
pub(in crate::tidy) struct RowCurrencies {
    pub column: usize,
    pub codes: Vec<Option<&'static str>>,
}
