//! When a row was answered: the time stamp that forms put beside their answers.

use crate::ingest::{Raw, RawTable, fold};
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

/// The column that says when each row was answered, where every row has a time that can be put in order.
pub(super) fn column(table: &RawTable) -> Option<usize> {
    let stamped = |column: &usize| STAMPS.contains(&fold(&table.headings[*column].text).as_str());
    let timed = |column: &usize| (0..table.rows.len()).all(|row| moment(table.get(row, *column)).is_some());
    (0..table.headings.len()).filter(stamped).find(timed)
}

/// A cell's time as a number that grows: days of the calendar of spreadsheets, with the time of day.
pub(super) fn moment(cell: Raw<'_>) -> Option<f64> {
    match cell {
        Raw::Date(serial) => Some(serial),
        Raw::Text(text) => written(text),
        _ => None,
    }
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
    // Months of 31 days: the numbers are put in order, never subtracted.
    let day = (year * 12.0 + parts[0] - 1.0) * 31.0 + parts[1] - 1.0;
    Some(day + (hour * 3600.0 + parts[3] * 60.0 + parts[4]) / 86_400.0)
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
