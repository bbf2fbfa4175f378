//! 法人番号: the thirteen digits that identify a corporate body in Japan.

use crate::names;
use crate::notation::fold;
use crate::text::even;

/// A corporate number that was shown as 4.01101E+12 and saved that way ends in this many zeros.
const LOST_DIGITS: u64 = 1_000_000;

/// What a cell holds where a corporate number should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CorporateNumberCell {
    /// A number whose check digit is right.
    Valid(String),
    /// Thirteen digits, or fewer or more, that are no corporate number.
    Wrong,
    /// A number whose last digits were lost to scientific notation.
    Destroyed,
    /// Nothing.
    Nothing,
}

/// Reads a stored number.
pub(crate) fn of_number(value: f64) -> CorporateNumberCell {
    of_digits(&value.to_string())
}

/// Whether a text is thirteen digits with the right check digit.
pub(crate) fn is_number(text: &str) -> bool {
    matches!(of_digits(text), CorporateNumberCell::Valid(_))
}

/// Prefixes that stand before the number: of the org-id list, and of the numbers of invoices (T).
const PREFIXES: [&str; 3] = ["JPJCN", "JPHJN", "T"];

/// Reads a text. Destroyed numbers are told apart first: by chance the check digit of one in nine of them is right. A number may
/// stand behind 法人番号 in a cell with other things.
pub(crate) fn of_text(text: &str) -> CorporateNumberCell {
    let bare: String = even(text).chars().filter(|c| !c.is_whitespace() && !"-,'‐−".contains(*c)).collect();
    let number = PREFIXES.iter().find_map(|prefix| {
        let (start, rest) = (bare.get(..prefix.len())?, bare.get(prefix.len()..)?);
        start.eq_ignore_ascii_case(prefix).then_some(rest)
    });
    match of_digits(number.filter(|rest| is_number(rest)).unwrap_or(&bare)) {
        CorporateNumberCell::Wrong => {
            names::parts(text).number.map_or(CorporateNumberCell::Wrong, |number| of_digits(&number))
        }
        alone => alone,
    }
}

fn of_digits(text: &str) -> CorporateNumberCell {
    // A whole number that was stored as one with decimals.
    let text = text.strip_suffix(".0").unwrap_or(text);
    match thirteen(text) {
        _ if text.is_empty() => CorporateNumberCell::Nothing,
        _ if is_scientific(text) => CorporateNumberCell::Destroyed,
        Some(number) if number % LOST_DIGITS == 0 => CorporateNumberCell::Destroyed,
        Some(number) if is_valid(number) => CorporateNumberCell::Valid(text.into()),
        _ => CorporateNumberCell::Wrong,
    }
}

/// Whether a stored number is what is left of a long id whose last digits were lost.
pub(crate) fn is_rounded(value: f64) -> bool {
    const LONG: f64 = 1e11;
    value >= LONG && value % LOST_DIGITS as f64 == 0.0
}

/// Whether a text is a number as Excel shows long ones: 4.01101E+12.
pub(crate) fn is_scientific(text: &str) -> bool {
    if text.is_ascii() && !text.contains(['e', 'E']) {
        return false;
    }
    let text = fold(text);
    let Some((digits, power)) = text.split_once('e') else { return false };
    let whole = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (before, after) = digits.split_once('.').unwrap_or((digits, "0"));
    power.starts_with('+') && whole(&power[1..]) && whole(before) && whole(after)
}

/// Whether a text is nothing but thirteen digits of which the first checks the others, even where the last ones seem to be lost.
pub(crate) fn is_checked(text: &str) -> bool {
    thirteen(text).is_some_and(is_valid)
}

fn thirteen(text: &str) -> Option<u64> {
    (text.len() == 13).then(|| text.parse().ok()).flatten()
}

/// Check digit = 9 − (Σ Pₙ·Qₙ mod 9), Pₙ the n-th of the last twelve digits from the right, Qₙ 1 for odd n and 2 for even n
/// (法人番号の指定等に関する省令, article 2).
fn is_valid(number: u64) -> bool {
    let (check, mut rest) = (number / 1_000_000_000_000, number % 1_000_000_000_000);
    let mut sum = 0;
    for n in 1..=12 {
        sum += rest % 10 * if n % 2 == 0 { 2 } else { 1 };
        rest /= 10;
    }
    check == 9 - sum % 9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_numbers_pass_and_typing_errors_do_not() {
        // The National Tax Agency, the Digital Agency, and a public interest foundation.
        for real in ["7000012050002", "8000012010038", "2010005018803"] {
            assert_eq!(of_text(real), CorporateNumberCell::Valid(real.into()), "{real}");
        }
        assert_eq!(of_text("７０００ ０１２０５０００２"), CorporateNumberCell::Valid("7000012050002".into()));
        assert_eq!(of_number(2_010_005_018_803.0), CorporateNumberCell::Valid("2010005018803".into()));
        for wrong in ["7000012050003", "2010005018830", "201000501880", "なし"] {
            assert_eq!(of_text(wrong), CorporateNumberCell::Wrong, "{wrong}");
        }
    }

    #[test]
    fn numbers_stand_in_cells_with_other_things() {
        let valid = CorporateNumberCell::Valid("2010005018803".into());
        for cell in [
            "法人番号2010005018803",
            "公益財団法人みどり\n法人番号２０１０００５０１８８０３",
            "\n2010005018803",
            "2010005018803 ",
            "2,010,005,018,803",
            "2010005018803.0",
            "みどりの会（法人番号: 2010005018803）",
        ] {
            assert_eq!(of_text(cell), valid, "{cell}");
        }
        assert_eq!(of_text("公益財団法人みどり"), CorporateNumberCell::Wrong);
        assert_eq!(of_text("法人番号4011010000000"), CorporateNumberCell::Destroyed);
        assert_eq!(of_number(2_010_005_018_803.5), CorporateNumberCell::Wrong);
    }

    #[test]
    fn numbers_lost_to_scientific_notation_are_told() {
        assert_eq!(of_number(4_011_010_000_000.0), CorporateNumberCell::Destroyed);
        assert_eq!(of_text("4.01101E+12"), CorporateNumberCell::Destroyed);
        assert_eq!(of_text("４．０１１０１ｅ＋１２"), CorporateNumberCell::Destroyed);
        assert!(!is_scientific("ABE+12") && !is_scientific("E+12") && !is_scientific("12"));
        assert!(is_valid(4_011_010_000_000), "this one passes by chance");
        assert_eq!(of_text(""), CorporateNumberCell::Nothing);
    }
}
