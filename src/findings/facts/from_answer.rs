//! What is known of an answer, from the answer.

use crate::answer::{Answer, OutcomeAnswer, PlannedOutcome, Step};
use crate::design::{Balance, BalanceRow, Comparison, Estimand, Partition};
use crate::estimate::{Companion, Estimate, REFERENCE, TREATED};
use crate::exhibit::{TableId, TableRole};
use crate::findings::alike;
use crate::findings::evidence::attrition::Attrition;
use crate::infer::Inference;
use crate::panel::{FlowStep, Lost};
use crate::study::{Better, VariableKind};
use crate::text::Words;

use super::number::side;
use super::{BaselineDifference, Disagreement, DoseStep, Facts, Middle, Number, Replies};

impl Facts {
    /// What is known of the `at`-th outcome of a step.
    pub fn of(step: &Step, answer: &Answer, at: usize) -> Facts {
        let (comparison, outcome, found) = (answer.comparison.as_ref(), &step.outcomes[at], &answer.outcomes[at]);
        let known = found.estimate.as_ref().ok();
        let of_changes = known.is_some_and(|(estimate, _)| estimate.of_changes);
        let balance = comparison.and_then(|comparison| comparison.balance.as_ref());
        Facts {
            number: known.map(|(estimate, inference)| Number::of(estimate, inference)),
            middle: known.and_then(|(estimate, _)| middle(estimate, outcome)),
            disagreement: known.and_then(|(estimate, inference)| disagreement(estimate, inference)),
            state_before: of_changes || found.before.is_some() && step.kind().is_alike(),
            imbalance: worst_imbalance(answer, found, step, at),
            unlike_by_lot: comparison.and_then(unlike_by_lot),
            covariates: alike::covariates(step, answer, at),
            why: found.estimate.as_ref().err().cloned(),
            n: known.map_or_else(|| followed(found), |(estimate, _)| estimate.n),
            signs: found.signs,
            overlap: comparison.and_then(overlap),
            kept: comparison.and_then(|comparison| kept(comparison, found)),
            followed: found.flow.as_ref().and_then(known_share),
            detectable: known.and_then(|(_, inference)| inference.detectable()),
            before: found.before.as_ref().map(|before| state_before(outcome, before)),
            cautions: found.cautions,
            pool: comparison.and_then(pool),
            advice: answer.advice.clone(),
            worsened: balance.and_then(worsened),
            attrition: attrition(step, found),
            bounds: found.bounds,
            replies: replies(step, found, of_changes),
            hidden: hidden_factor(found),
            step: comparison.and_then(dose_step),
            response: response(found),
            matched: balance.map(|balance| (balance.units_after.0, balance.units_before.0)),
            ..Facts::asked(step, at, of_changes)
        }
    }

    /// What is known of an outcome before anything is found.
    fn asked(step: &Step, at: usize, of_changes: bool) -> Facts {
        let outcome = &step.outcomes[at];
        Facts {
            label: outcome.label.clone(),
            unit: outcome.unit.clone(),
            good: match outcome.better {
                Some(Better::Higher) => 1,
                Some(Better::Lower) => -1,
                None => 0,
            },
            kind: step.kind(),
            whose: step.ask.estimand,
            of_changes,
            smallest_change: outcome.smallest_change,
            plausible: outcome.plausible,
            measured: outcome.measured,
            cases: Some((TableId::of(&step.id(), TableRole::Cases).to_string(), at)),
            in_points: outcome.in_points(),
            rounds: step.round.is_some(),
            ..Facts::nothing(Words::default())
        }
    }
}

/// The step that an answer about doses is told for.
fn dose_step(comparison: &Comparison) -> Option<DoseStep> {
    let dose = comparison.dose.as_ref()?;
    Some(DoseStep { label: dose.label.clone(), unit: dose.unit.clone(), per: dose.per })
}

/// How much a factor that was not measured would have to explain, where it was computed.
fn hidden_factor(found: &OutcomeAnswer) -> Option<f64> {
    found.stress.iter().find_map(|stress| stress.hidden)
}

/// Who answered, where some did not.
fn replies(step: &Step, found: &OutcomeAnswer, of_changes: bool) -> Option<Replies> {
    let flow = found.flow.as_ref()?;
    let lost = flow.lost_of_arms();
    let paired = step.kind().is_paired();
    let means = found.estimate.as_ref().ok().map(|(estimate, _)| match paired {
        true => (mean(estimate, TREATED) - mean(estimate, REFERENCE), 0.0),
        false => (mean(estimate, TREATED), mean(estimate, REFERENCE)),
    });
    let (treated, comparison) = match (flow.treated, flow.comparison) {
        (Some(treated), Some(comparison)) if !paired => {
            ((treated, treated + lost.0), (comparison, comparison + lost.1))
        }
        _ => ((flow.remaining, flow.remaining + flow.lost.iter().map(|lost| lost.count).sum::<usize>()), (0, 0)),
    };
    let of_sides = of_changes && step.kind().has_others();
    Some(Replies { treated, comparison, changes: means.filter(|_| paired || of_sides) })
}

/// Units whose outcome is known, where there is no estimate to say how many it rests on.
fn followed(found: &OutcomeAnswer) -> (usize, usize) {
    let flow = found.flow.as_ref();
    flow.map_or((0, 0), |flow| (flow.treated.unwrap_or(0), flow.comparison.unwrap_or(0)))
}

/// Of those compared, the share whose outcome (and state before) is known, in the arm where it is smaller.
fn known_share(flow: &FlowStep) -> Option<f64> {
    let lost = flow.lost_of_arms();
    let arms = [(flow.treated?, lost.0), (flow.comparison?, lost.1)];
    let shares =
        arms.iter().filter(|(known, lost)| known + lost > 0).map(|&(known, lost)| known as f64 / (known + lost) as f64);
    shares.reduce(f64::min)
}

fn mean(estimate: &Estimate, term: &str) -> f64 {
    estimate.term(term).unwrap_or(f64::NAN)
}

/// Second readings that may say otherwise, the most telling first.
const READINGS: [&str; 6] = ["wilcoxon", "wilcoxon-sets", "mann-whitney", "sign-test", "t", "permutation"];

/// The first second reading that is on another side of zero than the interval of the answer.
fn disagreement(estimate: &Estimate, inference: &Inference) -> Option<Disagreement> {
    let of = &inference.headline;
    let own = side((of.low, of.high));
    let companions = || inference.beside.iter().chain(&estimate.companions);
    let found = READINGS.iter().filter_map(|key| companions().find(|it| it.key == *key));
    let read = |it: &Companion| {
        let other = match it.interval {
            Some(interval) => side(interval),
            None if it.p_value? <= 1.0 - inference.level => direction(estimate),
            None => 0,
        };
        let (with, title) = (it.key.clone(), it.title.clone());
        (other != own).then_some(Disagreement {
            with,
            title,
            p_value: it.p_value,
            interval: it.interval,
            side: own,
            other,
        })
    };
    found.filter_map(read).next()
}

/// Where the ranks point: the side of the Hodges–Lehmann estimate, else of more rises or falls, else of the average.
fn direction(estimate: &Estimate) -> i8 {
    let shift = estimate.companions.iter().find(|it| it.key.starts_with("hodges-lehmann")).and_then(|it| it.estimate);
    let signs = estimate.signs.map(|(higher, _, lower)| higher as f64 - lower as f64);
    let telling = |value: &f64| *value != 0.0;
    let value = shift.filter(telling).or(signs.filter(telling)).unwrap_or_else(|| estimate.effect());
    i8::from(value > 0.0) - i8::from(value < 0.0)
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

/// The largest difference left between groups that were made alike: in what they were matched on, or in the state before.
fn worst_imbalance(answer: &Answer, found: &OutcomeAnswer, step: &Step, at: usize) -> Option<(Words, f64)> {
    let before = found.before.as_ref().filter(|_| step.kind().is_alike());
    let baseline = step.outcomes[at].baseline.as_ref().map(ToString::to_string);
    let balance = alike::balance(answer, found).filter(|_| step.kind().is_alike());
    let rows = balance.into_iter().flat_map(|balance| &balance.rows);
    let rows = rows.filter(|row| row.term != "distance" && Some(&row.term) != baseline.as_ref());
    let title = |row: &BalanceRow| (row.title(), row.after.smd);
    let own = before.map(|before| (alike::before(&step.outcomes[at].label), before.row.after.smd));
    own.into_iter().chain(rows.map(title)).max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
}

/// What the two sides of a lottery differ in by more than a lot leaves to chance, the most.
fn unlike_by_lot(comparison: &Comparison) -> Option<(Words, f64)> {
    let rows = comparison.lots.as_ref()?.unlike(comparison.balance.as_ref()?);
    rows.first().map(|row| (row.title(), row.after.smd))
}

fn state_before(outcome: &PlannedOutcome, before: &crate::answer::BaselineSample) -> BaselineDifference {
    BaselineDifference {
        label: alike::before(&outcome.label),
        term: before.row.term.clone(),
        correlation: before.correlation,
        earlier: before.earlier.as_ref().map(|earlier| Number::of(&earlier.estimate, &earlier.inference)),
        moved: before
            .earlier
            .as_ref()
            .map(|earlier| mean(&earlier.estimate, TREATED) / before.row.after.sd_treated)
            .filter(|moved| moved.is_finite()),
    }
}

/// Losses of the two groups.
fn attrition(step: &Step, found: &OutcomeAnswer) -> Option<Attrition> {
    let flow = found.flow.as_ref().filter(|_| step.kind().has_others())?;
    let (lost, kept) = (flow.lost_of_arms(), (flow.treated?, flow.comparison?));
    Attrition::of((kept.0 + lost.0, kept.1 + lost.1), kept)
}

/// Of comparison units among whom partners were chosen: used, and all.
fn pool(comparison: &Comparison) -> Option<(usize, usize)> {
    let balance = comparison.balance.as_ref().filter(|_| comparison.sets.as_ref().is_some_and(Partition::is_chosen))?;
    Some((balance.units_after.1, balance.units_before.1))
}

/// What became less alike by matching, the most.
fn worsened(balance: &Balance) -> Option<(Words, f64, f64)> {
    const NOTICED: f64 = 0.1;
    let more = |row: &BalanceRow| row.after.smd.abs() - row.before.smd.abs();
    let rows = balance.rows.iter().filter(|row| row.term != "distance" && more(row) > NOTICED);
    let worst = rows.max_by(|a, b| more(a).total_cmp(&more(b)))?;
    Some((worst.title(), worst.before.smd, worst.after.smd))
}

/// Of those who took part, the share on whom the answer rests; the others lacked a characteristic, a similar one, or the outcome.
fn kept(comparison: &Comparison, found: &OutcomeAnswer) -> Option<f64> {
    let flow = found.flow.as_ref().filter(|_| comparison.kind.is_alike())?;
    let of = |step: &FlowStep| Some(asked_about(comparison.estimand, (step.treated?, step.comparison.unwrap_or(0))));
    let lost = |step: &FlowStep| {
        let treated = |lost: &Lost| {
            lost.treated.map_or(0, |treated| asked_about(comparison.estimand, (treated, lost.count - treated)))
        };
        step.lost.iter().map(treated).sum::<usize>()
    };
    let first = comparison.flow.first()?;
    let all = of(first)? + lost(first);
    (all > 0).then(|| of(flow).unwrap_or(0) as f64 / all as f64)
}

/// Of treated and others, how many it is whose average is asked for.
fn asked_about(estimand: Estimand, (treated, others): (usize, usize)) -> usize {
    match estimand {
        Estimand::Atc => others,
        Estimand::Ate | Estimand::Overlap | Estimand::Matching | Estimand::Compared => treated + others,
        Estimand::Att | Estimand::MatchedTreated | Estimand::None => treated,
    }
}

fn overlap(comparison: &Comparison) -> Option<f64> {
    let balance = comparison.balance.as_ref()?;
    let of = |units| asked_about(comparison.estimand, units);
    Some(of(balance.units_after) as f64 / of(balance.units_before).max(1) as f64)
}

/// Known and asked in each group; without groups, of all.
fn response(found: &OutcomeAnswer) -> Vec<(usize, usize)> {
    let Some(flow) = &found.flow else { return Vec::new() };
    let lost = flow.lost_of_arms();
    let arms = [(flow.treated, lost.0), (flow.comparison, lost.1)];
    arms.into_iter().filter_map(|(known, lost)| known.map(|known| (known, known + lost))).collect()
}
