//! Dates as they are written outside of Japan: `25/12/2021`, `12/25/2021`, `25 December 2021`, `Dec 25, 2021`.

use std::ops::RangeInclusive;

use super::calendar::days_of;
use super::dates::{DateReading, DateRule};
use super::months::month_in_words;
use crate::text::even;

/// Years that dates are of; codes have others.
const YEARS: RangeInclusive<u32> = 1868..=2100;

/// What stands first in dates that are three numbers with the year last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateOrder {
    /// `25/12/2021`.
    Day,
    /// `12/25/2021`.
    Month,
}

/// Why the order stays open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OpenOrder {
    /// Hardly a date can be read in one way only.
    Untold,
    /// Some can only have the day first, and some only the month.
    Both,
}

/// What the texts of a column say about the order of their dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Orders {
    /// Texts that are such dates.
    pub dates: usize,
    /// Those that can only have the day first.
    day: usize,
    /// Those that can only have the month first.
    month: usize,
    /// Whether other cells are dates.
    beside_dates: bool,
}

/// Of so many dates at least one must tell the order: one in ten days of a month would be a typing error.
const TELLING: usize = 10;

impl Orders {
    /// Counts the texts; `beside_dates` says whether the column holds other dates too.
    pub fn of<'t>(texts: impl Iterator<Item = &'t str>, beside_dates: bool) -> Orders {
        let mut orders = Orders { beside_dates, ..Orders::default() };
        for numbers in texts.filter_map(numbers) {
            let [day, month] = [DateOrder::Day, DateOrder::Month].map(|order| order.days(numbers).is_some());
            orders.dates += usize::from(day || month);
            orders.day += usize::from(day && !month);
            orders.month += usize::from(month && !day);
        }
        orders
    }

    /// These and those of another column.
    pub fn with(self, other: Orders) -> Orders {
        Orders {
            dates: self.dates + other.dates,
            day: self.day + other.day,
            month: self.month + other.month,
            beside_dates: self.beside_dates || other.beside_dates,
        }
    }

    /// Whether all of them can be read in one way only and stand beside cells that are dates already: a spreadsheet program of
    /// another country leaves such texts, and makes dates of the others with day and month exchanged.
    pub fn leave_doubt(self) -> bool {
        self.beside_dates && self.dates > 0 && self.day + self.month == self.dates && self.order().is_ok()
    }

    /// The order by any date that tells it: programs that write times make no slips.
    pub fn told(self) -> Result<DateOrder, OpenOrder> {
        match (self.day, self.month) {
            (1.., 1..) => Err(OpenOrder::Both),
            (1.., 0) => Ok(DateOrder::Day),
            (0, 1..) => Ok(DateOrder::Month),
            (0, 0) => Err(OpenOrder::Untold),
        }
    }

    /// The order, or why it stays open.
    pub fn order(self) -> Result<DateOrder, OpenOrder> {
        let telling = self.day + self.month;
        match (self.day, self.month) {
            (1.., 1..) => Err(OpenOrder::Both),
            _ if TELLING * telling < self.dates || telling == 0 => Err(OpenOrder::Untold),
            (0, _) => Ok(DateOrder::Month),
            (_, 0) => Ok(DateOrder::Day),
        }
    }
}

impl DateOrder {
    /// Reads a date in this order.
    pub fn read(self, text: &str) -> Option<DateReading> {
        let rule = match self {
            DateOrder::Day => DateRule::DayFirst,
            DateOrder::Month => DateRule::MonthFirst,
        };
        Some(DateReading { days: self.days(numbers(text)?)?, rules: vec![rule] })
    }

    fn days(self, [first, second, year]: [u32; 3]) -> Option<i32> {
        let (month, day) = match self {
            DateOrder::Day => (second, first),
            DateOrder::Month => (first, second),
        };
        days_of(year as i32, month, day)
    }
}

/// Two numbers and a year of four digits, with one sign between them; a time of day may follow. Numbers with hyphens have two digits,
/// since `1-2-2021` may be a code.
fn numbers(text: &str) -> Option<[u32; 3]> {
    let text = text.trim();
    if text.len() > 40 || !text.starts_with(|c: char| c.is_numeric()) {
        return None;
    }
    let plain = even(text);
    let date = without_time(plain.trim());
    let sign = date.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '/' | '-' | '.'))?;
    let least = if sign == '-' { 2 } else { 1 };
    let mut parts = date.split(sign).map(|part| (part.len(), part.parse::<u32>()));
    let mut next = |lengths: RangeInclusive<usize>| {
        let (length, value) = parts.next()?;
        value.ok().filter(|_| lengths.contains(&length))
    };
    let found = [next(least..=2)?, next(least..=2)?, next(4..=4)?];
    (YEARS.contains(&found[2]) && parts.next().is_none()).then_some(found)
}

/// A date without the time of day behind it.
fn without_time(text: &str) -> &str {
    let Some((date, time)) = text.rsplit_once(' ') else { return text };
    let clock = |time: &str| time.contains(':') && time.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.'));
    match (clock(time), date.rsplit_once(' ')) {
        (true, _) => date.trim_end(),
        (_, Some((date, hours))) if clock(hours) && matches!(&*time.to_lowercase(), "am" | "pm") => date.trim_end(),
        _ => text,
    }
}

/// Reads a date with the month in words.
pub(crate) fn in_words(plain: &str) -> Option<DateReading> {
    if plain.len() > 40 || !plain.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let lower = plain.to_ascii_lowercase();
    let words: Vec<&str> =
        without_time(&lower).split([' ', ',', '-', '.', '/']).filter(|word| !word.is_empty()).collect();
    let words = if is_weekday(words.first()?) { &words[1..] } else { &words[..] };
    let &[first, second, year] = words else { return None };
    let (month, day) = match (month_in_words(first), month_in_words(second)) {
        (Some(month), None) => (month, second),
        (None, Some(month)) => (month, first),
        _ => return None,
    };
    let ending = ["st", "nd", "rd", "th"].iter().find_map(|ending| day.strip_suffix(ending));
    let year: u32 = Some(year).filter(|year| year.len() == 4)?.parse().ok().filter(|year| YEARS.contains(year))?;
    Some(DateReading {
        days: days_of(year as i32, month, ending.unwrap_or(day).parse().ok()?)?,
        rules: vec![DateRule::Text],
    })
}

fn is_weekday(word: &str) -> bool {
    let days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    days.iter().any(|day| *day == word || day[..3] == *word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::notation::calendar::iso;

    fn orders(texts: &[&str], beside_dates: bool) -> Result<DateOrder, OpenOrder> {
        Orders::of(texts.iter().copied(), beside_dates).order()
    }

    #[test]
    fn one_day_beyond_the_twelfth_tells_the_order() {
        assert_eq!(orders(&["03/04/2021", " 25/12/2021"], false), Ok(DateOrder::Day));
        assert_eq!(orders(&["03/04/2021", "12/25/2021 9:05 pm"], false), Ok(DateOrder::Month));
        assert_eq!(orders(&["03/04/2021"], false), Err(OpenOrder::Untold));
        assert_eq!(orders(&["13/04/2021", "04/13/2021"], false), Err(OpenOrder::Both));
        let mut many: Vec<String> = (1..=12).map(|month| format!("{month}/01/2021")).collect();
        many.push("31/12/2021".into());
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(orders(&many, false), Err(OpenOrder::Untold), "one slip among many tells nothing");
    }

    #[test]
    fn texts_that_can_be_read_in_one_way_only_leave_doubt_about_the_dates_beside_them() {
        let doubt = |texts: &[&str], beside| {
            let orders = Orders::of(texts.iter().copied(), beside);
            (orders.order(), orders.leave_doubt())
        };
        assert_eq!(doubt(&["25/04/2021", "30/04/2021"], true), (Ok(DateOrder::Day), true));
        assert_eq!(doubt(&["04/25/2021", "04/30/2021"], true), (Ok(DateOrder::Month), true));
        assert_eq!(doubt(&["25/04/2021", "03/04/2021"], true), (Ok(DateOrder::Day), false));
        assert_eq!(doubt(&["25/04/2021", "30/04/2021"], false), (Ok(DateOrder::Day), false));
    }

    #[test]
    fn what_is_no_date_tells_nothing() {
        let others = [
            "1.2.3",
            "25/12",
            "25/12/21",
            "2021/12/25",
            "192.168.10.2021",
            "45/45/2021",
            "31/02/2021",
            "1-13-2021",
            "02-15-1203",
            "15.04.2021 31.03.2022",
            "13.04.2021 1200",
            "25/12/2021 3",
        ];
        let counted = Orders::of(others.into_iter(), false);
        assert_eq!(counted, Orders::default());
    }

    #[test]
    fn months_in_words_leave_no_doubt() {
        let read = |text: &str| in_words(text).map(|reading| iso(reading.days));
        for text in ["25 December 2021", "25th Dec 2021", "Dec 25, 2021", "Saturday, December 25, 2021", "25-Dec-2021"]
        {
            assert_eq!(read(text).as_deref(), Some("2021-12-25"), "{text}");
        }
        assert_eq!(read("1 Sept. 2020 10:30").as_deref(), Some("2020-09-01"));
        for text in [
            "31 June 2021",
            "December 2021",
            "May 5 people 2021",
            "Marches 5 2021",
            "25 Dec 21",
            "JAN-12-4901",
            "a b c",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn days_come_back_in_either_order(days in -20_000_i32..30_000, sign in prop::sample::select(vec!['/', '-', '.'])) {
            let text = iso(days);
            let [year, month, day] = [&text[..4], &text[5..7], &text[8..]];
            let back = |order: DateOrder, text: String| order.read(&text).map(|reading| reading.days);
            prop_assert_eq!(back(DateOrder::Day, format!("{day}{sign}{month}{sign}{year}")), Some(days));
            prop_assert_eq!(back(DateOrder::Month, format!("{month}{sign}{day}{sign}{year} 10:30 AM")), Some(days));
        }
    }
}
