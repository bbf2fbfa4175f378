//! Dates as people write them: ISO, with slashes or dots, in Japanese, and by the years of an era.

use unicode_normalization::UnicodeNormalization;

use crate::ingest::calendar::{days_of, days_of_serial};
use crate::ingest::years::ERAS;
use crate::phrase;
use crate::text::Phrase;

/// Longer texts are sentences.
const LONGEST: usize = 40;

/// The least number that is taken for an Excel date: 1954. Smaller ones are years, ages and counts.
const LEAST_SERIAL: f64 = 20_000.0;

/// How a cell was understood as a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rule {
    /// Text such as `2023/4/1`.
    Text,
    /// Text such as `令和5年4月1日`.
    Era,
    /// A plain number that is Excel's number of a date.
    Serial,
    /// A number such as 20230401.
    Compact,
}

impl Rule {
    /// What was understood.
    pub fn phrase(self) -> Phrase {
        match self {
            Rule::Text => phrase!("text read as a date"),
            Rule::Era => phrase!("a year of a Japanese era read as a date"),
            Rule::Serial => phrase!("a plain number read as an Excel date"),
            Rule::Compact => phrase!("eight digits read as a date"),
        }
    }
}

/// Reads a date from text: days since 1970-01-01. A time of day after it is dropped.
pub(super) fn read(text: &str) -> Option<(i32, Rule)> {
    if text.len() > 3 * LONGEST || !text.chars().any(|c| c.is_numeric() || c == '元') {
        return None;
    }
    let plain: String = text.nfkc().collect();
    let (before_year, rule, rest) = era(plain.trim());
    let [year, month, day] = parts(rest)?;
    let written_in_full = rule == Rule::Era || (1000..=9999).contains(&year);
    let year = i32::try_from(year).ok().filter(|_| written_in_full)?;
    if rule == Rule::Era && !(1..=99).contains(&year) {
        return None;
    }
    days_of(before_year + year, month, day).map(|days| (days, rule))
}

fn era(text: &str) -> (i32, Rule, &str) {
    let mut written =
        ERAS.iter().map(|era| (era.name, era.before)).chain(ERAS.iter().map(|era| (era.letter, era.before)));
    let found = written.find_map(|(name, before)| {
        let head = text.get(..name.len()).filter(|head| head.eq_ignore_ascii_case(name))?;
        Some((before, Rule::Era, text[head.len()..].trim_start()))
    });
    found.unwrap_or((0, Rule::Text, text))
}

/// Year, month and day, with one kind of separator; nothing may follow but a time of day.
fn parts(text: &str) -> Option<[u32; 3]> {
    let (year, rest) = number(text)?;
    let (ends, last) = match rest.trim_start().chars().next()? {
        '年' => (['年', '月'], true),
        separator @ ('-' | '/' | '.') => ([separator, separator], false),
        _ => return None,
    };
    let (month, rest) = number(rest.trim_start().strip_prefix(ends[0])?.trim_start())?;
    let (day, rest) = number(rest.trim_start().strip_prefix(ends[1])?.trim_start())?;
    let rest = if last { rest.trim_start().strip_prefix('日')? } else { rest };
    is_time(rest).then_some([year, month, day])
}

fn number(text: &str) -> Option<(u32, &str)> {
    if let Some(rest) = text.strip_prefix('元') {
        return Some((1, rest));
    }
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..end].parse().ok().filter(|_| end <= 4)?, &text[end..]))
}

fn is_time(rest: &str) -> bool {
    let time = rest.trim();
    let begins = rest.is_empty() || rest.starts_with(['T', ' ', '\u{3000}']) || rest.ends_with('日');
    begins
        && time.chars().all(|c| c.is_ascii_digit() || ":.TZ+- ".contains(c))
        && (time.is_empty() || time.contains(':'))
}

/// Reads a date from a plain number, in a column that is declared to hold dates.
pub(super) fn of_number(value: f64) -> Option<(i32, Rule)> {
    if value.fract() == 0.0 && (10_000_101.0..=99_991_231.0).contains(&value) {
        let whole = value as u32;
        return days_of((whole / 10_000) as i32, whole / 100 % 100, whole % 100).map(|days| (days, Rule::Compact));
    }
    if value < LEAST_SERIAL {
        return None;
    }
    days_of_serial(value).map(|days| (days, Rule::Serial))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::calendar::iso;

    #[test]
    fn dates_are_read_as_people_write_them() {
        let cases = [
            ("2023-04-01", "2023-04-01"),
            ("2023/4/1", "2023-04-01"),
            ("2023.4.1", "2023-04-01"),
            ("2023年4月1日", "2023-04-01"),
            ("令和5年4月1日", "2023-04-01"),
            ("令和 ５年 ４月 １日", "2023-04-01"),
            ("R5.4.1", "2023-04-01"),
            ("r5/4/1", "2023-04-01"),
            ("令和元年\n5月24日", "2019-05-24"),
            ("平成31年4月1日", "2019-04-01"),
            ("2022-04-28 16:11:47", "2022-04-28"),
            ("2022-04-28T16:11:47Z", "2022-04-28"),
        ];
        for (text, date) in cases {
            assert_eq!(read(text).map(|(days, _)| iso(days)).as_deref(), Some(date), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_full_date_stays_text() {
        for text in
            ["4/1/2023", "2023年4月", "平成28月1月18日", "2023-02-30", "23/4/1", "H23.7.13\nH23.10.17", "R", "2023"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_are_dates_only_where_they_can_be() {
        assert_eq!(of_number(45_017.0).map(|(days, _)| iso(days)).as_deref(), Some("2023-04-01"));
        assert_eq!(of_number(20_230_401.0).map(|(days, _)| iso(days)).as_deref(), Some("2023-04-01"));
        assert_eq!(of_number(2015.0), None);
    }
}
