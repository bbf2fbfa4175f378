//! What measures of numbers at periods share.

use crate::exhibit::Cell;
use crate::math::largest::Largest;
use crate::math::sums::{mean, variance};
use crate::panel::{Content, Data, Derived, DerivedAt, Panel, VarRef, VariableInfo};
use crate::text::{Phrase, Words};

use super::words;

/// The periods of a variable; one without a name where it has none.
pub(super) fn periods(panel: &Panel, name: &str) -> Vec<Option<String>> {
    let periods = panel.variables.get(name).map(|info| info.periods.clone()).unwrap_or_default();
    if periods.is_empty() { vec![None] } else { periods.into_iter().map(Some).collect() }
}

/// The periods at which all of some variables were observed; variables without periods hold at every one.
pub(super) fn common_periods<'n>(
    panel: &Panel,
    names: impl Iterator<Item = &'n String> + Clone,
) -> Vec<Option<String>> {
    let moving = names.clone().find(|name| periods(panel, name) != [None]);
    let Some(first) = moving.or(names.clone().next()) else { return Vec::new() };
    let seen = |period: &Option<String>| names.clone().all(|name| variable_at(panel, name, period).is_some());
    periods(panel, first).into_iter().filter(seen).collect()
}

/// A variable at a period, or of the unit itself where it has no periods; nothing where it was not observed then.
pub(super) fn variable_at(panel: &Panel, name: &str, period: &Option<String>) -> Option<VarRef> {
    let known = &panel.variables.get(name)?.periods;
    match (known.is_empty(), period) {
        (true, _) => Some(VarRef { name: name.into(), period: None }),
        (false, Some(at)) if known.contains(at) => Some(VarRef { name: name.into(), period: period.clone() }),
        _ => None,
    }
}

/// Its numbers, one for each unit.
pub(super) fn numbers<'p>(panel: &'p Panel, name: &str, period: &Option<String>) -> Option<&'p [f64]> {
    panel.numbers(&variable_at(panel, name, period)?)
}

/// When a period is: its year, or else which of the panel's it is.
pub(super) fn time(panel: &Panel, period: &Option<String>) -> f64 {
    let Some(period) = period else { return 0.0 };
    let year = period.split('-').next().and_then(|year| year.parse::<f64>().ok());
    year.or_else(|| panel.waves.get_index_of(period).map(|at| at as f64)).unwrap_or_default()
}

/// Values at a period, and what they are made of.
pub(super) type Made = (Option<String>, Vec<f64>, Vec<VarRef>);

/// A variable that a measure makes.
pub(super) struct Variable {
    pub name: String,
    pub label: Phrase,
    pub unit: Words,
    pub content: Content,
    pub how: Phrase,
}

impl Variable {
    /// With its values.
    pub fn with(self, made: Vec<Made>) -> Derived {
        let at = made.into_iter().map(|(period, values, ingredients)| DerivedAt {
            period,
            data: Data::Number(values.into()),
            ingredients,
        });
        Derived {
            info: VariableInfo {
                name: self.name,
                label: words(&self.label),
                unit: self.unit,
                content: self.content,
                periods: Vec::new(),
            },
            how: self.how,
            at: at.collect(),
        }
    }
}

/// Mean of the values that are known, as a cell; who has most of all is protected.
pub(super) fn mean_cell(values: &[f64]) -> Cell {
    let known: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    let n = known.len();
    let error = (variance(&known) / n as f64).sqrt();
    Cell::magnitude(if n == 0 { f64::NAN } else { mean(&known) }, n).with_error(error).of_total(Largest::of(known))
}
