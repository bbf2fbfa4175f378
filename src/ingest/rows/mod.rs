//! What each row of a table is: data, or headings again, a section's heading, a note, a total, an unfilled row of a form.
//!
//! The shape of the rows decides: what is filled in, what stands above and below, what adds up. Words help where nothing can be
//! added up. What is no data is set aside with its reason; what may be either stays, and is asked about.

mod again;
mod arithmetic;
mod asked;
mod blocks;
mod changes;
mod classes;
mod counted;
mod feet;
mod leads;
mod lone;
mod second;
mod sections;
mod shape;
mod summary;
mod unfilled;
mod words;

use classes::{RowClasses, first_filled};

use super::change::set_aside;
use super::{AsideReason, RawTable};
use crate::diag::{Diagnostic, Sink};
use crate::phrase;
use crate::study::Source;

pub(super) use second::below_headings;
use shape::RowShape;
use summary::Doubtful;
pub(super) use words::says_sum;

/// Sets aside what is no data, and says so; asks about what may be either.
pub(super) fn class(table: &mut RawTable, source: &Source, sink: &mut Sink) {
    let shape = RowShape::of(table);
    let mut classes: RowClasses = vec![None; table.rows.len()];
    again::mark(table, &shape, &mut classes);
    unfilled::mark(table, &shape, &mut classes);
    feet::mark(table, &shape, &mut classes);
    counted::mark(table, &shape, &mut classes);
    changes::mark(table, &shape, &mut classes);
    let found = summary::mark(table, &shape, &mut classes);
    leads::mark(table, &shape, &mut classes);
    let lone = lone::mark(table, source, &shape, &mut classes);
    asked::lone(table, source, &lone, sink);
    asked::summaries(table, source, &found.unnamed, sink);
    asked::set_aside(table, source, &found, sink);
    asked::words(table, source, &found, sink);
    totals(table, source, &classes, &found, sink);
    let sections = sections::of(table, &shape, &classes);
    let rows: Vec<(usize, AsideReason)> =
        classes.iter().enumerate().filter_map(|(row, why)| Some((row, (*why)?))).collect();
    set_aside(table, &rows);
    if let Some(sections) = sections {
        sections.offer(table, source, sink);
    }
}

/// Says which rows among the others are figures over them.
fn totals(table: &RawTable, source: &Source, classes: &RowClasses, found: &Doubtful, sink: &mut Sink) {
    let said = |row: &usize| found.sums.binary_search(row).is_ok() || found.sure.iter().any(|it| it.row == *row);
    let is = |row: &usize| matches!(classes[*row], Some(AsideReason::Total | AsideReason::Figure)) && !said(row);
    let rows: Vec<usize> = (0..classes.len()).filter(is).collect();
    if rows.is_empty() {
        return;
    }
    let message = phrase!(
        "{n} {n?row|rows} among those of `{source}` {n?is a total, a mean or another figure over the others and is|are totals, means or other figures over the others and are} set aside",
        n = rows.len(),
        source = source.title()
    );
    let places = rows.iter().map(|&row| table.place(row, first_filled(table, row)));
    sink.push(Diagnostic::warning("total-rows", message).at_all(places));
}
