//! Dates as people write them: ISO, with slashes or dots, in Japanese, and by the years of an era.

use super::calendar::{days_of, days_of_serial};
use super::western_dates;
use super::years::{ERAS, Era};
pub(crate) use crate::notation::day_rule::{DateReading, DateRule};
use crate::text::{even, is_figure};

/// Longer texts (in characters) are prose.
const LONGEST: usize = 200;

/// The least number that is taken for an Excel date: 1954. Smaller ones are years, ages and counts.
const LEAST_SERIAL: f64 = 20_000.0;

/// Years that an era is counted on after its end, as forms printed before it do.
const BEYOND: i32 = 10;

/// Words somewhere behind a date that make it uncertain, or not one alone.
const NOT_ALONE: [&str; 10] = ["ほか", "他", "外", "等", "など", "頃", "ごろ", "予定", "見込", "?"];

/// Words right behind a date that make it the limit of a time.
const LIMITS: [&str; 9] = ["以降", "以前", "まで", "迄", "から", "より", "~", "\u{301C}", "until"];

/// Reads a date from text. A time of day or day of the week after it is dropped, other words with a note; nothing where they
/// make it another date, or hold a second one.
pub(crate) fn read(text: &str) -> Option<DateReading> {
    if !text.chars().any(|c| is_figure(c) || c == '元') || text.chars().count() > LONGEST {
        return None;
    }
    let plain = even(text);
    let Some(written) = leading(plain.trim()) else { return western_dates::in_words(plain.trim()) };
    let days = written.days()?;
    let mut rules = written.rules(days);
    if !is_time(written.rest) {
        if !written.is_alone() || !written.is_apart() {
            return None;
        }
        rules.push(DateRule::WordsBehind);
    }
    Some(DateReading { days, rules })
}

/// A date as it is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WrittenDate<'t> {
    era: Option<Era>,
    year: i32,
    fiscal: bool,
    month: u32,
    day: u32,
    /// Whether 日 stands behind the day.
    named: bool,
    /// What follows.
    pub rest: &'t str,
}

impl WrittenDate<'_> {
    fn calendar_year(&self) -> Option<i32> {
        match self.era {
            Some(era) => {
                (1..=era.last.min(99 - BEYOND) + BEYOND).contains(&self.year).then_some(era.before + self.year)
            }
            None => (1000..=9999).contains(&self.year).then_some(self.year),
        }
    }

    /// Days since 1970-01-01; nothing for a day that never was, or months of a fiscal year that may belong to the next.
    pub fn days(&self) -> Option<i32> {
        let year = self.calendar_year().filter(|_| !self.fiscal || self.month >= 4)?;
        days_of(year, self.month, self.day)
    }

    /// Of a day that cannot be read as it is written, the one that may be meant: the last of its month, or the month of the
    /// next year.
    pub fn nearest(&self) -> Option<i32> {
        let year = self.calendar_year()? + i32::from(self.fiscal && self.month < 4);
        let days = (28..=self.day).rev().chain([self.day]);
        days.filter(|_| self.day <= 31).find_map(|day| days_of(year, self.month, day))
    }

    /// Whether it is written by the fiscal year.
    pub fn is_fiscal(&self) -> bool {
        self.fiscal
    }

    fn rules(&self, days: i32) -> Vec<DateRule> {
        let mut rules = vec![if self.era.is_some() { DateRule::Era } else { DateRule::Text }];
        if self.era.is_some_and(|era| !within(era, days)) {
            rules.push(DateRule::OutsideEra);
        }
        if self.fiscal {
            rules.push(DateRule::FiscalYear);
        }
        rules
    }

    /// Whether what follows leaves the date as it is.
    fn is_alone(&self) -> bool {
        let limit = LIMITS.iter().any(|word| self.rest.trim_start().starts_with(word));
        !limit && !NOT_ALONE.iter().any(|word| self.rest.contains(word)) && all(self.rest).is_empty()
    }

    /// Whether what follows is other words, and no further digits or parts of a code.
    fn is_apart(&self) -> bool {
        self.named || self.rest.starts_with(|c: char| c.is_whitespace() || c == '(')
    }
}

/// Whether a day lies in an era.
fn within(era: Era, days: i32) -> bool {
    let first = |era: Era| days_of(era.first.0, era.first.1, era.first.2).unwrap_or(i32::MIN);
    let at = ERAS.iter().position(|known| known.name == era.name).unwrap_or(0);
    let next = at.checked_sub(1).map_or(i32::MAX, |at| first(ERAS[at]));
    (first(era)..next).contains(&days)
}

/// The date that a text (NFKC) begins with, whether there is such a day or not.
pub(crate) fn leading(text: &str) -> Option<WrittenDate<'_>> {
    let (era, rest) = era(text);
    let (year, rest) = number(rest, 4).filter(|(year, _)| era.is_some() || *year >= 1000)?;
    let rest = rest.trim_start();
    let separator = rest.chars().next()?;
    let (ends, named) = match separator {
        '年' => (['年', '月'], true),
        '-' | '/' | '.' => ([separator; 2], false),
        _ => return None,
    };
    let after = rest.strip_prefix(ends[0])?;
    let fiscal = named && after.starts_with('度');
    let after = after.strip_prefix('度').filter(|_| fiscal).unwrap_or(after);
    let (month, rest) = number(after.trim_start(), 2)?;
    let (day, rest) = number(rest.trim_start().strip_prefix(ends[1])?.trim_start(), 2)?;
    let rest = if named { rest.trim_start().strip_prefix('日')? } else { rest };
    let full = !named && rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | '.'));
    (!full).then_some(WrittenDate { era, year: year as i32, fiscal, month, day, named, rest })
}

fn era(text: &str) -> (Option<Era>, &str) {
    let mut written = ERAS.iter().map(|era| (era.name, era)).chain(ERAS.iter().map(|era| (era.letter, era)));
    let found = written.find_map(|(name, era)| {
        let head = text.get(..name.len()).filter(|head| head.eq_ignore_ascii_case(name))?;
        Some((Some(*era), text[head.len()..].trim_start().trim_start_matches('.')))
    });
    found.unwrap_or((None, text))
}

/// A number of at most so many digits.
fn number(text: &str, most: usize) -> Option<(u32, &str)> {
    if let Some(rest) = text.strip_prefix('元') {
        return Some((1, rest));
    }
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..end].parse().ok().filter(|_| end <= most)?, &text[end..]))
}

/// Nothing, a time of day, or a day of the week in brackets.
fn is_time(rest: &str) -> bool {
    let time = rest.trim();
    let weekday = time.strip_prefix('(').and_then(|time| time.split_once(')')).filter(|(day, _)| is_weekday(day));
    let time = weekday.map_or(time, |(_, after)| after.trim());
    let time = time.strip_prefix('T').unwrap_or(time);
    let clock = time.chars().all(|c| c.is_ascii_digit() || ":.Z+- ".contains(c)) && time.contains(':');
    time.is_empty() || clock && (weekday.is_some() || rest.starts_with(['T', ' ', '\n', '\u{3000}']))
}

fn is_weekday(text: &str) -> bool {
    let day = text.trim().trim_end_matches("曜日").trim_end_matches('曜');
    let english = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    day.chars().count() == 1 && day.contains(['日', '月', '火', '水', '木', '金', '土', '祝'])
        || english.iter().any(|known| day.to_lowercase().starts_with(known))
}

/// All dates that stand in a text (NFKC), each with where it begins.
pub(crate) fn all(text: &str) -> Vec<(usize, WrittenDate<'_>)> {
    let mut found: Vec<(usize, WrittenDate<'_>)> = Vec::new();
    let (mut at, mut before) = (0, ' ');
    while let Some(c) = text[at..].chars().next() {
        let inside = before.is_ascii_alphanumeric();
        match leading(&text[at..]).filter(|_| !inside) {
            Some(written) => {
                let end = text.len() - written.rest.len();
                found.push((at, written));
                (at, before) = (end, ' ');
            }
            None => {
                before = c;
                at += c.len_utf8();
            }
        }
    }
    found
}

/// Reads a date from a plain number, in a column that holds dates.
pub(crate) fn of_number(value: f64) -> Option<DateReading> {
    let read = |days: Option<i32>, rule| days.map(|days| DateReading { days, rules: vec![rule] });
    if value.fract() == 0.0 && (10_000_101.0..=99_991_231.0).contains(&value) {
        let whole = value as u32;
        return read(days_of((whole / 10_000) as i32, whole / 100 % 100, whole % 100), DateRule::Compact);
    }
    if value < LEAST_SERIAL {
        return None;
    }
    read(days_of_serial(value), DateRule::Serial)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::calendar::iso;

    fn date(text: &str) -> Option<String> {
        read(text).map(|reading| iso(reading.days))
    }

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
            ("R.5.4.1", "2023-04-01"),
            ("r5/4/1", "2023-04-01"),
            ("令和元年\n5月24日", "2019-05-24"),
            ("平成31年4月1日", "2019-04-01"),
            ("2022-04-28 16:11:47", "2022-04-28"),
            ("2022-04-28T16:11:47Z", "2022-04-28"),
            ("令和5年4月1日（土）", "2023-04-01"),
            ("2023/4/1(土) 10:30", "2023-04-01"),
        ];
        for (text, expected) in cases {
            assert_eq!(date(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_full_date_stays_text() {
        for text in [
            "4/1/2023",
            "2023年4月",
            "平成28月1月18日",
            "2023-02-30",
            "23/4/1",
            "H23.7.13\nH23.10.17",
            "R",
            "2023",
            "2023-04-01-7",
            "2023-04-01A",
            "2023-04-0113",
            "平成60年1月1日",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn what_was_mended_is_known() {
        let rules = |text: &str| read(text).unwrap().rules;
        assert_eq!(rules("令和元年5月1日"), [DateRule::Era]);
        assert_eq!(rules("令和元年4月1日"), [DateRule::Era, DateRule::OutsideEra]);
        assert_eq!(rules("平成31年5月1日"), [DateRule::Era, DateRule::OutsideEra]);
        assert_eq!(rules("平成31年度4月1日"), [DateRule::Era, DateRule::FiscalYear]);
        assert_eq!(rules("2004年05月18日 社員総会の決議(第2号)"), [DateRule::Text, DateRule::WordsBehind]);
        assert_eq!(read("平成31年度2月1日"), None, "may be of 2019 or 2020");
    }

    #[test]
    fn numbers_are_dates_only_where_they_can_be() {
        let of = |value| of_number(value).map(|reading| iso(reading.days));
        assert_eq!(of(45_017.0).as_deref(), Some("2023-04-01"));
        assert_eq!(of(20_230_401.0).as_deref(), Some("2023-04-01"));
        assert_eq!((of(2015.0), of(60.0), of(-5.0), of(2_958_466.0)), (None, None, None, None));
    }
}
