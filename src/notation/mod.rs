//! How people write what a cell means, one file for each notation: numbers, dates, years, periods, amounts, units, answers.
//! Everything here is a pure function of text.

pub(crate) mod absent;
mod amounts;
mod bands;
mod brackets;
pub mod calendar;
pub(crate) mod chronology;
mod clock;
mod commas;
mod counted;
pub(crate) mod currencies;
pub(crate) mod dates;
mod day_rule;
mod days;
mod doubt;
mod folding;
#[doc(hidden)]
pub mod fuzzing;
mod glimpse;
pub(crate) mod heading_units;
mod labelled;
mod ladder;
pub mod months;
mod myriads;
mod no_answers;
mod number_rule;
pub(crate) mod numbers;
mod order;
pub(crate) mod period;
mod relative;
mod several;
pub(crate) mod steps;
mod unit_words;
pub(crate) mod units;
pub(crate) mod western_dates;
pub mod years;
pub(crate) mod yes_no;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod published;

pub(crate) use absent::{Absent, absent, is_cross, is_dash, is_unknowing, may_be_no_answer};
pub(crate) use amounts::amount;
pub(crate) use bands::ranks;
pub(crate) use clock::{as_clock, clock};
pub(crate) use commas::{CommaRead, Commas};
pub(crate) use currencies::{counted_as, currency, currency_counted};
pub(crate) use days::day;
pub(crate) use doubt::{Doubt, DoubtKind, Suggested};
pub(crate) use heading_units::{HeadingUnit, bare, split, unit};
pub(crate) use labelled::{Labelled, is_none, labelled};
pub(crate) use ladder::{Ladder, Ladders};
pub(crate) use myriads::read as myriads;
pub(crate) use no_answers::no_answers;
pub(crate) use several::{Set, parts};
pub(crate) use steps::{ScaleAnswer, answer};
pub(crate) use units::{Counted, beside, measured, shifted};

pub use chronology::chronology;
pub use folding::{fold, fold_spaces};
pub use glimpse::several_answers;
pub use order::{as_levels, natural};
pub use period::{at_known_period, common_word, in_years, period_name};
pub use relative::Relative;
pub use unit_words::{are_hours_of_day, currency_named, different_units};

/// Whether so many of the cells of a column are written in one way that this is how the column is written.
pub(crate) fn is_notation(cells: usize, filled: usize) -> bool {
    const MOSTLY: f64 = 0.8;
    cells as f64 >= MOSTLY * filled as f64
}
