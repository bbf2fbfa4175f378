//! What the comparison says about an outcome: arrays in, an [`Estimate`] out.
//!
//! An estimate carries its [`Spread`]: what `infer` needs to say how sure it is, whichever way.

mod abadie_imbens;
mod aipw;
mod by_lot;
pub mod correction;
mod did;
mod difference;
mod dose_response;
mod exact;
mod g_computation;
mod mean_change;
mod middle;
mod outcome_model;
mod partly_paired;
mod proportions;
mod ranks;
mod registry;
mod regression;
mod sample;
mod standardised;
mod target;
mod two_arms;
mod welch;

use std::sync::Arc;

use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

use crate::design::{Comparison, WeightModel};
use crate::exhibit::{MethodFigure, Table};
use crate::math::linear::Factor;
use crate::math::shares::{PairedShares, Share};
use crate::math::sums::sum;
use crate::math::typical::Move;
use crate::text::Phrase;

pub use registry::{AnyEstimator, CARDS, NAMES, parse};
pub use sample::{Sample, StateBefore};

/// What an estimate rests on, for inference.
#[derive(Clone, Debug, Default)]
pub struct Spread {
    /// Influence values of every term, whatever else is there.
    pub influence: Influence,
    /// How the method itself reads its influence values, where it does.
    pub own: Option<OwnError>,
    /// The pieces of a linear estimate.
    pub linear: Option<Linear>,
    /// What was estimated on the way to the weights, where they come from a model.
    pub nuisance: Option<Nuisance>,
    /// The law of the headline that holds whatever the number of cases.
    pub law: Option<ExactLaw>,
    /// Where the error is that of the influence values themselves: how their rows hang together, one list of labels for each way.
    pub ways: Option<Vec<Vec<u32>>>,
    /// Whether the headline is a difference of shares, which lies within −1 and 1.
    pub of_shares: bool,
    /// Why there is nothing to judge the estimate by, where that is so.
    pub silent: Option<Phrase>,
}

/// Influence values, already divided by n: V = Σ ψψ′; small-sample factors stay outside.
#[derive(Clone, Debug, Default)]
pub struct Influence {
    /// Global unit index of each row of `psi`, or the label of what it hangs together with: rows of one label are added first.
    pub unit: Vec<u32>,
    /// n × k, one column for each term.
    pub psi: Array2<f64>,
}

impl Influence {
    /// Σψ² of a column, rows of the same label added first; and how many labels there are.
    pub fn squares(&self, column: usize, labels: &[u32]) -> (f64, usize) {
        let mut order: Vec<usize> = (0..labels.len()).collect();
        order.sort_by_key(|&row| labels[row]);
        let together = order.chunk_by(|&a, &b| labels[a] == labels[b]);
        let summed: Vec<f64> = together.map(|rows| rows.iter().map(|&row| self.psi[[row, column]]).sum()).collect();
        (sum(summed.iter().map(|psi| psi * psi)), summed.len())
    }
}

/// The model that weights were estimated by, so that errors account for it.
#[derive(Clone, Debug)]
pub struct Nuisance {
    /// Its estimating equations, one row for each unit of the comparison.
    pub model: Arc<dyn WeightModel>,
    /// Which of these rows each row of the influence values is.
    pub rows: Vec<usize>,
    /// Global unit index of each row of the model.
    pub unit: Vec<u32>,
    /// How the first term moves with the weight of each row of the influence values.
    pub by_weight: Vec<f64>,
}

/// A law of the estimate under rearrangements of the data, or of counts, that needs no standard error.
#[derive(Clone, Debug, PartialEq)]
pub enum ExactLaw {
    /// Independent pieces, each of which may have come out otherwise as likely: changes with the other sign, another of a
    /// matched set treated.
    Moves(Vec<Vec<Move>>),
    /// Two groups whose members may have been in the other one.
    Groups {
        /// Values of the treated, or after.
        first: Vec<f64>,
        /// Values of the comparison units, or before.
        second: Vec<f64>,
    },
    /// Two independent shares.
    Shares(Shares),
    /// Shares of the same units, or of matched pairs.
    PairedShares(PairedShares),
}

/// How a method reads its own influence values.
#[derive(Clone, Debug)]
pub struct OwnError {
    /// Factor for the variance, such as n/(n−1).
    pub small_sample: f64,
    /// Degrees of freedom of the t reference.
    pub df: f64,
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
    /// Matched set of each row, where there are sets.
    pub set: Option<Vec<u32>>,
    /// Declared cluster of each row, one list for each way.
    pub clusters: Vec<Vec<u32>>,
}

impl Linear {
    /// All ways in which rows hang together: declared clusters, then matched sets.
    pub fn ways(&self) -> Vec<&[u32]> {
        self.clusters.iter().chain(&self.set).map(Vec::as_slice).collect()
    }

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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
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
    /// What its estimate and interval are measured in.
    #[serde(default)]
    pub measure: Measure,
}

/// What a number beside an answer is measured in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// The unit of the outcome.
    #[default]
    Outcome,
    /// Shares of units, 0 to 1.
    Share,
    /// Nothing: standard deviations.
    Pure,
}

impl Companion {
    /// The estimate alone, where its error would be judged wrongly; nothing of a test alone.
    fn without_error(self) -> Option<Companion> {
        self.estimate?;
        Some(Companion { interval: None, p_value: None, statistic: None, ..self })
    }
}

/// A number of an estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// Which: [`EFFECT`], [`TREATED`], [`REFERENCE`], or one of the method's own.
    pub key: &'static str,
    /// Its value, in units of the outcome.
    pub value: f64,
}

/// The effect or the change.
pub const EFFECT: &str = "effect";
/// The mean of the treated (after; weighted).
pub const TREATED: &str = "treated";
/// The mean of the comparison units (weighted), or of the treated before.
pub const REFERENCE: &str = "reference";

/// The terms of a comparison of two means; the first is the headline.
fn terms(effect: f64, treated: f64, reference: f64) -> Vec<Term> {
    [(EFFECT, effect), (TREATED, treated), (REFERENCE, reference)].map(|(key, value)| Term { key, value }).to_vec()
}

/// What the comparison says.
#[derive(Clone, Debug)]
pub struct Estimate {
    /// Method and scale in words, for tables: "difference in means, weighted".
    pub method: Phrase,
    /// The numbers that were estimated, in the order of the columns of the influence values.
    pub terms: Vec<Term>,
    /// Which of them is the answer.
    pub headline: usize,
    /// Whether the effect is one of changes since a baseline, so that the state before is taken into account.
    pub of_changes: bool,
    /// What inference needs.
    pub spread: Spread,
    /// Rows or pairs used: treated, comparison.
    pub n: (usize, usize),
    /// Effective numbers under the weights: treated, comparison.
    pub effective: (f64, f64),
    /// Standard deviation that standardises the effect, with its name.
    pub scale: Option<(f64, Phrase)>,
    /// Standard deviation within the groups of what was compared: the outcome, or its changes.
    pub within: Option<f64>,
    /// Better, same, worse: counts of changes by sign (higher, equal, lower), where units are paired with themselves.
    pub signs: Option<(usize, usize, usize)>,
    /// Second ways to say the same.
    pub companions: Vec<Companion>,
    /// Key of the companion that speaks for the middle, where a few very large values may drive the average: amounts and
    /// skewed numbers.
    pub middle: Option<&'static str>,
    /// Further tables.
    pub tables: Vec<Table>,
    /// Figures of them.
    pub figures: Vec<MethodFigure>,
    /// Warnings: conditioning, columns dropped.
    pub notes: Vec<Phrase>,
}

impl Estimate {
    /// The headline, in units of the outcome.
    pub fn effect(&self) -> f64 {
        self.terms[self.headline].value
    }

    /// A term by its key.
    pub fn term(&self, key: &str) -> Option<f64> {
        self.terms.iter().find(|term| term.key == key).map(|term| term.value)
    }
}

/// A way to estimate.
pub trait Estimator {
    /// The terms alone, for resamples and rearrangements.
    ///
    /// # Errors
    /// As [`Estimator::estimate`].
    fn terms(&self, sample: &Sample, comparison: &Comparison) -> Result<Vec<Term>, Phrase>;

    /// Estimates. `level` is the confidence level of companions.
    ///
    /// # Errors
    /// The reason in words where there is nothing to estimate: fewer than two units, no variation.
    fn estimate(&self, sample: &Sample, comparison: &Comparison, level: f64) -> Result<Estimate, Phrase>;

    /// What it makes of the state before.
    fn state_before(&self) -> StateBefore {
        StateBefore::Needed
    }

    /// Whether covariates stand in its linear model, beside who took part: so that R fits the same.
    fn adjusts(&self) -> bool {
        false
    }

    /// How R computes it, where it is no least squares with the weights of the comparison.
    fn in_r(&self) -> Option<EstimatorInR> {
        None
    }
}

/// How R computes an estimate from the matches of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EstimatorInR {
    /// Name of the function; it takes finding, `q`, outcome, state before, options, level and what was told.
    pub function: &'static str,
    /// Its source.
    pub source: &'static str,
    /// The options as a list of R.
    pub options: String,
}
