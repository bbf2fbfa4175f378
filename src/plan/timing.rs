//! Before comes before after, and what makes units comparable was known before the outcome.

use std::cmp::Ordering;

use crate::design::Ask;
use crate::diag::{Diagnostic, Place, Sink};
use crate::notation::chronology;
use crate::panel::{Panel, VarRef};
use crate::phrase;
use crate::study::{Located, Question};

use super::PlannedOutcome;

/// Reports what a question has in the wrong order of time.
pub(super) fn in_order(question: &Question, ask: &Ask, outcomes: &[PlannedOutcome], panel: &Panel, sink: &mut Sink) {
    if !swapped(question, sink) {
        baselines(question, outcomes, panel, sink);
    }
    for (name, var) in question.covariates.iter().zip(&ask.covariates) {
        late(question, name, var, outcomes, panel, sink);
    }
}

/// Whether `before` is not before `after`.
fn swapped(question: &Question, sink: &mut Sink) -> bool {
    let (Some(before), Some(after)) = (&question.before, &question.after) else { return false };
    let (message, hint) = match chronology(&before.value, &after.value) {
        Some(Ordering::Greater) => (
            phrase!(
                "`before` ({before}) comes later than `after` ({after})",
                before = &before.value,
                after = &after.value
            ),
            phrase!("Exchange the two: a change is counted from `before` to `after`"),
        ),
        Some(Ordering::Equal) => (
            phrase!(
                "`before` ({before}) and `after` ({after}) are the same period",
                before = &before.value,
                after = &after.value
            ),
            phrase!("Name two periods: a change is counted from `before` to `after`"),
        ),
        _ => return false,
    };
    sink.push(Diagnostic::error("before-not-before", message).hint(hint).at(before.place.clone()));
    true
}

/// The state before an outcome was observed before it.
fn baselines(question: &Question, outcomes: &[PlannedOutcome], panel: &Panel, sink: &mut Sink) {
    for outcome in outcomes {
        let Some(baseline) = &outcome.baseline else { continue };
        let first = baseline.period.as_deref();
        if first.and_then(|first| order(first, &outcome.var)) == Some(Ordering::Greater) {
            let message = phrase!(
                "`{baseline}` is given as the state before `{outcome}`, and was observed later",
                baseline = as_written(baseline, panel),
                outcome = as_written(&outcome.var, panel)
            );
            let hint = phrase!("Exchange the two: a change is counted from the state before to the outcome");
            let place = question.baseline.iter().find(|(_, before)| VarRef::parse(&before.value).name == baseline.name);
            let place = place.map_or(&question.place, |(_, before)| &before.place);
            sink.push(Diagnostic::error("before-not-before", message).hint(hint).at(place.clone()));
        }
    }
}

/// A variable with its period as the sources write it.
fn as_written(var: &VarRef, panel: &Panel) -> String {
    match &var.period {
        Some(period) => format!("{}@{}", var.name, panel.period_label(period)),
        None => var.name.clone(),
    }
}

/// Whether a period comes before an outcome.
fn order(period: &str, outcome: &VarRef) -> Option<Ordering> {
    chronology(period, outcome.period.as_deref()?)
}

/// A covariate of the time of an outcome, or later, is changed by the program like it; one of the time between may be.
fn late(
    question: &Question,
    name: &Located<String>,
    var: &VarRef,
    outcomes: &[PlannedOutcome],
    panel: &Panel,
    sink: &mut Sink,
) {
    // A period that is counted from each unit's start is looked at by itself, and an outcome is told to be one.
    if var.relative().is_some() || outcomes.iter().any(|outcome| outcome.var == *var) {
        return;
    }
    let Some(period) = panel.latest_period(var) else { return };
    let label = panel.period_label(period);
    let not_before =
        |outcome: &PlannedOutcome| matches!(order(period, &outcome.var), Some(Ordering::Equal | Ordering::Greater));
    if outcomes.iter().any(not_before) {
        let message = phrase!(
            "`{name}` in `covariates` was measured at {period}, when the outcome was measured, or later",
            name = &name.value,
            period = label
        );
        sink.push(
            Diagnostic::error("measured-after-start", message).hint(earlier(question, var, panel)).at(place(name)),
        );
        return;
    }
    let before = question.before.as_ref().map(|before| before.value.as_str());
    let between = before.and_then(|before| chronology(period, before)) == Some(Ordering::Greater);
    if between && outcomes.iter().any(|outcome| order(period, &outcome.var) == Some(Ordering::Less)) {
        let message = phrase!(
            "`{name}` in `covariates` was measured at {period}, after `before` ({before})",
            name = &name.value,
            period = label,
            before = before.unwrap_or_default()
        );
        let hint =
            phrase!("If the program had begun by then it may have changed it: take its value from before the program");
        sink.push(Diagnostic::warning("measured-after-start", message).hint(hint).at(place(name)));
    }
}

fn place(name: &Located<String>) -> Place {
    name.place.clone()
}

/// Its value from before, where there is one.
fn earlier(question: &Question, var: &VarRef, panel: &Panel) -> crate::text::Phrase {
    let periods = panel.variables.get(&var.name).map(|info| info.periods.as_slice()).unwrap_or_default();
    let before = question.before.as_ref().map(|before| crate::notation::period_name(&before.value));
    match before.filter(|before| periods.contains(before)) {
        Some(before) => phrase!(
            "The program may have changed it: take its value from before, such as {example}",
            example = format!("{}@{}", var.name, panel.period_label(&before))
        ),
        None => phrase!("The program may have changed it: take it out of `covariates`, or take its value from before"),
    }
}
