//! Dates that a person must settle: two in one cell, typing errors, days that never were, months and years alone.

use super::calendar::days_of;
use super::dates::{self, WrittenDate};
use super::years::year_of;
use super::{Doubt, DoubtKind, brackets};
use crate::text::even;

/// Longer texts (in characters) are prose.
const LONGEST: usize = 200;

/// What may be the matter with a text that stands among dates and is none. `starts` is the first month of the fiscal year.
pub(crate) fn day(text: &str, starts: u32) -> Option<Doubt> {
    let plain = even(text);
    let plain = plain.trim();
    if plain.chars().count() > LONGEST {
        return None;
    }
    let depths = brackets::depths(plain);
    let found: Vec<(bool, WrittenDate<'_>)> =
        dates::all(plain).into_iter().map(|(start, written)| (depths[start] == 0, written)).collect();
    match found.as_slice() {
        [] => mistyped(plain).or_else(|| partial(plain, starts)),
        [(_, first), others @ ..] if others.iter().all(|(_, other)| other.days() == first.days()) => Some(one(first)),
        _ => Some(several(&found)),
    }
}

fn one(written: &WrittenDate<'_>) -> Doubt {
    match written.days() {
        Some(days) => Doubt::day(DoubtKind::Words, Some(days)),
        None if written.is_fiscal() => Doubt::day(DoubtKind::Mistyped, written.nearest()),
        None => Doubt::day(DoubtKind::Impossible, written.nearest()),
    }
}

/// What stands in brackets was valid before, or explains.
fn several(found: &[(bool, WrittenDate<'_>)]) -> Doubt {
    let open = found.iter().find(|(open, _)| *open).or(found.first());
    Doubt::day(DoubtKind::Several, open.and_then(|(_, written)| written.days()))
}

/// `平成28月1月18日`, `平成28年1日18日`, `令和5年4月1`: one of the words between the numbers is wrong or not there.
fn mistyped(text: &str) -> Option<Doubt> {
    let head = text.find(|c: char| c.is_ascii_digit() || c == '元')?;
    let parts: Vec<&str> = text[head..].split(['年', '月', '日']).map(str::trim).collect();
    let numbers: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    let [year, month, day] = numbers.as_slice() else { return None };
    let whole = |part: &str, most: usize| part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit());
    let sound = (whole(year, 4) || *year == "元") && whole(month, 2) && whole(day, 2);
    let mended = format!("{}{year}年{month}月{day}日", &text[..head]);
    sound.then(|| Doubt::day(DoubtKind::Mistyped, dates::read(&mended).map(|reading| reading.days)))
}

/// `令和5年4月`, `2023-04`, `令和5年度`, `2023`: the first day that it may be.
fn partial(text: &str, starts: u32) -> Option<Doubt> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some((year, _)) = year_of(&plain) {
        let month = if plain.ends_with("年度") || plain.to_uppercase().starts_with("FY") { starts } else { 1 };
        return Some(Doubt::day(DoubtKind::Partial, days_of(year, month, 1)));
    }
    let head = plain.strip_suffix('月').unwrap_or(&plain);
    let (year, month) = head.rsplit_once(['年', '-', '/', '.'])?;
    let month = month.parse::<u32>().ok().filter(|_| month.len() <= 2)?;
    let (year, _) = year_of(year)?;
    Some(Doubt::day(DoubtKind::Partial, Some(days_of(year, month, 1)?)))
}

#[cfg(test)]
mod tests {
    use super::super::Suggested;
    use super::*;
    use crate::notation::calendar::iso;

    fn said(text: &str) -> Option<(DoubtKind, Option<String>)> {
        day(text, 4).map(|doubt| {
            let days = doubt.suggested.map(|suggested| match suggested {
                Suggested::Day(days) => iso(days),
                Suggested::Number(_) => panic!("no number"),
            });
            (doubt.kind, days)
        })
    }

    #[test]
    fn what_may_be_meant_is_offered() {
        let cases = [
            ("平成28年1日18日", DoubtKind::Mistyped, "2016-01-18"),
            ("令和5年4月1", DoubtKind::Mistyped, "2023-04-01"),
            ("平成31年度2月1日", DoubtKind::Mistyped, "2020-02-01"),
            ("2023-02-30", DoubtKind::Impossible, "2023-02-28"),
            ("令和5年6月31日", DoubtKind::Impossible, "2023-06-30"),
            ("令和5年4月", DoubtKind::Partial, "2023-04-01"),
            ("2023/4", DoubtKind::Partial, "2023-04-01"),
            ("令和5年度", DoubtKind::Partial, "2023-04-01"),
            ("2023", DoubtKind::Partial, "2023-01-01"),
            ("契約日:令和5年4月1日", DoubtKind::Words, "2023-04-01"),
            ("令和5年4月1日から", DoubtKind::Words, "2023-04-01"),
        ];
        for (text, kind, date) in cases {
            assert_eq!(said(text), Some((kind, Some(date.to_string()))), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_offered_nothing() {
        for text in ["3-1", "1/2", "113-0034", "03-1234-5678", "未定", "12", "0012", "4/1/2023", "1時30分"] {
            assert_eq!(said(text), None, "{text}");
        }
    }
}
