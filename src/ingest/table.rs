//! A region of a grid as a raw table.

use std::collections::BTreeMap;

use super::grid::Grid;
use super::locate::{self, Region, unit_row};
use super::{Aside, AsideReason, Formats, Heading, RawTable, TypedColumn, problems, rows, shown};
use crate::diag::{Halt, Sink, column_letters};
use crate::study::Source;

/// More rows than this around a table without rows are those of a form.
const MANY_ASIDE: usize = 50;

/// The table that a source means on the sheet of a grid.
///
/// # Errors
/// [`Halt`] where there is none.
pub(super) fn within(mut grid: Grid, source: &Source, sheet: &str, sink: &mut Sink) -> Result<RawTable, Halt> {
    shown::clear(&mut grid);
    match locate::find(&grid, source) {
        Ok(region) => {
            let facts = std::mem::take(&mut grid.facts);
            let mut table = assemble(grid, region, source, sheet, sink);
            shown::settle(&mut table, &facts, source, sink);
            Ok(table)
        }
        Err(why) => Err(sink.halt(problems::no_table(why, source, sheet))),
    }
}

/// Takes the table out of the grid without copying its columns. The digest and the sheets of the workbook are filled in by the caller.
fn assemble(grid: Grid, region: Region, source: &Source, sheet: &str, sink: &mut Sink) -> RawTable {
    let aside = |&(row, why): &(usize, AsideReason)| {
        let cells = || grid.row(row).map(|(col, cell)| (col as u32, crate::ingest::raw::text_of(cell)));
        let (mut col, mut text) = cells().next().unwrap_or_default();
        // The unit of all numbers often stands at the right of the title.
        if let Some((at, unit)) = cells().skip(1).find(|(_, text)| unit_row::says_unit(text)) {
            (col, text) = (at, format!("{text} {unit}"));
        }
        Aside { row: grid.rows[row], col, text, why }
    };
    let set_aside = region.aside.iter().map(aside).collect();
    let (extent, others) = (region.extent(&grid), region.others.clone());
    let strays = (!region.strays.is_empty()).then(|| problems::stray_cells(source, sheet, &region.strays));
    let form = region.data.is_empty() && region.aside.len() > MANY_ASIDE;
    let Grid { rows: sheet_rows, columns: mut all, texts, formats, .. } = grid;
    let cut = |heading: &Heading| {
        let column = all.get_mut(heading.col as usize).map(std::mem::take).unwrap_or_default();
        slice(column, region.data.start, region.data.end)
    };
    let columns = region.headings.iter().map(cut).collect();
    let mut table = RawTable {
        file: source.file.value.as_str().into(),
        sheet: sheet.into(),
        sheets: Vec::new(),
        digest: String::new(),
        header_rows: region.header_rows,
        headings: region.headings,
        columns,
        rows: sheet_rows[region.data.clone()].to_vec(),
        texts,
        set_aside,
        left_out: Vec::new(),
        ragged: Vec::new(),
        pointed: Vec::new(),
        formats,
        unstored: Vec::new(),
    };
    if let Some(strays) = strays {
        sink.push(strays);
    }
    rows::below_headings(&mut table, source, sink);
    if table.header_rows.is_empty() {
        call_by_letters(&mut table);
        sink.push(problems::no_header_row(source, &table));
    }
    name_nameless(&mut table, sink);
    number_repeated(&mut table, sink);
    if table.rows.is_empty() {
        sink.push(if form { problems::empty_form(source, &table) } else { problems::no_rows(source, &table) });
    }
    if !others.is_empty() {
        sink.push(problems::several_tables(source, &table.sheet, &extent, &others));
    }
    // Who says where the table is and what its headings are takes it is.
    if source.range.is_none() || source.header.is_none() {
        rows::class(&mut table, source, sink);
    }
    table
}

impl RawTable {
    /// Keeps the rows for which `stays` says so, and drops the others.
    pub(super) fn keep_rows(&mut self, stays: &[bool]) {
        keep(&mut self.rows, stays);
        for column in &mut self.columns {
            keep(&mut column.tags, stays);
            keep(&mut column.payload, stays);
        }
    }
}

fn keep<T>(items: &mut Vec<T>, stays: &[bool]) {
    let mut stays = stays.iter();
    items.retain(|_| *stays.next().expect("one for each row"));
}

/// A table that has nothing but headings.
pub(super) fn outline(headings: &[Heading]) -> RawTable {
    RawTable {
        file: "".into(),
        sheet: "".into(),
        sheets: Vec::new(),
        digest: String::new(),
        header_rows: Vec::new(),
        headings: headings.to_vec(),
        columns: vec![TypedColumn::default(); headings.len()],
        rows: Vec::new(),
        texts: Vec::new(),
        set_aside: Vec::new(),
        left_out: Vec::new(),
        ragged: Vec::new(),
        pointed: Vec::new(),
        formats: Formats::default(),
        unstored: Vec::new(),
    }
}

fn slice(mut column: TypedColumn, start: usize, end: usize) -> TypedColumn {
    column.tags.resize(end, 0);
    column.payload.resize(end, 0);
    column.tags.drain(..start);
    column.payload.drain(..start);
    column.tags.shrink_to_fit();
    column.payload.shrink_to_fit();
    column
}

/// A table without a header row calls its columns by their letters.
fn call_by_letters(table: &mut RawTable) {
    for heading in &mut table.headings {
        heading.text = format!("column {}", column_letters(heading.col));
        heading.leaf = heading.text.clone();
    }
}

/// A column with data but no heading is called by its letters.
fn name_nameless(table: &mut RawTable, sink: &mut Sink) {
    let nameless: Vec<usize> = (0..table.headings.len()).filter(|&i| table.headings[i].text.is_empty()).collect();
    if nameless.is_empty() {
        return;
    }
    for &i in &nameless {
        table.headings[i].text = format!("column {}", column_letters(table.headings[i].col));
    }
    sink.push(problems::no_heading(table, &nameless));
}

/// The second column of a name gets ` (2)`.
fn number_repeated(table: &mut RawTable, sink: &mut Sink) {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut repeated = Vec::new();
    for i in 0..table.headings.len() {
        let text = table.headings[i].text.clone();
        let times = seen.entry(text.clone()).and_modify(|times| *times += 1).or_insert(1);
        if *times > 1 {
            table.headings[i].text = format!("{text} ({times})");
            repeated.push(i);
        }
    }
    if !repeated.is_empty() {
        sink.push(problems::repeated_headings(table, &repeated));
    }
}
