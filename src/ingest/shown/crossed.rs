//! What is struck out: not read, unless the study says so.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Place, Sink};
use crate::ingest::facts::SheetFacts;
use crate::ingest::grid::EMPTY;
use crate::ingest::{Cause, LeftOut, RawTable};
use crate::phrase;
use crate::study::{Located, Marked, Source};

/// Blanks the cells of a table that are struck out and leaves out rows of which every cell is, unless the study wants them read.
pub(super) fn settle(table: &mut RawTable, facts: &SheetFacts, source: &Source, sink: &mut Sink) {
    let cells: Vec<(usize, usize)> = facts.struck.iter().filter_map(|&at| inside(table, at)).collect();
    let partly: Vec<(usize, usize)> = facts.partly_struck.iter().filter_map(|&at| inside(table, at)).collect();
    report_parts(table, &partly, source, sink);
    let wanted = source.struck_out.as_ref();
    if cells.is_empty() {
        return without_effect(wanted, source, sink);
    }
    report(table, &cells, wanted.map(|it| it.value), source, sink);
    if wanted.is_none_or(|it| it.value == Marked::LeaveOut) {
        take_out(table, &cells);
    }
}

/// Row and column of the table that a filled cell of the sheet has.
fn inside(table: &RawTable, (row, col): (u32, u32)) -> Option<(usize, usize)> {
    let at = table.rows.binary_search(&row).ok()?;
    let column = table.headings.binary_search_by_key(&col, |heading| heading.col).ok()?;
    (table.columns[column].tags[at] != EMPTY).then_some((at, column))
}

fn take_out(table: &mut RawTable, cells: &[(usize, usize)]) {
    for &(row, column) in cells {
        table.columns[column].tags[row] = EMPTY;
    }
    let struck: BTreeSet<usize> = cells.iter().map(|(row, _)| *row).collect();
    let blank = |row: &usize| table.columns.iter().all(|column| column.tags[*row] == EMPTY);
    let out: Vec<usize> = struck.into_iter().filter(blank).collect();
    table.leave_out(&out, Cause::StruckOut);
}

fn report(table: &RawTable, cells: &[(usize, usize)], wanted: Option<Marked>, source: &Source, sink: &mut Sink) {
    let places: Vec<Place> = cells.iter().map(|&(row, column)| table.place(row, column)).collect();
    let said: Vec<String> =
        cells.iter().take(10).map(|&(row, column)| crate::ingest::raw::text_of(table.get(row, column))).collect();
    let problem = match wanted {
        Some(Marked::Read) => {
            let message = phrase!(
                "{n} {n?cell|cells} of `{source}` {n?is|are} struck out and {n?is|are} read all the same, as the study file says: {list}",
                n = cells.len(),
                source = source.title(),
                list = said
            );
            Diagnostic::note("struck-out", message)
        }
        Some(Marked::LeaveOut) => Diagnostic::note("struck-out", not_read(cells.len(), source, said)),
        None => Diagnostic::warning("struck-out", not_read(cells.len(), source, said)).hint(phrase!(
            "If they hold no longer, write {leave} in the study file; if they count, {read}",
            leave = "struck_out = \"leave-out\"",
            read = "struck_out = \"read\""
        )),
    };
    sink.push(problem.at_all(places));
}

fn not_read(n: usize, source: &Source, said: Vec<String>) -> crate::text::Phrase {
    phrase!(
        "{n} {n?cell|cells} of `{source}` {n?is|are} struck out and {n?counts|count} as blank: {list}",
        n = n,
        source = source.title(),
        list = said
    )
}

fn report_parts(table: &RawTable, cells: &[(usize, usize)], source: &Source, sink: &mut Sink) {
    if cells.is_empty() {
        return;
    }
    let read: Vec<String> =
        cells.iter().take(10).map(|&(row, column)| crate::ingest::raw::text_of(table.get(row, column))).collect();
    let message = phrase!(
        "In {n} {n?cell|cells} of `{source}` a part of the text is struck out; only the rest is read: {list}",
        n = cells.len(),
        source = source.title(),
        list = read
    );
    let places = cells.iter().map(|&(row, column)| table.place(row, column));
    sink.push(Diagnostic::note("partly-struck-out", message).at_all(places));
}

fn without_effect(wanted: Option<&Located<Marked>>, source: &Source, sink: &mut Sink) {
    // Of several files or sheets one may have none.
    if let (Some(wanted), true) = (wanted, source.part.is_empty()) {
        let message =
            phrase!("`struck_out` changes nothing: no cell of `{source}` is struck out", source = source.title());
        let hint = phrase!("Take the line out of the study file");
        sink.push(Diagnostic::error("no-effect", message).hint(hint).at(wanted.place.clone()));
    }
}

impl RawTable {
    /// Leaves rows of the table out, for a reason.
    pub(super) fn leave_out(&mut self, rows: &[usize], cause: Cause) {
        let mut stays = vec![true; self.rows.len()];
        let col = self.headings.first().map_or(0, |heading| heading.col);
        for &row in rows {
            stays[row] = false;
            self.left_out.push(LeftOut { row: self.rows[row], col, cause });
        }
        if !rows.is_empty() {
            self.keep_rows(&stays);
        }
    }
}
