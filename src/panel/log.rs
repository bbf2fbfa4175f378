//! What happened when: logs and ledgers. Their rows are no units, and the panel keeps of them what is counted.

use std::ops::RangeInclusive;

use indexmap::IndexMap;

use crate::study::DayRule;

/// The rows of a source of events that have a date, in the order of the files.
#[derive(Clone, Debug, Default)]
pub struct EventLog {
    /// Day that each row belongs to, as days since 1970-01-01: that on which the business day began.
    pub days: Vec<i32>,
    /// Minutes since that day's midnight, beyond 1,439 after the next one; [`UNKNOWN_TIME`] where the row has no time. Empty where no column of times
    /// is named.
    pub minutes: Vec<u16>,
    /// Whom or what each row is about, where a column says it.
    pub who: Option<EventWords>,
    /// Amount of each row of a ledger; NaN where it is missing.
    pub amounts: Vec<f64>,
    /// What the other columns say, those that the study speaks of.
    pub columns: IndexMap<String, EventWords>,
    /// Days on which there may be events; all where empty.
    pub open: Vec<DayRule>,
    /// Days on which there are none.
    pub closed: Vec<DayRule>,
    /// Hour at which a day begins.
    pub day_starts: u32,
    /// First month of the fiscal year.
    pub fiscal_year_starts: u32,
    /// Whether the rows have amounts.
    pub ledger: bool,
}

/// A row without a time.
pub const UNKNOWN_TIME: u16 = u16::MAX;

/// A row of which a column says nothing.
pub const UNKNOWN_WORD: u32 = u32::MAX;

/// What a column says of each row.
#[derive(Clone, Debug, Default)]
pub struct EventWords {
    /// Each once, in the order of the rows.
    pub words: Vec<String>,
    /// Of each row, by index; [`UNKNOWN_WORD`] where it says nothing.
    pub at: Vec<u32>,
}

impl EventLog {
    /// Whether there may be events on a day.
    pub fn is_open(&self, day: i32) -> bool {
        let open = self.open.is_empty() || self.open.iter().any(|rule| rule.holds(day));
        open && !self.closed.iter().any(|rule| rule.holds(day))
    }

    /// First and last day; nothing of an empty log.
    pub fn span(&self) -> Option<RangeInclusive<i32>> {
        Some(*self.days.iter().min()?..=*self.days.iter().max()?)
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.days.len()
    }
}
