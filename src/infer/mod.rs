//! How sure: standard error, interval, p-value of an [`Estimate`].

pub mod cluster;
pub mod cr2;
pub mod interaction;
pub mod multiplicity;
pub mod replicates;
pub mod rerun;
pub mod robust;

mod bootstrap;
mod card;
mod choose;
mod errors;
mod jackknife;
mod law;
mod nuisance;
mod permutation;
mod registry;

use crate::design::power;
use crate::estimate::{Companion, Estimate};
use crate::math::random::Stream;
use crate::phrase;
use crate::text::Phrase;

pub use card::card;
pub use law::Law;
pub use registry::{AnyInference, CARDS, NAMES, parse};
pub use rerun::{Again, Change, Rerun};

/// How sure we may be of the numbers of an estimate.
#[derive(Clone, Debug, PartialEq)]
pub struct Inference {
    /// Of the headline.
    pub headline: TermInference,
    /// Of the other terms, in order, where their error is known.
    pub others: Vec<TermInference>,
    /// Level of the intervals.
    pub level: f64,
    /// Standard error of the headline, where there is one: also beside a law that needs none.
    pub std_error: Option<f64>,
    /// Degrees of freedom of that error.
    pub freedom: Option<f64>,
    /// Number of clusters, where errors are clustered.
    pub clusters: Option<usize>,
    /// The same by another law, beside the one that decides.
    pub beside: Vec<Companion>,
    /// Which standard error and which law, in words.
    pub method: Phrase,
}

/// How sure we may be of one number.
#[derive(Clone, Debug, PartialEq)]
pub struct TermInference {
    /// Which term.
    pub key: &'static str,
    /// The law, which has the interval at any level.
    pub law: Law,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// Two-sided p-value.
    pub p_value: f64,
    /// Degrees of freedom of the t reference; absent for another law.
    pub df: Option<f64>,
}

impl TermInference {
    /// What a law says at a level.
    pub fn of(key: &'static str, law: Law, level: f64) -> TermInference {
        let ((low, high), p_value, df) = (law.interval(level), law.p_value(), law.df());
        TermInference { key, law, low, high, p_value, df }
    }
}

impl Inference {
    /// What a law says of the headline; of the other terms their influence values do.
    pub fn of(case: Case<'_>, law: Law, clusters: Option<usize>, method: Phrase) -> Inference {
        let key = case.estimate.terms[case.estimate.headline].key;
        Inference {
            std_error: law.std_error(),
            freedom: law.df(),
            headline: TermInference::of(key, law, case.level),
            others: choose::others(case),
            level: case.level,
            clusters,
            beside: Vec::new(),
            method,
        }
    }

    /// Smallest effect that a study with this standard error would detect with probability 0.8 at the level of its interval, by
    /// t with the degrees of freedom of the error.
    pub fn detectable(&self) -> Option<f64> {
        let aim = power::Aim { alpha: 1.0 - self.level, ..power::Aim::default() };
        let multiplier = self.freedom.map_or_else(|| aim.multiplier(), |df| aim.multiplier_t(df));
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
    /// The same estimate on changed data.
    pub rerun: &'a dyn Rerun,
    /// Everything random.
    pub stream: Stream,
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

/// Interval and p-value of the terms of an estimate at a confidence level, with a standard error where the method has one.
///
/// # Errors
/// A level outside 0 and 1, and whatever the method reports.
pub fn infer(method: &AnyInference, case: Case<'_>) -> Result<Inference, Phrase> {
    if !(case.level > 0.0 && case.level < 1.0) {
        return Err(phrase!("The confidence level must lie between 0 and 1"));
    }
    method.get().infer(case)
}
