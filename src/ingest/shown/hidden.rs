//! Rows and columns that a workbook hides: read like the others unless the study says so, and never without a word.

use crate::diag::{Diagnostic, Place, Sink};
use crate::ingest::facts::SheetFacts;
use crate::ingest::{Cause, RawTable};
use crate::phrase;
use crate::study::{Marked, Source};

/// Says how many rows and columns of a table are hidden, and leaves the rows out where the study says so.
pub(super) fn settle(table: &mut RawTable, facts: &SheetFacts, source: &Source, sink: &mut Sink) {
    columns(table, facts, source, sink);
    let is_hidden = |row: &usize| facts.hidden_rows.binary_search(&table.rows[*row]).is_ok();
    let hidden: Vec<usize> = (0..table.rows.len()).filter(is_hidden).collect();
    if hidden.is_empty() {
        return without_effect(source, sink);
    }
    let wanted = source.hidden.as_ref().map(|it| it.value);
    sink.push(rows(table, &hidden, facts.filtered, wanted, source));
    if wanted == Some(Marked::LeaveOut) {
        table.leave_out(&hidden, Cause::Hidden);
    }
}

fn rows(table: &RawTable, hidden: &[usize], filtered: bool, wanted: Option<Marked>, source: &Source) -> Diagnostic {
    let (n, all, name) = (hidden.len(), table.rows.len(), source.title());
    let places: Vec<Place> = hidden.iter().map(|&row| table.place(row, 0)).collect();
    let problem = match wanted {
        Some(Marked::LeaveOut) => {
            let message = phrase!(
                "{n} of {all} rows of `{source}` {n?is|are} hidden in the workbook and left out, as the study file says",
                n = n,
                all = all,
                source = name
            );
            Diagnostic::note("hidden-rows", message)
        }
        Some(Marked::Read) => {
            let message = phrase!(
                "{n} of {all} rows of `{source}` {n?is|are} hidden in the workbook and read like the others, as the study file says",
                n = n,
                all = all,
                source = name
            );
            Diagnostic::note("hidden-rows", message)
        }
        None => Diagnostic::warning("hidden-rows", unasked(n, all, filtered, name)).hint(phrase!(
            "Write {read} in the study file if they count, {leave} if only the rows that Excel shows are meant",
            read = "hidden = \"read\"",
            leave = "hidden = \"leave-out\""
        )),
    };
    problem.at_all(places)
}

fn unasked(n: usize, all: usize, filtered: bool, name: String) -> crate::text::Phrase {
    if filtered {
        phrase!(
            "A filter is set in the workbook and hides {n} of {all} rows of `{source}`; they are read like the others",
            n = n,
            all = all,
            source = name
        )
    } else {
        phrase!(
            "{n} of {all} rows of `{source}` {n?is|are} hidden in the workbook, and {n?is|are} read like the others",
            n = n,
            all = all,
            source = name
        )
    }
}

fn columns(table: &RawTable, facts: &SheetFacts, source: &Source, sink: &mut Sink) {
    let is_hidden = |col: u32| facts.hidden_columns.iter().any(|&(first, last)| (first..=last).contains(&col));
    let hidden: Vec<usize> = (0..table.headings.len()).filter(|&at| is_hidden(table.headings[at].col)).collect();
    if hidden.is_empty() {
        return;
    }
    let names: Vec<&str> = hidden.iter().map(|&at| table.headings[at].text.as_str()).collect();
    let message = phrase!(
        "{n} {n?column|columns} of `{source}` {n?is|are} hidden in the workbook and read like the others: {list}",
        n = hidden.len(),
        source = source.title(),
        list = names
    );
    sink.push(Diagnostic::note("hidden-columns", message).at_all(hidden.iter().map(|&at| table.heading_place(at))));
}

fn without_effect(source: &Source, sink: &mut Sink) {
    // Of several files or sheets one may have none.
    if let (Some(wanted), true) = (&source.hidden, source.part.is_empty()) {
        let message = phrase!(
            "`hidden` changes nothing: no row of `{source}` is hidden in the workbook",
            source = source.title()
        );
        let hint = phrase!("Take the line out of the study file");
        sink.push(Diagnostic::error("no-effect", message).hint(hint).at(wanted.place.clone()));
    }
}
