//! Decisions take effect in the tables as they were read, before anything else looks at them.

use indexmap::IndexMap;

use super::{Choice, Decision, Given, State, same, text_of};
use crate::diag::{Diagnostic, Place, Sink};
use crate::ingest::grid::{DATE, EMPTY, NUMBER, TEXT};
use crate::ingest::{Cause, LeftOut, RawTable};
use crate::phrase;

/// Applies decisions to the tables of all sources, and notes on each what became of it. All cells are compared before any is
/// changed.
pub fn apply(tables: &mut [RawTable], decisions: &mut [Decision], sink: &mut Sink) {
    for decision in decisions.iter_mut() {
        if decision.is_by_hand() && decision.found.is_empty() {
            decision.found = found(tables, decision).unwrap_or_default();
        }
        if decision.choice == Some(Choice::Value) && decision.value.is_none() {
            decision.value.clone_from(&decision.suggested);
        }
        decision.state = state(tables, decision);
    }
    let applied = decisions.iter().filter(|decision| decision.state == State::Applied);
    for table in tables.iter_mut() {
        let own = applied.clone().filter(|decision| is_of(table, decision)).collect::<Vec<_>>();
        let (out, cells): (Vec<_>, Vec<_>) = own.into_iter().partition(|it| it.choice == Some(Choice::LeaveOut));
        let mut known = IndexMap::new();
        // Who decides about a cell of such a row has looked at the row.
        table.ragged.retain(|row| !cells.iter().any(|decision| decision.row == *row));
        cells.into_iter().for_each(|decision| change(table, decision, &mut known));
        leave_out(table, &out);
    }
    report(decisions, sink);
}

fn is_of(table: &RawTable, decision: &Decision) -> bool {
    *table.file == *decision.file && *table.sheet == *decision.sheet
}

/// Row and column of the table that a decision is about.
fn at(table: &RawTable, decision: &Decision) -> Option<(usize, usize)> {
    let row = table.rows.binary_search(&decision.row).ok()?;
    Some((row, table.headings.iter().position(|heading| heading.col == decision.col)?))
}

/// What stands in the cell now.
fn found(tables: &[RawTable], decision: &Decision) -> Option<String> {
    let mut own = tables.iter().filter(|table| is_of(table, decision));
    own.find_map(|table| at(table, decision).map(|(row, column)| text_of(table.get(row, column))))
}

fn state(tables: &[RawTable], decision: &Decision) -> State {
    let own: Vec<&RawTable> = tables.iter().filter(|table| is_of(table, decision)).collect();
    let cells: Vec<_> = own.iter().filter_map(|table| Some((table, at(table, decision)?))).collect();
    if decision.choice.is_none() {
        return State::Open;
    }
    if cells.is_empty() {
        return State::Gone;
    }
    if cells.iter().any(|(table, (row, column))| !same(&text_of(table.get(*row, *column)), &decision.found)) {
        return State::Changed;
    }
    match (decision.choice, &decision.value) {
        (Some(Choice::Value | Choice::Join), None) => State::Incomplete,
        _ => State::Applied,
    }
}

/// `known` has the place of each text of the table once a decision needs it: a text stands there once.
fn change(table: &mut RawTable, decision: &Decision, known: &mut IndexMap<String, u64>) {
    let Some((row, column)) = at(table, decision) else { return };
    let (tag, bits) = match (decision.choice, &decision.value) {
        (Some(Choice::Missing), _) => (EMPTY, 0),
        (Some(Choice::Value), Some(Given::Number(value))) => (NUMBER, value.to_bits()),
        (Some(Choice::Value), Some(Given::Date(serial))) => (DATE, serial.to_bits()),
        (Some(Choice::Value), Some(Given::Text(text))) => {
            if known.is_empty() {
                known.extend(table.texts.iter().cloned().zip(0..));
            }
            let next = table.texts.len() as u64;
            let at = *known.entry(text.clone()).or_insert(next);
            if at == next {
                table.texts.push(text.clone());
            }
            (TEXT, at)
        }
        _ => return,
    };
    (table.columns[column].tags[row], table.columns[column].payload[row]) = (tag, bits);
}

fn leave_out(table: &mut RawTable, decisions: &[&Decision]) {
    let mut out: Vec<(u32, u32)> = decisions.iter().map(|decision| (decision.row, decision.col)).collect();
    out.sort_unstable();
    out.dedup_by_key(|(row, _)| *row);
    if out.is_empty() {
        return;
    }
    let stays: Vec<bool> =
        table.rows.iter().map(|row| out.binary_search_by_key(row, |(row, _)| *row).is_err()).collect();
    table.keep_rows(&stays);
    table.left_out.extend(out.into_iter().map(|(row, col)| LeftOut { row, col, cause: Cause::Decision }));
}

/// Says how many decisions took effect and which did not.
fn report(decisions: &[Decision], sink: &mut Sink) {
    let of = |state| decisions.iter().filter(move |it| it.state == state).map(Decision::place).collect::<Vec<Place>>();
    let applied = of(State::Applied).len();
    if applied > 0 {
        let message = phrase!("{n} {n?decision|decisions} of the earlier workbook {n?was|were} applied", n = applied);
        sink.push(Diagnostic::note("decisions-applied", message));
    }
    let stale: Vec<Place> = [of(State::Changed), of(State::Gone)].concat();
    if !stale.is_empty() {
        let message = phrase!(
            "{n} {n?decision|decisions} of the earlier workbook {n?was|were} not applied: the {n?cell does|cells do} not say what {n?it|they} said then",
            n = stale.len()
        );
        let hint = phrase!("Look at the sheet Data to check and decide again");
        sink.push(Diagnostic::warning("decision-out-of-date", message).at_all(stale).hint(hint));
    }
    let incomplete = of(State::Incomplete);
    if !incomplete.is_empty() {
        let message = phrase!("{n} {n?decision gives|decisions give} no value to use", n = incomplete.len());
        let hint = phrase!("Write the value beside the decision, or choose to treat the cell as missing");
        sink.push(Diagnostic::warning("decision-incomplete", message).at_all(incomplete).hint(hint));
    }
}
