use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::exhibit::{Cell, Column, Format, Table};
use crate::panel::{Content, Panel, VarRef};
use crate::phrase;
use crate::study::MeasureBlock;
use crate::text::{Phrase, Words};

use super::super::series::{Made, Variable, common_periods, mean_cell, numbers, time, variable_at};
use super::super::{MeasureOutput, table_id, words};
use super::Cliff;

/// What is made.
pub(super) const KEYS: [&str; 4] = ["years", "change", "replaced", "share"];

fn label(key: &str) -> Phrase {
    match key {
        "years" => phrase!("Years since the last year of the grant"),
        "change" => phrase!("Income against the last year of the grant"),
        "replaced" => phrase!("Other income gained since, as a share of the last grant"),
        _ => phrase!("Share of the grant in the income of its last year"),
    }
}

/// Where a unit stands after its grant; all missing while it has one, before it, and where the grant of a year between is not known.
#[derive(Clone, Copy)]
struct After([f64; 4]);

const NOTHING: After = After([f64::NAN; 4]);

pub(super) fn make(measure: &Cliff, block: &MeasureBlock, panel: &Panel) -> MeasureOutput {
    let name = &block.name.value;
    let periods = common_periods(panel, [&measure.income, &measure.grant].into_iter());
    let mut problems = Vec::new();
    if periods.len() < 2 {
        let message = phrase!("A cliff needs two periods or more at which income and grant are known");
        problems.push(Diagnostic::error("formula-no-period", message).at(block.name.place.clone()));
    }
    let years: Vec<(f64, &[f64], &[f64])> = periods
        .iter()
        .filter_map(|period| {
            let of = |name| numbers(panel, name, period);
            Some((time(panel, period), of(&measure.income)?, of(&measure.grant)?))
        })
        .collect();
    let found: Vec<Vec<After>> =
        (0..years.len()).map(|at| (0..panel.units.len()).map(|unit| after(&years[..=at], unit)).collect()).collect();
    let made_of = |end: usize| -> Vec<VarRef> {
        let both =
            |period: &Option<String>| [&measure.income, &measure.grant].map(|name| variable_at(panel, name, period));
        periods[..=end].iter().flat_map(both).flatten().collect()
    };
    let variable = |(at, key): (usize, &&str)| {
        let made = |end: usize| -> Made {
            (periods[end].clone(), found[end].iter().map(|it| it.0[at]).collect(), made_of(end))
        };
        Variable {
            name: format!("{name}_{key}"),
            label: label(key),
            unit: if at == 0 { words(&phrase!("years")) } else { Words::default() },
            content: Content::Number,
            how: phrase!("method `{method}` of `{source}`", method = Cliff::NAME, source = &measure.income),
        }
        .with((0..years.len()).map(made).collect())
    };
    MeasureOutput {
        variables: KEYS.iter().enumerate().map(variable).collect(),
        tables: vec![table(name, &found)],
        problems,
        ..MeasureOutput::default()
    }
}

fn after(years: &[(f64, &[f64], &[f64])], unit: usize) -> After {
    let [before @ .., (now, income, grant)] = years else { return NOTHING };
    let (income, grant) = (income[unit], grant[unit]);
    if grant != 0.0 || income.is_nan() {
        return NOTHING;
    }
    // The last year with a grant; an unknown one between would hide it.
    let Some((then, last_income, last_grant)) = before.iter().rev().find(|(_, _, grant)| grant[unit] != 0.0) else {
        return NOTHING;
    };
    let (last_income, last_grant) = (last_income[unit], last_grant[unit]);
    if last_grant.is_nan() || last_grant <= 0.0 || last_income.is_nan() || last_income <= 0.0 {
        return NOTHING;
    }
    let other = last_income - last_grant;
    After([now - then, income / last_income - 1.0, (income - other) / last_grant, last_grant / last_income])
}

fn table(name: &str, found: &[Vec<After>]) -> Table {
    let columns = vec![
        Column::new("years", phrase!("Years since the last year of the grant"), Format::Text),
        Column::new("n", phrase!("Cases"), Format::Count),
        Column::new("share", phrase!("Share of the grant in its last year, mean"), Format::Percent(1)),
        Column::new("change", phrase!("Income against the last year of the grant, mean"), Format::Percent(1)),
        Column::new("replaced", phrase!("Other income gained, as a share of the grant, mean"), Format::Percent(1)),
        Column::new("fell", phrase!("Share that lost half of the grant or more"), Format::Percent(1)),
    ];
    let mut table = Table::new(table_id(name), phrase!("Income after the grant ({name})", name = name), columns);
    let mut by_years: BTreeMap<i64, Vec<[f64; 4]>> = BTreeMap::new();
    for After(it) in found.iter().flatten().filter(|it| !it.0[0].is_nan()) {
        by_years.entry(it[0] as i64).or_default().push(*it);
    }
    for (years, own) in by_years {
        let of = |at: usize| own.iter().map(|it| it[at]).collect::<Vec<f64>>();
        let n = own.len();
        let fell = own.iter().filter(|it| it[2] <= 0.5).count();
        table.push(vec![
            Cell::text(years.to_string()),
            Cell::count_here(n),
            mean_cell(&of(3)),
            mean_cell(&of(1)),
            mean_cell(&of(2)),
            Cell::magnitude(fell as f64 / n as f64, n).with_contributors(fell),
        ]);
    }
    table.notes = vec![
        phrase!(
            "Those whose grant has ended: nothing in the year itself, and an amount in an earlier one. A further grant ends the count"
        ),
        phrase!(
            "Other income gained: 100% where other income grew by as much as the grant was, 0% where all of it is gone, below 0% where other income fell as well"
        ),
    ];
    table
}
