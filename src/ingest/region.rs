//! Where the table lies on the sheet: which rows are data, and which are titles, notes and totals around it.

use std::ops::Range;

use super::grid::Grid;
use super::header;
use super::{Heading, Raw};
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
    pub aside: Vec<usize>,
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

/// Finds the table that a source means: its `range` and `header` where given, else by the shape of the cells.
pub(super) fn find(grid: &Grid, source: &Source) -> Result<Region, NoTable> {
    let window = Window::of(grid, source);
    if window.rows.is_empty() || window.cols.is_empty() {
        return Err(NoTable::Empty);
    }
    let header_rows = header_rows(grid, &window, source)?;
    let last = *header_rows.last().ok_or(NoTable::NoHeader)?;
    let below = grid.at_or_below(last + 1).clamp(window.rows.start, window.rows.end)..window.rows.end;
    let data = if source.range.is_some() { below.clone() } else { without_notes(grid, &window, below.clone()) };
    let columns: Vec<usize> = window.cols.clone().filter(|&col| used(grid, &header_rows, &data, col)).collect();
    if columns.is_empty() {
        return Err(NoTable::EmptyHeader);
    }
    let headings = header::read(grid, &header_rows, &columns);
    let above = window.rows.start..grid.at_or_below(header_rows[0]).max(window.rows.start);
    Ok(Region { header_rows, headings, aside: above.chain(data.end..below.end).collect(), data })
}

fn header_rows(grid: &Grid, window: &Window, source: &Source) -> Result<Vec<u32>, NoTable> {
    if let Some(header) = &source.header {
        let (first, last) = header.value;
        let rows: Vec<u32> = (first.max(1) - 1..last.max(1)).take(20).collect();
        let filled = rows.iter().any(|row| grid.rows.binary_search(row).is_ok());
        return if filled { Ok(rows) } else { Err(NoTable::EmptyHeader) };
    }
    let row = match source.range {
        Some(_) => window.rows.start,
        None => header::find(grid, window, header::unit_heading(source)).ok_or(NoTable::NoHeader)?,
    };
    let last = header::last_stacked(grid, window, row);
    Ok(grid.rows[row..=last].to_vec())
}

fn used(grid: &Grid, header_rows: &[u32], data: &Range<usize>, col: usize) -> bool {
    let headed = header_rows.iter().filter_map(|row| grid.rows.binary_search(row).ok());
    headed.chain(data.clone()).any(|row| grid.is_filled(row, col))
}

/// Takes notes and totals off the end of the rows.
///
/// A last block after a blank row is notes where each of its rows has one or two cells, all text, and fewer than the table
/// is wide. Without a blank row, the last rows go where they are such cells and begin like a note (`※`, `注`, `*`, …) or a
/// total.
fn without_notes(grid: &Grid, window: &Window, rows: Range<usize>) -> Range<usize> {
    let wide = width(grid, window, &rows);
    let mut end = rows.end;
    loop {
        let block = (rows.start..end).rev().take_while(|&row| row == end - 1 || !gap_after(grid, row)).last();
        let Some(start) = block else { return rows.start..end };
        let after_gap = start > 0 && gap_after(grid, start - 1);
        if after_gap && (start..end).all(|row| is_note(grid, window, row, wide) || is_total(grid, window, row)) {
            end = start;
        } else if is_total(grid, window, end - 1) || is_marked_note(grid, window, end - 1, wide) {
            end -= 1;
        } else {
            return rows.start..end;
        }
    }
}

fn gap_after(grid: &Grid, row: usize) -> bool {
    grid.rows.get(row + 1).is_some_and(|&next| next > grid.rows[row] + 1)
}

/// How many cells the widest of the first rows and of the header above them has.
fn width(grid: &Grid, window: &Window, rows: &Range<usize>) -> usize {
    let looked = rows.start.saturating_sub(1)..rows.end.min(rows.start + 50);
    looked.map(|row| window.row(grid, row).count()).max().unwrap_or(0)
}

fn is_note(grid: &Grid, window: &Window, row: usize, wide: usize) -> bool {
    let cells: Vec<_> = window.row(grid, row).map(|(_, cell)| cell).take(3).collect();
    cells.len() <= 2 && cells.len() < wide && cells.iter().all(|cell| matches!(cell, Raw::Text(_)))
}

fn is_marked_note(grid: &Grid, window: &Window, row: usize, wide: usize) -> bool {
    const MARKS: [&str; 12] =
        ["※", "＊", "*", "注", "（注", "(注", "【注", "出典", "資料：", "備考：", "Note", "Source:"];
    is_note(grid, window, row, wide)
        && first_text(grid, window, row).is_some_and(|text| MARKS.iter().any(|mark| text.starts_with(mark)))
}

/// Whether one of the first two filled cells of a row is the word for a total, and a number follows.
fn is_total(grid: &Grid, window: &Window, row: usize) -> bool {
    const TOTALS: [&str; 9] = ["合計", "総計", "小計", "計", "total", "grandtotal", "subtotal", "sum", "総合計"];
    let cells: Vec<_> = window.row(grid, row).map(|(_, cell)| cell).collect();
    let named = cells
        .iter()
        .take(2)
        .any(|cell| matches!(cell, Raw::Text(text) if TOTALS.contains(&header::fold(text).as_str())));
    named && cells.iter().any(|cell| matches!(cell, Raw::Number(_)))
}

/// The first text of a row.
pub(super) fn first_text<'g>(grid: &'g Grid, window: &Window, row: usize) -> Option<&'g str> {
    window.row(grid, row).find_map(|(_, cell)| match cell {
        Raw::Text(text) => Some(text),
        _ => None,
    })
}
