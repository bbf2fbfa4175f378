//! Numbers as people read them: as many digits as the interval supports, large amounts of yen in 万 and 億.

use crate::findings::Effect;
use crate::math::elementary::magnitude;
use crate::phrase;
use crate::text::{Lang, Phrase, Words, decimals_as_written, fixed};

/// What large amounts of yen are counted in.
const COUNTED: [(f64, &str); 2] = [(1e8, "億"), (1e4, "万")];

/// How the numbers of one answer are written, all alike.
pub struct Readable<'e> {
    effect: &'e Effect,
    unit: &'e Words,
    lang: Lang,
    /// Power of ten of the last digit that is written.
    last: i32,
    /// What the numbers are counted in, and its word.
    counted: (f64, &'static str),
}

impl<'e> Readable<'e> {
    /// The numbers of an effect in a unit.
    pub fn of(effect: &'e Effect, unit: &'e Words, lang: Lang) -> Readable<'e> {
        let last = last_digit(effect);
        let largest = [effect.estimate, effect.low, effect.high].into_iter().map(f64::abs).fold(0.0, f64::max);
        let yen = lang == Lang::Ja && unit.get(lang) == "円" && largest.is_finite();
        let fits = |&&(size, _): &&(f64, &str)| largest >= size && last + 2 >= magnitude(size);
        let counted = COUNTED.iter().filter(|_| yen).find(fits).copied().unwrap_or((1.0, ""));
        Readable { effect, unit, lang, last, counted }
    }

    fn number(&self, value: f64) -> String {
        let step = 10f64.powi(self.last);
        let rounded = if self.last > 0 { (value / step).round() * step } else { value };
        let decimals = (magnitude(self.counted.0) - self.last).max(0) as usize;
        format!("{}{}", fixed(rounded / self.counted.0, decimals), self.counted.1)
    }

    fn with_unit(&self, number: String) -> Phrase {
        match self.unit.is_empty() {
            true => phrase!("{value}", value = number),
            false => phrase!("{value} {unit}", value = number, unit = self.unit),
        }
    }

    /// The size of the estimate without its sign: `5 persons`.
    pub fn size(&self) -> Phrase {
        self.with_unit(self.number(self.effect.estimate.abs()))
    }

    /// The estimate with its sign: `+5 persons`.
    pub fn estimate(&self) -> String {
        let said = self.with_unit(self.number(self.effect.estimate)).render(self.lang);
        if self.effect.estimate > 0.0 { format!("+{said}") } else { said }
    }

    /// The interval: `3 to 8 persons`.
    pub fn interval(&self) -> Phrase {
        let [low, high] = [self.effect.low, self.effect.high].map(|end| self.number(end));
        phrase!("{low} to {high}", low = low, high = self.with_unit(high))
    }

    /// A size that was declared, as it was written.
    pub fn declared(&self, size: f64) -> Phrase {
        let size = size / if size >= self.counted.0 { self.counted.0 } else { 1.0 };
        let word = if self.counted.0 > 1.0 { self.counted.1 } else { "" };
        self.with_unit(format!("{}{word}", fixed(size, decimals_as_written(size))))
    }
}

/// The power of ten of the last digit that the interval supports: at most half of its half width, and fine enough that no end is
/// written as zero that is not.
fn last_digit(effect: &Effect) -> i32 {
    let half = (effect.high - effect.low) / 2.0;
    let size = if half.is_finite() && half > 0.0 { half } else { effect.estimate.abs() };
    if size == 0.0 || !size.is_finite() {
        return 0;
    }
    let last = magnitude(size / 2.0);
    let vanishes = |value: &&f64| **value != 0.0 && value.abs() < 0.5 * 10f64.powi(last);
    let finest = [effect.low, effect.high].iter().filter(vanishes).map(|value| magnitude(value.abs())).min();
    finest.map_or(last, |finest| finest.max(last - 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said((estimate, low, high): (f64, f64, f64), unit: &str, lang: Lang) -> (String, String) {
        let nothing = || Phrase::verbatim("");
        let effect = Effect {
            estimate,
            low,
            high,
            std_error: None,
            p_value: 0.5,
            df: None,
            level: 0.95,
            equivalence: None,
            clusters: None,
            law: String::new(),
            method: nothing(),
            inference: nothing(),
        };
        let unit = Words::plain(unit);
        let readable = Readable::of(&effect, &unit, lang);
        (readable.estimate(), readable.interval().render(lang))
    }

    #[test]
    fn digits_follow_from_the_interval() {
        let pair = |a: &str, b: &str| (a.to_string(), b.to_string());
        assert_eq!(said((5.324, 2.92, 7.73), "人", Lang::Ja), pair("+5人", "3〜8人"));
        assert_eq!(said((0.853, -0.68, 2.39), "団体", Lang::Ja), pair("+0.9団体", "−0.7〜2.4団体"));
        assert_eq!(said((-422_221.0, -936_229.0, 91_788.0), "円", Lang::Ja), pair("−40万円", "−90万〜10万円"));
        assert_eq!(said((2_977_326.0, 2_532_224.0, 3_422_429.0), "円", Lang::Ja), pair("+300万円", "250万〜340万円"));
        assert_eq!(said((12_600.0, 9_100.0, 16_200.0), "£", Lang::En), pair("+£13,000", "9,000 to £16,000"));
        assert_eq!(said((0.42, 0.35, 0.5), "", Lang::En), pair("+0.42", "0.35 to 0.50"));
    }

    #[test]
    fn no_end_is_written_as_zero_that_is_not() {
        assert_eq!(said((2.5, 0.3, 4.9), "", Lang::En).1, "0.3 to 4.9");
        assert_eq!(said((2.5, -0.04, 4.9), "", Lang::En).1, "−0.04 to 4.90");
        assert_eq!(said((2.5, 0.0, 4.9), "", Lang::En).1, "0 to 5");
    }
}
