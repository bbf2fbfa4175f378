//! A day that was read, and by what rules.

use crate::phrase;
use crate::text::Phrase;

/// How a cell was understood as a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DateRule {
    /// Text such as `2023/4/1`.
    Text,
    /// Text such as `令和5年4月1日`.
    Era,
    /// A date of an era before it began or after it ended: `令和元年4月1日`.
    OutsideEra,
    /// `平成31年度4月1日`.
    FiscalYear,
    /// Other words behind the date.
    WordsBehind,
    /// A plain number that is Excel's number of a date.
    Serial,
    /// A number such as 20230401.
    Compact,
    /// `25/12/2021`.
    DayFirst,
    /// `12/25/2021`.
    MonthFirst,
}

impl DateRule {
    /// What was understood.
    pub fn phrase(self) -> Phrase {
        match self {
            DateRule::Text => phrase!("text read as a date"),
            DateRule::Era => phrase!("a year of a Japanese era read as a date"),
            DateRule::OutsideEra => {
                phrase!("a date outside of its era mended by counting on: 令和元年4月1日 is 2019-04-01")
            }
            DateRule::FiscalYear => {
                phrase!("a fiscal year with month and day read as a date: 平成31年度4月1日 is 2019-04-01")
            }
            DateRule::WordsBehind => phrase!("words behind a date left aside"),
            DateRule::Serial => phrase!("a plain number read as an Excel date"),
            DateRule::Compact => phrase!("eight digits read as a date"),
            DateRule::DayFirst => phrase!("dates with the day first, then the month"),
            DateRule::MonthFirst => phrase!("dates with the month first, then the day"),
        }
    }
}

/// A date read from a cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DateReading {
    /// Days since 1970-01-01.
    pub days: i32,
    /// How it was understood; never empty.
    pub rules: Vec<DateRule>,
}

impl DateReading {
    /// Whether it is a date with the year last.
    pub fn is_western(&self) -> bool {
        self.rules.iter().any(|rule| matches!(rule, DateRule::DayFirst | DateRule::MonthFirst))
    }

    /// Whether the date is all that the cell says.
    pub fn is_alone(&self) -> bool {
        !self.rules.contains(&DateRule::WordsBehind)
    }
}
