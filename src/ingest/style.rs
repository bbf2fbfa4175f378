//! How a number is shown.

use serde::{Deserialize, Serialize};

/// How the number in a cell is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// What the number format makes of it.
    pub kind: FormatKind,
    /// By how many thousands it is divided for showing: 1 where a stored 1,234,567 is shown as 1,235, 2 where it is shown as 1.
    /// The value stays the stored one.
    pub thousands: u8,
}

/// What a number format makes of a number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormatKind {
    /// A number.
    #[default]
    Plain,
    /// A percentage: 0.45 is shown as 45 %.
    Percent,
    /// An amount of money, with the sign of its currency: `¥`, `$`, `£`, `€`, `元`, `CHF`; `¤` where it is that of the country
    /// in which the file is opened.
    Currency(String),
    /// A number with another text beside it, which the format adds: `人`, `千円`, `%` (of a stored 45).
    Unit(String),
    /// A whole number with leading zeros, such as an id. The text stands for it with a `0` for each digit: `00000`, `000-0000`.
    Padded(String),
    /// A time of day.
    Time,
    /// A duration in hours, minutes or seconds, a day being 1: `[h]:mm`.
    Duration,
    /// A date, with or without a time.
    Date,
}

pub(super) static PLAIN: Shown = Shown { kind: FormatKind::Plain, thousands: 0 };
