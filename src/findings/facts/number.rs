//! The number of an answer, and how it is said.

use crate::estimate::Estimate;
use crate::infer::Inference;
use crate::phrase;
use crate::text::{Arg, Money, Phrase, Precision, Words, money};

use super::Facts;

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
pub(in crate::findings) fn quantity(value: f64, precision: Precision, unit: &Words) -> Arg {
    let value = Arg::Written(value, precision);
    if unit.is_empty() {
        return value;
    }
    Arg::from(phrase!("{value} {unit}", value = value, unit = unit))
}

/// A quantity that was declared, with its unit.
pub(in crate::findings) fn declared(value: f64, unit: &Words) -> Arg {
    quantity(value, Precision::as_written(value, unit), unit)
}

impl Facts {
    /// How the numbers of an answer on the outcome are written.
    pub(in crate::findings) fn precision(&self, number: &Number) -> Precision {
        Precision::of(number.estimate, number.interval, self.smallest_change, &self.unit)
    }

    /// "(95% CI −5 to 12)".
    pub(in crate::findings) fn interval(&self, number: &Number) -> Phrase {
        self.interval_in(number, self.precision(number))
    }

    /// The same with the digits of another.
    pub(in crate::findings) fn interval_in(&self, number: &Number, precision: Precision) -> Phrase {
        let [low, high] = ends(number.interval, precision, &self.unit);
        phrase!("{level} CI {low} to {high}", level = Arg::level(number.level), low = low, high = high)
    }
}

/// Both ends of an interval; amounts of money with their unit.
pub(in crate::findings) fn ends((low, high): (f64, f64), precision: Precision, unit: &Words) -> [Arg; 2] {
    let bare = |end| Arg::Written(end, precision);
    match money(unit) {
        Some(Money::Sign) => [low, high].map(|end| quantity(end, precision, unit)),
        Some(Money::Yen) => [bare(low), quantity(high, precision, unit)],
        None => [low, high].map(bare),
    }
}
