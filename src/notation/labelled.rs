//! Numbers with a label: `7 (a very happy person)`, `10. Completely`, `1 とても不満`, `【3】ふつう`, `Strongly agree (5)`.

use super::absent::is_no_answer;
use super::{bands, fold, numbers, steps};
use crate::text::{even, is_figure};

/// Longer texts (in characters) are sentences.
const LONGEST: usize = 80;

/// Digits of a code at most.
const DIGITS: usize = 3;

/// Words behind a number that make it a rough one, or say what it includes: no labels.
const ROUGH: [&str; 16] = [
    "見込", "予定", "概算", "推定", "推計", "程度", "ほか", "以上", "以下", "未満", "超", "or ", "and ", "approx",
    "est", "incl",
];

/// Signs between a number and its label.
const SIGNS: [char; 7] = ['.', ':', '=', '、', ')', ']', '】'];

const BRACKETS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('【', '】'), ('〔', '〕')];

/// A number and what it is called.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Labelled {
    /// The number.
    pub number: f64,
    /// What it is called.
    pub label: String,
    /// Whether nothing but a space, or the order of the two, tells it from other texts that hold a number.
    pub weak: bool,
    /// Whether the label says that there is no answer.
    pub unanswered: bool,
}

/// Reads a number with a label; nothing for numbers with a unit, bands, rough numbers, dates, codes and lists.
pub(crate) fn labelled(text: &str) -> Option<Labelled> {
    if !text.chars().any(is_figure) || text.len() > 4 * LONGEST {
        return None;
    }
    let plain = even(text);
    let plain = plain.trim();
    if plain.chars().count() > LONGEST {
        return None;
    }
    let (number, label, weak) = leading(plain).or_else(|| trailing(plain))?;
    let label = label.trim();
    if !is_label(label, weak) || bands::band(plain).is_some() || is_unit(number, label) {
        return None;
    }
    let answer = is_no_answer(label);
    // Nothing of a kind that does not apply is no unanswered question: 0 (該当なし) may be none.
    let unanswered = answer && !(number == 0.0 && is_none(label));
    let weak = weak && !answer && steps::answer(label).is_none();
    Some(Labelled { number, label: label.to_string(), weak, unanswered })
}

/// Whether a label may mean nothing as well as not applicable.
pub(crate) fn is_none(label: &str) -> bool {
    matches!(fold(label).as_str(), "該当なし" | "該当しない" | "notapplicable" | "n/a" | "na" | "なし" | "none")
}

/// The number before its label.
fn leading(text: &str) -> Option<(f64, &str, bool)> {
    if let Some((inside, rest)) = bracketed(text) {
        return Some((code(inside)?, rest.trim_start_matches(SIGNS), false));
    }
    let minus = text.strip_prefix(['-', '\u{2212}']);
    let body = minus.unwrap_or(text);
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let number = code(&body[..digits])? * if minus.is_some() { -1.0 } else { 1.0 };
    let rest = &body[digits..];
    let rest = rest.strip_prefix('点').filter(|rest| rest.starts_with(['(', '[', ':', '=', '【'])).unwrap_or(rest);
    let spaced = rest.trim_start();
    if let Some((inside, after)) = bracketed(spaced) {
        return after.is_empty().then_some((number, inside, false));
    }
    if let Some(label) = spaced.strip_prefix(SIGNS) {
        return Some((number, label, false));
    }
    if let Some(label) = spaced
        .strip_prefix(['-', '\u{2013}', '\u{2014}', '\u{30FC}'])
        .filter(|label| label.starts_with(' ') || steps::answer(label).is_some())
    {
        return Some((number, label, false));
    }
    match spaced.len() < rest.len() {
        true => Some((number, spaced, true)),
        // Without a space only words of agreement are labels: 3人 and 2以上 are none.
        false => steps::answer(rest).map(|_| (number, rest, false)),
    }
}

/// `Strongly agree (5)`, `Agree = 4`.
fn trailing(text: &str) -> Option<(f64, &str, bool)> {
    let digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    if let Some((label, number)) = text.rsplit_once([':', '=']).filter(|(label, _)| !digit(label)) {
        return Some((code(number.trim())?, label, true));
    }
    let (open, _) = BRACKETS.into_iter().find(|(_, close)| text.ends_with(*close))?;
    let at = text.rfind(open)?;
    let inside = text[at + open.len_utf8()..].trim_end_matches(|c| BRACKETS.iter().any(|(_, close)| *close == c));
    let label = &text[..at];
    Some((code(inside)?, label, true)).filter(|_| !digit(label))
}

/// What stands in the brackets that a text begins with, and what follows them.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let (open, close) = BRACKETS.into_iter().find(|(open, _)| text.starts_with(*open))?;
    let rest = &text[open.len_utf8()..];
    let at = matching(rest, open, close)?;
    Some((rest[..at].trim(), rest[at + close.len_utf8()..].trim()))
}

fn matching(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0;
    text.char_indices().find_map(|(at, c)| {
        depth += i32::from(c == open) - i32::from(c == close);
        (depth < 0).then_some(at)
    })
}

/// A whole number of few digits, without a superfluous zero.
fn code(digits: &str) -> Option<f64> {
    let sound = (1..=DIGITS).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let padded = digits.len() > 1 && digits.starts_with('0');
    digits.parse().ok().filter(|_| sound && !padded)
}

/// Words that call a number something, and no further number, list or amount.
fn is_label(label: &str, weak: bool) -> bool {
    let lower = label.to_lowercase();
    let rough =
        ROUGH.iter().any(|word| lower.starts_with(word)) || weak && ROUGH.iter().any(|word| lower.ends_with(word));
    let listed = label.split_whitespace().skip(1).any(|word| {
        let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() < word.len() && rest.starts_with(['.', ')', ':', '、'])
    });
    label.chars().any(char::is_alphabetic) && !label.starts_with(|c: char| c.is_ascii_digit()) && !rough && !listed
}

/// `30 (人)`: what the number counts.
fn is_unit(number: f64, label: &str) -> bool {
    numbers::read(&format!("{number}{label}")).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_taken_off_their_numbers() {
        for (text, number, label) in [
            ("7 (a very happy person)", 7.0, "a very happy person"),
            ("1（とても不満）", 1.0, "とても不満"),
            ("10. Completely well placed", 10.0, "Completely well placed"),
            ("1　とても不満", 1.0, "とても不満"),
            ("5：とても満足", 5.0, "とても満足"),
            ("5=Agree", 5.0, "Agree"),
            ("5 = Agree", 5.0, "Agree"),
            ("5 - Agree", 5.0, "Agree"),
            ("【3】ふつう", 3.0, "ふつう"),
            ("(2) やや不満", 2.0, "やや不満"),
            ("3) neutral", 3.0, "neutral"),
            ("３ どちらともいえない", 3.0, "どちらともいえない"),
            ("④まあ満足", 4.0, "まあ満足"),
            ("Strongly agree (5)", 5.0, "Strongly agree"),
            ("Agree = 4", 4.0, "Agree"),
            ("5点（とても満足）", 5.0, "とても満足"),
            ("5-とても満足", 5.0, "とても満足"),
            ("2: 月1回くらい", 2.0, "月1回くらい"),
            ("0 (not at all likely)", 0.0, "not at all likely"),
        ] {
            let found = labelled(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.number, found.label.as_str(), found.unanswered), (number, label, false), "{text}");
        }
        for (text, number) in
            [("99. 無回答", 99.0), ("9 (no answer)", 9.0), ("-1 (refused)", -1.0), ("6．わからない", 6.0)]
        {
            let found = labelled(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.number, found.unanswered), (number, true), "{text}");
        }
        assert!(labelled("0 = 該当なし").is_some_and(|found| !found.unanswered), "may be none at all");
    }

    #[test]
    fn other_texts_with_numbers_are_no_labels() {
        for text in [
            "3人",
            "30(人)",
            "2 or more",
            "2以上",
            "10-20",
            "10〜20",
            "18 to 24",
            "30(見込み)",
            "3-A",
            "1. はい 2. いいえ",
            "2021年",
            "1.5",
            "1,200円(税込)",
            "001 東京",
            "1234. x",
            "2023-04-01",
            "24時30分",
            "3",
            "とても満足",
            "1-2-3 Main Street",
        ] {
            assert_eq!(labelled(text), None, "{text}");
        }
    }
}
