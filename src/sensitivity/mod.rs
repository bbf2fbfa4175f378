//! How fragile: what would have to be true for the answer to change.

mod confounder;
mod e_value;
mod registry;

use crate::design::Comparison;
use crate::estimate::{Estimate, Sample};
use crate::exhibit::{MethodFigure, Table};
use crate::infer::Inference;
use crate::text::Phrase;

pub use registry::{AnySensitivity, CARDS, NAMES, parse};

/// The result of one sensitivity analysis.
#[derive(Clone, Debug)]
pub struct Stress {
    /// Stable key: `e-value`, `robustness-value`.
    pub key: String,
    /// Its numbers by key, for findings.json and sentences.
    pub values: Vec<(String, f64)>,
    /// What it means here, as a sentence that a non-statistician can read.
    pub reading: Phrase,
    /// Share of what is left unexplained that an unmeasured factor would have to explain for the answer to be undecided, where
    /// the analysis tells it.
    pub hidden: Option<f64>,
    /// Table.
    pub table: Option<Table>,
    /// Figure of it.
    pub figure: Option<MethodFigure>,
}

/// All that a sensitivity analysis may look at.
#[derive(Clone, Copy, Debug)]
pub struct SensitivityCase<'a> {
    /// Data.
    pub sample: &'a Sample,
    /// Comparison.
    pub comparison: &'a Comparison,
    /// Estimate.
    pub estimate: &'a Estimate,
    /// Inference.
    pub inference: &'a Inference,
}

/// A way to stress an answer.
pub trait Sensitivity {
    /// Stresses; nothing where it does not apply (with the reason in words).
    fn stress(&self, case: SensitivityCase<'_>) -> Result<Stress, Phrase>;

    /// How R recomputes its numbers, in the script `replicate.R`: name of a function and its source. It is given the finding, its
    /// effect, the level and the numbers by their keys.
    fn in_r(&self) -> (&'static str, &'static str);
}
