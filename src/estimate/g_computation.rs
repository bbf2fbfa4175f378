use ndarray::{Array1, Array2};

use super::correction::summed;
use super::outcome_model::{ModelForm, OutcomeLink, OutcomeModel};
use super::target::{one_cluster, target};
use super::two_arms::{TwoArms, nuisance};
use super::{Companion, Estimate, Estimator, Influence, Measure, Nuisance, Sample, Spread, Term, middle, terms};
use crate::card::Card;
use crate::design::Comparison;
use crate::math::elementary::{exp, ln};
use crate::math::special::{t_quantile, t_two_sided};
use crate::math::sums::sum;
use crate::phrase;
use crate::text::Phrase;

/// What a (weighted) model of the outcome expects with and without the treatment, averaged over those whose average is asked for.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GComputation {
    /// Compare changes since the baseline where the question names one; otherwise the outcome as it is.
    pub changes: bool,
    /// What the outcome hangs on the covariates by.
    pub outcome: OutcomeLink,
    /// Whether covariates matter differently with and without the treatment (Lin 2013).
    pub interactions: bool,
    /// Of whom the error speaks.
    pub covariates: TargetCovariates,
}

/// Of whom the error of averaged predictions speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TargetCovariates {
    /// Of others like those in the data: their covariates might have been others.
    #[default]
    Drawn,
    /// Of those in the data alone.
    Fixed,
}

impl Default for GComputation {
    fn default() -> GComputation {
        let (outcome, covariates) = (OutcomeLink::Auto, TargetCovariates::Drawn);
        GComputation { changes: true, outcome, interactions: true, covariates }
    }
}

impl GComputation {
    /// Name in study files.
    pub const NAME: &'static str = "g-computation";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: GComputation::NAME,
            title: phrase!("G-computation (predictions with and without the treatment)"),
            answers: phrase!(
                "How would the average outcome differ if all whose average is asked for had received, from what it would be if none had? Also as a ratio and, of yes/no outcomes, an odds ratio"
            ),
            needs: phrase!(
                "A numeric (or yes/no) outcome, two arms of at least 2 units each, complete covariates, and more units than columns"
            ),
            assumes: phrase!(
                "Given the covariates, treatment is unrelated to what the outcome would have been; the model of the outcome is right, or, where units are weighted or matched well, nearly so"
            ),
            formula: phrase!(
                "{formula}. {middle}",
                formula = phrase!(
                    "Weighted least squares (logistic regression of yes/no outcomes) of y on treatment, covariates and their products (interactions = false: without products), w = weight of the design. Each unit whose average is asked for is predicted with the treatment (mean μ₁) and without (μ₀): effect μ₁ − μ₀, beside it μ₁/μ₀ and, of yes/no outcomes, the ratio of the odds. ATT: averaged over the treated; ATC: the others; ATE: all (of matched units by their weights). With a baseline y is the change since then. Errors by the delta method from influence values: of the averages (covariates = \"fixed\": not), the coefficients and the estimation of the weights, times n/(n − 1); clusters and matched sets are summed first (G/(G − 1), t with G − 1); otherwise t with as many degrees of freedom as the effective numbers of both arms less 2. Ratios on the logarithmic scale"
                ),
                middle = middle::of_two_arms()
            ),
            breaks: phrase!(
                "Little overlap of the arms (the model is then extended into regions without data), curved relations, covariates measured after the treatment"
            ),
            same_as: phrase!(
                "R: stacked estimating equations in base R, effects to 10 digits and errors to 8. With covariates = \"fixed\" the errors are those of marginaleffects' avg_comparisons and of WeightIt's lm_weightit and glm_weightit but for n/(n − 1); by itself they also know that other units might have come, which peers leave out"
            ),
            references: &[
                "Robins (1986) Mathematical Modelling 7, 1393–1512",
                "Lin (2013) Annals of Applied Statistics 7, 295–318",
                "Snowden, Rose & Mortimer (2011) American Journal of Epidemiology 173, 731–738",
                "Greifer & Stuart (2021) Observational Studies 7, 1–29",
            ],
        }
    }
}

/// Everything that the estimate is made of.
struct Predicted {
    arms: TwoArms,
    y: Vec<f64>,
    changes: bool,
    logit: bool,
    fixed: bool,
    model: OutcomeModel,
    target: Vec<f64>,
}

/// A mean with its influence values, and how it moves with the weights.
struct MeanTerm {
    value: f64,
    psi: Vec<f64>,
    by_weight: Vec<f64>,
}

impl Predicted {
    fn of(method: &GComputation, sample: &Sample, comparison: &Comparison) -> Result<Predicted, Phrase> {
        let arms = TwoArms::of(sample)?;
        let changes = method.changes && arms.before.is_some();
        let y = if changes { arms.changes() } else { arms.after.clone() };
        let y = arms.varying(y, changes)?;
        let logit = method.outcome.is_logit(sample.binary && !changes)?;
        let target = target(sample, comparison, &arms)?;
        let form = ModelForm { interactions: method.interactions, logit };
        let model = OutcomeModel::fit(sample, &arms, &y, &arms.weight, form)?;
        let fixed = method.covariates == TargetCovariates::Fixed;
        Ok(Predicted { arms, y, changes, logit, fixed, model, target })
    }

    fn mean(&self, treated: bool) -> MeanTerm {
        let expected = if treated { &self.model.treated } else { &self.model.reference };
        let all = sum(self.target.iter().copied());
        let value = sum(self.target.iter().zip(&expected.mean).map(|(g, m)| g * m)) / all;
        let mut gradient: Array1<f64> = Array1::zeros(self.model.rank);
        expected.slope.rows().into_iter().zip(&self.target).for_each(|(slope, g)| gradient.scaled_add(g / all, &slope));
        let by_weight = self.model.by_weight(&gradient);
        let of_target =
            |row: usize| if self.fixed { 0.0 } else { self.target[row] * (expected.mean[row] - value) / all };
        let psi = (0..by_weight.len()).map(|row| of_target(row) + self.arms.weight[row] * by_weight[row]).collect();
        MeanTerm { value, psi, by_weight }
    }

    fn method(&self, weighted: bool) -> Phrase {
        match (self.logit, weighted) {
            (true, true) => phrase!("g-computation by weighted logistic regression"),
            (true, false) => phrase!("g-computation by logistic regression"),
            (false, true) => phrase!("g-computation by weighted least squares"),
            (false, false) => phrase!("g-computation by least squares"),
        }
    }
}

/// The ratio and the odds ratio of two means, by the delta method on the logarithmic scale.
struct Ratios<'a> {
    treated: &'a MeanTerm,
    reference: &'a MeanTerm,
    nuisance: Option<&'a Nuisance>,
    unit: &'a [u32],
    ways: &'a [Vec<u32>],
    df: f64,
    n: usize,
    level: f64,
}

impl Ratios<'_> {
    /// ln of the ratio with its error; `slopes` are those of the logarithm by either mean.
    fn companion(&self, key: &str, title: Phrase, log: f64, slopes: [f64; 2]) -> Option<Companion> {
        let joined = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| slopes[0] * a - slopes[1] * b).collect();
        let psi: Vec<f64> = joined(&self.treated.psi, &self.reference.psi);
        let found = match self.nuisance {
            Some(of) => {
                let by_weight: Vec<f64> = joined(&self.treated.by_weight, &self.reference.by_weight);
                let ways: Vec<Vec<u32>> = self.ways.iter().map(|known| of.labels(known)).collect();
                summed(of.corrected(&psi, &by_weight), &of.unit, &ways)
            }
            None => summed(psi, self.unit, self.ways),
        }
        .ok()?;
        let df = found.clusters.map_or(self.df, |n| (n - 1) as f64);
        let error = found.variance.sqrt();
        let reach = t_quantile(0.5 + 0.5 * self.level, df) * error;
        (error > 0.0 && reach.is_finite()).then(|| Companion {
            key: key.into(),
            title,
            estimate: Some(exp(log)),
            interval: Some((exp(log - reach), exp(log + reach))),
            level: self.level,
            p_value: Some(t_two_sided(log / error, df)),
            statistic: Some(("t".into(), log / error)),
            n: self.n,
            method: phrase!("of the averaged predictions; interval by the delta method on the logarithmic scale"),
            measure: Measure::Pure,
        })
    }

    fn all(&self, odds: bool) -> Vec<Companion> {
        let (a, b) = (self.treated.value, self.reference.value);
        let ratio = (a > 0.0 && b > 0.0).then(|| {
            self.companion("ratio", phrase!("Ratio of the averages with and without"), ln(a / b), [1.0 / a, 1.0 / b])
        });
        let within = |p: f64| p > 0.0 && p < 1.0;
        let odds_ratio = (odds && within(a) && within(b)).then(|| {
            let log = ln(a / (1.0 - a)) - ln(b / (1.0 - b));
            self.companion(
                "odds-ratio",
                phrase!("Ratio of the odds with and without"),
                log,
                [1.0 / (a * (1.0 - a)), 1.0 / (b * (1.0 - b))],
            )
        });
        [ratio, odds_ratio].into_iter().flatten().flatten().collect()
    }
}

impl Estimator for GComputation {
    fn terms(&self, sample: &Sample, comparison: &Comparison) -> Result<Vec<Term>, Phrase> {
        let found = Predicted::of(self, sample, comparison)?;
        let (treated, reference) = (found.mean(true).value, found.mean(false).value);
        Ok(terms(treated - reference, treated, reference))
    }

    fn estimate(&self, sample: &Sample, comparison: &Comparison, level: f64) -> Result<Estimate, Phrase> {
        let found = Predicted::of(self, sample, comparison)?;
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
        let nuisance = nuisance(comparison, &unit, by_weight);
        let (effective, silent) = (arms.effective(), one_cluster(arms, &ways));
        let ratios = Ratios {
            treated: &treated,
            reference: &reference,
            nuisance: nuisance.as_ref(),
            unit: &unit,
            ways: &ways,
            df: (effective.0 + effective.1 - 2.0).max(1.0),
            n: arms.rows.len(),
            level,
        };
        let companions = if found.changes || silent.is_some() { Vec::new() } else { ratios.all(sample.binary) };
        let mut estimate = Estimate {
            method: found.method(arms.weighted()),
            terms: terms(treated.value - reference.value, treated.value, reference.value),
            headline: 0,
            of_changes: found.changes,
            n: arms.n(),
            effective,
            scale: arms.pooled_sd(&arms.after).map(|sd| (sd, phrase!("pooled standard deviation of the outcome"))),
            within: arms.pooled_sd(&found.y),
            signs: None,
            companions,
            middle: None,
            tables: Vec::new(),
            figures: Vec::new(),
            notes: found.model.left_out().into_iter().collect(),
            spread: Spread {
                nuisance,
                influence: Influence { unit, psi },
                silent,
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
