use ndarray::Array2;

use super::two_arms::{Model, TwoArms};
use super::{Estimate, Estimator, Sample, Term, middle, terms};
use crate::card::Card;
use crate::design::Comparison;
use crate::math::linear::{Factor, TOLERANCE};
use crate::math::sums::variance;
use crate::phrase;
use crate::text::{Arg, Phrase};

/// Weighted least squares of the outcome on treatment and covariates.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Regression {}

impl Regression {
    /// Name in study files.
    pub const NAME: &'static str = "regression";

    /// Its card.
    pub fn card() -> Card {
        Card {
            name: Regression::NAME,
            title: phrase!("Linear regression (weighted least squares)"),
            answers: phrase!(
                "How much higher is the outcome of the treated than that of comparison units with the same covariates?"
            ),
            needs: phrase!(
                "A numeric (or yes/no) outcome, two arms of at least 2 units each, complete covariates, and more units than columns"
            ),
            assumes: phrase!(
                "Given the covariates, treatment is unrelated to what the outcome would have been without it; the outcome depends on the covariates along straight lines, and the effect is the same for all"
            ),
            formula: phrase!(
                "{formula}. {middle}",
                formula = phrase!(
                    "min Σ w (y − a − bᴛT − xb)²; the effect is bᴛ. T = 1 for the treated, w = weight of the design, x = covariates (a column for each level of a category but the first). QR of scaled columns, refined with 32 digits; a column of which the others leave less than 10⁻⁷ is dropped"
                ),
                middle = middle::of_two_arms()
            ),
            breaks: phrase!(
                "Little overlap of the arms (the lines are then extended into regions without data), curved relations, effects that differ with the covariates, and covariates measured after the treatment"
            ),
            same_as: phrase!(
                "R 4.2.2: lm(y ~ treat + covariates, weights = weights); agreement to 12 digits; NIST StRD sets to the digits their inputs allow"
            ),
            references: &[
                "Björck (1967) BIT 7, 257–278",
                "Ho, Imai, King & Stuart (2007) Political Analysis 15, 199–236",
                "NIST/ITL StRD, linear least squares",
            ],
        }
    }
}

impl Estimator for Regression {
    fn adjusts(&self) -> bool {
        true
    }

    fn terms(&self, sample: &Sample, _comparison: &Comparison) -> Result<Vec<Term>, Phrase> {
        let arms = TwoArms::of(sample)?;
        let (x, names) = model(sample, &arms)?;
        let factor = Factor::new(x.view(), Some(&arms.weight), TOLERANCE);
        identified(&x, &names, &arms, &factor)?;
        let effect = factor.solve(&arms.after).coefficients[factor.kept().len() - 1];
        let (treated, reference) = arms.means(&arms.after);
        Ok(terms(effect, treated, reference))
    }

    fn estimate(&self, sample: &Sample, comparison: &Comparison, level: f64) -> Result<Estimate, Phrase> {
        let arms = TwoArms::of(sample)?;
        let y = arms.varying(arms.after.clone(), false)?;
        let (x, names) = model(sample, &arms)?;
        let factor = Factor::new(x.view(), Some(&arms.weight), TOLERANCE);
        identified(&x, &names, &arms, &factor)?;
        let model = Model { x: &x, names: &names, factor: &factor };
        let method = method(&factor, arms.weighted());
        let mut estimate = arms.estimate((sample, comparison), method, &y, &model, factor.solve(&y));
        estimate.spread.of_shares = sample.binary;
        estimate.notes.extend(left_out(&factor, &names));
        arms.with_middle(&mut estimate, sample, &arms.changes(), level);
        Ok(estimate)
    }
}

/// Ones, covariates, treatment. Treatment stands last, so that it is what the covariates leave of it that is judged.
fn model(sample: &Sample, arms: &TwoArms) -> Result<(Array2<f64>, Vec<String>), Phrase> {
    let (p, treated) = (sample.x.ncols(), arms.indicator());
    let value = |(row, k): (usize, usize)| match k {
        0 => 1.0,
        k if k <= p => sample.x[[arms.rows[row], k - 1]],
        _ => treated[row],
    };
    let x = Array2::from_shape_fn((arms.rows.len(), p + 2), value);
    let odd: Vec<&str> =
        (1..=p).filter(|&k| x.column(k).iter().any(|x| !x.is_finite())).map(|k| &*sample.x_names[k - 1]).collect();
    if !odd.is_empty() {
        return Err(phrase!("{names} {names?has|have} missing or infinite values", names = odd));
    }
    let names = ["(Intercept)"].into_iter().chain(sample.x_names.iter().map(String::as_str)).chain(["treatment"]);
    Ok((x, names.map(String::from).collect()))
}

/// Whether the covariates leave something of the treatment, and rows to judge by.
fn identified(x: &Array2<f64>, names: &[String], arms: &TwoArms, factor: &Factor) -> Result<(), Phrase> {
    let treatment = x.ncols() - 1;
    if factor.dropped().contains(&treatment) {
        return Err(phrase!(
            "Treatment cannot be told apart from {names}: together they say who was treated, so that no effect can be separated from them",
            names = determining(x, names, arms, factor)
        ));
    }
    if x.nrows() <= factor.rank() {
        return Err(phrase!(
            "{n} units are too few for {k} columns; take fewer covariates",
            n = Arg::units(x.nrows()),
            k = factor.rank()
        ));
    }
    Ok(())
}

/// Names of the covariates that make up the treatment.
fn determining(x: &Array2<f64>, names: &[String], arms: &TwoArms, factor: &Factor) -> Vec<String> {
    let covariates = x.select(ndarray::Axis(1), factor.kept());
    let fit = Factor::new(covariates.view(), Some(&arms.weight), TOLERANCE).solve(&arms.indicator());
    let matters = |(k, b): (&usize, &f64)| b.abs() * variance(&x.column(*k).to_vec()).sqrt() > 1e-6;
    let found = factor.kept().iter().zip(&fit.coefficients).filter(|&(k, b)| matters((k, b)));
    found.map(|(&k, _)| names[k].clone()).collect()
}

fn method(factor: &Factor, weighted: bool) -> Phrase {
    let covariates = factor.rank() - 2;
    if weighted {
        phrase!("weighted least squares with {n} {n?covariate column|covariate columns}", n = covariates)
    } else {
        phrase!("least squares with {n} {n?covariate column|covariate columns}", n = covariates)
    }
}

fn left_out(factor: &Factor, names: &[String]) -> Option<Phrase> {
    let names: Vec<&str> = factor.dropped().iter().map(|&k| names[k].as_str()).collect();
    (!names.is_empty()).then(|| {
        phrase!(
            "Left out because constant or determined by the covariates before {names?it|them}: {names}",
            names = names
        )
    })
}
