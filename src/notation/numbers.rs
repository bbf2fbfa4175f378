//! Numbers as people write them: full-width digits, thousands separators, ▲ for minus, brackets, per cent, units.

use super::years::{self, YearForm};
use crate::notation;
pub(crate) use crate::notation::number_rule::{NumberRule, ungrouped};
use crate::text::{even, is_figure};

/// Longer texts (in characters) are sentences.
const LONGEST: usize = 40;

/// A number read from text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NumberReading {
    /// The number.
    pub value: f64,
    /// How it was understood; never empty.
    pub rules: Vec<NumberRule>,
    /// Whether it begins with a superfluous zero, as ids and codes do.
    pub padded: bool,
}

impl NumberReading {
    /// With another rule, which says more than that digits stand in a text.
    pub fn with(mut self, rule: NumberRule) -> NumberReading {
        self.rules.retain(|known| *known != NumberRule::Text);
        self.rules.push(rule);
        self
    }
}

/// Reads a number; nothing where the text is not one number.
pub(crate) fn read(text: &str) -> Option<NumberReading> {
    if !text.chars().any(is_figure) || text.trim().chars().count() > LONGEST {
        return None;
    }
    let mut rules = Vec::new();
    let plain = even(text);
    let plain = plain.trim();
    if plain.chars().zip(text.trim().chars()).any(|(a, b)| a != b && (a.is_ascii_digit() || ",.-+()%".contains(a))) {
        rules.push(NumberRule::FullWidth);
    }
    let (rest, negative) = signed(plain, &mut rules);
    let (value, padded) = magnitude(rest, &mut rules)?;
    if padded {
        rules.push(NumberRule::Padded);
    }
    if rules.is_empty() {
        rules.push(NumberRule::Text);
    }
    Some(NumberReading { value: if negative { -value } else { value }, rules, padded })
}

/// The number without its sign, and whether it begins with a superfluous zero.
fn magnitude(text: &str, rules: &mut Vec<NumberRule>) -> Option<(f64, bool)> {
    let before = rules.len();
    let (rest, power) = notation::measured(text, rules);
    let Some(digits) = ungrouped(rest.trim(), rules) else {
        rules.truncate(before);
        return Some((notation::myriads(text, rules)?, false));
    };
    if rules.contains(&NumberRule::Unit("円")) && has_stop_for_comma(&digits) {
        return None;
    }
    let value: f64 = digits.parse().ok()?;
    let value = if power == 0 { value } else { notation::shifted(value, power) };
    Some((value, digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.")))
}

/// `34.650` of yen, which have no third decimal.
fn has_stop_for_comma(digits: &str) -> bool {
    let Some((whole, fraction)) = digits.split_once('.') else { return false };
    fraction.len() == 3 && !whole.starts_with('0') && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads a year of a Japanese era as a number.
pub(crate) fn read_year(text: &str) -> Option<NumberReading> {
    let (year, form) = years::year_of(text)?;
    let rule = match form {
        YearForm::Era => NumberRule::Era,
        YearForm::EraLetter => NumberRule::EraLetter,
        YearForm::Plain | YearForm::Named => return None,
    };
    let plain = even(text);
    let wide = plain.chars().zip(text.chars()).any(|(a, b)| a != b && a.is_ascii_alphanumeric());
    let rules = if wide { vec![NumberRule::FullWidth, rule] } else { vec![rule] };
    Some(NumberReading { value: f64::from(year), rules, padded: false })
}

/// Takes the sign off: `-`, `−`, `+`, ▲, △ or brackets around the whole.
fn signed<'t>(text: &'t str, rules: &mut Vec<NumberRule>) -> (&'t str, bool) {
    if let Some(rest) = text.strip_prefix(['▲', '△']) {
        rules.push(NumberRule::Triangle);
        return (rest.trim_start(), true);
    }
    if let Some(inside) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        rules.push(NumberRule::Brackets);
        return (inside.trim(), true);
    }
    match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (rest.trim_start(), true),
        None => (text.strip_prefix('+').unwrap_or(text), false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let cases = [
            ("１，２００人", 1200.0),
            ("1,234,567", 1_234_567.0),
            ("▲ 12.5", -12.5),
            ("△３", -3.0),
            ("(1,234)", -1234.0),
            ("－5", -5.0),
            ("−5", -5.0),
            ("45%", 0.45),
            ("29,788,626円", 29_788_626.0),
            ("250千円", 250_000.0),
            ("3百万円", 3_000_000.0),
            ("￥1,500", 1500.0),
            ("111,240,000\n", 111_240_000.0),
            ("1.5E-3", 0.0015),
            ("1億2,000万円", 120_000_000.0),
            ("▲3万", -30_000.0),
            ("4.35千円", 4350.0),
            ("金1,500円也", 1500.0),
            ("57%", 0.57),
        ];
        for (text, value) in cases {
            assert_eq!(read(text).map(|reading| reading.value), Some(value), "{text}");
        }
    }

    #[test]
    fn what_is_not_one_number_stays_text() {
        let not = [
            "",
            "円",
            "@1,500円ほか",
            "1,23",
            "10-20",
            "約100人",
            "34.650円",
            "3-1",
            "1/2",
            "113-0034",
            "03-1234-5678",
            "―5",
            "400万円以上 500万円未満",
            "ー5",
            "2021/4/1",
            "1.",
            "x1",
        ];
        for text in not {
            assert_eq!(read(text), None, "{text}");
        }
        assert!(read("0312").is_some_and(|reading| reading.padded));
    }

    #[test]
    fn the_rules_say_what_was_done() {
        assert_eq!(
            read("１，２００人").unwrap().rules,
            [NumberRule::FullWidth, NumberRule::Unit("人"), NumberRule::Thousands]
        );
        assert_eq!(read(" 12 ").unwrap().rules, [NumberRule::Text]);
    }
}
