//! What columns are called: the lowest of stacked headings where it is clear by itself, and without the unit in brackets.

use std::collections::BTreeMap;

use super::notation::{self, Counted};
use crate::ingest::{Heading, fold};

/// A column's name and what its heading says of its numbers.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Named {
    /// Name of the variable, where the study gives it no other.
    pub name: String,
    /// Unit in brackets: what numbers are multiplied by, and how it is written.
    pub scaled: Option<(&'static str, f64)>,
    /// What its numbers count, by the unit in brackets.
    pub counted: Option<Counted>,
}

/// The names of the columns of a table; distinct as far as the headings are.
pub(super) fn names(headings: &[Heading]) -> Vec<Named> {
    let leaves: Vec<&str> = headings.iter().map(|heading| heading.leaf.as_str()).collect();
    let whole: Vec<&str> = headings.iter().map(|heading| heading.text.as_str()).collect();
    let short = clear(&leaves, &whole);
    let undated: Vec<&str> = short.iter().map(|text| without_as_of(text)).collect();
    let undated = clear(&undated, &short);
    let parts: Vec<(&str, Option<&str>)> = undated.iter().map(|text| split_unit(text)).collect();
    let bare: Vec<&str> = parts.iter().map(|(name, _)| *name).collect();
    let alone = once(&bare);
    let named = |i: usize| {
        let (name, unit) = parts[i];
        let factor = unit.and_then(notation::of_heading);
        match factor {
            Some(factor) if alone[i] => {
                let counted = unit.and_then(notation::counted_in_heading);
                Named { name: name.to_string(), scaled: factor, counted }
            }
            // The unit is still in the name.
            _ => Named { name: undated[i].to_string(), scaled: factor.flatten(), counted: None },
        }
    };
    (0..headings.len()).map(named).collect()
}

/// The shorter names where they are clear by themselves, else the longer ones.
fn clear<'h>(shorter: &[&'h str], longer: &[&'h str]) -> Vec<&'h str> {
    let alone = once(shorter);
    (0..shorter.len()).map(|i| if alone[i] { shorter[i] } else { longer[i] }).collect()
}

/// Of each text, whether it says something that no other one says.
fn once(texts: &[&str]) -> Vec<bool> {
    let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
    folded.iter().zip(alone(&folded)).map(|(text, alone)| alone && !text.is_empty()).collect()
}

/// Of each text, whether it stands there once.
pub(super) fn alone(texts: &[String]) -> Vec<bool> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    texts.iter().for_each(|text| *times.entry(text).or_default() += 1);
    texts.iter().map(|text| times[text.as_str()] == 1).collect()
}

/// `受取会費（千円）` as its name and what stands in the last brackets.
fn split_unit(heading: &str) -> (&str, Option<&str>) {
    const BRACKETS: [(char, char); 4] = [('(', ')'), ('（', '）'), ('[', ']'), ('［', '］')];
    let text = heading.trim_end();
    let split = BRACKETS.iter().find_map(|&(open, close)| {
        let inside = text.strip_suffix(close)?;
        let at = inside.rfind(open)?;
        Some((inside[..at].trim_end(), &inside[at + open.len_utf8()..]))
    });
    match split {
        Some((name, unit)) if !name.is_empty() => (name, Some(unit)),
        _ => behind_a_sign(text).map_or((heading, None), |(name, unit)| (name, Some(unit))),
    }
}

/// `助成額/千円`, `受取会費 千円`: only units that multiply, since other words behind such a sign belong to the name.
fn behind_a_sign(text: &str) -> Option<(&str, &str)> {
    let (name, unit) = text.rsplit_once(['/', '／', '_', ':', '：', ' ', '\u{3000}'])?;
    let scaled = notation::of_heading(unit).flatten().is_some() && unit.chars().count() > 1;
    (scaled && !name.trim().is_empty()).then(|| (name.trim_end(), unit))
}

/// A heading without the day that its values are of, which changes from year to year: `法人名（平成24年９月末時点）`.
fn without_as_of(heading: &str) -> &str {
    let (name, inside) = split_unit(heading);
    let Some(inside) = inside else { return heading };
    let plain = fold(inside);
    let dated = plain.contains(|c: char| c.is_ascii_digit()) || plain.contains('元');
    let as_of = ["時点", "現在", "末時点"].iter().any(|end| plain.ends_with(end)) || plain.starts_with("asof");
    if dated && as_of { name } else { heading }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(text: &str, leaf: &str) -> Heading {
        Heading { text: text.into(), leaf: leaf.into(), col: 0, also: Vec::new() }
    }

    fn plain(texts: &[&str]) -> Vec<Named> {
        names(&texts.iter().map(|text| heading(text, text)).collect::<Vec<_>>())
    }

    #[test]
    fn units_in_brackets_are_no_part_of_the_name() {
        let named = plain(&["申請額（円）", "受取会費(千円)", "会費 [単位：百万円]", "氏名（漢字）"]);
        let names: Vec<&str> = named.iter().map(|named| named.name.as_str()).collect();
        assert_eq!(names, ["申請額", "受取会費", "会費", "氏名（漢字）"]);
        assert_eq!(named[0].scaled, None);
        assert_eq!(named[1].scaled, Some(("千円", 1e3)));
        assert_eq!(named[2].scaled, Some(("百万円", 1e6)));
        let named = plain(&["助成額/千円", "Riders (000's)", "達成率（％）", "survey_2021", "前 人数"]);
        let names: Vec<&str> = named.iter().map(|named| named.name.as_str()).collect();
        assert_eq!(names, ["助成額", "Riders", "達成率", "survey_2021", "前 人数"]);
        let units: Vec<Option<&str>> = named.iter().map(|named| named.scaled.map(|(unit, _)| unit)).collect();
        assert_eq!(units, [Some("千円"), Some("000's"), Some("%"), None, None]);
    }

    #[test]
    fn the_day_that_values_are_of_is_no_part_of_the_name() {
        let named = plain(&[
            "法人名（平成24年９月末時点）",
            "職員数(令和元年5月1日現在)",
            "人口 (as of 2020-10-01)",
            "年齢（現在）",
        ]);
        let names: Vec<&str> = named.iter().map(|named| named.name.as_str()).collect();
        assert_eq!(names, ["法人名", "職員数", "人口", "年齢（現在）"]);
        let two = plain(&["会員数（2021年4月時点）", "会員数（2022年4月時点）"]);
        let names: Vec<&str> = two.iter().map(|named| named.name.as_str()).collect();
        assert_eq!(
            names,
            ["会員数（2021年4月時点）", "会員数（2022年4月時点）"],
            "two columns of one table are never one"
        );
    }

    #[test]
    fn a_unit_that_tells_two_columns_apart_stays() {
        let named = plain(&["収入（円）", "収入（千円）"]);
        assert_eq!(named[0].name, "収入（円）");
        assert_eq!((named[1].name.as_str(), named[1].scaled), ("収入（千円）", Some(("千円", 1e3))));
    }

    #[test]
    fn the_lowest_heading_is_the_name_where_it_is_clear() {
        let stacked = [heading("審査結果 採否", "採否"), heading("前 人数", "人数"), heading("後 人数", "人数")];
        let names: Vec<String> = names(&stacked).into_iter().map(|named| named.name).collect();
        assert_eq!(names, ["採否", "前 人数", "後 人数"]);
    }
}
