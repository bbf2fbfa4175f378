//! Dates as they are written outside of Japan: `25/12/2021`, `12/25/2021`, `25 December 2021`, `Dec 25, 2021`.

use super::dates::{Reading, Rule};
use crate::ingest::calendar::days_of;
use crate::text::even;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// What stands first in dates that are three numbers with the year last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// `25/12/2021`.
    Day,
    /// `12/25/2021`.
    Month,
}

/// What the texts of a column say about the order of their dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Orders {
    /// Texts that are such dates.
    pub dates: usize,
    /// Those that can only have the day first.
    pub day: usize,
    /// Those that can only have the month first.
    pub month: usize,
}

impl Orders {
    /// Counts the texts.
    pub fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Orders {
        let mut orders = Orders::default();
        for [first, second, _] in texts.filter_map(numbers) {
            orders.dates += 1;
            orders.day += usize::from(first > 12 && second <= 12);
            orders.month += usize::from(second > 12 && first <= 12);
        }
        orders
    }

    /// The order, where at least one date tells and none tells otherwise.
    pub fn order(self) -> Option<Order> {
        match (self.day, self.month) {
            (1.., 0) => Some(Order::Day),
            (0, 1..) => Some(Order::Month),
            _ => None,
        }
    }
}

impl Order {
    /// Reads a date in this order.
    pub fn read(self, text: &str) -> Option<Reading> {
        let [first, second, year] = numbers(text)?;
        let (rule, month, day) = match self {
            Order::Day => (Rule::DayFirst, second, first),
            Order::Month => (Rule::MonthFirst, first, second),
        };
        Some(Reading { days: days_of(year as i32, month, day)?, rules: vec![rule] })
    }
}

/// Two numbers up to 31 and a year of four digits, with one sign between them; a time of day may follow.
fn numbers(text: &str) -> Option<[u32; 3]> {
    if text.len() > 40 || !text.starts_with(|c: char| c.is_numeric()) {
        return None;
    }
    let plain = even(text);
    let (date, time) = plain.trim().split_once(' ').unwrap_or((plain.trim(), ""));
    let sign = date.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '/' | '-' | '.'))?;
    let mut parts = date.split(sign).map(|part| (part.len(), part.parse::<u32>()));
    let mut next = |lengths: std::ops::RangeInclusive<usize>| {
        let (length, value) = parts.next()?;
        value.ok().filter(|_| lengths.contains(&length))
    };
    let found = [next(1..=2)?, next(1..=2)?, next(4..=4)?];
    let sound = (1..=31).contains(&found[0]) && (1..=31).contains(&found[1]) && found[2] >= 1000;
    let clock = time.chars().all(|c| c.is_ascii_digit() || ":. apmAPM".contains(c));
    (sound && clock && parts.next().is_none()).then_some(found)
}

/// Reads a date with the month in words.
pub(super) fn in_words(plain: &str) -> Option<Reading> {
    if plain.len() > 40 || !plain.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let lower = plain.to_ascii_lowercase();
    let words: Vec<&str> = lower.split([' ', ',', '-', '.', '/']).filter(|word| !word.is_empty()).collect();
    let words = if is_weekday(words.first()?) { &words[1..] } else { &words[..] };
    let &[first, second, year] = words else { return None };
    let (month, day) = match (month(first), month(second)) {
        (Some(month), None) => (month, second),
        (None, Some(month)) => (month, first),
        _ => return None,
    };
    let ending = ["st", "nd", "rd", "th"].iter().find_map(|ending| day.strip_suffix(ending));
    let year = Some(year).filter(|year| year.len() == 4)?.parse().ok()?;
    Some(Reading { days: days_of(year, month, ending.unwrap_or(day).parse().ok()?)?, rules: vec![Rule::Text] })
}

fn month(word: &str) -> Option<u32> {
    let short = if word == "sept" { "sep" } else { word };
    let at = MONTHS.iter().position(|month| *month == word || month[..3] == *short)?;
    Some(at as u32 + 1)
}

fn is_weekday(word: &str) -> bool {
    let days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    days.iter().any(|day| *day == word || day[..3] == *word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ingest::calendar::iso;

    fn orders(texts: &[&str]) -> Option<Order> {
        Orders::of(texts.iter().copied()).order()
    }

    #[test]
    fn one_day_beyond_the_twelfth_tells_the_order() {
        assert_eq!(orders(&["03/04/2021", "25/12/2021"]), Some(Order::Day));
        assert_eq!(orders(&["03/04/2021", "12/25/2021"]), Some(Order::Month));
        assert_eq!(orders(&["03/04/2021"]), None);
        assert_eq!(orders(&["13/04/2021", "04/13/2021"]), None);
        assert_eq!(orders(&["1.2.3", "25/12", "25/12/21", "2021/12/25", "192.168.10.2021", "45/45/2021"]), None);
    }

    #[test]
    fn months_in_words_leave_no_doubt() {
        let read = |text: &str| in_words(text).map(|reading| iso(reading.days));
        for text in ["25 December 2021", "25th Dec 2021", "Dec 25, 2021", "Saturday, December 25, 2021", "25-Dec-2021"]
        {
            assert_eq!(read(text).as_deref(), Some("2021-12-25"), "{text}");
        }
        assert_eq!(read("1 Sept. 2020").as_deref(), Some("2020-09-01"));
        for text in ["31 June 2021", "December 2021", "May 5 people 2021", "Marches 5 2021", "25 Dec 21", "a b c"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn days_come_back_in_either_order(days in -20_000_i32..30_000, sign in prop::sample::select(vec!['/', '-', '.'])) {
            let text = iso(days);
            let [year, month, day] = [&text[..4], &text[5..7], &text[8..]];
            let back = |order: Order, text: String| order.read(&text).map(|reading| reading.days);
            prop_assert_eq!(back(Order::Day, format!("{day}{sign}{month}{sign}{year}")), Some(days));
            prop_assert_eq!(back(Order::Month, format!("{month}{sign}{day}{sign}{year} 10:30 AM")), Some(days));
        }
    }
}
