//! Resamples of units, matched sets or clusters.

mod card;

use std::sync::Arc;

use rand::RngExt;
use rayon::prelude::*;

use super::law::Law;
use super::replicates::Replicates;
use super::rerun::Perturbation;
use super::{Infer, Inference, InferenceCase, TermInference};
use crate::card::Card;
use crate::phrase;
use crate::text::{Arg, Phrase};

/// Fewer pieces than this do not show how the estimate varies.
const LEAST_PIECES: usize = 10;

/// The bootstrap, with bias-corrected and accelerated intervals.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Bootstrap {
    /// Resamples.
    #[schemars(range(min = 199))]
    pub replicates: u32,
}

impl Default for Bootstrap {
    fn default() -> Bootstrap {
        Bootstrap { replicates: 1999 }
    }
}

impl Bootstrap {
    /// Name in study files.
    pub const NAME: &'static str = "bootstrap";

    /// Its card.
    pub fn card() -> Card {
        card::card(Bootstrap::NAME)
    }
}

impl Infer for Bootstrap {
    fn infer(&self, case: InferenceCase<'_>) -> Result<Inference, Phrase> {
        let pieces = case.rerun.pieces()?;
        if pieces < LEAST_PIECES {
            return Err(phrase!(
                "{n} independent {n?unit|units} are too few to be drawn again and again; {least} are the least",
                n = Arg::units(pieces),
                least = LEAST_PIECES
            ));
        }
        let without = case.rerun.without_each(pieces)?;
        let resampled = self.resampled(case, pieces);
        // A resample may leave a side empty; that is no failure of the method as long as it is rare.
        let usable: Vec<&Vec<f64>> = resampled.iter().flatten().collect();
        if usable.len() * 100 < resampled.len() * 99 {
            return Err(phrase!("more than one in a hundred resamples left nothing to compare"));
        }
        let of = |at: usize| {
            let column = |of: &mut dyn Iterator<Item = &Vec<f64>>| of.map(|terms| terms[at]).collect::<Vec<f64>>();
            let estimate = case.estimate.terms[at].value;
            let found = Replicates::new(estimate, column(&mut usable.iter().copied()), &column(&mut without.iter()));
            found.map(|found| Law::Replicates(Arc::new(found)))
        };
        let headline = case.estimate.headline;
        let law = of(headline)
            .ok_or_else(|| phrase!("the resamples do not differ, or all lie on one side of the estimate"))?;
        let method = phrase!(
            "bootstrap by {draws} resamples of {n} independent {n?unit|units}; bias-corrected and accelerated interval",
            draws = u64::from(self.replicates),
            n = Arg::units(pieces)
        );
        let terms = case.estimate.terms.iter().enumerate().filter(|(at, _)| *at != headline);
        let others = terms.filter_map(|(at, term)| Some(TermInference::of(term.key, of(at)?, case.level))).collect();
        Ok(Inference { others, ..Inference::of(case, law, None, method) })
    }
}

impl Bootstrap {
    fn resampled(&self, case: InferenceCase<'_>, pieces: usize) -> Vec<Option<Vec<f64>>> {
        let stream = case.stream.child(Bootstrap::NAME);
        let one = |replicate: u32| {
            let mut rng = stream.replicate(u64::from(replicate)).rng();
            let drawn: Vec<usize> = (0..pieces).map(|_| rng.random_range(0..pieces)).collect();
            case.rerun.with(Perturbation::Resample(&drawn)).ok()
        };
        (0..self.replicates).into_par_iter().map(one).collect()
    }
}
