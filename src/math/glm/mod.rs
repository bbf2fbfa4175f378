//! Logistic regression by iteratively reweighted least squares, as R's `glm.fit` does it, with separation found and named.

pub mod probability;
mod separation;

use ndarray::{Array2, ArrayView2, Axis};

use crate::math::elementary::{exp, ln, ln_1p};
use crate::math::linear::Factor;
use crate::math::sums::sum;

pub use separation::Separation;
use separation::name;

/// R's `glm` takes its rank decisions at this tolerance.
const TOLERANCE: f64 = 1e-11;

/// A weight of the iteration is never smaller, as in R.
const LEAST_WEIGHT: f64 = f64::EPSILON;

/// When to stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogitOptions {
    /// Stop where |Δ deviance| / (|deviance| + 0.1) is below this.
    pub epsilon: f64,
    /// At most this many iterations.
    pub iterations: usize,
}

impl LogitOptions {
    /// R's `glm.control()`: for scores equal to those of R and MatchIt.
    pub const R: LogitOptions = LogitOptions { epsilon: 1e-8, iterations: 25 };
}

impl Default for LogitOptions {
    /// The maximum to rounding.
    fn default() -> LogitOptions {
        LogitOptions { epsilon: 1e-14, iterations: 100 }
    }
}

/// A fitted logistic regression.
#[derive(Clone, Debug)]
pub struct Logit {
    /// Coefficients of the kept columns.
    pub coefficients: Vec<f64>,
    /// Indices of the columns kept.
    pub kept: Vec<usize>,
    /// Indices of the collinear columns.
    pub dropped: Vec<usize>,
    /// (X′WX)⁻¹ of the kept columns at the estimate.
    pub covariance: Array2<f64>,
    /// Fitted probabilities; identical rows have identical ones.
    pub fitted: Vec<f64>,
    /// Linear predictors.
    pub linear: Vec<f64>,
    /// −2 log likelihood (against the saturated model).
    pub deviance: f64,
    /// Iterations taken.
    pub iterations: usize,
    /// Whether the rule of [`LogitOptions`] was met.
    pub converged: bool,
    /// Set where there is no finite maximum.
    pub separation: Option<Separation>,
}

/// Why there is no fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogitError {
    /// No rows, or no column that varies from zero.
    Empty,
    /// Lengths differ.
    Shape,
    /// A value is not finite, a weight is negative, or an outcome is outside [0, 1].
    Value,
    /// Every outcome is 0, or every outcome is 1.
    OneArm,
}

/// Fits P(y = 1) = 1/(1 + e^(−xb)) by maximum likelihood.
///
/// `x` is n × p with its column of ones if one is wanted, `y` in [0, 1], `weight` ≥ 0 or absent. Of collinear columns the
/// later one is dropped. Newton's steps are least-squares problems solved by QR; a step that raises the deviance is halved.
///
/// # Errors
/// [`LogitError`] where the input is not of that form.
pub fn logit(
    x: ArrayView2<'_, f64>,
    y: &[f64],
    weight: Option<&[f64]>,
    options: LogitOptions,
) -> Result<Logit, LogitError> {
    let weight = weight.map_or_else(|| vec![1.0; y.len()], <[f64]>::to_vec);
    check(x, y, &weight)?;
    let (mut search, kept, dropped) = Search::start(x, y, &weight)?;
    let converged = search.run(options);
    let fit = search.clone();
    let separation = search.recession().map(|direction| name(x, y, &weight, &kept, &direction, &search.model));
    let fitted: Vec<f64> = fit.linear.iter().map(|&eta| sigmoid(eta)).collect();
    Ok(Logit {
        covariance: fit.factor().bread(),
        coefficients: fit.b,
        kept,
        dropped,
        fitted,
        linear: fit.linear,
        deviance: fit.deviance,
        iterations: fit.iterations,
        converged,
        separation,
    })
}

fn check(x: ArrayView2<'_, f64>, y: &[f64], weight: &[f64]) -> Result<(), LogitError> {
    if x.nrows() != y.len() || weight.len() != y.len() {
        return Err(LogitError::Shape);
    }
    let good_weight = |w: &f64| w.is_finite() && *w >= 0.0;
    let good =
        x.iter().all(|x| x.is_finite()) && y.iter().all(|y| (0.0..=1.0).contains(y)) && weight.iter().all(good_weight);
    if !good {
        return Err(LogitError::Value);
    }
    let used = |wanted: &dyn Fn(f64) -> bool| y.iter().zip(weight).any(|(&y, &w)| w > 0.0 && wanted(y));
    match (used(&|y| y > 0.0), used(&|y| y < 1.0)) {
        (true, true) => Ok(()),
        (false, false) => Err(LogitError::Empty),
        _ => Err(LogitError::OneArm),
    }
}

fn sigmoid(eta: f64) -> f64 {
    if eta >= 0.0 { 1.0 / (1.0 + exp(-eta)) } else { exp(eta) / (1.0 + exp(eta)) }
}

/// y − 1/(1 + e^(−η)) without cancellation for y of 0 or 1.
fn surprise(y: f64, eta: f64) -> f64 {
    if y == 1.0 { sigmoid(-eta) } else { y - sigmoid(eta) }
}

fn spread(eta: f64) -> f64 {
    (sigmoid(eta) * sigmoid(-eta)).max(LEAST_WEIGHT)
}

/// Contribution to the deviance, 2[y ln(y/μ) + (1−y) ln((1−y)/(1−μ))].
fn deviance_of(y: f64, eta: f64) -> f64 {
    let softplus = |t: f64| t.max(0.0) + ln_1p(exp(-t.abs()));
    let entropy = |p: f64| if p > 0.0 { p * ln(p) } else { 0.0 };
    2.0 * (entropy(y) + entropy(1.0 - y) + y * softplus(-eta) + (1.0 - y) * softplus(eta))
}

/// Newton's search for the maximum, on the kept columns.
#[derive(Clone)]
struct Search<'a> {
    model: Array2<f64>,
    y: &'a [f64],
    weight: &'a [f64],
    b: Vec<f64>,
    linear: Vec<f64>,
    deviance: f64,
    iterations: usize,
    /// Change of the linear predictors in the last step, and of the coefficients.
    moved: Vec<f64>,
    step: Vec<f64>,
}

impl<'a> Search<'a> {
    /// The first iteration, from R's starting values μ = (wy + ½)/(w + 1).
    fn start(
        x: ArrayView2<'_, f64>,
        y: &'a [f64],
        weight: &'a [f64],
    ) -> Result<(Self, Vec<usize>, Vec<usize>), LogitError> {
        let first = |(y, w): (&f64, &f64)| ln((w * y + 0.5) / (w * (1.0 - y) + 0.5));
        let linear: Vec<f64> = y.iter().zip(weight).map(first).collect();
        let working: Vec<f64> = linear.iter().zip(weight).map(|(&eta, w)| w * spread(eta)).collect();
        let response: Vec<f64> = y.iter().zip(&linear).map(|(&y, &eta)| eta + surprise(y, eta) / spread(eta)).collect();
        let factor = Factor::new(x, Some(&working), TOLERANCE);
        if factor.rank() == 0 {
            return Err(LogitError::Empty);
        }
        let (kept, dropped) = (factor.kept().to_vec(), factor.dropped().to_vec());
        let b = factor.solve_once(&response);
        let model = x.select(Axis(1), &kept);
        let mut search = Search {
            model,
            y,
            weight,
            step: b.clone(),
            b,
            deviance: 0.0,
            iterations: 1,
            moved: linear.clone(),
            linear,
        };
        search.deviance = search.deviance_at(&search.linear);
        Ok((search, kept, dropped))
    }

    /// Iterates until the rule of `options` is met; whether it was.
    fn run(&mut self, options: LogitOptions) -> bool {
        let mut before = self.deviance;
        let next = self.predictor(&self.b);
        self.arrive(next);
        loop {
            if (self.deviance - before).abs() / (self.deviance.abs() + 0.1) < options.epsilon {
                return true;
            }
            if self.iterations >= options.iterations {
                return false;
            }
            before = self.deviance;
            self.newton();
        }
    }

    fn factor(&self) -> Factor {
        let working: Vec<f64> = self.linear.iter().zip(self.weight).map(|(&eta, w)| w * spread(eta)).collect();
        Factor::new(self.model.view(), Some(&working), 0.0)
    }

    /// One step; halved while it raises the deviance.
    fn newton(&mut self) {
        let factor = self.factor();
        let response: Vec<f64> =
            self.y.iter().zip(&self.linear).map(|(&y, &eta)| surprise(y, eta) / spread(eta)).collect();
        let mut step = vec![0.0; self.b.len()];
        factor.kept().iter().zip(factor.solve_once(&response)).for_each(|(&k, value)| step[k] = value);
        for _ in 0..30 {
            let b: Vec<f64> = self.b.iter().zip(&step).map(|(b, step)| b + step).collect();
            let linear = self.predictor(&b);
            if self.deviance_at(&linear) <= self.deviance * (1.0 + 1e-12) {
                self.b = b;
                self.step = step;
                self.arrive(linear);
                break;
            }
            step.iter_mut().for_each(|step| *step *= 0.5);
        }
        self.iterations += 1;
    }

    fn arrive(&mut self, linear: Vec<f64>) {
        self.moved = linear.iter().zip(&self.linear).map(|(new, old)| new - old).collect();
        self.deviance = self.deviance_at(&linear);
        self.linear = linear;
    }

    /// Xb, each row summed in the order of its columns, so that identical rows give identical values.
    fn predictor(&self, b: &[f64]) -> Vec<f64> {
        self.model.rows().into_iter().map(|row| row.iter().zip(b).map(|(x, b)| x * b).sum()).collect()
    }

    fn deviance_at(&self, linear: &[f64]) -> f64 {
        sum(self.y.iter().zip(linear).zip(self.weight).map(|((&y, &eta), w)| w * deviance_of(y, eta)))
    }

    /// Size of the last step in the linear predictor.
    fn restlessness(&self) -> f64 {
        let used = self.moved.iter().zip(self.weight).filter(|(_, w)| **w > 0.0);
        used.fold(0.0_f64, |largest, (moved, _)| largest.max(moved.abs()))
    }

    /// A direction in which the likelihood rises for ever, if there is one (Albert & Anderson 1984): where there is,
    /// Newton's steps do not shrink but settle into such a direction, about one unit of the predictor at a time.
    fn recession(&mut self) -> Option<Vec<f64>> {
        if self.tells_all_apart() {
            return Some(self.b.clone());
        }
        if self.restlessness() < 1e-3 {
            return None;
        }
        for _ in 0..80 {
            self.newton();
            let size = self.restlessness();
            if size < 1e-6 {
                return None;
            }
            if size > 0.4 && self.towards().iter().all(|&towards| towards >= -1e-7 * size) {
                return Some(self.step.clone());
            }
        }
        None
    }

    /// Whether the predictor of every used row has the sign of its outcome: complete separation, by definition. The steps
    /// have then become small only because the weights did.
    fn tells_all_apart(&self) -> bool {
        let right = |y: f64, eta: f64| (y == 1.0 && eta > 0.0) || (y == 0.0 && eta < 0.0);
        self.y.iter().zip(&self.linear).zip(self.weight).all(|((&y, &eta), &w)| w == 0.0 || right(y, eta))
    }

    /// How far the last step took each used row towards its own outcome.
    fn towards(&self) -> Vec<f64> {
        let signed = |((&y, &moved), &w): ((&f64, &f64), &f64)| match y {
            _ if w == 0.0 => 0.0,
            1.0 => moved,
            0.0 => -moved,
            _ => -moved.abs(),
        };
        self.y.iter().zip(&self.moved).zip(self.weight).map(signed).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    fn with_ones(columns: &[&[f64]]) -> Array2<f64> {
        Array2::from_shape_fn(
            (columns[0].len(), columns.len() + 1),
            |(i, k)| if k == 0 { 1.0 } else { columns[k - 1][i] },
        )
    }

    #[test]
    fn one_dummy_gives_the_log_odds() {
        let x = with_ones(&[&[0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0]]);
        let y = [0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0];
        let fit = logit(x.view(), &y, None, LogitOptions::default()).unwrap();
        assert!((fit.coefficients[0] - ln(0.5_f64)).abs() < 1e-14);
        assert!((fit.coefficients[1] - ln(6.0_f64)).abs() < 1e-14);
        assert!(fit.converged && fit.separation.is_none());
        assert!((fit.covariance[[1, 1]] - (1.0 / 3.0 + 1.0 + 0.5 + 1.0)).abs() < 1e-12);
    }

    #[test]
    fn collinear_columns_are_dropped_and_named() {
        let x = with_ones(&[&[1.0, 2.0, 4.0, 3.0, 5.0], &[2.0, 4.0, 8.0, 6.0, 10.0]]);
        let fit = logit(x.view(), &[0.0, 1.0, 0.0, 1.0, 1.0], None, LogitOptions::R).unwrap();
        assert_eq!((fit.kept, fit.dropped), (vec![0, 1], vec![2]));
    }

    #[test]
    fn a_level_without_comparison_units_is_named() {
        let (size, level) = ([3.0, 1.0, 2.0, 2.5, 1.0, 2.0, 3.0, 1.5], [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0]);
        let y = [0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0];
        for options in [LogitOptions::R, LogitOptions::default()] {
            let fit = logit(with_ones(&[&size, &level]).view(), &y, None, options).unwrap();
            assert_eq!(fit.separation, Some(Separation { columns: vec![2], alone: true, rows: vec![6, 7] }));
        }
    }

    #[test]
    fn wide_complete_separation_is_found_after_the_steps_have_died() {
        let size: Vec<f64> = (0..60).map(|i| if i % 3 == 0 { 100.0 } else { 10.0 } + f64::from(i) / 100.0).collect();
        let y: Vec<f64> = (0..60).map(|i| f64::from(u8::from(i % 3 == 0))).collect();
        let fit = logit(with_ones(&[&size]).view(), &y, None, LogitOptions::default()).unwrap();
        let separation = fit.separation.unwrap();
        assert_eq!((separation.columns, separation.alone, separation.rows.len()), (vec![1], true, 60));
    }

    #[test]
    fn a_combination_that_separates_is_named() {
        let (a, b) = ([1.0, 2.0, 3.0, 4.0, 1.0, 2.0, 3.0, 4.0], [2.0, 3.0, 4.0, 5.0, 0.5, 1.5, 2.5, 3.5]);
        let y = [1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0];
        let fit = logit(with_ones(&[&a, &b]).view(), &y, None, LogitOptions::R).unwrap();
        let separation = fit.separation.unwrap();
        assert_eq!((separation.columns, separation.alone, separation.rows.len()), (vec![1, 2], false, 8));
    }

    #[test]
    fn what_cannot_be_fitted_is_an_error() {
        let x = array![[1.0], [f64::NAN]];
        assert_eq!(logit(x.view(), &[0.0, 1.0], None, LogitOptions::R).unwrap_err(), LogitError::Value);
        assert_eq!(logit(x.view(), &[0.0], None, LogitOptions::R).unwrap_err(), LogitError::Shape);
        assert_eq!(
            logit(Array2::ones((2, 1)).view(), &[1.0, 1.0], None, LogitOptions::R).unwrap_err(),
            LogitError::OneArm
        );
        let none = Array2::<f64>::zeros((0, 1));
        assert_eq!(logit(none.view(), &[], None, LogitOptions::R).unwrap_err(), LogitError::Empty);
    }
}
