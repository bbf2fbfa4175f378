//! What stands around the rows of a table: notes and totals below, and rows of a form that nobody filled in.

use std::ops::Range;

use crate::ingest::locate::window::gap_after;

use super::{Region, Window, first_text};
use crate::ingest::grid::Grid;
use crate::ingest::{AsideReason, Raw};
use crate::notation::fold;

/// A form has at least so many columns.
const FORM_COLUMNS: usize = 5;

/// A form has at least so many rows that are not filled in.
const FORM_ROWS: usize = 3;

/// A note below the last row, without a mark, is so many times as long as the longest text of its column.
const NOTE_LENGTH: f64 = 1.5;

/// Takes notes and totals off the end of the rows.
///
/// A last block after a blank row is notes where each of its rows has one or two cells, all text, and fewer than the table
/// is wide. Without a blank row, the last rows go where they are such cells and begin like a note (`※`, `注`, `*`, …) or a
/// total.
pub(in crate::ingest) fn without_notes(grid: &Grid, window: &Window, rows: Range<usize>) -> Range<usize> {
    let wide = width(grid, window, &rows);
    let (mut start, mut end) = (rows.end, rows.end);
    loop {
        if end <= rows.start {
            return rows.start..rows.start;
        }
        // The last block is looked for once, however many rows are taken off it: long tables stay quick.
        if start >= end {
            start = (rows.start..end - 1).rev().take_while(|&row| !gap_after(grid, row)).last().unwrap_or(end - 1);
        }
        let after_gap = start > 0 && gap_after(grid, start - 1);
        if after_gap && (start..end).all(|row| is_note(grid, window, row, wide) || is_total(grid, window, row)) {
            end = start;
        } else if is_total(grid, window, end - 1)
            || is_marked_note(grid, window, end - 1, wide)
            || is_long_note(grid, window, rows.start..end, wide)
        {
            end -= 1;
        } else {
            return rows.start..end;
        }
    }
}

/// How many cells the widest of the first rows and of the header above them has.
fn width(grid: &Grid, window: &Window, rows: &Range<usize>) -> usize {
    let looked = rows.start.saturating_sub(1)..rows.end.min(rows.start + 50);
    looked.map(|row| window.row(grid, row).count()).max().unwrap_or(0)
}

fn is_note(grid: &Grid, window: &Window, row: usize, wide: usize) -> bool {
    let cells: Vec<_> = window.row(grid, row).map(|(_, cell)| cell).take(3).collect();
    // The day of printing stands alone.
    let printed = matches!(cells[..], [Raw::Date(_)]) && wide > 2;
    cells.len() <= 2 && cells.len() < wide && cells.iter().all(|cell| matches!(cell, Raw::Text(_))) || printed
}

fn is_marked_note(grid: &Grid, window: &Window, row: usize, wide: usize) -> bool {
    is_note(grid, window, row, wide) && first_text(grid, window, row).is_some_and(crate::ingest::heading_words::is_note)
}

/// Whether the last of these rows is one text that is much longer than what stands in its column otherwise.
fn is_long_note(grid: &Grid, window: &Window, rows: Range<usize>, wide: usize) -> bool {
    let length = |row: usize, col: usize| match grid.get(row, col) {
        Raw::Text(text) => text.trim().chars().count(),
        _ => 0,
    };
    let mut cells = window.row(grid, rows.end - 1);
    let (Some((col, Raw::Text(_))), None) = (cells.next(), cells.next()) else { return false };
    if wide < 3 {
        return false;
    }
    let others = rows.start..rows.end - 1;
    let several = |row: &usize| window.row(grid, *row).nth(1).is_some();
    let longest = others.take(200).filter(several).map(|row| length(row, col)).max();
    longest.is_some_and(|longest| length(rows.end - 1, col) as f64 > NOTE_LENGTH * longest.max(20) as f64)
}

/// Why a row below a table is no data.
pub(in crate::ingest) fn why(grid: &Grid, window: &Window, row: usize) -> AsideReason {
    if is_total(grid, window, row) { AsideReason::Total } else { AsideReason::Note }
}

fn is_total(grid: &Grid, window: &Window, row: usize) -> bool {
    says_total(window.row(grid, row).map(|(_, cell)| cell))
}

/// Whether one of the first two of these filled cells is the word for a total, and a number follows.
pub(in crate::ingest) fn says_total<'c>(mut cells: impl Iterator<Item = Raw<'c>>) -> bool {
    const TOTALS: [&str; 9] = ["合計", "総計", "小計", "計", "total", "grandtotal", "subtotal", "sum", "総合計"];
    let plain = |text: &str| !text.bytes().any(|byte| byte.is_ascii_digit());
    let named = |text: &str| plain(text) && TOTALS.contains(&fold(text).as_str());
    let word = |cell: &Raw<'c>| matches!(cell, Raw::Text(text) if named(text));
    let first = [cells.next(), cells.next()];
    first.iter().flatten().any(word)
        && first.into_iter().flatten().chain(cells).any(|cell| matches!(cell, Raw::Number(_)))
}

/// A table in which every row has one and the same cell filled and all others blank, although it has many headings, is a form that
/// nobody filled in: its rows are set aside.
pub(in crate::ingest) fn without_forms(grid: &Grid, mut region: Region) -> Region {
    let rows = region.data.clone();
    if region.headings.len() < FORM_COLUMNS || rows.len() < FORM_ROWS {
        return region;
    }
    let only = |row: usize| {
        let mut filled = region.headings.iter().map(|it| it.col).filter(|&col| grid.is_filled(row, col as usize));
        (filled.next(), filled.next())
    };
    let (Some(first), None) = only(rows.start) else { return region };
    if rows.clone().all(|row| only(row) == (Some(first), None)) {
        region.aside.extend(rows.clone().map(|row| (row, AsideReason::Unfilled)));
        region.data = rows.start..rows.start;
    }
    region
}
