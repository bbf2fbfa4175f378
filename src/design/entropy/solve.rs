use std::sync::Arc;

use ndarray::{Array2, Axis};

use crate::design::Estimand;
use crate::design::weighting::Equations;
use crate::math::elementary::{exp, ln};
use crate::math::index::maximise;
use crate::math::linear::Factor;
use crate::math::sums::sum;

use super::columns::{Condition, with_ones};

/// A condition that leaves less than this of itself beside the others follows from them.
const COLLINEAR: f64 = 1e-9;
/// Largest distance of an average from its target, in standard deviations.
const MET: f64 = 1e-9;

/// Who is weighted to be like whom.
pub struct Sides<'a> {
    pub treated: &'a [bool],
    /// What each unit counts already.
    pub base: &'a [f64],
    pub estimand: Estimand,
}

/// Weights, and what was solved for them.
pub struct Found {
    pub weight: Vec<f64>,
    pub equations: Vec<Equations>,
    /// Covariates that follow from others.
    pub dropped: Vec<String>,
    /// Conditions that are met, without those that follow from others.
    pub conditions: usize,
    pub steps: usize,
}

/// Weights of one group.
struct Side {
    weight: Vec<f64>,
    equations: Equations,
    dropped: Vec<usize>,
    steps: usize,
}

impl Sides<'_> {
    /// Whether a unit is one of those whose average is asked for.
    fn in_target(&self, unit: usize) -> bool {
        match self.estimand {
            Estimand::Ate => true,
            Estimand::Atc => !self.treated[unit],
            _ => self.treated[unit],
        }
    }

    /// The groups that are weighted.
    pub fn weighted(&self) -> &'static [bool] {
        match self.estimand {
            Estimand::Ate => &[true, false],
            Estimand::Atc => &[true],
            _ => &[false],
        }
    }

    /// Mean of values over the target.
    pub fn target(&self, values: &[f64]) -> f64 {
        let own = || (0..values.len()).filter(|&i| self.in_target(i));
        sum(own().map(|i| self.base[i] * values[i])) / sum(own().map(|i| self.base[i]))
    }
}

/// Weights that meet all conditions; nothing where there are none.
pub fn solve(sides: &Sides<'_>, conditions: &[Condition]) -> Option<Found> {
    let n = sides.base.len();
    let centred: Vec<Condition> = conditions
        .iter()
        .map(|condition| {
            let target = sides.target(&condition.values);
            Condition { values: condition.values.iter().map(|x| x - target).collect(), ..condition.clone() }
        })
        .collect();
    let x = with_ones(&centred, n);
    let found: Vec<(bool, Side)> =
        sides.weighted().iter().map(|&arm| Some((arm, side(sides, arm, &x)?))).collect::<Option<_>>()?;
    let mut weight = sides.base.to_vec();
    for (arm, side) in &found {
        (0..n).filter(|&i| sides.treated[i] == *arm).for_each(|i| weight[i] = side.weight[i]);
    }
    let mut dropped: Vec<usize> = found.iter().flat_map(|(_, side)| side.dropped.clone()).collect();
    dropped.sort_unstable();
    dropped.dedup();
    Some(Found {
        weight,
        conditions: conditions.len() - dropped.len(),
        dropped: dropped
            .into_iter()
            .map(|k| &conditions[k - 1])
            .filter(|it| it.plain)
            .map(|it| it.of.clone())
            .collect(),
        steps: found.iter().map(|(_, side)| side.steps).max().unwrap_or(0),
        equations: found.into_iter().map(|(_, side)| side.equations).collect(),
    })
}

/// Weights of one group; `x` is centred at the target.
fn side(sides: &Sides<'_>, arm: bool, x: &Array2<f64>) -> Option<Side> {
    let n = sides.base.len();
    let own: Vec<f64> = (0..n).map(|i| if sides.treated[i] == arm { sides.base[i] } else { 0.0 }).collect();
    let factor = Factor::new(x.view(), Some(&own), COLLINEAR);
    let (kept, dropped) = (factor.kept().to_vec(), factor.dropped().to_vec());
    let x_own = x.select(Axis(1), &kept).as_standard_layout().into_owned();
    let all = sum((0..n).filter(|&i| sides.in_target(i)).map(|i| sides.base[i]));
    let (own_all, share) = (sum(own.iter().copied()), 1.0 / all);
    if !(own_all > 0.0 && all > 0.0) {
        return None;
    }
    // The targets of centred columns are 0, that of the ones is their number: Σ bθ₁ − Σ b exp(xθ), over that number.
    let mut start = vec![0.0; kept.len()];
    start[0] = ln(all / own_all);
    let target: Vec<f64> = (0..n).map(|i| if sides.in_target(i) { sides.base[i] } else { 0.0 }).collect();
    let found = maximise(x_own.view(), start, |i, eta| {
        let (of_target, risen) = (share * target[i], if own[i] > 0.0 { share * own[i] * exp(eta) } else { 0.0 });
        [of_target * eta - risen, of_target - risen, -risen]
    });
    let weight: Vec<f64> =
        own.iter().zip(&found.predictor).map(|(&own, &eta)| if own > 0.0 { own * exp(eta) } else { 0.0 }).collect();
    let met = x
        .columns()
        .into_iter()
        .skip(1)
        .all(|column| (sum(column.iter().zip(&weight).map(|(x, w)| x * w)) / all).abs() <= MET);
    (found.settled && met).then(|| Side {
        equations: Equations {
            x: Arc::new(x_own),
            score: target.iter().zip(&weight).map(|(target, weight)| target - weight).collect(),
            slope: weight.iter().map(|weight| -weight).collect(),
            weight: weight.clone(),
        },
        weight,
        dropped,
        steps: found.steps,
    })
}
