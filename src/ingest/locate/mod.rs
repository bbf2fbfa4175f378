//! Where the table lies on the sheet: which rows are data, and which are titles, notes and totals around it.

mod below;
mod blocks;
mod edges;
pub(super) mod header;
mod stacked;
pub(super) mod totals;
pub(super) mod unit_row;
mod window;
mod within;

pub(super) use within::within;

pub(super) use window::{NoTable, Region, Window, first_text};

use super::grid::Grid;
use crate::study::Source;

/// Finds the table that a source means: its `range` and `header` where given, else by the shape of the cells. Of several tables
/// on the sheet it is the one that has the unit's heading, else the largest.
pub(super) fn find(grid: &Grid, source: &Source) -> Result<Region, NoTable> {
    let window = Window::of(grid, source);
    if window.rows.is_empty() || window.cols.is_empty() {
        return Err(NoTable::Empty);
    }
    if source.range.is_some() || source.header.is_some() {
        return within(grid, &window, source);
    }
    let whole = within(grid, &window, source);
    let mut tables = blocks::tables(grid, &window, source);
    if tables.len() < 2 {
        return whole;
    }
    let meant = blocks::meant(grid, &tables, source);
    let region = tables.remove(meant);
    let strays = blocks::strays(grid, &window);
    Ok(Region { others: tables.iter().map(|other| other.extent(grid)).collect(), strays, ..region })
}
