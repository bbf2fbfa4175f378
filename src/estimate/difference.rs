use super::two_arms::TwoArms;
use super::{Estimate, Estimator, Sample, Term, exact, middle};
use crate::card::Card;
use crate::design::Comparison;
use crate::phrase;
use crate::text::Phrase;

/// Weighted difference in means; where the question names a baseline, difference of mean changes since then.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Difference {
    /// Compare changes since the baseline where the question names one; otherwise the outcome as it is.
    pub changes: bool,
}

impl Default for Difference {
    fn default() -> Difference {
        Difference { changes: true }
    }
}

impl Difference {
    /// Name in study files.
    pub const NAME: &'static str = "difference";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Difference::NAME,
            title: phrase!("Difference in means (difference in differences)"),
            answers: phrase!(
                "How much higher is the outcome of the treated than that of the comparison units, on average? With a baseline: how much more did it change?"
            ),
            needs: phrase!(
                "A numeric (or yes/no) outcome, two arms of at least 2 units each; for changes, the same outcome before"
            ),
            assumes: phrase!(
                "But for the treatment, the two arms, as weighted, would have had the same mean; with a baseline: their means would have changed by the same amount (parallel trends)"
            ),
            formula: phrase!(
                "{formula}. {middle}",
                formula = phrase!(
                    "Effect = ȳ₁ − ȳ₀ with ȳ = Σwy/Σw of an arm, w = weight of the design; with a baseline y is the change since then. It is the treatment coefficient of weighted least squares of y on treatment"
                ),
                middle = middle::of_two_arms()
            ),
            breaks: phrase!(
                "Arms that still differ after matching, outliers in small arms, and outcomes that return to their mean after an unusual year before"
            ),
            same_as: phrase!("R 4.2.2: lm(y ~ treat, weights = weights) on matched data; agreement to 12 digits"),
            references: &[
                "Ho, Imai, King & Stuart (2007) Political Analysis 15, 199–236",
                "Heckman, Ichimura & Todd (1997) Review of Economic Studies 64, 605–654",
            ],
        }
    }
}

impl Difference {
    /// The outcome, or its change since the baseline; and whether it is one of changes.
    fn compared(&self, sample: &Sample, arms: &TwoArms) -> Result<(Vec<f64>, bool), Phrase> {
        let changes = self.changes && arms.before.is_some();
        let y = if changes { arms.changes() } else { arms.after.clone() };
        // Shares of 0 or 1 on both sides can be compared all the same.
        let y = if sample.binary && !changes { y } else { arms.varying(y, changes)? };
        Ok((y, changes))
    }
}

impl Estimator for Difference {
    fn terms(&self, sample: &Sample, _comparison: &Comparison) -> Result<Vec<Term>, Phrase> {
        let arms = TwoArms::of(sample)?;
        Ok(arms.difference_of_means(&self.compared(sample, &arms)?.0))
    }

    fn estimate(&self, sample: &Sample, comparison: &Comparison, level: f64) -> Result<Estimate, Phrase> {
        let arms = TwoArms::of(sample)?;
        let (y, changes) = self.compared(sample, &arms)?;
        let mut estimate = arms.difference((sample, comparison), method(changes, arms.weighted()), &y);
        estimate.of_changes = changes;
        estimate.spread.of_shares = sample.binary && !changes;
        estimate.spread.law = exact::of_two_arms(sample, comparison, &arms, &y, estimate.spread.of_shares);
        arms.with_middle(&mut estimate, sample, &y, level);
        estimate.tables.extend(arms.before.as_ref().filter(|_| changes).map(|before| arms.before_and_after(before)));
        Ok(estimate)
    }
}

fn method(changes: bool, weighted: bool) -> Phrase {
    match (changes, weighted) {
        (false, false) => phrase!("difference in means"),
        (false, true) => phrase!("weighted difference in means"),
        (true, false) => phrase!("difference in differences"),
        (true, true) => phrase!("weighted difference in differences"),
    }
}
