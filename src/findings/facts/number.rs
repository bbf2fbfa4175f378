//! The number of an answer, and how it is said.

use crate::estimate::Estimate;
use crate::infer::Inference;
use crate::phrase;
use crate::text::{Arg, Phrase, Words, decimals_for, num};

/// An estimate and how sure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// Estimate.
    pub estimate: f64,
    /// Standard error.
    pub std_error: Option<f64>,
    /// Interval at `level`.
    pub interval: (f64, f64),
    /// Number of clusters, where errors are clustered.
    pub clusters: Option<usize>,
    /// Degrees of freedom of the t law by which the interval is read; absent where another law decided.
    pub df: Option<f64>,
    /// Degrees of freedom that the sizes of the clusters allow, whatever the data.
    pub allowed: Option<f64>,
    /// Interval at `narrow_level`, for the two one-sided tests of "practically none".
    pub narrow: (f64, f64),
    /// 1 − 2α, where `level` is 1 − α: 90 % beside 95 %.
    pub narrow_level: f64,
    /// Level of `interval`.
    pub level: f64,
    /// Key of the law that decided: `t`, `permutation`, `paired-shares`, … (see [`Law::key`](crate::infer::Law::key)).
    pub law: &'static str,
}

impl Number {
    /// From an estimate and its inference.
    pub fn of(estimate: &Estimate, inference: &Inference) -> Number {
        let of = &inference.headline;
        Number {
            estimate: estimate.effect(),
            std_error: inference.std_error,
            clusters: inference.clusters,
            df: of.df,
            allowed: inference.allowed,
            interval: (of.low, of.high),
            narrow: of.law.interval(narrow_level(inference.level)),
            narrow_level: narrow_level(inference.level),
            level: inference.level,
            law: of.law.key(),
        }
    }

    /// Whether its clusters are too few, or of too unequal sizes, for anything to be said.
    pub fn lacks_clusters(&self, least: f64) -> bool {
        self.clusters.is_some() && self.allowed.or(self.df).is_some_and(|df| df < least)
    }

    /// On which side of zero the interval lies: 1, −1, or 0 where it includes zero.
    pub fn side(&self) -> i8 {
        side(self.interval)
    }

    pub(super) fn scaled(self, factor: f64) -> Number {
        let both = |(low, high): (f64, f64)| (low * factor, high * factor);
        Number {
            estimate: self.estimate * factor,
            std_error: self.std_error.map(|error| error * factor),
            clusters: self.clusters,
            df: self.df,
            allowed: self.allowed,
            law: self.law,
            interval: both(self.interval),
            narrow: both(self.narrow),
            narrow_level: self.narrow_level,
            level: self.level,
        }
    }
}

/// On which side of zero an interval lies: 1, −1, or 0 where it includes zero.
pub fn side((low, high): (f64, f64)) -> i8 {
    i8::from(low > 0.0) - i8::from(high < 0.0)
}

/// Level of the interval of two one-sided tests at α, where intervals have 1 − α: 1 − 2α, as a person would write it.
pub fn narrow_level(level: f64) -> f64 {
    const WRITTEN: f64 = 1e12;
    ((2.0 * level - 1.0) * WRITTEN).round() / WRITTEN
}

/// A quantity with its unit, as the languages join them.
pub(in crate::findings) fn quantity(value: f64, decimals: usize, unit: &Words) -> Arg {
    if unit.is_empty() {
        return num(value, decimals);
    }
    Arg::from(phrase!("{value} {unit}", value = num(value, decimals), unit = unit))
}

/// Decimals that suit a number's uncertainty.
pub(in crate::findings) fn decimals(number: &Number) -> usize {
    decimals_for((number.interval.1 - number.interval.0) / 2.0)
}

/// "(95% CI −5 to 12)".
pub(in crate::findings) fn interval(number: &Number) -> Phrase {
    let d = decimals(number);
    phrase!(
        "{level} CI {low} to {high}",
        level = Arg::level(number.level),
        low = num(number.interval.0, d),
        high = num(number.interval.1, d),
    )
}
