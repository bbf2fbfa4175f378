//! Who says what a study says, when, and whom to ask.

use base64::Engine;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::{Lang, Words};

use super::Located;

/// What the head and the foot of a brief say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Imprint {
    /// Day or month of the edition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<EditionDate>,
    /// Organisation that publishes it.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub organisation: Words,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub author: Words,
    /// Whom to ask.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub contact: Words,
    /// What one of those concerned said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<Voice>,
    /// A picture of what was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<Photo>,
}

impl Imprint {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Imprint::default()
    }
}

/// What one of those concerned said, and that they agreed to its being printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Voice {
    /// The words.
    pub text: Words,
    /// Who they are from, as they agreed to be called.
    pub who: Words,
    /// When and how they agreed: `2026-10-02, in writing`. It is kept with the results, not printed.
    pub consent: String,
}

/// A picture of what was done, and that those in it agreed to its being printed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Photo {
    /// The file, relative to the study; not kept with the results.
    #[serde(skip)]
    pub file: Option<Located<String>>,
    /// What it shows: its caption, and its words for those who cannot see it.
    pub shows: Words,
    /// When and how those in it agreed. It is kept with the results, not printed.
    pub consent: String,
    /// The picture as a data URI.
    #[serde(default)]
    pub data: String,
}

impl Photo {
    /// The picture, where it is one: results that come from elsewhere may hold anything.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let kinds = ["data:image/jpeg;base64,", "data:image/png;base64,"];
        let data = kinds.iter().find_map(|kind| self.data.strip_prefix(kind))?;
        base64::engine::general_purpose::STANDARD.decode(data).ok()
    }
}

/// Year and month, perhaps with the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EditionDate {
    /// Year.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<u8>,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl EditionDate {
    /// Reads `2026-11` or `2026-11-30`.
    pub fn read(text: &str) -> Option<EditionDate> {
        let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        let parts: Vec<&str> = text.trim().split('-').collect();
        let number = |at: usize| parts.get(at).filter(|part| digits(part, 2)).and_then(|part| part.parse::<u8>().ok());
        let year = parts.first().filter(|part| digits(part, 4))?.parse().ok()?;
        let month = number(1).filter(|month| (1..=12).contains(month))?;
        let day = number(2).filter(|day| (1..=days(year, month)).contains(day));
        (parts.len() == 2 || (parts.len() == 3 && day.is_some())).then_some(EditionDate { year, month, day })
    }

    /// As a language writes it; in Japanese by the era from Reiwa on (2019-05).
    pub fn said(self, lang: Lang) -> String {
        let EditionDate { year, month, day } = self;
        if lang != Lang::Ja {
            let day = day.map_or(String::new(), |day| format!("{day} "));
            return format!("{day}{} {year}", MONTHS[usize::from(month - 1) % 12]);
        }
        let day = day.map_or(String::new(), |day| format!("{day}日"));
        let year = match year {
            2019 if month >= 5 => "令和元年".into(),
            2020.. => format!("令和{}年", year - 2018),
            _ => format!("{year}年"),
        };
        format!("{year}{month}月{day}")
    }
}

fn days(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_the_language_writes_them() {
        let said = |text: &str, lang| EditionDate::read(text).map(|date| date.said(lang));
        assert_eq!(said("2026-11", Lang::Ja).as_deref(), Some("令和8年11月"));
        assert_eq!(said("2019-05-01", Lang::Ja).as_deref(), Some("令和元年5月1日"));
        assert_eq!(said("2019-04-30", Lang::Ja).as_deref(), Some("2019年4月30日"));
        assert_eq!(said("2026-11-30", Lang::En).as_deref(), Some("30 November 2026"));
        for wrong in ["2026", "2026-13", "2026-02-29", "26-11", "2026-11-3", "2026-11-30-1", "令和8年", "2026-+1"] {
            assert!(EditionDate::read(wrong).is_none(), "{wrong}");
        }
    }
}
