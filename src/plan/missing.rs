//! Units of which a covariate is not known: the way that the question declares, and the other one beside it.

use crate::answer::Step;
use crate::measure::filled::{filled, not_known};
use crate::panel::{VarRef, View};
use crate::phrase;
use crate::study::{MissingCovariates, Question};
use crate::text::Phrase;

/// Takes the declared way in all steps, and adds the main one the other way. Nothing where all is known, or nothing is declared.
pub(super) fn both_ways(question: &Question, steps: &mut Vec<Step>, view: &View) {
    let Some(declared) = question.missing.as_ref().map(|written| written.value) else { return };
    let Some(main) = steps.iter().position(|step| step.main) else { return };
    let mut other = steps[main].clone();
    if covariates(&other, MissingCovariates::Indicator, view) == other.ask.covariates {
        return;
    }
    steps.iter_mut().for_each(|step| take(step, declared, view));
    let (way, name) = match declared {
        MissingCovariates::Complete => (MissingCovariates::Indicator, "indicator"),
        MissingCovariates::Indicator => (MissingCovariates::Complete, "complete"),
    };
    (other.main, other.first) = (false, false);
    other.key = format!("{}-{name}", other.key);
    take(&mut other, way, view);
    other.ask.question = other.id();
    steps.push(other);
}

fn take(step: &mut Step, way: MissingCovariates, view: &View) {
    let taken = covariates(step, way, view);
    for asked in &mut step.characteristics {
        if !taken.contains(asked) {
            asked.name = filled(&asked.name);
        }
    }
    step.ask.covariates = taken;
    step.notes.push(said(way));
}

/// The covariates as they are taken: one whose values are not all known stands with its usual value, and its mark beside it. The
/// outcome as it was before is never filled in.
fn covariates(step: &Step, way: MissingCovariates, view: &View) -> Vec<VarRef> {
    let before = |var: &VarRef| step.outcomes.iter().any(|outcome| outcome.baseline.as_ref() == Some(var));
    let taken = |var: &VarRef| match way {
        MissingCovariates::Indicator if !before(var) => with_mark(var, view),
        _ => vec![var.clone()],
    };
    step.ask.covariates.iter().flat_map(taken).collect()
}

fn with_mark(var: &VarRef, view: &View) -> Vec<VarRef> {
    let named = |name: String| VarRef { name, period: var.period.clone() };
    let there = |var: &VarRef| view.column(var).is_some();
    let filled = named(filled(&var.name));
    match there(&filled) {
        false => vec![var.clone()],
        true => [filled, named(not_known(&var.name))].into_iter().filter(there).collect(),
    }
}

fn said(way: MissingCovariates) -> Phrase {
    match way {
        MissingCovariates::Complete => {
            phrase!("Those of whom a characteristic is not known are left out (`missing = \"complete\"`)")
        }
        MissingCovariates::Indicator => phrase!(
            "Those of whom a characteristic is not known stay: its usual value stands there, with a mark that it is not known (`missing = \"indicator\"`)"
        ),
    }
}
