//! Rows of a form that were numbered in advance and never filled in.

use super::super::grid::{EMPTY, NUMBER};
use super::super::{Raw, RawTable, Why};
use super::Classes;
use super::shape::Shape;

/// So many rows at least are numbered in advance.
const ROWS: usize = 2;

/// Marks the last rows where they hold nothing but their number, or zeros beside it as formulas leave them.
pub(super) fn mark(table: &RawTable, shape: &Shape, classes: &mut Classes) {
    let Some(last) = table.rows.len().checked_sub(1).filter(|_| table.columns.len() >= 2) else { return };
    let column = shape.first[last] as usize;
    let number = |row: usize| if let Raw::Number(value) = table.get(row, column) { Some(value) } else { None };
    let goes_on = |row: usize| row > 0 && number(row).is_some() && number(row) == number(row - 1).map(|it| it + 1.0);
    let start = (0..=last).rev().take_while(|&row| goes_on(row) && is_bare(table, shape, row, column)).last();
    let Some(start) = start.filter(|&start| last + 1 - start >= ROWS && start >= 1) else { return };
    if (1..start).all(goes_on) && shape.filled[start - 1] > 1 && is_named(table, start) {
        (start..=last).for_each(|row| classes[row] = Some(Why::Unfilled));
    }
}

/// Whether a row holds nothing beside its number, or zeros.
fn is_bare(table: &RawTable, shape: &Shape, row: usize, number: usize) -> bool {
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
