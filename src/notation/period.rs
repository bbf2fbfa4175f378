//! What a text calls a year, a month or a day is one period, however it is written.

use super::calendar::{date_of, iso};
use super::dates;
use super::months::{month_name, month_of};
use super::western_dates::DateOrder;
use super::years::year_of;

/// A point in time, as precise as it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// A year.
    Year(i32),
    /// Year and month.
    Month(i32, u32),
    /// Days since 1970-01-01.
    Day(i32),
}

impl Moment {
    /// What a text says; dates with the year last only in the order that is told.
    pub fn of(text: &str, order: Option<DateOrder>) -> Option<Moment> {
        if let Some((year, _)) = year_of(text) {
            return Some(Moment::Year(year));
        }
        if let Some((year, month)) = month_of(text) {
            return Some(Moment::Month(year, month));
        }
        let day = dates::read(text).filter(dates::DateReading::is_alone);
        day.or_else(|| order?.read(text)).map(|reading| Moment::Day(reading.days))
    }

    /// Eight digits are a day, six a month, in a column of dates.
    pub fn of_number(value: f64) -> Option<Moment> {
        let whole = value as u32;
        let is_month = value.fract() == 0.0 && (185_001.0..=215_012.0).contains(&value);
        match is_month && (1..=12).contains(&(whole % 100)) {
            true => Some(Moment::Month((whole / 100) as i32, whole % 100)),
            false => dates::of_number(value).map(|reading| Moment::Day(reading.days)),
        }
    }

    /// The year in which its fiscal year begins.
    pub fn fiscal_year(self, starts: u32) -> i32 {
        match self {
            Moment::Year(year) => year,
            Moment::Month(year, month) => {
                if month < starts {
                    year - 1
                } else {
                    year
                }
            }
            Moment::Day(days) => fiscal_year(days, starts),
        }
    }

    /// The name by which the period is known.
    pub fn name(self) -> String {
        match self {
            Moment::Year(year) => year.to_string(),
            Moment::Month(year, month) => month_name((year, month)),
            Moment::Day(days) => iso(days),
        }
    }
}

/// The name by which a period is known: the year of the Gregorian calendar where it is one (`R3`, `令和3年度`, `2021年`), the month
/// or day of it (`2021年4月`), else as it is written.
pub fn period_name(written: &str) -> String {
    Moment::of(written, None).map_or_else(|| written.to_string(), Moment::name)
}

/// When a period is, in years: 2021 for `R3`, `令和3年度` and `2021`, a month as a part of its year; nothing for other periods.
pub fn in_years(written: &str) -> Option<f64> {
    match Moment::of(written, None)? {
        Moment::Year(year) => Some(f64::from(year)),
        Moment::Month(year, month) => Some(f64::from(year) + f64::from(month - 1) / 12.0),
        Moment::Day(_) => None,
    }
}

/// Whether a period is called by a common word for before (true) or after (false); nothing where it has a name of its own.
pub fn common_word(period: &str) -> Option<bool> {
    match period.to_lowercase().as_str() {
        "前" | "事前" | "before" | "pre" => Some(true),
        "後" | "事後" | "after" | "post" => Some(false),
        _ => None,
    }
}

/// A name with its period as it is known: `q/members@R4` is `q/members@2022`.
pub fn at_known_period(written: &str) -> String {
    match written.rsplit_once('@') {
        Some((name, period)) => format!("{name}@{}", period_name(period)),
        None => written.to_string(),
    }
}

/// Whether a period's name is a day or a month of a year.
pub(crate) fn is_within_a_year(name: &str) -> bool {
    !matches!(Moment::of(name, None), None | Some(Moment::Year(_)))
}

/// The year in which the fiscal year of a day begins.
fn fiscal_year(days: i32, starts: u32) -> i32 {
    let (year, month, _) = date_of(days);
    if month < starts { year - 1 } else { year }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::calendar::days_of;

    #[test]
    fn fiscal_years_begin_in_their_month() {
        let day = |year, month, day| days_of(year, month, day).unwrap();
        assert_eq!(fiscal_year(day(2024, 3, 31), 4), 2023);
        assert_eq!(fiscal_year(day(2024, 4, 1), 4), 2024);
        assert_eq!(fiscal_year(day(2024, 1, 1), 1), 2024);
        assert_eq!(Moment::of("2024年3月", None).map(|moment| moment.fiscal_year(4)), Some(2023));
        assert_eq!(Moment::of_number(202_403.0).map(|moment| moment.fiscal_year(4)), Some(2023));
        assert_eq!(Moment::of_number(20_240_401.0).map(|moment| moment.fiscal_year(4)), Some(2024));
        assert_eq!(Moment::of_number(45_016.0).map(|moment| moment.fiscal_year(4)), Some(2022), "2023-03-31");
    }

    #[test]
    fn a_period_has_one_name() {
        for (name, spellings) in [
            ("2021", vec!["R3", "令和３年度", "2021", "FY2021", "2021年度"]),
            ("2021-04", vec!["2021年4月", "令和3年4月", "2021-04", "Apr 2021"]),
            ("2021-04-01", vec!["2021/4/1", "令和3年4月1日", "1 April 2021"]),
            ("before", vec!["before"]),
            ("第1回", vec!["第1回"]),
        ] {
            spellings.into_iter().for_each(|written| assert_eq!(period_name(written), name, "{written}"));
        }
        assert_eq!(["q/y@R4", "q/y", "q/y@start+1"].map(at_known_period), ["q/y@2022", "q/y", "q/y@start+1"]);
    }
}
