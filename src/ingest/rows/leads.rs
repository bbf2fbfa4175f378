//! Headings of sections by where they stand: each opens what the total before it closed, or stands behind a column that is blank in
//! all other rows.

use super::super::grid::{EMPTY, TEXT};
use super::super::{AsideReason, RawTable};
use super::RowClasses;
use super::shape::RowShape;

/// So many blocks at least end in a total.
const BLOCKS: usize = 2;

/// A row with more cells is data.
const CELLS: u32 = 3;

/// The share of the rows in which a column is blank that names large groups.
const BLANK: f64 = 0.8;

/// Marks texts at the beginning and behind each total where further rows follow.
pub(super) fn mark(table: &RawTable, shape: &RowShape, classes: &mut RowClasses) {
    let below = table.set_aside.iter().filter(|it| it.why == AsideReason::Total).count();
    let totals = classes.iter().filter(|it| **it == Some(AsideReason::Total)).count() + below;
    if totals < BLOCKS || shape.width < 3 {
        return;
    }
    let seldom = seldom(table, shape);
    let is_data = |row: usize| classes[row].is_none() && shape.filled[row] > 1;
    let opens: Vec<usize> = (0..classes.len().saturating_sub(1))
        .filter(|&row| classes[row].is_none() && (row == 0 || classes[row - 1] == Some(AsideReason::Total)))
        .filter(|&row| is_data(row + 1) && is_lead(table, shape, row, &seldom))
        .collect();
    // One alone may be a unit of which nothing is known.
    if opens.len() >= BLOCKS {
        opens.iter().for_each(|&row| classes[row] = Some(AsideReason::Section));
    }
}

/// Columns that are blank in nearly all rows.
fn seldom(table: &RawTable, shape: &RowShape) -> Vec<bool> {
    let full = shape.full().count();
    let blank = |tags: &[u8]| shape.full().filter(|&row| tags[row] == EMPTY).count();
    table.columns.iter().map(|column| blank(&column.tags) as f64 >= BLANK * full as f64).collect()
}

/// Whether a row holds a text and nothing else, but for texts at its left in columns that are seldom filled.
fn is_lead(table: &RawTable, shape: &RowShape, row: usize, seldom: &[bool]) -> bool {
    let filled: Vec<usize> = (0..table.columns.len())
        .filter(|&column| table.columns[column].tags[row] != EMPTY)
        .take(CELLS as usize)
        .collect();
    let texts = filled.iter().all(|&column| table.columns[column].tags[row] == TEXT);
    let [groups @ .., _] = filled.as_slice() else { return false };
    shape.filled[row] < CELLS && texts && groups.iter().all(|&column| seldom[column])
}
