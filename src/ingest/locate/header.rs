//! Which row has the headings, and what they say.

use std::collections::{BTreeMap, BTreeSet};

use super::stacked;
use crate::ingest::raw::text_of;

use super::Window;
use super::unit_row::{says_unit, says_units};
use super::window::gap_after;
use crate::ingest::grid::Grid;
use crate::ingest::{Heading, Raw};
use crate::notation::fold;
use crate::notation::years::{is_year, span_of, year_of};

/// The header is looked for among this many rows that hold something.
const HEADER_WITHIN: usize = 50;

/// Headings are stacked in at most this many rows.
pub(in crate::ingest) const MOST_STACKED: usize = 4;

/// A group's heading is no longer than this: sentences are titles.
const LONGEST_GROUP: usize = 60;

/// Headings without a letter.
const SIGNS: [&str; 8] = ["%", "％", "(%)", "（％）", "#", "№", "'000", "’000"];

/// This many rows below a candidate say which columns hold data.
const ROWS_BELOW: usize = 200;

/// A row that may be the header.
#[derive(Clone, Copy, Debug)]
struct HeaderCandidate {
    /// Index of the row in the grid.
    row: usize,
    /// How many distinct headings it has: the lowest of stacked headings repeat.
    headings: usize,
    /// Whether a heading stands twice.
    repeats: bool,
    /// Whether a blank row follows.
    gap: bool,
}

/// Finds the header row of the table in a window, as an index into the grid's rows.
///
/// A row that has the heading `known` beside another one is the header. Otherwise: a column holds data where at least a tenth
/// of the rows below a candidate are filled; the header is the first row with distinct headings over at least half of the
/// data columns, and at least two. A candidate before a blank row gives way to a later one with at least twice as many
/// headings: it was a title. Headings without any row below are the header of an empty table. Distinct are two at least: the lowest of
/// stacked headings repeat.
pub(in crate::ingest) fn find(grid: &Grid, window: &Window, known: &str) -> Option<usize> {
    let rows: Vec<usize> = window.rows.clone().take(HEADER_WITHIN).collect();
    let known = fold(known);
    if let Some(&row) = rows.iter().find(|&&row| has_heading(grid, window, row, &known)) {
        return Some(row);
    }
    let candidates: Vec<HeaderCandidate> = rows.iter().filter_map(|&row| candidate(grid, window, row)).collect();
    let Some(first) = candidates.first() else { return single(grid, window, &known) };
    let later = candidates.iter().find(|later| later.headings >= 2 * first.headings);
    // Groups whose names repeat stand over the headings that tell their columns apart.
    let finer = candidates.get(1).filter(|next| {
        let texts = window.row(grid, next.row).all(|(_, cell)| is_heading(&cell));
        next.row == first.row + 1 && first.repeats && next.headings > first.headings && texts
    });
    match (first.gap, later) {
        (true, Some(later)) => Some(later.row),
        _ => Some(finer.unwrap_or(first).row),
    }
}

/// The header of a table of one column: the known heading, else the first text, or the one after a title and a blank row.
fn single(grid: &Grid, window: &Window, known: &str) -> Option<usize> {
    let filled: Vec<usize> =
        window.cols.clone().filter(|&col| window.rows.clone().any(|row| grid.is_filled(row, col))).take(2).collect();
    let &[col] = filled.as_slice() else { return None };
    let rows: Vec<usize> = window.rows.clone().filter(|&row| grid.is_filled(row, col)).take(HEADER_WITHIN).collect();
    let is_known = |row: &&usize| matches!(grid.get(**row, col), Raw::Text(text) if fold(text) == known);
    if let Some(&row) = rows.iter().find(is_known) {
        return Some(row);
    }
    let header = if rows.len() > 1 && gap_after(grid, rows[0]) { 1 } else { 0 };
    let (&row, below) = (rows.get(header)?, rows.len() - header - 1);
    // Prose has blank lines between its parts; a column of answers has none after its heading.
    let closed = rows[header..].windows(2).all(|pair| grid.rows[pair[1]] == grid.rows[pair[0]] + 1);
    (below >= 2 && closed && is_heading(&grid.get(row, col))).then_some(row)
}

/// The header rows from `row` on (indices into the grid's rows): that row itself, and further ones that split its groups. A banner
/// between them is none.
///
/// A row continues the header where it follows at once, all its cells are headings, it has one under a blank of the row above,
/// and it leaves a column blank that has a heading above and data below: so merged headings look, and no row of data does. Or all
/// of its cells stand over numbers: names of measures below the names of groups.
pub(in crate::ingest) fn stacked_below(grid: &Grid, window: &Window, row: usize) -> Vec<usize> {
    let (mut rows, mut last) = (vec![row], row);
    while rows.len() < MOST_STACKED && last + 1 < window.rows.end {
        let further = if is_banner(grid, window, last + 1) { last + 2 } else { last + 1 };
        if further >= window.rows.end || !splits_groups(grid, window, last, further) {
            break;
        }
        rows.push(further);
        last = further;
    }
    rows.extend(last + 1..=stacked::reach(grid, window, row, MOST_STACKED).1);
    rows
}

/// Whether a row holds one text that says what the headings or their numbers are: it stands beyond the first column, or in brackets.
fn is_banner(grid: &Grid, window: &Window, row: usize) -> bool {
    let mut cells = window.row(grid, row);
    let (Some((col, Raw::Text(text))), None) = (cells.next(), cells.next()) else { return false };
    text.trim().starts_with(['(', '（', '【', '[', '※', '<', '＜', '〔']) || col > window.cols.start
}

fn splits_groups(grid: &Grid, window: &Window, row: usize, below: usize) -> bool {
    let adjacent = grid.rows.get(below).is_some_and(|&next| next == grid.rows[row] + (below - row) as u32);
    let cells: Vec<(usize, Raw<'_>)> = window.row(grid, below).collect();
    let headings = cells.iter().all(|(_, cell)| matches!(cell, Raw::Text(_)) && is_heading(cell));
    let under = |col: usize| !grid.is_filled(row, col) && has_data(grid, window, below, col);
    let under_blank = cells.iter().any(|&(col, _)| under(col));
    // What splits a group stands at its right; words at the left of all groups name rows, or the column of their names.
    let leftmost = window.row(grid, row).next().map_or(0, |(col, _)| col);
    let splits = cells.iter().any(|&(col, _)| under(col) && (col > leftmost || is_full(grid, window, below, col)))
        && !recurs(grid, window, (row, below), &cells);
    let merged_down =
        window.row(grid, row).any(|(col, _)| !grid.is_filled(below, col) && has_data(grid, window, below, col));
    let grouped = below + 1 < window.rows.end && all_measured(grid, window, (row, below), &cells);
    adjacent && cells.len() >= 2 && headings && under_blank && (merged_down && splits || grouped)
}

/// Whether one of the cells of the row below a row of headings stands again further below in its column, where it is no heading again.
fn recurs(grid: &Grid, window: &Window, (row, below): (usize, usize), cells: &[(usize, Raw<'_>)]) -> bool {
    let same = |a: usize, b: usize| window.row(grid, a).eq(window.row(grid, b));
    let mut further = (below + 1..window.rows.end).take(ROWS_BELOW);
    further.any(|other| {
        cells.iter().any(|&(col, ref cell)| grid.get(other, col) == *cell)
            && !same(other - 1, row)
            && window.row(grid, other).count() > 1
    })
}

/// The header rows above `row` (indices into the grid's rows): groups over it. A banner between them is none.
///
/// A row continues the header upwards where it stands at once above, all its cells are headings, and it has two of them beyond
/// the first column, or one over a column of data without a heading. A title stands alone and at the left.
pub(in crate::ingest) fn stacked_above(grid: &Grid, window: &Window, row: usize) -> Vec<usize> {
    let (mut rows, mut first) = (Vec::new(), row);
    while rows.len() + 1 < MOST_STACKED && first > window.rows.start {
        let above =
            if first > window.rows.start + 1 && is_aside(grid, window, first - 1) { first - 2 } else { first - 1 };
        if !groups(grid, window, above, first) {
            break;
        }
        rows.push(above);
        first = above;
    }
    rows.extend(stacked::reach(grid, window, row, MOST_STACKED).0..first);
    rows.sort_unstable();
    rows
}

/// Whether a row holds nothing but a text in brackets, as a unit is said above numbers.
fn is_aside(grid: &Grid, window: &Window, row: usize) -> bool {
    let mut cells = window.row(grid, row);
    let (Some((_, Raw::Text(text))), None) = (cells.next(), cells.next()) else { return false };
    text.trim().starts_with(['(', '（', '【', '[', '※', '〔']) || fold(text).starts_with("単位")
}

fn groups(grid: &Grid, window: &Window, above: usize, row: usize) -> bool {
    let adjacent = grid.rows[above] + (row - above) as u32 == grid.rows[row];
    let cells: Vec<(usize, Raw<'_>)> = window.row(grid, above).collect();
    let Some(first) = window.cols.clone().find(|&col| grid.is_filled(row, col) || has_data(grid, window, row, col))
    else {
        return false;
    };
    let over = |col: usize| has_data(grid, window, row, col);
    let apart = cells.iter().filter(|&&(col, ref cell)| col > first && is_heading(cell) && over(col)).count();
    let named = cells.iter().all(|(_, cell)| is_name_of_group(cell));
    let lent = cells.iter().any(|&(col, _)| !grid.is_filled(row, col) && over(col));
    let longest = cells.iter().map(|(_, cell)| text_of(*cell).chars().count()).max().unwrap_or(0);
    let one = lent && longest <= LONGEST_GROUP && cells.iter().any(|&(col, _)| col > first);
    adjacent && named && (apart >= 2 || one)
}

/// A text or a year; what says the unit of all numbers is none.
fn is_name_of_group(cell: &Raw<'_>) -> bool {
    match cell {
        Raw::Text(text) => !says_unit(text),
        Raw::Number(value) => is_year(*value),
        _ => false,
    }
}

/// Whether the table has no headings at all: its first row holds what the rows below hold, column by column.
pub(in crate::ingest) fn is_headless(grid: &Grid, window: &Window) -> bool {
    let rows: Vec<usize> = window.rows.clone().take(ROWS_BELOW).collect();
    let [first, below @ ..] = rows.as_slice() else { return false };
    let cells: Vec<(usize, Raw<'_>)> = window.row(grid, *first).collect();
    let alike = |&&(col, ref cell): &&(usize, Raw<'_>)| {
        let same = below.iter().filter(|&&row| measured(&grid.get(row, col)) && grid.is_filled(row, col)).count();
        measured(cell) && 10 * same >= 9 * below.len()
    };
    let alike = cells.iter().filter(alike).count();
    below.len() >= 3 && cells.len() >= 3 && alike >= 2 && 5 * alike >= cells.len()
}

/// Whether a cell holds a number or a date, or digits as ids and dates are written.
fn measured(cell: &Raw<'_>) -> bool {
    match cell {
        Raw::Number(_) | Raw::Date(_) => true,
        Raw::Text(text) => {
            let mut digits = text.trim().chars();
            text.chars().any(|c| c.is_ascii_digit()) && digits.all(|c| c.is_ascii_digit() || "-/.,: ".contains(c))
        }
        _ => false,
    }
}

/// Whether all of a row's cells, those under the row above among them, stand over numbers or dates but for the first.
fn all_measured(grid: &Grid, window: &Window, (above, below): (usize, usize), cells: &[(usize, Raw<'_>)]) -> bool {
    let has = |col: usize| cells.iter().any(|&(own, _)| own == col);
    let over = |col: usize| matches!(grid.get(below + 1, col), Raw::Number(_) | Raw::Date(_));
    let measured = cells.iter().filter(|&&(col, _)| over(col)).count();
    window.row(grid, above).skip(1).all(|(col, _)| has(col)) && measured + 1 >= cells.len()
}

/// Whether a column holds something in most rows below.
fn is_full(grid: &Grid, window: &Window, row: usize, col: usize) -> bool {
    let below: Vec<usize> = (row + 1..window.rows.end).take(ROWS_BELOW).collect();
    2 * below.iter().filter(|&&other| grid.is_filled(other, col)).count() >= below.len()
}

fn has_data(grid: &Grid, window: &Window, row: usize, col: usize) -> bool {
    window.rows.clone().filter(|&other| other > row).take(ROWS_BELOW).any(|other| grid.is_filled(other, col))
}

/// Whether a row has a heading by this (folded) name, and another one beside it.
pub(in crate::ingest) fn has_heading(grid: &Grid, window: &Window, row: usize, known: &str) -> bool {
    let cells: Vec<Raw<'_>> = window.row(grid, row).map(|(_, cell)| cell).collect();
    cells.len() >= 2 && cells.iter().any(|cell| matches!(cell, Raw::Text(text) if fold(text) == known))
}

fn candidate(grid: &Grid, window: &Window, row: usize) -> Option<HeaderCandidate> {
    let cells: Vec<(usize, String)> =
        window.row(grid, row).filter(|(_, cell)| is_heading(cell)).map(|(col, cell)| (col, text_of(cell))).collect();
    let headings = cells.iter().map(|(_, text)| text).collect::<BTreeSet<_>>().len();
    let data = data_columns(grid, window, row);
    let over_data = cells.iter().filter(|(col, _)| data.contains(col)).count();
    let covers = if data.is_empty() { headings >= 2 } else { 2 * over_data >= data.len() };
    let (repeats, gap) = (headings < cells.len(), gap_after(grid, row));
    (covers && headings >= 2).then_some(HeaderCandidate { row, headings, repeats, gap })
}

/// The columns that hold data below a row.
fn data_columns(grid: &Grid, window: &Window, row: usize) -> BTreeSet<usize> {
    let below: Vec<usize> = window.rows.clone().filter(|&other| other > row).take(ROWS_BELOW).collect();
    let mut filled: BTreeMap<usize, usize> = BTreeMap::new();
    for &other in &below {
        window.row(grid, other).for_each(|(col, _)| *filled.entry(col).or_default() += 1);
    }
    filled.into_iter().filter(|&(_, count)| 10 * count >= below.len()).map(|(col, _)| col).collect()
}

/// Text with a letter in it, or a year.
pub(in crate::ingest) fn is_heading(cell: &Raw<'_>) -> bool {
    match cell {
        Raw::Text(text) => {
            text.chars().any(char::is_alphabetic)
                || text.parse().is_ok_and(is_year)
                || year_of(text).is_some()
                || SIGNS.contains(&text.trim())
                || span_of(text).is_some()
        }
        Raw::Number(value) => is_year(*value),
        _ => false,
    }
}

/// The headings of these columns, from one header row or several stacked ones (sheet rows). In stacked rows a group's
/// heading reaches to the right over columns that have a heading of their own below it.
pub(in crate::ingest) fn read(grid: &Grid, rows: &[u32], columns: &[usize]) -> Vec<Heading> {
    let merged = stacked::origins(grid, rows);
    let mut levels: Vec<Vec<String>> = rows.iter().map(|&row| level(grid, row, columns, &merged)).collect();
    for upper in 0..levels.len().saturating_sub(1) {
        let (above, below) = levels.split_at_mut(upper + 1);
        let fixed = |i: usize| merged.contains_key(&(rows[upper], columns[i] as u32));
        spread(&mut above[upper], below, fixed);
    }
    let units = if says_units(&levels) { levels.pop() } else { None };
    let heading = |i: usize| {
        let mut parts: Vec<&str> =
            levels.iter().map(|level| level[i].as_str()).filter(|part| !part.is_empty()).collect();
        parts.dedup();
        let leaf = parts.last().copied().unwrap_or_default().to_string();
        let heading = Heading { text: parts.join(" "), leaf, col: columns[i] as u32, also: Vec::new() };
        match units.as_ref().map(|units| units[i].as_str()).filter(|unit| !unit.is_empty()) {
            Some(unit) => heading.measured_in(unit),
            None => heading,
        }
    };
    (0..columns.len()).map(heading).collect()
}

fn level(grid: &Grid, sheet_row: u32, columns: &[usize], merged: &Origins) -> Vec<String> {
    let text = |&col: &usize| {
        let (row, col) = merged.get(&(sheet_row, col as u32)).copied().unwrap_or((sheet_row, col as u32));
        grid.rows.binary_search(&row).map_or_else(|_| String::new(), |row| text_of(grid.get(row, col as usize)))
    };
    columns.iter().map(text).collect()
}

/// The first cells of merged headings, by the row and column of each cell that belongs to one.
type Origins = BTreeMap<(u32, u32), (u32, u32)>;

/// A merged heading reaches as far as it is merged (`fixed`), and no further.
fn spread(upper: &mut [String], below: &[Vec<String>], fixed: impl Fn(usize) -> bool) {
    let has_below = |i: usize| below.iter().any(|level| !level[i].is_empty());
    // A name that stands under several groups, such as a share beside each number, belongs to the group at its left.
    let repeated = |i: usize| {
        let name = below.last().map_or("", |level| level[i].as_str());
        !name.is_empty() && below.last().is_some_and(|level| level.iter().filter(|other| *other == name).count() > 1)
    };
    for i in 1..upper.len() {
        if upper[i].is_empty() && !fixed(i - 1) && has_below(i) && (has_below(i - 1) || repeated(i)) {
            upper[i] = upper[i - 1].clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_reach_over_their_own_columns_only() {
        let mut upper = vec!["団体".to_string(), "公益法人の場合".into(), String::new(), String::new()];
        let below = vec![vec![String::new(), "区分".into(), "認定".into(), String::new()]];
        spread(&mut upper, &below, |_| false);
        assert_eq!(upper, ["団体", "公益法人の場合", "公益法人の場合", ""]);
    }
}
