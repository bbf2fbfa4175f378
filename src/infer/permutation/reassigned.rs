//! Estimates that must be made anew for every assignment: regressions, differences within strata or of clusters, and in sets that
//! are not whole.

use std::collections::BTreeMap;

use rand::RngExt;

use super::super::InferenceCase;
use super::super::rerun::{Assignment, Perturbation};
use crate::design::Arm;
use crate::math::typical::Typical;
use crate::phrase;
use crate::text::Phrase;

/// For each assignment, b(θ) = b(0) − θ (b(0) − b(1)) is the estimate with θ taken off the outcomes of the treated: it reaches the
/// estimate seen, less θ, where θ is at most (b seen − b(0))/(1 − (b(0) − b(1))). All assignments are gone through where there are
/// no more than would be drawn.
pub fn typical(case: InferenceCase<'_>, draws: u32) -> Result<Typical, Phrase> {
    let assignment = case.rerun.assignment()?;
    if !assignment.arm.contains(&Arm::Comparison) {
        return Err(phrase!("a permutation test needs changes of single units, or two groups"));
    }
    let (seen, at) = (case.estimate.effect(), case.estimate.headline);
    let value = |drawn: &[Arm]| {
        let estimate = |shift| case.rerun.with(Perturbation::Permute { arm: drawn, shift }).map(|terms| terms[at]);
        let (none, one) = (estimate(0.0)?, estimate(1.0)?);
        let moved = 1.0 - (none - one);
        Ok((moved > 1e-9).then(|| (seen - none) / moved))
    };
    let strata = Stratum::all(&assignment);
    if let Some(all) = every(&strata, &assignment.arm, draws as usize) {
        return Ok(Typical::of_all(all.iter().map(|drawn| value(drawn)).collect::<Result<_, Phrase>>()?));
    }
    let mut rng = case.stream.child("reassigned").rng();
    let mut values = Vec::with_capacity(draws as usize);
    for _ in 0..draws {
        values.push(value(&reassigned(&strata, &assignment.arm, &mut rng))?);
    }
    Ok(Typical::of_draws(values))
}

/// Rows that change places with each other, whole by whole.
struct Stratum {
    wholes: Vec<Vec<usize>>,
    /// Arm of each whole.
    arms: Vec<Arm>,
}

impl Stratum {
    fn all(assignment: &Assignment) -> Vec<Stratum> {
        let mut strata: BTreeMap<u32, BTreeMap<u32, Vec<usize>>> = BTreeMap::new();
        for (row, (stratum, whole)) in assignment.stratum.iter().zip(&assignment.whole).enumerate() {
            strata.entry(*stratum).or_default().entry(*whole).or_default().push(row);
        }
        let stratum = |wholes: BTreeMap<u32, Vec<usize>>| {
            let wholes: Vec<Vec<usize>> = wholes.into_values().collect();
            let arms = wholes.iter().map(|rows| assignment.arm[rows[0]]).collect();
            Stratum { wholes, arms }
        };
        strata.into_values().map(stratum).collect()
    }

    fn treated(&self) -> usize {
        self.arms.iter().filter(|arm| **arm == Arm::Treated).count()
    }

    /// Writes the arm of each whole to its rows.
    fn write(&self, arms: impl Fn(usize) -> Arm, to: &mut [Arm]) {
        self.wholes.iter().enumerate().for_each(|(at, rows)| rows.iter().for_each(|&row| to[row] = arms(at)));
    }

    /// All ways to choose as many wholes as are treated, by the numbers of those chosen; nothing beyond `most`.
    fn ways(&self, most: usize) -> Option<Vec<Vec<usize>>> {
        let (n, k) = (self.wholes.len(), self.treated());
        let count = (0..k.min(n - k)).try_fold(1_usize, |all, i| {
            let next = all * (n - i) / (i + 1);
            (next <= most).then_some(next)
        })?;
        let mut ways = Vec::with_capacity(count);
        let mut chosen: Vec<usize> = (0..k).collect();
        loop {
            ways.push(chosen.clone());
            let Some(at) = (0..k).rev().find(|&at| chosen[at] < n - k + at) else { return Some(ways) };
            chosen[at] += 1;
            (at + 1..k).for_each(|later| chosen[later] = chosen[later - 1] + 1);
        }
    }
}

/// Every assignment; nothing where there are more than `most`.
fn every(strata: &[Stratum], arm: &[Arm], most: usize) -> Option<Vec<Vec<Arm>>> {
    let mut all = vec![arm.to_vec()];
    for stratum in strata {
        let ways = stratum.ways(most).filter(|ways| ways.len() * all.len() <= most)?;
        let chosen = |drawn: &Vec<Arm>, way: &Vec<usize>| {
            let mut drawn = drawn.clone();
            let of = |at: usize| if way.contains(&at) { Arm::Treated } else { Arm::Comparison };
            stratum.write(of, &mut drawn);
            drawn
        };
        all = all.iter().flat_map(|drawn| ways.iter().map(move |way| chosen(drawn, way))).collect();
    }
    Some(all)
}

/// The arms of each stratum in another order.
fn reassigned(strata: &[Stratum], arm: &[Arm], rng: &mut impl RngExt) -> Vec<Arm> {
    let mut drawn = arm.to_vec();
    for stratum in strata {
        let mut arms = stratum.arms.clone();
        for at in (1..arms.len()).rev() {
            let other = rng.random_range(0..=at);
            arms.swap(at, other);
        }
        stratum.write(|at| arms[at], &mut drawn);
    }
    drawn
}
