use crate::diag::Diagnostic;
use crate::exhibit::{Cell, Column, Format, Table};
use crate::math::largest::Largest;
use crate::math::sums::sum;
use crate::panel::{Content, Panel};
use crate::phrase;
use crate::study::MeasureBlock;
use crate::text::Words;

use super::super::series::{Made, Variable, common_periods, numbers, variable_at};
use super::super::{MeasureOutput, period_cell, table_id};
use super::InKind;

pub(super) fn make(measure: &InKind, block: &MeasureBlock, panel: &Panel) -> MeasureOutput {
    let name = &block.name.value;
    let periods = common_periods(panel, measure.items.iter().map(|item| &item.of));
    let mut problems = Vec::new();
    if periods.is_empty() {
        let message = phrase!("There is no period at which all variables of `{name}` were observed", name = name);
        problems.push(Diagnostic::error("formula-no-period", message).at(block.name.place.clone()));
    }
    let made = periods.iter().map(|period| -> Made {
        let value = |unit: usize| {
            let of = |name: &String| numbers(panel, name, period).map_or(f64::NAN, |values| values[unit]);
            measure.items.iter().map(|item| of(&item.of) * item.value).sum()
        };
        let made_of = measure.items.iter().filter_map(|item| variable_at(panel, &item.of, period)).collect();
        (period.clone(), (0..panel.units.len()).map(value).collect(), made_of)
    });
    let variable = Variable {
        name: format!("{name}_value"),
        label: phrase!("Value of what was given in kind, at declared values"),
        unit: Words::default(),
        content: Content::Number,
        how: phrase!("method `{method}` of `{source}`", method = InKind::NAME, source = names(measure)),
    };
    let variable = variable.with(made.collect());
    MeasureOutput {
        variables: vec![variable],
        tables: vec![table(measure, name, panel, &periods)],
        problems,
        ..MeasureOutput::default()
    }
}

fn names(measure: &InKind) -> String {
    measure.items.iter().map(|item| item.of.as_str()).collect::<Vec<_>>().join(", ")
}

fn table(measure: &InKind, name: &str, panel: &Panel, periods: &[Option<String>]) -> Table {
    let columns = vec![
        Column::new("period", phrase!("Period"), Format::Text),
        Column::new("what", phrase!("What"), Format::Text),
        Column::new("value", phrase!("Value of one"), Format::Number(0)),
        Column::new("grounds", phrase!("Grounds"), Format::Text),
        Column::new("n", phrase!("Cases with any"), Format::Count),
        Column::new("quantity", phrase!("How much in all"), Format::Number(0)),
        Column::new("money", phrase!("Value in all"), Format::Number(0)),
    ];
    let mut table =
        Table::new(table_id(name), phrase!("Given in kind, at declared values ({name})", name = name), columns);
    for period in periods {
        for item in &measure.items {
            let Some(values) = numbers(panel, &item.of, period) else { continue };
            let given: Vec<f64> = values.iter().copied().filter(|value| *value > 0.0).collect();
            let total = |times: f64| {
                let all = || given.iter().map(|value| value * times);
                Cell::magnitude(sum(all()), given.len()).of_total(Largest::of(all()))
            };
            let label =
                panel.variables.get(&item.of).map_or_else(|| Cell::text(item.of.as_str()), |it| Cell::words(&it.label));
            table.push(vec![
                period_cell(panel, period.as_deref()),
                label,
                Cell::scale(item.value),
                Cell::text(item.grounds.as_str()),
                Cell::count_here(given.len()),
                total(1.0),
                total(item.value),
            ]);
        }
    }
    table.notes = vec![phrase!(
        "No money was paid: the values are declared in the study, and other values would give other sums"
    )];
    table
}
