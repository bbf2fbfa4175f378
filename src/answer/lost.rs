//! What those without an outcome could change: the bounds of Lee.

use crate::design::{Arm, Comparison};
use crate::estimate::{Estimate, Sample};

/// The lowest and the highest estimate that the losses allow (Lee 2009, Review of Economic Studies 76, 1071–1102): of the group of
/// which the larger share is known, the surplus of that share is taken away from the top, then from the bottom of its outcomes (of
/// their changes, where changes are compared). Shares and means are weighted as the comparison weights the units; a unit at the
/// border is taken away in part. They hold where taking part moves people one way only between being known and being lost.
///
/// Nothing where there are no two groups or nobody more was lost on one side.
pub fn lee(sample: &Sample, comparison: &Comparison, estimate: &Estimate) -> Option<(f64, f64)> {
    let (treated, others) =
        (GroupWeights::of(sample, comparison, Arm::Treated), GroupWeights::of(sample, comparison, Arm::Comparison));
    let (more, less, sign) =
        if treated.share() >= others.share() { (treated, others, 1.0) } else { (others, treated, -1.0) };
    if more.share() - less.share() <= TOLERANCE || less.share() <= 0.0 {
        return None;
    }
    let mut values: Vec<(f64, f64)> = (0..sample.arm.len())
        .filter(|&row| sample.arm[row] == more.arm)
        .map(|row| (sample.compared(row, estimate.of_changes), sample.weight[row]))
        .collect();
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let surplus = more.known * (1.0 - less.share() / more.share());
    let whole = mean_without(values.iter().copied(), 0.0);
    let shifts = [mean_without(values.iter().rev().copied(), surplus), mean_without(values.iter().copied(), surplus)];
    let ends = shifts.map(|mean| estimate.effect() + sign * (mean - whole));
    let (low, high) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
    (low.is_finite() && high.is_finite()).then_some((low, high))
}

/// Shares that differ by less are alike.
const TOLERANCE: f64 = 1e-12;

/// Weight known and weight wanted of one group.
#[derive(Clone, Copy)]
struct GroupWeights {
    arm: Arm,
    known: f64,
    wanted: f64,
}

impl GroupWeights {
    fn of(sample: &Sample, comparison: &Comparison, arm: Arm) -> GroupWeights {
        let total = |arms: &[Arm], weights: &[f64]| -> f64 {
            arms.iter().zip(weights).filter(|(of, _)| **of == arm).map(|(_, weight)| weight).sum()
        };
        let wanted = total(&comparison.arm, &comparison.weights.values);
        GroupWeights { arm, known: total(&sample.arm, &sample.weight), wanted }
    }

    fn share(&self) -> f64 {
        if self.wanted > 0.0 { self.known / self.wanted } else { 0.0 }
    }
}

/// Weighted mean of values in order after the first `surplus` of the weight is taken away.
fn mean_without(values: impl Iterator<Item = (f64, f64)>, surplus: f64) -> f64 {
    let (mut left, mut sum, mut total) = (surplus, 0.0, 0.0);
    for (value, weight) in values {
        let taken = weight.min(left);
        left -= taken;
        sum += value * (weight - taken);
        total += weight - taken;
    }
    sum / total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_at_the_border_is_taken_away_in_part() {
        let values = [(1.0, 1.0), (2.0, 1.0), (4.0, 1.0)];
        assert_eq!(mean_without(values.into_iter(), 1.5), (0.5 * 2.0 + 4.0) / 1.5);
        assert_eq!(mean_without(values.into_iter().rev(), 1.5), (1.0 + 0.5 * 2.0) / 1.5);
        // Weights are taken away, not units.
        assert_eq!(mean_without([(1.0, 2.0), (3.0, 0.5)].into_iter(), 1.5), (0.5 + 1.5) / 1.0);
    }
}
