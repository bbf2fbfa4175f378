//! Sums that lose no digits where terms cancel or are many.

/// Terms of a dot product added plainly before the blocks are summed with compensation.
const BLOCK: usize = 512;

/// Σ x, compensated (Neumaier 1974): the error does not grow with the number of terms.
pub fn sum(values: impl IntoIterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0_f64, 0.0_f64);
    for value in values {
        let next = total + value;
        lost += if total.abs() >= value.abs() { (total - next) + value } else { (value - next) + total };
        total = next;
    }
    if lost.is_finite() { total + lost } else { total }
}

/// Σ ab over the common length, in eight lanes within blocks and compensated across blocks; the order of additions is
/// fixed.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    if a.len() <= BLOCK {
        return dot_block(a, b);
    }
    sum(a.chunks(BLOCK).zip(b.chunks(BLOCK)).map(|(a, b)| dot_block(a, b)))
}

fn dot_block(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    let (wide_a, wide_b) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = wide_a.remainder().iter().zip(wide_b.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in wide_a.zip(wide_b) {
        for lane in 0..8 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    let [a, b, c, d, e, f, g, h] = lanes;
    ((a + b) + (c + d)) + ((e + f) + (g + h)) + rest
}

/// a += factor · b, element by element.
pub fn add_scaled(a: &mut [f64], factor: f64, b: &[f64]) {
    for (a, b) in a.iter_mut().zip(b) {
        *a += factor * b;
    }
}

/// Euclidean norm, safe from overflow and underflow.
pub fn norm(values: &[f64]) -> f64 {
    let plain = dot(values, values);
    if plain.is_finite() && plain > 1e-280 {
        return plain.sqrt();
    }
    let largest = values.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    if largest == 0.0 || !largest.is_finite() {
        return largest;
    }
    largest * sum(values.iter().map(|value| (value / largest).powi(2))).sqrt()
}

/// Mean; NaN where there is nothing.
pub fn mean(values: &[f64]) -> f64 {
    sum(values.iter().copied()) / values.len() as f64
}

/// Σwx / Σw; NaN where the weights sum to 0.
pub fn weighted_mean(values: &[f64], weight: &[f64]) -> f64 {
    sum(values.iter().zip(weight).map(|(value, weight)| value * weight)) / sum(weight.iter().copied())
}

/// Σ(x − x̄)², two passes, corrected for the error of the mean (Chan, Golub & LeVeque 1983).
pub fn squares_about_mean(values: &[f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let mean = mean(values);
    let squares = sum(values.iter().map(|value| (value - mean).powi(2)));
    let slip = sum(values.iter().map(|value| value - mean));
    (squares - slip * slip / values.len() as f64).max(0.0)
}

/// Variance with n − 1; NaN below two values.
pub fn variance(values: &[f64]) -> f64 {
    if values.len() < 2 { f64::NAN } else { squares_about_mean(values) / (values.len() - 1) as f64 }
}

/// Effective sample size of weights, (Σw)² / Σw² (Kish 1965); 0 where there is nothing.
pub fn effective_size(weight: &[f64]) -> f64 {
    let squares = sum(weight.iter().map(|weight| weight * weight));
    if squares > 0.0 { sum(weight.iter().copied()).powi(2) / squares } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cancelling_terms_keep_their_rest() {
        assert_eq!(sum([1e16, 1.0, -1e16]), 1.0);
        assert_eq!(sum([f64::INFINITY, 1.0]), f64::INFINITY);
        assert_eq!(sum([]), 0.0);
    }

    #[test]
    fn variance_is_exact_far_from_zero() {
        let values: Vec<f64> = [4.0, 7.0, 13.0, 16.0].iter().map(|value| value + 1e12).collect();
        assert_eq!(variance(&values), 30.0);
        assert!(variance(&[1.0]).is_nan());
    }

    #[test]
    fn dot_and_norm_agree_with_arithmetic() {
        let whole: Vec<f64> = (1..=1000).map(f64::from).collect();
        assert_eq!(dot(&whole, &whole), 333_833_500.0);
        assert!((norm(&[3e200, 4e200]) / 5e200 - 1.0).abs() < 1e-15);
        assert!((norm(&[3e-200, 4e-200]) / 5e-200 - 1.0).abs() < 1e-15);
        assert_eq!(effective_size(&[1.0, 1.0, 2.0, 0.0]), 16.0 / 6.0);
    }
}
