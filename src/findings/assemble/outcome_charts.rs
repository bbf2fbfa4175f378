//! Charts of a question beside its estimates: what is missing, outcomes on one axis, over time, on a scale, case by case.

use std::collections::BTreeSet;

use crate::answer::OutcomeAnswer;
use crate::figures::{self, AnsweredOutcome, Basis, ForestRow};
use crate::findings::{Bundle, Effect, Finding};
use crate::panel::View;

use super::Answered;

/// Outcomes that have charts of their own, the first of a question: a survey of fifty items would drown in pictures.
pub const MOST_DRAWN: usize = 6;

/// Adds the tables and figures. `told`: of each outcome, whether its estimate is shown; what a finding withholds, its charts
/// withhold as well.
pub fn add(bundle: &mut Bundle, own: &Answered<'_>, view: &View, basis: &Basis, told: &[bool]) {
    let Answered { step, answer, .. } = *own;
    forest(bundle, own, basis);
    let asked = step.outcomes.iter().zip(&answer.outcomes).zip(told).enumerate();
    for (n, ((outcome, found), _)) in asked.take(MOST_DRAWN).filter(|(_, (_, told))| **told) {
        let Some(comparison) = &answer.comparison else { continue };
        let used = comparison.used(&found.analysed);
        let case = AnsweredOutcome { step, answer, comparison, outcome, used, n, view, basis };
        for (table, figure) in figures::of_outcome(&case) {
            bundle.tables.push(table);
            bundle.figures.push(figure);
        }
    }
    if let Some((table, figure)) = figures::of_missing(step, view, basis) {
        bundle.tables.push(table);
        bundle.figures.extend(figure);
    }
}

/// Outcomes of different units on one axis.
fn forest(bundle: &mut Bundle, own: &Answered<'_>, basis: &Basis) {
    let Answered { step, answer, .. } = *own;
    let id = step.id();
    let findings: Vec<&Finding> = bundle.findings.findings.iter().filter(|finding| finding.question == id).collect();
    let row = |(finding, found): (&&Finding, &OutcomeAnswer)| {
        let (estimate, _) = found.estimate.as_ref().ok()?;
        let (scale, _) = estimate.scale.as_ref().filter(|(scale, _)| scale.is_finite() && *scale > 0.0)?;
        let own = |effect: &Effect| (effect.estimate / scale, effect.low / scale, effect.high / scale);
        let n = (finding.sample.treated, finding.sample.comparison);
        let row = ForestRow {
            finding: finding.id.clone(),
            label: finding.label.clone(),
            effect: finding.effect.as_ref().map(own),
            n,
        };
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
