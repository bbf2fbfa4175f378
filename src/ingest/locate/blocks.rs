//! Several tables on one sheet: side by side with a blank column between, or one below the other with a blank row between.

use super::{Region, Window, below, within};
use crate::ingest::Raw;
use crate::ingest::grid::Grid;
use crate::study::Source;

/// A column beside tables with more texts than this is one of a table.
const STRAY: usize = 3;

/// The share of the rows in which a column without names holds numbers or dates.
const MEASURED: f64 = 0.9;

/// So many rows of headings may stand below the first.
const MORE_HEADINGS: usize = 3;

/// All tables in a window; one or none where they do not come apart. What the unit is called plays no part here: it would hide
/// the tables above its own.
pub(in crate::ingest) fn tables(grid: &Grid, window: &Window, source: &Source) -> Vec<Region> {
    let nameless = Source { columns: Vec::new(), ..Source::plain(source.file.clone(), source.file.clone()) };
    let beside = beside(grid, window, &nameless);
    let columns = match beside.is_empty() {
        false => beside,
        true => vec![(window.clone(), within(grid, window, &nameless).ok())],
    };
    let below = |(window, region): (Window, Option<Region>)| match region {
        Some(region) => below::tables(grid, &window, region, &nameless),
        None => Vec::new(),
    };
    columns.into_iter().flat_map(below).take(below::MOST).collect()
}

/// Of several tables the one that is meant: it has the heading of the unit, or holds most cells.
pub(in crate::ingest) fn meant(grid: &Grid, tables: &[Region], source: &Source) -> usize {
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
    let apart = regions.windows(2).all(|pair| differ(pair[0], pair[1]) && !goes_on(grid, pair[0], pair[1]));
    if all && apart { found } else { Vec::new() }
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
pub(in crate::ingest) fn strays(grid: &Grid, window: &Window) -> Vec<(u32, u32)> {
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

/// Whether a block goes on where the one at its left ends, behind a column that is left blank: it has the same rows and no names of
/// its own.
fn goes_on(grid: &Grid, left: &Region, right: &Region) -> bool {
    let begins = left.data.start == right.data.start;
    let first = |region: &Region| region.headings.first().map(|it| it.text.clone());
    // Further headings stand in the first rows of all.
    let worded = |row: &usize| right.headings.iter().all(|it| !is_measure(grid.get(*row, it.col as usize)));
    let begin = right.data.clone().take(MORE_HEADINGS).take_while(worded).count() + right.data.start;
    let measured = |col: usize| {
        let filled = (begin..right.data.end).filter(|&row| grid.is_filled(row, col)).count();
        let numbers = (begin..right.data.end).filter(|&row| is_measure(grid.get(row, col))).count();
        numbers as f64 >= MEASURED * filled as f64
    };
    // Each row with numbers on one side has numbers on the other one.
    let numbers =
        |row: usize, region: &Region| region.headings.iter().any(|it| is_measure(grid.get(row, it.col as usize)));
    let rows = left.data.start..left.data.end.max(right.data.end);
    let (mut either, mut both) = (0_u32, 0_u32);
    for row in rows {
        let (a, b) = (numbers(row, left), numbers(row, right));
        either += u32::from(a || b);
        both += u32::from(a && b);
    }
    let ends = f64::from(both) >= MEASURED * f64::from(either);
    begins && ends && first(left) != first(right) && right.headings.iter().all(|it| measured(it.col as usize))
}

fn is_measure(cell: Raw<'_>) -> bool {
    matches!(cell, Raw::Number(_) | Raw::Date(_))
}
