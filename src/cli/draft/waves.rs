//! What tells the files or sheets of one thing apart: the place in their names where they differ, and whether it says when.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::ingest::profile::heading::words;
use crate::notation::natural;
use crate::notation::years::{lettered, year_in, year_of};

/// Where names differ: what they begin and end with alike, and of each what stands between, as a whole word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing {
    /// The names with `*` for what differs.
    pub pattern: String,
    /// Of each name what stands there.
    pub parts: Vec<String>,
}

/// Words of points in time, each with its place in their order.
const TIMES: [(&str, i32); 40] = [
    ("baseline", 0),
    ("base", 0),
    ("before", 0),
    ("pre", 0),
    ("pretest", 0),
    ("事前", 0),
    ("実施前", 0),
    ("前", 0),
    ("前期", 0),
    ("開始時", 0),
    ("初回", 0),
    ("midline", 5),
    ("中間", 5),
    ("after", 9),
    ("post", 9),
    ("posttest", 9),
    ("endline", 9),
    ("end", 9),
    ("followup", 10),
    ("follow", 10),
    ("事後", 9),
    ("実施後", 9),
    ("後", 9),
    ("後期", 9),
    ("終了時", 9),
    ("追跡", 10),
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("may", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
    ("autumn", 10),
    ("spring", 4),
];

/// Words of numbered points in time.
const COUNTED: [&str; 12] =
    ["wave", "round", "time", "t", "q", "month", "year", "phase", "session", "fy", "week", "term"];

/// Signs between words.
const SIGNS: [char; 14] = ['_', '-', '(', ')', '（', '）', '・', '.', '[', ']', '【', '】', ' ', '\u{3000}'];

/// Where names differ, cut at the borders of words; nothing where some have nothing there, or two have the same.
pub fn differing(names: &[&str]) -> Option<Differing> {
    let letters: Vec<Vec<char>> = names.iter().map(|name| name.chars().collect()).collect();
    let shortest = letters.iter().map(Vec::len).min().filter(|_| names.len() > 1)?;
    let same = |of: &dyn Fn(&Vec<char>) -> char| letters.iter().all(|name| of(name) == of(&letters[0]));
    let mut start = (0..shortest).take_while(|&i| same(&|name| name[i])).count();
    let mut end = (0..shortest - start).take_while(|&i| same(&|name| name[name.len() - 1 - i])).count();
    let cut = |start: usize, end: usize| -> Vec<&[char]> {
        letters.iter().map(|name| &name[start..name.len() - end]).collect()
    };
    while start > 0 && cut(start, end).iter().any(|part| is_torn(letters[0][start - 1], part.first().copied())) {
        start -= 1;
    }
    while end > 0 && cut(start, end).iter().any(|part| is_torn(tail(&letters[0], end), part.last().copied())) {
        end -= 1;
    }
    start -= before(&letters[0][..start], &cut(start, end));
    end -= behind(&letters[0][letters[0].len() - end..], &cut(start, end));
    let parts = cut(start, end).into_iter().map(|part| part.iter().collect::<String>());
    let parts: Vec<String> = parts.map(|part| part.trim_matches(SIGNS).to_string()).collect();
    let distinct: BTreeSet<&String> = parts.iter().collect();
    let head: String = letters[0][..start].iter().collect();
    let foot: String = letters[0][letters[0].len() - end..].iter().collect();
    let found = distinct.len() == parts.len() && parts.iter().all(|part| !part.is_empty());
    found.then(|| Differing { pattern: format!("{head}*{foot}"), parts })
}

fn tail(name: &[char], end: usize) -> char {
    name[name.len() - end]
}

/// Whether a border between two characters cuts a word or a number in two.
fn is_torn(one: char, other: Option<char>) -> bool {
    let letter = |c: char| c.is_ascii_alphabetic();
    let digit = |c: char| c.is_ascii_digit();
    other.is_some_and(|other| letter(one) && letter(other) || digit(one) && digit(other))
        // 事前 and 事後 are words.
        || one == '事' && matches!(other, Some('前' | '後'))
}

/// How many characters before a number belong to it: the era of a year, 第, or a word before a number that is no year by itself.
fn before(head: &[char], parts: &[&[char]]) -> usize {
    let text: String = head.iter().collect::<String>().to_lowercase();
    let numbers = parts.iter().all(|part| part.first().is_some_and(char::is_ascii_digit));
    if !numbers {
        return 0;
    }
    let alone = head.len() < 2 || !head[head.len() - 2].is_alphabetic();
    let years = parts.iter().all(|part| year_of(&part.iter().collect::<String>()).is_some());
    let word = head.iter().rev().take_while(|c| c.is_ascii_alphabetic()).count();
    match () {
        _ if lettered().any(|era| text.ends_with(era.name)) => 2,
        _ if text.ends_with('第') => 1,
        _ if years => 0,
        _ if alone && lettered().any(|era| text.ends_with(&era.letter.to_lowercase())) => 1,
        _ => word,
    }
}

/// How many characters behind a number belong to it: 年度, 年, 月, 回, 期.
fn behind(foot: &[char], parts: &[&[char]]) -> usize {
    let text: String = foot.iter().collect();
    let numbers = parts.iter().all(|part| part.last().is_some_and(|c| c.is_ascii_digit() || *c == '元'));
    let unit = ["年度", "年", "月", "回", "期", "学期", "次"].into_iter().find(|unit| text.starts_with(unit));
    unit.filter(|_| numbers).map_or(0, |unit| unit.chars().count())
}

/// Where a name stands among others in time; nothing for a name that does not say when. Names of groups do not.
fn moment(name: &str) -> Option<i32> {
    if let Some(year) = year_in(name) {
        return Some(year);
    }
    let words = words(name);
    let known = |word: &&str| TIMES.iter().find(|(time, _)| word == time || time.len() == 3 && word.starts_with(time));
    let counted = |word: &&str| {
        let number = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let before = &word[..word.len() - number.len()];
        (before.is_empty() || COUNTED.contains(&before)).then(|| number.parse::<i32>().ok()).flatten()
    };
    let in_words = words.iter().find_map(|word| known(&word.as_str()).map(|(_, at)| *at));
    let text = words.concat();
    let japanese = TIMES.iter().find(|(time, _)| !time.is_ascii() && text.ends_with(time)).map(|(_, at)| *at);
    let number: String = text.chars().filter(char::is_ascii_digit).collect();
    let unit = ["月", "回", "期", "次", "四半期", "週"].iter().any(|unit| text.ends_with(unit));
    in_words
        .or(japanese)
        .or_else(|| words.iter().find_map(|word| counted(&word.as_str())))
        .or_else(|| number.parse().ok().filter(|_| unit))
}

/// Whether a name says when.
pub fn is_time(name: &str) -> bool {
    moment(name).is_some() && !is_group(name)
}

/// Whether every name says a year, and all are different.
pub fn are_years(names: &[String]) -> bool {
    let years: BTreeSet<i32> = names.iter().filter_map(|name| year_in(name)).collect();
    years.len() == names.len()
}

/// Whether two names or more are those of the sides of a comparison.
pub fn are_groups(names: &[String]) -> bool {
    names.iter().filter(|name| is_group(name)).count() >= 2
}

/// Whether a name is that of one side of a comparison.
pub fn is_group(name: &str) -> bool {
    const GROUPS: [&str; 14] = [
        "treatment",
        "treated",
        "treat",
        "control",
        "comparison",
        "intervention",
        "介入",
        "介入群",
        "対照",
        "対照群",
        "比較",
        "処置",
        "統制",
        "実験",
    ];
    words(name).iter().any(|word| GROUPS.contains(&word.trim_end_matches('群')))
}

/// The first and the last of some periods.
pub fn ends(periods: &[String]) -> Option<(String, String)> {
    let mut known: Vec<&String> = periods.iter().collect();
    known.sort_by(|a, b| in_time(a, b));
    Some(((*known.first()?).clone(), (*known.last()?).clone())).filter(|(first, last)| first != last)
}

fn in_time(one: &str, other: &str) -> Ordering {
    match (moment(one), moment(other)) {
        (Some(one), Some(other)) => one.cmp(&other),
        _ => natural(one, other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_in_whole_words() {
        let of = |names: &[&str]| differing(names).map(|found| found.parts).unwrap_or_default();
        assert_eq!(of(&["調査_前", "調査_後"]), ["前", "後"]);
        assert_eq!(of(&["事前調査", "事後調査"]), ["事前", "事後"]);
        assert_eq!(of(&["survey_2021", "survey_2023"]), ["2021", "2023"]);
        assert_eq!(of(&["survey2021", "survey2023"]), ["2021", "2023"]);
        assert_eq!(of(&["r3-answers", "r4-answers"]), ["r3", "r4"]);
        assert_eq!(of(&["調査平成3年", "調査平成4年"]), ["平成3年", "平成4年"]);
        assert_eq!(of(&["調査（令和4年度）（回答）", "調査（令和7年度）（回答）"]), ["令和4年度", "令和7年度"]);
        assert_eq!(of(&["t3-answers", "t4-answers"]), ["t3", "t4"]);
        assert_eq!(of(&["第1回調査", "第2回調査"]), ["第1回", "第2回"]);
        assert_eq!(of(&["pre", "post"]), ["pre", "post"]);
        assert_eq!(of(&["pretest", "posttest"]), ["pretest", "posttest"]);
        assert_eq!(of(&["baseline", "endline"]), ["baseline", "endline"]);
        assert_eq!(of(&["FY2019", "FY2020"]), ["2019", "2020"]);
        assert_eq!(of(&["survey", "survey_2"]), Vec::<String>::new());
        assert_eq!(of(&["survey"]), Vec::<String>::new());
        assert_eq!(differing(&["apps_2020", "apps_2021"]).unwrap().pattern, "apps_*");
    }

    #[test]
    fn times_are_told_from_groups() {
        let names = |names: &[&str]| names.iter().map(|name| name.to_string()).collect::<Vec<String>>();
        for times in [
            &["pre", "post"][..],
            &["baseline", "endline"],
            &["4月", "5月"],
            &["令和4年度", "令和7年度"],
            &["事前", "事後"],
            &["wave1", "wave2"],
            &["t3", "t4"],
            &["January", "February"],
            &["第1回", "第2回"],
            &["1", "2"],
        ] {
            assert!(times.iter().all(|name| is_time(name)) && !are_groups(&names(times)), "{times:?}");
        }
        assert!(!is_time("treatment") && are_groups(&names(&["treatment", "control"])));
        assert!(!is_time("芦屋") && are_groups(&names(&["介入群", "対照群"])));
    }

    #[test]
    fn before_comes_first() {
        let ends = |names: &[&str]| ends(&names.iter().map(|name| name.to_string()).collect::<Vec<_>>()).unwrap();
        assert_eq!(ends(&["後", "前"]), ("前".into(), "後".into()));
        assert_eq!(ends(&["post", "pre"]), ("pre".into(), "post".into()));
        assert_eq!(ends(&["2023", "2021"]), ("2021".into(), "2023".into()));
        assert_eq!(ends(&["R3", "H30"]), ("H30".into(), "R3".into()));
    }
}
