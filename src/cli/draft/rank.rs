use crate::ingest::fold;
use crate::ingest::look::heading::{self, Names, names, words};
use crate::ingest::look::{Glance, Look, Moment, moment};
use crate::tidy::{is_scale, is_yes_no};

use super::decisions::is_decision;

/// Words of what programs want to change; the first ones more than the last.
const OUTCOMES: [&str; 24] = [
    "成果",
    "outcome",
    "収益",
    "収入",
    "income",
    "revenue",
    "earnings",
    "売上",
    "得点",
    "点数",
    "スコア",
    "score",
    "満足",
    "satisf",
    "効果",
    "会員",
    "利用者",
    "参加者",
    "members",
    "users",
    "人数",
    "件数",
    "金額",
    "額",
];

/// Words of a state before, which an outcome is compared with.
const BEFORE: [&str; 7] = ["事前", "以前", "前年", "before", "baseline", "pre_", "前"];

/// Words of a state afterwards.
const AFTER: [&str; 5] = ["事後", "after", "post", "followup", "後"];

/// Words of numbers that nobody wants to change.
const NAMES: [&str; 16] = [
    "番号",
    "コード",
    "code",
    "no.",
    "年齢",
    "年",
    "year",
    "month",
    "age",
    "緯度",
    "経度",
    "latitude",
    "longitude",
    "郵便",
    "電話",
    "zip",
];

/// Words of who took part or received; the first ones more than the last.
const TREATMENTS: [&str; 21] = [
    "採否",
    "採択",
    "treat",
    "助成",
    "交付",
    "funded",
    "award",
    "grant",
    "decision",
    "受給",
    "参加",
    "particip",
    "介入",
    "intervention",
    "処置",
    "認定",
    "group",
    "arm",
    "群",
    "審査結果",
    "result",
];

/// Columns that may be what changed, the likeliest first.
pub fn outcomes(columns: &[(String, &Glance)]) -> Vec<String> {
    let fits =
        columns.iter().filter(|(name, column)| is_outcome(column) && at(&TREATMENTS, name) == 0 || is_number(column));
    let yes_no = |column: &Glance| i32::from(is_two(column));
    let scored = fits.map(|(name, column)| (name, outcome(name).saturating_sub(yes_no(column))));
    ranked(scored.filter(|(_, score)| *score > i32::MIN))
}

/// Whether a column holds numbers, answers on a scale, or yes and no.
pub fn is_outcome(column: &Glance) -> bool {
    is_number(column) || is_steps(column) || is_two(column)
}

fn is_number(column: &Glance) -> bool {
    let id = matches!(names(&column.heading), Some(Names::Codes(_)));
    !id && !heading::is_nameless(&column.heading) && column.look() == Look::Number && column.values.len() > 1
}

fn is_two(column: &Glance) -> bool {
    column.look() == Look::YesNo || column.look() == Look::Pair && is_yes_no(column.texts.keys().map(String::as_str))
}

/// Whether a column holds answers on a scale in words.
pub fn is_steps(column: &Glance) -> bool {
    column.numbers == 0
        && column.dates == 0
        && column.texts.len() <= 12
        && is_scale(column.texts.keys().map(String::as_str))
}

/// Columns that may say who took part or received, the likeliest first.
pub fn treatments(columns: &[(String, &Glance)]) -> Vec<String> {
    let said = columns.iter().map(|(name, column)| (name, column, at(&TREATMENTS, name)));
    let fits = said.filter(|(_, column, score)| may_treat(column) && (*score > 0 || is_decision(column)));
    ranked(fits.map(|(name, column, score)| (name, score + i32::from(is_decision(column)))))
}

/// Other columns with two values.
pub fn sides(columns: &[(String, &Glance)]) -> Vec<String> {
    let fits =
        columns.iter().filter(|(name, column)| may_treat(column) && at(&TREATMENTS, name) == 0 && !is_decision(column));
    fits.map(|(name, _)| name.clone()).collect()
}

/// Whether a column has two values, or decisions in several words, and is no remark.
fn may_treat(column: &Glance) -> bool {
    let said = |column: &Glance| {
        !heading::is_remark(&column.heading) && !column.is_prose() && names(&column.heading).is_none()
    };
    let two = matches!(column.look(), Look::YesNo | Look::Pair) && 2 * column.filled >= column.filled + column.empty;
    let kind = words(&column.heading).last().is_some_and(|last| ["type", "code", "category"].contains(&last.as_str()));
    said(column) && !kind && (two || is_decision(column))
}

/// Columns that may make units comparable: known before, or of what does not change.
pub fn covariates(columns: &[(String, &Glance)], others: &[String]) -> Vec<String> {
    let fits = |(name, column): &&(String, &Glance)| {
        let kind = matches!(column.look(), Look::YesNo | Look::Category | Look::Number | Look::Pair);
        let later = moment(name).is_some_and(|(_, moment)| moment == Moment::After);
        kind && !later
            && !others.contains(name)
            && names(name).is_none()
            && !is_decision(column)
            && !heading::is_remark(name)
            && column.values.len() > 1
            && 5 * column.empty <= column.filled
    };
    columns.iter().filter(fits).map(|(name, _)| name.clone()).collect()
}

fn ranked<'n>(scored: impl Iterator<Item = (&'n String, i32)>) -> Vec<String> {
    let mut scored: Vec<(&String, i32)> = scored.collect();
    scored.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
    scored.into_iter().map(|(name, _)| name.clone()).collect()
}

/// How early in a list the word stands that a name has; 0 where it has none. English words count from their beginning.
fn at(list: &[&str], name: &str) -> i32 {
    let (folded, words) = (fold(name), words(name));
    let has = |word: &str| match word.is_ascii() && word.chars().all(char::is_alphanumeric) {
        true => words.iter().any(|own| own.starts_with(word)),
        false => folded.contains(word),
    };
    list.iter().position(|word| has(word)).map_or(0, |at| (list.len() - at) as i32)
}

fn outcome(name: &str) -> i32 {
    if at(&NAMES, name) > 0 && at(&OUTCOMES, name) == 0 {
        return i32::MIN;
    }
    let moment = if at(&AFTER, name) > 0 {
        30
    } else if at(&BEFORE, name) > 0 {
        -30
    } else {
        0
    };
    at(&OUTCOMES, name) + moment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_come_before_what_they_are_compared_with_and_ids_not_at_all() {
        assert!(outcome("満足度（事後）") > outcome("満足度（事前）"));
        assert!(outcome("会員数") > outcome("面積"));
        assert_eq!(outcome("郵便番号"), i32::MIN);
        assert!(at(&TREATMENTS, "採否") > at(&TREATMENTS, "審査結果") && at(&TREATMENTS, "性別") == 0);
        assert!(at(&TREATMENTS, "Farm") == 0 && at(&TREATMENTS, "Treatment arm") > 0);
    }
}
