//! What was understood of a number, and its digits without separators.

use crate::phrase;
use crate::text::Phrase;

/// How a text was understood as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NumberRule {
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

impl NumberRule {
    /// What was understood.
    pub fn phrase(self) -> Phrase {
        match self {
            NumberRule::Text => phrase!("text read as a number"),
            NumberRule::FullWidth => phrase!("full-width characters read as a number"),
            NumberRule::Thousands => phrase!("thousands separators left out"),
            NumberRule::Triangle => phrase!("▲ or △ read as minus"),
            NumberRule::Brackets => phrase!("a number in brackets read as negative"),
            NumberRule::Percent => phrase!("per cent read as a share: 45% is 0.45"),
            NumberRule::Unit(unit) => phrase!("the unit {unit} left out", unit = unit),
            NumberRule::Scaled(unit, factor) => {
                phrase!("the unit {unit} multiplied out: times {factor}", unit = unit, factor = factor)
            }
            NumberRule::Myriads => phrase!("万, 億 and the like multiplied out: 1億2,000万 is 120000000"),
            NumberRule::Padded => phrase!("zeros before a number left out: 0012 is 12"),
            NumberRule::Era => phrase!("a year of a Japanese era read as a year: 令和3 is 2021"),
            NumberRule::DecimalComma => phrase!("a comma read as the sign of decimals: 3,5 is 3.5"),
            NumberRule::EraLetter => phrase!("a letter and a year of a Japanese era read as a year: R3 is 2021"),
        }
    }
}

/// The digits without thousands separators; nothing where groups are not of three.
pub(crate) fn ungrouped(text: &str, rules: &mut Vec<NumberRule>) -> Option<String> {
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
    rules.push(NumberRule::Thousands);
    Some(text.replace(',', ""))
}
