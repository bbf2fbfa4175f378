use crate::diag::Diagnostic;
use crate::exhibit::{Cell, Column, Format, Table};
use crate::panel::{Content, Panel};
use crate::phrase;
use crate::study::MeasureBlock;

use super::super::series::{Made, Variable, common_periods, mean_cell, numbers, variable_at};
use super::super::{MeasureOutput, period_cell, table_id, words};
use super::Reserves;

/// Fewer months are a warning sign in the literature of the field.
const FEW: f64 = 3.0;

pub(super) fn make(measure: &Reserves, block: &MeasureBlock, panel: &Panel) -> MeasureOutput {
    let name = &block.name.value;
    let periods = common_periods(panel, measure.variables());
    let mut problems = Vec::new();
    if periods.is_empty() {
        let message = phrase!("There is no period at which all variables of `{name}` were observed", name = name);
        problems.push(Diagnostic::error("formula-no-period", message).at(block.name.place.clone()));
    }
    let made: Vec<Made> = periods.into_iter().map(|period| at(measure, panel, period)).collect();
    let table = table(measure, name, panel, &made);
    let variable = Variable {
        name: format!("{name}_months"),
        label: phrase!("Reserves in months of expense"),
        unit: words(&phrase!("months")),
        content: Content::Number,
        how: phrase!("method `{method}` of `{source}`", method = Reserves::NAME, source = &measure.net_assets),
    };
    MeasureOutput { variables: vec![variable.with(made)], tables: vec![table], problems, ..MeasureOutput::default() }
}

fn at(measure: &Reserves, panel: &Panel, period: Option<String>) -> Made {
    let of = |name: &String, unit: usize| numbers(panel, name, &period).map_or(f64::NAN, |values| values[unit]);
    let less = |name: &Option<String>, unit: usize| name.as_ref().map_or(0.0, |name| of(name, unit));
    let months = |unit: usize| {
        let expense = of(&measure.expense, unit) - less(&measure.depreciation, unit);
        let free = of(&measure.net_assets, unit) - less(&measure.fixed_assets, unit);
        if expense > 0.0 { free / (expense / 12.0) } else { f64::NAN }
    };
    let values = (0..panel.units.len()).map(months).collect();
    let made_of = measure.variables().filter_map(|name| variable_at(panel, name, &period)).collect();
    (period, values, made_of)
}

fn table(measure: &Reserves, name: &str, panel: &Panel, made: &[Made]) -> Table {
    let columns = vec![
        Column::new("period", phrase!("Period"), Format::Text),
        Column::new("n", phrase!("Cases"), Format::Count),
        Column::new("months", phrase!("Months, mean"), Format::Number(1)),
        Column::new("few", phrase!("Share with fewer than three months"), Format::Percent(1)),
        Column::new("negative", phrase!("Share with less than nothing"), Format::Percent(1)),
    ];
    let mut table = Table::new(table_id(name), phrase!("Reserves in months of expense ({name})", name = name), columns);
    for (period, values, _) in made {
        let known: Vec<f64> = values.iter().copied().filter(|months| !months.is_nan()).collect();
        let n = known.len();
        let share = |below: f64| {
            let few = known.iter().filter(|months| **months < below).count();
            Cell::magnitude(few as f64 / n as f64, n).with_contributors(few)
        };
        let cells = [Cell::count_here(n), mean_cell(&known), share(FEW), share(0.0)];
        table.push([period_cell(panel, period.as_deref())].into_iter().chain(cells).collect());
    }
    let rest = match (measure.fixed_assets.is_some(), measure.depreciation.is_some()) {
        (true, true) => phrase!("Fixed assets and depreciation are taken out"),
        (true, false) => {
            phrase!("Fixed assets are taken out; depreciation is part of the expense, which makes the months fewer")
        }
        (false, true) => {
            phrase!("Depreciation is taken out; fixed assets are part of the net assets, which makes the months more")
        }
        (false, false) => phrase!(
            "Fixed assets and depreciation are not told: what cannot be spent, and what costs no money, is counted"
        ),
    };
    table.notes = vec![
        phrase!(
            "Net assets free of conditions over a twelfth of the expense; debts make them negative, and they stay so"
        ),
        rest,
    ];
    table
}
