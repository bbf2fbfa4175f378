use crate::card::Card;
use crate::design::Comparison;
use crate::estimate::two_arms::TwoArms;
use crate::estimate::{Estimate, Estimator, Sample, StateBefore, Term, exact, middle};
use crate::phrase;
use crate::text::Phrase;

use super::complier::{self, Difference};
use super::interacted::{Interacted, strata_columns};
use super::strata::{Strata, with_both_arms};

/// Difference in means of those whom the lot chose and those whom it did not, within strata.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Neyman {
    /// Compare changes since the state before where the question names one; otherwise the outcome as it is.
    pub changes: bool,
}

impl Neyman {
    /// Name in study files.
    pub const NAME: &'static str = "neyman";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Neyman::NAME,
            title: phrase!("Difference in means of a lottery (Neyman)"),
            answers: phrase!("How much higher is the outcome of those whom the lot chose, on average?"),
            needs: phrase!(
                "A numeric (or yes/no) outcome of both sides, two or more units (or clusters) on each. With strata: both sides in each stratum"
            ),
            assumes: phrase!(
                "The lot decided, and nothing else; one unit's lot does not change another's outcome. Nothing about the shape of the values beyond averages that are roughly normal"
            ),
            formula: phrase!(
                "{formula} {middle}.",
                formula = phrase!(
                    "Effect = Σ Wₛ(ȳ₁ₛ − ȳ₀ₛ) over the strata s (one, where there are none); Wₛ = share of the stratum among all who were assigned, or among those chosen (strata_weights of the design). SE² = Σ Wₛ²(s₁²/n₁ + s₀²/n₀), s² with n − 1; where clusters were drawn as a whole, the square of each cluster's total (y − ȳ)/n with m/(m − 1) of the m clusters of a side, and with declared clusters CR2. Strata with one unit or cluster on a side (pairs): from the differences between such strata, uⱼ = Wⱼ(ȳ₁ⱼ − ȳ₀ⱼ)/√(1 − hⱼ), SE² = Σ(uⱼ − bWⱼ)² (Fogarty). t with Satterthwaite's degrees of freedom. Who received (received of the design): effect on those who received because the lot chose them = effect on y / effect on having received; its interval holds all β for which the difference of y − β · received is not told from 0 (Anderson–Rubin), and may have no ends."
                ),
                middle = middle::of_two_arms()
            ),
            breaks: phrase!(
                "More are lost on one side than on the other; places that were given or refused against the lot and are counted as the lot says; few clusters; a few very large values"
            ),
            same_as: phrase!(
                "R 4.2.2: t.test(y ~ z) without strata; with strata lm(y ~ z * stratum), strata centred, and HC2 (sandwich 3.0-2), as estimatr's difference_in_means: 10 digits; pairs as t.test(paired = TRUE): 10 digits; CACE: 10 digits against fractions of such differences, interval 8 against roots of the test"
            ),
            references: &[
                "Neyman, J. (1923; translated 1990). On the application of probability theory to agricultural experiments. Statistical Science 5, 465–472.",
                "Imbens, G. W. & Rubin, D. B. (2015). Causal Inference for Statistics, Social, and Biomedical Sciences, chapters 6, 9 and 23. Cambridge University Press.",
                "Fogarty, C. B. (2018). On mitigating the analytical limitations of finely stratified experiments. Journal of the Royal Statistical Society B 80, 1035–1056.",
                "Anderson, T. W. & Rubin, H. (1949). Estimation of the parameters of a single equation in a complete system of stochastic equations. Annals of Mathematical Statistics 20, 46–63.",
                "Angrist, J. D., Imbens, G. W. & Rubin, D. B. (1996). Identification of causal effects using instrumental variables. Journal of the American Statistical Association 91, 444–455.",
            ],
        }
    }

    /// Data with both arms in each stratum, what is compared, whether that is changes, and what is to be said.
    fn compared(&self, sample: &Sample) -> Result<Compared, Phrase> {
        let (sample, note) = with_both_arms(sample);
        let mut arms = TwoArms::of(&sample)?;
        arms.weight = vec![1.0; arms.weight.len()];
        let changes = self.changes && arms.before.is_some();
        let y = if changes { arms.changes() } else { arms.after.clone() };
        let y = if sample.binary && !changes { y } else { arms.varying(y, changes)? };
        Ok(Compared { strata: Strata::of(&sample, &arms), sample, arms, y, changes, note })
    }
}

struct Compared {
    sample: Sample,
    arms: TwoArms,
    strata: Strata,
    y: Vec<f64>,
    changes: bool,
    note: Option<Phrase>,
}

impl Compared {
    /// Whether errors by what the lot drew respect all clusters.
    fn judged_whole(&self) -> bool {
        self.sample.clusters.is_empty() || self.sample.lots.as_ref().is_some_and(|lots| lots.whole.is_some())
    }
}

impl Estimator for Neyman {
    fn state_before(&self) -> StateBefore {
        if self.changes { StateBefore::Needed } else { StateBefore::Unused }
    }

    fn terms(&self, sample: &Sample, _comparison: &Comparison) -> Result<Vec<Term>, Phrase> {
        let Compared { strata, y, .. } = self.compared(sample)?;
        Ok(strata.terms(&y))
    }

    fn estimate(&self, sample: &Sample, comparison: &Comparison, level: f64) -> Result<Estimate, Phrase> {
        let Compared { sample, arms, strata, y, changes, note } = self.compared(sample)?;
        let whole = sample.lots.as_ref().is_some_and(|lots| lots.whole.is_some());
        if strata.some_small() && !sample.clusters.is_empty() && !whole {
            return Err(phrase!(
                "Units hang together in clusters, and strata have single units on one side: errors that respect both cannot be told. Name in the design what was drawn as a whole"
            ));
        }
        let judged = strata.judged(&y)?;
        let method = method(changes, strata.several());
        let mut estimate = match strata.some_small() {
            true => arms.difference((&sample, comparison), method, &y),
            false => Interacted::of(&arms, strata_columns(&sample, &arms))?.estimate(
                (&sample, comparison),
                &arms,
                method,
                &y,
            ),
        };
        estimate.terms = strata.terms(&y);
        estimate.of_changes = changes;
        let of_shares = sample.binary && !changes;
        let spread = &mut estimate.spread;
        if strata.some_small() {
            spread.linear = None;
        }
        spread.own = Some(strata.own(judged.df));
        spread.influence = strata.influence(judged.psi);
        spread.of_shares = of_shares;
        if !strata.several() && !whole {
            spread.law = exact::of_two_arms(&sample, comparison, &arms, &y, of_shares);
        }
        arms.with_middle(&mut estimate, &sample, &y, level);
        estimate.tables.extend(arms.before.as_ref().filter(|_| changes).map(|before| arms.before_and_after(before)));
        estimate.notes.extend(note);
        self.of_compliers(&mut estimate, &sample, level);
        Ok(estimate)
    }
}

impl Neyman {
    /// Adds what is known of those who received because the lot chose them.
    fn of_compliers(&self, estimate: &mut Estimate, sample: &Sample, level: f64) {
        let Some(values) = sample.lots.as_ref().and_then(|lots| lots.received.as_ref()) else { return };
        let known: Vec<usize> = (0..values.len()).filter(|&row| !values[row].is_nan()).collect();
        estimate.notes.extend(complier::unknown(values.len() - known.len()));
        let Ok(own) = self.compared(&sample.of_rows(&known)) else { return };
        let received = own.sample.lots.as_ref().and_then(|lots| lots.received.clone()).unwrap_or_default();
        let d: Vec<f64> = own.arms.rows.iter().map(|&row| received[row]).collect();
        let difference = |y: &[f64]| -> Result<Difference, Phrase> {
            let judged = own.strata.judged(y)?;
            let effect = own.strata.terms(y)[0].value;
            Ok(Difference { effect, psi: judged.psi.column(0).to_owned(), df: judged.df })
        };
        let (Ok(of_y), Ok(of_d)) = (difference(&own.y), difference(&d)) else { return };
        complier::add(estimate, (&of_y, &of_d), (&own.arms.treated, &d), (level, own.judged_whole()));
    }
}

fn method(changes: bool, stratified: bool) -> Phrase {
    match (changes, stratified) {
        (false, false) => phrase!("difference in means by lot"),
        (false, true) => phrase!("difference in means by lot, within strata"),
        (true, false) => phrase!("difference in mean changes by lot"),
        (true, true) => phrase!("difference in mean changes by lot, within strata"),
    }
}
