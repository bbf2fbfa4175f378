//! The middle of values: medians, and the interval of the sign test around them.

use super::special::binomial_cdf;
use super::sums::sum;
use crate::math::elementary::powf;

/// The median; NaN where there is nothing. Of an even number the mean of the middle two.
pub fn median(values: &[f64]) -> f64 {
    let sorted = sorted(values);
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[n / 2],
        n => 0.5 * sorted[n / 2 - 1] + 0.5 * sorted[n / 2],
    }
}

/// The weighted median: the smallest value at which the weights up to it reach half of all; where they reach exactly half, the
/// mean of it and the next value (so that equal weights give [`median`]). Weights are positive. NaN where there is nothing.
pub fn weighted_median(values: &[f64], weight: &[f64]) -> f64 {
    let mut order: Vec<usize> = (0..values.len()).filter(|&i| weight[i] > 0.0).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let all = sum(order.iter().map(|&i| weight[i]));
    let (half, slack) = (0.5 * all, 1e-12 * all);
    let mut reached = 0.0;
    for (at, &i) in order.iter().enumerate() {
        reached += weight[i];
        if reached >= half - slack {
            let next = order.get(at + 1).filter(|_| (reached - half).abs() <= slack);
            return next.map_or(values[i], |&next| 0.5 * values[i] + 0.5 * values[next]);
        }
    }
    f64::NAN
}

/// The interval of the sign test around a median: the k-th value from either end, k the largest with 2 P(X < k) ≤ 1 − level
/// of X binomial with n fair trials, at least 1; and the level that it reaches (Conover 1999, 3.2). `None` without values.
pub fn sign_interval(values: &[f64], level: f64) -> Option<((f64, f64), f64)> {
    let (sorted, n) = (sorted(values), values.len());
    if n == 0 {
        return None;
    }
    let outside = |k: usize| 2.0 * binomial_cdf(k as u64 - 1, n as u64, 0.5);
    // Slack against rounding where the level is itself a value of the law.
    let fits = |k: &usize| outside(*k) <= (1.0 - level) * (1.0 + 1e-12);
    let k = (1..=n.div_ceil(2)).take_while(fits).last().unwrap_or(1);
    Some(((sorted[k - 1], sorted[n - k]), (1.0 - outside(k)).max(0.0)))
}

/// Skewness m₃/m₂^{3/2} of central moments with n; NaN where nothing varies.
pub fn skewness(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = sum(values.iter().copied()) / n;
    let moment = |power: i32| sum(values.iter().map(|value| (value - mean).powi(power))) / n;
    moment(3) / powf(moment(2), 1.5)
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_weights_give_the_median() {
        for values in [vec![3.0, 1.0, 2.0], vec![4.0, 1.0, 3.0, 2.0], vec![7.0], vec![0.1, 0.1, 0.3, 0.2, 0.2, 0.7]] {
            assert_eq!(weighted_median(&values, &vec![0.1; values.len()]), median(&values));
        }
        assert_eq!(weighted_median(&[1.0, 2.0, 9.0], &[1.0, 1.0, 5.0]), 9.0);
        assert_eq!(weighted_median(&[1.0, 5.0, 9.0], &[1.0, 0.0, 1.0]), 5.0);
        assert!(median(&[]).is_nan() && weighted_median(&[], &[]).is_nan());
    }

    #[test]
    fn few_values_do_not_reach_the_level() {
        // 2/2⁵ and 2/2⁶.
        let (ends, level) = sign_interval(&[5.0, 1.0, 3.0, 2.0, 4.0], 0.95).unwrap();
        assert_eq!((ends, level), ((1.0, 5.0), 0.9375));
        let (ends, level) = sign_interval(&[6.0, 5.0, 1.0, 3.0, 2.0, 4.0], 0.95).unwrap();
        assert_eq!((ends, level), ((1.0, 6.0), 0.96875));
        let (ends, level) = sign_interval(&[2.0], 0.95).unwrap();
        assert!(ends == (2.0, 2.0) && level < 1e-12);
    }

    #[test]
    fn skewness_has_no_unit() {
        let values = [0.0, 0.0, 1.0, 2.0, 9.0];
        let thousand = values.map(|value| value * 1000.0);
        assert!((skewness(&values) - skewness(&thousand)).abs() < 1e-12 && skewness(&values) > 1.0);
        assert!(skewness(&[1.0, 2.0, 3.0]).abs() < 1e-15);
        assert!(skewness(&[1.0, 1.0]).is_nan());
    }
}
