//! How a spreadsheet program shows its cells: by their number formats.
//!
//! A stored 0.45 is shown as 45 %, a stored 11 as 00011, a stored 300 as £300 or ¥300. Values stay the stored ones; later phases
//! ask how they are shown:
//!
//! ```
//! use tashika::ingest::{FormatKind, RawTable};
//!
//! /// Rows in which the cell of a column is shown as a percentage.
//! fn percentages(table: &RawTable, column: usize) -> Vec<usize> {
//!     let percent = |row: &usize| table.format(*row, column).kind == FormatKind::Percent;
//!     (0..table.rows.len()).filter(percent).collect()
//! }
//!
//! /// The currencies of a column, each with its rows.
//! fn currencies(table: &RawTable, column: usize) -> Vec<(String, Vec<usize>)> {
//!     let currency = |(shown, rows): (&tashika::ingest::Shown, Vec<usize>)| match &shown.kind {
//!         FormatKind::Currency(sign) => Some((sign.clone(), rows)),
//!         _ => None,
//!     };
//!     table.formats(column).into_iter().filter_map(currency).collect()
//! }
//!
//! /// The id in a cell, as people see and copy it: `00011` for a stored 11 with the format `00000`.
//! fn id(table: &RawTable, row: usize, column: usize) -> Option<String> {
//!     table.id_as_shown(row, column)
//! }
//! ```

mod code;
mod covered;
mod crossed;
mod hidden;
mod scan;
mod struck;
mod tag;

pub use super::style::{FormatKind, Shown};

use super::facts::SheetFacts;
use super::grid::EMPTY;
use super::style::PLAIN;
use super::{Raw, RawTable};

use crate::diag::{Diagnostic, Sink};
use crate::phrase;
use crate::study::Source;

pub(super) use code::shown;
pub(super) use covered::clear;
pub(super) use scan::Scan;

/// Brings what a sheet says of its cells to the table on it: what is struck out, joined, hidden, or a formula without a result.
pub(super) fn settle(table: &mut RawTable, facts: &SheetFacts, source: &Source, sink: &mut Sink) {
    crossed::settle(table, facts, source, sink);
    covered::fill(table, facts, source, sink);
    covered::report_covered(table, facts, source, sink);
    hidden::settle(table, facts, source, sink);
    let rows = &table.rows;
    table.unstored = facts.unstored.iter().copied().filter(|(row, _)| rows.binary_search(row).is_ok()).collect();
    table.blank_unstored();
}

/// Says which options ask for what only the newer form of workbooks tells.
pub(super) fn without_effect(source: &Source, sink: &mut Sink) {
    let asked = [("hidden", &source.hidden), ("struck_out", &source.struck_out)];
    for (key, place) in asked.iter().filter_map(|(key, it)| Some((*key, it.as_ref()?.place.clone()))) {
        let message = phrase!("`{key}` changes nothing: it is read of files in the format .xlsx only", key = key);
        let hint = phrase!("Save the file as .xlsx in Excel, or take the line out of the study file");
        sink.push(Diagnostic::error("no-effect", message).hint(hint).at(place));
    }
}

/// Says what is not read of older and other forms of workbooks.
pub(super) fn not_looked_at(source: &Source) -> Diagnostic {
    let message = phrase!(
        "Of {file} the values are read; number formats (45%, 00011, currencies), hidden rows, struck out and merged cells are looked at in the format .xlsx only",
        file = &source.file.value
    );
    let hint = phrase!("Where they matter, save the file as .xlsx in Excel or LibreOffice");
    Diagnostic::note("looks-not-read", message).hint(hint).at(super::problems::file(source))
}

impl RawTable {
    /// What stands in the place of results that are not stored is nothing.
    fn blank_unstored(&mut self) {
        for &(row, col) in &self.unstored {
            let column = self.headings.binary_search_by_key(&col, |heading| heading.col);
            if let (Ok(row), Ok(column)) = (self.rows.binary_search(&row), column) {
                self.columns[column].tags[row] = EMPTY;
            }
        }
    }

    /// How the number or date in a table row and column is shown. Of other cells it says nothing.
    pub fn format(&self, row: usize, column: usize) -> &Shown {
        self.formats.at(self.rows[row], self.headings[column].col).unwrap_or(&PLAIN)
    }

    /// Whether the number or date in a cell is shown as a time of day or a duration, a day being 1.
    pub fn is_time(&self, row: usize, column: usize) -> bool {
        matches!(self.format(row, column).kind, FormatKind::Time | FormatKind::Duration)
    }

    /// Whether any number of a column may be shown as a time.
    pub fn has_times(&self, column: usize) -> bool {
        self.formats.says_of(self.headings[column].col)
            && self.formats.ways.iter().any(|shown| matches!(shown.kind, FormatKind::Time | FormatKind::Duration))
    }

    /// How the numbers and dates of a column are shown: every way with its table rows, in the order of their first appearance.
    pub fn formats(&self, column: usize) -> Vec<(&Shown, Vec<usize>)> {
        let mut found: Vec<(&Shown, Vec<usize>)> = Vec::new();
        for row in self.measured(column) {
            let shown = self.format(row, column);
            match found.iter_mut().find(|(known, _)| *known == shown) {
                Some((_, rows)) => rows.push(row),
                None => found.push((shown, vec![row])),
            }
        }
        found
    }

    /// How all numbers and dates of a column are shown; nothing where it has none, or where they are shown in several ways.
    pub fn one_format(&self, column: usize) -> Option<&Shown> {
        let mut rows = self.measured(column);
        let first = self.format(rows.next()?, column);
        let plain = !self.formats.says_of(self.headings[column].col);
        (plain || rows.all(|row| self.format(row, column) == first)).then_some(first)
    }

    fn measured(&self, column: usize) -> impl Iterator<Item = usize> {
        (0..self.rows.len()).filter(move |&row| matches!(self.get(row, column), Raw::Number(_) | Raw::Date(_)))
    }

    /// The whole number in a cell with its leading zeros, where its format shows some: `00011` for a stored 11; else nothing.
    pub fn id_as_shown(&self, row: usize, column: usize) -> Option<String> {
        match (self.get(row, column), &self.format(row, column).kind) {
            (Raw::Number(value), FormatKind::Padded(mask)) => padded(value, mask),
            _ => None,
        }
    }
}

/// Whole numbers from here on have digits that are not stored.
const EXACT: f64 = 1e15;

/// A whole number in a mask that has a `0` for each digit; further digits stand before the first one.
fn padded(value: f64, mask: &str) -> Option<String> {
    if value.fract() != 0.0 || !(0.0..EXACT).contains(&value) {
        return None;
    }
    let mut digits: Vec<char> = (value as u64).to_string().chars().collect();
    let first = mask.find('0')?;
    let mut backwards = String::new();
    for (at, c) in mask.char_indices().rev() {
        backwards.push(if c == '0' { digits.pop().unwrap_or('0') } else { c });
        if at == first {
            backwards.extend(digits.drain(..).rev());
        }
    }
    Some(backwards.chars().rev().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_put_before_a_number_as_its_format_does() {
        assert_eq!(padded(11.0, "00000").as_deref(), Some("00011"));
        assert_eq!(padded(0.0, "00").as_deref(), Some("00"));
        assert_eq!(padded(1_234_567.0, "000-0000").as_deref(), Some("123-4567"));
        assert_eq!(padded(123_456.0, "NPO000").as_deref(), Some("NPO123456"));
        assert_eq!(padded(1.5, "000"), None);
        assert_eq!(padded(-1.0, "000"), None);
    }
}
