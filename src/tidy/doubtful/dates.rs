//! Dates among answers: what a spreadsheet program makes of `3-4` or `1-2`.

use std::collections::BTreeSet;

use super::case::{Case, CellIndex, CellQuestion};
use crate::diag::Diagnostic;
use crate::ingest::decisions::Given;
use crate::notation::calendar::{date_of, days_of, days_of_serial, iso};
use crate::panel::Content;
use crate::phrase;
use crate::text::even;
use crate::tidy::cells::cell::{CellReading, Word};
use crate::tidy::cells::unreadable::settle;
use crate::tidy::spelling::Usage;

/// Years in which people type answers; a month with another year was typed with it.
const TYPED: i32 = 2010;

/// Fewer bands say nothing of a column of dates.
const BANDS: usize = 3;

/// A question has no more different bands than this.
const DAYS: usize = 12;

/// Dates that a message quotes.
const QUOTED: usize = 3;

/// Names of months as spreadsheet programs shorten them.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Lists dates where the other cells are numbers, or bands such as `1-2`.
pub(super) fn look(case: &Case<'_>) -> Option<CellQuestion> {
    let asked = case.usage > Usage::Unmentioned && case.sense.content != Content::YesNo;
    let found: Vec<(CellIndex, i32)> = if asked { days(case) } else { Vec::new() };
    if found.is_empty() || !are_answers(case.sense.content, &OtherCells::of(case), &found) {
        return None;
    }
    let list: Vec<String> = found.iter().take(QUOTED).map(|(_, day)| iso(*day)).collect();
    let message = phrase!(
        "{n} {n?cell|cells} of `{name}` {n?holds a date|hold dates} among answers ({list}): a spreadsheet program may have made {n?it|them} of an answer such as {answer}, and {n?it counts|they count} as missing until it is decided",
        n = found.len(),
        name = case.name,
        list = list,
        answer = meant(found[0].1)
    );
    let cells = found.into_iter().map(|(at, day)| (at, Some(Given::Text(meant(day))))).collect();
    Some(CellQuestion {
        problem: Diagnostic::warning("date-among-answers", message).hint(settle()),
        cells,
        missing: true,
    })
}

/// Whether the other cells say that the dates were answers: most are numbers or bands; or few different days of one year stand beside
/// nothing but bands, most of which were turned into dates.
fn are_answers(content: Content, others: &OtherCells, found: &[(CellIndex, i32)]) -> bool {
    let most = |among: usize| 2 * among >= others.all && among > found.len();
    let turned = || {
        let days: BTreeSet<i32> = found.iter().map(|(_, day)| *day).collect();
        let years: BTreeSet<i32> = days.iter().map(|day| date_of(*day).0).collect();
        others.bands == others.all && others.bands >= BANDS && days.len() <= DAYS && years.len() == 1
    };
    match content {
        Content::Number => most(others.numbers),
        Content::Date => turned(),
        _ => most(others.bands) || turned(),
    }
}

/// The dates of a variable that nobody decided about.
fn days(case: &Case<'_>) -> Vec<(CellIndex, i32)> {
    let mut found = Vec::new();
    let serials = are_serials(case);
    for (at, column) in case.columns.iter().enumerate() {
        let words: Vec<Option<i32>> = column.cells.texts.iter().map(of_word).collect();
        for (row, cell) in column.cells.cells.iter().enumerate() {
            let day = match *cell {
                CellReading::Date(day) => Some(day),
                CellReading::Text(text) => words[text as usize],
                CellReading::Number(value) if serials && is_serial(value) => days_of_serial(value),
                _ => None,
            };
            found.extend(day.map(|day| ((at, row as u32), day)).filter(|(at, _)| !case.is_settled(*at)));
        }
    }
    found
}

/// Whether a number may be that of a day of this century.
fn is_serial(value: f64) -> bool {
    value.fract() == 0.0 && (36_526.0..60_000.0).contains(&value)
}

/// Whether numbers of days stand among small numbers: a text file has them where a spreadsheet program made dates of answers.
fn are_serials(case: &Case<'_>) -> bool {
    let numbers = case.columns.iter().flat_map(|column| &column.cells.cells).filter_map(|cell| match cell {
        CellReading::Number(value) => Some(*value),
        _ => None,
    });
    let (days, others): (Vec<f64>, Vec<f64>) = numbers.partition(|value| is_serial(*value));
    !days.is_empty() && others.len() >= 10.max(5 * days.len()) && others.iter().all(|value| value.abs() < 1000.0)
}

/// A text that is a month and a day: `4-Mar`, `3月4日`.
fn short_date(text: &str) -> Option<i32> {
    if text.len() > 12 || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let plain = even(text).to_lowercase();
    let short = |month: &str, day: &str| {
        let month =
            MONTHS.iter().position(|name| *name == month).map(|at| at as u32 + 1).or_else(|| month.parse().ok())?;
        // The year in which it was typed, whichever that is.
        days_of(2024, month, day.parse().ok()?)
    };
    let of_dash = plain.split_once('-').and_then(|(a, b)| {
        let named = a.contains(char::is_alphabetic) || b.contains(char::is_alphabetic);
        named.then(|| short(a, b).or_else(|| short(b, a))).flatten()
    });
    let of_signs = || plain.strip_suffix('日').and_then(|rest| rest.split_once('月')).and_then(|(m, d)| short(m, d));
    of_dash.or_else(of_signs)
}

/// The day that a text is, as a whole date or as one of a month and a day.
fn of_word(word: &Word) -> Option<i32> {
    let whole = word.date.as_ref().filter(|reading| reading.is_alone()).map(|reading| reading.days);
    whole.or_else(|| short_date(&word.text))
}

/// What the other cells are.
#[derive(Default)]
struct OtherCells {
    all: usize,
    numbers: usize,
    bands: usize,
}

impl OtherCells {
    fn of(case: &Case<'_>) -> OtherCells {
        let mut others = OtherCells::default();
        for column in &case.columns {
            let bands: Vec<bool> = column.cells.texts.iter().map(|word| is_band(&word.text)).collect();
            let days: Vec<bool> = column.cells.texts.iter().map(|word| of_word(word).is_some()).collect();
            let numbers: Vec<bool> = column.cells.texts.iter().map(|word| word.number.is_some()).collect();
            for cell in &column.cells.cells {
                let (number, band) = match *cell {
                    CellReading::Number(_) => (true, false),
                    CellReading::Text(text) if days[text as usize] => continue,
                    CellReading::Text(text) => (numbers[text as usize], bands[text as usize]),
                    _ => continue,
                };
                others.all += 1;
                others.numbers += usize::from(number);
                others.bands += usize::from(band);
            }
        }
        others
    }
}

/// `1-2`, `5～6`, `10-19人`, `7以上`: an answer that is a band of numbers.
fn is_band(text: &str) -> bool {
    let plain = even(text);
    let mut numbers = plain.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let (Some(_), second) = (numbers.next(), numbers.next()) else { return false };
    let starts = plain.starts_with(|c: char| c.is_ascii_digit() || "<>~≤≥〜".contains(c));
    let open = ["以上", "以下", "未満", "+", "or more", "超"].iter().any(|end| plain.ends_with(end));
    let between = plain.contains(['-', '~', '\u{301C}', '–', '〜', 'か']) || plain.contains(" to ");
    starts && numbers.next().is_none() && plain.chars().count() <= 16 && (second.is_some() && between || open)
}

/// The answer that a date was made of: the smaller number first, as bands are written; a month and a year where the day says nothing.
fn meant(days: i32) -> String {
    let (year, month, day) = date_of(days);
    match day == 1 && year < TYPED {
        true => format!("{month}-{:02}", year.rem_euclid(100)),
        false => format!("{}-{}", month.min(day), month.max(day)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_that_became_dates_are_told() {
        for (text, answer) in [("4-Mar", "3-4"), ("Mar-04", "3-4"), ("3月4日", "3-4"), ("10-Dec", "10-12")] {
            assert_eq!(short_date(text).map(meant).as_deref(), Some(answer), "{text}");
        }
        assert!(["3-4", "1-2", "a-b", "5", "第3-4回"].iter().all(|text| short_date(text).is_none()));
        let told = [(1950, 3, 1, "3-50"), (2024, 3, 1, "1-3"), (2025, 12, 10, "10-12")];
        assert!(told.iter().all(|&(year, month, day, answer)| meant(days_of(year, month, day).unwrap()) == answer));
    }

    #[test]
    fn bands_are_known() {
        assert!(["1-2", "5～6", "10-19人", "7以上", "20+", "3〜4"].iter().all(|text| is_band(text)));
        assert!(!["5", "はい", "2021年4月1日", "東京都1-2-3", "A-1"].iter().any(|text| is_band(text)));
    }
}
