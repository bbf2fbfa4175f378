//! `formula = "…"`: a variable made from others of the same row.

mod blanks;
mod calls;
pub(crate) mod check;
mod choice;
pub(crate) mod compute;
pub(crate) mod kinds;
mod same_words;
mod texts;

use crate::diag::{Diagnostic, Place, Sink};
use crate::notation::are_hours_of_day;
use crate::panel::{Content, Data, Derived, DerivedAt, Panel, VarRef, VariableInfo};
use crate::phrase;
use crate::study::{Expression, Study, Variable};

use super::MeasureOutput;
use super::listed::{UnitPeriod, listed};
use blanks::Blanks;
use check::{Checked, check};
use compute::compute;

/// Makes the variable of a formula. Nothing where it cannot be made, which is reported.
pub(super) fn make(study: &Study, variable: &Variable, panel: &Panel, sink: &mut Sink) -> Option<MeasureOutput> {
    let expression = variable.formula.as_ref()?;
    let checked = match check(expression, expression.tree.as_ref()?, panel) {
        Ok(checked) => checked,
        Err(problems) => {
            problems.into_iter().for_each(|problem| sink.push(problem));
            return None;
        }
    };
    let content = content(variable, &checked, sink)?;
    let blanks = Blanks::default();
    let mut making =
        FormulaBuilder { panel, expression, at: Vec::new(), not_finite: Vec::new(), places: Vec::new(), blanks };
    periods(&checked).into_iter().for_each(|period| making.at(&checked, period));
    if content == Content::YesNo && !making.two_valued() {
        not_two_valued(variable, sink);
        return None;
    }
    if let Some(problem) = making.across_midnight(variable, &checked) {
        sink.push(problem);
        return None;
    }
    Some(MeasureOutput {
        problems: making.warning(variable).into_iter().chain(making.blanks.report(variable, panel)).collect(),
        variables: vec![making.derived(study, variable, content)],
        ..MeasureOutput::default()
    })
}

fn periods(checked: &Checked<'_>) -> Vec<Option<String>> {
    match &checked.periods {
        None => vec![None],
        Some(periods) => periods.iter().cloned().map(Some).collect(),
    }
}

/// What the variable is, by its formula and its declaration.
fn content(variable: &Variable, checked: &Checked<'_>, sink: &mut Sink) -> Option<Content> {
    let declared = variable.kind.as_ref();
    let content = checked.kind.declared(declared.map(|kind| kind.value));
    if let (None, Some(kind)) = (content, declared) {
        let message = phrase!(
            "The formula of `{name}` gives {kind}, and `kind` says otherwise",
            name = &variable.name.value,
            kind = checked.kind.said()
        );
        let hint = phrase!("Take `kind` out, or change the formula");
        sink.push(Diagnostic::error("formula-type", message).hint(hint).at(kind.place.clone()));
    }
    content
}

fn not_two_valued(variable: &Variable, sink: &mut Sink) {
    let message =
        phrase!("`{name}` is declared as yes or no, and its formula gives other numbers", name = &variable.name.value);
    let hint = phrase!("Write a comparison, such as {example}", example = "income > 0");
    let place = variable.kind.as_ref().map_or(&variable.name.place, |kind| &kind.place);
    sink.push(Diagnostic::error("formula-type", message).hint(hint).at(place.clone()));
}

struct FormulaBuilder<'a> {
    panel: &'a Panel,
    expression: &'a Expression,
    at: Vec<DerivedAt>,
    not_finite: Vec<UnitPeriod>,
    places: Vec<Place>,
    blanks: Blanks,
}

impl FormulaBuilder<'_> {
    fn at(&mut self, checked: &Checked<'_>, period: Option<String>) {
        let found = compute(checked, self.panel, period.as_deref());
        for &unit in &found.not_finite {
            self.not_finite.push((unit, period.clone()));
            self.places.extend(places(self.panel, &found.ingredients, unit));
        }
        self.blanks.add(self.panel, &found.data, &found.ingredients);
        self.at.push(DerivedAt { period, data: found.data, ingredients: found.ingredients });
    }

    fn two_valued(&self) -> bool {
        let fits = |value: &f64| value.is_nan() || *value == 0.0 || *value == 1.0;
        self.at.iter().all(|at| match &at.data {
            Data::Number(values) => values.iter().all(fits),
            Data::Category { .. } => false,
        })
    }

    /// Differences of times of the day that are below 0: one lies after midnight.
    fn across_midnight(&self, variable: &Variable, checked: &Checked<'_>) -> Option<Diagnostic> {
        let is_moment =
            |var: &VarRef| self.panel.variables.get(&var.name).is_some_and(|info| are_hours_of_day(&info.unit));
        if checked.names.len() < 2 || !checked.names.values().all(is_moment) {
            return None;
        }
        let below = |at: &DerivedAt| match &at.data {
            Data::Number(values) => values.iter().filter(|value| **value < 0.0).count(),
            Data::Category { .. } => 0,
        };
        let n: usize = self.at.iter().map(below).sum();
        let message = phrase!(
            "{n} {n?value|values} of `{name}` {n?is|are} below 0: of times of the day that pass midnight the later one is the smaller number",
            n = n,
            name = &variable.name.value
        );
        let hint = phrase!(
            "Count times after midnight on: {example}",
            example = "CASE WHEN b < a THEN b + 24 - a ELSE b - a END"
        );
        let problem = Diagnostic::error("across-midnight", message).hint(hint);
        (n > 0).then(|| problem.at(self.expression.place.clone()))
    }

    fn warning(&self, variable: &Variable) -> Option<Diagnostic> {
        let count = self.not_finite.len();
        let message = phrase!(
            "{n} {n?value|values} of `{name}` cannot be computed (a division by 0, a logarithm of 0 or less) and {n?counts|count} as missing: {units}",
            n = count,
            name = &variable.name.value,
            units = listed(self.panel, &self.not_finite)
        );
        let hint = phrase!(
            "Where 0 has a meaning, say what comes out: {example}",
            example = "CASE WHEN b = 0 THEN NULL ELSE a / b END"
        );
        let problem = Diagnostic::warning("formula-not-finite", message).hint(hint).at(self.expression.place.clone());
        (count > 0).then(|| problem.at_all(self.places.iter().cloned()))
    }

    fn derived(self, study: &Study, variable: &Variable, content: Content) -> Derived {
        let name = variable.name.value.clone();
        Derived {
            info: VariableInfo {
                label: study.label(&name),
                unit: variable.unit.clone(),
                content,
                periods: Vec::new(),
                name,
            },
            how: phrase!("formula: {formula}", formula = &self.expression.text),
            at: self.at,
        }
    }
}

/// Cells of a unit's ingredients, without repeats.
pub(super) fn places(panel: &Panel, ingredients: &[VarRef], unit: u32) -> Vec<Place> {
    let mut out: Vec<Place> = Vec::new();
    for place in ingredients.iter().flat_map(|ingredient| panel.places(ingredient, unit)) {
        if !out.contains(&place) {
            out.push(place);
        }
    }
    out
}
