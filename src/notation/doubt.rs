//! A cell that means something a person can see and a program must not guess.

/// Why a cell cannot be read without a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DoubtKind {
    /// Two amounts, or two dates.
    Several,
    /// `約30`, `30人以上`, `…ほか`, `10～20`.
    Rough,
    /// `@1,500円`.
    UnitPrice,
    /// `1,23`, `平成28月1月18日`.
    Mistyped,
    /// `2023-02-30`.
    Impossible,
    /// `令和5年4月`, `令和5年度`.
    Partial,
    /// `1,234` among commas for decimals.
    Comma,
    /// One value among other words.
    Words,
}

/// A value that a person may have meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Suggested {
    /// A number.
    Number(f64),
    /// Days since 1970-01-01.
    Day(i32),
}

/// What is the matter, and what may have been meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Doubt {
    /// What is the matter.
    pub kind: DoubtKind,
    /// What may have been meant.
    pub suggested: Option<Suggested>,
}

impl Doubt {
    /// With a number.
    pub fn number(kind: DoubtKind, value: Option<f64>) -> Doubt {
        Doubt { kind, suggested: value.map(Suggested::Number) }
    }

    /// With a day.
    pub fn day(kind: DoubtKind, days: Option<i32>) -> Doubt {
        Doubt { kind, suggested: days.map(Suggested::Day) }
    }
}
