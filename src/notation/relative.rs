//! Periods counted from the start of each unit.

use unicode_normalization::UnicodeNormalization;

use crate::phrase;
use crate::text::Phrase;

/// A period counted from each unit's own start: `start-1` is the year before it, `start+1` the year after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relative(
    /// Years after the start; negative before it.
    pub i32,
);

impl Relative {
    /// From `start`, `start-1`, `start+2`.
    pub fn parse(text: &str) -> Option<Relative> {
        let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
        let rest = plain.strip_prefix("start")?;
        let (sign, digits) = match rest.chars().next() {
            None => return Some(Relative(0)),
            Some('+') => (1, &rest[1..]),
            Some('-') => (-1, &rest[1..]),
            Some('\u{2212}') => (-1, &rest['\u{2212}'.len_utf8()..]),
            Some(_) => return None,
        };
        let years: i32 = digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        (years <= 99).then_some(Relative(sign * years))
    }

    /// In words.
    pub fn phrase(self) -> Phrase {
        let n = self.0.unsigned_abs() as usize;
        match self.0 {
            0 => phrase!("year of the start"),
            years if years < 0 => phrase!("{n} {n?year|years} before the start", n = n),
            _ => phrase!("{n} {n?year|years} after the start", n = n),
        }
    }

    /// How it is written in study files and data.
    pub fn key(self) -> String {
        match self.0 {
            0 => "start".into(),
            years => format!("start{years:+}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_counted_from_the_start() {
        let cases = [("start", 0), ("start-1", -1), ("start + 2", 2), ("start−3", -3), ("ｓｔａｒｔ＋１", 1)];
        for (text, years) in cases {
            assert_eq!(Relative::parse(text), Some(Relative(years)), "{text}");
            assert_eq!(Relative::parse(&Relative(years).key()), Some(Relative(years)));
        }
        for text in ["started", "start-", "start--1", "2021", "start+100"] {
            assert_eq!(Relative::parse(text), None, "{text}");
        }
    }
}
