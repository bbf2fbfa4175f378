//! Columns that are the sum of others in each row: 4月, 5月, 6月, 合計.

use super::grid::{EMPTY, NUMBER};
use super::rows::says_sum;
use super::{Raw, RawTable};
use crate::diag::{Diagnostic, Sink};
use crate::phrase;
use crate::study::Source;

/// Rows that are looked at.
const LOOKED_AT: usize = 500;

/// So many columns at least are summed up, in so many rows at least.
const FEWEST: (usize, usize) = (2, 3);

/// The share of the rows in which the sum has to be right.
const NEARLY_ALL: f64 = 0.9;

/// What may differ by rounding, as a share of the sum.
const ROUNDING: f64 = 1e-3;

impl RawTable {
    /// Columns whose heading says a total, and that are the sum of the columns of numbers before them, up to another such one.
    pub fn sums_of_columns(&self) -> Vec<usize> {
        let numbers = |column: &usize| self.columns[*column].tags.contains(&NUMBER);
        let columns: Vec<usize> = (0..self.columns.len()).filter(numbers).collect();
        let (mut found, mut begin) = (Vec::new(), 0);
        for at in 0..columns.len() {
            let says = [&self.headings[columns[at]].leaf, &self.headings[columns[at]].text];
            if !says.into_iter().any(|text| says_sum(text)) {
                continue;
            }
            let starts = [begin, 0].into_iter().chain(begin + 1..at.saturating_sub(1));
            if starts.into_iter().any(|from| from < at && self.is_sum_of(columns[at], &columns[from..at])) {
                found.push(columns[at]);
                begin = at + 1;
            }
        }
        found
    }

    fn is_sum_of(&self, column: usize, parts: &[usize]) -> bool {
        let number = |row: usize, column: usize| match self.get(row, column) {
            Raw::Number(value) => Some(value),
            _ => None,
        };
        let (mut rows, mut right) = (0, 0);
        for row in (0..self.rows.len()).filter(|&row| self.columns[column].tags[row] != EMPTY).take(LOOKED_AT) {
            let values: Vec<f64> = parts.iter().filter_map(|&part| number(row, part)).collect();
            let Some(own) = number(row, column).filter(|own| *own != 0.0 && !values.is_empty()) else { continue };
            let sum: f64 = values.iter().sum();
            rows += 1;
            right += usize::from((sum - own).abs() <= ROUNDING * own.abs());
        }
        parts.len() >= FEWEST.0 && rows >= FEWEST.1 && right as f64 >= NEARLY_ALL * rows as f64
    }
}

/// Says which columns sum others up.
pub(super) fn say(table: &RawTable, source: &Source, sink: &mut Sink) {
    let found = table.sums_of_columns();
    if found.is_empty() {
        return;
    }
    let message = phrase!(
        "{list} of `{source}` {n?is the sum of the columns|are sums of the columns} before {n?it|them}: taken together with them, everything counts twice",
        list = found.iter().map(|&column| table.headings[column].text.as_str()).collect::<Vec<_>>(),
        n = found.len(),
        source = source.title()
    );
    let places = found.iter().map(|&column| table.heading_place(column));
    sink.push(Diagnostic::note("total-column", message).at_all(places));
}
