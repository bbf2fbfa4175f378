//! How coarse the values of an outcome are: sums of coarse values tell how many rose and fell, sums of fine ones do not.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::estimate::Sample;

/// The grain of the values that an answer is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Grain {
    /// All values are whole multiples of this; 0 where there is no such number.
    pub unit: f64,
    /// From the lowest to the highest, in units; 0 where there is no unit.
    pub steps: u64,
}

/// Values with more decimals than this have no unit.
const DECIMALS: f64 = 1e3;
/// Larger values have none either: their products would not be exact.
const MOST: f64 = 1e12;
/// Values with at most this many steps are few answers, of which sums can be told apart.
const FEW: u64 = 80;

impl Grain {
    /// Of the outcomes of a sample and, where changes are compared, of the state before.
    pub fn of(sample: &Sample) -> Grain {
        Grain::of_values(sample.y.iter().chain(sample.baseline.iter().flatten()).copied())
    }

    /// Of values.
    pub fn of_values(values: impl IntoIterator<Item = f64>) -> Grain {
        let mut divisor = 0i64;
        let (mut low, mut high) = (i64::MAX, i64::MIN);
        for value in values.into_iter().filter(|value| !value.is_nan()) {
            let whole = (value * DECIMALS).round();
            if whole.abs() > MOST || (whole - value * DECIMALS).abs() > 1e-6 {
                return Grain::default();
            }
            divisor = common(divisor, whole as i64);
            (low, high) = (low.min(whole as i64), high.max(whole as i64));
        }
        match divisor {
            0 => Grain::default(),
            unit => Grain { unit: unit as f64 / DECIMALS, steps: ((high - low) / unit) as u64 },
        }
    }

    /// Whether the values are a few answers: yes or no, a scale, a small count.
    pub fn is_coarse(&self) -> bool {
        self.unit > 0.0 && self.steps <= FEW
    }
}

/// Greatest common divisor (Euclid).
fn common(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a.abs(), b.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_coarse_and_amounts_are_not() {
        let of = |values: &[f64]| Grain::of_values(values.iter().copied());
        assert_eq!(of(&[0.0, 1.0, 1.0]), Grain { unit: 1.0, steps: 1 });
        assert_eq!(of(&[2.5, 3.0, 5.0]), Grain { unit: 0.5, steps: 5 });
        assert_eq!(of(&[100_000.0, 300_000.0, f64::NAN]), Grain { unit: 100_000.0, steps: 2 });
        let yen = of(&[1_234_567.0, 89_012.0]);
        assert!(yen.unit == 1.0 && !yen.is_coarse() && of(&[1.0, 5.0]).is_coarse());
        assert_eq!(of(&[0.1234567, 2.0]), Grain::default());
        assert_eq!(of(&[]), Grain::default());
        assert!(!of(&[std::f64::consts::PI]).is_coarse());
    }
}
