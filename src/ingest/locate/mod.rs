//! Where the table lies on the sheet: which rows are data, and which are titles, notes and totals around it.

mod below;
mod blocks;
mod edges;
pub(super) mod header;
pub(super) mod totals;
pub(super) mod unit_row;

use std::ops::Range;

use super::grid::Grid;
use super::{Heading, Raw, Why};
use crate::diag::cell_name;
use crate::notation::fold;
use crate::study::Source;

/// The part of the grid that may hold the table: indices into the grid's rows, and sheet columns.
#[derive(Clone, Debug)]
pub(super) struct Window {
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
pub(super) struct Region {
    /// 0-based sheet rows of the header.
    pub header_rows: Vec<u32>,
    /// Headings of the columns that have a heading or data.
    pub headings: Vec<Heading>,
    /// Rows of data: indices into the grid's rows.
    pub data: Range<usize>,
    /// Titles above and notes or totals below: indices into the grid's rows.
    pub aside: Vec<(usize, Why)>,
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
        let unit = fold(header::unit_heading(source));
        // A table without headings must not pass for one that has the unit's, where no unit is named.
        !unit.is_empty() && self.headings.iter().any(|it| fold(&it.text) == unit)
    }
}

/// Why there is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoTable {
    /// Nothing is filled in.
    Empty,
    /// No row looks like a header.
    NoHeader,
    /// The header rows that the study names hold nothing.
    EmptyHeader,
}

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

/// The table in a window.
pub(super) fn within(grid: &Grid, window: &Window, source: &Source) -> Result<Region, NoTable> {
    let header_rows = header_rows(grid, window, source)?;
    let below = match header_rows.last() {
        Some(last) => grid.at_or_below(last + 1).clamp(window.rows.start, window.rows.end)..window.rows.end,
        None => window.rows.clone(),
    };
    let filled = |row: &usize| window.row(grid, *row).next().is_some();
    let begin = below.start;
    let below = below.start..below.clone().rev().find(filled).map_or(below.start, |last| last + 1);
    let data = if source.range.is_some() { below.clone() } else { edges::without_notes(grid, window, below.clone()) };
    let columns: Vec<usize> = window.cols.clone().filter(|&col| used(grid, &header_rows, &data, col)).collect();
    if columns.is_empty() {
        return Err(NoTable::EmptyHeader);
    }
    let headings = header::read(grid, &header_rows, &columns);
    let first = header_rows.first().map_or(window.rows.start, |&row| grid.at_or_below(row));
    let above = window.rows.start..first.max(window.rows.start);
    let banners = (first..begin).filter(|&row| header_rows.binary_search(&grid.rows[row]).is_err());
    let titles = above.chain(banners).filter(filled).map(|row| (row, Why::Title));
    let below = (data.end..below.end).filter(filled).map(|row| (row, edges::why(grid, window, row)));
    let aside = titles.chain(below).collect();
    let region = Region { header_rows, headings, aside, data, others: Vec::new(), strays: Vec::new() };
    Ok(edges::without_forms(grid, region))
}

fn header_rows(grid: &Grid, window: &Window, source: &Source) -> Result<Vec<u32>, NoTable> {
    if let Some(header) = &source.header {
        let (first, last) = header.value;
        if last == 0 {
            return Ok(Vec::new());
        }
        let rows: Vec<u32> = (first.max(1) - 1..last.max(1)).take(20).collect();
        let filled = rows.iter().any(|row| grid.rows.binary_search(row).is_ok());
        return if filled { Ok(rows) } else { Err(NoTable::EmptyHeader) };
    }
    let row = match source.range {
        Some(_) => Some(window.rows.start),
        None => header::find(grid, window, header::unit_heading(source)),
    };
    let Some(row) = row else {
        return if header::is_headless(grid, window) { Ok(Vec::new()) } else { Err(NoTable::NoHeader) };
    };
    let mut rows = if source.range.is_some() { Vec::new() } else { header::stacked_above(grid, window, row) };
    rows.extend(header::stacked_below(grid, window, row));
    Ok(rows.into_iter().map(|row| grid.rows[row]).collect())
}

fn used(grid: &Grid, header_rows: &[u32], data: &Range<usize>, col: usize) -> bool {
    let headed = header_rows.iter().filter_map(|row| grid.rows.binary_search(row).ok());
    headed.chain(data.clone()).any(|row| grid.is_filled(row, col))
}

/// The first text of a row.
pub(super) fn first_text<'g>(grid: &'g Grid, window: &Window, row: usize) -> Option<&'g str> {
    window.row(grid, row).find_map(|(_, cell)| match cell {
        Raw::Text(text) => Some(text),
        _ => None,
    })
}
