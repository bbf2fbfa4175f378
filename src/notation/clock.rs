//! Times of day and lengths of time: `22:46`, `24時30分`, `午後10時半`, `10:30 PM`, `1時間30分`, as hours.

use crate::text::{even, is_figure};

/// Longer texts (in characters) are prose.
const LONGEST: usize = 24;

/// Hours that a time of day may have at most: services after midnight count on.
const HOURS: u32 = 999;

/// The hours that the whole text says.
pub(crate) fn clock(text: &str) -> Option<f64> {
    // Most texts have no such sign, and are looked at no further.
    let told = text.contains([':', '：', '時', 'm', 'M', 'ｍ', 'Ｍ']);
    if !told || text.chars().count() > LONGEST || !text.chars().any(is_figure) {
        return None;
    }
    let plain = even(text).to_lowercase();
    let plain: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
    let (half, rest) = half_of_day(&plain);
    let (hours, minutes, seconds) =
        with_colons(rest).or_else(|| in_japanese(rest)).or_else(|| half.and(alone(rest)))?;
    if minutes >= 60 || seconds >= 60 || hours > HOURS {
        return None;
    }
    let hours = match half {
        None => hours,
        Some(half) => half.hours(hours)?,
    };
    Some(f64::from(hours) + f64::from(60 * minutes + seconds) / 3600.0)
}

/// Before or after noon.
#[derive(Clone, Copy)]
enum Half {
    /// `午前`, `am`.
    Morning { japanese: bool },
    /// `午後`, `pm`.
    Afternoon { japanese: bool },
}

impl Half {
    /// Of 24 hours. Nobody knows whether 午後12時 is noon or midnight.
    fn hours(self, hours: u32) -> Option<u32> {
        match self {
            Half::Morning { japanese: true } => (hours < 12).then_some(hours),
            Half::Afternoon { japanese: true } => (hours < 12).then_some(hours + 12),
            Half::Morning { japanese: false } => (1..=12).contains(&hours).then_some(hours % 12),
            Half::Afternoon { japanese: false } => (1..=12).contains(&hours).then_some(hours % 12 + 12),
        }
    }
}

fn half_of_day(text: &str) -> (Option<Half>, &str) {
    let before = [("午前", Half::Morning { japanese: true }), ("午後", Half::Afternoon { japanese: true })];
    let behind = [
        ("a.m.", Half::Morning { japanese: false }),
        ("am", Half::Morning { japanese: false }),
        ("p.m.", Half::Afternoon { japanese: false }),
        ("pm", Half::Afternoon { japanese: false }),
    ];
    let front = before.into_iter().chain(behind).find_map(|(word, half)| Some((Some(half), text.strip_prefix(word)?)));
    let back = || behind.into_iter().find_map(|(word, half)| Some((Some(half), text.strip_suffix(word)?)));
    front.or_else(back).unwrap_or((None, text))
}

/// `22:46`, `22:46:10`.
fn with_colons(text: &str) -> Option<(u32, u32, u32)> {
    let parts: Vec<&str> = text.split(':').collect();
    let two = |part: &&str| part.len() == 2;
    let (hours, rest) = parts.split_first()?;
    let sound = (1..=2).contains(&rest.len()) && rest.iter().all(two) && (1..=3).contains(&hours.len());
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()));
    let seconds = rest.get(1).map_or(Some(0), |part| number(part));
    Some((number(hours)?, number(rest.first()?)?, seconds?)).filter(|_| sound)
}

/// `24時30分`, `9時`, `9時半`, `1時間30分`.
fn in_japanese(text: &str) -> Option<(u32, u32, u32)> {
    let (hours, rest) = text.split_once('時')?;
    let hours = short(hours)?;
    let rest = rest.strip_prefix('間').unwrap_or(rest);
    let minutes = match rest {
        "" => 0,
        "半" => 30,
        rest => short(rest.strip_suffix('分')?)?,
    };
    Some((hours, minutes, 0))
}

/// `10` of `10pm`.
fn alone(text: &str) -> Option<(u32, u32, u32)> {
    Some((short(text)?, 0, 0))
}

fn short(text: &str) -> Option<u32> {
    let sound = (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| sound)
}

/// Hours as a time: `22:46`, `25:10`.
pub(crate) fn as_clock(hours: f64) -> String {
    let minutes = (hours * 60.0).round() as i64;
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_hours() {
        for (text, hours) in [
            ("22:46", 22.0 + 46.0 / 60.0),
            ("２２：４６", 22.0 + 46.0 / 60.0),
            ("25:10", 25.0 + 10.0 / 60.0),
            ("9:05:30", 9.0 + 330.0 / 3600.0),
            ("24時30分", 24.5),
            ("９時", 9.0),
            ("9時半", 9.5),
            ("午後10時30分", 22.5),
            ("午前 9:15", 9.25),
            ("10:30 PM", 22.5),
            ("12:15 a.m.", 0.25),
            ("12 pm", 12.0),
            ("PM 10:30", 22.5),
            ("1時間30分", 1.5),
        ] {
            assert_eq!(clock(text), Some(hours), "{text}");
        }
        assert_eq!([22.766, 25.0 + 1.0 / 6.0, 0.5].map(as_clock), ["22:46", "25:10", "0:30"]);
    }

    #[test]
    fn other_texts_are_no_times() {
        for text in [
            "9",
            "9:5",
            "9:60",
            "午後12時",
            "13 pm",
            "9:00-10:00",
            "9時から10時",
            "1:2:3",
            "時",
            "2021-04-01 10:30",
            "pm",
        ] {
            assert_eq!(clock(text), None, "{text}");
        }
    }
}
