//! Leaving out every unit, matched set or cluster in turn.

use super::law::Law;
use super::{Infer, Inference, InferenceCase, TermInference};
use crate::card::Card;
use crate::math::sums::sum;
use crate::phrase;
use crate::text::{Arg, Phrase};

/// The jackknife.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Jackknife {}

impl Jackknife {
    /// Name in study files.
    pub const NAME: &'static str = "jackknife";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Jackknife::NAME,
            title: phrase!("Jackknife (CV3)"),
            answers: phrase!("How much does the estimate hang on single units, matched sets or clusters?"),
            needs: phrase!(
                "At least 2 independent units, matched sets or clusters, without any of which the estimate can still be made"
            ),
            assumes: phrase!(
                "The pieces are independent of each other; errors may differ in size between them and be related within"
            ),
            formula: phrase!(
                "V = (G − 1)/G · Σ (t₍g₎ − t)² with t₍g₎ the estimate without the g-th of G pieces and t the estimate of all; interval: t ± t(G − 1) · √V. With clusters it is CV3, which tends to be somewhat too wide rather than too narrow"
            ),
            breaks: phrase!("An estimate that jumps when one unit is left out, such as a median; very few pieces"),
            same_as: phrase!("R 4.2.2: its definition with lm, cluster by cluster: 10 digits"),
            references: &[
                "Efron, B. & Stein, C. (1981). The jackknife estimate of variance. Annals of Statistics 9, 586–596.",
                "MacKinnon, J. G., Nielsen, M. Ø. & Webb, M. D. (2023). Fast and reliable jackknife and bootstrap methods for cluster-robust inference. Journal of Applied Econometrics 38, 671–694.",
            ],
        }
    }
}

impl Infer for Jackknife {
    fn infer(&self, case: InferenceCase<'_>) -> Result<Inference, Phrase> {
        let pieces = case.rerun.pieces()?;
        if pieces < 2 {
            return Err(phrase!("one independent unit alone cannot be left out"));
        }
        let without = case.rerun.without_each(pieces)?;
        let g = pieces as f64;
        let law = |at: usize| {
            let estimate = case.estimate.terms[at].value;
            let squares = sum(without.iter().map(|terms| (terms[at] - estimate).powi(2)));
            Law::Student { estimate, error: ((g - 1.0) / g * squares).sqrt(), df: g - 1.0 }
        };
        let headline = case.estimate.headline;
        if law(headline).std_error().is_none_or(|error| error <= 1e-14 * case.estimate.effect().abs()) {
            return Err(phrase!("the estimate is the same whichever unit is left out"));
        }
        let method = phrase!(
            "jackknife standard error of {n} pieces; t distribution with {df} degrees of freedom",
            n = Arg::units(pieces),
            df = pieces - 1
        );
        let terms = case.estimate.terms.iter().enumerate().filter(|(at, _)| *at != headline);
        let others = terms.map(|(at, term)| TermInference::of(term.key, law(at), case.level)).collect();
        Ok(Inference { others, ..Inference::of(case, law(headline), None, method) })
    }
}
