//! Counts per exposure: exact intervals, the ratio of two, and the ratio of two means.

use super::shares::clopper_pearson;
use super::special::{binomial_cdf, binomial_pmf, chi_square_quantile};
use super::sums::sum;

/// A count and what it is a count over: days, persons, both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// Events.
    pub count: u64,
    /// Exposure, above 0.
    pub exposure: f64,
}

impl Rate {
    /// Events for each unit of exposure.
    pub fn value(self) -> f64 {
        self.count as f64 / self.exposure
    }

    /// Garwood's (1936) exact interval of Poisson's law: χ²(α/2; 2x)/2 to χ²(1−α/2; 2x+2)/2, over the exposure.
    pub fn garwood(self, level: f64) -> (f64, f64) {
        let (tail, x) = (0.5 * (1.0 - level), self.count as u32);
        let low = if x == 0 { 0.0 } else { 0.5 * chi_square_quantile(tail, 2 * x) };
        (low / self.exposure, 0.5 * chi_square_quantile(1.0 - tail, 2 * x + 2) / self.exposure)
    }
}

/// The ratio of two rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateRatio {
    /// First over second; infinite where the second has none.
    pub ratio: f64,
    /// Lower end of the exact interval.
    pub low: f64,
    /// Upper end; infinite where the second has none.
    pub high: f64,
    /// Two-sided p: the probability of divisions that are no more probable than the one seen.
    pub p: f64,
    /// Twice the smaller tail, the count seen by half.
    pub mid_p: f64,
}

/// The ratio of two rates given the sum of both counts: the first is then binomial, with the share of its exposure where the rates are the same
/// (Przyborowski & Wilenski 1940). Nothing where nothing is counted.
pub fn ratio(first: Rate, second: Rate, level: f64) -> Option<RateRatio> {
    let n = first.count + second.count;
    if n == 0 {
        return None;
    }
    let share = first.exposure / (first.exposure + second.exposure);
    let (low, high) = clopper_pearson(first.count as usize, n as usize, level);
    let odds = |p: f64| p / (1.0 - p) * second.exposure / first.exposure;
    let at = binomial_pmf(first.count, n, share);
    let (below, above) = (binomial_cdf(first.count, n, share), 1.0 - binomial_cdf(first.count, n, share));
    // The upper tail by the other count, which does not cancel.
    let above = if above < 0.5 { upper(first.count, n, share) } else { above };
    Some(RateRatio {
        ratio: first.value() / second.value(),
        low: odds(low),
        high: odds(high),
        p: by_likelihood(first.count, n, share),
        mid_p: (2.0 * (below - 0.5 * at).min(above + 0.5 * at)).min(1.0),
    })
}

/// P(X > k).
fn upper(k: u64, n: u64, p: f64) -> f64 {
    if k >= n { 0.0 } else { binomial_cdf(n - k - 1, n, 1.0 - p) }
}

/// Σ P(X = j) over all j that are no more probable than k, to seven digits, as R's `binom.test`: from k outward on its own side, and from where the
/// law is as improbable on the other, found by halving. O(log n).
pub fn by_likelihood(k: u64, n: u64, p: f64) -> f64 {
    let pmf = |j: u64| binomial_pmf(j, n, p);
    let bound = pmf(k) * (1.0 + 1e-7);
    let mean = n as f64 * p;
    if k as f64 == mean {
        return 1.0;
    }
    if (k as f64) < mean {
        // The least j at or above the mean whose probability is within the bound.
        let start = mean.ceil() as u64;
        let from = first(start, n + 1, |j| j > n || pmf(j) <= bound);
        let other = if from == 0 { 1.0 } else { upper(from - 1, n, p) };
        (binomial_cdf(k, n, p) + other).min(1.0)
    } else {
        let last = mean.floor() as u64;
        // As many of 0..=last as are within the bound stand at the beginning.
        let many = first(0, last + 1, |j| j > last || pmf(j) > bound);
        let other = if many == 0 { 0.0 } else { binomial_cdf(many - 1, n, p) };
        let own = if k == 0 { 1.0 } else { upper(k - 1, n, p) };
        (own + other).min(1.0)
    }
}

/// The first of a range for which something holds that holds from there on.
fn first(from: u64, to: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (from, to);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

/// The interval of a ratio a/b of two estimates by Fieller (1954): the ρ with (a − ρb)² ≤ q²(va − 2ρ c + ρ² vb). Nothing where b may be 0 (q² vb ≥ b²):
/// the ratio is not bounded then. `covariance` is that of a and b, `quantile` that of the normal law or of Student's.
pub fn fieller(a: f64, b: f64, (va, vb): (f64, f64), covariance: f64, quantile: f64) -> Option<(f64, f64)> {
    let g = quantile * quantile * vb / (b * b);
    if g.is_nan() || g >= 1.0 {
        return None;
    }
    let ratio = a / b;
    let shift = if vb > 0.0 { g * covariance / vb } else { 0.0 };
    let spread = if vb > 0.0 { g * (va - covariance * covariance / vb) } else { 0.0 };
    let reach = quantile / b.abs() * (va - 2.0 * ratio * covariance + ratio * ratio * vb - spread).max(0.0).sqrt();
    Some(((ratio - shift - reach) / (1.0 - g), (ratio - shift + reach) / (1.0 - g)))
}

/// How far a series of counts varies beyond Poisson's law: Σ (x − m)²/m over its degrees of freedom.
pub fn dispersion(observed: &[f64], fitted: &[f64], parameters: usize) -> f64 {
    let parts = observed.iter().zip(fitted).map(|(x, m)| (x - m).powi(2) / m);
    sum(parts) / (observed.len() as f64 - parameters as f64)
}
