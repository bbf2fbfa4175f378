//! Bins of numbers: how many (Sturges, Scott, Freedman–Diaconis, as R's `nclass` functions have them), and which one a value is in.

use super::elementary::powf;
use super::quantile::quantile_sorted;
use super::sums::variance;

/// Sturges: ⌈log₂ n + 1⌉.
pub fn sturges(n: usize) -> usize {
    // The least k with 2^(k − 1) ≥ n.
    (0..).find(|&k| 1usize << k >= n.max(1)).unwrap_or(0) + 1
}

/// Scott: range / (3.5 s n^(−1/3)), rounded up; 1 where nothing varies.
pub fn scott(x: &[f64]) -> usize {
    of_width(x, deviations(x))
}

/// Freedman–Diaconis: range / (2 IQR n^(−1/3)), rounded up, values taken with 5 digits for the quartiles. Where the quartiles are
/// equal wider and wider quantiles, in the end 3.5 standard deviations.
pub fn freedman_diaconis(x: &[f64]) -> usize {
    let mut sorted: Vec<f64> = x.iter().map(|&x| five_digits(x)).collect();
    sorted.sort_by(f64::total_cmp);
    let spread = |tail: f64| quantile_sorted(&sorted, 1.0 - tail) - quantile_sorted(&sorted, tail);
    let mut width = 2.0 * spread(0.25);
    let mut tail = 0.25;
    while width == 0.0 && tail > 1.0 / 512.0 {
        tail /= 2.0;
        width = spread(tail) / (1.0 - 2.0 * tail);
    }
    of_width(x, if width > 0.0 { width } else { deviations(x) })
}

fn deviations(x: &[f64]) -> f64 {
    if x.len() < 2 { 0.0 } else { 3.5 * variance(x).sqrt() }
}

/// Bins of a width of `unit` · n^(−1/3).
fn of_width(x: &[f64], unit: f64) -> usize {
    let (low, high) = ends(x);
    match unit > 0.0 {
        true => (((high - low) / unit * powf(x.len() as f64, 1.0 / 3.0)).ceil() as usize).max(1),
        false => 1,
    }
}

fn five_digits(x: f64) -> f64 {
    format!("{x:.4e}").parse().unwrap_or(x)
}

fn ends(x: &[f64]) -> (f64, f64) {
    x.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &x| (low.min(x), high.max(x)))
}

/// The points between `bins` bins of equal width from the smallest to the largest value.
pub fn equal_widths(x: &[f64], bins: usize) -> Vec<f64> {
    let (low, high) = ends(x);
    let step = (high - low) / bins as f64;
    (1..bins).map(|at| low + at as f64 * step).collect()
}

/// The points between `parts` parts of equal number: quantiles (type 7).
pub fn equal_numbers(x: &[f64], parts: usize) -> Vec<f64> {
    let mut sorted = x.to_vec();
    sorted.sort_by(f64::total_cmp);
    let step = 1.0 / parts as f64;
    (1..parts).map(|at| quantile_sorted(&sorted, step + (at - 1) as f64 * step)).collect()
}

/// The bin of a value, from 0: how many of the ascending points are not above it.
pub fn bin(points: &[f64], value: f64) -> usize {
    points.partition_point(|&point| point <= value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_as_in_r() {
        // nclass.Sturges(1:n) of R 4.2.2.
        assert_eq!([1, 2, 3, 64, 65, 614].map(sturges), [1, 2, 3, 7, 8, 11]);
        let x: Vec<f64> = (1..=50).map(|i| f64::from(i * i % 37) + 0.25).collect();
        assert_eq!((scott(&x), freedman_diaconis(&x)), (4, 4));
        assert_eq!((scott(&[2.0; 9]), freedman_diaconis(&[2.0; 9])), (1, 1));
        // Equal quartiles: nclass.FD(c(rep(0, 90), 1:10)).
        let heaped: Vec<f64> = (0..100).map(|i| f64::from((i - 89).max(0))).collect();
        assert_eq!(freedman_diaconis(&heaped), 11);
    }

    #[test]
    fn a_value_on_a_point_is_above_it() {
        let points = equal_widths(&[0.0, 10.0, 4.0], 4);
        assert_eq!(points, [2.5, 5.0, 7.5]);
        assert_eq!([0.0, 2.5, 4.9, 5.0, 10.0].map(|value| bin(&points, value)), [0, 1, 1, 2, 3]);
        assert_eq!(equal_numbers(&[4.0, 1.0, 3.0, 2.0, 5.0], 2), [3.0]);
    }
}
