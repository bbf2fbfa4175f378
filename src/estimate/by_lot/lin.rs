use ndarray::Array2;

use crate::card::Card;
use crate::design::Comparison;
use crate::estimate::two_arms::TwoArms;
use crate::estimate::{Estimate, Estimator, OwnError, Sample, StateBefore, Term, middle, terms};
use crate::math::sums::mean;
use crate::phrase;
use crate::text::Phrase;

use super::complier::{self, Difference};
use super::interacted::{Covariate, Interacted, centred, strata_columns};
use super::strata::{standard, with_both_arms};

/// Leverage from which a row determines a coefficient alone.
const FULL_LEVERAGE: f64 = 1.0 - 1e-10;

/// Difference of a lottery, adjusted by least squares with covariates and their products with the lot.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Lin {}

impl Lin {
    /// Name in study files.
    pub const NAME: &'static str = "lin";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Lin::NAME,
            title: phrase!("Difference of a lottery, adjusted for covariates (Lin)"),
            answers: phrase!(
                "How much higher is the outcome of those whom the lot chose, on average, once chance differences before are taken out?"
            ),
            needs: phrase!(
                "A numeric (or yes/no) outcome of both sides, covariates from before the lot (or the state before), and many more units than columns: some 20 for each covariate"
            ),
            assumes: phrase!(
                "The lot decided, and nothing else; one unit's lot does not change another's outcome. The lines need not be right: they only make the answer sharper"
            ),
            formula: phrase!(
                "{formula} {middle}.",
                formula = phrase!(
                    "min Σ (y − a − bᴛT − x̃c − T x̃d)²; the effect is bᴛ. T = 1 for those chosen, x̃ = covariates, the state before where it is known, and a column for each stratum, less their means among all who were assigned (or among those chosen: strata_weights of the design). A value that is missing is the mean; where two or more are missing on each side, a column says so. HC2 errors, t with n − k degrees of freedom; clusters: CR2. Effect on those who received because the lot chose them: as neyman, from the same least squares."
                ),
                middle = middle::of_two_arms()
            ),
            breaks: phrase!(
                "Covariates measured after the lot; many covariates for few units; more are lost on one side than on the other"
            ),
            same_as: phrase!(
                "R 4.2.2: lm(y ~ z * scale(x, scale = FALSE)) with sandwich 3.0-2 vcovHC(type = \"HC2\"), as estimatr's lm_lin: 10 digits"
            ),
            references: &[
                "Lin, W. (2013). Agnostic notes on regression adjustments to experimental data: reexamining Freedman's critique. Annals of Applied Statistics 7, 295–318.",
                "Zhao, A. & Ding, P. (2024). To adjust or not to adjust? Estimating the average treatment effect in randomized experiments with missing covariates. Journal of the American Statistical Association 119, 450–460.",
                "MacKinnon, J. G. & White, H. (1985). Some heteroskedasticity-consistent covariance matrix estimators with improved finite sample properties. Journal of Econometrics 29, 305–325.",
            ],
        }
    }
}

/// The data, and the model of them.
struct Fitted {
    sample: Sample,
    arms: TwoArms,
    model: Interacted,
    covariates: usize,
    notes: Vec<Phrase>,
}

impl Fitted {
    fn of(sample: &Sample) -> Result<Fitted, Phrase> {
        let (sample, note) = with_both_arms(sample);
        // The state before is a covariate here, and may be missing.
        let bare = Sample { baseline: None, ..sample.clone() };
        let mut arms = TwoArms::of(&bare)?;
        arms.weight = vec![1.0; arms.weight.len()];
        let own = covariates(&sample, &arms);
        if own.is_empty() {
            return Err(phrase!(
                "There is no covariate to adjust for: give `covariates`, or the state before, or take the difference as it is"
            ));
        }
        let covariates = own.len();
        let columns = own.into_iter().chain(strata_columns(&sample, &arms)).collect();
        let model = Interacted::of(&arms, columns)?;
        let notes = note.into_iter().chain(model.left_out()).collect();
        Ok(Fitted { sample: bare, arms, model, covariates, notes })
    }

    /// Coefficients of the ones and of the lot: the mean of the others at the middle of the covariates, and the effect.
    fn terms(&self, y: &[f64]) -> Vec<Term> {
        let b = self.model.fit(y).coefficients;
        terms(b[b.len() - 1], b[0] + b[b.len() - 1], b[0])
    }

    /// Influence values of the terms by HC2: (X′X)⁻¹xᵢeᵢ/√(1 − hᵢ).
    fn psi(&self, y: &[f64]) -> Result<Array2<f64>, Phrase> {
        let (mut shares, residuals) = (self.model.shares(), self.model.fit(y).residuals);
        let leverages = self.model.leverages();
        if leverages.iter().any(|leverage| *leverage > FULL_LEVERAGE) {
            return Err(phrase!(
                "A unit determines a coefficient alone, so that its error cannot be told; take fewer covariates"
            ));
        }
        let rows = shares.rows_mut().into_iter().zip(residuals).zip(leverages);
        rows.for_each(|((mut row, residual), leverage)| row *= residual / (1.0 - leverage).sqrt());
        let lot = shares.ncols() - 1;
        Ok(Array2::from_shape_fn((shares.nrows(), 3), |(row, term)| match term {
            0 => shares[[row, lot]],
            1 => shares[[row, 0]] + shares[[row, lot]],
            _ => shares[[row, 0]],
        }))
    }

    fn df(&self) -> f64 {
        self.arms.rows.len() as f64 - self.model.rank() as f64
    }

    fn difference(&self, y: &[f64]) -> Result<Difference, Phrase> {
        let effect = self.terms(y)[0].value;
        Ok(Difference { effect, psi: self.psi(y)?.column(0).to_owned(), df: self.df() })
    }

    fn y(&self) -> Result<Vec<f64>, Phrase> {
        self.arms.varying(self.arms.after.clone(), false)
    }
}

/// Covariates and the state before, complete: a missing value is the mean, and a column says so where several are missing.
fn covariates(sample: &Sample, arms: &TwoArms) -> Vec<Covariate> {
    let of_x = (0..sample.x.ncols()).map(|k| {
        let values = arms.rows.iter().map(|&row| sample.x[[row, k]]).collect::<Vec<f64>>();
        (sample.x_names[k].clone(), values)
    });
    let before = sample.baseline.as_ref().map(|before| {
        let values = arms.rows.iter().map(|&row| before[[row, 0]]).collect::<Vec<f64>>();
        ("state before".to_string(), values)
    });
    of_x.chain(before).flat_map(|(name, values)| completed(name, values, sample, arms)).collect()
}

fn completed(name: String, values: Vec<f64>, sample: &Sample, arms: &TwoArms) -> Vec<Covariate> {
    let known: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    if known.is_empty() {
        return Vec::new();
    }
    let missing_in =
        |arm: bool| values.iter().zip(&arms.treated).filter(|(v, own)| **own == arm && !v.is_finite()).count();
    // A single one on a side would be all that its column rests on there.
    let (middle, missing) = (mean(&known), missing_in(true) >= 2 && missing_in(false) >= 2);
    let filled = values.iter().map(|value| if value.is_finite() { *value } else { middle }).collect();
    let says = values.iter().map(|value| f64::from(u8::from(!value.is_finite()))).collect();
    let indicator = missing.then(|| centred(format!("{name} missing"), says, arms, standard(sample)));
    std::iter::once(centred(name, filled, arms, standard(sample))).chain(indicator).collect()
}

impl Estimator for Lin {
    fn adjusts(&self) -> bool {
        true
    }

    fn state_before(&self) -> StateBefore {
        StateBefore::WhereKnown
    }

    fn terms(&self, sample: &Sample, _comparison: &Comparison) -> Result<Vec<Term>, Phrase> {
        let fitted = Fitted::of(sample)?;
        Ok(fitted.terms(&fitted.arms.after))
    }

    fn estimate(&self, sample: &Sample, comparison: &Comparison, level: f64) -> Result<Estimate, Phrase> {
        let fitted = Fitted::of(sample)?;
        let y = fitted.y()?;
        let method =
            phrase!("least squares by lot with {n} {n?covariate column|covariate columns}", n = fitted.covariates);
        let data = (&fitted.sample, comparison);
        let mut estimate = fitted.model.estimate(data, &fitted.arms, method, &y);
        estimate.terms = fitted.terms(&y);
        estimate.spread.influence.psi = fitted.psi(&y)?;
        estimate.spread.own =
            Some(OwnError { small_sample: 1.0, df: fitted.df(), kind: phrase!("robust standard error (HC2)") });
        estimate.spread.of_shares = sample.binary;
        fitted.arms.with_middle(&mut estimate, &fitted.sample, &y, level);
        of_compliers(&mut estimate, sample, level);
        estimate.notes.extend(fitted.notes);
        Ok(estimate)
    }
}

/// Adds what is known of those who received because the lot chose them.
fn of_compliers(estimate: &mut Estimate, sample: &Sample, level: f64) {
    let Some(values) = sample.lots.as_ref().and_then(|lots| lots.received.as_ref()) else { return };
    let known: Vec<usize> = (0..values.len()).filter(|&row| !values[row].is_nan()).collect();
    estimate.notes.extend(complier::unknown(values.len() - known.len()));
    let Ok(own) = Fitted::of(&sample.of_rows(&known)) else { return };
    let received = own.sample.lots.as_ref().and_then(|lots| lots.received.clone()).unwrap_or_default();
    let d: Vec<f64> = own.arms.rows.iter().map(|&row| received[row]).collect();
    let (Ok(of_y), Ok(of_d)) = (own.difference(&own.arms.after), own.difference(&d)) else { return };
    complier::add(estimate, (&of_y, &of_d), (&own.arms.treated, &d), (level, sample.clusters.is_empty()));
}
