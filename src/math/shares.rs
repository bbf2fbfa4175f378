//! Shares of two groups, or of one group at two times: intervals and tests.

use super::special::{beta_quantile, binomial_cdf, binomial_pmf, normal_quantile, normal_sf};
use super::sums::sum;
use crate::math::elementary::hypot;

/// Those who said yes, and all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Yes.
    pub yes: u64,
    /// All; at least 1.
    pub all: u64,
}

impl Share {
    /// yes / all.
    pub fn value(self) -> f64 {
        self.yes as f64 / self.all as f64
    }

    /// p(1 − p)/n.
    fn variance(self) -> f64 {
        self.value() * (1.0 - self.value()) / self.all as f64
    }
}

/// Wilson's (1927) score interval of a share: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n), without continuity
/// correction.
pub fn wilson(share: Share, level: f64) -> (f64, f64) {
    let (p, n, z) = (share.value(), share.all as f64, normal_quantile(0.5 + 0.5 * level));
    let (middle, reach) = (p + z * z / (2.0 * n), z * (share.variance() + z * z / (4.0 * n * n)).sqrt());
    let scale = 1.0 + z * z / n;
    let low = if share.yes == 0 { 0.0 } else { (middle - reach) / scale };
    let high = if share.yes == share.all { 1.0 } else { (middle + reach) / scale };
    (low, high)
}

/// The exact binomial interval of Clopper & Pearson (1934): quantiles of beta laws, 0 and 1 at the borders.
pub fn clopper_pearson(yes: usize, all: usize, level: f64) -> (f64, f64) {
    let (tail, yes, no) = (0.5 * (1.0 - level), yes as f64, (all - yes) as f64);
    let low = if yes == 0.0 { 0.0 } else { beta_quantile(tail, yes, no + 1.0) };
    let high = if no == 0.0 { 1.0 } else { 1.0 - beta_quantile(tail, no, yes + 1.0) };
    (low, high)
}

/// The hybrid score interval of the difference of two independent shares, p₁ − p₂ (Newcombe 1998, method 10): with the
/// Wilson limits l, u of each, d − √((p₁−l₁)² + (u₂−p₂)²) to d + √((u₁−p₁)² + (p₂−l₂)²).
pub fn newcombe(first: Share, second: Share, level: f64) -> (f64, f64) {
    let (p1, p2) = (first.value(), second.value());
    let ((l1, u1), (l2, u2)) = (wilson(first, level), wilson(second, level));
    (p1 - p2 - hypot(p1 - l1, u2 - p2), p1 - p2 + hypot(u1 - p1, p2 - l2))
}

/// Standard error of the difference of two independent shares, √(p₁(1−p₁)/n₁ + p₂(1−p₂)/n₂).
pub fn error_of_difference(first: Share, second: Share) -> f64 {
    (first.variance() + second.variance()).sqrt()
}

/// Two-sided p-value of the score test that two shares are equal: z = (p₁ − p₂)/√(p(1−p)(1/n₁ + 1/n₂)) with p of both groups
/// together; z² is Pearson's χ² without continuity correction. 1 where all said the same.
pub fn equal_shares_p(first: Share, second: Share) -> f64 {
    let both = Share { yes: first.yes + second.yes, all: first.all + second.all };
    let p = both.value();
    let error = (p * (1.0 - p) * (1.0 / first.all as f64 + 1.0 / second.all as f64)).sqrt();
    if error == 0.0 { 1.0 } else { 2.0 * normal_sf((first.value() - second.value()).abs() / error) }
}

/// Two-sided p-value of the exact binomial test: the probability of numbers that are no more probable than the one seen, as R's
/// binom.test.
pub fn binomial_p(yes: u64, all: u64, share: f64) -> f64 {
    const EQUAL: f64 = 1.0 + 1e-7;
    let seen = binomial_pmf(yes, all, share) * EQUAL;
    let total: f64 = (0..=all).map(|k| binomial_pmf(k, all, share)).filter(|p| *p <= seen).sum();
    total.min(1.0)
}

/// Two-sided p-value of Fisher's exact test: the probability, with all margins fixed, of tables that are no more probable
/// than the one seen.
pub fn fisher_p(first: Share, second: Share) -> f64 {
    let (yes, all) = (first.yes + second.yes, first.all + second.all);
    if yes == 0 || yes == all {
        return 1.0;
    }
    // Hypergeometric probabilities as products of binomial ones, which keep their digits.
    let p = yes as f64 / all as f64;
    let given = binomial_pmf(yes, all, p);
    let law = |k: u64| binomial_pmf(k, first.all, p) * binomial_pmf(yes - k, second.all, p) / given;
    let (least, most) = (yes.saturating_sub(second.all), yes.min(first.all));
    // As in R's fisher.test, tables that are equally probable but for rounding count.
    let bound = law(first.yes) * (1.0 + 1e-7);
    sum((least..=most).map(law).filter(|p| *p <= bound)).min(1.0)
}

/// Yes and no of the same units at two times, or of matched pairs: how many went from no to yes, and from yes to no, of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairedShares {
    /// From no to yes.
    pub rose: u64,
    /// From yes to no.
    pub fell: u64,
    /// All pairs; at least 1.
    pub all: u64,
}

impl PairedShares {
    /// The change in the share.
    pub fn value(self) -> f64 {
        (self.rose as f64 - self.fell as f64) / self.all as f64
    }

    /// Pairs that changed.
    pub fn changed(self) -> u64 {
        self.rose + self.fell
    }

    /// Two-sided p-value of McNemar's exact test: 2 P(X ≤ min(rose, fell)), at most 1, X binomial of as many fair trials as
    /// pairs changed; 1 where none did.
    pub fn exact_p(self) -> f64 {
        (2.0 * binomial_cdf(self.rose.min(self.fell), self.changed(), 0.5)).min(1.0)
    }

    /// The mid-p version: the exact p-value less the probability of what was seen; half of that where both counts are the
    /// same, so that p stays within 1 (Fagerland, Lydersen & Laake 2013).
    pub fn mid_p(self) -> f64 {
        let seen = binomial_pmf(self.rose.min(self.fell), self.changed(), 0.5);
        self.exact_p() - if self.rose == self.fell { 0.5 * seen } else { seen }
    }

    /// The Laplace-adjusted Wald interval of the change: p₁ = (rose+1)/(n+2), p₂ = (fell+1)/(n+2),
    /// p₁ − p₂ ± z √((p₁ + p₂ − (p₁−p₂)²)/(n+2)), within −1 and 1 (Bonett & Price 2012).
    pub fn bonett_price(self, level: f64) -> (f64, f64) {
        let m = self.all as f64 + 2.0;
        let (up, down) = ((self.rose as f64 + 1.0) / m, (self.fell as f64 + 1.0) / m);
        let reach = -normal_quantile(0.5 * (1.0 - level)) * ((up + down - (up - down).powi(2)) / m).sqrt();
        ((up - down - reach).max(-1.0), (up - down + reach).min(1.0))
    }
}

/// An interval that also holds 0 where an exact test with this p-value does not exclude it at the level.
pub fn holding_zero((low, high): (f64, f64), p: f64, level: f64) -> (f64, f64) {
    // Slack against rounding where the level is itself a value of the law.
    if p > (1.0 - level) * (1.0 + 1e-12) { (low.min(0.0), high.max(0.0)) } else { (low, high) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(yes: u64, all: u64) -> Share {
        Share { yes, all }
    }

    /// Table II of Newcombe (1998), method 10, four decimals.
    #[test]
    fn published_intervals() {
        let table = [
            (56, 70, 48, 80, 0.0524, 0.3339),
            (9, 10, 3, 10, 0.1705, 0.8090),
            (6, 7, 2, 7, 0.0582, 0.8062),
            (5, 56, 0, 29, -0.0381, 0.1926),
            (0, 10, 0, 20, -0.1611, 0.2775),
            (0, 10, 0, 10, -0.2775, 0.2775),
            (10, 10, 0, 20, 0.6791, 1.0),
            (10, 10, 0, 10, 0.6075, 1.0),
        ];
        for (a, m, b, n, low, high) in table {
            let found = newcombe(share(a, m), share(b, n), 0.95);
            assert!((found.0 - low).abs() < 5.1e-5 && (found.1 - high).abs() < 5.1e-5, "{a}/{m} {b}/{n} {found:?}");
        }
    }

    #[test]
    fn the_lady_tasting_tea() {
        assert!((fisher_p(share(3, 4), share(1, 4)) - 34.0 / 70.0).abs() < 1e-14);
        assert_eq!(fisher_p(share(4, 4), share(5, 5)), 1.0);
        assert_eq!(equal_shares_p(share(4, 4), share(5, 5)), 1.0);
    }

    #[test]
    fn sides_can_be_exchanged() {
        let (a, b) = (share(7, 31), share(20, 44));
        let ((low, high), (other_low, other_high)) = (newcombe(a, b, 0.9), newcombe(b, a, 0.9));
        assert!((low + other_high).abs() < 1e-15 && (high + other_low).abs() < 1e-15);
        assert!((fisher_p(a, b) - fisher_p(b, a)).abs() < 1e-14);
    }
}
