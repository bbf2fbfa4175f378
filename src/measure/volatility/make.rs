use crate::diag::Diagnostic;
use crate::exhibit::{Cell, Column, Format, Table};
use crate::math::volatility::{cv, log_trend};
use crate::panel::{Content, Panel, VarRef};
use crate::phrase;
use crate::study::MeasureBlock;
use crate::text::{Arg, Phrase, Words};

use super::super::series::{self, Variable, mean_cell, numbers, time, variable_at};
use super::super::{MeasureOutput, period_cell, table_id};
use super::Volatility;

/// What is made.
pub(super) const KEYS: [&str; 3] = ["trend", "cv", "years"];

fn label(key: &str) -> Phrase {
    match key {
        "trend" => phrase!("Volatility: typical distance from its own trend (logarithms)"),
        "cv" => phrase!("Volatility: standard deviation over mean"),
        _ => phrase!("Years that the volatility rests on"),
    }
}

/// Amounts of all units at a period, without the grant.
struct Year {
    period: Option<String>,
    time: f64,
    amounts: Vec<f64>,
    made_of: Vec<VarRef>,
}

pub(super) fn make(measure: &Volatility, block: &MeasureBlock, panel: &Panel) -> MeasureOutput {
    let name = &block.name.value;
    let years: Vec<Year> =
        series::periods(panel, &measure.of).into_iter().filter_map(|period| year(measure, panel, period)).collect();
    let found: Vec<Vec<[f64; 3]>> = (0..years.len()).map(|at| of_all(measure, panel, &years[..=at])).collect();
    let variable = |(at, key): (usize, &&str)| {
        let values = |end: usize| found[end].iter().map(|it| it[at]).collect::<Vec<f64>>();
        let made_of =
            |end: usize| window(measure, &years[..=end]).iter().flat_map(|year| year.made_of.clone()).collect();
        let made = (0..years.len()).map(|end| (years[end].period.clone(), values(end), made_of(end)));
        Variable {
            name: format!("{name}_{key}"),
            label: label(key),
            unit: Words::default(),
            content: Content::Number,
            how: phrase!("method `{method}` of `{source}`", method = Volatility::NAME, source = &measure.of),
        }
        .with(made.collect())
    };
    let mut problems = Vec::new();
    if years.len() < measure.least {
        let message = phrase!(
            "`{name}` has {n} {n?period|periods}; its volatility needs at least {least}",
            name = &measure.of,
            n = years.len(),
            least = measure.least
        );
        problems.push(Diagnostic::error("formula-no-period", message).at(block.place("of")));
    }
    MeasureOutput {
        variables: KEYS.iter().enumerate().map(variable).collect(),
        tables: vec![table(measure, name, panel, &years, &found)],
        problems,
        ..MeasureOutput::default()
    }
}

fn year(measure: &Volatility, panel: &Panel, period: Option<String>) -> Option<Year> {
    let income = numbers(panel, &measure.of, &period)?;
    let mut amounts = income.to_vec();
    let mut made_of: Vec<VarRef> = variable_at(panel, &measure.of, &period).into_iter().collect();
    if let Some(grant) = &measure.evaluated_grant {
        let grants = numbers(panel, grant, &period)?;
        amounts.iter_mut().zip(grants).for_each(|(amount, grant)| *amount -= grant);
        made_of.extend(variable_at(panel, grant, &period));
    }
    Some(Year { time: time(panel, &period), period, amounts, made_of })
}

/// The years that the last of some looks back to.
fn window<'y>(measure: &Volatility, years: &'y [Year]) -> &'y [Year] {
    let Some(last) = years.last() else { return years };
    let first = years.iter().position(|year| year.time > last.time - measure.years as f64).unwrap_or(0);
    &years[first..]
}

/// Of each unit at the last of these years: distance from the trend, coefficient of variation, and how many years they rest on.
fn of_all(measure: &Volatility, panel: &Panel, years: &[Year]) -> Vec<[f64; 3]> {
    let years = window(measure, years);
    let of = |unit: usize| {
        let known: Vec<(f64, f64)> =
            years.iter().map(|year| (year.time, year.amounts[unit])).filter(|(_, amount)| !amount.is_nan()).collect();
        let current = years.last().is_some_and(|year| !year.amounts[unit].is_nan());
        if known.len() < measure.least || !current {
            return [f64::NAN; 3];
        }
        let (x, y): (Vec<f64>, Vec<f64>) = known.iter().copied().unzip();
        [log_trend(&x, &y), cv(&y), known.len() as f64]
    };
    (0..panel.units.len()).map(of).collect()
}

fn table(measure: &Volatility, name: &str, panel: &Panel, years: &[Year], found: &[Vec<[f64; 3]>]) -> Table {
    let columns = vec![
        Column::new("period", phrase!("Up to"), Format::Text),
        Column::new("n", phrase!("Cases"), Format::Count),
        Column::new("trend", phrase!("Mean distance from the own trend"), Format::Percent(1)),
        Column::new("cv", phrase!("Mean of standard deviation over mean"), Format::Percent(1)),
        Column::new("years", phrase!("Years, mean"), Format::Number(1)),
    ];
    let mut table = Table::new(table_id(name), phrase!("Volatility ({name})", name = name), columns);
    for (year, found) in years.iter().zip(found) {
        let of = |at: usize| found.iter().map(|it| it[at]).collect::<Vec<f64>>();
        let n = of(2).iter().filter(|years| !years.is_nan()).count();
        if n > 0 {
            let period = period_cell(panel, year.period.as_deref());
            table.push(vec![period, Cell::count_here(n), mean_cell(&of(0)), mean_cell(&of(1)), mean_cell(&of(2))]);
        }
    }
    table.notes = vec![
        phrase!(
            "Distance from the own trend: √(Σ e²/(n − 2)) of the logarithms around their straight trend; growth alone does not count as volatility. Standard deviation over mean (n − 1): growth counts"
        ),
        phrase!(
            "Of the last {years} years up to each period, where at least {least} are known; few years make the values uncertain and a little too small",
            years = Arg::rule(measure.years),
            least = Arg::rule(measure.least)
        ),
    ];
    if measure.evaluated_grant.is_some() {
        table.notes.push(phrase!(
            "The evaluated grant is taken out of the amounts; where it is not known, the year is not known"
        ));
    }
    table
}
