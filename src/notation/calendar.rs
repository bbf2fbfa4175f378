//! The calendar behind Excel's serial numbers and written dates.

use chrono::{Datelike, NaiveDate};

/// 1970-01-01, counted from 0001-01-01 as day 1.
const DAY_1970: i32 = 719_163;

/// Days from the 1900 to the 1904 date system.
pub const DAYS_1904: f64 = 1462.0;

/// Excel's serial of 1970-01-01.
pub(crate) const SERIAL_1970: f64 = 25_569.0;

/// Excel's serial of 9999-12-31.
const LAST_SERIAL: f64 = 2_958_465.0;

/// Days since 1970-01-01 of a date of the Gregorian calendar; nothing where there is no such date.
pub fn days_of(year: i32, month: u32, day: u32) -> Option<i32> {
    let date = NaiveDate::from_ymd_opt(year, month, day).filter(|_| (1..=9999).contains(&year))?;
    Some(date.num_days_from_ce() - DAY_1970)
}

/// Year, month and day of days since 1970-01-01; of days beyond the years that the calendar knows, those of the first one.
pub fn date_of(days: i32) -> (i32, u32, u32) {
    let date = days.checked_add(DAY_1970).and_then(NaiveDate::from_num_days_from_ce_opt).unwrap_or(NaiveDate::MIN);
    (date.year(), date.month(), date.day())
}

/// `2023-04-01` of days since 1970-01-01.
pub fn iso(days: i32) -> String {
    let (year, month, day) = date_of(days);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Days since 1970-01-01 of an Excel serial of the 1900 system, the time of day dropped; nothing outside 1900–9999. Serial 60
/// is 1900-02-29, a day that never was.
pub fn days_of_serial(serial: f64) -> Option<i32> {
    let day = serial.floor();
    if !(1.0..=LAST_SERIAL).contains(&day) || day == 60.0 {
        return None;
    }
    let skipped = if day < 60.0 { 1.0 } else { 0.0 };
    Some((day + skipped - SERIAL_1970) as i32)
}

/// Excel serial (1900 system) of days since 1970-01-01.
pub fn serial_of(days: i32) -> f64 {
    let serial = f64::from(days) + SERIAL_1970;
    if serial <= 60.0 { serial - 1.0 } else { serial }
}

/// Excel serial of an ISO date such as `2023-04-01` or `2023-04-01T12:30:00Z`; the time of day is dropped.
pub fn iso_serial(text: &str) -> Option<f64> {
    let date = text.get(..10)?;
    let rest_is_time = matches!(text.as_bytes().get(10), None | Some(b'T' | b' '));
    let mut parts = date.split('-');
    let mut part = |length: usize| parts.next().filter(|part| part.len() == length)?.parse::<u32>().ok();
    let (year, month, day) = (part(4)?, part(2)?, part(2)?);
    let days = days_of(year as i32, month, day).filter(|_| rest_is_time)?;
    Some(f64::from(days) + SERIAL_1970)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serials_are_those_of_excel() {
        assert_eq!(days_of_serial(25_569.0), Some(0));
        assert_eq!(days_of_serial(45_017.75).map(iso).as_deref(), Some("2023-04-01"));
        assert_eq!(days_of_serial(1.0).map(iso).as_deref(), Some("1900-01-01"));
        assert_eq!(days_of_serial(59.0).map(iso).as_deref(), Some("1900-02-28"));
        assert_eq!((days_of_serial(60.0), days_of_serial(0.0), days_of_serial(3e6)), (None, None, None));
        assert!((-25_567..60_000).all(|days| days_of_serial(serial_of(days)) == Some(days)));
        assert_eq!(iso_serial("2023-04-01T10:00:00"), Some(45_017.0));
        assert_eq!((iso_serial("not a date"), iso_serial("2023-02-30")), (None, None));
    }

    #[test]
    fn every_day_of_four_centuries_comes_back() {
        for days in -150_000..150_000 {
            let (year, month, day) = date_of(days);
            assert_eq!(days_of(year, month, day), Some(days));
        }
    }
}
