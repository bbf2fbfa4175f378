//! What those who make figures of tables need: axes, and what stands in the cells.

use super::{Axis, Cell, Format, ReferenceLine, Table, Value};
use crate::phrase;
use crate::text::{Lang, Phrase};

/// An axis with lines across the plot.
pub fn axis(title: Phrase, format: Format, rules: Vec<ReferenceLine>) -> Axis {
    Axis { title, range: None, format, rules, absolute: false }
}

/// An axis that the shape of a figure does not have.
pub fn no_axis() -> Axis {
    axis(Phrase::verbatim(""), Format::Text, Vec::new())
}

/// The line at nothing.
pub fn zero() -> ReferenceLine {
    ReferenceLine { at: 0.0, label: None }
}

/// The number at a row and key.
pub fn number(table: &Table, row: usize, key: &str) -> Option<f64> {
    table.cell(row, key).and_then(Cell::number)
}

/// The label of a row, with the level where the row is one level of a category.
pub fn row_label(table: &Table, row: usize) -> Phrase {
    let (label, level) = (said(table, row, "label"), said(table, row, "level"));
    if level.render(Lang::En).is_empty() { label } else { phrase!("{label}: {level}", label = label, level = level) }
}

/// What stands in a cell, as a phrase.
pub fn said(table: &Table, row: usize, key: &str) -> Phrase {
    match table.cell(row, key).map(|cell| &cell.value) {
        Some(Value::Phrase(phrase)) => phrase.clone(),
        Some(Value::Words(words)) => Phrase::words(words),
        Some(Value::Text(text)) => Phrase::verbatim(text.clone()),
        _ => Phrase::verbatim(""),
    }
}
