//! Rows of which a person has to say what they are.

use super::super::RawTable;
use super::arithmetic::Unnamed;
use super::first_filled;
use super::summary::Doubtful;
use super::words::SummaryKind;
use crate::diag::{Diagnostic, Sink};
use crate::phrase;
use crate::study::Source;
use crate::text::Phrase;

/// Asks about rows with one text that may be headings of sections or units of which nothing is known.
pub(super) fn lone(table: &RawTable, source: &Source, rows: &[usize], sink: &mut Sink) {
    if rows.is_empty() {
        return;
    }
    let message = phrase!(
        "{n} {n?row|rows} of `{source}` {n?holds|hold} nothing but the first text, while nearly all others are full: a heading or a note, or a unit of which nothing is known?",
        n = rows.len(),
        source = source.title()
    );
    let places = rows.iter().map(|&row| table.place(row, first_filled(table, row)));
    sink.push(Diagnostic::warning("lone-text", message).at_all(places).hint(leave_out()));
}

/// Asks about rows that add the others up although nothing says so.
pub(super) fn summaries(table: &RawTable, source: &Source, rows: &[Unnamed], sink: &mut Sink) {
    for (figure, word) in [(SummaryKind::Sum, phrase!("sum")), (SummaryKind::Mean, phrase!("mean"))] {
        let own: Vec<&Unnamed> = rows.iter().filter(|it| it.figure == figure).collect();
        if own.is_empty() {
            continue;
        }
        let message = phrase!(
            "{n} {n?row|rows} of `{source}` {n?is|are} the {figure} of all others in {columns} columns of numbers, although no word says so: a total is no unit",
            n = own.len(),
            source = source.title(),
            figure = word,
            columns = own.iter().map(|it| it.columns).min().unwrap_or(0)
        );
        let places = own.iter().map(|it| table.place(it.row, first_filled(table, it.row)));
        sink.push(Diagnostic::warning("total-unnamed", message).at_all(places).hint(leave_out()));
    }
}

/// Says which rows are set aside because the others add up to them, although no word says so.
pub(super) fn set_aside(table: &RawTable, source: &Source, found: &Doubtful, sink: &mut Sink) {
    let all: Vec<usize> = found.sure.iter().map(|it| it.row).collect();
    let say = |rows: &[usize], message: Phrase, sink: &mut Sink| {
        if !rows.is_empty() {
            let places = rows.iter().map(|&row| table.place(row, first_filled(table, row)));
            sink.push(Diagnostic::warning("total-unnamed", message).at_all(places).hint(take_as_it_is()));
        }
    };
    let message = phrase!(
        "{n} {n?row|rows} of `{source}` {n?is|are} the sum or the mean of all others in {columns} columns of numbers, although no word says so: {n?it is|they are} set aside, for a total is no unit",
        n = all.len(),
        source = source.title(),
        columns = found.sure.iter().map(|it| it.columns).min().unwrap_or(0)
    );
    say(&all, message, sink);
    let message = phrase!(
        "{n} {n?row|rows} of `{source}` {n?is the sum of the rows|are the sums of the rows} beside {n?it|them}, although no word says so: {n?it is|they are} set aside, for a total is no unit",
        n = found.sums.len(),
        source = source.title()
    );
    say(&found.sums, message, sink);
}

/// Asks about rows that name a total while nothing adds up, and about rows that name a part of another one.
pub(super) fn words(table: &RawTable, source: &Source, found: &Doubtful, sink: &mut Sink) {
    let place = |&row: &usize| table.place(row, first_filled(table, row));
    let (named, parts) = (&found.named, &found.parts);
    if !named.is_empty() {
        let message = phrase!(
            "{n} {n?row|rows} of `{source}` {n?is|are} called a total, but the other rows do not add up to {n?it|them}: a total, or a name?",
            n = named.len(),
            source = source.title()
        );
        let problem = Diagnostic::warning("total-unnamed", message).hint(leave_out());
        sink.push(problem.at_all(named.iter().map(place)));
    }
    if !parts.is_empty() {
        let message = phrase!(
            "{n} {n?row|rows} of `{source}` {n?names|name} a part of another one (うち …): counted beside it, it counts twice",
            n = parts.len(),
            source = source.title()
        );
        let problem = Diagnostic::warning("total-unnamed", message).hint(leave_out());
        sink.push(problem.at_all(parts.iter().map(place)));
    }
}

fn take_as_it_is() -> Phrase {
    phrase!(
        "Where it is a unit all the same, write range and header in the study file, under the source: its rows are then taken as they are"
    )
}

fn leave_out() -> Phrase {
    phrase!("Say in the sheet Data to check whether the row is kept or left out")
}
