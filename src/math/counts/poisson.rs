//! Log-linear regression of counts by maximum likelihood.

use ndarray::{Array2, ArrayView2};

use crate::math::elementary::{exp, ln};
use crate::math::linear::Factor;
use crate::math::newey_west::{sandwich, scores};
use crate::math::rates::dispersion;
use crate::math::sums::sum;

/// R's `glm` takes its rank decisions at this tolerance.
const TOLERANCE: f64 = 1e-11;
const EPSILON: f64 = 1e-15;
const ITERATIONS: usize = 100;

/// A fitted log-linear model: ln E(y) = Xb + offset.
#[derive(Clone, Debug, PartialEq)]
pub struct Poisson {
    /// Coefficients of the kept columns.
    pub coefficients: Vec<f64>,
    /// Indices of the columns kept; of collinear ones the later is dropped.
    pub kept: Vec<usize>,
    /// (X′WX)⁻¹ with W = fitted: the covariance where the law is Poisson's.
    pub covariance: Array2<f64>,
    /// Expected counts.
    pub fitted: Vec<f64>,
    /// Σ 2(y ln(y/m) − y + m).
    pub deviance: f64,
    /// Pearson's χ² over its degrees of freedom: 1 where the law is Poisson's.
    pub dispersion: f64,
}

impl Poisson {
    /// Standard errors under Poisson's law.
    pub fn errors(&self) -> Vec<f64> {
        self.covariance.diag().iter().map(|v| v.sqrt()).collect()
    }

    /// Standard errors with the dispersion (quasi-Poisson).
    pub fn quasi_errors(&self) -> Vec<f64> {
        self.errors().into_iter().map(|error| error * self.dispersion.sqrt()).collect()
    }

    /// Covariance that holds whatever the variance: (X′WX)⁻¹ Σ xx′(y − m)² (X′WX)⁻¹ (HC0), with neighbours in order of rows up to `lag` apart by
    /// Bartlett's weights (Newey & West 1987).
    pub fn robust(&self, x: ArrayView2<'_, f64>, y: &[f64], lag: usize) -> Array2<f64> {
        let residuals: Vec<f64> = y.iter().zip(&self.fitted).map(|(y, m)| y - m).collect();
        sandwich(&self.covariance, &scores(x, &self.kept, &residuals), lag)
    }
}

/// Fits a log-linear model to `y` ≥ 0; `x` is n × p with its column of ones if one is wanted, `offset` is the logarithm of the exposure. Nothing where
/// lengths differ, a value is not finite or negative, no count is above 0, or the search does not settle (a column that is 1 only where all counts
/// are 0 has no finite coefficient).
pub fn poisson(x: ArrayView2<'_, f64>, y: &[f64], offset: &[f64]) -> Option<Poisson> {
    let n = y.len();
    let sound = x.nrows() == n && offset.len() == n && x.iter().chain(offset).all(|value| value.is_finite());
    if !sound || y.iter().any(|y| !(y.is_finite() && *y >= 0.0)) || y.iter().all(|y| *y == 0.0) {
        return None;
    }
    // As R: the first step is from y + 0.1.
    let mut linear: Vec<f64> = y.iter().map(|y| ln(y + 0.1)).collect();
    let mut before = f64::INFINITY;
    for _ in 0..ITERATIONS {
        let fitted: Vec<f64> = linear.iter().map(|linear| exp(*linear)).collect();
        let factor = Factor::new(x, Some(&fitted), TOLERANCE);
        let working = |at: usize| linear[at] - offset[at] + (y[at] - fitted[at]) / fitted[at];
        let b = factor.solve_once(&(0..n).map(working).collect::<Vec<_>>());
        linear = lines(x, factor.kept(), &b, offset);
        let deviance = deviance(y, &linear);
        if !deviance.is_finite() {
            return None;
        }
        if (deviance - before).abs() <= EPSILON * (deviance.abs() + 0.1) {
            return finished(x, y, b, linear, deviance);
        }
        before = deviance;
    }
    // Rounding may keep the last digit moving; what moves more is no maximum.
    None.or_else(|| settled(x, y, offset, &linear, before))
}

fn settled(x: ArrayView2<'_, f64>, y: &[f64], offset: &[f64], linear: &[f64], deviance: f64) -> Option<Poisson> {
    let fitted: Vec<f64> = linear.iter().map(|linear| exp(*linear)).collect();
    let factor = Factor::new(x, Some(&fitted), TOLERANCE);
    let working: Vec<f64> =
        (0..y.len()).map(|at| linear[at] - offset[at] + (y[at] - fitted[at]) / fitted[at]).collect();
    let b = factor.solve_once(&working);
    let next = lines(x, factor.kept(), &b, offset);
    let moved = next.iter().zip(linear).fold(0.0_f64, |most, (a, b)| most.max((a - b).abs()));
    if moved < 1e-9 { finished(x, y, b, next, deviance) } else { None }
}

/// Xb + offset.
pub(super) fn lines(x: ArrayView2<'_, f64>, kept: &[usize], b: &[f64], offset: &[f64]) -> Vec<f64> {
    let line = |row: usize| sum(kept.iter().zip(b).map(|(&column, b)| x[[row, column]] * b)) + offset[row];
    (0..offset.len()).map(line).collect()
}

fn finished(
    x: ArrayView2<'_, f64>,
    y: &[f64],
    coefficients: Vec<f64>,
    linear: Vec<f64>,
    deviance: f64,
) -> Option<Poisson> {
    let fitted: Vec<f64> = linear.iter().map(|linear| exp(*linear)).collect();
    let factor = Factor::new(x, Some(&fitted), TOLERANCE);
    let kept = factor.kept().to_vec();
    // A coefficient without end shows in expectations of nothing.
    let lost = fitted.iter().any(|m| *m < 1e-8 * sum(y.iter().copied()) / y.len() as f64);
    (kept.len() == coefficients.len() && !lost).then(|| Poisson {
        covariance: factor.bread(),
        dispersion: dispersion(y, &fitted, kept.len()),
        coefficients,
        kept,
        fitted,
        deviance,
    })
}

fn deviance(y: &[f64], linear: &[f64]) -> f64 {
    let part = |(y, linear): (&f64, &f64)| {
        let m = exp(*linear);
        2.0 * (if *y > 0.0 { y * (ln(*y) - linear) } else { 0.0 } - y + m)
    };
    sum(y.iter().zip(linear).map(part))
}
