//! How sure: standard error, interval, p-value of an [`Estimate`](crate::estimate::Estimate).

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
mod inference;
mod jackknife;
mod law;
mod permutation;
mod registry;
mod ways;

use crate::phrase;
use crate::text::Phrase;

pub use card::card;
pub use inference::{Inference, InferenceCase, TermInference};
pub use law::Law;
pub use registry::{AnyInference, CARDS, NAMES, parse};
pub use rerun::{Perturbation, Replicate, Rerun};

/// A way to say how sure.
pub trait Infer {
    /// Infers.
    ///
    /// # Errors
    /// Why nothing can be said: fewer than two clusters, no degrees of freedom, errors of zero, or a method that the estimate
    /// does not carry the pieces for.
    fn infer(&self, case: InferenceCase<'_>) -> Result<Inference, Phrase>;
}

/// Interval and p-value of the terms of an estimate at a confidence level, with a standard error where the method has one.
///
/// # Errors
/// A level outside 0 and 1, and whatever the method reports.
pub fn infer(method: &AnyInference, case: InferenceCase<'_>) -> Result<Inference, Phrase> {
    if !(case.level > 0.0 && case.level < 1.0) {
        return Err(phrase!("The confidence level must lie between 0 and 1"));
    }
    method.get().infer(case)
}
