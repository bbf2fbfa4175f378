//! How sure: standard error, interval, p-value of an [`Estimate`].

pub mod cluster;
pub mod interaction;
pub mod multiplicity;
pub mod robust;

mod card;
mod choose;

use serde::{Deserialize, Serialize};

use crate::design::power;
use crate::text::Phrase;

pub use card::card;
pub use choose::{InferOptions, Method, NAMES, infer, parse};

#[cfg(doc)]
use crate::estimate::Estimate;

/// How sure we may be of one number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Inference {
    /// Standard error, where the method has one.
    pub std_error: Option<f64>,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// Level of the interval.
    pub level: f64,
    /// Two-sided p-value.
    pub p_value: f64,
    /// Degrees of freedom of the t reference; absent for a normal or exact law.
    pub df: Option<f64>,
    /// Number of clusters, where errors are clustered.
    pub clusters: Option<usize>,
    /// Which standard error and which law, in words.
    pub method: Phrase,
}

impl Inference {
    /// Smallest effect that a study with this standard error would detect with probability 0.8 at the level of its interval, by
    /// the law of that interval.
    pub fn detectable(&self) -> Option<f64> {
        let aim = power::Aim { alpha: 1.0 - self.level, ..power::Aim::default() };
        let multiplier = self.df.map_or_else(|| aim.multiplier(), |df| aim.multiplier_t(df));
        self.std_error.map(|error| multiplier * error)
    }
}
