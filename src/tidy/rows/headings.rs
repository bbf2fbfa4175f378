//! What columns are called: the lowest of stacked headings where it is clear by itself, and without the unit that it says.

use std::collections::BTreeMap;

use crate::ingest::Heading;
use crate::tidy::rows::headings;

use crate::notation::{self, Counted, HeadingUnit, fold};

/// A column's name and what its heading says of its numbers.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::tidy) struct NamedColumn {
    /// Name of the variable, where the study gives it no other.
    pub name: String,
    /// Unit of the heading: what numbers are multiplied by, and how it is written.
    pub scaled: Option<(&'static str, f64)>,
    /// What its numbers count, by the unit of the heading.
    pub counted: Option<Counted>,
}

/// Endings of headings whose numbers are in no unit of money, whatever the group above them says.
const NO_MONEY: [&str; 13] =
    ["数", "率", "割合", "比", "年度", "年", "日", "備考", "名", "氏名", "number", "share", "year"];

/// The names of the columns of a table; distinct as far as the headings are.
pub(in crate::tidy) fn names(headings: &[Heading]) -> Vec<NamedColumn> {
    let units_row = headings.iter().any(|heading| unit_below(heading).is_some_and(|(_, unit)| unit.is_telling()));
    let below = |heading: &Heading| unit_below(heading).filter(|_| units_row);
    let mut leaves: Vec<&str> = headings.iter().map(|heading| heading.leaf.as_str()).collect();
    for (leaf, heading) in leaves.iter_mut().zip(headings).filter(|(_, heading)| below(heading).is_some()) {
        *leaf = &heading.text;
    }
    let whole: Vec<&str> = headings.iter().map(|heading| heading.text.as_str()).collect();
    let short = clear(&leaves, &whole);
    let undated: Vec<&str> = short.iter().map(|text| without_as_of(text)).collect();
    let undated = clear(&undated, &short);
    let part = |(text, heading): (&&str, &Heading)| below(heading).or_else(|| notation::split(text));
    let parts: Vec<Option<(String, HeadingUnit)>> = undated.iter().zip(headings).map(part).collect();
    let bare: Vec<&str> =
        parts.iter().zip(&undated).map(|(part, text)| part.as_ref().map_or(*text, |(name, _)| name)).collect();
    let alone = once(&bare);
    let named = |i: usize| {
        let unit = parts[i].as_ref().map(|(_, unit)| *unit).or_else(|| of_group(&headings[i]));
        let name = if alone[i] { bare[i] } else { undated[i] };
        // Where the unit is still in the name, outputs need not say it again.
        let counted = unit.and_then(|unit| unit.counted).filter(|_| alone[i]);
        NamedColumn { name: name.to_string(), scaled: unit.and_then(|unit| unit.scaled), counted }
    };
    (0..headings.len()).map(named).collect()
}

/// The name above a unit that stands in a heading of its own, and that unit.
fn unit_below(heading: &Heading) -> Option<(String, HeadingUnit)> {
    let above = heading.text.strip_suffix(heading.leaf.as_str())?.trim_end();
    let unit = notation::unit(&heading.leaf)?;
    (!above.is_empty()).then(|| (above.to_string(), unit))
}

/// The unit that a heading above says for all columns below it, and that the heading of the column does not contradict.
fn of_group(heading: &Heading) -> Option<HeadingUnit> {
    let above = heading.text.rfind(&heading.leaf).filter(|_| !heading.leaf.is_empty()).map(|at| &heading.text[..at])?;
    let above = above.trim_end();
    let unit = notation::unit(above).or_else(|| notation::split(above).map(|(_, unit)| unit))?;
    let folded = fold(&heading.leaf);
    let other = unit.currency().is_some() && NO_MONEY.iter().any(|ending| folded.ends_with(ending));
    (unit.is_telling() && !other).then_some(unit)
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
pub(in crate::tidy) fn alone(texts: &[String]) -> Vec<bool> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    texts.iter().for_each(|text| *times.entry(text).or_default() += 1);
    texts.iter().map(|text| times[text.as_str()] == 1).collect()
}

/// `法人名（令和4年時点）` as its name and what stands in the last brackets.
fn last_brackets(heading: &str) -> (&str, Option<&str>) {
    const BRACKETS: [(char, char); 4] = [('(', ')'), ('（', '）'), ('[', ']'), ('［', '］')];
    let text = heading.trim_end();
    let split = BRACKETS.iter().find_map(|&(open, close)| {
        let inside = text.strip_suffix(close)?;
        let at = inside.rfind(open)?;
        Some((inside[..at].trim_end(), &inside[at + open.len_utf8()..]))
    });
    match split {
        Some((name, inside)) if !name.is_empty() => (name, Some(inside)),
        _ => (heading, None),
    }
}

/// A heading without the day that its values are of, which changes from year to year: `法人名（平成24年９月末時点）`.
fn without_as_of(heading: &str) -> &str {
    let (name, inside) = last_brackets(heading);
    let Some(inside) = inside else { return heading };
    let plain = fold(inside);
    let dated = plain.contains(|c: char| c.is_ascii_digit()) || plain.contains('元');
    let as_of = ["時点", "現在", "末時点"].iter().any(|end| plain.ends_with(end)) || plain.starts_with("asof");
    if dated && as_of { name } else { heading }
}

/// What the columns of a table are called where no study says it, in their order.
pub fn names_of(headings: &[Heading]) -> Vec<String> {
    headings::names(headings).into_iter().map(|named| named.name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(text: &str, leaf: &str) -> Heading {
        Heading { text: text.into(), leaf: leaf.into(), col: 0, also: Vec::new() }
    }

    fn plain(texts: &[&str]) -> Vec<NamedColumn> {
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

    #[test]
    fn a_unit_of_the_group_above_counts_for_what_is_money_below() {
        let stacked = [
            heading("収入（千円） 会費", "会費"),
            heading("収入（千円） 会員数", "会員数"),
            heading("収入（千円） 寄附（円）", "寄附（円）"),
            heading("千円 事業費", "事業費"),
            heading("支出 管理費", "管理費"),
        ];
        let named = names(&stacked);
        let said: Vec<(&str, Option<f64>)> =
            named.iter().map(|named| (named.name.as_str(), named.scaled.map(|(_, factor)| factor))).collect();
        let told = [("会費", Some(1e3)), ("会員数", None), ("寄附", None), ("事業費", Some(1e3)), ("管理費", None)];
        assert_eq!(said, told);
    }

    #[test]
    fn a_unit_in_a_row_of_its_own_is_no_name() {
        let stacked = [heading("会費 千円", "千円"), heading("会員数 人", "人"), heading("寄附金 円", "円")];
        let named = names(&stacked);
        let said: Vec<&str> = named.iter().map(|named| named.name.as_str()).collect();
        assert_eq!((said, named[0].scaled), (vec!["会費", "会員数", "寄附金"], Some(("千円", 1e3))));
        let years = names(&[heading("助成 年", "年"), heading("助成 額", "額")]);
        assert_eq!(years[0].name, "年", "no row of units");
    }
}
