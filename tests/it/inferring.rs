//! Inference of an estimate alone, for methods that never estimate again.

use tashika::estimate::Estimate;
use tashika::infer::rerun::Assignment;
use tashika::infer::{self, AnyInference, Inference, InferenceCase, Perturbation, Rerun};
use tashika::math::random::Stream;
use tashika::phrase;
use tashika::text::Phrase;

/// Estimates that cannot be made again.
#[derive(Debug)]
struct Once;

impl Rerun for Once {
    fn with(&self, _change: Perturbation<'_>) -> Result<Vec<f64>, Phrase> {
        Err(phrase!("{text}", text = "not again"))
    }

    fn pieces(&self) -> Result<usize, Phrase> {
        Err(phrase!("{text}", text = "not again"))
    }

    fn assignment(&self) -> Result<Assignment, Phrase> {
        Err(phrase!("{text}", text = "not again"))
    }
}

/// What a method says of an estimate at a level.
pub fn infer(estimate: &Estimate, method: &AnyInference, level: f64) -> Result<Inference, Phrase> {
    infer::infer(method, InferenceCase { estimate, level, rerun: &Once, stream: Stream::new(1) })
}
