//! Rows of a form that were numbered in advance and never filled in.

use super::super::grid::{EMPTY, NUMBER};
use super::super::{AsideReason, Raw, RawTable};
use super::RowClasses;
use super::shape::RowShape;
use crate::math::elementary::log10;

/// So many rows at least are numbered in advance.
const ROWS: usize = 2;

/// Marks the last rows where they hold nothing but their number, or zeros beside it as formulas leave them.
pub(super) fn mark(table: &RawTable, shape: &RowShape, classes: &mut RowClasses) {
    let Some(last) = table.rows.len().checked_sub(1).filter(|_| table.columns.len() >= 2) else { return };
    let column = shape.first[last] as usize;
    let number = |row: usize| numbered(table.get(row, column));
    let goes_on =
        |row: usize| row > 0 && number(row).zip(number(row - 1)).is_some_and(|(it, before)| it.follows(&before));
    let start = (0..=last).rev().take_while(|&row| goes_on(row) && is_bare(table, shape, row, column)).last();
    let Some(start) = start.filter(|&start| last + 1 - start >= ROWS && start >= 1) else { return };
    // Of a list in which others are blank as well, the last ones did not answer either.
    let listed = number(start).is_some_and(|it| !it.prefix.is_empty()) && (0..start).any(|row| shape.is_lone(row));
    if (1..start).all(goes_on) && shape.filled[start - 1] > 1 && is_named(table, start) && !listed {
        (start..=last).for_each(|row| classes[row] = Some(AsideReason::Unfilled));
    }
}

/// The number of a row: 25, or `K025`.
struct Numbered<'t> {
    prefix: &'t str,
    /// How many digits it is written with; of a plain number none.
    digits: usize,
    number: f64,
}

impl Numbered<'_> {
    fn follows(&self, before: &Numbered<'_>) -> bool {
        let wide =
            self.digits == before.digits || self.digits == before.digits + 1 && log10(self.number).fract() == 0.0;
        self.prefix == before.prefix && wide && self.number == before.number + 1.0
    }
}

fn numbered(cell: Raw<'_>) -> Option<Numbered<'_>> {
    match cell {
        Raw::Number(number) => Some(Numbered { prefix: "", digits: 0, number }),
        Raw::Text(text) => {
            let text = text.trim();
            let prefix = text.trim_end_matches(|c: char| c.is_ascii_digit());
            let digits = &text[prefix.len()..];
            let fits = (1..=9).contains(&digits.len()) && prefix.chars().count() <= 8;
            fits.then(|| digits.parse().ok()).flatten().map(|number| Numbered { prefix, digits: digits.len(), number })
        }
        _ => None,
    }
}

/// Whether a row holds nothing beside its number, or zeros.
fn is_bare(table: &RawTable, shape: &RowShape, row: usize, number: usize) -> bool {
    let zero = |column: usize| matches!(table.get(row, column), Raw::Number(value) if value == 0.0);
    shape.is_lone(row)
        || (0..table.columns.len())
            .all(|column| column == number || table.columns[column].tags[row] == EMPTY || zero(column))
}

/// Whether the rows before say something that is no number or no zero, so that zeros alone are nothing.
fn is_named(table: &RawTable, end: usize) -> bool {
    let says = |tags: &[u8]| 2 * tags.iter().filter(|&&tag| tag != EMPTY && tag != NUMBER).count() >= tags.len();
    let bare =
        (end..table.rows.len()).all(|row| table.columns.iter().filter(|column| column.tags[row] != EMPTY).count() == 1);
    bare || table.columns.iter().any(|column| says(&column.tags[..end]))
}
