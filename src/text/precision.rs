use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::number::{decimals_as_written, fixed};
use super::writing::{Money, money};
use super::{Lang, Words};
use crate::math::elementary::magnitude;

/// What large amounts of yen are counted in, in Japanese: powers of ten and their words, the largest first.
const COUNTED: [(i32, &str); 2] = [(8, "億"), (4, "万")];
/// Digits behind the point of what is counted in 万 or 億, at most.
const BEHIND: i32 = 2;
/// How many digits more are written, at most, so that no end of an interval is written as a mark that it is not.
const FURTHER: i32 = 2;

/// How the numbers of one answer are written, all alike: as many digits as its interval supports, large amounts of yen in 万 and 億.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Precision {
    /// Power of ten of the last digit that is written.
    last: i32,
    /// Power of ten that Japanese counts the amount in: 0, 4 (万) or 8 (億).
    #[serde(default, skip_serializing_if = "is_nothing")]
    counted: i32,
}

fn is_nothing(counted: &i32) -> bool {
    *counted == 0
}

impl Precision {
    /// Of an estimate with its interval in a unit: the last digit is at most half of half its width. No end is written as zero, or as
    /// one of the `marks` (the change that matters), that is not.
    pub fn of(estimate: f64, (low, high): (f64, f64), marks: Option<f64>, unit: &Words) -> Precision {
        let half = (high - low) / 2.0;
        let size = if half.is_finite() && half > 0.0 { half } else { estimate.abs() };
        let largest = [estimate, low, high].into_iter().map(f64::abs).filter(|it| it.is_finite()).fold(0.0, f64::max);
        if size == 0.0 || !size.is_finite() {
            return Precision::default().counting(largest, unit);
        }
        let plain = Precision { last: magnitude(size / 2.0), counted: 0 };
        plain.telling((low, high), marks).counting(largest, unit)
    }

    /// The same, with more digits where an end would be written as zero, or as one of the marks, that is not.
    pub fn telling(self, (low, high): (f64, f64), marks: Option<f64>) -> Precision {
        let marks: Vec<f64> = [0.0].into_iter().chain(marks.into_iter().flat_map(|mark| [mark, -mark])).collect();
        let hidden =
            |last: i32| [low, high].iter().any(|end| marks.iter().any(|mark| is_written_as(*end, *mark, last)));
        let finest = self.last - FURTHER;
        let last = (finest..=self.last).rev().find(|last| !hidden(*last)).unwrap_or(finest);
        Precision { last, ..self }
    }

    /// Of a number that was declared: all its digits.
    pub fn as_written(value: f64, unit: &Words) -> Precision {
        let zeros = (1..=12).take_while(|&zeros| value != 0.0 && value % 10f64.powi(zeros) == 0.0).last();
        let last = zeros.unwrap_or(-(decimals_as_written(value) as i32));
        let counted = Precision { last, counted: 0 }.counting(value.abs(), unit);
        if counted.counted == 0 { Precision { last: last.min(0), ..counted } } else { counted }
    }

    /// Of values of a size, where nothing is known of how sure they are: about three digits, of whole numbers all.
    pub fn of_size(size: f64, unit: &Words) -> Precision {
        if size == 0.0 || !size.is_finite() {
            return Precision::default();
        }
        let last = (magnitude(size.abs()) - 2).max(-6);
        let counted = Precision { last, counted: 0 }.counting(size.abs(), unit);
        if counted.counted == 0 { Precision { last: last.min(0), ..counted } } else { counted }
    }

    /// With so many decimals.
    pub fn decimal(decimals: usize) -> Precision {
        Precision { last: -(decimals as i32), counted: 0 }
    }

    /// The same in 万 or 億 where the unit is yen and amounts are large enough.
    fn counting(self, largest: f64, unit: &Words) -> Precision {
        let yen = money(unit) == Some(Money::Yen);
        let fits = |&&(power, _): &&(i32, &str)| largest >= 10f64.powi(power) && self.last + BEHIND >= power;
        let counted = COUNTED.iter().filter(|_| yen).find(fits).map_or(0, |(power, _)| *power);
        Precision { counted, ..self }
    }

    /// The same with one digit more.
    pub fn finer(self) -> Precision {
        Precision { last: self.last - 1, ..self }
    }

    /// Decimals of a number that is not counted in anything.
    pub fn decimals(self) -> usize {
        (-self.last).max(0) as usize
    }

    /// The number in a language, with its 万 or 億 in Japanese.
    pub fn write(self, value: f64, lang: Lang) -> String {
        let counted = if lang == Lang::Ja { self.counted } else { 0 };
        let step = 10f64.powi(self.last);
        let rounded = if self.last > 0 { (value / step).round() * step } else { value };
        let decimals = (counted - self.last).max(0) as usize;
        let text = fixed(rounded / 10f64.powi(counted), decimals);
        // Nothing is not counted in anything.
        let word = if value == 0.0 { "" } else { word(counted) };
        format!("{}{word}", if value == 0.0 { "0".into() } else { text })
    }

    /// Power of ten that Japanese counts in, and its word.
    pub fn counted(self, lang: Lang) -> (i32, &'static str) {
        let power = if lang == Lang::Ja { self.counted } else { 0 };
        (power, word(power))
    }
}

fn word(power: i32) -> &'static str {
    COUNTED.iter().find(|(counted, _)| *counted == power).map_or("", |(_, word)| word)
}

/// Whether a number is written as a mark that it is not.
fn is_written_as(value: f64, mark: f64, last: i32) -> bool {
    let step = 10f64.powi(last);
    let same = (value - mark).abs() <= 1e-9 * mark.abs().max(value.abs());
    value.is_finite() && !same && (value / step).round() == (mark / step).round()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(value: (f64, f64, f64), mark: Option<f64>, unit: &str, lang: Lang) -> [String; 3] {
        let precision = Precision::of(value.0, (value.1, value.2), mark, &Words::plain(unit));
        [value.0, value.1, value.2].map(|value| precision.write(value, lang))
    }

    #[test]
    fn no_end_is_written_as_zero_or_as_the_change_that_matters() {
        assert_eq!(said((2.5, 0.3, 4.9), None, "", Lang::En), ["2.5", "0.3", "4.9"]);
        assert_eq!(said((2.5, -0.04, 4.9), None, "", Lang::En), ["2.50", "−0.04", "4.90"]);
        assert_eq!(said((5.32, 2.93, 7.72), None, "人", Lang::Ja), ["5", "3", "8"]);
        assert_eq!(said((5.32, 2.93, 7.72), Some(3.0), "人", Lang::Ja), ["5.3", "2.9", "7.7"]);
        assert_eq!(said((5.5, 3.0, 8.0), Some(3.0), "人", Lang::Ja), ["6", "3", "8"]);
    }

    #[test]
    fn yen_are_counted_as_people_count_them() {
        assert_eq!(said((-422_221.0, -936_229.0, 91_788.0), None, "円", Lang::Ja), ["−40万", "−90万", "10万"]);
        assert_eq!(said((-422_221.0, -936_229.0, 91_788.0), None, "円", Lang::En), ["−400,000", "−900,000", "100,000"]);
        let written = |value: f64| Precision::as_written(value, &Words::plain("円")).write(value, Lang::Ja);
        assert_eq!(
            [1e6, 12_500.0, 1_234_567.0, 300.0, 2.5e8].map(written),
            ["100万", "1.25万", "1,234,567", "300", "2.5億"]
        );
        let size = |value: f64| Precision::of_size(value, &Words::plain("円")).write(value, Lang::Ja);
        assert_eq!([12_345_678.0, 705.2, 7.05, 0.0].map(size), ["1,230万", "705", "7.05", "0"]);
    }
}
