use crate::exhibit::{Cell, Column, Format, Table};
use crate::math::largest::Largest;
use crate::math::sums::{mean, sum, variance};
use crate::panel::Panel;
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::super::{period_cell, table_id};
use super::make::{Mix, Wave};
use super::{CLASSES, IncomeMix, kernels, labels};

/// Period by period: who has shares, mean income, mean and aggregate shares, concentration, dependence.
pub(super) fn table(name: &str, measure: &IncomeMix, panel: &Panel, waves: &[Wave]) -> Table {
    let mut table = Table::new(table_id(name), phrase!("Income by source ({name})", name = name), columns());
    for wave in waves {
        table.push(row(measure, panel, wave));
    }
    table.notes = notes(measure, waves);
    table
}

fn columns() -> Vec<Column> {
    let mut columns = vec![
        Column::new("period", phrase!("Period"), Format::Text),
        Column::new("n", phrase!("Cases"), Format::Count),
        Column::new("total", phrase!("Mean total income"), Format::Number(0)),
    ];
    for (at, class) in CLASSES.iter().enumerate() {
        let title = phrase!("Mean share: {class}", class = labels::class(at));
        columns.push(Column::new(&format!("mean_share_{class}"), title, Format::Percent(1)));
    }
    for (at, class) in CLASSES.iter().enumerate() {
        let title = phrase!("Share of all money: {class}", class = labels::class(at));
        columns.push(Column::new(&format!("aggregate_share_{class}"), title, Format::Percent(1)));
    }
    columns.extend([
        Column::new("hhi", phrase!("Mean HHI"), Format::Number(3)),
        Column::new("sources", phrase!("Mean effective number of sources"), Format::Number(2)),
        Column::new("dependent", phrase!("Share that depends on one class"), Format::Percent(1)),
    ]);
    columns
}

fn row(measure: &IncomeMix, panel: &Panel, wave: &Wave) -> Vec<Cell> {
    let known: Vec<(&Mix, &Vec<f64>)> = wave.mixes.iter().filter_map(|mix| Some((mix, mix.shares.as_ref()?))).collect();
    let n = known.len();
    let mean_of = |value: &dyn Fn(&Mix, &[f64]) -> f64| {
        let values: Vec<f64> = known.iter().map(|(mix, shares)| value(mix, shares)).collect();
        let error = (variance(&values) / n as f64).sqrt();
        let mean = if n == 0 { f64::NAN } else { mean(&values) };
        Cell::magnitude(mean, n).with_error(error).of_total(Largest::of(values))
    };
    let sum_of = |value: &dyn Fn(&Mix) -> f64| sum(known.iter().map(|(mix, _)| value(mix)));
    let total = sum_of(&|mix| mix.total);
    let mut row = vec![period_cell(panel, wave.period.as_deref()), Cell::count_here(n), mean_of(&|mix, _| mix.total)];
    row.extend((0..CLASSES.len()).map(|class| mean_of(&|_, shares| shares[class])));
    // Whose income is most of all is most of the shares of all money.
    let largest = Largest::of(known.iter().map(|(mix, _)| mix.total));
    let share_of_all = |class: usize| Cell::magnitude(sum_of(&|mix| mix.classes[class]) / total, n).of_total(largest);
    row.extend((0..CLASSES.len()).map(share_of_all));
    row.push(mean_of(&|mix, _| mix.hhi()));
    row.push(mean_of(&|mix, _| kernels::effective_sources(mix.hhi())));
    let dependent = known.iter().filter(|(mix, _)| mix.dependent(measure.threshold) == Some(true)).count();
    row.push(
        mean_of(&|mix, _| f64::from(u8::from(mix.dependent(measure.threshold) == Some(true))))
            .with_contributors(dependent),
    );
    row
}

fn notes(measure: &IncomeMix, waves: &[Wave]) -> Vec<Phrase> {
    let columns: Vec<Arg> = CLASSES
        .iter()
        .enumerate()
        .map(|(at, _)| {
            let names = measure.classes.all()[at];
            let listed = Arg::from(names.to_vec());
            let none = Arg::from(phrase!("no column"));
            let columns = if names.is_empty() { none } else { listed };
            Arg::from(phrase!("{class} ({columns})", class = labels::class(at), columns = columns))
        })
        .collect();
    let mut notes = vec![
        phrase!("Classes: {classes}", classes = Arg::List(columns)),
        phrase!(
            "HHI is the sum of the squared shares of k = {k} classes: 1/k where all are equal, 1 where there is one only. Compare only values with the same k; the data hold the index over the {detail} columns of the file as well",
            k = CLASSES.len(),
            detail = measure.classes.columns().count()
        ),
        phrase!(
            "Mean share: every case counts alike. Share of all money: large ones count for more. Dependent: the largest class has a share above {threshold}",
            threshold = Arg::Percent(measure.threshold, 0)
        ),
    ];
    let without: usize = waves.iter().flat_map(|wave| &wave.mixes).filter(|mix| mix.shares.is_none()).count();
    if without > 0 {
        notes.push(phrase!(
            "Not counted: {n} {n?case|cases} without shares, because an amount is missing or negative or all are 0",
            n = Arg::units(without)
        ));
    }
    if measure.evaluated_grant.is_some() {
        notes.push(phrase!("Total income and shares include the evaluated grant where it is booked in a class"));
    }
    notes
}
