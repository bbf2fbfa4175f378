//! Numbers of an answer as people read them, everywhere alike: [`Precision`] with the unit.

use crate::findings::{Effect, Finding};
use crate::phrase;
use crate::text::{Lang, Money, Phrase, Precision, Words, money};

/// How the numbers of one answer are written, all alike.
pub struct Readable<'e> {
    effect: &'e Effect,
    unit: &'e Words,
    lang: Lang,
    precision: Precision,
}

impl<'e> Readable<'e> {
    /// The numbers of a finding as it is said.
    pub fn of(finding: &'e Finding, effect: &'e Effect, lang: Lang) -> Readable<'e> {
        let describe = &finding.describe;
        let own = || Precision::of(effect.estimate, (effect.low, effect.high), describe.smallest_change, &finding.unit);
        Readable::with(effect, &finding.unit, describe.precision.unwrap_or_else(own), lang)
    }

    /// The numbers of an effect in a unit, with so many digits.
    pub fn with(effect: &'e Effect, unit: &'e Words, precision: Precision, lang: Lang) -> Readable<'e> {
        Readable { effect, unit, lang, precision }
    }

    /// The same with one digit more: for standard errors and means, of which a difference is made.
    pub fn finer(&self) -> Readable<'e> {
        Readable { precision: self.precision.finer(), ..*self }
    }

    /// A number without its unit.
    pub fn number(&self, value: f64) -> String {
        self.precision.write(value, self.lang)
    }

    /// A number with its unit.
    pub fn with_unit(&self, value: f64) -> String {
        self.joined(self.number(value)).render(self.lang)
    }

    fn joined(&self, number: String) -> Phrase {
        match self.unit.is_empty() {
            true => phrase!("{value}", value = number),
            false => phrase!("{value} {unit}", value = number, unit = self.unit),
        }
    }

    /// The size of the estimate without its sign: `5 persons`.
    pub fn size(&self) -> Phrase {
        self.joined(self.number(self.effect.estimate.abs()))
    }

    /// The estimate with its sign: `+5 persons`.
    pub fn estimate(&self) -> String {
        let said = self.with_unit(self.effect.estimate);
        if self.effect.estimate > 0.0 { format!("+{said}") } else { said }
    }

    /// The interval: `3 to 8 persons`.
    pub fn interval(&self) -> Phrase {
        let [low, high] = [self.effect.low, self.effect.high].map(|end| self.number(end));
        let low = if money(self.unit) == Some(Money::Sign) { self.joined(low) } else { Phrase::verbatim(low) };
        phrase!("{low} to {high}", low = low, high = self.joined(high))
    }

    /// A size that was declared, as it was written.
    pub fn declared(&self, size: f64) -> Phrase {
        self.joined(Precision::as_written(size, self.unit).write(size, self.lang))
    }
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
        let unit = &Words::plain(unit);
        let precision = Precision::of(estimate, (low, high), None, unit);
        let readable = Readable::with(&effect, unit, precision, lang);
        (readable.estimate(), readable.interval().render(lang))
    }

    #[test]
    fn digits_follow_from_the_interval() {
        let pair = |a: &str, b: &str| (a.to_string(), b.to_string());
        assert_eq!(said((5.324, 2.92, 7.73), "人", Lang::Ja), pair("+5人", "3〜8人"));
        assert_eq!(said((0.853, -0.68, 2.39), "団体", Lang::Ja), pair("+0.9団体", "−0.7〜2.4団体"));
        assert_eq!(said((-422_221.0, -936_229.0, 91_788.0), "円", Lang::Ja), pair("−40万円", "−90万〜10万円"));
        assert_eq!(said((2_977_326.0, 2_532_224.0, 3_422_429.0), "円", Lang::Ja), pair("+300万円", "250万〜340万円"));
        assert_eq!(said((12_600.0, 9_100.0, 16_200.0), "£", Lang::En), pair("+£13,000", "£9,000 to £16,000"));
        assert_eq!(said((0.42, 0.35, 0.5), "", Lang::En), pair("+0.42", "0.35 to 0.50"));
    }

    #[test]
    fn no_end_is_written_as_zero_that_is_not() {
        assert_eq!(said((2.5, 0.3, 4.9), "", Lang::En).1, "0.3 to 4.9");
        assert_eq!(said((2.5, -0.04, 4.9), "", Lang::En).1, "−0.04 to 4.90");
        assert_eq!(said((2.5, 0.0, 4.9), "", Lang::En).1, "0 to 5");
    }
}
