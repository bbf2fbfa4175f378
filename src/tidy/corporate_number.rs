//! 法人番号: the thirteen digits that identify a corporate body in Japan.

use unicode_normalization::UnicodeNormalization;

use crate::ingest::Raw;

/// A corporate number that was shown as 4.01101E+12 and saved that way ends in this many zeros.
const LOST_DIGITS: u64 = 1_000_000;

/// What a cell holds where a corporate number should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A number whose check digit is right.
    Valid(String),
    /// Thirteen digits, or fewer or more, that are no corporate number.
    Wrong,
    /// A number whose last digits were lost to scientific notation.
    Destroyed,
    /// Nothing.
    Nothing,
}

/// Reads a cell. Destroyed numbers are told apart first: by chance the check digit of one in nine of them is right.
pub(super) fn read(cell: Raw<'_>) -> Found {
    let text: String = match cell {
        Raw::Number(value) => format!("{value:.0}"),
        Raw::Text(text) => text.nfkc().filter(|c| !c.is_whitespace() && *c != '-').collect(),
        Raw::Empty | Raw::Error(_) | Raw::Bool(_) | Raw::Date(_) => return Found::Nothing,
    };
    if text.is_empty() {
        return Found::Nothing;
    }
    let scientific = text.to_ascii_uppercase().contains("E+");
    let digits: Option<u64> = (text.len() == 13).then(|| text.parse().ok()).flatten();
    match digits {
        _ if scientific => Found::Destroyed,
        Some(number) if number % LOST_DIGITS == 0 => Found::Destroyed,
        Some(number) if is_valid(number) => Found::Valid(text),
        _ => Found::Wrong,
    }
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
            assert_eq!(read(Raw::Text(real)), Found::Valid(real.into()), "{real}");
        }
        assert_eq!(read(Raw::Text("７０００ ０１２０５０００２")), Found::Valid("7000012050002".into()));
        assert_eq!(read(Raw::Number(2_010_005_018_803.0)), Found::Valid("2010005018803".into()));
        for wrong in ["7000012050003", "2010005018830", "201000501880", "なし"] {
            assert_eq!(read(Raw::Text(wrong)), Found::Wrong, "{wrong}");
        }
    }

    #[test]
    fn numbers_lost_to_scientific_notation_are_told() {
        assert_eq!(read(Raw::Number(4_011_010_000_000.0)), Found::Destroyed);
        assert_eq!(read(Raw::Text("4.01101E+12")), Found::Destroyed);
        assert!(is_valid(4_011_010_000_000), "this one passes by chance");
        assert_eq!(read(Raw::Empty), Found::Nothing);
    }
}
