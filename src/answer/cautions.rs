//! What the data themselves show that an answer must be read with: a start that was chosen, an end that cannot be passed.

use crate::design::{Arm, Comparison};
use crate::estimate::Sample;
use crate::math::sums::{mean, variance};
use crate::panel::{VarRef, View};
use crate::study::{Better, VariableKind};

use super::{PlannedOutcome, Step};

/// Steps of a scale at most, where none is declared.
const MOST_STEPS: usize = 11;

/// What is seen in the data of one outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cautions {
    /// How far the state before of those who took part lies from that of all others there are, in standard deviations; positive
    /// above.
    pub start: Option<f64>,
    /// Standard deviation before over that after, and the correlation of the state before with the change: where units are compared
    /// with themselves.
    pub narrow: Option<(f64, f64)>,
    /// How many of those who took part stood at the good end of the scale before, of how many.
    pub end: Option<(usize, usize)>,
}

/// What is seen of one outcome.
pub fn cautions(
    view: &View,
    step: &Step,
    outcome: &PlannedOutcome,
    comparison: &Comparison,
    sample: &Sample,
) -> Cautions {
    let Some(baseline) = outcome.baseline.as_ref().filter(|_| !step.kind().is_of_respondents()) else {
        return Cautions::default();
    };
    let pairs = pairs(sample);
    Cautions {
        start: start(view, step, baseline, comparison),
        narrow: narrow(&pairs).filter(|_| step.kind().is_paired() && !outcome.binary),
        end: end(outcome, &pairs),
    }
}

/// Before and after of those who took part.
fn pairs(sample: &Sample) -> Vec<(f64, f64)> {
    match &sample.baseline {
        Some(before) => (0..sample.arm.len())
            .filter(|&row| sample.arm[row] == Arm::Treated)
            .map(|row| (before[[row, 0]], sample.y[[row, 0]]))
            .collect(),
        None => (1..sample.period.len())
            .filter(|&row| {
                sample.period[row - 1] == 0 && sample.period[row] == 1 && sample.unit[row - 1] == sample.unit[row]
            })
            .map(|row| (sample.y[[row - 1, 0]], sample.y[[row, 0]]))
            .collect(),
    }
}

/// All who took part against all others whose state before is known, whether they are compared or not.
fn start(view: &View, step: &Step, baseline: &VarRef, comparison: &Comparison) -> Option<f64> {
    let treatment = step.ask.treatment.as_ref()?;
    let all = step.view(view);
    let (took_part, before) = (all.numbers(treatment)?, all.numbers(baseline)?);
    let of = |wanted: f64| -> Vec<f64> {
        took_part.iter().zip(&before).filter(|(arm, y)| **arm == wanted && y.is_finite()).map(|(_, y)| *y).collect()
    };
    let (treated, others) = (of(1.0), of(0.0));
    if treated.len() < 2 || others.len() < 2 || comparison.units.is_empty() {
        return None;
    }
    let (n1, n0) = (treated.len() as f64, others.len() as f64);
    let pooled = ((n1 - 1.0) * variance(&treated) + (n0 - 1.0) * variance(&others)) / (n1 + n0 - 2.0);
    Some((mean(&treated) - mean(&others)) / pooled.sqrt()).filter(|size| size.is_finite())
}

fn narrow(pairs: &[(f64, f64)]) -> Option<(f64, f64)> {
    let (before, after): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let change: Vec<f64> = pairs.iter().map(|(before, after)| after - before).collect();
    let (m, d) = (mean(&before), mean(&change));
    let joint: f64 = before.iter().zip(&change).map(|(x, y)| (x - m) * (y - d)).sum();
    let (sx, sy) = (variance(&before), variance(&change));
    let r = joint / ((pairs.len() as f64 - 1.0) * (sx * sy).sqrt());
    let ratio = (sx / variance(&after)).sqrt();
    (pairs.len() >= 3 && r.is_finite() && ratio.is_finite()).then_some((ratio, r))
}

/// Those who could not become better: at the highest value of a scale, or the lowest where less is better.
fn end(outcome: &PlannedOutcome, pairs: &[(f64, f64)]) -> Option<(usize, usize)> {
    let mut values: Vec<f64> = pairs.iter().flat_map(|(before, after)| [*before, *after]).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let scale = outcome.kind == Some(VariableKind::Scale) || values.len() <= MOST_STEPS;
    if outcome.binary || !scale || values.len() < 3 {
        return None;
    }
    let end = match outcome.better {
        Some(Better::Lower) => *values.first()?,
        _ => *values.last()?,
    };
    Some((pairs.iter().filter(|(before, _)| *before == end).count(), pairs.len()))
}
