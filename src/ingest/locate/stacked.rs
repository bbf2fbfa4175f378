//! Merged cells among headings: they say which rows are headings, and how far each of them reaches.

use std::collections::BTreeMap;

use crate::ingest::facts::Merge;
use crate::ingest::grid::Grid;
use crate::ingest::locate::Window;

/// Merged cells of headings that are looked at.
const MOST: usize = 10_000;

/// The first and the last row (indices into the grid's) to which a heading row reaches by its merged cells, where these are at most
/// `most` rows high.
pub(in crate::ingest) fn reach(grid: &Grid, window: &Window, row: usize, most: usize) -> (usize, usize) {
    let here = grid.rows[row];
    let low = |merge: &&Merge| ((merge.bottom - merge.top) as usize) < most;
    let inside =
        |merge: &&Merge| window.cols.contains(&(merge.left as usize)) && merge.top <= here && here <= merge.bottom;
    let (mut first, mut last) = (row, row);
    for merge in grid.facts.merges.iter().take_while(|merge| merge.top <= here).filter(inside).filter(low) {
        first = first.min(grid.at_or_below(merge.top).max(window.rows.start));
        last = last.max(grid.at_or_below(merge.bottom + 1).saturating_sub(1).min(window.rows.end.saturating_sub(1)));
    }
    (first, last)
}

/// The cells of these sheet rows that belong to merged ones, each with the first cell of those.
pub(in crate::ingest) fn origins(grid: &Grid, rows: &[u32]) -> BTreeMap<(u32, u32), (u32, u32)> {
    let wide = grid.columns.len() as u32;
    let mut found = BTreeMap::new();
    let over = |merge: &&Merge| rows.iter().any(|row| (merge.top..=merge.bottom).contains(row));
    let last = rows.last().copied().unwrap_or(0);
    for merge in grid.facts.merges.iter().take_while(|merge| merge.top <= last).filter(over).take(MOST) {
        for &row in rows.iter().filter(|row| (merge.top..=merge.bottom).contains(row)) {
            let cols = merge.left..=merge.right.min(wide.saturating_sub(1));
            found.extend(cols.map(|col| ((row, col), (merge.top, merge.left))));
        }
    }
    found
}
