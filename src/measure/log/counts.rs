//! The counts of a log: one pass over its rows for each thing that it is counted by.

use crate::notation::calendar::{date_of, days_of};
use crate::notation::{fold, may_be_no_answer};
use crate::panel::{EventLog, EventWords, UNKNOWN_TIME, UNKNOWN_WORD};

use super::Log;

/// The latest hour that tables tell: 47:59 is the end of the day after.
pub(super) const HOURS: usize = 48;

/// A month that the log covers.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Month {
    pub year: i32,
    pub month: u32,
    /// First and last day that the log covers.
    pub days: (i32, i32),
    /// Days on which there may be events.
    pub open: usize,
}

/// A log with the days that it covers.
pub(super) struct Covered<'l> {
    pub log: &'l EventLog,
    /// First and last day.
    pub days: (i32, i32),
    pub months: Vec<Month>,
    /// Of each day from the first on: the index of its month.
    month_of: Vec<u32>,
}

impl<'l> Covered<'l> {
    /// Nothing of an empty log.
    pub fn of(measure: &Log, log: &'l EventLog) -> Option<Covered<'l>> {
        let span = log.span()?;
        let (year, month, _) = date_of(*span.start());
        let first = measure.day("from").or_else(|| days_of(year, month, 1))?;
        let last = measure.day("to").unwrap_or_else(|| last_of_month(*span.end()));
        if first > last || i64::from(last) - i64::from(first) > 200 * 366 {
            return None;
        }
        let mut months: Vec<Month> = Vec::new();
        let mut month_of = Vec::with_capacity((last - first + 1) as usize);
        for day in first..=last {
            let (year, month, _) = date_of(day);
            if months.last().is_none_or(|known| (known.year, known.month) != (year, month)) {
                months.push(Month { year, month, days: (day, day), open: 0 });
            }
            let at = months.len() - 1;
            months[at].days.1 = day;
            months[at].open += usize::from(log.is_open(day));
            month_of.push(at as u32);
        }
        Some(Covered { log, days: (first, last), months, month_of })
    }

    /// The month of a day; nothing of one that the log does not cover.
    pub fn month(&self, day: i32) -> Option<usize> {
        self.month_of.get(usize::try_from(day - self.days.0).ok()?).map(|at| *at as usize)
    }

    /// Whether a row is of a day that the log covers.
    pub fn covers(&self, row: usize) -> bool {
        (self.days.0..=self.days.1).contains(&self.log.days[row])
    }

    /// Days on which there may be events, from one to another.
    pub fn open_days(&self, from: i32, to: i32) -> usize {
        (from..=to).filter(|day| self.log.is_open(*day)).count()
    }

    /// Rows month by month, those that are wanted.
    pub fn by_month(&self, wanted: impl Fn(usize) -> bool) -> Vec<f64> {
        let mut counts = vec![0.0; self.months.len()];
        for (row, day) in self.log.days.iter().enumerate() {
            if let Some(month) = self.month(*day).filter(|_| wanted(row)) {
                counts[month] += 1.0;
            }
        }
        counts
    }

    /// Rows by weekday (0 for Monday) and written hour, [`HOURS`] for those without one; of the day that the row belongs to.
    pub fn by_weekday_and_hour(&self) -> Vec<[usize; HOURS + 1]> {
        let mut counts = vec![[0; HOURS + 1]; 7];
        for row in (0..self.log.rows()).filter(|row| self.covers(*row)) {
            let weekday = weekday(self.log.days[row]);
            counts[weekday][hour(self.log, row)] += 1;
        }
        counts
    }

    /// How many rows are of days that the log covers.
    pub fn rows(&self) -> usize {
        (0..self.log.rows()).filter(|row| self.covers(*row)).count()
    }
}

/// The written hour of a row; [`HOURS`] where it has none.
pub(super) fn hour(log: &EventLog, row: usize) -> usize {
    match log.minutes.get(row) {
        None | Some(&UNKNOWN_TIME) => HOURS,
        Some(&minutes) => usize::from(minutes / 60).min(HOURS - 1),
    }
}

/// 0 for Monday.
pub(super) fn weekday(day: i32) -> usize {
    (day + 3).rem_euclid(7) as usize
}

fn last_of_month(day: i32) -> i32 {
    let (year, month, _) = date_of(day);
    let next = if month == 12 { days_of(year + 1, 1, 1) } else { days_of(year, month + 1, 1) };
    next.map_or(day, |next| next - 1)
}

/// The words of a column with how often each occurs among rows that are wanted, and how often nothing is known.
pub(super) struct WordCounts {
    /// Index of the word and count: the most frequent first, equals in natural order.
    pub known: Vec<(usize, usize)>,
    pub unknown: usize,
}

/// Which words of a column say that nothing is known.
pub(super) fn unknown_words(column: &EventWords, said: &[String]) -> Vec<bool> {
    let said: Vec<String> = said.iter().map(|word| fold(word)).collect();
    column.words.iter().map(|word| said.contains(&fold(word)) || may_be_no_answer(word)).collect()
}

pub(super) fn by_word(column: &EventWords, unknown: &[bool], wanted: impl Fn(usize) -> bool) -> WordCounts {
    let mut counts = vec![0; column.words.len()];
    let mut missing = 0;
    for (_, &at) in column.at.iter().enumerate().filter(|(row, _)| wanted(*row)) {
        match at {
            UNKNOWN_WORD => missing += 1,
            at if unknown[at as usize] => missing += 1,
            _ => counts[at as usize] += 1,
        }
    }
    let mut known: Vec<(usize, usize)> = counts.into_iter().enumerate().filter(|(_, count)| *count > 0).collect();
    known.sort_by(|(a, x), (b, y)| {
        y.cmp(x).then_with(|| crate::notation::natural(&column.words[*a], &column.words[*b]))
    });
    WordCounts { known, unknown: missing }
}
