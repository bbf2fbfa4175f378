//! What the data themselves show that an answer must be read with: a start that was chosen, an end that cannot be passed.

use crate::design::{Arm, Comparison, Kind};
use crate::estimate::Sample;
use crate::math::correlation;
use crate::math::median::skewness;
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
    /// Whether a few large values weigh so much that an interval by averages of so few cases may hold the truth less often than it
    /// says.
    pub lopsided: bool,
    /// Why amounts of money are too few for an interval of their average that holds the truth as often as it says; absent where they
    /// are enough.
    pub few_amounts: Option<FewAmounts>,
    /// Whether the values are steps so few that pairs change by nothing or by whole steps: see [`FEWEST_ON_STEPS`].
    pub few_steps: bool,
}

/// Why amounts are too few for a statement about their average.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FewAmounts {
    /// A few of them are very large.
    Skewed,
    /// So few do not show whether a few are very large.
    Unseen,
}

impl Cautions {
    /// What the values alone show.
    pub fn of_values(sample: &Sample, of_changes: bool) -> Cautions {
        Cautions {
            lopsided: lopsided(sample, of_changes),
            few_amounts: few_amounts(sample),
            few_steps: few_steps(sample),
            ..Cautions::default()
        }
    }
}

/// What is seen of one outcome, of which changes are compared where `of_changes`.
pub fn cautions(
    view: &View,
    step: &Step,
    outcome: &PlannedOutcome,
    comparison: &Comparison,
    sample: &Sample,
    of_changes: bool,
) -> Cautions {
    let values = Cautions::of_values(sample, of_changes);
    let Some(baseline) = outcome.baseline.as_ref().filter(|_| followed(step.kind())) else {
        return values;
    };
    let pairs = pairs(sample);
    Cautions {
        start: start(view, step, baseline, comparison),
        narrow: narrow(&pairs).filter(|_| step.kind().is_paired() && !outcome.binary),
        end: end(outcome, &pairs),
        ..values
    }
}

/// Whether where a side started says something of its change.
fn followed(kind: Kind) -> bool {
    kind.follows_units() && !kind.is_of_doses()
}

/// Skewness from which it is asked whether there are enough cases for it.
const SKEWED: f64 = 1.0;

/// Cochran's rule (Sampling Techniques, 1977, 2.15): 95 % intervals of a mean need more than 25 G² cases, G the skewness of what is
/// averaged: changes, or the values of a side.
fn lopsided(sample: &Sample, of_changes: bool) -> bool {
    let too_few = |values: Vec<f64>| {
        let g = skewness(&values).abs();
        g >= SKEWED && values.len() as f64 <= 25.0 * g * g
    };
    !sample.binary && averaged(sample, of_changes).into_iter().any(too_few)
}

/// Up to so many amounts, no interval for their average is right where they are skewed: not that of the t law, nor that of all
/// rearrangements, nor resampling. Of changes by a factor of log-normal amounts 86 to 92 intervals of 95 % in 100 hold the truth
/// (`examples/simulate`).
pub const FEW_AMOUNTS: usize = 30;

/// Fewer amounts than this do not show whether they are skewed: of log-normal amounts that change by a factor, those 6 to 14 that do
/// not look so, one in three to one in twelve, have intervals of 95 % that hold the truth in 82 to 86 of 100 (`examples/simulate`);
/// those that look more even still hold it less often.
pub const FEWEST_AMOUNTS: usize = 15;

/// Fewer pairs than this on a scale of few steps have no verdict: with 6 pairs on 5 steps a number could be given in one world of
/// nine only, where all changed, and of these intervals of 95 % hold the truth in 72 to 76 of 100 (`examples/simulate`).
pub const FEWEST_ON_STEPS: usize = 8;

/// Whether all values are whole numbers that lie at most six apart.
fn few_steps(sample: &Sample) -> bool {
    const APART: f64 = 6.0;
    let known = || sample.y.iter().copied().filter(|value| value.is_finite());
    let (low, high) = known().fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
    !sample.amount && known().all(|value| value.fract() == 0.0) && high - low <= APART
}

/// Whether amounts themselves, before or after, are too skewed for so few by the rule of [`lopsided`]. What changes by a factor
/// is as skewed as the amounts, also where the few changes that are seen do not show it.
fn few_amounts(sample: &Sample) -> Option<FewAmounts> {
    let skewed = |values: Vec<f64>| {
        let g = skewness(&values).abs();
        let n = values.len();
        n <= FEW_AMOUNTS && g >= SKEWED && n as f64 <= 25.0 * g * g
    };
    let rows =
        |wanted: &dyn Fn(usize) -> bool| (0..sample.y.nrows()).filter(|&row| wanted(row)).collect::<Vec<usize>>();
    let sides = match sample.period.contains(&0) {
        true => [rows(&|row| sample.period[row] == 0), rows(&|row| sample.period[row] == 1)],
        false => [rows(&|row| sample.arm[row] == Arm::Treated), rows(&|row| sample.arm[row] == Arm::Comparison)],
    };
    let of = |values: &ndarray::Array2<f64>| {
        let side = |rows: &Vec<usize>| skewed(rows.iter().map(|&row| values[[row, 0]]).collect());
        sides.iter().any(side)
    };
    let any_skewed = of(&sample.y) || sample.baseline.as_ref().is_some_and(of);
    let unseen = sides.iter().any(|rows| (1..FEWEST_AMOUNTS).contains(&rows.len()));
    let why = if any_skewed { Some(FewAmounts::Skewed) } else { unseen.then_some(FewAmounts::Unseen) };
    why.filter(|_| sample.amount)
}

/// What is averaged: changes of those who are compared with themselves, else the values (or changes) of each side.
fn averaged(sample: &Sample, of_changes: bool) -> Vec<Vec<f64>> {
    if sample.period.contains(&0) {
        return vec![pairs(sample).into_iter().map(|(before, after)| after - before).collect()];
    }
    let value = |row: usize| sample.compared(row, of_changes);
    let side = |arm: Arm| (0..sample.arm.len()).filter(|&row| sample.arm[row] == arm).map(value).collect();
    vec![side(Arm::Treated), side(Arm::Comparison)]
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
    let ratio = (variance(&before) / variance(&after)).sqrt();
    let r = correlation::pearson(&before, &change)?;
    (pairs.len() >= 3 && ratio.is_finite()).then_some((ratio, r))
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

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::*;

    fn once(treated: &[f64], comparison: &[f64]) -> Sample {
        let y: Vec<f64> = treated.iter().chain(comparison).copied().collect();
        let n = y.len();
        let arm = |row: usize| if row < treated.len() { Arm::Treated } else { Arm::Comparison };
        Sample {
            y: Array2::from_shape_vec((n, 1), y).unwrap(),
            baseline: None,
            unit: (0..n as u32).collect(),
            period: vec![1; n],
            arm: (0..n).map(arm).collect(),
            weight: vec![1.0; n],
            dose: None,
            set: None,
            lots: None,
            clusters: Vec::new(),
            x: Array2::zeros((n, 0)),
            x_names: Vec::new(),
            binary: false,
            amount: true,
        }
    }

    #[test]
    fn few_cases_with_a_few_large_values_are_lopsided_and_many_are_not() {
        let even: Vec<f64> = (0..12).map(f64::from).collect();
        let skewed: Vec<f64> = (0..12).map(|i| f64::from(1 << i)).collect();
        assert!(!lopsided(&once(&even, &even), false));
        assert!(lopsided(&once(&even, &skewed), false) && lopsided(&once(&skewed, &even), false));
        // G is about 2 of an exponential: more than 100 cases are enough.
        let many: Vec<f64> =
            (0..160).map(|i| -crate::math::elementary::ln(1.0 - (f64::from(i) + 0.5) / 160.0)).collect();
        assert!(
            !lopsided(&once(&many, &many), false)
                && lopsided(&once(&many[..0], &many.iter().step_by(4).copied().collect::<Vec<_>>()), false)
        );
        assert!(!lopsided(&Sample { binary: true, ..once(&skewed, &even) }, false));
    }

    #[test]
    fn few_amounts_of_which_some_are_very_large_have_no_average_to_tell() {
        let even: Vec<f64> = (0..12).map(f64::from).collect();
        let skewed: Vec<f64> = (0..12).map(|i| f64::from(1 << i)).collect();
        let many: Vec<f64> = (0..40).map(|i| f64::from(1 << (i % 13))).collect();
        let two = |a: &[f64], b: &[f64]| few_amounts(&once(a, b));
        assert_eq!([two(&skewed, &even), two(&even, &skewed)], [Some(FewAmounts::Skewed); 2]);
        assert_eq!([two(&even, &even), two(&even, &many)], [Some(FewAmounts::Unseen); 2]);
        let enough: Vec<f64> = (0..FEWEST_AMOUNTS).map(|i| i as f64).collect();
        assert_eq!([two(&enough, &enough), two(&many, &many)], [None; 2]);
        assert_eq!(few_amounts(&Sample { amount: false, ..once(&skewed, &even) }), None);
        let twice = Sample {
            unit: (0..24).map(|row| row / 2).collect(),
            period: (0..24).map(|row| (row % 2) as u8).collect(),
            arm: vec![Arm::Treated; 24],
            ..once(&(0..24).map(|row| f64::from(1 << (row / 2))).collect::<Vec<_>>(), &[])
        };
        assert_eq!(few_amounts(&twice), Some(FewAmounts::Skewed));
    }

    /// An adjusted mean of the outcome averages the outcome, although the state before is known.
    #[test]
    fn where_outcomes_are_compared_their_changes_do_not_count() {
        let even: Vec<f64> = (0..12).map(f64::from).collect();
        let skewed: Vec<f64> = (0..12).map(|i| f64::from(1 << i)).collect();
        let sample = once(&skewed, &even);
        let alike = Sample { baseline: Some(sample.y.clone()), ..sample };
        assert!(lopsided(&alike, false) && !lopsided(&alike, true));
    }

    #[test]
    fn of_those_compared_with_themselves_the_changes_count() {
        let sample = Sample {
            unit: (0..24).map(|row| row / 2).collect(),
            period: (0..24).map(|row| (row % 2) as u8).collect(),
            arm: vec![Arm::Treated; 24],
            ..once(&(0..24).map(|row| f64::from(1 << (row / 2)) + f64::from(row % 2)).collect::<Vec<_>>(), &[])
        };
        assert!(!lopsided(&sample, true), "skewed levels, equal changes");
    }
}
