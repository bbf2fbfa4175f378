//! Files that hold the same columns of the same units at several points in time.

use std::collections::BTreeSet;

use crate::ingest::fold;
use crate::ingest::years::lettered;
use crate::tidy::natural;

use super::Seen;

/// Of each table the period that its file's name says, where another file has the same unit and most of the same columns, and
/// names differ in one place: `survey_2021`, `survey_2023`; `調査_前`, `調査_後`.
pub fn periods(seen: &[Seen]) -> Vec<Option<String>> {
    let wave = |at: usize| -> Option<String> {
        let together: Vec<usize> = (0..seen.len()).filter(|&other| is_again(&seen[at], &seen[other])).collect();
        let names: Vec<&str> = together.iter().map(|&at| seen[at].name.as_str()).collect();
        let periods = differing(&names)?;
        periods.into_iter().nth(together.iter().position(|&other| other == at)?)
    };
    (0..seen.len()).map(wave).collect()
}

/// The first and the last period of the tables that have one.
pub fn ends(periods: &[Option<String>]) -> Option<(String, String)> {
    let mut known: Vec<&String> = periods.iter().flatten().collect();
    // 前 and 後 do not sort by their names; years do.
    if known.iter().all(|period| period.contains(|c: char| c.is_ascii_digit())) {
        known.sort_by(|a, b| natural(a, b));
    } else if known.first().is_some_and(|first| is_after(first)) {
        known.reverse();
    }
    Some(((*known.first()?).clone(), (*known.last()?).clone())).filter(|(first, last)| first != last)
}

fn is_after(period: &str) -> bool {
    ["後", "after", "post"].iter().any(|word| fold(period).contains(word))
}

/// Whether two tables are the same one, or have the same unit and most columns in common, and no period of their own.
fn is_again(one: &Seen, other: &Seen) -> bool {
    if one.name == other.name {
        return true;
    }
    let unit = |seen: &Seen| fold(&seen.columns[seen.unit.column].heading);
    let headings = |seen: &Seen| -> BTreeSet<String> {
        let own = seen.columns.iter().map(|column| fold(&column.heading));
        own.filter(|heading| !heading.is_empty() && *heading != unit(seen)).collect()
    };
    let (a, b) = (headings(one), headings(other));
    let common = a.intersection(&b).count();
    let dated = one.unit.period.is_some() || other.unit.period.is_some();
    !dated && unit(one) == unit(other) && common > 0 && 2 * common >= a.len().max(b.len())
}

/// What is left of names without what they begin and end with alike; nothing where some have nothing left or are the same.
fn differing(names: &[&str]) -> Option<Vec<String>> {
    let letters: Vec<Vec<char>> = names.iter().map(|name| name.chars().collect()).collect();
    let shortest = letters.iter().map(Vec::len).min().filter(|_| names.len() > 1)?;
    let same = |of: &dyn Fn(&Vec<char>) -> char| letters.iter().all(|name| of(name) == of(&letters[0]));
    let mut start = (0..shortest).take_while(|&i| same(&|name| name[i])).count();
    // A number is one thing: 2021 and 2023 are not 1 and 3.
    while start > 0 && letters[0][start - 1].is_ascii_digit() {
        start -= 1;
    }
    start -= era(&letters[0][..start]);
    let mut end = (0..shortest - start).take_while(|&i| same(&|name| name[name.len() - 1 - i])).count();
    while end > 0 && letters[0][letters[0].len() - end].is_ascii_digit() {
        end -= 1;
    }
    let signs = |c: char| c.is_whitespace() || ['_', '-', '(', ')', '（', '）', '・'].contains(&c);
    let rest = |name: &Vec<char>| name[start..name.len() - end].iter().collect::<String>();
    let rests: Vec<String> = letters.iter().map(|name| rest(name).trim_matches(signs).to_string()).collect();
    let distinct: BTreeSet<&String> = rests.iter().collect();
    (distinct.len() == rests.len() && rests.iter().all(|rest| !rest.is_empty())).then_some(rests)
}

/// How many letters before a number name an era: `令和3`, `R3`.
fn era(before: &[char]) -> usize {
    let is = |name: &str| before.iter().collect::<String>().to_lowercase().ends_with(name);
    let alone = before.len() < 2 || !before[before.len() - 2].is_alphabetic();
    match () {
        _ if lettered().any(|era| is(era.name)) => 2,
        _ if alone && lettered().any(|era| is(&era.letter.to_lowercase())) => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_in_the_period() {
        let of = |names: &[&str]| differing(names).unwrap_or_default();
        assert_eq!(of(&["調査_前", "調査_後"]), ["前", "後"]);
        assert_eq!(of(&["survey_2021", "survey_2023"]), ["2021", "2023"]);
        assert_eq!(of(&["r3-answers", "r4-answers"]), ["r3", "r4"]);
        assert_eq!(of(&["調査平成3年", "調査平成4年"]), ["平成3", "平成4"]);
        assert_eq!(of(&["t3-answers", "t4-answers"]), ["3", "4"]);
        assert_eq!(of(&["survey", "survey_2"]), Vec::<String>::new());
        assert_eq!(of(&["survey"]), Vec::<String>::new());
    }

    #[test]
    fn before_comes_first() {
        let ends = |names: [&str; 2]| ends(&names.map(|name| Some(name.to_string()))).unwrap();
        assert_eq!(ends(["後", "前"]), ("前".into(), "後".into()));
        assert_eq!(ends(["2023", "2021"]), ("2021".into(), "2023".into()));
    }
}
