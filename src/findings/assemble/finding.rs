use crate::answer::{Answer, OutcomeAnswer, Step};
use crate::design::{Estimand, Kind};
use crate::estimate::{Companion, Estimate, REFERENCE, TREATED};
use crate::exhibit::plain;
use crate::findings::facts::{DoseStep, narrow_level};
use crate::findings::{
    Describe, Effect, Facts, FamilyInfo, Finding, Interval, SampleInfo, SensitivityInfo, Strength, checks, claim,
};
use crate::infer::Inference;
use crate::text::Phrase;

use super::Answered;

/// The findings of a step, one for each outcome. Where no comparison could be made, they say so.
pub fn findings(answered: &Answered<'_>) -> Vec<Finding> {
    (0..answered.facts.len()).map(|at| finding(answered, at)).collect()
}

/// The estimate of one outcome where its verdict allows a number, and how many it rests on.
pub fn effect_of(step: &Step, answer: &Answer, outcome: usize) -> (Option<Effect>, (usize, usize)) {
    let (found, facts) = (&answer.outcomes[outcome], Facts::of(step, answer, outcome));
    let silent = claim::verdict(&facts).withholds_number();
    let estimate = found.estimate.as_ref().ok().filter(|_| !silent);
    (estimate.map(|(estimate, inference)| effect(estimate, inference)), facts.n)
}

fn finding(answered: &Answered<'_>, at: usize) -> Finding {
    let Answered { step, answer, facts, .. } = answered;
    let (outcome, found, facts) = (&step.outcomes[at], &answer.outcomes[at], &facts[at]);
    let told = facts.as_said();
    let claim = claim::claim(&told);
    let shown = step.show_all || !claim.verdict.withholds_number();
    let estimate = found.estimate.as_ref().ok();
    let checks = checks::checks(facts);
    Finding {
        id: format!("{}/{}", step.id(), outcome.var),
        question: step.id(),
        outcome: outcome.var.to_string(),
        when: outcome.when.clone(),
        since: outcome.since.clone(),
        label: outcome.label.clone(),
        unit: outcome.unit.clone(),
        step: facts.step.as_ref().map(DoseStep::more),
        in_points: facts.in_points,
        estimand: estimand(step, facts),
        design: step.design.name().into(),
        role: step.role_of(at),
        effect: estimate.filter(|_| shown).map(|(estimate, inference)| effect(estimate, inference)),
        grain: Some(found.grain),
        largest: found.largest,
        digits: None,
        describe: describe(estimate.filter(|_| shown).map(|it| &it.0), facts),
        baseline: outcome.baseline.as_ref().map(super::data::file_key),
        of_changes: facts.of_changes,
        sample: sample(estimate.map(|it| &it.0), facts.n),
        companions: estimate.filter(|_| shown).map(companions).unwrap_or_default(),
        sensitivity: if shown { sensitivity(found) } else { Vec::new() },
        strength: Some(Strength::of(facts, claim.verdict, &checks)),
        checks,
        notes: notes(found).into_iter().chain(claim::disagreement(&told).filter(|_| shown)).collect(),
        texts: claim.texts(),
        tables: super::exhibits::tables_of(step, answer.comparison.as_ref()),
        standings: Vec::new(),
        q_value: facts.corrected.filter(|_| shown).map(|it| it.p_value),
        family: facts.corrected.map(|it| FamilyInfo { correction: it.correction, asked: it.asked, number: it.family }),
        claim,
    }
}

/// The second ways to say the same; the same by t first, where another law decided.
fn companions((estimate, inference): &(Estimate, Inference)) -> Vec<Companion> {
    inference.beside.iter().chain(&estimate.companions).map(companion).collect()
}

/// Whose average the number is: of those who took part, or of those of them who are left to be compared.
fn estimand(step: &Step, facts: &Facts) -> Estimand {
    match facts.kind {
        Kind::Change | Kind::Respondents | Kind::Groups | Kind::Surveys | Kind::Doses | Kind::Series => Estimand::None,
        kind if kind.is_alike() && facts.kept.is_some_and(|share| share < 1.0) => match step.ask.estimand {
            Estimand::Att => Estimand::MatchedTreated,
            _ => Estimand::Compared,
        },
        _ => step.ask.estimand,
    }
}

fn effect(estimate: &Estimate, inference: &Inference) -> Effect {
    let of = &inference.headline;
    Effect {
        estimate: plain(estimate.effect()),
        std_error: inference.std_error.map(plain),
        low: plain(of.low),
        high: plain(of.high),
        p_value: plain(of.p_value),
        df: of.df,
        law: of.law.key().into(),
        level: inference.level,
        equivalence: Some(equivalence(inference)),
        clusters: inference.clusters,
        method: estimate.method.clone(),
        inference: inference.method.clone(),
    }
}

fn companion(it: &Companion) -> Companion {
    Companion {
        estimate: it.estimate.map(plain),
        interval: it.interval.map(|(low, high)| (plain(low), plain(high))),
        p_value: it.p_value.map(plain),
        statistic: it.statistic.as_ref().map(|(name, value)| (name.clone(), plain(*value))),
        ..it.clone()
    }
}

fn equivalence(inference: &Inference) -> Interval {
    let level = narrow_level(inference.level);
    let (low, high) = inference.headline.law.interval(level);
    Interval { level, low: plain(low), high: plain(high) }
}

fn describe(estimate: Option<&Estimate>, facts: &Facts) -> Describe {
    let signs = facts.signs;
    let Some(estimate) = estimate else { return Describe { signs, ..Describe::default() } };
    Describe {
        mean_treated: estimate.term(TREATED).map(plain),
        mean_reference: estimate.term(REFERENCE).map(plain),
        standardised: estimate.scale.as_ref().filter(|(sd, _)| *sd > 0.0).map(|(sd, _)| plain(estimate.effect() / sd)),
        scale: estimate.scale.as_ref().map(|(_, name)| name.clone()),
        signs,
        smallest_detectable: facts.detectable,
        precision: facts.as_said().number.map(|number| facts.as_said().precision(&number)),
        smallest_change: facts.smallest_change.map(|change| plain(change * if facts.in_points { 100.0 } else { 1.0 })),
    }
}

fn sample(estimate: Option<&Estimate>, (treated, comparison): (usize, usize)) -> SampleInfo {
    let effective = estimate.map_or((0.0, 0.0), |it| it.effective);
    SampleInfo { treated, comparison, effective, ..SampleInfo::default() }
}

fn sensitivity(found: &OutcomeAnswer) -> Vec<SensitivityInfo> {
    let info = |it: &crate::sensitivity::Stress| SensitivityInfo {
        key: it.key.clone(),
        values: it.values.iter().map(|(key, value)| (key.clone(), plain(*value))).collect(),
        reading: it.reading.clone(),
    };
    found.stress.iter().map(info).collect()
}

fn notes(found: &OutcomeAnswer) -> Vec<Phrase> {
    match &found.estimate {
        Ok((estimate, _)) => estimate.notes.clone(),
        Err(why) => vec![why.clone()],
    }
}
