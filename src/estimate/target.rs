//! Whose covariates predictions are averaged over.

use super::Sample;
use super::two_arms::TwoArms;
use crate::design::{Comparison, Estimand, Kind, WeightOrigin};
use crate::phrase;
use crate::text::Phrase;

/// What each row counts in the average that is asked for.
///
/// # Errors
/// Averages of those who might as well be in the other group, which hang on the score.
pub fn target(sample: &Sample, comparison: &Comparison, arms: &TwoArms) -> Result<Vec<f64>, Phrase> {
    let base = base(sample, comparison, arms);
    let of = |arm: bool| {
        arms.treated
            .iter()
            .zip(&arms.weight)
            .map(|(&treated, &weight)| if treated == arm { weight } else { 0.0 })
            .collect()
    };
    match comparison.estimand {
        Estimand::Ate | Estimand::Compared if comparison.kind == Kind::Matched => Ok(arms.weight.clone()),
        Estimand::Ate | Estimand::Compared => Ok(base),
        Estimand::Atc => Ok(of(false)),
        Estimand::Overlap | Estimand::Matching => Err(phrase!(
            "This estimator averages over those who took part, those who did not, or all; for {name} take the difference in means or the regression",
            name = comparison.estimand.written()
        )),
        Estimand::Att | Estimand::MatchedTreated | Estimand::None => Ok(of(true)),
    }
}

/// What each row counted before weights were estimated.
pub fn base(sample: &Sample, comparison: &Comparison, arms: &TwoArms) -> Vec<f64> {
    let WeightOrigin::Estimated(model) = &comparison.weights.origin else { return vec![1.0; arms.rows.len()] };
    let own = |base: &[f64]| {
        let place = |&row: &usize| comparison.units.binary_search(&sample.unit[row]).ok();
        arms.rows.iter().map(|row| place(row).map_or(1.0, |at| base[at])).collect()
    };
    model.base().map_or_else(|| vec![1.0; arms.rows.len()], own)
}

/// Whether all units of an arm share a cluster, in words.
pub fn one_cluster(arms: &TwoArms, ways: &[Vec<u32>]) -> Option<Phrase> {
    let clusters = |way: &Vec<u32>, arm: bool| {
        let mut own: Vec<u32> =
            way.iter().zip(&arms.treated).filter(|(_, treated)| **treated == arm).map(|(l, _)| *l).collect();
        own.sort_unstable();
        own.dedup();
        own.len()
    };
    ways.iter().any(|way| clusters(way, true) == 1 || clusters(way, false) == 1).then(|| {
        phrase!("One of the two sides lies in a single cluster, so that differences between clusters cannot be judged")
    })
}
