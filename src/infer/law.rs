use std::sync::Arc;

use super::replicates::Replicates;
use crate::estimate::Shares;
use crate::math::elementary::{exp_m1, ln};
use crate::math::shares::{PairedShares, equal_shares_p, error_of_difference, fisher_p, holding_zero, newcombe};
use crate::math::special::{normal_quantile, normal_sf, t_quantile, t_two_sided};
use crate::math::typical::Typical;

/// With fewer units in both groups together, Fisher's exact test decides beside the interval of two shares.
const FEW_UNITS: u64 = 30;

/// The law by which an estimate is read: its interval at any level, and its p-value.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// Estimate ± quantile · standard error.
    Student {
        /// Estimate.
        estimate: f64,
        /// Standard error.
        error: f64,
        /// Degrees of freedom; infinite for the normal law.
        df: f64,
    },
    /// A difference D of shares: tanh(atanh D ± quantile · SE/(1 − D²)), which stays within −1 and 1 (Zou & Donner 2004).
    ShareScale {
        /// Estimate, within −1 and 1.
        estimate: f64,
        /// Standard error.
        error: f64,
        /// Degrees of freedom; infinite for the normal law.
        df: f64,
    },
    /// Two independent shares: Newcombe's hybrid score interval, p-value of the score test; with few units Fisher's exact test
    /// in its place, and an interval that holds 0 where that does not exclude it.
    Shares(Shares),
    /// Shares of the same units, or of matched pairs: Bonett–Price interval, p-value of McNemar's exact test; the interval holds
    /// 0 where the test does not exclude it.
    PairedShares(PairedShares),
    /// All rearrangements of the data, or many of them.
    Permutation(Arc<Typical>),
    /// Resamples of the data.
    Replicates(Arc<Replicates>),
}

impl Law {
    /// The interval at a confidence level.
    pub fn interval(&self, level: f64) -> (f64, f64) {
        match self {
            Law::Student { estimate, error, df } => {
                let margin = error * quantile(level, *df);
                (estimate - margin, estimate + margin)
            }
            Law::ShareScale { estimate, error, df } => {
                let (middle, unit) = on_share_scale(*estimate, *error);
                let margin = unit * quantile(level, *df);
                (tanh(middle - margin), tanh(middle + margin))
            }
            Law::Shares(shares) => {
                let interval = newcombe(shares.first, shares.second, level);
                if few(shares) { holding_zero(interval, self.p_value(), level) } else { interval }
            }
            Law::PairedShares(shares) => holding_zero(shares.bonett_price(level), shares.exact_p(), level),
            Law::Permutation(typical) => typical.interval(level),
            Law::Replicates(replicates) => replicates.interval(level),
        }
    }

    /// Two-sided p-value of no difference.
    pub fn p_value(&self) -> f64 {
        match self {
            Law::Student { estimate, error, df } => two_sided(estimate / error, *df),
            Law::ShareScale { estimate, error, df } => {
                let (middle, unit) = on_share_scale(*estimate, *error);
                two_sided(middle / unit, *df)
            }
            Law::Shares(shares) if few(shares) => fisher_p(shares.first, shares.second),
            Law::Shares(shares) => equal_shares_p(shares.first, shares.second),
            Law::PairedShares(shares) => shares.exact_p(),
            Law::Permutation(typical) => typical.p_value(0.0),
            Law::Replicates(replicates) => replicates.p_value(),
        }
    }

    /// Standard error, where the law has one.
    pub fn std_error(&self) -> Option<f64> {
        match self {
            Law::Student { error, .. } | Law::ShareScale { error, .. } => Some(*error),
            Law::Shares(shares) => Some(error_of_difference(shares.first, shares.second)).filter(|error| *error > 0.0),
            Law::Replicates(replicates) => Some(replicates.std_error()),
            Law::PairedShares(_) | Law::Permutation(_) => None,
        }
    }

    /// Degrees of freedom of the t law.
    pub fn df(&self) -> Option<f64> {
        match self {
            Law::Student { df, .. } | Law::ShareScale { df, .. } => Some(*df).filter(|df| df.is_finite()),
            _ => None,
        }
    }

    /// A stable key of its kind.
    pub fn key(&self) -> &'static str {
        match self {
            Law::Student { .. } => "t",
            Law::ShareScale { .. } => "share-scale",
            Law::Shares(shares) if few(shares) => "shares-exact",
            Law::Shares(_) => "shares",
            Law::PairedShares(_) => "paired-shares",
            Law::Permutation(typical) if typical.drawn().is_some() => "permutation-drawn",
            Law::Permutation(_) => "permutation",
            Law::Replicates(_) => "replicates",
        }
    }

    /// Whether it holds whatever the number of cases.
    pub fn is_exact(&self) -> bool {
        matches!(self, Law::PairedShares(_) | Law::Permutation(_)) || matches!(self, Law::Shares(shares) if few(shares))
    }
}

fn few(shares: &Shares) -> bool {
    shares.first.all + shares.second.all < FEW_UNITS
}

/// Quantile of t, or of the normal law, for a two-sided interval.
fn quantile(level: f64, df: f64) -> f64 {
    let upper = (1.0 + level) / 2.0;
    if df.is_infinite() { normal_quantile(upper) } else { t_quantile(upper, df) }
}

fn two_sided(t: f64, df: f64) -> f64 {
    if df.is_infinite() { 2.0 * normal_sf(t.abs()) } else { t_two_sided(t, df) }
}

/// atanh D and its standard error, SE/(1 − D²).
fn on_share_scale(estimate: f64, error: f64) -> (f64, f64) {
    (0.5 * ln((1.0 + estimate) / (1.0 - estimate)), error / ((1.0 - estimate) * (1.0 + estimate)))
}

fn tanh(x: f64) -> f64 {
    // With the sign outside, so that nothing overflows.
    let e = exp_m1(-2.0 * x.abs());
    (-e / (2.0 + e)).copysign(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::shares::Share;

    #[test]
    fn a_lower_level_is_a_shorter_interval_about_the_same_estimate() {
        for df in [3.0, 40.0, f64::INFINITY] {
            let law = Law::Student { estimate: 2.0, error: 0.5, df };
            let ((low, high), (wide, far)) = (law.interval(0.9), law.interval(0.95));
            assert!(wide < low && low < 2.0 && high < far && (low + high - 4.0).abs() < 1e-12);
        }
    }

    #[test]
    fn an_interval_that_just_touches_zero_has_that_p() {
        for law in [
            Law::Student { estimate: 2.0, error: 0.5, df: 12.0 },
            Law::ShareScale { estimate: 0.4, error: 0.15, df: 12.0 },
        ] {
            assert!(law.interval(1.0 - law.p_value()).0.abs() < 1e-9);
        }
    }

    #[test]
    fn differences_of_shares_stay_within_one() {
        let law = Law::ShareScale { estimate: 0.9, error: 0.2, df: 4.0 };
        let (low, high) = law.interval(0.95);
        assert!(-1.0 < low && low < 0.9 && 0.9 < high && high < 1.0, "{low} {high}");
        let turned = Law::ShareScale { estimate: -0.9, error: 0.2, df: 4.0 }.interval(0.95);
        assert!((turned.0 + high).abs() < 1e-15 && (turned.1 + low).abs() < 1e-15);
        assert!((tanh(0.3) - 0.291_312_612_451_590_9).abs() < 1e-15 && tanh(400.0) == 1.0);
    }

    /// Where the exact test does not exclude chance, neither does the interval.
    #[test]
    fn intervals_of_shares_do_not_contradict_the_exact_tests() {
        for rose in 0..=8 {
            for fell in 0..=8 - rose {
                let law = Law::PairedShares(PairedShares { rose, fell, all: 8 });
                let (low, high) = law.interval(0.95);
                assert!(law.p_value() <= 0.05 || low <= 0.0 && high >= 0.0, "{rose} {fell}");
                let (first, second) = (Share { yes: rose, all: 8 }, Share { yes: fell, all: 8 });
                let law = Law::Shares(Shares { first, second });
                let (low, high) = law.interval(0.95);
                assert!(law.p_value() <= 0.05 || low <= 0.0 && high >= 0.0, "{rose} {fell}");
            }
        }
    }
}
