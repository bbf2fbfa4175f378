use crate::math::shares::fisher_p;
use crate::math::special::{beta_quantile, binomial_cdf, binomial_pmf, normal_quantile};
use crate::phrase;
use crate::text::Phrase;

use super::{Companion, Shares};

/// Counts of pairs by the sign of their change: higher, equal, lower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Signs {
    pub higher: usize,
    pub equal: usize,
    pub lower: usize,
}

impl Signs {
    /// Counts; changes of at most `tolerance` are equal.
    pub fn count(changes: &[f64], tolerance: f64) -> Signs {
        let higher = changes.iter().filter(|&&d| d > tolerance).count();
        let lower = changes.iter().filter(|&&d| d < -tolerance).count();
        Signs { higher, equal: changes.len() - higher - lower, lower }
    }

    pub fn changed(&self) -> usize {
        self.higher + self.lower
    }

    pub fn all(&self) -> usize {
        self.changed() + self.equal
    }
}

/// The share of pairs that rose, with the exact binomial interval of Clopper & Pearson.
pub(super) fn share_higher(signs: Signs, level: f64) -> Companion {
    let n = signs.all();
    Companion {
        key: "share-higher".into(),
        title: phrase!("Share that rose"),
        estimate: Some(signs.higher as f64 / n as f64),
        interval: Some(clopper_pearson(signs.higher, n, level)),
        level,
        p_value: None,
        statistic: None,
        n,
        method: phrase!("exact binomial interval (Clopper–Pearson)"),
    }
}

/// The sign test: as many rises as falls among those that changed. Absent where nothing changed.
pub(super) fn sign_test(signs: Signs, level: f64) -> Option<Companion> {
    let method = phrase!("exact; rises against falls, without those that did not change");
    let companion = test("sign-test", phrase!("Sign test"), signs, level, equal_chance_p(signs), method);
    (signs.changed() > 0).then_some(companion)
}

/// Of a yes/no outcome: McNemar's exact test, its mid-p version and the Bonett–Price interval of the change in shares.
pub(super) fn paired_shares(signs: Signs, level: f64) -> Vec<Companion> {
    let exact = phrase!("exact; from no to yes against from yes to no");
    let mid = phrase!("mid-p; less conservative than the exact test");
    let mut found = vec![bonett_price(signs, level)];
    if signs.changed() > 0 {
        found.push(test("mcnemar-exact", phrase!("McNemar's exact test"), signs, level, equal_chance_p(signs), exact));
        found.push(test("mcnemar-mid-p", phrase!("McNemar's mid-p test"), signs, level, mid_p(signs), mid));
    }
    found
}

/// Fisher's exact test that two independent shares are equal.
pub(super) fn fisher(shares: Shares, level: f64) -> Companion {
    Companion {
        key: "fisher".into(),
        title: phrase!("Fisher's exact test"),
        estimate: None,
        interval: None,
        level,
        p_value: Some(fisher_p(shares.first, shares.second)),
        statistic: None,
        n: (shares.first.all + shares.second.all) as usize,
        method: phrase!("exact, with all totals as they are"),
    }
}

fn test(key: &str, title: Phrase, signs: Signs, level: f64, p: f64, method: Phrase) -> Companion {
    let statistic = Some(("b".to_string(), signs.higher as f64));
    let n = signs.changed();
    Companion { key: key.into(), title, estimate: None, interval: None, level, p_value: Some(p), statistic, n, method }
}

/// 2 P(X ≤ min(b, c)), at most 1, with X binomial of b + c fair trials.
fn equal_chance_p(signs: Signs) -> f64 {
    let fewer = signs.higher.min(signs.lower) as u64;
    (2.0 * binomial_cdf(fewer, signs.changed() as u64, 0.5)).min(1.0)
}

/// The exact p-value less the probability of what was seen; half of that where both counts are the same, so that p stays
/// within 1 (Fagerland, Lydersen & Laake 2013).
fn mid_p(signs: Signs) -> f64 {
    let seen = binomial_pmf(signs.higher.min(signs.lower) as u64, signs.changed() as u64, 0.5);
    equal_chance_p(signs) - if signs.higher == signs.lower { 0.5 * seen } else { seen }
}

/// Exact binomial interval: quantiles of beta laws, 0 and 1 at the borders.
fn clopper_pearson(k: usize, n: usize, level: f64) -> (f64, f64) {
    let (tail, k, rest) = (0.5 * (1.0 - level), k as f64, (n - k) as f64);
    let low = if k == 0.0 { 0.0 } else { beta_quantile(tail, k, rest + 1.0) };
    let high = if rest == 0.0 { 1.0 } else { 1.0 - beta_quantile(tail, rest, k + 1.0) };
    (low, high)
}

/// The change in a share with the Laplace-adjusted Wald interval: p₁ = (b+1)/(n+2), p₂ = (c+1)/(n+2),
/// p₁ − p₂ ± z √((p₁ + p₂ − (p₁−p₂)²)/(n+2)) (Bonett & Price 2012).
fn bonett_price(signs: Signs, level: f64) -> Companion {
    let m = signs.all() as f64 + 2.0;
    let (up, down) = ((signs.higher as f64 + 1.0) / m, (signs.lower as f64 + 1.0) / m);
    let reach = -normal_quantile(0.5 * (1.0 - level)) * ((up + down - (up - down).powi(2)) / m).sqrt();
    Companion {
        key: "bonett-price".into(),
        title: phrase!("Change in the share"),
        estimate: Some((signs.higher as f64 - signs.lower as f64) / signs.all() as f64),
        interval: Some(((up - down - reach).max(-1.0), (up - down + reach).min(1.0))),
        level,
        p_value: None,
        statistic: None,
        n: signs.all(),
        method: phrase!("Bonett–Price interval, which holds its level in small samples"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(higher: usize, equal: usize, lower: usize) -> Signs {
        Signs { higher, equal, lower }
    }

    #[test]
    fn mid_p_is_below_exact_and_within_one() {
        // 1 against 7: 2·(1 + 8)/256, less 8/256.
        assert!((equal_chance_p(signs(1, 13, 7)) - 0.0703125).abs() < 1e-15);
        assert!((mid_p(signs(1, 13, 7)) - 0.0390625).abs() < 1e-15);
        assert!((mid_p(signs(2, 0, 2)) - (1.0 - 0.5 * 0.375)).abs() < 1e-15);
    }

    #[test]
    fn bonett_price_by_hand() {
        // −6/23 ± 1.959964 √((10/23 − 36/529)/23)
        let (low, high) = bonett_price(signs(1, 13, 7), 0.95).interval.unwrap();
        assert!((low + 0.5084).abs() < 5e-5 && (high + 0.0134).abs() < 5e-5, "{low} {high}");
    }

    #[test]
    fn borders_of_the_exact_interval_are_closed() {
        assert_eq!(clopper_pearson(0, 5, 0.95).0, 0.0);
        assert_eq!(clopper_pearson(5, 5, 0.95).1, 1.0);
        assert!((clopper_pearson(0, 10, 0.95).1 - (1.0 - crate::math::elementary::powf(0.025, 0.1))).abs() < 1e-14);
    }
}
