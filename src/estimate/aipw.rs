use ndarray::{Array1, Array2};

use super::outcome_model::{ModelForm, OutcomeLink, OutcomeModel};
use super::target::{base, one_cluster, target};
use super::two_arms::{TwoArms, nuisance};
use super::{Estimate, Estimator, Influence, Sample, Spread, Term, middle, terms};
use crate::card::Card;
use crate::design::Comparison;
use crate::math::sums::sum;
use crate::phrase;
use crate::text::Phrase;

/// Predictions of the outcome averaged over those whose average is asked for, mended by the weighted means of what they leave.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Aipw {
    /// Compare changes since the baseline where the question names one; otherwise the outcome as it is.
    pub changes: bool,
    /// What the outcome hangs on the covariates by.
    pub outcome: OutcomeLink,
}

impl Default for Aipw {
    fn default() -> Aipw {
        Aipw { changes: true, outcome: OutcomeLink::Auto }
    }
}

impl Aipw {
    /// Name in study files.
    pub const NAME: &'static str = "aipw";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Aipw::NAME,
            title: phrase!("Doubly robust estimate (augmented inverse probability weighting, AIPW)"),
            answers: phrase!(
                "How much higher is the outcome of the treated than it would have been, if either the weights or the model of the outcome is right?"
            ),
            needs: phrase!(
                "A numeric (or yes/no) outcome, weights of the design, complete covariates, and in each arm more units than covariates"
            ),
            assumes: phrase!(
                "Everything that led to the treatment and matters for the outcome is among the covariates; the model of taking part or that of the outcome is right (one of them is enough); with a baseline the same of changes"
            ),
            formula: phrase!(
                "{formula}. {middle}",
                formula = phrase!(
                    "m₁, m₀: lines (or logits of yes/no outcomes) of y on the covariates among the treated and among the others. Effect = mean of m₁ − m₀ over those whose average is asked for (ATT: the treated; ATC: the others; ATE: all), plus Σw(y − m₁)/Σw of the treated, less Σw(y − m₀)/Σw of the others, w = weight of the design. With a baseline y is the change since then. Errors from influence values of all steps: the means, both lines, and the weights (M-estimation), times n/(n − 1); t with as many degrees of freedom as the effective numbers of both arms less 2; clusters are summed first"
                ),
                middle = middle::of_two_arms()
            ),
            breaks: phrase!(
                "Few units with most of the weight; lines extended to where an arm has no units; both models wrong; more covariates than an arm can bear"
            ),
            same_as: phrase!(
                "R: stacked estimating equations in base R, effects to 10 digits and errors to 8, for ATT, ATC and ATE. Peers often divide by n in place of Σw, and take both models as known for the error; here the weights add up to 1 in each arm, so that no outcome is taken beyond those seen, and the error knows that both were estimated"
            ),
            references: &[
                "Robins, Rotnitzky & Zhao (1994) Journal of the American Statistical Association 89, 846–866",
                "Glynn & Quinn (2010) Political Analysis 18, 36–56",
                "Sant'Anna & Zhao (2020) Journal of Econometrics 219, 101–122",
                "Stefanski & Boos (2002) The American Statistician 56, 29–38",
            ],
        }
    }
}

/// Everything that the estimate is made of.
struct Augmented {
    arms: TwoArms,
    y: Vec<f64>,
    changes: bool,
    model: OutcomeModel,
    target: Vec<f64>,
    /// Weights of the lines.
    base: Vec<f64>,
}

/// A mean with its influence values, and how it moves with the weights.
struct MeanTerm {
    value: f64,
    psi: Vec<f64>,
    by_weight: Vec<f64>,
}

impl Augmented {
    fn of(method: &Aipw, sample: &Sample, comparison: &Comparison) -> Result<Augmented, Phrase> {
        let arms = TwoArms::of(sample)?;
        let changes = method.changes && arms.before.is_some();
        let y = if changes { arms.changes() } else { arms.after.clone() };
        let y = arms.varying(y, changes)?;
        let logit = method.outcome.is_logit(sample.binary && !changes)?;
        let (target, base) = (target(sample, comparison, &arms)?, base(sample, comparison, &arms));
        let form = ModelForm { interactions: true, logit };
        let model = OutcomeModel::fit(sample, &arms, &y, &base, form)?;
        Ok(Augmented { arms, y, changes, model, target, base })
    }

    /// What the outcome would be with (or without) the treatment.
    fn mean(&self, treated: bool) -> MeanTerm {
        let (arms, model) = (&self.arms, &self.model);
        let expected = if treated { &model.treated } else { &model.reference };
        let own: Vec<f64> =
            arms.weight.iter().zip(&arms.treated).map(|(w, &arm)| if arm == treated { *w } else { 0.0 }).collect();
        let (of_target, of_own) = (sum(self.target.iter().copied()), sum(own.iter().copied()));
        let predicted = sum(self.target.iter().zip(&expected.mean).map(|(g, m)| g * m)) / of_target;
        let left = sum(own.iter().zip(&model.residual).map(|(w, e)| w * e)) / of_own;
        let factor = |row: usize| self.target[row] / of_target - own[row] / of_own;
        let mut gradient: Array1<f64> = Array1::zeros(model.rank);
        expected.slope.rows().into_iter().enumerate().for_each(|(row, slope)| gradient.scaled_add(factor(row), &slope));
        let of_line = model.by_weight(&gradient);
        let by_weight: Vec<f64> = (0..own.len())
            .map(|row| if arms.treated[row] == treated { (model.residual[row] - left) / of_own } else { 0.0 })
            .collect();
        let psi = (0..own.len()).map(|row| {
            self.target[row] * (expected.mean[row] - predicted) / of_target
                + own[row] * by_weight[row]
                + self.base[row] * of_line[row]
        });
        MeanTerm { value: predicted + left, psi: psi.collect(), by_weight }
    }
}

impl Estimator for Aipw {
    fn terms(&self, sample: &Sample, comparison: &Comparison) -> Result<Vec<Term>, Phrase> {
        let found = Augmented::of(self, sample, comparison)?;
        let (treated, reference) = (found.mean(true).value, found.mean(false).value);
        Ok(terms(treated - reference, treated, reference))
    }

    fn estimate(&self, sample: &Sample, comparison: &Comparison, level: f64) -> Result<Estimate, Phrase> {
        let found = Augmented::of(self, sample, comparison)?;
        let (treated, reference) = (found.mean(true), found.mean(false));
        let arms = &found.arms;
        let psi = Array2::from_shape_fn((arms.rows.len(), 3), |(row, k)| match k {
            0 => treated.psi[row] - reference.psi[row],
            1 => treated.psi[row],
            _ => reference.psi[row],
        });
        let by_weight = treated.by_weight.iter().zip(&reference.by_weight).map(|(a, b)| a - b).collect();
        let unit: Vec<u32> = arms.rows.iter().map(|&row| sample.unit[row]).collect();
        let ways: Vec<Vec<u32>> = sample.ways().into_iter().map(|labels| arms.picked(labels)).collect();
        let mut estimate = Estimate {
            method: method(found.changes),
            terms: terms(treated.value - reference.value, treated.value, reference.value),
            headline: 0,
            of_changes: found.changes,
            n: arms.n(),
            effective: arms.effective(),
            scale: arms.pooled_sd(&arms.after).map(|sd| (sd, phrase!("pooled standard deviation of the outcome"))),
            within: arms.pooled_sd(&found.y),
            signs: None,
            companions: Vec::new(),
            middle: None,
            tables: Vec::new(),
            figures: Vec::new(),
            notes: found.model.left_out().into_iter().collect(),
            spread: Spread {
                nuisance: nuisance(comparison, &unit, by_weight),
                influence: Influence { unit, psi },
                silent: one_cluster(arms, &ways),
                ways: Some(ways),
                of_shares: sample.binary && !found.changes,
                ..Spread::default()
            },
        };
        arms.with_middle(&mut estimate, sample, &found.y, level);
        estimate
            .tables
            .extend(arms.before.as_ref().filter(|_| found.changes).map(|before| arms.before_and_after(before)));
        Ok(estimate)
    }

    fn adjusts(&self) -> bool {
        true
    }
}

fn method(changes: bool) -> Phrase {
    match changes {
        true => phrase!("doubly robust difference in differences (AIPW)"),
        false => phrase!("doubly robust difference in means (AIPW)"),
    }
}
