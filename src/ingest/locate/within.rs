//! The table in a part of a sheet.

use std::ops::Range;

use super::window::{NoTable, Region, Window};
use crate::ingest::AsideReason;
use crate::ingest::grid::Grid;
use crate::ingest::locate::{edges, header};
use crate::study::Source;

/// The table in a window.
pub(in crate::ingest) fn within(grid: &Grid, window: &Window, source: &Source) -> Result<Region, NoTable> {
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
    let titles = above.chain(banners).filter(filled).map(|row| (row, AsideReason::Title));
    let below = (data.end..below.end).filter(filled).map(|row| (row, edges::why(grid, window, row)));
    let aside = titles.chain(below).collect();
    let region = Region { header_rows, headings, aside, data, others: Vec::new(), strays: Vec::new() };
    Ok(edges::without_forms(grid, region))
}

pub(super) fn header_rows(grid: &Grid, window: &Window, source: &Source) -> Result<Vec<u32>, NoTable> {
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
        None => header::find(grid, window, source.unit_heading()),
    };
    let Some(row) = row else {
        return if header::is_headless(grid, window) { Ok(Vec::new()) } else { Err(NoTable::NoHeader) };
    };
    let mut rows = if source.range.is_some() { Vec::new() } else { header::stacked_above(grid, window, row) };
    rows.extend(header::stacked_below(grid, window, row));
    Ok(rows.into_iter().map(|row| grid.rows[row]).collect())
}

pub(super) fn used(grid: &Grid, header_rows: &[u32], data: &Range<usize>, col: usize) -> bool {
    let headed = header_rows.iter().filter_map(|row| grid.rows.binary_search(row).ok());
    headed.chain(data.clone()).any(|row| grid.is_filled(row, col))
}
