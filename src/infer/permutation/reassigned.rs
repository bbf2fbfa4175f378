//! Estimates that must be made anew for every assignment: regressions, and differences in sets that are not whole.

use rand::RngExt;

use super::super::InferenceCase;
use super::super::rerun::Perturbation;
use crate::design::Arm;
use crate::math::typical::Typical;
use crate::phrase;
use crate::text::Phrase;

/// For each assignment drawn, b(θ) = b(0) − θ (b(0) − b(1)) is the estimate with θ taken off the outcomes of the treated: it
/// reaches the estimate seen, less θ, where θ is at most (b seen − b(0))/(1 − (b(0) − b(1))).
pub fn typical(case: InferenceCase<'_>, draws: u32) -> Result<Typical, Phrase> {
    let (arm, strata) = case.rerun.arms()?;
    if !arm.contains(&Arm::Comparison) {
        return Err(phrase!("a permutation test needs changes of single units, or two groups"));
    }
    let (seen, at) = (case.estimate.effect(), case.estimate.headline);
    let mut rng = case.stream.child("reassigned").rng();
    let mut values = Vec::with_capacity(draws as usize);
    for _ in 0..draws {
        let drawn = reassigned(&arm, &strata, &mut rng);
        let estimate = |shift| case.rerun.with(Perturbation::Permute { arm: &drawn, shift }).map(|terms| terms[at]);
        let (none, one) = (estimate(0.0)?, estimate(1.0)?);
        let moved = 1.0 - (none - one);
        values.push((moved > 1e-9).then(|| (seen - none) / moved));
    }
    Ok(Typical::of_draws(values))
}

/// The arms of each stratum in another order.
fn reassigned(arm: &[Arm], strata: &[u32], rng: &mut impl RngExt) -> Vec<Arm> {
    let mut order: Vec<usize> = (0..arm.len()).collect();
    order.sort_by_key(|&row| strata[row]);
    let mut drawn = arm.to_vec();
    for rows in order.chunk_by(|&a, &b| strata[a] == strata[b]) {
        for at in (1..rows.len()).rev() {
            let other = rng.random_range(0..=at);
            drawn.swap(rows[at], rows[other]);
        }
    }
    drawn
}
