//! Parts of a sheet, and a table found on it.

use std::ops::Range;

use crate::diag::cell_name;
use crate::ingest::grid::Grid;
use crate::ingest::{AsideReason, Heading, Raw};
use crate::notation::fold;
use crate::study::Source;

/// The part of the grid that may hold the table: indices into the grid's rows, and sheet columns.
#[derive(Clone, Debug)]
pub(in crate::ingest) struct Window {
    /// Indices into the grid's rows.
    pub rows: Range<usize>,
    /// Sheet columns.
    pub cols: Range<usize>,
}

impl Window {
    /// The whole grid, or what `range` leaves of it.
    pub fn of(grid: &Grid, source: &Source) -> Window {
        match source.range.as_ref().map(|range| range.value) {
            None => Window { rows: 0..grid.rows.len(), cols: 0..grid.columns.len() },
            Some((top, left, bottom, right)) => Window {
                rows: grid.at_or_below(top)..grid.at_or_below(bottom.saturating_add(1)).max(grid.at_or_below(top)),
                cols: left as usize..(right as usize + 1).min(grid.columns.len()).max(left as usize),
            },
        }
    }

    /// The filled cells of a row inside the window.
    pub fn row<'g>(&self, grid: &'g Grid, row: usize) -> impl Iterator<Item = (usize, Raw<'g>)> + use<'g> {
        let cols = self.cols.clone();
        cols.filter(move |&col| grid.is_filled(row, col)).map(move |col| (col, grid.get(row, col)))
    }
}

/// A table found on a sheet.
#[derive(Clone, Debug)]
pub(in crate::ingest) struct Region {
    /// 0-based sheet rows of the header.
    pub header_rows: Vec<u32>,
    /// Headings of the columns that have a heading or data.
    pub headings: Vec<Heading>,
    /// Rows of data: indices into the grid's rows.
    pub data: Range<usize>,
    /// Titles above and notes or totals below: indices into the grid's rows.
    pub aside: Vec<(usize, AsideReason)>,
    /// Cells of other tables on the sheet, such as `H3:K20`.
    pub others: Vec<String>,
    /// Cells with a note beside the tables: sheet row and column.
    pub strays: Vec<(u32, u32)>,
}

impl Region {
    /// Its cells, header included, as a study file names them.
    pub fn extent(&self, grid: &Grid) -> String {
        let last = self.data.clone().last().map(|row| grid.rows[row]).or(self.header_rows.last().copied()).unwrap_or(0);
        let top = self.header_rows.first().copied().or(grid.rows.get(self.data.start).copied()).unwrap_or(0);
        let cols = || self.headings.iter().map(|heading| heading.col);
        let (left, right) = (cols().min().unwrap_or(0), cols().max().unwrap_or(0));
        format!("{}:{}", cell_name(top, left), cell_name(last, right))
    }

    /// How many cells of data are filled.
    pub fn cells(&self, grid: &Grid) -> usize {
        let filled = |row: usize| self.headings.iter().filter(|it| grid.is_filled(row, it.col as usize)).count();
        self.data.clone().map(filled).sum()
    }

    /// Whether it has the heading of the source's unit.
    pub fn has_unit(&self, source: &Source) -> bool {
        let unit = fold(source.unit_heading());
        // A table without headings must not pass for one that has the unit's, where no unit is named.
        !unit.is_empty() && self.headings.iter().any(|it| fold(&it.text) == unit)
    }
}

/// Why there is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest) enum NoTable {
    /// Nothing is filled in.
    Empty,
    /// No row looks like a header.
    NoHeader,
    /// The header rows that the study names hold nothing.
    EmptyHeader,
}

/// The first text of a row.
pub(in crate::ingest) fn first_text<'g>(grid: &'g Grid, window: &Window, row: usize) -> Option<&'g str> {
    window.row(grid, row).find_map(|(_, cell)| match cell {
        Raw::Text(text) => Some(text),
        _ => None,
    })
}

pub(in crate::ingest) fn gap_after(grid: &Grid, row: usize) -> bool {
    grid.rows.get(row + 1).is_some_and(|&next| next > grid.rows[row] + 1)
}
