//! Laws of estimates that hold whatever the number of cases: under other signs of changes, other members of groups or sets,
//! and of counts.

use std::collections::BTreeMap;

use crate::design::Comparison;
use crate::math::shares::{PairedShares, Share};
use crate::math::sums::{mean, sum};
use crate::math::typical::Move;

use super::proportions::Signs;
use super::two_arms::TwoArms;
use super::{ExactLaw, Sample, Shares};

/// The effect of sets must be the mean of their differences but for rounding.
const CLOSE: f64 = 1e-9;

/// Changes of units, or of clusters of units, whose signs might have been the other ones; of a yes/no outcome the counts.
pub(super) fn of_pairs(sample: &Sample, changes: &[f64], cluster: Option<&[u32]>, signs: Signs) -> Option<ExactLaw> {
    if sample.binary {
        return cluster.is_none().then(|| ExactLaw::PairedShares(signs.shares()));
    }
    let alone: Vec<u32> = (0..changes.len() as u32).collect();
    let mut pieces: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    cluster.unwrap_or(&alone).iter().zip(changes).for_each(|(label, by)| pieces.entry(*label).or_default().push(*by));
    let piece = |of: Vec<f64>| vec![Move { weight: of.len() as f64, by: sum(of) }];
    Some(ExactLaw::Moves(pieces.into_values().map(piece).collect()))
}

/// The law of a difference of two means of `y`, the outcome or its changes.
pub(super) fn of_two_arms(
    sample: &Sample,
    comparison: &Comparison,
    arms: &TwoArms,
    y: &[f64],
    of_shares: bool,
) -> Option<ExactLaw> {
    if !sample.clusters.is_empty() {
        return None;
    }
    if let Some(sets) = arms.sets(sample, y) {
        return of_sets(arms, y, &sets, of_shares);
    }
    let simple = comparison.sets.is_none() && !arms.weighted();
    simple.then(|| {
        let [first, second] = [true, false].map(|arm| arms.arm(y, arm));
        if of_shares { ExactLaw::Shares(Shares::of(&first, &second)) } else { ExactLaw::Groups { first, second } }
    })
}

impl Shares {
    /// Counts of values of 0 and 1.
    pub(super) fn of(first: &[f64], second: &[f64]) -> Shares {
        let share = |values: &[f64]| Share {
            yes: values.iter().filter(|value| **value > 0.5).count() as u64,
            all: values.len() as u64,
        };
        Shares { first: share(first), second: share(second) }
    }
}

/// Sets of one treated unit each, whole, whose differences average to the effect: any of a set might have been the treated one.
fn of_sets(arms: &TwoArms, y: &[f64], sets: &[[Vec<f64>; 2]], of_shares: bool) -> Option<ExactLaw> {
    let whole = sets.iter().all(|[others, treated]| treated.len() == 1 && !others.is_empty());
    let differences: Vec<f64> = sets.iter().map(|[others, treated]| mean(treated) - mean(others)).collect();
    let (means, size) = (arms.means(y), y.iter().fold(0.0, |size: f64, y| size.max(y.abs())));
    if !whole || (mean(&differences) - (means.0 - means.1)).abs() > CLOSE * size {
        return None;
    }
    if of_shares {
        let pairs = sets.iter().all(|[others, _]| others.len() == 1);
        return pairs.then(|| ExactLaw::PairedShares(of_differences(&differences)));
    }
    let moves = |[others, treated]: &[Vec<f64>; 2]| {
        let weight = 1.0 + 1.0 / others.len() as f64;
        others.iter().map(|other| Move { by: (treated[0] - other) * weight, weight }).collect()
    };
    Some(ExactLaw::Moves(sets.iter().map(moves).collect()))
}

fn of_differences(differences: &[f64]) -> PairedShares {
    let count = |sign: f64| differences.iter().filter(|d| **d * sign > 0.5).count() as u64;
    PairedShares { rose: count(1.0), fell: count(-1.0), all: differences.len() as u64 }
}
