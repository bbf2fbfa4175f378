//! Formulas whose results are not stored: their cells look filled in, and hold nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::table::Opened;
use crate::diag::{Diagnostic, Sink};
use crate::phrase;
use crate::text::Phrase;

/// Says which columns of a source hold such formulas: an error where the study uses one of them.
pub(in crate::tidy) fn report(opened: &Opened<'_>, used: &BTreeSet<String>, sink: &mut Sink) {
    let Opened { table, columns, .. } = opened;
    let at: BTreeMap<u32, usize> = table.headings.iter().enumerate().rev().map(|(at, it)| (it.col, at)).collect();
    let told = table.unstored.iter().filter_map(|cell| Some((*cell, *at.get(&cell.1)?)));
    let key = |column: usize| {
        columns.keys.contains(&column) && !opened.source.anonymous
            || columns.places.contains(&column)
            || columns.period == Some(column)
    };
    let needed = |column: usize| key(column) || used.contains(&columns.names[column]);
    let told: Vec<_> = told.collect();
    if told.is_empty() {
        return;
    }
    let message = message(opened, &told);
    let problem = if told.iter().any(|(_, column)| needed(*column)) {
        Diagnostic::error("formulas-without-results", message)
    } else {
        Diagnostic::warning("formulas-without-results", message)
    };
    let places = told.iter().map(|&((row, col), _)| table.cell(row, col));
    let hint = phrase!("Open the file in Excel, save it, and run this again: Excel stores the results");
    sink.push(problem.hint(hint).at_all(places));
}

fn message(opened: &Opened<'_>, cells: &[((u32, u32), usize)]) -> Phrase {
    let columns: BTreeSet<usize> = cells.iter().map(|(_, column)| *column).collect();
    let names: Vec<&str> = columns.iter().map(|&column| opened.table.headings[column].text.as_str()).collect();
    phrase!(
        "{n} {n?cell|cells} of `{source}` {n?is a formula|are formulas} without a stored result: {list}",
        n = cells.len(),
        source = opened.source.title(),
        list = names
    )
}
