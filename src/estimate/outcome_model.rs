//! A model of the outcome by treatment and covariates, and what it expects of each unit with and without the treatment.

use ndarray::{Array1, Array2, Axis};

use super::Sample;
use super::two_arms::TwoArms;
use crate::math::glm::probability::expit;
use crate::math::glm::{LogitOptions, logit};
use crate::math::linear::{Factor, TOLERANCE};
use crate::phrase;
use crate::text::{Arg, Phrase};

/// What the outcome hangs on covariates by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OutcomeLink {
    /// Lines of numbers, logits of yes/no outcomes.
    #[default]
    Auto,
    /// A line.
    Linear,
    /// A logit; the outcome must be yes/no.
    Logit,
}

/// The form of the model.
#[derive(Clone, Copy, Debug)]
pub struct ModelForm {
    /// Whether covariates matter differently with and without the treatment.
    pub interactions: bool,
    /// Whether the outcome is a yes/no by a logit.
    pub logit: bool,
}

/// What is expected of each unit with or without the treatment: the mean, and its derivative by the coefficients, n × q.
pub struct Expected {
    pub mean: Vec<f64>,
    pub slope: Array2<f64>,
}

/// A fitted model of the outcome.
pub struct OutcomeModel {
    /// With the treatment.
    pub treated: Expected,
    /// Without.
    pub reference: Expected,
    /// y less what is expected with the unit's own treatment.
    pub residual: Vec<f64>,
    /// Model matrix of the kept columns.
    z: Array2<f64>,
    /// (Σ w μ′ zz′)⁻¹.
    bread: Array2<f64>,
    /// Covariates that say nothing more, or nothing in one arm.
    pub dropped: Vec<String>,
    /// Columns kept.
    pub rank: usize,
}

impl OutcomeLink {
    /// Whether a logit is fitted.
    ///
    /// # Errors
    /// A logit of an outcome that is not yes/no.
    pub fn is_logit(self, yes_or_no: bool) -> Result<bool, Phrase> {
        match (self, yes_or_no) {
            (OutcomeLink::Auto, _) => Ok(yes_or_no),
            (OutcomeLink::Linear, _) => Ok(false),
            (OutcomeLink::Logit, true) => Ok(true),
            (OutcomeLink::Logit, false) => {
                Err(phrase!("A logit needs an outcome of yes and no that is compared as it is, not its change"))
            }
        }
    }
}

impl OutcomeModel {
    /// Fits `y` (one value for each row of `arms`) with `weight`.
    ///
    /// # Errors
    /// Covariates that are not finite, too few rows, or a yes/no outcome that the covariates tell without error.
    pub fn fit(
        sample: &Sample,
        arms: &TwoArms,
        y: &[f64],
        weight: &[f64],
        form: ModelForm,
    ) -> Result<OutcomeModel, Phrase> {
        let x = sample.x.select(Axis(0), &arms.rows);
        let odd = |k: &usize| x.column(*k).iter().any(|value| !value.is_finite());
        let odd: Vec<&str> = (0..x.ncols()).filter(odd).map(|k| &*sample.x_names[k]).collect();
        if !odd.is_empty() {
            return Err(phrase!("{names} {names?has|have} missing or infinite values", names = odd));
        }
        let of = |treated: &dyn Fn(usize) -> f64| design(&x, treated, form.interactions);
        let own = arms.indicator();
        let (z, z1, z0) = (of(&|row| own[row]), of(&|_| 1.0), of(&|_| 0.0));
        let fitted = if form.logit { by_logit(&z, y, weight, sample)? } else { by_line(&z, y, weight) };
        let Fitted { kept, dropped, coefficients, bread } = fitted;
        if arms.rows.len() <= kept.len() {
            return Err(phrase!(
                "{n} units are too few for {k} columns; take fewer covariates",
                n = Arg::units(arms.rows.len()),
                k = kept.len()
            ));
        }
        let b = Array1::from(coefficients);
        let expected = |z: &Array2<f64>| expected(z.select(Axis(1), &kept), &b, form.logit);
        let z_own = z.select(Axis(1), &kept);
        let mean = z_own.dot(&b).mapv(|eta| if form.logit { expit(eta) } else { eta });
        let names = columns(sample, form.interactions);
        Ok(OutcomeModel {
            treated: expected(&z1),
            reference: expected(&z0),
            residual: y.iter().zip(&mean).map(|(y, mean)| y - mean).collect(),
            z: z_own,
            bread,
            dropped: dropped.into_iter().map(|k| names[k].clone()).collect(),
            rank: kept.len(),
        })
    }

    /// How gradient′b moves with the weight of each row: (gradient′ B zᵢ) eᵢ; times the weight it is the influence of the row.
    pub fn by_weight(&self, gradient: &Array1<f64>) -> Vec<f64> {
        let turned = self.bread.dot(gradient);
        self.z.dot(&turned).iter().zip(&self.residual).map(|(along, residual)| along * residual).collect()
    }

    /// What the model leaves out, in words.
    pub fn left_out(&self) -> Option<Phrase> {
        (!self.dropped.is_empty()).then(|| {
            phrase!(
                "Left out of the model of the outcome because constant or determined by others: {names}",
                names = self.dropped.clone()
            )
        })
    }
}

/// Both arms' own ones and covariates; or ones, covariates and the treatment.
fn design(x: &Array2<f64>, treated: &dyn Fn(usize) -> f64, interactions: bool) -> Array2<f64> {
    let p = x.ncols();
    let with_one = |row: usize, k: usize| if k == 0 { 1.0 } else { x[[row, k - 1]] };
    let width = if interactions { 2 * (p + 1) } else { p + 2 };
    Array2::from_shape_fn((x.nrows(), width), |(row, k)| {
        let t = treated(row);
        match k {
            k if k <= p && interactions => (1.0 - t) * with_one(row, k),
            k if interactions => t * with_one(row, k - p - 1),
            k if k <= p => with_one(row, k),
            _ => t,
        }
    })
}

fn columns(sample: &Sample, interactions: bool) -> Vec<String> {
    let own: Vec<String> = ["(Intercept)".to_string()].into_iter().chain(sample.x_names.iter().cloned()).collect();
    match interactions {
        true => own.iter().chain(&own).cloned().collect(),
        false => own.into_iter().chain(["treatment".to_string()]).collect(),
    }
}

struct Fitted {
    kept: Vec<usize>,
    dropped: Vec<usize>,
    coefficients: Vec<f64>,
    bread: Array2<f64>,
}

fn by_line(z: &Array2<f64>, y: &[f64], weight: &[f64]) -> Fitted {
    let factor = Factor::new(z.view(), Some(weight), TOLERANCE);
    Fitted {
        kept: factor.kept().to_vec(),
        dropped: factor.dropped().to_vec(),
        coefficients: factor.solve(y).coefficients.to_vec(),
        bread: factor.bread(),
    }
}

fn by_logit(z: &Array2<f64>, y: &[f64], weight: &[f64], sample: &Sample) -> Result<Fitted, Phrase> {
    let fit = logit(z.view(), y, Some(weight), LogitOptions::default())
        .map_err(|_| phrase!("The model of the outcome cannot be fitted: one of its two values does not occur"))?;
    if let Some(separation) = &fit.separation {
        let names = columns(sample, z.ncols() > sample.x_names.len() + 2);
        let named: Vec<&str> = separation.columns.iter().filter_map(|&k| names.get(k)).map(String::as_str).collect();
        return Err(phrase!(
            "{names} {names?tells|tell} the outcome without error for {n} units, so that a logit has no finite coefficients; take fewer covariates, or outcome = \"linear\"",
            names = named,
            n = Arg::units(separation.rows.len())
        ));
    }
    Ok(Fitted { kept: fit.kept, dropped: fit.dropped, coefficients: fit.coefficients, bread: fit.covariance })
}

fn expected(z: Array2<f64>, b: &Array1<f64>, logit: bool) -> Expected {
    let eta = z.dot(b);
    if !logit {
        return Expected { mean: eta.to_vec(), slope: z };
    }
    let mean = eta.mapv(expit);
    let slope = &z * &mean.mapv(|p| p * (1.0 - p)).insert_axis(Axis(1));
    Expected { mean: mean.to_vec(), slope }
}
