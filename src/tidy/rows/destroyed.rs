//! Numbers and ids that a spreadsheet program has destroyed, and corporate numbers that are none: said, and never joined on.

use super::columns::Columns;
use super::ids::{corporate_number, is_destroyed};
use super::link::kind::KeyKind;
use super::table::Opened;
use crate::diag::{Diagnostic, Place, Sink};
use crate::ingest::{Raw, RawTable};
use crate::names::corporate_number::CorporateNumberCell;
use crate::notation::fold;
use crate::phrase;
use crate::text::Phrase;

/// Says of every column that holds corporate numbers, units or keys which cells do not.
pub(in crate::tidy) fn report(opened: &Opened<'_>, sink: &mut Sink) {
    for (column, name) in
        opened.columns.names.iter().enumerate().filter(|(_, name)| KeyKind::of(name) == KeyKind::Number)
    {
        corporate_numbers(opened, column, name, sink);
    }
    if !opened.source.anonymous {
        opened.columns.keys.iter().for_each(|&column| ids(opened, column, sink));
    }
}

fn corporate_numbers(opened: &Opened<'_>, column: usize, name: &str, sink: &mut Sink) {
    let mixed = fold(name).contains('名');
    let (mut destroyed, mut wrong) = (Vec::new(), Vec::new());
    for row in 0..opened.table.rows.len() {
        let cell = opened.table.get(row, column);
        if mixed && !has_number(cell) {
            continue;
        }
        match corporate_number(cell) {
            // Of units it is said below that their rows belong to nobody.
            CorporateNumberCell::Destroyed if identifies(opened, column) => {}
            CorporateNumberCell::Destroyed => destroyed.push(opened.table.place(row, column)),
            CorporateNumberCell::Wrong => wrong.push(opened.table.place(row, column)),
            CorporateNumberCell::Valid(_) | CorporateNumberCell::Nothing => {}
        }
    }
    if !destroyed.is_empty() {
        let message = phrase!(
            "{n} {n?number|numbers} in `{name}` of `{source}` lost {n?its|their} last digits to scientific notation (4.01101E+12) and {n?is|are} not joined on",
            n = destroyed.len(),
            name = name,
            source = opened.source.title()
        );
        let hint = until_then(
            opened,
            phrase!("Look the number up and enter it as text"),
            phrase!("Look the number up and enter it as text; rows are joined by the next column until then"),
        );
        sink.push(Diagnostic::warning("corporate-number-destroyed", message).hint(hint).at_all(destroyed));
    }
    if !wrong.is_empty() {
        let message = phrase!(
            "{n} {n?cell|cells} in `{name}` of `{source}` {n?holds|hold} no corporate number: not 13 digits, or a wrong check digit; {n?it is|they are} not joined on",
            n = wrong.len(),
            name = name,
            source = opened.source.title()
        );
        let hint = until_then(
            opened,
            phrase!("Correct the number"),
            phrase!("Correct the number; rows are joined by the next column until then"),
        );
        sink.push(Diagnostic::warning("corporate-number-wrong", message).hint(hint).at_all(wrong));
    }
}

/// What to do, where rows are joined by further columns and where they are not.
fn until_then(opened: &Opened<'_>, alone: Phrase, joined: Phrase) -> Phrase {
    let several = opened.source.link.as_ref().is_some_and(|link| link.by.len() > 1);
    if several { joined } else { alone }
}

/// Whether a column alone says who the unit of a row is.
fn identifies(opened: &Opened<'_>, column: usize) -> bool {
    let alone = opened.columns.keys == [column] && !opened.source.anonymous;
    alone && opened.source.link.is_none() && opened.columns.unit_with.is_empty()
}

/// In a column of names and numbers a cell without thirteen digits is a name alone.
fn has_number(cell: Raw<'_>) -> bool {
    match cell {
        Raw::Text(text) => text.chars().filter(|c| c.is_numeric()).count() >= 13,
        _ => true,
    }
}

/// Ids such as 4.01101E+12: what stood there is lost.
fn ids(opened: &Opened<'_>, column: usize, sink: &mut Sink) {
    let name = &opened.columns.names[column];
    if !may_be_lost(name) || KeyKind::of(name) == KeyKind::Number && !identifies(opened, column) {
        return;
    }
    let lost = |row: &usize| is_destroyed(opened.table.get(*row, column));
    let places: Vec<Place> =
        (0..opened.table.rows.len()).filter(lost).map(|row| opened.table.place(row, column)).collect();
    if places.is_empty() {
        return;
    }
    let message = phrase!(
        "{n} {n?id|ids} in `{name}` of `{source}` lost {n?its|their} last digits to scientific notation (4.01101E+12), so that {n?its row belongs|their rows belong} to nobody",
        n = places.len(),
        name = name,
        source = opened.source.title()
    );
    let hint = phrase!("Look the id up and enter it as text: format the column as text first");
    let all = 2 * places.len() > opened.table.rows.len();
    let problem =
        if all { Diagnostic::error("id-destroyed", message) } else { Diagnostic::warning("id-destroyed", message) };
    sink.push(problem.hint(hint).at_all(places));
}

/// Whether the id of a row's unit is one that is lost.
pub(in crate::tidy) fn is_of_unit(table: &RawTable, columns: &Columns, row: usize) -> bool {
    is_destroyed(table.get(row, columns.unit)) && may_be_lost(&columns.names[columns.unit])
}

/// Ids and corporate numbers: long numbers that spreadsheet programs destroy.
fn may_be_lost(name: &str) -> bool {
    matches!(KeyKind::of(name), KeyKind::Id | KeyKind::Number)
}
