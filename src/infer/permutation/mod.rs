//! The permutation test with its interval: what would have been seen had the signs of changes, the members of groups, or the
//! treated of matched sets been others.

mod card;
mod reassigned;

use std::sync::Arc;

use super::law::Law;
use super::{Infer, Inference, InferenceCase};
use crate::card::Card;
use crate::estimate::ExactLaw;
use crate::math::typical::Typical;
use crate::phrase;
use crate::text::{Arg, Phrase};

/// The permutation test.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Permutation {
    /// Assignments that are drawn where the estimate must be made anew for each.
    #[schemars(range(min = 99))]
    pub draws: u32,
}

impl Default for Permutation {
    fn default() -> Permutation {
        Permutation { draws: 1999 }
    }
}

impl Permutation {
    /// Name in study files.
    pub const NAME: &'static str = "permutation";

    /// Its card.
    pub fn card() -> Card {
        card::card(Permutation::NAME)
    }
}

impl Infer for Permutation {
    fn infer(&self, case: InferenceCase<'_>) -> Result<Inference, Phrase> {
        let spread = &case.estimate.spread;
        match (&spread.silent, &spread.law) {
            (Some(why), Some(ExactLaw::Moves(_) | ExactLaw::Groups { .. })) => Err(why.clone()),
            (_, Some(law @ (ExactLaw::Moves(_) | ExactLaw::Groups { .. }))) => of(case, law),
            (_, Some(_)) => Err(phrase!("a yes/no outcome is judged by the law of its counts, not by rearrangements")),
            (_, None) => {
                let typical = reassigned::typical(case, self.draws)?;
                let test = match typical.drawn() {
                    Some(draws) => phrase!(
                        "permutation test of the estimate by {draws} random assignments; interval of the effects that it does not exclude",
                        draws = draws
                    ),
                    None => phrase!(
                        "exact permutation test of the estimate by all assignments; interval of the effects that it does not exclude"
                    ),
                };
                read(case, typical, test)
            }
        }
    }
}

/// The law of the rearrangements that an estimate carries.
///
/// # Errors
/// Too few pieces to exclude anything.
pub fn of(case: InferenceCase<'_>, law: &ExactLaw) -> Result<Inference, Phrase> {
    let stream = case.stream.child(Permutation::NAME);
    let (typical, test) = match law {
        ExactLaw::Moves(pieces) => {
            let test = match pieces.iter().all(|ways| ways.len() == 1) {
                true => phrase!("sign-flip permutation test of the mean"),
                false => phrase!("permutation test within matched sets"),
            };
            (Typical::of_moves(pieces, stream), test)
        }
        ExactLaw::Groups { first, second } => {
            (Typical::of_groups(first, second, stream), phrase!("permutation test of the difference in means"))
        }
        ExactLaw::Shares(_) | ExactLaw::PairedShares(_) => unreachable!("counts have laws of their own"),
    };
    let method = match typical.drawn() {
        None => phrase!("exact {test}; interval of the changes that it does not exclude", test = test),
        Some(draws) => phrase!(
            "{test} by {draws} random rearrangements; interval of the changes that it does not exclude",
            test = test,
            draws = draws
        ),
    };
    read(case, typical, method)
}

/// An inference by typical values, where its interval ends.
fn read(case: InferenceCase<'_>, typical: Typical, method: Phrase) -> Result<Inference, Phrase> {
    let (low, high) = typical.interval(case.level);
    if !(low.is_finite() && high.is_finite()) {
        return Err(phrase!(
            "there are too few ways in which the data could have come out to exclude any change at a level of {level}",
            level = Arg::level(case.level)
        ));
    }
    Ok(Inference::of(case, Law::Permutation(Arc::new(typical)), None, method))
}
