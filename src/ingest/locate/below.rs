//! Tables one below the other on a sheet: each begins with headings of its own, behind a blank row or its title.

use std::collections::BTreeSet;

use super::header::{MOST_STACKED, is_heading};
use super::window::gap_after;
use super::{Region, Window, first_text, within};
use crate::ingest::Raw;
use crate::ingest::grid::{Grid, TEXT};
use crate::ingest::heading_words::is_absent;
use crate::ingest::raw::text_of;
use crate::notation::{fold, years};
use crate::study::Source;

/// At most so many tables are looked for on one sheet.
pub(in crate::ingest) const MOST: usize = 20;

/// Rows of a column that are looked at to tell what it holds.
const LOOKED_AT: usize = 200;

/// A block above the headings is a table of its own from so many headings and rows on; a smaller one says what the table is.
const ABOVE: (usize, usize) = (3, 3);

/// Without a blank row, words over so many columns of numbers are headings.
const WORDS: usize = 3;

/// The tables of a window of which `first` is the one that is seen first.
pub(in crate::ingest) fn tables(grid: &Grid, window: &Window, first: Region, source: &Source) -> Vec<Region> {
    let mut found: Vec<Region> = Vec::new();
    let mut rest = first;
    if let Some((above, lower)) = above(grid, window, &rest, source) {
        found.push(above);
        rest = lower;
    }
    while found.len() < MOST {
        let Some(start) = next_start(grid, window, &rest) else { break };
        let from = found.last().map_or(window.rows.start.min(start), |last| last.data.end);
        let upper = Window { rows: from..start, ..window.clone() };
        let lower = Window { rows: start..window.rows.end, ..window.clone() };
        let (Ok(above), Ok(next)) = (within(grid, &upper, source), within(grid, &lower, source)) else { break };
        found.push(above);
        rest = next;
    }
    found.push(rest);
    found
}

/// A table above the headings of another one, which are more, and that one without it.
fn above(grid: &Grid, window: &Window, table: &Region, source: &Source) -> Option<(Region, Region)> {
    let header = grid.at_or_below(*table.header_rows.first()?);
    let upper = Window { rows: window.rows.start..header, ..window.clone() };
    let found = (upper.rows.len() > ABOVE.1).then(|| within(grid, &upper, source).ok()).flatten()?;
    let measured = found.headings.iter().filter(|it| is_measured(grid, &found, it.col as usize)).count();
    let ends = (found.data.end - 1..header).any(|row| gap_after(grid, row));
    if found.headings.len() < ABOVE.0 || found.data.len() < ABOVE.1 || measured < 2 || !ends {
        return None;
    }
    let lower = Window { rows: found.data.end..window.rows.end, ..window.clone() };
    let rest = within(grid, &lower, source).ok().filter(|it| it.header_rows == table.header_rows)?;
    Some((found, rest))
}

/// Where the next table begins: its title or its headings.
fn next_start(grid: &Grid, window: &Window, table: &Region) -> Option<usize> {
    let end = window.rows.end.min(table.data.end.max(table.data.start));
    let columns = table.headings.iter().map(|it| it.col as usize);
    let measured: Vec<usize> = columns.filter(|&col| is_measured(grid, table, col)).collect();
    let next = Next { grid, window, table, measured, end };
    (table.data.start + 1..end).find_map(|row| match gap_after(grid, row - 1) {
        true => next.begins_behind_gap(row).then_some(row),
        false => next.begins_at_once(row),
    })
}

/// What comes below the first rows of a table.
struct Next<'g> {
    grid: &'g Grid,
    window: &'g Window,
    table: &'g Region,
    /// Columns of numbers and dates.
    measured: Vec<usize>,
    end: usize,
}

impl Next<'_> {
    fn cells(&self, row: usize) -> Vec<(usize, Raw<'_>)> {
        self.window.row(self.grid, row).collect()
    }

    /// Whether headings stand in the first row with several cells, and numbers or dates below them.
    fn begins_behind_gap(&self, row: usize) -> bool {
        let header = (row..self.end.min(row + 4)).find(|&row| self.window.row(self.grid, row).nth(1).is_some());
        header.is_some_and(|header| {
            let rows = self.heading_rows(header);
            !rows.is_empty()
                && rows.iter().any(|&row| self.is_over_numbers(row) || self.reaches_further(row))
                && self.has_values(header + rows.len())
                && !self.goes_on(&rows)
        })
    }

    /// Headings at once below a row of data, or below a title there.
    fn begins_at_once(&self, row: usize) -> Option<usize> {
        // Most rows are told by one cell, so that long tables stay quick.
        let &first = self.measured.first()?;
        let texts = self.grid.columns[first].tags.get(row) == Some(&TEXT);
        let rows = self.heading_rows(row);
        if !texts || rows.is_empty() || !self.has_values(row + 1) || self.goes_on(&rows) {
            return None;
        }
        let cells = self.cells(row);
        let words: Vec<String> = cells
            .iter()
            .filter(|(col, cell)| self.measured.contains(col) && is_word(cell))
            .map(|(_, cell)| fold(&text_of(*cell)))
            .collect();
        let distinct = words.iter().collect::<BTreeSet<_>>().len();
        let filled = self.measured.iter().filter(|&&col| self.grid.is_filled(row, col)).count();
        if words.len() < 2 || distinct < words.len() || words.len() < filled {
            return None;
        }
        let is_data = |row: usize| self.has_values(row) && row >= self.table.data.start;
        let title = row >= 2 && self.cells(row - 1).len() == 1 && is_data(row - 2);
        let key = |cell: Raw<'_>| fold(&text_of(cell));
        let named = cells.first().is_some_and(|&(col, cell)| {
            self.table.headings.iter().any(|it| it.col as usize == col && fold(&it.leaf) == key(cell))
        });
        match (title, named && words.len() >= WORDS && is_data(row - 1)) {
            (true, _) => Some(row - 1),
            (_, true) => Some(row),
            _ => None,
        }
    }

    /// The rows of headings from a row on, at most as many as are stacked.
    fn heading_rows(&self, row: usize) -> Vec<usize> {
        let is_heading_row = |row: &usize| {
            let cells = self.cells(*row);
            cells.len() >= 2 && cells.iter().all(|(_, cell)| is_heading(cell))
        };
        let joined = |row: &usize| *row == self.end || !gap_after(self.grid, row - 1);
        let first = std::iter::once(row).filter(is_heading_row);
        let further = (row + 1..self.end.min(row + MOST_STACKED)).take_while(|it| joined(it) && is_heading_row(it));
        let rows: Vec<usize> = first.collect();
        if rows.is_empty() { rows } else { rows.into_iter().chain(further).collect() }
    }

    fn has_values(&self, row: usize) -> bool {
        row < self.window.rows.end
            && self.window.row(self.grid, row).any(|(_, cell)| matches!(cell, Raw::Number(_) | Raw::Date(_)))
    }

    /// Whether a text stands over a column of numbers or dates, or years that follow each other.
    fn is_over_numbers(&self, row: usize) -> bool {
        let cells = self.cells(row);
        let over: Vec<Raw<'_>> =
            cells.iter().filter(|(col, _)| self.measured.contains(col)).map(|(_, cell)| *cell).collect();
        let year = |cell: &Raw<'_>| years::year_of(&text_of(*cell)).map(|(year, _)| year);
        let years: Vec<i32> = over.iter().filter_map(year).collect();
        let steps = years.windows(2).all(|pair| (pair[1] - pair[0]).abs() == 1);
        over.iter().any(|cell| matches!(cell, Raw::Text(_))) || years.len() >= 3 && steps && years.len() == over.len()
    }

    /// Whether a heading stands over a column that has none above it, nor anything else.
    fn reaches_further(&self, row: usize) -> bool {
        let headed = |col: usize| self.table.headings.iter().any(|it| it.col as usize == col && !it.leaf.is_empty());
        let bare = |col: usize| (self.table.data.start..row).all(|above| !self.grid.is_filled(above, col));
        let cells = self.cells(row);
        cells.len() > 2 && cells.iter().any(|&(col, _)| !headed(col) && bare(col))
    }

    /// Whether rows say what the headings of the table say, and the table goes on with others: below a title of its own that is no
    /// year, the same names are of another measure.
    fn goes_on(&self, rows: &[usize]) -> bool {
        let again = !rows.is_empty() && self.is_again(rows[rows.len() - 1]);
        let title = rows.first().and_then(|&first| self.title_above(first));
        let measure = title.is_some_and(|title| years::year_in(title).is_none());
        again && !(measure && self.names_return(rows[rows.len() - 1] + 1))
    }

    /// The lone text at once above a row.
    fn title_above(&self, row: usize) -> Option<&str> {
        let above = row.checked_sub(1)?;
        match self.cells(above)[..] {
            [(_, Raw::Text(_))] => first_text(self.grid, self.window, above),
            _ => None,
        }
    }

    /// Whether most first cells from a row on stand above already.
    fn names_return(&self, from: usize) -> bool {
        let name = |row: usize| self.window.row(self.grid, row).next().map(|(_, cell)| text_of(cell));
        let above: BTreeSet<String> = (self.table.data.start..from)
            .take(LOOKED_AT)
            .filter(|&row| self.has_values(row))
            .filter_map(name)
            .collect();
        let below: Vec<String> =
            (from..self.end).take_while(|&row| self.has_values(row)).take(LOOKED_AT).filter_map(name).collect();
        2 * below.iter().filter(|name| above.contains(*name)).count() > below.len()
    }

    /// Whether a row says what the headings of the table say.
    fn is_again(&self, row: usize) -> bool {
        let cells = self.cells(row);
        let says = |(col, cell): &(usize, Raw<'_>)| {
            let text = fold(&text_of(*cell));
            let own = self.table.headings.iter().find(|it| it.col as usize == *col);
            own.is_some_and(|it| fold(&it.leaf) == text || fold(&it.text) == text)
        };
        let headed = self.table.headings.iter().filter(|it| !it.leaf.is_empty()).count();
        cells.iter().all(says) && cells.len() == headed
    }
}

fn is_word(cell: &Raw<'_>) -> bool {
    matches!(cell, Raw::Text(text) if is_heading(cell) && !is_absent(text))
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
