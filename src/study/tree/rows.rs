//! Rows of a workbook as a tree: a heading in the first cell of a row (`[sources.people]`, `[[questions]]`), below it rows of a
//! key and its value; several values in a row are a list, and a key such as `baseline.income` is one of a table.

use crate::diag::{Diagnostic, Place};
use crate::phrase;
use crate::study::expression::Spots;

use super::{Document, KeyValue, Node, TreeTable, TreeValue, Whole};

/// A row that holds something.
#[derive(Clone, Debug)]
pub struct StudyRow {
    /// Its first cell.
    pub key: RowCell,
    /// The others that are not blank.
    pub values: Vec<RowCell>,
}

/// A cell.
#[derive(Clone, Debug)]
pub struct RowCell {
    /// Where it is.
    pub place: Place,
    /// What it holds.
    pub value: WrittenCell,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum WrittenCell {
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// True or false.
    Flag(bool),
}

/// Reads the rows of all sheets, one after the other.
pub fn of_rows(rows: &[StudyRow], file: Place) -> Document {
    let start = rows.first().map_or(&file, |row| &row.key.place).clone();
    let mut document = Document { root: TreeTable::default(), start, file, broken: Vec::new(), horizon: None };
    let mut below: Vec<HeadingStep> = Vec::new();
    for row in rows {
        let key = said(&row.key.value);
        match heading(&key).filter(|_| row.values.is_empty()) {
            Some(steps) => {
                below = steps;
                open(&mut document, &below, &row.key.place);
            }
            None => add(&mut document, &below, &key, row),
        }
    }
    document
}

/// A name of a heading, and whether it begins a new table of a list.
#[derive(Clone, Debug)]
struct HeadingStep {
    name: String,
    listed: bool,
}

/// `[a.b]` or `[[a]]`.
fn heading(text: &str) -> Option<Vec<HeadingStep>> {
    let inner = text.trim().strip_prefix('[')?.strip_suffix(']')?;
    let listed = inner.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
    let names: Vec<String> = listed.unwrap_or(inner).splitn(2, '.').map(plain).collect();
    let last = names.len() - 1;
    Some(
        names
            .into_iter()
            .enumerate()
            .map(|(at, name)| HeadingStep { name, listed: listed.is_some() && at == last })
            .collect(),
    )
}

/// A name without the quotation marks that may stand around it.
fn plain(name: &str) -> String {
    let name = name.trim();
    let quoted = |sign: char| name.len() > 1 && name.starts_with(sign) && name.ends_with(sign);
    let quoted = quoted('"') || quoted('\'');
    if quoted { name[1..name.len() - 1].to_string() } else { name.to_string() }
}

/// Makes the table of a heading.
fn open(document: &mut Document, steps: &[HeadingStep], place: &Place) {
    let Some(last) = steps.last() else { return };
    let Some(table) = within(&mut document.root, &steps[..steps.len() - 1], place) else { return };
    let empty = || node(TreeValue::Table(TreeTable::default()), place, "");
    match table.0.iter_mut().find(|entry| entry.key == last.name) {
        Some(KeyValue { node: Node { value: TreeValue::List(items), .. }, .. }) if last.listed => items.push(empty()),
        Some(entry) if !last.listed && entry.node.value.as_table().is_some() => {}
        Some(_) => document.broken.push(twice(&last.name, place)),
        None if last.listed => table.0.push(entry(&last.name, place, node(TreeValue::List(vec![empty()]), place, ""))),
        None => table.0.push(entry(&last.name, place, empty())),
    }
}

fn add(document: &mut Document, below: &[HeadingStep], key: &str, row: &StudyRow) {
    let mut names: Vec<String> = key.splitn(2, '.').map(plain).collect();
    let name = names.pop().unwrap_or_default();
    let outer = names.into_iter().map(|name| HeadingStep { name, listed: false });
    let steps: Vec<HeadingStep> = below.iter().cloned().chain(outer).collect();
    let place = &row.key.place;
    let Some(table) = within(&mut document.root, &steps, place) else { return document.broken.push(twice(key, place)) };
    if table.entry(&name).is_some() {
        return document.broken.push(twice(key, place));
    }
    match row.values.as_slice() {
        [] => document.broken.push(no_value(place)),
        [one] => table.0.push(entry(&name, place, of_cell(one))),
        [first, ..] => {
            let items: Vec<Node> = row.values.iter().map(of_cell).collect();
            let written = items.iter().map(|item| item.written.as_str()).collect::<Vec<_>>().join(", ");
            table.0.push(entry(&name, place, node(TreeValue::List(items), &first.place, &written)));
        }
    }
}

/// The table of these names, made where there is none; of a list the last one. Nothing where something else has the name.
fn within<'t>(root: &'t mut TreeTable, steps: &[HeadingStep], place: &Place) -> Option<&'t mut TreeTable> {
    let mut table = root;
    for step in steps {
        if table.entry(&step.name).is_none() {
            table.0.push(entry(&step.name, place, node(TreeValue::Table(TreeTable::default()), place, "")));
        }
        let found = table.0.iter_mut().find(|entry| entry.key == step.name)?;
        table = match &mut found.node.value {
            TreeValue::Table(inner) => inner,
            TreeValue::List(items) => match &mut items.last_mut()?.value {
                TreeValue::Table(inner) => inner,
                _ => return None,
            },
            _ => return None,
        };
    }
    Some(table)
}

fn entry(key: &str, place: &Place, node: Node) -> KeyValue {
    KeyValue { key: key.into(), key_place: place.clone(), whole: node.place.clone(), node }
}

fn node(value: TreeValue, place: &Place, written: &str) -> Node {
    Node { value, place: place.clone(), written: written.into() }
}

fn of_cell(cell: &RowCell) -> Node {
    let value = match &cell.value {
        WrittenCell::Text(text) => TreeValue::Text(text.clone(), Spots::default()),
        WrittenCell::Flag(flag) => TreeValue::Flag(*flag),
        WrittenCell::Number(number) if is_whole(*number) => {
            TreeValue::Whole(Whole { digits: format!("{number:.0}"), base: 10 })
        }
        WrittenCell::Number(number) => TreeValue::Number(number.to_string()),
    };
    node(value, &cell.place, &said(&cell.value))
}

/// Whether a number is one of those that a workbook holds exactly.
fn is_whole(number: f64) -> bool {
    number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0
}

fn said(value: &WrittenCell) -> String {
    match value {
        WrittenCell::Text(text) => text.clone(),
        WrittenCell::Flag(flag) => flag.to_string(),
        WrittenCell::Number(number) => number.to_string(),
    }
}

fn twice(key: &str, place: &Place) -> Diagnostic {
    let message = phrase!("`{key}` is given twice", key = key);
    Diagnostic::error("duplicate-key", message).hint(phrase!("Keep one of the two")).at(place.clone())
}

fn no_value(place: &Place) -> Diagnostic {
    let message = phrase!("A value is missing here");
    let hint = phrase!("Write the value into the cell to the right");
    Diagnostic::error("syntax", message).hint(hint).at(place.clone())
}
