//! When a row was answered: the time stamp that forms put beside their answers.

use crate::diag::{Diagnostic, Sink};
use crate::ingest::{Raw, RawTable};
use crate::notation::calendar::{date_of, days_of_serial};
use crate::notation::western_dates::{DateOrder, Orders};
use crate::notation::{self, fold};
use crate::phrase;
use crate::text::even;

/// Headings of time stamps, as [`fold`] leaves them.
const STAMPS: [&str; 14] = [
    "タイムスタンプ",
    "timestamp",
    "回答日時",
    "送信日時",
    "登録日時",
    "完了時刻",
    "completiontime",
    "submissiontime",
    "_submission_time",
    "submissiondate",
    "submittedat",
    "recordeddate",
    "enddate",
    "end",
];

/// The column that says when each row was answered, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tidy) struct TimestampColumn {
    /// Column of the table.
    pub column: usize,
    /// What stands first in times with the year last.
    order: Option<DateOrder>,
}

/// Why a column with the heading of a time stamp tells no order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Untold {
    /// The day or the month may stand first.
    Order,
    /// In so many rows there is no time.
    Rows(usize),
}

/// The column that says when each row was answered, where every row has a time that can be put in order.
pub(in crate::tidy) fn column(table: &RawTable) -> Option<TimestampColumn> {
    stamped(table).find_map(|column| read(table, column).ok())
}

/// Says why the order of the answers is not known, where a column says when they were given and it cannot be read.
pub(in crate::tidy) fn unclear(table: &RawTable, sink: &mut Sink) {
    let Some((column, why)) = stamped(table).find_map(|column| Some((column, read(table, column).err()?))) else {
        return;
    };
    let heading = &table.headings[column].text;
    let problem = match why {
        Untold::Order => {
            let message = phrase!(
                "Which row of a unit is the last one hangs on `{column}`, whose times may have the day or the month first",
                column = heading
            );
            let hint = phrase!(
                "Write them as 2021-04-03, or mark the column in Excel and give it the format of a date; or leave out the rows that do not count in the sheet Data to check"
            );
            Diagnostic::error("date-order-unclear", message).hint(hint)
        }
        Untold::Rows(n) => {
            let message = phrase!(
                "{n} {n?row has|rows have} no time in `{column}`, so that the order of the rows, and not the time, says which row of a unit counts",
                n = n,
                column = heading
            );
            Diagnostic::warning("answer-without-time", message)
                .hint(phrase!("Fill in the times, or put the rows in order"))
        }
    };
    sink.push(problem.at(table.heading_place(column)));
}

fn stamped(table: &RawTable) -> impl Iterator<Item = usize> + '_ {
    (0..table.headings.len()).filter(|&column| STAMPS.contains(&fold(&table.headings[column].text).as_str()))
}

fn read(table: &RawTable, column: usize) -> Result<TimestampColumn, Untold> {
    let rows = || (0..table.rows.len()).map(|row| table.get(row, column));
    let western: Vec<&str> = rows()
        .filter_map(|cell| match cell {
            Raw::Text(text) if written(text).is_none() => Some(text),
            _ => None,
        })
        .collect();
    let orders = Orders::of(western.iter().copied(), western.len() < table.rows.len());
    let order = match orders.told() {
        _ if orders.dates == 0 => None,
        // Dates beside texts are those of a spreadsheet program that read the others in another order.
        Err(_) => return Err(Untold::Order),
        Ok(_) if orders.leave_doubt() => return Err(Untold::Order),
        Ok(order) => Some(order),
    };
    let answered = TimestampColumn { column, order };
    match rows().filter(|cell| answered.moment(*cell).is_none()).count() {
        0 => Ok(answered),
        n => Err(Untold::Rows(n)),
    }
}

impl TimestampColumn {
    /// A cell's time as a number that grows: days of the calendar of spreadsheets, or of months of 31 days, with the time of day.
    pub fn moment(self, cell: Raw<'_>) -> Option<f64> {
        match cell {
            Raw::Date(serial) => Some(of_serial(serial)),
            Raw::Text(text) => written(text).or_else(|| western(text, self.order?)),
            _ => None,
        }
    }
}

/// In the same count as times that are written.
fn of_serial(serial: f64) -> f64 {
    days_of_serial(serial).map_or(serial, |days| in_order(date_of(days)) + serial.fract())
}

/// `25/04/2021 10:05`, in an order.
fn western(text: &str, order: DateOrder) -> Option<f64> {
    let day = in_order(date_of(order.read(text)?.days));
    let plain = even(text);
    let time = plain.trim().split_once(' ').and_then(|(_, time)| notation::clock(time)).unwrap_or(0.0);
    Some(day + time / 24.0)
}

/// `2025/04/01 10:05:00 午後 GMT+9`: year, month, day, hour, minute, second in this order; others could mean two days.
fn written(text: &str) -> Option<f64> {
    let plain = even(text).to_lowercase();
    let plain = plain.split("gmt").next().unwrap_or_default();
    let mut numbers = plain.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    let year: f64 = numbers.next().filter(|run| run.len() == 4)?.parse().ok()?;
    let mut parts: Vec<f64> = numbers.filter_map(|run| run.parse().ok()).take(5).collect();
    if parts.len() < 2 {
        return None;
    }
    parts.resize(5, 0.0);
    let late = plain.contains("午後") || plain.contains("pm");
    let hour = if late && parts[2] < 12.0 { parts[2] + 12.0 } else { parts[2] };
    let day = in_order((year, parts[0], parts[1]));
    Some(day + (hour * 3600.0 + parts[3] * 60.0 + parts[4]) / 86_400.0)
}

/// Days in months of 31 days: the numbers are put in order, never subtracted.
fn in_order((year, month, day): (impl Into<f64>, impl Into<f64>, impl Into<f64>)) -> f64 {
    (year.into() * 12.0 + month.into() - 1.0) * 31.0 + day.into() - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::western_dates::OpenOrder;

    #[test]
    fn times_stand_in_their_order() {
        let times = [
            "2024/12/31 23:59:59",
            "2025/04/01 9:00:00 午前 GMT+9",
            "2025/04/01 1:05:00 午後 GMT+9",
            "2025-04-01T13:06:00Z",
            "2025/04/02",
        ];
        let read: Vec<f64> = times.iter().map(|text| written(text).unwrap()).collect();
        assert!(read.windows(2).all(|pair| pair[0] < pair[1]), "{read:?}");
        assert_eq!(written("4/1/2025 10:00:00"), None, "it may be the 4th of January");
        assert_eq!(written("2025"), None);
    }

    #[test]
    fn times_with_the_day_first_stand_in_their_order() {
        let times =
            ["25/04/2024 9:05:00", "25/04/2024 10:00", "02/05/2024 8:00", "1/6/2024 1:00 am", "1/6/2024 1:00 pm"];
        let read: Vec<f64> = times.iter().map(|text| western(text, DateOrder::Day).unwrap()).collect();
        assert!(read.windows(2).all(|pair| pair[0] < pair[1]), "{read:?}");
        let serial = of_serial(45_407.5);
        assert_eq!(serial, written("2024/04/25 12:00").unwrap(), "cells that are dates are counted alike");
        assert_eq!(Orders::of(["1/2/2024", "13/2/2024"].into_iter(), false).told(), Ok(DateOrder::Day));
        assert_eq!(Orders::of(["1/2/2024", "3/2/2024"].into_iter(), false).told(), Err(OpenOrder::Untold));
    }
}
