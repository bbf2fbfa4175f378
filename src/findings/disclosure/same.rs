//! Counts of one quantity, wherever they stand.

use std::collections::BTreeMap;

use crate::exhibit::{AnswerPart, Audience, Cell, CellRef, Link, Quantity, Table, TableRole};

/// For each number of an answer that stands in several public tables, a link from one place (in the table of cases, where it is
/// there) to each of the others.
pub fn links(tables: &[Table]) -> Vec<Link> {
    let mut first: BTreeMap<&Quantity, (i64, CellRef)> = BTreeMap::new();
    let mut links = Vec::new();
    for (quantity, n, here) in places(tables) {
        let (same, total) = first.entry(quantity).or_insert_with(|| (n, here.clone()));
        debug_assert_eq!(*same, n, "two counts of one quantity: {quantity:?} at {total:?} and {here:?}");
        if *same == n && *total != here {
            links.push(Link { total: total.clone(), parts: vec![here] });
        }
    }
    links
}

/// Where public tables tell numbers of answers.
fn places(tables: &[Table]) -> impl Iterator<Item = (&Quantity, i64, CellRef)> {
    let public = || tables.iter().filter(|table| table.audience == Audience::Public);
    let counts_cases = |table: &&Table| *table.id.role() == TableRole::Cases;
    let ordered = public().filter(counts_cases).chain(public().filter(move |table| !counts_cases(table)));
    ordered.flat_map(|table| (0..table.rows.len()).flat_map(move |row| in_row(table, row)))
}

fn in_row(table: &Table, row: usize) -> impl Iterator<Item = (&Quantity, i64, CellRef)> {
    let shown = table.columns.iter().zip(&table.rows[row]).filter(|(column, _)| column.audience == Audience::Public);
    shown.filter_map(move |(column, cell)| {
        let (quantity, n) = counted(cell)?;
        Some((quantity, n, table.at(row, &column.key)))
    })
}

/// The number of units of an answer that a cell tells, and what it is.
fn counted(cell: &Cell) -> Option<(&Quantity, i64)> {
    let known = |quantity: &&Quantity| quantity.part != AnswerPart::Result && !quantity.finding.is_empty();
    cell.quantity.as_ref().filter(known).zip(cell.tells())
}
