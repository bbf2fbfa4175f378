//! Weights by the generalised propensity score: the density of the dose over its density given the covariates.

use std::sync::Arc;

use ndarray::{Array1, Array2, Axis};

use crate::design::model_matrix::model_matrix;
use crate::design::{WeightModel, WeightOrigin, Weights};
use crate::math::elementary::{exp, ln};
use crate::math::linear::{Factor, TOLERANCE};
use crate::math::sums::{mean, sum, variance};
use crate::panel::VariableColumn;
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::options::Law;

/// Residual variance below this share of the dose's own: the covariates say the dose.
const DETERMINED: f64 = 1e-8;

/// The dose on the scale on which it is modelled.
pub fn scale(dose: &[f64], law: Law) -> Vec<f64> {
    match law {
        Law::Normal => dose.to_vec(),
        Law::LogNormal => dose.iter().map(|&dose| ln(dose)).collect(),
    }
}

/// wᵢ = φ((tᵢ − t̄)/s)/s ÷ φ((tᵢ − xᵢγ)/σ)/σ, stabilised, with γ by least squares and variances with divisor n (Robins, Hernán &
/// Brumback 2000; Hirano & Imbens 2004).
///
/// # Errors
/// More columns than the units can bear, or covariates that say the dose.
pub fn weights(dose: &[f64], covariates: &[VariableColumn]) -> Result<Weights, Phrase> {
    let model = Density::fit(dose, covariates)?;
    Ok(Weights { values: model.weights(), origin: WeightOrigin::Estimated(Arc::new(model)) })
}

/// The two normal models of a dose.
#[derive(Debug)]
struct Density {
    /// Ones and standardised covariates, n × p.
    x: Array2<f64>,
    /// tᵢ − xᵢγ.
    residual: Vec<f64>,
    /// tᵢ − t̄.
    centred: Vec<f64>,
    /// Variance given the covariates, divisor n.
    within: f64,
    /// Variance, divisor n.
    all: f64,
}

impl Density {
    fn fit(dose: &[f64], covariates: &[VariableColumn]) -> Result<Density, Phrase> {
        let x = standardised(model_matrix(covariates).x);
        let factor = Factor::new(x.view(), None, TOLERANCE);
        if factor.rank() + 1 >= dose.len() {
            return Err(phrase!(
                "{n} units are too few for {k} columns; take fewer covariates",
                n = Arg::units(dose.len()),
                k = factor.rank()
            ));
        }
        let x = x.select(Axis(1), factor.kept());
        let residual = factor.solve(dose).residuals.to_vec();
        let middle = mean(dose);
        let centred: Vec<f64> = dose.iter().map(|dose| dose - middle).collect();
        let of = |values: &[f64]| sum(values.iter().map(|value| value * value)) / values.len() as f64;
        let (within, all) = (of(&residual), of(&centred));
        if within <= DETERMINED * all {
            return Err(phrase!(
                "The covariates say how much each unit received, so that no one is like another who received less"
            ));
        }
        Ok(Density { x, residual, centred, within, all })
    }

    fn weights(&self) -> Vec<f64> {
        let ratio = (self.within / self.all).sqrt();
        let of = |(r, c): (&f64, &f64)| ratio * exp(r * r / (2.0 * self.within) - c * c / (2.0 * self.all));
        self.residual.iter().zip(&self.centred).map(of).collect()
    }
}

/// Parameters: γ, σ², t̄, s².
impl WeightModel for Density {
    fn psi(&self) -> Array2<f64> {
        let p = self.x.ncols();
        let of = |(i, k): (usize, usize)| {
            let (r, c) = (self.residual[i], self.centred[i]);
            match k {
                k if k < p => self.x[[i, k]] * r,
                k if k == p => r * r - self.within,
                k if k == p + 1 => c,
                _ => c * c - self.all,
            }
        };
        Array2::from_shape_fn((self.residual.len(), p + 3), of)
    }

    fn hessian(&self) -> Array2<f64> {
        let (p, n) = (self.x.ncols(), self.residual.len() as f64);
        let mut all = Array2::zeros((p + 3, p + 3));
        all.slice_mut(ndarray::s![..p, ..p]).assign(&-self.x.t().dot(&self.x));
        // Σ ∂(r² − σ²)/∂γ = −2 Σ r x and Σ ∂(c² − s²)/∂t̄ = −2 Σ c are 0 at the estimate.
        (p..p + 3).for_each(|k| all[[k, k]] = -n);
        all
    }

    fn weight_derivative(&self) -> Array2<f64> {
        let (p, weight) = (self.x.ncols(), self.weights());
        let of = |(i, k): (usize, usize)| {
            let (r, c) = (self.residual[i], self.centred[i]);
            weight[i]
                * match k {
                    k if k < p => -r * self.x[[i, k]] / self.within,
                    k if k == p => 0.5 / self.within - r * r / (2.0 * self.within * self.within),
                    k if k == p + 1 => c / self.all,
                    _ => c * c / (2.0 * self.all * self.all) - 0.5 / self.all,
                }
        };
        Array2::from_shape_fn((self.residual.len(), p + 3), of)
    }
}

/// Ones, and columns with mean 0 and standard deviation 1: the same model, better conditioned.
fn standardised(x: Array2<f64>) -> Array2<f64> {
    let mut all = Array2::ones((x.nrows(), x.ncols() + 1));
    for (k, column) in x.columns().into_iter().enumerate() {
        let values = column.to_vec();
        let (middle, sd) = (mean(&values), variance(&values).sqrt());
        let scaled: Array1<f64> = column.mapv(|value| if sd > 0.0 { (value - middle) / sd } else { 0.0 });
        all.column_mut(k + 1).assign(&scaled);
    }
    all
}
