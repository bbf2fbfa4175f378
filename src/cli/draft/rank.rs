use crate::ingest::fold;
use crate::ingest::look::{Glance, Look};

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
const NAMES: [&str; 15] = [
    "番号",
    "コード",
    "id",
    "code",
    "no.",
    "年",
    "year",
    "month",
    "緯度",
    "経度",
    "latitude",
    "longitude",
    "郵便",
    "電話",
    "zip",
];

/// Words of who took part or received; the first ones more than the last.
const TREATMENTS: [&str; 20] = [
    "採否",
    "採択",
    "treat",
    "助成",
    "交付",
    "funded",
    "award",
    "grant",
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
    "結果",
    "result",
];

/// Columns that may be what changed, the likeliest first.
pub fn outcomes(columns: &[(String, &Glance)]) -> Vec<String> {
    let fits = columns.iter().filter(|(_, column)| column.look() == Look::Number);
    ranked(fits.map(|(name, _)| (name, outcome(name))).filter(|(_, score)| *score > i32::MIN))
}

/// Columns that may say who took part or received, the likeliest first.
pub fn treatments(columns: &[(String, &Glance)]) -> Vec<String> {
    let fits = columns.iter().filter(|(_, column)| matches!(column.look(), Look::YesNo | Look::Pair));
    ranked(fits.map(|(name, _)| (name, at(&TREATMENTS, name))))
}

fn ranked<'n>(scored: impl Iterator<Item = (&'n String, i32)>) -> Vec<String> {
    let mut scored: Vec<(&String, i32)> = scored.collect();
    scored.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
    scored.into_iter().map(|(name, _)| name.clone()).collect()
}

/// How early in a list the word stands that a name has; 0 where it has none.
fn at(words: &[&str], name: &str) -> i32 {
    let name = fold(name);
    words.iter().position(|word| name.contains(word)).map_or(0, |at| (words.len() - at) as i32)
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
        assert!(at(&TREATMENTS, "採否") > at(&TREATMENTS, "結果") && at(&TREATMENTS, "性別") == 0);
    }
}
