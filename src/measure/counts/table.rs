use ndarray::Array2;

use crate::diag::Diagnostic;
use crate::exhibit::{Audience, Cell, Column, Format, Table};
use crate::math::counts::{negative_binomial, poisson};
use crate::math::elementary::{exp, ln};
use crate::math::special::{normal_quantile, normal_sf};
use crate::panel::{Data, Panel, VarRef};
use crate::phrase;
use crate::study::MeasureBlock;
use crate::text::{Arg, Phrase};

use super::super::{MeasureOutput, period_cell, table_id};
use super::Counts;

/// More groups are no groups.
const MOST_GROUPS: usize = 12;

/// Counts of units whose group and exposure are known.
struct Counted {
    y: Vec<f64>,
    offset: Vec<f64>,
    group: Vec<usize>,
    names: Vec<String>,
}

fn at(panel: &Panel, name: &str, period: &Option<String>) -> VarRef {
    let moving = panel.variables.get(name).is_some_and(|info| !info.periods.is_empty());
    VarRef { name: name.into(), period: period.clone().filter(|_| moving) }
}

fn counted(measure: &Counts, panel: &Panel, period: &Option<String>) -> Option<Counted> {
    let counts = panel.numbers(&at(panel, &measure.of, period))?;
    let by = panel.data(&at(panel, &measure.by, period))?;
    let exposure = measure.exposure.as_ref().map(|name| panel.numbers(&at(panel, name, period)));
    let word = |unit: usize| match by {
        Data::Number(values) if values[unit].is_nan() => None,
        Data::Number(values) => Some(values[unit].to_string()),
        words => words.text(unit).map(str::to_string),
    };
    let over = |unit: usize| match &exposure {
        None => Some(1.0),
        Some(values) => values.map(|values| values[unit]).filter(|value| *value > 0.0),
    };
    let known: Vec<(usize, String, f64)> = (0..counts.len())
        .filter(|&unit| !counts[unit].is_nan())
        .filter_map(|unit| Some((unit, word(unit)?, over(unit)?)))
        .collect();
    let mut names: Vec<String> = known.iter().map(|(_, word, _)| word.clone()).collect();
    names.sort_by(|a, b| crate::notation::natural(a, b));
    names.dedup();
    let group = known.iter().map(|(_, word, _)| names.iter().position(|name| name == word).unwrap_or(0)).collect();
    Some(Counted {
        y: known.iter().map(|(unit, ..)| counts[*unit]).collect(),
        offset: known.iter().map(|(.., over)| ln(*over)).collect(),
        group,
        names,
    })
}

pub(super) fn make(measure: &Counts, block: &MeasureBlock, panel: &Panel) -> MeasureOutput {
    let periods = panel.variables.get(&measure.of).map(|info| info.periods.clone()).unwrap_or_default();
    let periods: Vec<Option<String>> =
        if periods.is_empty() { vec![None] } else { periods.into_iter().map(Some).collect() };
    let percent = Arg::level(block.level);
    let columns = vec![
        Column::new("period", phrase!("Period"), Format::Text),
        Column::new("what", phrase!("What"), Format::Text),
        Column::new("n", phrase!("Number"), Format::Count),
        Column::new("value", phrase!("Value"), Format::Number(3)),
        Column::new("low", phrase!("{level} interval, lower end", level = percent.clone()), Format::Number(3)),
        Column::new("high", phrase!("{level} interval, upper end", level = percent), Format::Number(3)),
        Column::new("p", phrase!("p-value"), Format::PValue),
    ];
    let name = &block.name.value;
    let mut table = Table::new(table_id(name), phrase!("Counts compared ({name})", name = name), columns);
    let mut problems = Vec::new();
    for period in &periods {
        let Some(counted) = counted(measure, panel, period) else { continue };
        match unfit(measure, block, &counted) {
            Some(problem) => problems.push(problem),
            None => rows(block, panel, period, &counted, &mut table),
        }
    }
    table.notes = vec![phrase!(
        "Rates and their ratios without adjustment: whether a program made the difference is asked with a question that compares with similar ones. Poisson regression with errors that hold whatever the variance (HC0); beside it the negative binomial law, which takes a variance of m + m²/θ"
    )];
    // Means of few tell their counts.
    table.audience = Audience::Internal;
    let tables = if table.rows.is_empty() { Vec::new() } else { vec![table] };
    MeasureOutput { tables, problems, ..MeasureOutput::default() }
}

fn unfit(measure: &Counts, block: &MeasureBlock, counted: &Counted) -> Option<Diagnostic> {
    let told = |option: &str, message: Phrase| Some(Diagnostic::error("wrong-option", message).at(block.place(option)));
    if counted.y.iter().any(|y| *y < 0.0 || y.fract() != 0.0) {
        return told("of", phrase!("`{name}` is no count: it has values below 0 or with decimals", name = &measure.of));
    }
    if counted.names.len() < 2 || counted.names.len() > MOST_GROUPS {
        return told(
            "by",
            phrase!(
                "`{name}` has {n} {n?group|groups}: from 2 to {most} can be compared",
                name = &measure.by,
                n = counted.names.len(),
                most = Arg::rule(MOST_GROUPS)
            ),
        );
    }
    None
}

fn rows(block: &MeasureBlock, panel: &Panel, period: &Option<String>, counted: &Counted, table: &mut Table) {
    let (n, k) = (counted.y.len(), counted.names.len());
    let x =
        Array2::from_shape_fn((n, k), |(row, column)| f64::from(u8::from(column == 0 || counted.group[row] == column)));
    let mut push = |what: Phrase, n: usize, values: [f64; 4]| {
        let mut row = vec![period_cell(panel, period.as_deref()), Cell::phrase(what), Cell::statistic(n as f64)];
        row.extend(values.map(Cell::statistic));
        table.push(row);
    };
    for (at, name) in counted.names.iter().enumerate() {
        let own: Vec<usize> = (0..n).filter(|&row| counted.group[row] == at).collect();
        let (sum, over): (f64, f64) =
            (own.iter().map(|&row| counted.y[row]).sum(), own.iter().map(|&row| exp(counted.offset[row])).sum());
        push(phrase!("rate: {group}", group = name), own.len(), [sum / over, f64::NAN, f64::NAN, f64::NAN]);
    }
    let z = normal_quantile(0.5 + 0.5 * block.level);
    let ratio =
        |b: f64, error: f64| [exp(b), exp(b - z * error), exp(b + z * error), 2.0 * normal_sf((b / error).abs())];
    let (first, none) = (counted.names[0].as_str(), f64::NAN);
    let Some(plain) = poisson(x.view(), &counted.y, &counted.offset).filter(|model| model.kept.len() == k) else {
        push(phrase!("no ratio: a group has no count above 0"), n, [none; 4]);
        return;
    };
    let robust = plain.robust(x.view(), &counted.y, 0);
    for (at, name) in counted.names.iter().enumerate().skip(1) {
        let what = phrase!("ratio of rates: {group} over {other} (Poisson, robust)", group = name, other = first);
        push(what, n, ratio(plain.coefficients[at], robust[[at, at]].sqrt()));
    }
    push(phrase!("dispersion (1: Poisson's law)"), n, [plain.dispersion, none, none, none]);
    let Some(wide) = negative_binomial(x.view(), &counted.y, &counted.offset).filter(|model| model.kept.len() == k)
    else {
        return;
    };
    if wide.theta.is_infinite() {
        return;
    }
    for (at, name) in counted.names.iter().enumerate().skip(1) {
        let what = phrase!("ratio of rates: {group} over {other} (negative binomial)", group = name, other = first);
        push(what, n, ratio(wide.coefficients[at], wide.errors()[at]));
    }
    push(phrase!("θ of the negative binomial law"), n, [wide.theta, none, none, none]);
}
