//! What the comparison says about an outcome: arrays in, an [`Estimate`] out.
//!
//! An estimate carries its [`Spread`]: what `infer` needs to say how sure it is, whichever way.

mod difference;
mod mean_change;
mod middle;
mod proportions;
mod ranks;
mod registry;
mod regression;
mod standardised;
mod two_arms;
mod welch;

use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

use crate::design::{Arm, Comparison};
use crate::exhibit::Table;
use crate::math::linear::Factor;
use crate::math::shares::Share;
use crate::text::Phrase;

pub use registry::{AnyEstimator, CARDS, NAMES, parse};

/// The data of one outcome (or family of outcomes) under a comparison. Rows are unit × period, in canonical order of the
/// units; every row is used (missing outcomes and unused units are gone).
#[derive(Clone, Debug)]
pub struct Sample {
    /// Outcomes, rows × k.
    pub y: Array2<f64>,
    /// The same thing before, rows × k; present where the question names a baseline. Without it the rows are complete all
    /// the same.
    pub baseline: Option<Array2<f64>>,
    /// Global unit index of each row.
    pub unit: Vec<u32>,
    /// Period of each row: 0 before, 1 after; all 1 where outcomes are measured once.
    pub period: Vec<u8>,
    /// Arm of each row.
    pub arm: Vec<Arm>,
    /// Weight of each row.
    pub weight: Vec<f64>,
    /// Cluster of each row, numbered from 0: matched set or declared cluster. Absent where rows are independent.
    pub cluster: Option<Vec<u32>>,
    /// Covariates as a model matrix without intercept, rows × p.
    pub x: Array2<f64>,
    /// Names of the columns of `x`.
    pub x_names: Vec<String>,
    /// Whether the outcome takes two values only (0/1).
    pub binary: bool,
    /// Whether the outcome is an amount of money.
    pub amount: bool,
}

/// What an estimate rests on, for inference.
#[derive(Clone, Debug, Default)]
pub struct Spread {
    /// Influence values of every estimate, whatever else is there.
    pub influence: Influence,
    /// How the method itself reads its influence values, where it does.
    pub own: Option<OwnError>,
    /// The pieces of a linear estimate.
    pub linear: Option<Linear>,
    /// Two independent shares.
    pub shares: Option<Shares>,
}

/// Influence values, already divided by n: V = Σ ψψ′; small-sample factors stay outside.
#[derive(Clone, Debug, Default)]
pub struct Influence {
    /// Global unit index of each row of `psi`.
    pub unit: Vec<u32>,
    /// n × k.
    pub psi: Array2<f64>,
}

/// How a method reads its own influence values.
#[derive(Clone, Debug)]
pub struct OwnError {
    /// What rows are put together by, where it is not the unit: labels of clusters.
    pub cluster: Option<Vec<u32>>,
    /// Factor for the variance, such as n/(n−1).
    pub small_sample: f64,
    /// Degrees of freedom of the t reference.
    pub df: f64,
    /// Number of clusters, where rows are put together by clusters.
    pub clusters: Option<usize>,
    /// What the standard error is called.
    pub kind: Phrase,
}

/// The shares of two independent groups: the estimate is first − second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shares {
    /// Of the treated, or after.
    pub first: Share,
    /// Of the comparison units, or before.
    pub second: Share,
}

/// The pieces of a (weighted) least-squares estimate, for HC0–HC3, clusters, CR2 and the wild bootstrap.
#[derive(Clone, Debug)]
pub struct Linear {
    /// Model matrix after dropping collinear columns, n × p.
    pub x: Array2<f64>,
    /// Weights.
    pub weight: Array1<f64>,
    /// Residuals y − Xb (unweighted).
    pub residual: Array1<f64>,
    /// (X′WX)⁻¹, p × p.
    pub bread: Array2<f64>,
    /// Coefficients, p.
    pub coefficients: Array1<f64>,
    /// The estimate is contrast · coefficients.
    pub contrast: Array1<f64>,
    /// Names of the columns of `x`.
    pub names: Vec<String>,
    /// Global unit index of each row.
    pub unit: Vec<u32>,
    /// Cluster of each row, if any.
    pub cluster: Option<Vec<u32>>,
}

impl Linear {
    /// Influence of each row on each coefficient, ψᵢ = (X′WX)⁻¹ xᵢ′ wᵢ eᵢ, n × p, so that V = Σψψ′ is HC0.
    ///
    /// Made by QR of the model matrix, not from the bread, which would lose twice the digits on ill-conditioned columns.
    pub fn influence(&self) -> Array2<f64> {
        let mut psi = self.factor().shares();
        psi.rows_mut().into_iter().zip(&self.residual).for_each(|(mut row, &residual)| row *= residual);
        psi
    }

    /// The decomposition of the model matrix.
    pub fn factor(&self) -> Factor {
        Factor::new(self.x.view(), Some(&self.weight.to_vec()), 0.0)
    }
}

/// A second way to say the same thing: rank-based shift, standardised change, share who improved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Companion {
    /// Stable key: `hodges-lehmann`, `standardised-change`, `mcnemar`.
    pub key: String,
    /// What it is.
    pub title: Phrase,
    /// Estimate; absent for a test alone.
    pub estimate: Option<f64>,
    /// Interval.
    pub interval: Option<(f64, f64)>,
    /// Level of the interval.
    pub level: f64,
    /// Two-sided p-value.
    pub p_value: Option<f64>,
    /// Test statistic with its symbol.
    pub statistic: Option<(String, f64)>,
    /// Cases it rests on.
    pub n: usize,
    /// How it was computed: exact, normal approximation, ties.
    pub method: Phrase,
}

impl Companion {
    /// The estimate alone, where its error would be judged wrongly; nothing of a test alone.
    fn without_error(self) -> Option<Companion> {
        self.estimate?;
        Some(Companion { interval: None, p_value: None, statistic: None, ..self })
    }
}

/// What the comparison says.
#[derive(Clone, Debug)]
pub struct Estimate {
    /// Method and scale in words, for tables: "difference in means, weighted".
    pub method: Phrase,
    /// The effect, in units of the outcome.
    pub effect: f64,
    /// Whether the effect is one of changes since a baseline, so that the state before is taken into account.
    pub of_changes: bool,
    /// Mean of the treated (after; weighted).
    pub mean_treated: f64,
    /// Mean of the comparison units (weighted), or of the treated before.
    pub mean_reference: f64,
    /// What inference needs.
    pub spread: Spread,
    /// Rows or pairs used: treated, comparison.
    pub n: (usize, usize),
    /// Effective numbers under the weights: treated, comparison.
    pub effective: (f64, f64),
    /// Standard deviation that standardises the effect, with its name.
    pub scale: Option<(f64, Phrase)>,
    /// Better, same, worse: counts of changes by sign (higher, equal, lower), where units are paired with themselves.
    pub signs: Option<(usize, usize, usize)>,
    /// Second ways to say the same.
    pub companions: Vec<Companion>,
    /// Key of the companion that speaks for the middle, where a few very large values may drive the average: amounts and
    /// skewed numbers.
    pub middle: Option<&'static str>,
    /// Further tables.
    pub tables: Vec<Table>,
    /// Warnings: conditioning, columns dropped.
    pub notes: Vec<Phrase>,
}

/// A way to estimate.
pub trait Estimator {
    /// Estimates. `level` is the confidence level of companions.
    ///
    /// # Errors
    /// The reason in words where there is nothing to estimate: fewer than two units, no variation.
    fn estimate(&self, sample: &Sample, comparison: &Comparison, level: f64) -> Result<Estimate, Phrase>;
}
