//! Several tables on one sheet: side by side with a blank column between, or one below the other with a blank row between.

use super::around::gap_after;
use super::grid::Grid;
use super::region::{Region, Window, within};
use super::{Raw, header};
use crate::study::Source;

/// At most so many tables are looked for on one sheet.
const MOST: usize = 20;

/// A column beside tables with more texts than this is one of a table.
const STRAY: usize = 3;

/// Rows of a column that are looked at to tell what it holds.
const LOOKED_AT: usize = 200;

/// All tables in a window; one or none where they do not come apart. What the unit is called plays no part here: it would hide
/// the tables above its own.
pub(super) fn tables(grid: &Grid, window: &Window, source: &Source) -> Vec<Region> {
    let nameless = Source { columns: Vec::new(), ..Source::plain(source.file.clone(), source.file.clone()) };
    let beside = beside(grid, window, &nameless);
    let columns = match beside.is_empty() {
        false => beside,
        true => vec![(window.clone(), within(grid, window, &nameless).ok())],
    };
    let below = |(window, region): (Window, Option<Region>)| match region {
        Some(region) => below(grid, &window, region, &nameless),
        None => Vec::new(),
    };
    columns.into_iter().flat_map(below).take(MOST).collect()
}

/// Of several tables the one that is meant: it has the heading of the unit, or holds most cells.
pub(super) fn meant(grid: &Grid, tables: &[Region], source: &Source) -> usize {
    let key = |at: &usize| (tables[*at].has_unit(source), tables[*at].cells(grid), std::cmp::Reverse(*at));
    (0..tables.len()).max_by_key(key).unwrap_or(0)
}

/// The tables side by side: blocks of at least two columns between blank ones that differ in where they begin and end, or that
/// have the same headings. Blocks that begin and end together are one table with a blank column in it.
fn beside(grid: &Grid, window: &Window, source: &Source) -> Vec<(Window, Option<Region>)> {
    let blocks: Vec<Window> = blocks(grid, window).into_iter().filter(|block| !is_stray(grid, block)).collect();
    if blocks.len() < 2 || blocks.iter().any(|block| block.cols.len() < 2) {
        return Vec::new();
    }
    let found: Vec<(Window, Option<Region>)> =
        blocks.into_iter().map(|window| (window.clone(), within(grid, &window, source).ok())).collect();
    let all = found.iter().all(|(_, region)| region.as_ref().is_some_and(|it| it.headings.len() >= 2));
    let regions: Vec<&Region> = found.iter().filter_map(|(_, region)| region.as_ref()).collect();
    if all && regions.windows(2).all(|pair| differ(pair[0], pair[1])) { found } else { Vec::new() }
}

/// Whether a block is a note beside the tables: a column with a few texts.
fn is_stray(grid: &Grid, block: &Window) -> bool {
    let cells = filled(grid, block);
    let text = |&(row, col): &(usize, usize)| matches!(grid.get(row, col), Raw::Text(_));
    block.cols.len() == 1 && cells.len() <= STRAY && cells.iter().all(text) && 4 * cells.len() <= block.rows.len()
}

/// The first filled cells of a block of one column.
fn filled(grid: &Grid, block: &Window) -> Vec<(usize, usize)> {
    let col = block.cols.start;
    block.rows.clone().filter(|&row| grid.is_filled(row, col)).take(STRAY + 1).map(|row| (row, col)).collect()
}

/// Cells with a note beside the tables: sheet row and column.
pub(super) fn strays(grid: &Grid, window: &Window) -> Vec<(u32, u32)> {
    let blocks = blocks(grid, window).into_iter().filter(|block| is_stray(grid, block));
    blocks.flat_map(|block| filled(grid, &block)).map(|(row, col)| (grid.rows[row], col as u32)).collect()
}

/// Columns between blank ones.
fn blocks(grid: &Grid, window: &Window) -> Vec<Window> {
    let filled = |col: usize| window.rows.clone().any(|row| grid.is_filled(row, col));
    let mut blocks: Vec<Window> = Vec::new();
    for col in window.cols.clone().filter(|&col| filled(col)) {
        match blocks.last_mut().filter(|block| block.cols.end == col) {
            Some(block) => block.cols.end = col + 1,
            None => blocks.push(Window { rows: window.rows.clone(), cols: col..col + 1 }),
        }
    }
    blocks
}

fn differ(a: &Region, b: &Region) -> bool {
    let rows = |region: &Region| region.data.len().max(1) as f64;
    let (few, many) = (rows(a).min(rows(b)), rows(a).max(rows(b)));
    let same = b.headings.iter().filter(|it| a.headings.iter().any(|other| other.text == it.text)).count();
    a.header_rows.last() != b.header_rows.last() || many - few > (0.2 * many).max(2.0) || 2 * same >= b.headings.len()
}

/// The tables one below the other: after a blank row there are headings again, over columns that held numbers or dates, and such
/// values below them.
fn below(grid: &Grid, window: &Window, first: Region, source: &Source) -> Vec<Region> {
    let mut found: Vec<Region> = Vec::new();
    let mut rest = first;
    while found.len() < MOST {
        let Some(start) = next_start(grid, window, &rest) else { break };
        let upper = Window { rows: window.rows.start.min(start)..start, ..window.clone() };
        let upper = found.last().map_or(upper.clone(), |last| Window { rows: last.data.end..start, ..upper });
        let lower = Window { rows: start..window.rows.end, ..window.clone() };
        let (Ok(above), Ok(next)) = (within(grid, &upper, source), within(grid, &lower, source)) else { break };
        found.push(above);
        rest = next;
    }
    found.push(rest);
    found
}

/// Where the next table begins: its title or its headings.
fn next_start(grid: &Grid, window: &Window, table: &Region) -> Option<usize> {
    let end = window.rows.end.min(table.data.end.max(table.data.start));
    let measured: Vec<usize> =
        table.headings.iter().map(|it| it.col as usize).filter(|&col| is_measured(grid, table, col)).collect();
    let is_header = |row: usize| {
        let cells: Vec<(usize, Raw<'_>)> = window.row(grid, row).collect();
        let texts = cells.len() >= 2 && cells.iter().all(|(_, cell)| header::is_heading(cell));
        let over = cells.iter().any(|(col, cell)| matches!(cell, Raw::Text(_)) && measured.contains(col));
        let values = row + 1 < window.rows.end
            && window.row(grid, row + 1).any(|(_, cell)| matches!(cell, Raw::Number(_) | Raw::Date(_)));
        texts && over && values
    };
    let after_gap = (table.data.start + 1..end).filter(|&row| gap_after(grid, row - 1));
    after_gap.into_iter().find(|&row| {
        let header = (row..end.min(row + 4)).find(|&row| window.row(grid, row).nth(1).is_some());
        header.is_some_and(is_header)
    })
}

/// Whether a column holds numbers or dates in the rows before the first blank one.
fn is_measured(grid: &Grid, table: &Region, col: usize) -> bool {
    let rows = table.data.clone().take(LOOKED_AT);
    let mut block: Vec<usize> = Vec::new();
    for row in rows {
        block.push(row);
        if gap_after(grid, row) {
            break;
        }
    }
    let filled: Vec<Raw<'_>> =
        block.into_iter().map(|row| grid.get(row, col)).filter(|cell| *cell != Raw::Empty).collect();
    let measured = filled.iter().filter(|cell| matches!(cell, Raw::Number(_) | Raw::Date(_))).count();
    measured > 0 && 5 * measured >= 4 * filled.len()
}
