//! Numbers in which one unit is most of all: whoever has the second largest value takes it away and knows the largest, but for what the others
//! have. Nobody may tell it more closely than the profile says.

use std::collections::BTreeSet;

use crate::exhibit::{Audience, Cell, Table, TableRole};

use super::super::Finding;
use super::rule::Rule;

/// What of an answer may be said beside its largest values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sayable {
    /// The estimate.
    pub estimate: bool,
    /// Its interval, which tells the sum of squares.
    pub interval: bool,
    /// The means behind it.
    pub means: bool,
}

/// What may be said of an answer.
pub fn sayable(finding: &Finding, rule: &Rule) -> Sayable {
    let (largest, part) = (&finding.largest, rule.closest());
    let [treated, comparison] = largest.compared;
    let beside = |own: usize, other: usize| {
        let times = own as f64 / other.max(1) as f64;
        times * times
    };
    let by_squares = treated
        .is_told_by_squares(comparison.squares_about_mean() * beside(treated.n, comparison.n), part)
        || comparison.is_told_by_squares(treated.squares_about_mean() * beside(comparison.n, treated.n), part);
    let estimate = !largest.compared.iter().any(|side| side.is_told_by_total(part));
    let levels = largest.after.iter().chain(&largest.before);
    Sayable {
        estimate,
        interval: estimate && !by_squares,
        means: estimate && !levels.into_iter().any(|side| side.is_told_by_total(part)),
    }
}

/// Hides the cells that would tell a largest value; with a mean of one part those of all parts of the same, for all would tell it.
pub fn hide(tables: &mut [Table], parts: &BTreeSet<String>, rule: &Rule) {
    let own = |table: &Table, column: usize| {
        let (part, question) = table.id.question().split_once('.')?;
        let key = (question.to_string(), table.id.outcome().map(str::to_string), table.id.role().clone(), column);
        parts.contains(part).then_some(key)
    };
    let mut of_parts = Vec::new();
    for table in tables.iter_mut().filter(|table| table.audience == Audience::Public) {
        let among = *table.id.role() == TableRole::Deciles;
        for column in 0..table.columns.len() {
            let tells = |row: &Vec<Cell>| rule.tells_largest(&row[column]);
            let told = table.rows.iter().any(tells);
            of_parts.extend(own(table, column).filter(|_| told));
            for row in table.rows.iter_mut().filter(|row| told && (among || tells(row))) {
                hide_made(&mut row[column]);
            }
        }
    }
    for table in tables.iter_mut().filter(|table| table.audience == Audience::Public) {
        for column in 0..table.columns.len() {
            if own(table, column).is_some_and(|own| of_parts.contains(&own)) {
                table.rows.iter_mut().for_each(|row| hide_made(&mut row[column]));
            }
        }
    }
}

fn hide_made(cell: &mut Cell) {
    if cell.made_of.is_some() {
        cell.audience = Audience::Internal;
    }
}
