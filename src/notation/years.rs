//! Years as people write them: 2021, 2021年度, FY2021, 令和3年度, R3.

use crate::text::even;

/// How a year was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum YearForm {
    /// `2021`.
    Plain,
    /// `2021年`, `2021年度`, `FY2021`.
    Named,
    /// `令和3年度`, `平成16年`.
    Era,
    /// `R3`, `H30`.
    EraLetter,
}

/// An era of the Japanese calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Era {
    /// Name.
    pub name: &'static str,
    /// The letter that stands for it.
    pub letter: &'static str,
    /// The year before its first.
    pub before: i32,
    /// Its first day: year, month, day.
    pub first: (i32, u32, u32),
    /// Its last year; of the present one, the last that two digits can say.
    pub last: i32,
}

/// Eras, the present one first.
pub const ERAS: [Era; 5] = [
    Era { name: "令和", letter: "R", before: 2018, first: (2019, 5, 1), last: 99 },
    Era { name: "平成", letter: "H", before: 1988, first: (1989, 1, 8), last: 31 },
    Era { name: "昭和", letter: "S", before: 1925, first: (1926, 12, 25), last: 64 },
    Era { name: "大正", letter: "T", before: 1911, first: (1912, 7, 30), last: 15 },
    Era { name: "明治", letter: "M", before: 1867, first: (1868, 1, 25), last: 45 },
];

/// Digits that a year must have behind the letter of its era. A single digit after H or S names a half-year, a semester or a wave
/// more often than a year, and so does anything after T or M.
const LETTERS: [(&str, usize); 3] = [("R", 1), ("H", 2), ("S", 2)];

/// Eras whose letter may stand for them before a number, the present one first.
pub fn lettered() -> impl Iterator<Item = Era> {
    ERAS.into_iter().filter(|era| LETTERS.iter().any(|(letter, _)| *letter == era.letter))
}

/// The year that the whole text says, of the Gregorian calendar (a fiscal year by the year in which it begins).
///
/// ```
/// use tashika::notation::years::{YearForm, year_of};
/// assert_eq!(year_of("令和３年度"), Some((2021, YearForm::Era)));
/// assert_eq!(year_of("R3"), Some((2021, YearForm::EraLetter)));
/// assert_eq!(year_of("2021"), Some((2021, YearForm::Plain)));
/// assert_eq!(year_of("T1"), None);
/// ```
pub fn year_of(text: &str) -> Option<(i32, YearForm)> {
    let plain: String = even(without_mark(text)).chars().filter(|c| !c.is_whitespace()).collect();
    let (year, form, rest) = leading(&plain)?;
    rest.is_empty().then_some((year, form))
}

/// A text without the mark of a footnote behind its year.
///
/// ```
/// use tashika::notation::years::{without_mark, year_of};
/// let years = [" 2015 *", "2015¹", "2015(p)", "2015年※1", "H27注", "平成27年（速報値）"];
/// assert!(years.iter().all(|text| year_of(text).is_some_and(|(year, _)| year == 2015)));
/// assert_eq!((without_mark("面積 m²"), without_mark("2015(1)")), ("面積 m²", "2015(1)"));
/// ```
pub fn without_mark(text: &str) -> &str {
    const BEHIND: [&str; 18] = [
        "(p)",
        "(r)",
        "(e)",
        "(f)",
        "(注)",
        "（注）",
        "注",
        "※",
        "(速報)",
        "（速報）",
        "(速報値)",
        "（速報値）",
        "(確報)",
        "（確報）",
        "(暫定)",
        "（暫定）",
        "(provisional)",
        "(revised)",
    ];
    let raised =
        |c: char| matches!(c, '*' | '＊' | '†' | '‡' | '§' | '¹' | '²' | '³' | '⁰') || ('⁴'..='⁹').contains(&c);
    let ends =
        |text: &str| text.ends_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c) || "年度元".contains(c));
    let signed = text.trim_end().trim_end_matches(raised).trim_end();
    let numbered = signed.trim_end_matches([')', '）']).trim_end_matches(|c: char| c.is_ascii_digit());
    let marked = [signed, numbered].into_iter().find_map(|text| {
        let bare = BEHIND.iter().find_map(|mark| text.strip_suffix(mark))?.trim_end();
        ends(bare).then_some(bare)
    });
    let letter = signed.strip_suffix(['p', 'r', 'e']).filter(|bare| bare.ends_with(|c: char| c.is_ascii_digit()));
    marked.or(letter.filter(|it| it.len() == 4)).or(Some(signed).filter(|it| ends(it))).unwrap_or(text)
}

/// Without spaces, but for those between letters and digits of ASCII: `令和 3 年` is one word, `income 2021` is two.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let apart =
            out.ends_with(|c: char| c.is_ascii_alphanumeric()) && word.starts_with(|c: char| c.is_ascii_alphanumeric());
        out.push_str(if apart { " " } else { "" });
        out.push_str(word);
    }
    out
}

/// Whether a number may be a year: a whole one from 1900 to 2100.
pub fn is_year(value: f64) -> bool {
    value.fract() == 0.0 && (1900.0..=2100.0).contains(&value)
}

/// The only year that stands in a text, such as the name of a file or sheet; nothing where there is none, or several.
pub fn year_in(text: &str) -> Option<i32> {
    year_as_written(text).map(|(year, _)| year)
}

/// The only year that stands in a text, and how it is written there: `調査（令和4年度）` has 2022, 令和4年度.
///
/// ```
/// use tashika::notation::years::year_as_written;
/// assert_eq!(year_as_written("調査_Ｒ４.xlsx"), Some((2022, "R4".into())));
/// assert_eq!(year_as_written("2021年と2022年"), None);
/// ```
pub fn year_as_written(text: &str) -> Option<(i32, String)> {
    let plain = joined(&even(without_mark(text)));
    let mut found: Vec<(i32, String)> = Vec::new();
    let mut before: Option<char> = None;
    let mut at = 0;
    while let Some(c) = plain[at..].chars().next() {
        // s2021 is of 2021; within FOR3 there is no era.
        let inside = before.is_some_and(|b| b.is_ascii_digit() || b.is_ascii_alphabetic() && !c.is_ascii_digit())
            && c.is_ascii_alphanumeric();
        // 2021年10月 is of 2021; 20211 is no year.
        let whole = |rest: &str| {
            let end = plain.len() - rest.len();
            plain[..end].ends_with(['年', '度']) || !rest.starts_with(|c: char| c.is_ascii_digit())
        };
        match leading(&plain[at..]).filter(|(.., rest)| !inside && whole(rest)) {
            Some((year, _, rest)) => {
                let end = plain.len() - rest.len();
                found.push((year, plain[at..end].to_string()));
                before = None;
                at = end;
            }
            None => {
                before = Some(c);
                at += c.len_utf8();
            }
        }
    }
    found.dedup_by_key(|(year, _)| *year);
    let mut found = found.into_iter();
    found.next().filter(|_| found.next().is_none())
}

/// The first of two years that a text spans, the second being the next one: `2009-10`, `2009/2010`. Alone it may be a month as well.
///
/// ```
/// use tashika::notation::years::span_of;
/// assert_eq!(span_of("2009-10"), Some(2009));
/// assert_eq!(span_of("2009–2010"), Some(2009));
/// assert_eq!((span_of("2009-11"), span_of("2009-1")), (None, None));
/// ```
pub fn span_of(text: &str) -> Option<i32> {
    let plain = even(without_mark(text));
    let (first, second) = plain.trim().split_once(['-', '/', '\u{2013}'])?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let year: i32 = first.parse().ok().filter(|year| first.len() == 4 && (1850..=2150).contains(year))?;
    let next = (year + 1).to_string();
    (digits(second) && (second == next || second == &next[2..])).then_some(year)
}

/// A heading without the only year in it, and that year: `売上（2021年度）` as 売上 and 2021.
///
/// ```
/// use tashika::notation::years::without_year;
/// assert_eq!(without_year("net income 2021"), Some(("net income".into(), 2021)));
/// assert_eq!(without_year("売上（令和３年度）"), Some(("売上".into(), 2021)));
/// assert_eq!(without_year("売上"), None);
/// ```
pub fn without_year(heading: &str) -> Option<(String, i32)> {
    let year = year_in(heading)?;
    let text = even(without_mark(heading));
    let starts = text.char_indices().map(|(at, _)| at);
    let (at, rest) = starts.into_iter().find_map(|at| {
        let (found, _, rest) = leading(&text[at..])?;
        (found == year).then_some((at, rest))
    })?;
    let around = |c: char| c.is_whitespace() || "_-・:()[]/.,".contains(c);
    let left = text[..at].trim_end_matches(around);
    let right = rest.trim_start_matches(around);
    let stem = if left.is_empty() || right.is_empty() { format!("{left}{right}") } else { format!("{left} {right}") };
    let stem = stem.trim_matches(around).to_string();
    (!stem.is_empty()).then_some((stem, year))
}

/// The year that a text (NFKC, without spaces) begins with, and what follows it.
fn leading(text: &str) -> Option<(i32, YearForm, &str)> {
    for era in ERAS {
        if let Some(rest) = text.strip_prefix(era.name) {
            return of_era(era, rest, 1, YearForm::Era);
        }
    }
    for (letter, digits) in LETTERS {
        let era = ERAS.into_iter().find(|era| era.letter == letter)?;
        if let Some(rest) = text.get(..1).filter(|head| head.eq_ignore_ascii_case(letter)).map(|_| &text[1..]) {
            return of_era(era, rest.strip_prefix('.').unwrap_or(rest), digits, YearForm::EraLetter);
        }
    }
    let fiscal = ["FY", "Fy", "fy"].iter().find_map(|prefix| text.strip_prefix(prefix));
    if let Some(short) = fiscal.and_then(short_year) {
        return Some(short);
    }
    let (digits, rest) = fiscal.unwrap_or(text).split_at_checked(4)?;
    let year: i32 = digits.parse().ok().filter(|year| (1850..=2150).contains(year))?;
    let after = without_suffix(rest);
    let form = if fiscal.is_some() || after.len() < rest.len() { YearForm::Named } else { YearForm::Plain };
    Some((year, form, after))
}

/// `22` behind `FY`: a year of this century.
fn short_year(text: &str) -> Option<(i32, YearForm, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let year: i32 = text[..digits].parse().ok().filter(|_| digits == 2)?;
    Some((2000 + year, YearForm::Named, &text[digits..]))
}

/// The year of an era that a text behind its name begins with.
fn of_era(era: Era, text: &str, digits: usize, form: YearForm) -> Option<(i32, YearForm, &str)> {
    let (year, rest) = counted(text, digits)?;
    (year <= era.last).then_some((era.before + year, form, without_suffix(rest)))
}

/// A count of years of one or two digits, at least `least`, or 元.
fn counted(text: &str, least: usize) -> Option<(i32, &str)> {
    if let Some(rest) = text.strip_prefix('元') {
        return Some((1, rest));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let year: i32 = text[..digits].parse().ok().filter(|year| *year > 0)?;
    (least..=2).contains(&digits).then_some((year, &text[digits..]))
}

fn without_suffix(text: &str) -> &str {
    ["年度", "年"].iter().find_map(|suffix| text.strip_prefix(suffix)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_as_people_write_them() {
        let cases = [
            ("令和元年", 2019),
            ("平成 16 年", 2004),
            ("昭和64年度", 1989),
            ("Ｒ４", 2022),
            ("r5年度", 2023),
            ("H30", 2018),
            ("2022年度", 2022),
            ("ＦＹ2022", 2022),
            ("FY22", 2022),
        ];
        for (text, year) in cases {
            assert_eq!(year_of(text).map(|(year, _)| year), Some(year), "{text}");
        }
        for text in ["H1", "T2", "S3", "平成35年", "令和", "20222", "R", "R123", "before", "2022-04"] {
            assert_eq!(year_of(text), None, "{text}");
        }
    }

    #[test]
    fn the_only_year_of_a_name_is_found() {
        assert_eq!(year_in("令和6年度 調査"), Some(2024));
        assert_eq!(year_in("survey_2021.xlsx"), Some(2021));
        assert_eq!(year_in("調査R3最終"), Some(2021));
        assert_eq!(year_in("調査_後"), None);
        assert_eq!(year_in("2020と2021の比較"), None);
        assert_eq!(year_in("FOR3"), None);
        assert_eq!(year_in("20220401"), None);
    }
}
