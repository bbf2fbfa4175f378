//! Counts that vary more than Poisson's law: variance m + m²/θ.

use ndarray::{Array2, ArrayView2};

use crate::math::elementary::{exp, ln, ln_1p};
use crate::math::linear::Factor;
use crate::math::sums::sum;

use super::poisson::{lines, poisson};

const TOLERANCE: f64 = 1e-11;
/// Beyond this the law is Poisson's to all digits that matter.
const LARGEST: f64 = 1e8;
const ROUNDS: usize = 500;

/// A fitted negative binomial model (NB2): ln E(y) = Xb + offset, Var(y) = m + m²/θ.
#[derive(Clone, Debug, PartialEq)]
pub struct NegativeBinomial {
    /// Coefficients of the kept columns.
    pub coefficients: Vec<f64>,
    /// Indices of the columns kept.
    pub kept: Vec<usize>,
    /// Covariance of the coefficients with θ as it was found (as MASS `glm.nb`; coefficients and θ are orthogonal in expectation).
    pub covariance: Array2<f64>,
    /// Covariance of the coefficients from the observed information of all parameters (as statsmodels).
    pub joint_covariance: Array2<f64>,
    /// θ; infinite where counts vary no more than Poisson's law.
    pub theta: f64,
    /// Expected counts.
    pub fitted: Vec<f64>,
    /// Log likelihood.
    pub log_likelihood: f64,
}

impl NegativeBinomial {
    /// Standard errors with θ as it was found.
    pub fn errors(&self) -> Vec<f64> {
        self.covariance.diag().iter().map(|v| v.sqrt()).collect()
    }
}

/// Maximum likelihood: coefficients given θ and θ given coefficients in turn, until neither moves. Where the likelihood only rises towards Poisson's
/// law that is the answer. Arguments as those of [`poisson`].
pub fn negative_binomial(x: ArrayView2<'_, f64>, y: &[f64], offset: &[f64]) -> Option<NegativeBinomial> {
    let start = poisson(x, y, offset)?;
    let excess = sum(y.iter().zip(&start.fitted).map(|(y, m)| (y - m).powi(2) - y));
    let squares = sum(start.fitted.iter().map(|m| m * m));
    let limit = || {
        let log_likelihood = sum(y.iter().zip(&start.fitted).map(|(y, m)| y * ln(*m) - m - ln_factorial(*y)));
        Some(NegativeBinomial {
            coefficients: start.coefficients.clone(),
            kept: start.kept.clone(),
            covariance: start.covariance.clone(),
            joint_covariance: start.covariance.clone(),
            theta: f64::INFINITY,
            fitted: start.fitted.clone(),
            log_likelihood,
        })
    };
    if excess <= 0.0 {
        return limit();
    }
    let (mut theta, mut fitted, mut b) = (squares / excess, start.fitted.clone(), start.coefficients.clone());
    for _ in 0..ROUNDS {
        let next = best_theta(y, &fitted, theta);
        if next > LARGEST {
            return limit();
        }
        let (coefficients, moved) = given_theta(x, y, offset, next, &fitted);
        let still =
            (ln(next) - ln(theta)).abs() < 1e-13 && coefficients.iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-13);
        (theta, fitted, b) = (next, moved, coefficients);
        if !fitted.iter().all(|m| m.is_finite()) {
            return None;
        }
        if still {
            break;
        }
    }
    let weight: Vec<f64> = fitted.iter().map(|m| m / (1.0 + m / theta)).collect();
    let factor = Factor::new(x, Some(&weight), TOLERANCE);
    let kept = factor.kept().to_vec();
    (kept.len() == b.len()).then(|| NegativeBinomial {
        covariance: factor.bread(),
        joint_covariance: joint(x, y, &fitted, theta, &kept).unwrap_or_else(|| factor.bread()),
        log_likelihood: log_likelihood(y, &fitted, theta),
        coefficients: b,
        kept,
        theta,
        fitted,
    })
}

/// Coefficients given θ by least squares of working values, from expectations near them.
fn given_theta(x: ArrayView2<'_, f64>, y: &[f64], offset: &[f64], theta: f64, from: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let mut fitted = from.to_vec();
    let mut b = Vec::new();
    for _ in 0..100 {
        let weight: Vec<f64> = fitted.iter().map(|m| m / (1.0 + m / theta)).collect();
        let factor = Factor::new(x, Some(&weight), TOLERANCE);
        let working = |at: usize| ln(fitted[at]) - offset[at] + (y[at] - fitted[at]) / fitted[at];
        b = factor.solve_once(&(0..y.len()).map(working).collect::<Vec<_>>());
        let next: Vec<f64> = lines(x, factor.kept(), &b, offset).into_iter().map(exp).collect();
        let moved = next.iter().zip(&fitted).fold(0.0_f64, |most, (a, b)| most.max((a - b).abs() / b));
        fitted = next;
        if moved < 1e-14 {
            break;
        }
    }
    (b, fitted)
}

/// θ given expectations: Newton on ln θ, within bounds that only shrink.
fn best_theta(y: &[f64], fitted: &[f64], start: f64) -> f64 {
    let (mut low, mut high) = (ln(1e-8), ln(LARGEST * 10.0));
    let mut at = ln(start).clamp(low, high);
    for _ in 0..200 {
        let theta = exp(at);
        let (score, curve) = slope(y, fitted, theta);
        if score > 0.0 {
            low = at
        } else {
            high = at
        }
        // In ln θ: d = θ·score, d² = θ²·curve + θ·score.
        let (first, second) = (theta * score, theta * theta * curve + theta * score);
        let newton = if second < 0.0 { at - first / second } else { f64::NAN };
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        if (next - at).abs() < 1e-15 * at.abs().max(1.0) || next == low || next == high {
            return exp(next);
        }
        at = next;
    }
    exp(at)
}

/// First and second derivative of the log likelihood by θ.
fn slope(y: &[f64], fitted: &[f64], theta: f64) -> (f64, f64) {
    let one = |(y, m): (&f64, &f64)| {
        // ψ(y+θ) − ψ(θ) and its slope, as the sums that they are of whole numbers.
        let (mut first, mut second) = (0.0, 0.0);
        for j in 0..*y as u64 {
            let at = theta + j as f64;
            first += 1.0 / at;
            second -= 1.0 / (at * at);
        }
        let both = theta + m;
        (first - ln_1p(m / theta) + (m - y) / both, second + m / (theta * both) - (m - y) / (both * both))
    };
    let parts: Vec<(f64, f64)> = y.iter().zip(fitted).map(one).collect();
    (sum(parts.iter().map(|part| part.0)), sum(parts.iter().map(|part| part.1)))
}

fn log_likelihood(y: &[f64], fitted: &[f64], theta: f64) -> f64 {
    let one = |(y, m): (&f64, &f64)| {
        let rising = sum((0..*y as u64).map(|j| ln_1p(j as f64 / theta)));
        rising - ln_factorial(*y) + y * ln(*m) - (theta + y) * ln_1p(m / theta)
    };
    sum(y.iter().zip(fitted).map(one))
}

fn ln_factorial(y: f64) -> f64 {
    libm::lgamma(y + 1.0)
}

/// Inverse of the observed information of coefficients and θ, its part of the coefficients.
fn joint(x: ArrayView2<'_, f64>, y: &[f64], fitted: &[f64], theta: f64, kept: &[usize]) -> Option<Array2<f64>> {
    let p = kept.len();
    let mut information = Array2::zeros((p + 1, p + 1));
    for (row, (y, m)) in y.iter().zip(fitted).enumerate() {
        let both = theta + m;
        let curve = theta * m * (theta + y) / (both * both);
        let cross = -(y - m) * m / (both * both);
        for (i, &a) in kept.iter().enumerate() {
            for (j, &b) in kept.iter().enumerate() {
                information[[i, j]] += curve * x[[row, a]] * x[[row, b]];
            }
            information[[i, p]] += cross * x[[row, a]];
            information[[p, i]] += cross * x[[row, a]];
        }
    }
    information[[p, p]] = -slope(y, fitted, theta).1;
    let inverse = inverse(&information)?;
    Some(Array2::from_shape_fn((p, p), |(i, j)| inverse[[i, j]]))
}

fn inverse(matrix: &Array2<f64>) -> Option<Array2<f64>> {
    let n = matrix.nrows();
    let qr = crate::math::householder::Qr::new((0..n).map(|j| matrix.column(j).to_vec()), n, 1e-14);
    if qr.rank() < n {
        return None;
    }
    let column = |j: usize| {
        let mut unit = vec![0.0; n];
        unit[j] = 1.0;
        qr.transpose_apply(&mut unit);
        qr.solve(&unit)
    };
    let columns: Vec<Vec<f64>> = (0..n).map(column).collect();
    Some(Array2::from_shape_fn((n, n), |(i, j)| columns[j][i]))
}
