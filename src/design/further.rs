//! Balance beyond means: squares of numbers and products of two covariates. Groups that are alike in every mean may still
//! differ in how their characteristics spread and go together.

use rayon::prelude::*;

use crate::exhibit::{Audience, Cell, Column, Format, Table, TableId, TableRole};
use crate::phrase;
use crate::text::{Arg, Phrase, num};

use super::balance::standardised;
use super::model_matrix::{ModelColumn, SCORE_TERM};
use super::{Estimand, tables};

/// Squares and products that a table shows.
const SHOWN: usize = 30;
/// Values of squares and products that are looked at, over all units; no more than these are worth the time.
const MOST: usize = 20_000_000;

/// A square, or a product of two covariates.
struct Further<'a> {
    first: &'a ModelColumn,
    second: &'a ModelColumn,
    smd: (f64, f64),
}

/// What is looked at, in the order of the covariates.
fn pairs(terms: &[ModelColumn]) -> Vec<(&ModelColumn, &ModelColumn)> {
    let variable =
        |term: &ModelColumn| term.key[..term.key.len() - term.level.as_ref().map_or(0, |it| it.len() + 1)].to_string();
    let numeric = |term: &ModelColumn| term.values.iter().any(|&x| x != 0.0 && x != 1.0);
    let mut found = Vec::new();
    for (at, first) in terms.iter().enumerate() {
        found.extend(numeric(first).then_some((first, first)));
        let others = terms[at + 1..].iter().filter(|second| variable(second) != variable(first));
        found.extend(others.map(|second| (first, second)));
    }
    found
}

/// `<question>/balance-terms`: standardised differences of squares and products, the largest after weighting first; nothing where
/// there are none. `terms` are the covariates, and the score, which is passed over.
pub fn table(
    question: &str,
    terms: &[ModelColumn],
    treated: &[bool],
    weight: &[f64],
    estimand: Estimand,
) -> Option<Table> {
    let covariates: Vec<ModelColumn> = terms.iter().filter(|term| term.key != SCORE_TERM).cloned().collect();
    let mut pairs = pairs(&covariates);
    let all = pairs.len();
    pairs.truncate(MOST / treated.len().max(1));
    let of = |(first, second): (&'_ ModelColumn, &'_ ModelColumn)| -> (f64, f64) {
        let product: Vec<f64> = first.values.iter().zip(&second.values).map(|(a, b)| a * b).collect();
        standardised(&product, treated, weight, estimand)
    };
    let smds: Vec<(f64, f64)> = pairs.par_iter().map(|&pair| of(pair)).collect();
    let mut found: Vec<Further<'_>> =
        pairs.into_iter().zip(smds).map(|((first, second), smd)| Further { first, second, smd }).collect();
    found.sort_by(|a, b| b.smd.1.abs().total_cmp(&a.smd.1.abs()));
    let n = (treated.len(), weight.iter().filter(|weight| **weight > 0.0).count());
    (!found.is_empty()).then(|| shown(question, &found, all, n, estimand))
}

fn shown(question: &str, found: &[Further<'_>], all: usize, n: (usize, usize), estimand: Estimand) -> Table {
    let columns = vec![
        Column::of_keys("term"),
        Column::new("label", phrase!("Square or product"), Format::Text),
        Column::new("smd_before", phrase!("SMD, before"), Format::Number(3)),
        Column::new("smd_after", phrase!("SMD, after"), Format::Number(3)),
    ];
    let title = phrase!("Balance of squares and products of the characteristics");
    let mut table = Table {
        audience: Audience::Internal,
        ..Table::new(TableId::of(question, TableRole::BalanceTerms), title, columns)
    };
    for row in found.iter().take(SHOWN) {
        table.push(vec![
            Cell::text(format!("{} x {}", row.first.key, row.second.key)),
            Cell::phrase(name(row)),
            Cell::statistic(row.smd.0).with_n(n.0),
            Cell::statistic(row.smd.1).with_n(n.1),
        ]);
    }
    table.notes = notes(found, all, estimand);
    table
}

fn name(row: &Further<'_>) -> Phrase {
    let title = |term: &ModelColumn| Arg::from(&super::titled(&term.label, term.level.as_deref()));
    match row.first.key == row.second.key {
        true => phrase!("{variable}, squared", variable = title(row.first)),
        false => phrase!("{first} × {second}", first = title(row.first), second = title(row.second)),
    }
}

fn notes(found: &[Further<'_>], all: usize, estimand: Estimand) -> Vec<Phrase> {
    let mut notes = vec![
        phrase!(
            "Groups may be alike in every mean and still differ in how characteristics spread (squares) and go together (products). The largest differences after matching stand first"
        ),
        tables::standardised(estimand),
    ];
    if let Some(next) = found.get(SHOWN) {
        notes.push(phrase!(
            "{n} more {n?is|are} not shown; the largest of them differs by {smd} standard deviations",
            n = found.len() - SHOWN,
            smd = num(next.smd.1.abs(), 2)
        ));
    }
    if all > found.len() {
        notes.push(phrase!(
            "{n} of {all} squares and products were not looked at: with so many units and covariates that would take too long",
            n = all - found.len(),
            all = all
        ));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Words;

    fn term(key: &str, level: Option<&str>, values: [f64; 4]) -> ModelColumn {
        let level = level.map(String::from);
        ModelColumn { key: key.into(), label: Words::plain(key), level, share: false, values: values.to_vec() }
    }

    #[test]
    fn levels_of_one_variable_have_no_product_and_yes_no_has_no_square() {
        let terms = [
            term(SCORE_TERM, None, [0.1, 0.2, 0.3, 0.4]),
            term("x", None, [1.0, 2.0, 3.0, 4.0]),
            term("c=a", Some("a"), [1.0, 0.0, 0.0, 1.0]),
            term("c=b", Some("b"), [0.0, 1.0, 0.0, 0.0]),
        ];
        let table = table("q", &terms, &[true, true, false, false], &[1.0; 4], Estimand::Att).unwrap();
        let mut keys: Vec<String> = table.rows.iter().map(|row| format!("{:?}", row[0].value)).collect();
        keys.sort();
        assert_eq!(keys, ["Text(\"x x c=a\")", "Text(\"x x c=b\")", "Text(\"x x x\")"]);
        let size = |row: usize| table.cell(row, "smd_after").unwrap().number().unwrap().abs();
        assert!(size(0) >= size(1) && size(1) >= size(2));
        assert!(super::table("q", &terms[2..], &[true, true, false, false], &[1.0; 4], Estimand::Att).is_none());
    }
}
