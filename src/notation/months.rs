//! Months as people write them: 2021-04, 2021年4月, 令和3年4月, R3.4, Apr 2021.

use super::years::{YearForm, year_of};
use crate::text::even;

/// Months in English.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The month that a word of English says, in full or by its first three letters.
pub fn month_in_words(word: &str) -> Option<u32> {
    let lower = word.trim_end_matches('.').to_ascii_lowercase();
    let short = if lower == "sept" { "sep" } else { &lower };
    let at = MONTHS.iter().position(|month| *month == short || month[..3] == *short)?;
    Some(at as u32 + 1)
}

/// The month of a year that is not said: `4月`, `April`.
pub fn month_number(text: &str) -> Option<u32> {
    let plain = even(text);
    let plain = plain.trim();
    let counted = || plain.strip_suffix('月').and_then(one_of_twelve);
    counted().or_else(|| month_in_words(plain))
}

/// The month that the whole text says: year (of the Gregorian calendar) and month.
///
/// ```
/// use tashika::notation::months::month_of;
/// assert_eq!(month_of("令和３年４月"), Some((2021, 4)));
/// assert_eq!(month_of("2021-04"), Some((2021, 4)));
/// assert_eq!(month_of("Sept. 2021"), Some((2021, 9)));
/// assert_eq!(month_of("2021-22"), None);
/// ```
pub fn month_of(text: &str) -> Option<(i32, u32)> {
    let plain = even(text);
    let plain = plain.trim();
    if plain.len() > 40 || !plain.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    in_numbers(plain).or_else(|| in_words(plain))
}

fn one_of_twelve(text: &str) -> Option<u32> {
    let sound = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|month| sound && (1..=12).contains(month))
}

/// `2021年4月`, `2021/4`, `R3.4`. A letter of an era before a hyphen may be a round.
fn in_numbers(text: &str) -> Option<(i32, u32)> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let head = plain.strip_suffix('月').unwrap_or(&plain);
    let at = head.rfind(['年', '-', '/', '.'])?;
    let sign = head[at..].chars().next()?;
    let month = one_of_twelve(&head[at + sign.len_utf8()..])?;
    let (year, form) = year_of(&head[..at])?;
    let year = (sign != '-' || form == YearForm::Plain).then_some(year)?;
    (sign == '年' || plain.len() == head.len()).then_some((year, month))
}

/// `Apr 2021`, `April-2021`, `2021 April`.
fn in_words(text: &str) -> Option<(i32, u32)> {
    let words: Vec<&str> = text.split([' ', '-', '/', ',', '.', '\'']).filter(|word| !word.is_empty()).collect();
    let &[first, second] = words.as_slice() else { return None };
    let plain = |word: &str| year_of(word).filter(|(_, form)| *form == YearForm::Plain).map(|(year, _)| year);
    let both = |month: &str, year: &str| Some((plain(year)?, month_in_words(month)?));
    both(first, second).or_else(|| both(second, first))
}

/// The only month that stands in a name between spaces, `_` or brackets, as it is written: `売上_2021年4月`.
pub fn month_as_written(name: &str) -> Option<String> {
    let plain = even(name);
    let words = plain.split(|c: char| c.is_whitespace() || "_()[]【】「」".contains(c));
    let mut months = words.filter(|word| month_of(word).is_some());
    let first = months.next()?.to_string();
    months.next().is_none().then_some(first)
}

/// How a month is known: `2021-04`.
pub fn month_name((year, month): (i32, u32)) -> String {
    format!("{year:04}-{month:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_as_people_write_them() {
        for text in
            ["2021-04", "2021/4", "2021.4", "2021年4月", "2021年 ４月", "令和3年4月", "R3.4", "R3/4", "Apr 2021"]
        {
            assert_eq!(month_of(text), Some((2021, 4)), "{text}");
        }
        assert_eq!(month_of("December, 2019").map(month_name).as_deref(), Some("2019-12"));
        for text in
            ["2021", "4月", "2021-13", "2021-22", "R2-1", "2021-04-01", "3-1", "Apr", "May 5 2021", "100.5", "2021-4月"]
        {
            assert_eq!(month_of(text), None, "{text}");
        }
        assert_eq!(month_as_written("売上_2021年４月（確定）").as_deref(), Some("2021年4月"));
        assert_eq!(month_as_written("調査 2021年度"), None);
        assert_eq!(["4月", "１２月", "April", "Sept.", "sep"].map(month_number), [4, 12, 4, 9, 9].map(Some));
        assert_eq!(["13月", "月", "may be", "5"].map(month_number), [None; 4]);
    }
}
