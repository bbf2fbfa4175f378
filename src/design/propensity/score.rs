//! The probability of taking part, and the equations that it solves.

use std::sync::Arc;

use ndarray::{Array2, Axis};

use crate::design::Estimand;
use crate::design::weighting::Equations;
use crate::math::elementary::exp;
use crate::math::glm::probability::{expit, firth, logit_terms, probit};
use crate::math::glm::{LogitOptions, Separation, logit};
use crate::math::index::{Maximum, RowTerms, maximise};
use crate::math::linear::Factor;
use crate::math::special::{normal_cdf, normal_pdf};

use super::options::Model;
use super::weights::weight;

/// A column that leaves less of itself beside those before it follows from them.
const COLLINEAR: f64 = 1e-9;

/// What the probability is estimated from; rows are those that are used.
pub struct Given<'a> {
    /// Ones and standardised covariates.
    pub x: &'a Array2<f64>,
    pub treated: &'a [bool],
    /// What each unit counts already.
    pub base: &'a [f64],
    pub estimand: Estimand,
}

/// Probabilities, weights, and the equations behind them.
pub struct Fitted {
    pub probability: Vec<f64>,
    pub weight: Vec<f64>,
    pub equations: Vec<Equations>,
    /// Columns kept, and their coefficients, on the standardised scale.
    pub coefficients: Vec<(usize, f64)>,
    pub dropped: Vec<usize>,
    pub separation: Option<Separation>,
}

/// Why there is no score.
pub enum NoScore {
    /// A value is not finite.
    Value,
    /// The steps do not come to an end: no such weights.
    Unsettled,
}

/// Estimates by a model.
pub fn fit(given: &Given<'_>, model: Model) -> Result<Fitted, NoScore> {
    let factor = Factor::new(given.x.view(), Some(given.base), COLLINEAR);
    let (kept, dropped) = (factor.kept().to_vec(), factor.dropped().to_vec());
    let x = Arc::new(given.x.select(Axis(1), &kept).as_standard_layout().into_owned());
    let fitted = match model {
        Model::Logit => given.by_logit(&x),
        Model::Probit => given.by_probit(&x),
        Model::Firth => Ok(given.by_firth(&x, None)),
        Model::Cbps => given.by_balance(&x),
        Model::Tilting => given.by_tilting(&x),
    }?;
    let coefficients = fitted.coefficients.into_iter().map(|(at, b)| (kept[at], b)).collect();
    let separation = fitted
        .separation
        .map(|found| Separation { columns: found.columns.iter().map(|&at| kept[at]).collect(), ..found });
    Ok(Fitted { coefficients, dropped, separation, ..fitted })
}

impl Given<'_> {
    fn numbers(&self) -> Vec<f64> {
        self.treated.iter().map(|&treated| f64::from(u8::from(treated))).collect()
    }

    /// Weights of the probability p(η) with derivative, beside the estimating functions of a likelihood.
    fn of_likelihood(
        &self,
        x: &Arc<Array2<f64>>,
        at: &Maximum,
        term: impl Fn(usize, f64) -> RowTerms,
        link: fn(f64) -> [f64; 2],
    ) -> Fitted {
        let terms: Vec<RowTerms> = at.predictor.iter().enumerate().map(|(i, &eta)| term(i, eta)).collect();
        let links: Vec<[f64; 2]> = at.predictor.iter().map(|&eta| link(eta)).collect();
        let weights: Vec<[f64; 2]> =
            links.iter().zip(self.treated).map(|(&link, &treated)| weight(treated, link, self.estimand)).collect();
        let own =
            |of: usize| weights.iter().zip(self.base).map(|(weight, base)| base * weight[of]).collect::<Vec<f64>>();
        Fitted {
            probability: links.iter().map(|link| link[0]).collect(),
            weight: own(0),
            equations: vec![Equations {
                x: x.clone(),
                score: terms.iter().map(|term| term[1]).collect(),
                slope: terms.iter().map(|term| term[2]).collect(),
                weight: own(1),
            }],
            coefficients: at.coefficients.iter().copied().enumerate().collect(),
            dropped: Vec::new(),
            separation: None,
        }
    }

    fn by_logit(&self, x: &Arc<Array2<f64>>) -> Result<Fitted, NoScore> {
        let fit = logit(x.view(), &self.numbers(), Some(self.base), LogitOptions::default());
        let fit = fit.map_err(|_| NoScore::Value)?;
        if let Some(separation) = fit.separation {
            return Ok(self.by_firth(x, Some(separation)));
        }
        let at = Maximum {
            coefficients: fit.coefficients,
            predictor: fit.linear,
            steps: fit.iterations,
            settled: fit.converged,
        };
        Ok(self.of_likelihood(x, &at, |i, eta| self.likelihood(i, logit_terms(self.treated[i], eta)), logistic))
    }

    fn likelihood(&self, unit: usize, terms: RowTerms) -> RowTerms {
        terms.map(|term| self.base[unit] * term)
    }

    fn by_probit(&self, x: &Arc<Array2<f64>>) -> Result<Fitted, NoScore> {
        let term = |i: usize, eta: f64| self.likelihood(i, probit(self.treated[i], eta));
        let at = maximise(x.view(), vec![0.0; x.ncols()], term);
        if !at.settled {
            return Err(NoScore::Unsettled);
        }
        Ok(self.of_likelihood(x, &at, term, |eta| [normal_cdf(eta), normal_pdf(eta)]))
    }

    fn by_firth(&self, x: &Arc<Array2<f64>>, separation: Option<Separation>) -> Fitted {
        let found = firth(x.view(), self.treated, self.base);
        let term = |i: usize, eta: f64| {
            let [value, slope, curvature] = self.likelihood(i, logit_terms(self.treated[i], eta));
            [value, slope + found.leverage[i] * (0.5 - expit(eta)), curvature]
        };
        let fitted = self.of_likelihood(x, &found.at, term, logistic);
        Fitted { separation, ..fitted }
    }

    /// Σ (sᵢ of the weights) xᵢ = 0: the weighted averages of both groups are the same (Imai & Ratkovic 2014).
    fn by_balance(&self, x: &Arc<Array2<f64>>) -> Result<Fitted, NoScore> {
        let term = |i: usize, eta: f64| self.likelihood(i, balance(self.treated[i], eta, self.estimand));
        let at = maximise(x.view(), vec![0.0; x.ncols()], term);
        if !at.settled {
            return Err(NoScore::Unsettled);
        }
        Ok(self.of_likelihood(x, &at, term, logistic))
    }

    /// A logit for each group whose weights bring its averages to those of all (Graham, Pinto & Egel 2012).
    fn by_tilting(&self, x: &Arc<Array2<f64>>) -> Result<Fitted, NoScore> {
        let sides: Vec<(Maximum, [Vec<f64>; 4])> =
            [true, false].iter().map(|&arm| self.tilted(x, arm)).collect::<Option<_>>().ok_or(NoScore::Unsettled)?;
        let [first, second] = [&sides[0], &sides[1]];
        let own = |i: usize| if self.treated[i] { first } else { second };
        let rows = 0..self.treated.len();
        let equations = |(at, parts): &(Maximum, [Vec<f64>; 4])| {
            let _ = at;
            let [score, slope, by, _] = parts.clone();
            Equations { x: x.clone(), score, slope, weight: by }
        };
        Ok(Fitted {
            probability: rows.clone().map(|i| expit(own(i).0.predictor[i])).collect(),
            weight: rows.map(|i| own(i).1[3][i]).collect(),
            equations: sides.iter().map(equations).collect(),
            coefficients: first.0.coefficients.iter().copied().enumerate().collect(),
            dropped: Vec::new(),
            separation: None,
        })
    }

    /// Score, slope, slope of the weight and weight of each unit for one group.
    fn tilted(&self, x: &Arc<Array2<f64>>, arm: bool) -> Option<(Maximum, [Vec<f64>; 4])> {
        let term = |i: usize, eta: f64| self.likelihood(i, tilt(self.treated[i] == arm, eta, arm));
        let at = maximise(x.view(), vec![0.0; x.ncols()], term);
        let each = |of: &dyn Fn(usize, f64) -> f64| -> Vec<f64> {
            at.predictor.iter().enumerate().map(|(i, &eta)| of(i, eta)).collect()
        };
        let sign = if arm { -1.0 } else { 1.0 };
        let risen = |i: usize, eta: f64| if self.treated[i] == arm { self.base[i] * exp(sign * eta) } else { 0.0 };
        let parts = [
            each(&|i, eta| term(i, eta)[1]),
            each(&|i, eta| term(i, eta)[2]),
            each(&|i, eta| sign * risen(i, eta)),
            each(&|i, eta| if self.treated[i] == arm { self.base[i] + risen(i, eta) } else { 0.0 }),
        ];
        at.settled.then_some((at, parts))
    }
}

fn logistic(eta: f64) -> [f64; 2] {
    let p = expit(eta);
    [p, p * expit(-eta)]
}

/// The concave function whose slope is w for the treated and −w for the others.
fn balance(treated: bool, eta: f64, estimand: Estimand) -> RowTerms {
    let rising = |e: f64| [-e, -e, -e];
    let falling = |e: f64| [-e, e, -e];
    match (estimand, treated) {
        (Estimand::Ate, true) => add([eta, 1.0, 0.0], falling(exp(-eta))),
        (Estimand::Ate, false) => add([-eta, -1.0, 0.0], rising(exp(eta))),
        (Estimand::Atc, true) => falling(exp(-eta)),
        (Estimand::Atc, false) => [-eta, -1.0, 0.0],
        // Overlap weights of the maximum likelihood balance by themselves.
        (Estimand::Overlap, treated) => logit_terms(treated, eta),
        (_, true) => [eta, 1.0, 0.0],
        (_, false) => rising(exp(eta)),
    }
}

/// The concave function whose slope is w·(own) − 1 for the treated, 1 − w·(own) for the others.
fn tilt(own: bool, eta: f64, arm: bool) -> RowTerms {
    match (arm, own) {
        (true, true) => [-exp(-eta), exp(-eta), -exp(-eta)],
        (true, false) => [-eta, -1.0, 0.0],
        (false, true) => [-exp(eta), -exp(eta), -exp(eta)],
        (false, false) => [eta, 1.0, 0.0],
    }
}

fn add(a: RowTerms, b: RowTerms) -> RowTerms {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}
