//! Typed results → Figure, one file per chart.
//!
//! A figure says a message (title), n and method (subtitle) and what it does not show (note); its words stand for it where
//! it cannot be seen (alt). Every number of it is in its table.

mod bars;
mod cases;
mod change;
mod flow;
mod love;
mod overlap;

pub use bars::{BarRow, bars};
pub use cases::{CaseRow, cases_table};
pub use change::{Contrast, EffectRow, change, changes, effects_table, places};
pub use flow::{flow, flow_table, follows, stage_rows};
pub use love::love;
pub use overlap::overlap;

use crate::design::Sides;
use crate::exhibit::{Axis, Cell, Format, Rule, Table, Value};
use crate::phrase;
use crate::text::{Arg, Lang, Phrase};

/// What a figure rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Basis {
    /// Those who took part (or all cases, where there is nobody to compare with); 0 where no number holds for all that is shown.
    pub treated: usize,
    /// Those they are compared with; 0 where there are none.
    pub comparison: usize,
    /// How it was done, as a sentence or noun phrase without a full stop.
    pub method: Phrase,
    /// What the two sides are.
    pub sides: Sides,
}

impl Basis {
    fn subtitle(&self) -> Phrase {
        let (treated, comparison, method) = (Arg::units(self.treated), Arg::units(self.comparison), &self.method);
        if self.treated == 0 {
            return phrase!("{method}.", method = method.clone());
        }
        if self.comparison == 0 {
            return phrase!("{n} {n?case|cases}. {method}.", n = treated, method = method.clone());
        }
        if self.sides == Sides::Answered {
            return phrase!(
                "{after} who answered after and {before} who answered before. {method}.",
                after = treated,
                before = comparison,
                method = method.clone()
            );
        }
        phrase!(
            "{treated} who took part and {comparison} who did not. {method}.",
            treated = treated,
            comparison = comparison,
            method = method.clone()
        )
    }
}

/// Id of a figure or table: with a question `question<separator>name`, else the name.
fn id(question: &str, separator: char, name: &str) -> String {
    if question.is_empty() { name.to_string() } else { format!("{question}{separator}{name}") }
}

fn axis(title: Phrase, format: Format, rules: Vec<Rule>) -> Axis {
    Axis { title, range: None, format, rules, absolute: false }
}

fn no_axis() -> Axis {
    axis(Phrase::verbatim(""), Format::Text, Vec::new())
}

fn zero() -> Rule {
    Rule { at: 0.0, label: None }
}

/// The number at a row and key.
fn number(table: &Table, row: usize, key: &str) -> Option<f64> {
    table.cell(row, key).and_then(Cell::number)
}

/// The label of a row, with the level where the row is one level of a category.
fn row_label(table: &Table, row: usize) -> Phrase {
    let (label, level) = (said(table, row, "label"), said(table, row, "level"));
    if level.render(Lang::En).is_empty() { label } else { phrase!("{label}: {level}", label = label, level = level) }
}

/// What stands in a cell, as a phrase.
fn said(table: &Table, row: usize, key: &str) -> Phrase {
    match table.cell(row, key).map(|cell| &cell.value) {
        Some(Value::Phrase(phrase)) => phrase.clone(),
        Some(Value::Words(words)) => Phrase::words(words),
        Some(Value::Text(text)) => Phrase::verbatim(text.clone()),
        _ => Phrase::verbatim(""),
    }
}
