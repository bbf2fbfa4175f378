//! Standardised differences of two groups as the What Works Clearinghouse defines them.

use crate::math::elementary::ln;
use crate::math::special::normal_cdf;

/// Divisor of a difference of log odds in [`cox`].
const COX_DIVISOR: f64 = 1.65;

/// Standard deviation of both groups: √(((n₁−1)s₁² + (n₀−1)s₀²)/(n₁ + n₀ − 2)); nothing for fewer than three units.
pub fn pooled_sd(sd: (f64, f64), n: (usize, usize)) -> Option<f64> {
    let (n1, n0) = (n.0 as f64, n.1 as f64);
    let left = n1 + n0 - 2.0;
    (left > 0.0).then(|| (((n1 - 1.0) * sd.0.powi(2) + (n0 - 1.0) * sd.1.powi(2)) / left).sqrt())
}

/// The small-sample factor 1 − 3/(4N − 9), N units in all.
pub fn small_sample(n: usize) -> f64 {
    1.0 - 3.0 / (4.0 * n as f64 - 9.0)
}

/// Hedges' g of a difference in units of the outcome: (1 − 3/(4N − 9)) · difference / pooled standard deviation. Nothing where
/// there is no spread to divide by.
pub fn hedges(difference: f64, sd: (f64, f64), n: (usize, usize)) -> Option<f64> {
    let sd = pooled_sd(sd, n).filter(|sd| *sd > 0.0)?;
    Some(small_sample(n.0 + n.1) * difference / sd).filter(|g| g.is_finite())
}

/// Cox index of two shares: (ln(p₁/(1−p₁)) − ln(p₀/(1−p₀)))/1.65, without a small-sample factor. Nothing where a share is not
/// strictly between 0 and 1.
pub fn cox(treated: f64, comparison: f64) -> Option<f64> {
    let log_odds = |p: f64| (p > 0.0 && p < 1.0).then(|| ln(p / (1.0 - p)));
    Some((log_odds(treated)? - log_odds(comparison)?) / COX_DIVISOR)
}

/// Improvement index: percentile points by which the average comparison unit would rise, 100(Φ(g) − ½), between −50 and 50.
pub fn improvement_index(g: f64) -> f64 {
    100.0 * (normal_cdf(g) - 0.5)
}
