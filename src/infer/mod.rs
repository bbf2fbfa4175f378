//! How sure: standard error, interval, p-value of an [`Estimate`].

pub mod cluster;
pub mod interaction;
pub mod multiplicity;
pub mod robust;

mod card;
mod choose;
mod errors;
mod law;
mod registry;

use crate::design::power;
use crate::estimate::Estimate;
use crate::phrase;
use crate::text::Phrase;

pub use card::card;
pub use law::Law;
pub use registry::{AnyInference, CARDS, NAMES, parse};

/// How sure we may be of one number.
#[derive(Clone, Debug, PartialEq)]
pub struct Inference {
    /// The law, which has the interval at any level.
    pub law: Law,
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
    /// Degrees of freedom of the t reference; absent for another law.
    pub df: Option<f64>,
    /// Number of clusters, where errors are clustered.
    pub clusters: Option<usize>,
    /// Which standard error and which law, in words.
    pub method: Phrase,
}

impl Inference {
    /// What a law says at a level.
    pub fn of(law: Law, level: f64, clusters: Option<usize>, method: Phrase) -> Inference {
        let (low, high) = law.interval(level);
        let (std_error, p_value, df) = (law.std_error(), law.p_value(), law.df());
        Inference { law, std_error, low, high, level, p_value, df, clusters, method }
    }

    /// Smallest effect that a study with this standard error would detect with probability 0.8 at the level of its interval, by
    /// the law of that interval.
    pub fn detectable(&self) -> Option<f64> {
        let aim = power::Aim { alpha: 1.0 - self.level, ..power::Aim::default() };
        let multiplier = self.df.map_or_else(|| aim.multiplier(), |df| aim.multiplier_t(df));
        self.std_error.map(|error| multiplier * error)
    }
}

/// All that a method of inference may look at.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Estimate.
    pub estimate: &'a Estimate,
    /// Confidence level of the interval.
    pub level: f64,
}

/// A way to say how sure.
pub trait Infer {
    /// Infers.
    ///
    /// # Errors
    /// Why nothing can be said: fewer than two clusters, no degrees of freedom, errors of zero, or a method that the estimate
    /// does not carry the pieces for.
    fn infer(&self, case: Case<'_>) -> Result<Inference, Phrase>;
}

/// Standard error, interval and p-value of an estimate at a confidence level.
///
/// # Errors
/// A level outside 0 and 1, and whatever the method reports.
pub fn infer(estimate: &Estimate, method: &AnyInference, level: f64) -> Result<Inference, Phrase> {
    if !(level > 0.0 && level < 1.0) {
        return Err(phrase!("The confidence level must lie between 0 and 1"));
    }
    method.get().infer(Case { estimate, level })
}
