//! How closely a printed number is known.

/// A number with at least this many significant digits was not rounded.
const ALL: usize = 10;

/// The numbers that a printed one may stand for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Printed {
    pub low: f64,
    pub high: f64,
}

impl Printed {
    /// The middle.
    pub fn middle(self) -> f64 {
        (self.low + self.high) / 2.0
    }

    /// Half the width.
    pub fn half(self) -> f64 {
        (self.high - self.low) / 2.0
    }

    /// Of both, what is in each.
    pub fn and(self, other: Printed) -> Printed {
        Printed { low: self.low.max(other.low), high: self.high.min(other.high) }
    }

    /// A multiple.
    pub fn times(self, factor: f64) -> Printed {
        let ends = [self.low * factor, self.high * factor];
        Printed { low: ends[0].min(ends[1]), high: ends[0].max(ends[1]) }
    }
}

/// Digits before the trailing zeros, and the power of ten of the last of them.
fn last_digit(value: f64) -> (usize, i32) {
    let text = format!("{:e}", value.abs());
    let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
    let significant = digits.chars().filter(char::is_ascii_digit).count();
    let power: i32 = power.parse().unwrap_or(0);
    (significant, power - significant as i32 + 1)
}

/// A whole multiple of a step, but for the last digits.
fn divides(value: f64, step: f64) -> bool {
    let times = value / step;
    (times - times.round()).abs() < 1e-9 * times.abs().max(1.0)
}

/// Ten to a power.
fn ten(power: i32) -> f64 {
    format!("1e{power}").parse().unwrap_or(0.0)
}

/// The largest step of 1, 2 and 5 times powers of ten, not above `most`, of which all numbers are whole multiples: that in which
/// they may have been rounded. Zero where a number has all its digits.
pub fn step(values: &[f64], most: f64) -> f64 {
    let told: Vec<(usize, i32)> =
        values.iter().filter(|value| **value != 0.0).map(|value| last_digit(*value)).collect();
    if told.iter().any(|(digits, _)| *digits >= ALL) {
        return 0.0;
    }
    let finest = told.iter().map(|(_, power)| *power).min();
    let from = finest.unwrap_or_else(|| most.log10_floor());
    let candidates = (0..4).flat_map(|more| [1.0, 2.0, 5.0].map(|digit| digit * ten(from + more)));
    candidates
        .filter(|step| *step <= most * 1.000_001 && values.iter().all(|value| divides(*value, *step)))
        .fold(if finest.is_some() { ten(from) } else { 0.0 }, f64::max)
}

trait Floor {
    fn log10_floor(self) -> i32;
}

impl Floor for f64 {
    fn log10_floor(self) -> i32 {
        let text = format!("{self:e}");
        text.split_once('e').and_then(|(_, power)| power.parse().ok()).unwrap_or(0)
    }
}

/// A number rounded to the nearest multiple of a step.
pub fn nearest(value: f64, step: f64) -> Printed {
    let half = (step / 2.0).max(value.abs() * 4e-12);
    Printed { low: value - half, high: value + half }
}

/// An end of an interval, rounded outwards or to the nearest.
pub fn end(value: f64, step: f64, upper: bool) -> Printed {
    let own = nearest(value, step);
    if upper { Printed { low: value - step, ..own } } else { Printed { high: value + step, ..own } }
}

/// A number that stands alone: it may have been rounded to the largest step that divides it.
pub fn alone(value: f64) -> Printed {
    nearest(value, step(&[value], f64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_may_have_been_rounded_to_what_divides_it() {
        assert_eq!(step(&[250_000.0, 125_000.0, 375_000.0], f64::MAX), 5_000.0);
        assert_eq!(step(&[250_000.0, 125_000.0], 2_000.0), 1_000.0);
        assert_eq!(step(&[0.05, -0.05, 0.1], f64::MAX), 0.05);
        assert_eq!(step(&[0.766_233_766_233_766_3], f64::MAX), 0.0);
        let own = nearest(0.05, 0.05);
        assert!((own.low - 0.025).abs() < 1e-12 && (own.high - 0.075).abs() < 1e-12);
        assert!((end(0.1, 0.05, true).low - 0.05).abs() < 1e-12);
    }
}
