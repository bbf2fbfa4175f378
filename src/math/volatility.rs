//! How much a series goes up and down.

use super::elementary::ln;
use super::sums::{dot, mean, variance};

/// Standard deviation (n − 1) over mean. NaN for fewer than two values, or where the mean is not above 0.
pub fn cv(values: &[f64]) -> f64 {
    let mean = mean(values);
    if values.len() < 2 || mean <= 0.0 { f64::NAN } else { variance(values).sqrt() / mean }
}

/// Spread of the logarithms around their trend over `x`: √(Σ e² / (n − 2)), about the typical distance in percent. NaN for fewer than
/// three values, values not above 0, or one `x` only.
pub fn log_trend(x: &[f64], values: &[f64]) -> f64 {
    if values.iter().any(|value| *value <= 0.0) {
        return f64::NAN;
    }
    around_trend(x, &values.iter().map(|value| ln(*value)).collect::<Vec<_>>())
}

/// Spread around the straight trend of the values themselves, over their mean.
pub fn linear_trend(x: &[f64], values: &[f64]) -> f64 {
    around_trend(x, values) / mean(values)
}

fn around_trend(x: &[f64], y: &[f64]) -> f64 {
    let n = y.len() as f64;
    if y.len() < 3 {
        return f64::NAN;
    }
    let (x_mean, y_mean) = (mean(x), mean(y));
    let x: Vec<f64> = x.iter().map(|x| x - x_mean).collect();
    let y: Vec<f64> = y.iter().map(|y| y - y_mean).collect();
    let slope = dot(&x, &y) / dot(&x, &x);
    let left: Vec<f64> = x.iter().zip(&y).map(|(x, y)| y - slope * x).collect();
    (dot(&left, &left) / (n - 2.0)).sqrt()
}
