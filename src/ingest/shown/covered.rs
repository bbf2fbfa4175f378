//! Joined cells: what stands under them, where nobody sees it, and their value, which holds for all of them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diag::{Diagnostic, Place, Sink};
use crate::ingest::facts::{Merge, SheetFacts};
use crate::ingest::grid::{EMPTY, Grid, TEXT};
use crate::ingest::{AsideReason, Raw, RawTable};
use crate::notation::years::is_year;
use crate::phrase;
use crate::study::Source;

/// Cells that are looked at under joined ones, all together: joined cells do not overlap, unless to do harm.
const LOOKED_AT: usize = crate::ingest::limits::CELLS;

/// Takes away what stands under joined cells but for the first of each, and notes where it stood.
pub(in crate::ingest) fn clear(grid: &mut Grid) {
    let mut left = LOOKED_AT;
    for merge in std::mem::take(&mut grid.facts.merges) {
        grid.facts.merges.push(merge);
        let rows = grid.at_or_below(merge.top)..grid.at_or_below(merge.bottom.saturating_add(1));
        let cols = merge.left as usize..grid.columns.len().min(merge.right as usize + 1);
        left = left.saturating_sub(rows.len() * cols.len());
        if left == 0 {
            break;
        }
        for row in rows {
            for col in cols.clone().filter(|&col| (grid.rows[row], col) != (merge.top, merge.left as usize)) {
                if grid.is_filled(row, col) {
                    grid.facts.covered.push((grid.rows[row], col as u32));
                    grid.columns[col].tags[row] = EMPTY;
                }
            }
        }
    }
    if !grid.facts.covered.is_empty() {
        grid.drop_blank_rows();
    }
}

/// Gives the cells of a table that lie under joined ones their value, and says so. A row with nothing but one joined cell is a title.
pub(super) fn fill(table: &mut RawTable, facts: &SheetFacts, source: &Source, sink: &mut Sink) {
    let mut columns: BTreeMap<u32, usize> = BTreeMap::new();
    // A column of section headings stands where the first one does.
    for (at, heading) in table.headings.iter().enumerate() {
        columns.entry(heading.col).or_insert(at);
    }
    let mut known: BTreeMap<String, u64> = BTreeMap::new();
    let mut filled: BTreeMap<usize, usize> = BTreeMap::new();
    let (mut firsts, mut numbers, mut left) = (Vec::new(), Vec::new(), LOOKED_AT);
    let mut extents: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    facts.merges.iter().for_each(|it| *extents.entry((it.top, it.bottom)).or_default() += 1);
    for merge in &facts.merges {
        let Some(&column) = columns.get(&merge.left) else { continue };
        let first = table.rows.partition_point(|&row| row < merge.top);
        let end = table.rows.partition_point(|&row| row <= merge.bottom);
        let across: Vec<usize> = columns.range(merge.left..=merge.right).map(|(_, &column)| column).collect();
        left = left.saturating_sub((end - first) * columns.len());
        let Some(cell) = own(table, merge, (first, column), &mut known).filter(|_| left > 0) else { continue };
        if first == end || is_title(table, first..end, merge, &across) {
            continue;
        }
        let (tag, bits) = cell;
        let whole = table.rows[first] == merge.top;
        let mut more = 0;
        for &other in &across {
            let cells = &mut table.columns[other];
            for row in (first..end).filter(|&row| !whole || (row, other) != (first, column)) {
                (cells.tags[row], cells.payload[row]) = (tag, bits);
                *filled.entry(other).or_default() += 1;
                more += 1;
            }
        }
        if more > 0 {
            firsts.push(table.place(first, column));
        }
        // Rows that are joined elsewhere too are a group, of which the number says something.
        let group = extents[&(merge.top, merge.bottom)] > 1;
        if end > first + 1 && column > 0 && is_amount(table.get(first, column)) && !group {
            numbers.push(table.place(first, column));
        }
    }
    report(table, &filled, firsts, source, sink);
    if !numbers.is_empty() {
        let message = phrase!(
            "{n} {n?number|numbers} of `{source}` {n?stands|stand} in cells merged over several rows, and {n?counts|count} in each of them",
            n = numbers.len(),
            source = source.title()
        );
        let hint = phrase!(
            "If the number is that of all the rows together, take the cells apart in Excel and enter the numbers of the rows"
        );
        sink.push(Diagnostic::warning("merged-cells", message).hint(hint).at_all(numbers));
    }
}

/// What stands in the first of joined cells, also where its row is set aside: the rows below still bear its name.
fn own(
    table: &mut RawTable,
    merge: &Merge,
    (first, column): (usize, usize),
    known: &mut BTreeMap<String, u64>,
) -> Option<(u8, u64)> {
    if table.rows.get(first) == Some(&merge.top) {
        let cells = &table.columns[column];
        return (cells.tags[first] != EMPTY).then(|| (cells.tags[first], cells.payload[first]));
    }
    let at = table.set_aside.binary_search_by_key(&merge.top, |aside| aside.row).ok()?;
    let aside = &table.set_aside[at];
    let figure = matches!(aside.why, AsideReason::Total | AsideReason::Figure)
        && aside.col == merge.left
        && merge.top < merge.bottom;
    let text = figure.then(|| aside.text.clone()).filter(|text| !text.is_empty())?;
    let index = known.entry(text.clone()).or_insert_with(|| {
        table.texts.push(text);
        table.texts.len() as u64 - 1
    });
    Some((TEXT, *index))
}

/// Whether a cell holds a number that is no year.
fn is_amount(cell: Raw<'_>) -> bool {
    matches!(cell, Raw::Number(value) if !is_year(value))
}

/// Whether joined columns are all that their rows have.
fn is_title(table: &RawTable, mut rows: Range<usize>, merge: &Merge, across: &[usize]) -> bool {
    let beside = |row: usize| {
        (0..table.columns.len()).any(|other| !across.contains(&other) && table.columns[other].tags[row] != EMPTY)
    };
    merge.left < merge.right && !rows.any(beside)
}

fn report(table: &RawTable, filled: &BTreeMap<usize, usize>, firsts: Vec<Place>, source: &Source, sink: &mut Sink) {
    if firsts.is_empty() {
        return;
    }
    let names: Vec<&str> = filled.keys().map(|&column| table.headings[column].text.as_str()).collect();
    let message = phrase!(
        "{n} {n?cell|cells} of `{source}` {n?belongs|belong} to merged cells and {n?takes|take} their value, as Excel shows it: {list}",
        n = filled.values().sum::<usize>(),
        source = source.title(),
        list = names
    );
    sink.push(Diagnostic::note("merged-cells", message).at_all(firsts));
}

/// Says what stood under joined cells, in the table or its headings.
pub(super) fn report_covered(table: &RawTable, facts: &SheetFacts, source: &Source, sink: &mut Sink) {
    if facts.covered.is_empty() {
        return;
    }
    let message = phrase!(
        "{n} {n?cell|cells} of `{source}` {n?holds|hold} something that lies under merged cells, where Excel does not show it; {n?it is|they are} not read",
        n = facts.covered.len(),
        source = source.title()
    );
    let hint = phrase!("If it is meant to count, take the cells apart in Excel (unmerge), and save");
    let places = facts.covered.iter().map(|&(row, col)| table.cell(row, col));
    sink.push(Diagnostic::warning("covered-cells", message).hint(hint).at_all(places));
}
