use crate::diag::{Diagnostic, nearest};
use crate::notation::fold;
use crate::panel::Panel;
use crate::phrase;
use crate::study::MeasureBlock;

use super::super::MeasureOutput;
use super::super::names::no_source;
use super::indicator::{all, year};
use super::sheet::Sheet;
use super::{Targets, figure, table};

pub(super) fn make(measure: &Targets, block: &MeasureBlock, panel: &Panel) -> MeasureOutput {
    let alone = |problem| MeasureOutput { problems: vec![problem], ..MeasureOutput::default() };
    let Some(own) = panel.indicators.get(&measure.source) else {
        return alone(no_sheet(measure, block, panel));
    };
    let missing = missing(measure, block, own);
    if !missing.is_empty() {
        return MeasureOutput { problems: missing, ..MeasureOutput::default() };
    }
    let sheet = Sheet::of(measure, own);
    if sheet.years().next().is_none() {
        return alone(no_years(measure, block));
    }
    let indicators = all(measure, own, &sheet);
    let name = &block.name.value;
    let mut tables = vec![table::progress(measure, name, &indicators)];
    let courses: Vec<_> =
        indicators.iter().enumerate().filter_map(|(at, it)| table::course(measure, name, at, it)).collect();
    let figures = courses.iter().map(|(at, table)| figure::course(&indicators[*at], table)).collect();
    tables.extend(courses.into_iter().map(|(_, table)| table));
    let other = indicators.iter().filter_map(|it| it.other_unit.as_ref().map(|(from, unit)| (it, *from, unit)));
    let problems = other.map(|(it, from, unit)| {
        let message = phrase!(
            "The unit of `{name}` is `{unit}` from {year} on, and another one before",
            name = &it.name,
            unit = unit,
            year = year(from)
        );
        let hint = phrase!("Bring all years to one unit; until then nothing is said of its progress");
        Diagnostic::warning("indicator-unit", message).hint(hint).at(block.place("unit"))
    });
    MeasureOutput { tables, figures, problems: problems.collect(), ..MeasureOutput::default() }
}

fn no_sheet(measure: &Targets, block: &MeasureBlock, panel: &Panel) -> Diagnostic {
    let said = (
        phrase!("There is no source of indicators called `{name}`", name = &measure.source),
        phrase!(
            "Say of the source what its rows are: {example}",
            example = "kind = \"indicators\", unit = \"指標\", period_column = \"年度\""
        ),
    );
    no_source(block, &measure.source, panel.indicators.keys().map(String::as_str), said)
}

fn no_years(measure: &Targets, block: &MeasureBlock) -> Diagnostic {
    let message = phrase!("The source `{name}` has no values of years", name = &measure.source);
    let hint = phrase!(
        "Name the column of values and that of years: {example}; or write years as headings",
        example = "value = \"実績\", period_column = \"年度\""
    );
    Diagnostic::error("wrong-option", message).hint(hint).at(block.place("value"))
}

/// Columns and indicators that are not there.
fn missing(measure: &Targets, block: &MeasureBlock, panel: &Panel) -> Vec<Diagnostic> {
    let with_near = |problem: Diagnostic, near: Option<&str>| match near {
        Some(near) => problem.hint(phrase!("Did you mean `{near}`?", near = near)),
        None => problem,
    };
    let columns = measure.columns().into_iter().filter(|(_, name)| !panel.variables.contains_key(*name));
    let columns = columns.map(|(option, name)| {
        let message = phrase!("The source `{source}` has no column `{name}`", source = &measure.source, name = name);
        let near = nearest(name, panel.variables.keys().map(String::as_str));
        with_near(Diagnostic::error("unknown-column", message).at(block.place(option)), near)
    });
    let of_breaks = measure.breaks.iter().flat_map(|it| &it.of).map(|name| ("breaks", name));
    let named = measure.indicators.keys().map(|name| ("indicators", name)).chain(of_breaks);
    let unknown = named.filter(|(_, name)| !panel.units.iter().any(|unit| fold(unit) == fold(name)));
    let unknown = unknown.map(|(option, name)| {
        let message = phrase!("The source `{source}` has no indicator `{name}`", source = &measure.source, name = name);
        let near = nearest(name, panel.units.iter().map(String::as_str));
        with_near(Diagnostic::error("unknown-indicator", message).at(block.place(option)), near)
    });
    columns.chain(unknown).collect()
}
