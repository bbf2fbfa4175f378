//! Charts of a question beside its estimates: what is missing, outcomes on one axis, over time, on a scale, case by case.

use std::collections::BTreeSet;

use crate::design::{Arm, Comparison, Rung};
use crate::exhibit::{Figure, Table, TableRole};
use crate::figures::{self, Basis, ForestRow, Named};
use crate::findings::{Bundle, Finding};
use crate::phrase;
use crate::plan::{PlannedOutcome, Step};
use crate::text::Phrase;
use crate::tidy::{VarRef, View};

use super::super::answer::{Answer, OutcomeAnswer};
use super::{likert, missing, over_time};

/// Outcomes that have charts of their own, the first of a question: a survey of fifty items would drown in pictures.
pub const MOST_DRAWN: usize = 6;

/// Adds the tables and figures. `told`: of each outcome, whether its estimate is shown; what a finding withholds, its charts
/// withhold as well.
pub fn add(bundle: &mut Bundle, step: &Step, answer: &Answer, view: &View, basis: &Basis, told: &[bool]) {
    forest(bundle, step, answer, basis);
    let asked = step.outcomes.iter().zip(&answer.outcomes).zip(told).enumerate();
    for (n, ((outcome, found), _)) in asked.take(MOST_DRAWN).filter(|(_, (_, told))| **told) {
        let Some(comparison) = &answer.comparison else { continue };
        let used = comparison.used(&found.analysed);
        let case = Case { step, answer, comparison, outcome, used, n, view, basis };
        of_outcome(bundle, &case);
    }
    if let Some((table, figure)) = missing::missing(step, view, basis) {
        bundle.tables.push(table);
        bundle.figures.extend(figure);
    }
}

/// An outcome that has an answer.
pub struct Case<'a> {
    /// The step.
    pub step: &'a Step,
    /// Its answer.
    pub answer: &'a Answer,
    /// Who is compared.
    pub comparison: &'a Comparison,
    /// The outcome.
    pub outcome: &'a PlannedOutcome,
    /// Positions in the comparison of the units analysed.
    pub used: Vec<usize>,
    /// Which of the step's outcomes it is.
    pub n: usize,
    /// The data.
    pub view: &'a View,
    /// What the figures of the step rest on.
    pub basis: &'a Basis,
}

impl Case<'_> {
    /// Names a chart of the outcome.
    pub fn named(&self, what: TableRole) -> Named {
        Named::of_outcome(&self.step.id(), &self.outcome.var.to_string(), self.n, what)
    }

    /// Positions in the comparison of the units analysed, of one arm.
    pub fn analysed(&self, arm: Arm) -> Vec<usize> {
        self.used.iter().copied().filter(|&i| self.comparison.arm[i] == arm).collect()
    }

    /// The values of a variable, one for each unit of the comparison; nothing where it has no numbers.
    pub fn values(&self, var: &VarRef) -> Option<Vec<f64>> {
        self.view.with_rows(self.comparison.units.as_slice()).numbers(var)
    }

    /// The basis with the units of this outcome.
    pub fn basis(&self) -> Basis {
        let (treated, comparison) = (self.analysed(Arm::Treated).len(), self.analysed(Arm::Comparison).len());
        Basis { treated, comparison, ..self.basis.clone() }
    }
}

fn of_outcome(bundle: &mut Bundle, case: &Case<'_>) {
    let charts = [over_time::over_time(case), likert::likert(case)];
    for (table, figure) in charts.into_iter().flatten().chain(before_and_after(case)) {
        bundle.tables.push(table);
        bundle.figures.push(figure);
    }
}

/// Where units are compared with themselves: each of them for those who hold the data, parts of them for everybody.
fn before_and_after(case: &Case<'_>) -> Vec<(Table, Figure)> {
    let (Rung::Changed, Some(baseline)) = (case.step.design.get().ladder(), &case.outcome.baseline) else {
        return Vec::new();
    };
    let (Some(before), Some(after)) = (case.values(baseline), case.values(&case.outcome.var)) else {
        return Vec::new();
    };
    let used: Vec<usize> = case.analysed(Arm::Treated);
    if case.outcome.binary || used.is_empty() {
        return Vec::new();
    }
    let id = |i: usize| case.view.panel().units[case.comparison.units[i] as usize].clone();
    let each: Vec<(String, f64, f64)> = used.iter().map(|&i| (id(i), before[i], after[i])).collect();
    let values: Vec<(f64, f64)> = used.iter().map(|&i| (before[i], after[i])).collect();
    let (label, unit, basis) = (&case.outcome.label, &case.outcome.unit, case.basis);
    let parts = figures::deciles(&case.named(TableRole::Deciles), label, unit, &values, basis);
    let units = figures::units(&case.named(TableRole::Units), label, unit, &each, basis);
    parts.into_iter().chain([units]).collect()
}

/// Outcomes of different units on one axis.
fn forest(bundle: &mut Bundle, step: &Step, answer: &Answer, basis: &Basis) {
    let id = step.id();
    let findings: Vec<&Finding> = bundle.findings.findings.iter().filter(|finding| finding.question == id).collect();
    let row = |(finding, found): (&&Finding, &OutcomeAnswer)| {
        let (estimate, _, _) = found.estimate.as_ref().ok()?;
        let (scale, _) = estimate.scale.as_ref().filter(|(scale, _)| scale.is_finite() && *scale > 0.0)?;
        let own = |effect: &crate::findings::Effect| (effect.estimate / scale, effect.low / scale, effect.high / scale);
        let n = (finding.sample.treated, finding.sample.comparison);
        let row = ForestRow { label: finding.label.clone(), effect: finding.effect.as_ref().map(own), n };
        Some((finding.unit.clone(), row))
    };
    let (units, rows): (BTreeSet<_>, Vec<ForestRow>) = findings.iter().zip(&answer.outcomes).filter_map(row).unzip();
    let shown = rows.iter().filter(|row| row.effect.is_some()).count();
    if units.len() > 1 && shown > 1 {
        let (table, figure) = figures::forest(&id, &rows, step.level, basis);
        bundle.tables.push(table);
        bundle.figures.push(figure);
    }
}

/// What outputs call a variable, with its period.
pub fn label(view: &View, var: &VarRef) -> Phrase {
    let name = view.info(&var.name).map_or_else(|| Phrase::verbatim(&*var.name), |info| Phrase::words(&info.label));
    match (&var.period, var.relative()) {
        (_, Some(relative)) => phrase!("{label} ({period})", label = name, period = relative.phrase()),
        (Some(period), None) => phrase!("{label} ({period})", label = name, period = period_name(view, period)),
        (None, None) => name,
    }
}

/// What outputs call a period: common words for before and after in the reader's language, anything else as it is written.
pub fn period_name(view: &View, period: &str) -> Phrase {
    let period = view.panel().period_label(period);
    match period.to_lowercase().as_str() {
        "前" | "事前" | "before" | "pre" => phrase!("Before"),
        "後" | "事後" | "after" | "post" => phrase!("After"),
        _ => Phrase::verbatim(period),
    }
}
