//! Rows of a text file that have as many cells as the others, but stand one cell too far right: a separator in a cell is not quoted,
//! and a blank cell at the end hid it.

use super::grid::{EMPTY, NUMBER, TEXT};
use super::heading_words::is_absent;
use super::locate::header;
use super::{Raw, RawTable};
use crate::diag::Diagnostic;
use crate::phrase;
use crate::study::Source;
use crate::text::Phrase;

/// The share of a column's cells that are numbers, where it is one of numbers.
const NUMBERS: f64 = 0.9;

/// In more rows than one of so many, words among numbers are the way in which the file is written.
const SELDOM: usize = 10;

/// Rows that stand one cell too far right, and the column of numbers in which each of them has words.
pub(super) fn rows(table: &RawTable) -> Vec<(usize, usize)> {
    let counted: Vec<bool> = (0..table.columns.len()).map(|column| is_of_numbers(table, column)).collect();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for column in (0..table.columns.len()).filter(|&column| counted[column]) {
        let texts = (0..table.rows.len()).filter(|&row| table.columns[column].tags[row] == TEXT);
        found.extend(texts.filter(|&row| is_shifted(table, &counted, row, column)).map(|row| (row, column)));
    }
    found.sort_unstable();
    found.dedup_by_key(|(row, _)| *row);
    if SELDOM * found.len() <= table.rows.len().max(SELDOM) { found } else { Vec::new() }
}

fn is_of_numbers(table: &RawTable, column: usize) -> bool {
    let tags = &table.columns[column].tags;
    let filled = tags.iter().filter(|&&tag| tag != EMPTY).count();
    let numbers = tags.iter().filter(|&&tag| tag == NUMBER).count();
    numbers >= 3 && numbers as f64 >= NUMBERS * filled as f64
}

/// Whether the cells from a column on belong one to the left: all columns of numbers get numbers so, and one that holds none has one.
fn is_shifted(table: &RawTable, counted: &[bool], row: usize, column: usize) -> bool {
    let tag = |column: usize| table.columns[column].tags[row];
    let last = counted.len() - 1;
    let words =
        matches!(table.get(row, column), Raw::Text(text) if header::is_heading(&Raw::Text(text)) && !is_absent(text));
    let fits = (column..last).filter(|&at| counted[at]).all(|at| tag(at + 1) == NUMBER);
    let odd = (column + 1..=last).any(|at| !counted[at] && tag(at) == NUMBER && counted[at - 1]);
    words && column < last && fits && odd && column > 0 && tag(column - 1) == TEXT
}

/// What is said of them.
pub(super) fn problem(table: &RawTable, source: &Source, found: &[(usize, usize)], sign: Phrase) -> Diagnostic {
    let message = phrase!(
        "{n} {n?row|rows} of `{source}` {n?holds|hold} words under `{name}` and a number behind {n?it|them}, where the others have none: a {sign} in a cell is not quoted, and the cells stand one too far right; {n?the row is|the rows are} left out until somebody decides",
        n = found.len(),
        source = source.title(),
        name = found.first().map_or("", |&(_, column)| table.headings[column].text.as_str()),
        sign = sign
    );
    let hint = phrase!("Put the cell in quotes in the file; or say keep or leave out in the sheet Data to check");
    let first = table.headings.first().map_or(0, |heading| heading.col);
    let places = found.iter().map(|&(row, _)| table.cell(table.rows[row], first));
    Diagnostic::warning("ragged-row", message).at_all(places).hint(hint)
}
