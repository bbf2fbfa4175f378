//! The state still earlier than the state before: the change between the two lies before the program, which had no effect on it.

use std::cmp::Ordering;

use crate::answer::starts::{Starts, values};
use crate::diag::{Diagnostic, Sink};
use crate::notation::{Relative, chronology};
use crate::panel::{Data, Panel, VarRef, View};
use crate::phrase;
use crate::study::{Located, Question};

use super::PlannedOutcome;
use super::outcome::measured;
use super::resolve::variable;

/// The earlier state of an outcome: declared, or that of the latest period before its state before.
pub(super) fn earlier(
    question: &Question,
    name: &Located<String>,
    baseline: &VarRef,
    view: &View,
    sink: &mut Sink,
) -> Option<VarRef> {
    match question.earlier.iter().find(|(outcome, _)| outcome.value == name.value) {
        Some((_, written)) => declared(written, baseline, view, sink),
        None => by_itself(baseline, view.panel()),
    }
}

fn declared(written: &Located<String>, baseline: &VarRef, view: &View, sink: &mut Sink) -> Option<VarRef> {
    let var = measured(view, variable(view.panel(), written, None, sink)?, written, sink)?;
    let both = var.period.as_deref().zip(baseline.period.as_deref());
    let late = both.is_some_and(|(earlier, before)| {
        matches!(chronology(earlier, before), Some(Ordering::Equal | Ordering::Greater))
    });
    if late || var == *baseline {
        let message = phrase!("`{name}` in `earlier` was not observed before the state before", name = &written.value);
        let hint = phrase!("Name the same thing still earlier, or take `{key}` out", key = "earlier");
        sink.push(Diagnostic::error("before-not-before", message).hint(hint).at(written.place.clone()));
        return None;
    }
    Some(var)
}

/// The same variable at the latest period that comes before; of periods that are counted from a start the one before.
fn by_itself(baseline: &VarRef, panel: &Panel) -> Option<VarRef> {
    let own = baseline.period.as_deref()?;
    if let Some(Relative(offset)) = baseline.relative() {
        return Some(VarRef { name: baseline.name.clone(), period: Some(Relative(offset - 1).key()) });
    }
    let periods = &panel.variables.get(&baseline.name)?.periods;
    let before = periods.iter().filter(|period| chronology(period, own) == Some(Ordering::Less));
    let latest = before.max_by(|a, b| chronology(a, b).unwrap_or(Ordering::Equal))?;
    Some(VarRef { name: baseline.name.clone(), period: Some(latest.clone()) })
}

/// The values of earlier states that are counted from the start. What was never observed is no earlier state.
pub(super) fn from_starts(
    outcomes: &mut [PlannedOutcome],
    starts: Option<&Starts>,
    known: &[(VarRef, Data)],
    view: &View,
) -> Vec<(VarRef, Data)> {
    let mut found: Vec<(VarRef, Data)> = Vec::new();
    for outcome in outcomes {
        let Some(var) = outcome.earlier.clone().filter(|var| var.relative().is_some()) else { continue };
        if known.iter().chain(&found).any(|(other, _)| *other == var) {
            continue;
        }
        let data = starts.and_then(|starts| values(view, &var, starts));
        match data.filter(|data| (0..data.len()).any(|unit| !data.is_missing(unit))) {
            Some(data) => found.push((var, data)),
            None => outcome.earlier = None,
        }
    }
    found
}
