//! Periods: what a cell, a sheet's name or the study calls a year is one period, however it is written.

use super::rows::id_of;
use crate::ingest::Raw;
use crate::ingest::calendar::{date_of, days_of_serial};
use crate::ingest::years::{Form, year_of};

/// A period as it is known from here on, and whether the cell said it in other characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Period {
    /// `2021`, `before`.
    pub name: String,
    /// How a year was written; absent for periods that are no years.
    pub form: Option<Form>,
    /// Whether full-width characters or spaces were evened out.
    pub evened: bool,
}

/// The name by which a period is known: the year of the Gregorian calendar where it is one (`R3`, `令和3年度`, `2021年`).
pub fn period_name(written: &str) -> String {
    year_of(written).map_or_else(|| written.to_string(), |(year, _)| year.to_string())
}

/// The period in a cell. Dates are years where the study says when its fiscal year starts.
pub(super) fn read(cell: Raw<'_>, fiscal_year_starts: Option<u32>) -> Option<Period> {
    if let (Raw::Date(serial), Some(month)) = (cell, fiscal_year_starts) {
        let year = fiscal_year(days_of_serial(serial)?, month);
        return Some(Period { name: year.to_string(), form: Some(Form::Plain), evened: false });
    }
    let name = id_of(cell)?;
    let evened = matches!(cell, Raw::Text(text) if text != name);
    match year_of(&name) {
        Some((year, form)) => Some(Period { name: year.to_string(), form: Some(form), evened }),
        None => Some(Period { name, form: None, evened }),
    }
}

/// The year in which the fiscal year of a day begins.
fn fiscal_year(days: i32, starts: u32) -> i32 {
    let (year, month, _) = date_of(days);
    if month < starts { year - 1 } else { year }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::calendar::days_of;

    #[test]
    fn fiscal_years_begin_in_their_month() {
        let day = |year, month, day| days_of(year, month, day).unwrap();
        assert_eq!(fiscal_year(day(2024, 3, 31), 4), 2023);
        assert_eq!(fiscal_year(day(2024, 4, 1), 4), 2024);
        assert_eq!(fiscal_year(day(2024, 1, 1), 1), 2024);
    }

    #[test]
    fn a_year_has_one_name() {
        let names = ["R3", "令和３年度", "2021", "FY2021"].map(period_name);
        assert_eq!(names, ["2021"; 4]);
        assert_eq!(period_name("before"), "before");
        let said = |text| read(Raw::Text(text), None).map(|period| period.name);
        assert_eq!(said(" Ｒ３ ").as_deref(), Some("2021"));
        assert_eq!(read(Raw::Number(2021.0), None).map(|period| period.name).as_deref(), Some("2021"));
        assert_eq!(read(Raw::Empty, None), None);
        let date = Raw::Date(45_016.0);
        assert_eq!(read(date, Some(4)).map(|period| period.name).as_deref(), Some("2022"), "2023-03-31");
        assert_eq!(read(date, None).map(|period| period.name).as_deref(), Some("2023-03-31"));
    }
}
