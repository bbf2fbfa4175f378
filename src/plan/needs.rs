//! What designs need, and whether a question gives it.

use crate::design::kind::Requirement;
use crate::design::{self, AnyDesign, Estimand, Needs};
use crate::diag::{Diagnostic, Sink};
use crate::estimate::AnyEstimator;
use crate::panel::{VarRef, View};
use crate::phrase;
use crate::study::keys::toml_key;
use crate::study::{Located, MethodBlock, Question};

use super::PlannedOutcome;
use super::arms::Arms;
use super::two_groups::two_periods;

/// Reports what a question does not give its design.
pub(super) fn meets(
    design: &AnyDesign,
    question: &Question,
    block: &MethodBlock,
    outcomes: &[PlannedOutcome],
    arms: Option<&Arms>,
    view: &View,
    sink: &mut Sink,
) {
    let (given, covariates) = (design.get().kind().card().given, design.get().needs().covariates);
    let design = &block.method;
    let mut lacking =
        |code: &str, message, hint| sink.push(Diagnostic::error(code, message).hint(hint).at(design.place.clone()));
    if given.treatment && question.treatment.is_none() {
        let message =
            phrase!("The design `{design}` needs a `treatment`: who received, and who did not", design = &design.value);
        lacking("no-treatment", message, phrase!("Add a line such as {example}", example = "treatment = \"funded\""));
    }
    if covariates && question.covariates.is_empty() {
        let message =
            phrase!("The design `{design}` needs `covariates`: what makes units comparable", design = &design.value);
        lacking(
            "no-covariates",
            message,
            phrase!("Add a line such as {example}", example = "covariates = [\"age\", \"size\"]"),
        );
    }
    if given.before && outcomes.iter().any(|outcome| outcome.baseline.is_none()) {
        let without: Vec<String> = outcomes
            .iter()
            .filter(|outcome| outcome.baseline.is_none())
            .map(|outcome| outcome.var.to_string())
            .collect();
        let example = format!("baseline = {{ {} = \"…\" }}", toml_key(&without[0]));
        let message = phrase!(
            "The design `{design}` needs the state before, and none is given for {names}",
            design = &design.value,
            names = without
        );
        lacking(
            "no-before",
            message,
            phrase!("Add a line such as {example}, or `before` and `after` where there are periods", example = example),
        );
    }
    if given.before {
        followed(question, block, outcomes, view, sink);
    }
    if given.periods {
        two_periods(question, block, outcomes, sink);
    }
    if let (Some(treatment), Some(arms)) = (&question.treatment, arms) {
        one_arm(given, treatment, arms, sink);
    }
}

/// Reports an average that the design cannot tell, with the designs that can.
pub(super) fn tells(design: &AnyDesign, question: &Question, estimand: Estimand, block: &MethodBlock, sink: &mut Sink) {
    let Some(written) = question.estimand.as_ref().filter(|_| !design.get().estimands().contains(&estimand)) else {
        return;
    };
    let can = |name: &&&str| {
        let other = design::parse(name, &serde_json::Map::new());
        other.and_then(Result::ok).is_some_and(|other| other.get().estimands().contains(&estimand))
    };
    let others: Vec<&str> = design::NAMES.iter().filter(can).copied().collect();
    let message = phrase!(
        "The design `{design}` cannot tell the average that `{key}` asks for",
        design = &block.method.value,
        key = &written.value
    );
    let hint = phrase!(
        "Leave `{key}` out (those who took part), or take a design that tells it: {names}",
        key = "estimand",
        names = others
    );
    sink.push(Diagnostic::error("estimand", message).hint(hint).at(written.place.clone()));
}

/// With `before` and `after`, some unit must have rows at both periods: respondents of anonymous surveys cannot be followed.
fn followed(question: &Question, block: &MethodBlock, outcomes: &[PlannedOutcome], view: &View, sink: &mut Sink) {
    let rows = |var: &VarRef| var.period.as_ref().and_then(|period| view.panel().presence.get(period));
    let nobody = |outcome: &PlannedOutcome| {
        let both = rows(&outcome.var).zip(outcome.baseline.as_ref().and_then(rows));
        both.is_some_and(|(after, before)| !after.iter().zip(before).any(|(after, before)| *after && *before))
    };
    if outcomes.iter().any(nobody) {
        let message = phrase!(
            "The design `{design}` compares each unit with itself, and no unit has a row both before and after",
            design = &block.method.value
        );
        let hint =
            phrase!("For different people before and after write {example}", example = "design = \"two-groups\"");
        let place = question.after.as_ref().map_or(&block.method.place, |after| &after.place);
        sink.push(Diagnostic::error("nobody-followed", message).hint(hint).at(place.clone()));
    }
}

/// Nobody received: that is a mistake. Everybody received: then there is nobody to compare with, which the other questions of
/// the study need not suffer from.
fn one_arm(given: Requirement, treatment: &Located<String>, arms: &Arms, sink: &mut Sink) {
    let problem = match arms.counts {
        [_, 0] => {
            Diagnostic::error("one-arm", phrase!("According to `{name}` nobody received", name = &treatment.value))
        }
        [0, _] if given.treatment => Diagnostic::warning(
            "one-arm",
            phrase!(
                "According to `{name}` everybody received, so there is nobody to compare with",
                name = &treatment.value
            ),
        ),
        _ => return,
    };
    let hint = phrase!("Check the column; comparison units may stand in another sheet or file");
    sink.push(problem.hint(hint).at(treatment.place.clone()));
}

/// Whether an estimator goes with the design; reported where it does not.
pub(super) fn fits(
    needs: Needs,
    estimator: &AnyEstimator,
    written: &MethodBlock,
    design: &MethodBlock,
    sink: &mut Sink,
) -> bool {
    if needs.estimators.contains(&estimator.name()) {
        return true;
    }
    let message = phrase!(
        "`{estimate}` does not go with the design `{design}`",
        estimate = estimator.name(),
        design = &design.method.value
    );
    let hint = phrase!("With it go: {names}", names = needs.estimators.to_vec());
    sink.push(Diagnostic::error("methods-do-not-fit", message).hint(hint).at(written.method.place.clone()));
    false
}
