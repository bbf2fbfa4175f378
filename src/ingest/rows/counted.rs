//! Headings of sections that say how many rows stand below them: `東京都 | 12`.

use super::super::grid::{EMPTY, NUMBER, TEXT};
use super::super::{AsideReason, RawTable};
use super::RowClasses;
use super::shape::RowShape;

/// So many headings at least tell that they are no rows of data.
const FEWEST: usize = 2;

/// Rows of data have so many cells at least.
const FILLED: u32 = 3;

/// Marks rows with a text and a number where each of these numbers is that of the rows below, up to the next one.
pub(super) fn mark(table: &RawTable, shape: &RowShape, classes: &mut RowClasses) {
    let heads: Vec<usize> =
        (0..classes.len()).filter(|&row| classes[row].is_none() && counts(table, shape, row).is_some()).collect();
    if heads.len() < FEWEST {
        return;
    }
    let ends = heads.iter().skip(1).copied().chain([classes.len()]);
    let right = heads.iter().zip(ends).all(|(&head, end)| {
        let below = (head + 1..end).filter(|&row| classes[row].is_none() && shape.filled[row] >= FILLED).count();
        counts(table, shape, head) == Some(below as f64)
    });
    if right {
        heads.iter().for_each(|&row| classes[row] = Some(AsideReason::Section));
    }
}

/// The number in a row that holds a text and a number behind it, and nothing else.
fn counts(table: &RawTable, shape: &RowShape, row: usize) -> Option<f64> {
    let first = shape.first[row] as usize;
    if shape.filled[row] != 2 || table.columns[first].tags[row] != TEXT {
        return None;
    }
    let second = (first + 1..table.columns.len()).find(|&column| table.columns[column].tags[row] != EMPTY)?;
    let cells = &table.columns[second];
    let value = (cells.tags[row] == NUMBER).then(|| f64::from_bits(cells.payload[row]))?;
    (value >= 1.0 && value.fract() == 0.0).then_some(value)
}
