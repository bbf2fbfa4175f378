use crate::math::shares::{PairedShares, clopper_pearson, fisher_p};
use crate::phrase;
use crate::text::Phrase;

use super::{Companion, Measure, Shares};

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

    /// The same as counts of a yes/no outcome.
    pub fn shares(&self) -> PairedShares {
        PairedShares { rose: self.higher as u64, fell: self.lower as u64, all: self.all() as u64 }
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
        measure: Measure::Share,
    }
}

/// The sign test: as many rises as falls among those that changed. Absent where nothing changed.
pub(super) fn sign_test(signs: Signs, level: f64) -> Option<Companion> {
    let method = phrase!("exact; rises against falls, without those that did not change");
    let companion = test("sign-test", phrase!("Sign test"), signs, level, signs.shares().exact_p(), method);
    (signs.changed() > 0).then_some(companion)
}

/// Of a yes/no outcome: McNemar's exact test, its mid-p version and the Bonett–Price interval of the change in shares.
pub(super) fn paired_shares(signs: Signs, level: f64) -> Vec<Companion> {
    let exact = phrase!("exact; from no to yes against from yes to no");
    let mid = phrase!("mid-p; less conservative than the exact test");
    let mut found = vec![bonett_price(signs, level)];
    if signs.changed() > 0 {
        found.push(test(
            "mcnemar-exact",
            phrase!("McNemar's exact test"),
            signs,
            level,
            signs.shares().exact_p(),
            exact,
        ));
        found.push(test("mcnemar-mid-p", phrase!("McNemar's mid-p test"), signs, level, signs.shares().mid_p(), mid));
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
        measure: Measure::Outcome,
    }
}

fn test(key: &str, title: Phrase, signs: Signs, level: f64, p: f64, method: Phrase) -> Companion {
    let statistic = Some(("b".to_string(), signs.higher as f64));
    let n = signs.changed();
    Companion {
        key: key.into(),
        title,
        estimate: None,
        interval: None,
        level,
        p_value: Some(p),
        statistic,
        n,
        method,
        measure: Measure::Outcome,
    }
}

/// The change in a share with the interval of Bonett & Price.
fn bonett_price(signs: Signs, level: f64) -> Companion {
    let shares = signs.shares();
    Companion {
        key: "bonett-price".into(),
        title: phrase!("Change in the share"),
        estimate: Some(shares.value()),
        interval: Some(shares.bonett_price(level)),
        level,
        p_value: None,
        statistic: None,
        n: signs.all(),
        method: phrase!("Bonett–Price interval, which holds its level in small samples"),
        measure: Measure::Outcome,
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
        assert!((signs(1, 13, 7).shares().exact_p() - 0.0703125).abs() < 1e-15);
        assert!((signs(1, 13, 7).shares().mid_p() - 0.0390625).abs() < 1e-15);
        assert!((signs(2, 0, 2).shares().mid_p() - (1.0 - 0.5 * 0.375)).abs() < 1e-15);
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
