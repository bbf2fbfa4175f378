//! Numbers as people write them: full-width digits, thousands separators, ▲ for minus, brackets, per cent, units.

use super::years::{self, Form};
use crate::text::{Phrase, even, is_figure};
use crate::{notation, phrase};

/// Longer texts (in characters) are sentences.
const LONGEST: usize = 40;

/// How a text was understood as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rule {
    /// Digits in a text cell.
    Text,
    /// Full-width digits or signs.
    FullWidth,
    /// `1,234`.
    Thousands,
    /// `▲5`, `△5`.
    Triangle,
    /// `(5)` for −5.
    Brackets,
    /// `45%` for 0.45.
    Percent,
    /// A unit after or before the number.
    Unit(&'static str),
    /// A unit that multiplies, and by how much.
    Scaled(&'static str, u64),
    /// `1億2,000万`.
    Myriads,
    /// `0012` among numbers.
    Padded,
    /// `令和3年度`, `平成16年`: a year of an era.
    Era,
    /// `R3`: a year of an era by its letter.
    EraLetter,
    /// `3,5` in a column with commas for decimals.
    DecimalComma,
}

impl Rule {
    /// What was understood.
    pub fn phrase(self) -> Phrase {
        match self {
            Rule::Text => phrase!("text read as a number"),
            Rule::FullWidth => phrase!("full-width characters read as a number"),
            Rule::Thousands => phrase!("thousands separators left out"),
            Rule::Triangle => phrase!("▲ or △ read as minus"),
            Rule::Brackets => phrase!("a number in brackets read as negative"),
            Rule::Percent => phrase!("per cent read as a share: 45% is 0.45"),
            Rule::Unit(unit) => phrase!("the unit {unit} left out", unit = unit),
            Rule::Scaled(unit, factor) => {
                phrase!("the unit {unit} multiplied out: times {factor}", unit = unit, factor = factor)
            }
            Rule::Myriads => phrase!("万, 億 and the like multiplied out: 1億2,000万 is 120000000"),
            Rule::Padded => phrase!("zeros before a number left out: 0012 is 12"),
            Rule::Era => phrase!("a year of a Japanese era read as a year: 令和3 is 2021"),
            Rule::DecimalComma => phrase!("a comma read as the sign of decimals: 3,5 is 3.5"),
            Rule::EraLetter => phrase!("a letter and a year of a Japanese era read as a year: R3 is 2021"),
        }
    }
}

/// A number read from text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reading {
    /// The number.
    pub value: f64,
    /// How it was understood; never empty.
    pub rules: Vec<Rule>,
    /// Whether it begins with a superfluous zero, as ids and codes do.
    pub padded: bool,
}

impl Reading {
    /// With another rule, which says more than that digits stand in a text.
    pub fn with(mut self, rule: Rule) -> Reading {
        self.rules.retain(|known| *known != Rule::Text);
        self.rules.push(rule);
        self
    }
}

/// Reads a number; nothing where the text is not one number.
pub(crate) fn read(text: &str) -> Option<Reading> {
    if !text.chars().any(is_figure) || text.trim().chars().count() > LONGEST {
        return None;
    }
    let mut rules = Vec::new();
    let plain = even(text);
    let plain = plain.trim();
    if plain.chars().zip(text.trim().chars()).any(|(a, b)| a != b && (a.is_ascii_digit() || ",.-+()%".contains(a))) {
        rules.push(Rule::FullWidth);
    }
    let (rest, negative) = signed(plain, &mut rules);
    let (value, padded) = magnitude(rest, &mut rules)?;
    if padded {
        rules.push(Rule::Padded);
    }
    if rules.is_empty() {
        rules.push(Rule::Text);
    }
    Some(Reading { value: if negative { -value } else { value }, rules, padded })
}

/// The number without its sign, and whether it begins with a superfluous zero.
fn magnitude(text: &str, rules: &mut Vec<Rule>) -> Option<(f64, bool)> {
    let before = rules.len();
    let (rest, power) = notation::measured(text, rules);
    let Some(digits) = ungrouped(rest.trim(), rules) else {
        rules.truncate(before);
        return Some((notation::myriads(text, rules)?, false));
    };
    if rules.contains(&Rule::Unit("円")) && has_stop_for_comma(&digits) {
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
pub(crate) fn read_year(text: &str) -> Option<Reading> {
    let (year, form) = years::year_of(text)?;
    let rule = match form {
        Form::Era => Rule::Era,
        Form::EraLetter => Rule::EraLetter,
        Form::Plain | Form::Named => return None,
    };
    let plain = even(text);
    let wide = plain.chars().zip(text.chars()).any(|(a, b)| a != b && a.is_ascii_alphanumeric());
    let rules = if wide { vec![Rule::FullWidth, rule] } else { vec![rule] };
    Some(Reading { value: f64::from(year), rules, padded: false })
}

/// Takes the sign off: `-`, `−`, `+`, ▲, △ or brackets around the whole.
fn signed<'t>(text: &'t str, rules: &mut Vec<Rule>) -> (&'t str, bool) {
    if let Some(rest) = text.strip_prefix(['▲', '△']) {
        rules.push(Rule::Triangle);
        return (rest.trim_start(), true);
    }
    if let Some(inside) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        rules.push(Rule::Brackets);
        return (inside.trim(), true);
    }
    match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (rest.trim_start(), true),
        None => (text.strip_prefix('+').unwrap_or(text), false),
    }
}

/// The digits without thousands separators; nothing where groups are not of three.
pub(crate) fn ungrouped(text: &str, rules: &mut Vec<Rule>) -> Option<String> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let exponent = fraction.split_once(['e', 'E']);
    let fraction_ok = match exponent {
        Some((digits, power)) => all_digits(digits) && power.parse::<i32>().is_ok(),
        None => all_digits(fraction),
    };
    if whole.is_empty() || !fraction_ok || text.ends_with('.') {
        return None;
    }
    if all_digits(whole) {
        return Some(text.to_string());
    }
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = (1..=3).contains(&first.len()) && all_digits(first);
    if !grouped || !groups.all(|group| group.len() == 3 && all_digits(group)) {
        return None;
    }
    rules.push(Rule::Thousands);
    Some(text.replace(',', ""))
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
        assert_eq!(read("１，２００人").unwrap().rules, [Rule::FullWidth, Rule::Unit("人"), Rule::Thousands]);
        assert_eq!(read(" 12 ").unwrap().rules, [Rule::Text]);
    }
}
