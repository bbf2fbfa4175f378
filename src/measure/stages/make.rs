use std::collections::BTreeSet;

use crate::diag::Diagnostic;
use crate::notation::fold;
use crate::panel::{Content, Data, Derived, DerivedAt, Panel, VarRef, VariableInfo};
use crate::phrase;
use crate::study::MeasureBlock;
use crate::text::{Arg, Phrase};

use super::super::{MeasureOutput, words};
use super::{Stages, table};

/// The states of all units at a period: index into [`Stages::states`].
pub(super) struct Wave {
    pub period: Option<String>,
    pub states: Vec<Option<usize>>,
}

pub(super) fn make(measure: &Stages, block: &MeasureBlock, panel: &Panel) -> MeasureOutput {
    let name = &block.name.value;
    let periods = panel.variables.get(&measure.of).map(|info| info.periods.clone()).unwrap_or_default();
    let periods: Vec<Option<String>> =
        if periods.is_empty() { vec![None] } else { periods.into_iter().map(Some).collect() };
    let mut unknown = BTreeSet::new();
    let waves: Vec<Wave> = periods
        .into_iter()
        .map(|period| Wave { states: states(measure, panel, &period, &mut unknown), period })
        .collect();
    let mut problems = Vec::new();
    let first = waves.first().and_then(|wave| wave.period.as_deref());
    if let Some(by) = measure.by.as_ref().filter(|by| table::two_groups(panel, by, first).is_none()) {
        let message = phrase!("`{name}` does not have two groups", name = by);
        problems.push(Diagnostic::error("wrong-option", message).at(block.place("by")));
    }
    if !unknown.is_empty() {
        problems.push(unknown_words(measure, block, &unknown));
    }
    let variable = |key: &str, label: Phrase, yes_no: bool, of: &dyn Fn(usize) -> f64| {
        let at = waves.iter().map(|wave| {
            let value = |state: &Option<usize>| state.map_or(f64::NAN, of);
            let ingredients = vec![VarRef { name: measure.of.clone(), period: wave.period.clone() }];
            let data = Data::Number(wave.states.iter().map(value).collect());
            DerivedAt { period: wave.period.clone(), data, ingredients }
        });
        Derived {
            info: VariableInfo {
                name: format!("{name}_{key}"),
                label: words(&label),
                unit: Default::default(),
                content: if yes_no { Content::YesNo } else { Content::Number },
                periods: Vec::new(),
            },
            how: phrase!("method `{method}` of `{source}`", method = Stages::NAME, source = &measure.of),
            at: at.collect(),
        }
    };
    let first = measure.new.len();
    let last = first + measure.order.len();
    let step = |state: usize| if (first..last).contains(&state) { (state - first + 1) as f64 } else { f64::NAN };
    let mut variables = vec![variable("stage", phrase!("Stage of participation"), false, &step)];
    if let Some(from) = measure.active.as_ref().and_then(|name| measure.order.iter().position(|stage| stage == name)) {
        let active = |state: usize| f64::from(u8::from((first + from..last).contains(&state)));
        variables.push(variable("active", phrase!("Takes part actively"), true, &active));
    }
    if !measure.out.is_empty() {
        let left = |state: usize| f64::from(u8::from(state >= last));
        variables.push(variable("left", phrase!("Has left"), true, &left));
    }
    MeasureOutput {
        variables,
        tables: table::tables(measure, name, panel, &waves),
        problems,
        ..MeasureOutput::default()
    }
}

fn states(
    measure: &Stages,
    panel: &Panel,
    period: &Option<String>,
    unknown: &mut BTreeSet<String>,
) -> Vec<Option<usize>> {
    let words: Vec<String> = measure.states().map(|word| fold(word)).collect();
    let Some(data) = panel.data(&VarRef { name: measure.of.clone(), period: period.clone() }) else {
        return vec![None; panel.units.len()];
    };
    let of = |unit: usize| {
        let text = text(panel, &measure.of, data, unit)?;
        let state = words.iter().position(|word| *word == fold(&text));
        if state.is_none() {
            unknown.insert(text);
        }
        state
    };
    (0..panel.units.len()).map(of).collect()
}

/// The word of a unit; of a scale that was read as numbers what its number is called.
fn text(panel: &Panel, name: &str, data: &Data, unit: usize) -> Option<String> {
    match data {
        Data::Number(values) if values[unit].is_nan() => None,
        Data::Number(values) => {
            let called = panel.steps.get(name)?.iter().find(|(value, _)| *value == values[unit]);
            Some(called.map_or_else(|| values[unit].to_string(), |(_, word)| word.clone()))
        }
        words => words.text(unit).map(str::to_string),
    }
}

/// Words that are no stage: a unit without a stage would be lost in silence.
fn unknown_words(measure: &Stages, block: &MeasureBlock, unknown: &BTreeSet<String>) -> Diagnostic {
    let list: Vec<&str> = unknown.iter().take(5).map(String::as_str).collect();
    let message = phrase!("`{name}` also holds what is no stage: {list}", name = &measure.of, list = Arg::from(list));
    let hint = phrase!(
        "Put them into `order`, `out` or `new`, or call them missing: {example}",
        example = "missing = [\"無回答\"]"
    );
    Diagnostic::error("wrong-option", message).hint(hint).at(block.place("order"))
}
