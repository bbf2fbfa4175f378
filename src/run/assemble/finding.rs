use crate::design::{Balance, Comparison, Rung};
use crate::diag::Severity;
use crate::estimate::Estimate;
use crate::exhibit::{TableId, TableRole};
use crate::findings::claim::{self, Evidence, Middle, Number, Replies};
use crate::findings::{Describe, Effect, Finding, SampleInfo, SensitivityInfo, checks};
use crate::infer::Inference;
use crate::plan::{PlannedOutcome, Step};
use crate::study::{Better, VariableKind};
use crate::text::{Phrase, Words};
use crate::tidy::FlowStep;

use super::super::answer::{Answer, OutcomeAnswer};
use super::super::detectable;

/// The findings of a step, one for each outcome. Where no comparison could be made, they say so.
pub fn findings(step: &Step, answer: &Answer) -> Vec<Finding> {
    let nothing = OutcomeAnswer::without(nothing_compared(answer));
    let of = |(i, outcome)| {
        let found = answer.outcomes.get(i).unwrap_or(&nothing);
        finding(step, i, answer.comparison.as_ref(), outcome, found)
    };
    step.outcomes.iter().enumerate().map(of).collect()
}

/// The estimate of one outcome where its verdict allows a number, and how many it rests on.
pub fn effect_of(step: &Step, answer: &Answer, outcome: usize) -> (Option<Effect>, (usize, usize)) {
    let Some(found) = answer.outcomes.get(outcome) else { return (None, (0, 0)) };
    let evidence = evidence(step, outcome, answer.comparison.as_ref(), &step.outcomes[outcome], found);
    let silent = claim::verdict(&evidence).withholds_number();
    let estimate = found.estimate.as_ref().ok().filter(|_| !silent);
    (estimate.map(|(estimate, inference, _)| effect(estimate, inference)), evidence.n)
}

/// Why there is no comparison: the first reason that was met.
fn nothing_compared(answer: &Answer) -> Phrase {
    let first = answer.problems.iter().find(|problem| problem.severity == Severity::Error);
    first.map_or_else(|| crate::phrase!("there was no comparison to be made"), |problem| problem.message.clone())
}

fn finding(
    step: &Step,
    i: usize,
    comparison: Option<&Comparison>,
    outcome: &PlannedOutcome,
    found: &OutcomeAnswer,
) -> Finding {
    let evidence = evidence(step, i, comparison, outcome, found);
    let points = Words::percentage_points();
    let claim = match outcome.in_points() {
        true => claim::claim(&evidence.clone().in_points(&points)),
        false => claim::claim(&evidence),
    };
    let shown = step.show_all || !claim.verdict.withholds_number();
    let estimate = found.estimate.as_ref().ok();
    Finding {
        id: format!("{}/{}", step.id(), outcome.var),
        question: step.id(),
        outcome: outcome.var.to_string(),
        when: outcome.when.clone(),
        label: outcome.label.clone(),
        unit: outcome.unit.clone(),
        estimand: step.ask.estimand,
        design: step.design.name().into(),
        role: step.role_of(i),
        effect: estimate.filter(|_| shown).map(|(estimate, inference, _)| effect(estimate, inference)),
        describe: describe(estimate.filter(|_| shown).map(|it| &it.0), evidence.detectable, evidence.signs),
        baseline: outcome.baseline.as_ref().map(super::data::file_key),
        of_changes: evidence.of_changes,
        sample: sample(estimate.map(|it| &it.0), evidence.n),
        companions: estimate.filter(|_| shown).map(|it| it.0.companions.clone()).unwrap_or_default(),
        sensitivity: if shown { sensitivity(found) } else { Vec::new() },
        checks: checks::checks(&evidence),
        notes: notes(found).into_iter().chain(claim::disagreement(&evidence).filter(|_| shown)).collect(),
        texts: claim.texts(),
        tables: super::exhibits::tables_of(step, comparison),
        standings: Vec::new(),
        q_value: None,
        claim,
    }
}

fn evidence<'a>(
    step: &Step,
    row: usize,
    comparison: Option<&Comparison>,
    outcome: &'a PlannedOutcome,
    found: &'a OutcomeAnswer,
) -> Evidence<'a> {
    let estimate = found.estimate.as_ref().ok();
    let of_changes = estimate.is_some_and(|(estimate, _, _)| estimate.of_changes);
    let baseline_matched = outcome.baseline.as_ref().is_some_and(|baseline| step.ask.covariates.contains(baseline));
    Evidence {
        label: &outcome.label,
        unit: &outcome.unit,
        good: match outcome.better {
            Some(Better::Higher) => 1,
            Some(Better::Lower) => -1,
            None => 0,
        },
        rung: claim::rung(step.design.get().ladder(), of_changes || baseline_matched),
        of_changes,
        number: estimate.map(|(estimate, inference, narrow)| number(estimate, inference, narrow)),
        middle: estimate.and_then(|(estimate, _, _)| middle(estimate, outcome)),
        why: found.estimate.as_ref().err(),
        n: estimate.map_or_else(|| followed(found), |(estimate, _, _)| estimate.n),
        signs: found.signs,
        smallest_change: outcome.smallest_change,
        imbalance: found.balance.as_ref().or(comparison.and_then(|it| it.balance.as_ref())).and_then(worst_imbalance),
        overlap: comparison.filter(|_| step.design.get().ladder() != Rung::Changed).and_then(overlap),
        followed: found.flow.as_ref().and_then(known_share),
        detectable: estimate.and_then(|(_, inference, _)| detectable(inference)),
        plausible: outcome.plausible,
        measured: outcome.measured,
        replies: replies(step, found, of_changes),
        hidden: hidden_factor(found),
        factor: 1.0,
        cases: Some((TableId::of(&step.id(), TableRole::Cases).to_string(), row)),
    }
}

/// How much a factor that was not measured would have to explain, where it was computed.
fn hidden_factor(found: &OutcomeAnswer) -> Option<f64> {
    found.stress.iter().find_map(|stress| stress.hidden)
}

/// Who answered, where some did not.
fn replies(step: &Step, found: &OutcomeAnswer, of_changes: bool) -> Option<Replies> {
    let flow = found.flow.as_ref()?;
    let lost = flow.lost_of_arms();
    let paired = step.design.get().ladder() == Rung::Changed;
    let means = found.estimate.as_ref().ok().map(|(estimate, _, _)| match paired {
        true => (estimate.mean_treated - estimate.mean_reference, 0.0),
        false => (estimate.mean_treated, estimate.mean_reference),
    });
    let (treated, comparison) = match (flow.treated, flow.comparison) {
        (Some(treated), Some(comparison)) if !paired => {
            ((treated, treated + lost.0), (comparison, comparison + lost.1))
        }
        _ => ((flow.remaining, flow.remaining + flow.lost.iter().map(|lost| lost.count).sum::<usize>()), (0, 0)),
    };
    Some(Replies { treated, comparison, changes: means.filter(|_| paired || of_changes) })
}

/// Units whose outcome is known, where there is no estimate to say how many it rests on.
fn followed(found: &OutcomeAnswer) -> (usize, usize) {
    let flow = found.flow.as_ref();
    flow.map_or((0, 0), |flow| (flow.treated.unwrap_or(0), flow.comparison.unwrap_or(0)))
}

/// Of those compared, the share whose outcome (and state before) is known, in the arm where it is smaller.
pub(super) fn known_share(flow: &FlowStep) -> Option<f64> {
    let lost = flow.lost_of_arms();
    let arms = [(flow.treated?, lost.0), (flow.comparison?, lost.1)];
    let shares =
        arms.iter().filter(|(known, lost)| known + lost > 0).map(|&(known, lost)| known as f64 / (known + lost) as f64);
    shares.reduce(f64::min)
}

fn number(estimate: &Estimate, inference: &Inference, narrow: &Inference) -> Number {
    Number {
        estimate: estimate.effect,
        std_error: inference.std_error,
        clusters: inference.clusters,
        interval: (inference.low, inference.high),
        narrow: (narrow.low, narrow.high),
        level: inference.level,
    }
}

/// The companion that speaks for the middle.
fn middle(estimate: &Estimate, outcome: &PlannedOutcome) -> Option<Middle> {
    let companion = estimate.companions.iter().find(|companion| Some(&*companion.key) == estimate.middle)?;
    Some(Middle {
        estimate: companion.estimate?,
        interval: companion.interval,
        level: companion.level,
        amount: outcome.kind == Some(VariableKind::Amount),
    })
}

pub(super) fn worst_imbalance(balance: &Balance) -> Option<(Words, f64)> {
    let worst = balance.worst()?;
    Some((worst.title(), worst.after.smd))
}

pub(super) fn overlap(comparison: &Comparison) -> Option<f64> {
    let balance = comparison.balance.as_ref()?;
    Some(balance.units_after.0 as f64 / balance.units_before.0.max(1) as f64)
}

fn effect(estimate: &Estimate, inference: &Inference) -> Effect {
    Effect {
        estimate: estimate.effect,
        std_error: inference.std_error,
        low: inference.low,
        high: inference.high,
        p_value: inference.p_value,
        df: inference.df,
        level: inference.level,
        clusters: inference.clusters,
        method: estimate.method.clone(),
        inference: inference.method.clone(),
    }
}

fn describe(estimate: Option<&Estimate>, detectable: Option<f64>, signs: Option<(usize, usize, usize)>) -> Describe {
    let Some(estimate) = estimate else { return Describe { signs, ..Describe::default() } };
    Describe {
        mean_treated: Some(estimate.mean_treated),
        mean_reference: Some(estimate.mean_reference),
        standardised: estimate.scale.as_ref().filter(|(sd, _)| *sd > 0.0).map(|(sd, _)| estimate.effect / sd),
        scale: estimate.scale.as_ref().map(|(_, name)| name.clone()),
        signs,
        smallest_detectable: detectable,
    }
}

fn sample(estimate: Option<&Estimate>, (treated, comparison): (usize, usize)) -> SampleInfo {
    let effective = estimate.map_or((0.0, 0.0), |it| it.effective);
    SampleInfo { treated, comparison, effective, ..SampleInfo::default() }
}

fn sensitivity(found: &OutcomeAnswer) -> Vec<SensitivityInfo> {
    let info = |it: &crate::sensitivity::Stress| SensitivityInfo {
        key: it.key.clone(),
        values: it.values.clone(),
        reading: it.reading.clone(),
    };
    found.stress.iter().map(info).collect()
}

fn notes(found: &OutcomeAnswer) -> Vec<Phrase> {
    match &found.estimate {
        Ok((estimate, _, _)) => estimate.notes.clone(),
        Err(why) => vec![why.clone()],
    }
}
