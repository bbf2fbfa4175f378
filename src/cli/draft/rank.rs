use crate::ingest::profile::heading::{self, HeadingNames, names, words};
use crate::ingest::profile::{PrePost, moment};
use crate::notation::{fold, several_answers};

use super::column::DraftColumn;
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
pub fn outcomes(columns: &[(String, &DraftColumn)]) -> Vec<String> {
    let fits = columns.iter().filter(|(name, column)| is_outcome(column) && treatment(name) == 0 || is_number(column));
    let yes_no = |column: &DraftColumn| i32::from(is_two(column));
    let scored = fits.map(|(name, column)| (name, outcome(name).saturating_sub(yes_no(column))));
    ranked(scored.filter(|(_, score)| *score > i32::MIN))
}

/// Whether a column holds numbers, answers on a scale, or yes and no.
pub fn is_outcome(column: &DraftColumn) -> bool {
    is_number(column) || column.profile.is_scale() || is_two(column)
}

fn is_number(column: &DraftColumn) -> bool {
    let heading = &column.heading;
    let id = matches!(names(heading), Some(HeadingNames::Codes(_))) || column.is_corporate();
    let other =
        id || heading::is_nameless(heading) || heading::is_attribute(heading) || is_sum(heading) || is_time(heading);
    !other && !counts_rows(column) && column.values.len() > 1 && column.is_number()
}

fn is_time(heading: &str) -> bool {
    heading::is_period(heading) || heading::is_day(heading)
}

/// Whether a column holds the sum of the others of its table, by its heading.
fn is_sum(heading: &str) -> bool {
    ["total", "totals", "sum", "grandtotal", "合計", "計", "総計", "小計"].contains(&fold(heading).as_str())
}

/// Whether a column numbers the rows.
fn counts_rows(column: &DraftColumn) -> bool {
    const SOME: usize = 5;
    let (first, last) = column.range;
    let all = column.filled >= SOME && column.numbers == column.filled && column.is_unique();
    all && (first == 0.0 || first == 1.0) && last - first + 1.0 == column.filled as f64
}

fn is_two(column: &DraftColumn) -> bool {
    !heading::is_nameless(&column.heading) && column.is_yes_no()
}

/// Columns that may say who took part or received, the likeliest first.
pub fn treatments(columns: &[(String, &DraftColumn)]) -> Vec<String> {
    let said = columns.iter().map(|(name, column)| (name, column, treatment(name)));
    let fits = said.filter(|(_, column, score)| may_treat(column) && (*score > 0 || is_decision(column)));
    ranked(fits.map(|(name, column, score)| (name, score + i32::from(is_decision(column)))))
}

/// Other columns with two values.
pub fn sides(columns: &[(String, &DraftColumn)]) -> Vec<String> {
    let fits = columns.iter().filter(|(name, column)| is_side(column) && treatment(name) == 0 && !is_decision(column));
    fits.map(|(name, _)| name.clone()).collect()
}

/// Whether a column has two values that may be two groups: each of them in several rows, and no number of a measurement.
fn is_side(column: &DraftColumn) -> bool {
    let again = column.values.values().all(|&times| times > 1);
    let measured = column.heading.ends_with(['率', '額']) || is_sum(&column.heading);
    may_treat(column) && again && !measured && !heading::is_nameless(&column.heading)
}

/// How early in the list of treatments the word stands that a name has. Japanese words count where they begin the name or end it,
/// but for what says that it is one of two: 参加の有無. Within an answer they mean something else: イベントへの参加・見物.
fn treatment(name: &str) -> i32 {
    const BEHIND: [&str; 9] = ["の有無", "有無", "の可否", "可否", "状況", "区分", "フラグ", "の別", "者"];
    let folded = fold(name);
    let bare = folded.split(['(', '（', '[', '［']).next().unwrap_or_default();
    let bare = BEHIND.iter().find_map(|behind| bare.strip_suffix(behind)).unwrap_or(bare);
    let found = at(&TREATMENTS, name);
    let word = TREATMENTS.len().checked_sub(found as usize).and_then(|at| TREATMENTS.get(at));
    let ends = word.is_some_and(|word| word.is_ascii() || bare.starts_with(word) || bare.ends_with(word));
    let decided = || bare.ends_with("結果") || bare.ends_with("決定");
    if ends || decided() { found } else { 0 }
}

/// The answers of a question of which several stand in a cell, the most frequent first; none of other columns.
pub fn answers(column: &DraftColumn) -> Vec<String> {
    let heading = &column.heading;
    let other =
        heading::is_remark(heading) || heading::is_title(heading) || names(heading).is_some() || is_kind(heading);
    let answers = if other { Vec::new() } else { several_answers(&column.texts) };
    let one = |text: &String| answers.iter().any(|answer| fold(answer) == fold(text));
    let several: usize = column.texts.iter().filter(|(text, _)| !one(text)).map(|(_, times)| times).sum();
    if SELDOM * several >= column.filled { answers } else { Vec::new() }
}

/// Whether a heading is that of kinds of things, each in one word.
fn is_kind(heading: &str) -> bool {
    words(heading).last().is_some_and(|last| ["type", "code", "codes", "category"].contains(&last.as_str()))
}

/// In fewer than one cell of so many, several answers are a chance.
const SELDOM: usize = 10;

/// Whether a column has two values, or decisions in several words, and is no remark.
fn may_treat(column: &DraftColumn) -> bool {
    let said = |column: &DraftColumn| {
        !heading::is_remark(&column.heading) && !column.is_prose() && names(&column.heading).is_none()
    };
    let two = column.is_two() && 2 * column.filled >= column.filled + column.empty;
    said(column) && !is_kind(&column.heading) && (two || is_decision(column))
}

/// Columns that may make units comparable: known before, or of what does not change.
pub fn covariates(columns: &[(String, &DraftColumn)], others: &[String]) -> Vec<String> {
    let fits = |(name, column): &&(String, &DraftColumn)| {
        let kind = column.is_two() || column.is_category() || column.is_number();
        let later = moment(name).is_some_and(|(_, moment)| moment == PrePost::After);
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
