//! Units: those that multiply and those that only name what is counted.

use super::currencies;
use super::heading_units::squeezed;
use super::numbers::NumberRule;
pub(crate) use crate::notation::counted::Counted;

/// Units that multiply, by powers of ten.
const SCALED: [(&str, u64); 15] = [
    ("千円", 1_000),
    ("万円", 10_000),
    ("百万円", 1_000_000),
    ("千万円", 10_000_000),
    ("億円", 100_000_000),
    ("十億円", 1_000_000_000),
    ("兆円", 1_000_000_000_000),
    ("千ドル", 1_000),
    ("百万ドル", 1_000_000),
    ("千人", 1_000),
    ("万人", 10_000),
    ("百万人", 1_000_000),
    ("千件", 1_000),
    ("万件", 10_000),
    ("千世帯", 1_000),
];

/// Units that only name what is counted.
pub(super) const UNITS: [&str; 29] = [
    "円", "人", "件", "名", "団体", "回", "点", "歳", "才", "年度", "年", "ヶ月", "か月", "カ月", "時間", "分", "日",
    "社", "校", "個", "世帯", "箇所", "か所", "ヶ所", "cm", "kg", "yen", "jpy", "ドル",
];

/// What a unit counts, and how outputs write it in Japanese and English. Years are left out, which most often are dates, and 点,
/// which are points or things.
const COUNTED: [(&str, Counted); 16] = [
    ("円", ["円", "yen"]),
    ("yen", ["円", "yen"]),
    ("jpy", ["円", "yen"]),
    ("ドル", ["ドル", "dollars"]),
    ("人", ["人", "people"]),
    ("名", ["人", "people"]),
    ("世帯", ["世帯", "households"]),
    ("件", ["件", "cases"]),
    ("団体", ["団体", "organisations"]),
    ("社", ["社", "companies"]),
    ("校", ["校", "schools"]),
    ("回", ["回", "times"]),
    ("時間", ["時間", "hours"]),
    ("分", ["分", "minutes"]),
    ("cm", ["cm", "cm"]),
    ("kg", ["kg", "kg"]),
];

/// What a unit counts.
pub(super) fn counted(unit: &str) -> Option<Counted> {
    COUNTED.iter().find(|(known, _)| *known == unit).map(|&(_, counted)| counted)
}

/// The unit that a text beside a table says its numbers are in (`単位：千円`, `※金額は千円単位`, `(000's)`), where it multiplies.
pub(crate) fn beside(text: &str) -> Option<(&'static str, f64)> {
    let plain = squeezed(text);
    let thousands = ["(000's)", "('000)", "(000s)", "(inthousands)"].iter().any(|said| plain.contains(said));
    if thousands {
        return Some(("000's", 1e3));
    }
    if let Some(said) = in_words(&plain) {
        return Some(said);
    }
    let found = SCALED.iter().filter(|(unit, _)| plain.contains(unit)).max_by_key(|(unit, _)| unit.len());
    found.filter(|_| plain.contains("単位")).map(|&(unit, factor)| (unit, factor as f64))
}

/// `(figures in £ thousands)`, `amounts in thousands of yen`, `Unit: million yen`, `£'000`.
fn in_words(plain: &str) -> Option<(&'static str, f64)> {
    const BEFORE: [&str; 9] = ["in", "unit:", "units:", "£", "$", "€", "unit(", "us$", "yen"];
    let words = [("thousand", "thousands", 1e3), ("million", "millions", 1e6), ("billion", "billions", 1e9)];
    let after = |at: usize| BEFORE.iter().any(|word| plain[..at].ends_with(word));
    let said = words.into_iter().find(|(word, ..)| plain.match_indices(word).any(|(at, _)| after(at)));
    let signs = ["£000", "£'000", "$000", "$'000", "€000", "€'000"];
    let thousands = || signs.iter().any(|sign| plain.contains(sign)).then_some(("000's", 1e3));
    said.map(|(_, name, factor)| (name, factor)).or_else(thousands)
}

/// Takes a unit or a per cent sign off a number (NFKC), and says by which power of ten the number is to be multiplied.
pub(crate) fn measured<'t>(text: &'t str, rules: &mut Vec<NumberRule>) -> (&'t str, i32) {
    if let Some(rest) = text.strip_suffix('%') {
        rules.push(NumberRule::Percent);
        return (rest, -2);
    }
    let longest = SCALED.iter().filter(|(unit, _)| text.ends_with(unit)).max_by_key(|(unit, _)| unit.len());
    if let Some(&(unit, factor)) = longest {
        rules.push(NumberRule::Scaled(unit, factor));
        return (&text[..text.len() - unit.len()], factor.ilog10() as i32);
    }
    (named(text, rules), 0)
}

/// Takes off a unit that multiplies nothing: behind the number, or a currency sign before it.
pub(super) fn named<'t>(text: &'t str, rules: &mut Vec<NumberRule>) -> &'t str {
    let text = text.strip_suffix('也').unwrap_or(text);
    let ends = |unit: &&&str| {
        let at = text.len().checked_sub(unit.len()).filter(|&at| text.is_char_boundary(at));
        at.is_some_and(|at| text[at..].eq_ignore_ascii_case(unit))
    };
    let unit = UNITS.iter().filter(ends).copied().chain(currencies::behind(text)).max_by_key(|unit| unit.len());
    if let Some(unit) = unit {
        rules.push(NumberRule::Unit(unit));
        let rest = &text[..text.len() - unit.len()];
        return if unit == "円" { rest.strip_prefix('金').unwrap_or(rest) } else { rest };
    }
    match currencies::before(text) {
        Some(sign) => {
            rules.push(NumberRule::Unit(sign));
            &text[sign.len()..]
        }
        None => text,
    }
}

/// The unit that a text (NFKC) begins with.
pub(super) fn leading(text: &str) -> Option<&'static str> {
    let all = SCALED.iter().map(|(unit, _)| *unit).chain(UNITS).chain(["%"]);
    all.filter(|unit| text.starts_with(unit)).max_by_key(|unit| unit.len())
}

/// A number times a power of ten, rounded as if it were written out: 1.005 thousand is 1005.
pub(crate) fn shifted(value: f64, power: i32) -> f64 {
    format!("{value}e{power}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_beside_the_table_is_found() {
        assert_eq!(beside("令和4年度 活動計算書（単位：千円）"), Some(("千円", 1e3)));
        assert_eq!(beside("※金額は百万円単位"), Some(("百万円", 1e6)));
        assert_eq!(beside("Ridership (000'S)"), Some(("000's", 1e3)));
        assert_eq!(beside("単位：円"), None);
        assert_eq!(beside("千円札の寄附"), None);
    }

    #[test]
    fn a_power_of_ten_costs_no_digit() {
        assert_eq!(shifted(1.005, 3), 1005.0);
        assert_eq!(shifted(-4.35, 4), -43_500.0);
        assert_eq!(shifted(f64::INFINITY, 3), f64::INFINITY);
    }
}
