//! Dates and times of events as cells write them.

use crate::ingest::Raw;
use crate::notation::calendar::days_of_serial;
use crate::notation::{clock, dates};

/// What a cell says, without blanks at its ends.
pub(super) fn said(cell: Raw<'_>) -> Option<String> {
    match cell {
        Raw::Text(text) => Some(text.trim().to_string()).filter(|text| !text.is_empty()),
        Raw::Number(value) => Some(value.to_string()),
        Raw::Bool(value) => Some(if value { "TRUE" } else { "FALSE" }.into()),
        Raw::Date(serial) => days_of_serial(serial).map(crate::notation::calendar::iso),
        Raw::Empty | Raw::Error(_) => None,
    }
}

/// Days since 1970-01-01 of a cell with a date, alone or before a time.
pub(super) fn day_of(cell: Raw<'_>) -> Option<i32> {
    match cell {
        Raw::Date(serial) => days_of_serial(serial),
        Raw::Number(value) => dates::of_number(value).map(|reading| reading.days),
        Raw::Text(text) => plain_day(text).or_else(|| {
            let (day, _) = parted(text);
            dates::read(day).or_else(|| dates::read(text)).map(|reading| reading.days)
        }),
        _ => None,
    }
}

/// `2024-04-03…` and `2024/4/3…` without a look at other notations: most logs hold nothing else.
fn plain_day(text: &str) -> Option<i32> {
    let bytes = text.as_bytes();
    let sign = *bytes.get(4)?;
    if !matches!(sign, b'-' | b'/') || !bytes[..4].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let rest = text.get(5..)?;
    let (month, rest) = rest.split_once(char::from(sign))?;
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let ends = matches!(rest.as_bytes().get(length), None | Some(b' ' | b'T'));
    let (year, month, day) = (text[..4].parse().ok()?, month.parse().ok()?, rest.get(..length)?.parse().ok()?);
    if ends && length <= 2 { crate::notation::calendar::days_of(year, month, day) } else { None }
}

/// A date and the time behind it.
fn parted(text: &str) -> (&str, &str) {
    let text = text.trim();
    let iso = text.find('T').filter(|at| text.as_bytes()[..*at].last().is_some_and(u8::is_ascii_digit));
    match text.rfind(char::is_whitespace).or(iso) {
        Some(at) => (text[..at].trim_end(), text[at..].trim_start_matches(|c: char| c.is_whitespace() || c == 'T')),
        None => (text, ""),
    }
}

/// Minutes since midnight. `alone`: the column holds times only; else what stands behind the date. `parts`: its numbers are parts of a day.
pub(super) fn minutes_of(cell: Raw<'_>, alone: bool, parts: bool) -> Option<u16> {
    let hours = match (cell, alone) {
        (Raw::Text(text), true) => plain_time(text).or_else(|| clock(text)),
        (Raw::Text(text), false) => {
            let (_, time) = parted(text);
            let time = time.trim_end_matches('Z');
            let time = time.split_once('+').map_or(time, |(time, _)| time);
            plain_time(time).or_else(|| clock(time))
        }
        // A time alone is less than two days; with a date it is what is behind the whole days.
        (Raw::Date(serial), true) => Some(24.0 * if serial < 2.0 { serial } else { serial.fract() }),
        (Raw::Date(serial), false) => Some(24.0 * serial.fract()).filter(|hours| *hours > 0.0),
        (Raw::Number(value), true) if parts => Some(24.0 * value),
        (Raw::Number(value), true) if value >= 100.0 && value.fract() == 0.0 && value % 100.0 < 60.0 => {
            Some((value / 100.0).floor() + value % 100.0 / 60.0)
        }
        (Raw::Number(value), true) => Some(value),
        _ => None,
    }?;
    // Seconds are dropped: 22:59:59 is within the hour of 22.
    let minutes = (hours * 60.0 + 1e-6).floor();
    (0.0..2880.0).contains(&minutes).then_some(minutes as u16)
}

/// `22:46` and `25:10:30`, without a look at other notations.
fn plain_time(text: &str) -> Option<f64> {
    let (hours, rest) = text.split_once(':')?;
    let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, "00"));
    let two = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !(1..=2).contains(&hours.len())
        || !hours.bytes().all(|byte| byte.is_ascii_digit())
        || !two(minutes)
        || !two(seconds)
    {
        return None;
    }
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (minutes < 60).then(|| f64::from(60 * hours + minutes) / 60.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::calendar::days_of;

    #[test]
    fn dates_and_times_of_a_cell_are_told_apart() {
        let day = days_of(2024, 4, 3);
        for text in ["2024-04-03", "2024/4/3 25:30", "2024-04-03T21:40:00Z", "令和6年4月3日 9時半", "2024年4月3日"]
        {
            assert_eq!(day_of(Raw::Text(text)), day, "{text}");
        }
        assert_eq!(day_of(Raw::Date(45385.9)), day);
        let behind = |text: &str| minutes_of(Raw::Text(text), false, false);
        assert_eq!(behind("2024/4/3 25:30"), Some(1530));
        assert_eq!(behind("2024-04-03T21:40:00+09:00"), Some(1300));
        assert_eq!((behind("令和6年4月3日 9時半"), behind("2024-04-03")), (Some(570), None));
        let alone = |cell| minutes_of(cell, true, false);
        assert_eq!(alone(Raw::Text("25時")), Some(1500));
        assert_eq!((alone(Raw::Text("２４：０８")), alone(Raw::Text("22:59:59"))), (Some(1448), Some(1379)));
        assert_eq!((alone(Raw::Number(22.0)), alone(Raw::Number(2530.0))), (Some(1320), Some(1530)));
        assert_eq!((alone(Raw::Date(1.0625)), minutes_of(Raw::Number(0.5), true, true)), (Some(1530), Some(720)));
        assert_eq!((alone(Raw::Text("深夜")), alone(Raw::Empty), alone(Raw::Text("22:61"))), (None, None, None));
    }
}
