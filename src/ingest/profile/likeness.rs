//! How alike two headings are that may head one column in two files: `App. ref` and `Application ref`, 満足度 and
//! 満足度をお聞かせください.

use std::collections::BTreeMap;

use super::heading::words;
use super::pairs::moment;
use crate::notation::fold;

/// From 0 (nothing in common) to 1 (the same). Headings with other numbers, or of another moment, are not alike at all.
pub fn likeness(one: &str, other: &str) -> f64 {
    let digits = |text: &str| fold(text).chars().filter(char::is_ascii_digit).collect::<String>();
    let when = |text: &str| moment(text).map(|(_, moment)| moment);
    if digits(one) != digits(other) || when(one) != when(other) {
        return 0.0;
    }
    let letters = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<Vec<char>>();
    let (a, b) = (letters(one), letters(other));
    if a == b {
        return 1.0;
    }
    by_words(&words(one), &words(other)).max(by_letters(&a, &b))
}

/// The share of words that stand in both, abbreviated or not; more than half where one heading has all words of the other.
fn by_words(one: &[String], other: &[String]) -> f64 {
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let common = few.iter().filter(|word| many.iter().any(|other| is_short(word, other))).count();
    let all = common == few.len() && few.iter().any(|word| word.chars().count() > 3);
    let share = common as f64 / many.len().max(1) as f64;
    if all { share.max(0.6) } else { share }
}

/// Whether one word is the other, or its beginning: app, application; no stands for number.
fn is_short(one: &str, other: &str) -> bool {
    let number = |word: &str| ["no", "num", "number", "nr"].contains(&word);
    let begins = |short: &str, long: &str| short.chars().count() >= 3 && long.starts_with(short);
    one == other || begins(one, other) || begins(other, one) || number(one) && number(other)
}

/// The share of pairs of letters that stand in both; more than half where one stands in the other.
fn by_letters(one: &[char], other: &[char]) -> f64 {
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let inside = few.len() >= 3 && many.windows(few.len()).any(|window| window == few);
    let mut counts: BTreeMap<(char, char), i32> = BTreeMap::new();
    many.windows(2).for_each(|pair| *counts.entry((pair[0], pair[1])).or_default() += 1);
    let mut common = 0;
    for pair in few.windows(2) {
        if let Some(left) = counts.get_mut(&(pair[0], pair[1])).filter(|left| **left > 0) {
            *left -= 1;
            common += 1;
        }
    }
    let dice = 2.0 * f64::from(common) / (few.len() + many.len()).saturating_sub(2).max(1) as f64;
    if inside { dice.max(0.6) } else { dice }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_column_under_two_headings_is_alike() {
        let alike = [
            ("App. ref", "Application ref"),
            ("Organisation", "Organisation name"),
            ("Charity no.", "Charity number"),
            ("当センターの支援に対する満足度", "当センターの支援に対する満足度をお聞かせください。"),
            ("ボランティア人数（実人数・昨年度）", "昨年度のボランティア人数（実人数）"),
        ];
        for (one, other) in alike {
            assert!(likeness(one, other) > 0.5, "{one} {other} {}", likeness(one, other));
        }
    }

    #[test]
    fn other_columns_are_not() {
        let other = [
            ("Income 2020", "Income 2021"),
            ("満足度（事前）", "満足度（事後）"),
            ("Region", "Decision"),
            ("会員数", "職員数"),
            ("Amount requested", "Amount awarded"),
        ];
        for (one, other) in other {
            assert!(likeness(one, other) <= 0.5, "{one} {other} {}", likeness(one, other));
        }
    }
}
