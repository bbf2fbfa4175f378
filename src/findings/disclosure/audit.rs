//! The audit of what is hidden: each cell, why, and how far it can be pinned down by everything that is shown.

use std::collections::BTreeMap;

use crate::exhibit::{Audience, Cell, Column, Format, Table, TableRole, Value};
use crate::phrase;
use crate::text::{Lang, Phrase};

use super::attack::Part;
use super::rule::Rule;
use super::system::{Spot, System};

/// The internal table of all hidden cells; nothing where none is hidden.
pub fn table(tables: &[Table], system: &System, rule: &Rule) -> Option<Table> {
    let ranges = ranges(system, rule);
    let mut audit = Table {
        audience: Audience::Internal,
        ..Table::new(
            TableRole::Disclosure,
            phrase!("What the public edition does not show, and how far it can be told"),
            columns(),
        )
    };
    for (at, table) in tables.iter().enumerate().filter(|(_, table)| table.audience == Audience::Public) {
        for (row, cells) in table.rows.iter().enumerate() {
            let hidden = |(_, cell): &(usize, &Cell)| cell.audience == Audience::Internal && cell.number().is_some();
            for (column, cell) in cells.iter().enumerate().filter(hidden) {
                let range = ranges.get(&(at, row, column)).copied();
                audit.push(line(table, row, column, reason(cell, range.is_some(), rule), range));
            }
        }
    }
    audit.notes = notes();
    (!audit.rows.is_empty()).then_some(audit)
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("table", phrase!("Table"), Format::Text),
        Column::new("row", phrase!("Row"), Format::Text),
        Column::new("column", phrase!("Column"), Format::Text),
        Column::new("reason", phrase!("Why it is not shown"), Format::Text),
        Column::new("lower", phrase!("At least"), Format::Count),
        Column::new("upper", phrase!("At most"), Format::Count),
    ]
}

fn notes() -> Vec<Phrase> {
    vec![
        phrase!(
            "At least, at most: what the count can be to someone who knows everything in the public edition and every sum that holds"
        ),
        phrase!("Of means, shares and other results no range is given; a share has that of the units that it is about"),
    ]
}

/// Of each hidden count, from where to where it can be told.
fn ranges(system: &System, rule: &Rule) -> BTreeMap<Spot, (i64, Option<i64>)> {
    let mut found = BTreeMap::new();
    let mut done = vec![false; system.unknowns.len()];
    for start in 0..system.unknowns.len() {
        if done[start] || !system.unknowns[start].hidden {
            continue;
        }
        let part = Part::around(system, start, rule);
        for &i in part.unknowns.iter().filter(|&&i| system.unknowns[i].hidden) {
            done[i] = true;
            if !system.unknowns[i].spots.is_empty() {
                let range = part.open_range(i);
                found.extend(system.unknowns[i].spots.iter().map(|&spot| (spot, range)));
            }
        }
    }
    found
}

fn reason(cell: &Cell, counted: bool, rule: &Rule) -> Phrase {
    match (rule.hides(cell), counted) {
        (false, _) if rule.tells_largest(cell) => phrase!("one unit is most of it"),
        (true, _) => phrase!("few units"),
        (false, true) => phrase!("would tell a hidden count"),
        (false, false) => phrase!("rests on what is hidden"),
    }
}

fn line(table: &Table, row: usize, column: usize, reason: Phrase, range: Option<(i64, Option<i64>)>) -> Vec<Cell> {
    let end = |value: Option<i64>| value.map_or_else(Cell::empty, |value| Cell::statistic(value as f64));
    vec![
        Cell::text(table.id.as_str()),
        label(&table.rows[row]),
        Cell::phrase(table.columns[column].title.clone()),
        Cell::phrase(reason),
        end(range.map(|range| range.0)),
        end(range.and_then(|range| range.1)),
    ]
}

/// What a row is called: its first words, with the level where it is one of a category.
fn label(row: &[Cell]) -> Cell {
    let words = row.iter().filter_map(|cell| match &cell.value {
        Value::Words(words) => Some(Phrase::words(words)),
        Value::Phrase(phrase) => Some(phrase.clone()),
        Value::Text(text) => Some(Phrase::verbatim(text.as_str())),
        _ => None,
    });
    let mut words: Vec<Phrase> = words.filter(|phrase| !phrase.render(Lang::En).is_empty()).take(3).collect();
    // A key for programs stands before the label.
    if words.len() == 3 {
        words.remove(0);
    }
    match words.as_slice() {
        [] => Cell::empty(),
        [only] => Cell::phrase(only.clone()),
        [first, second, ..] => Cell::phrase(phrase!("{label}: {level}", label = first.clone(), level = second.clone())),
    }
}
