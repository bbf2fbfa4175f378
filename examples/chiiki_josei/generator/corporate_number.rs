//! 法人番号: twelve digits with a check digit in front.

/// Check digit: 9 − (Σ digit · weight) mod 9, weights 1, 2, 1, 2 … from the right.
pub fn check_digit(twelve: u64) -> u64 {
    let weighted = |place: u32| (twelve / 10_u64.pow(place)) % 10 * if place.is_multiple_of(2) { 1 } else { 2 };
    9 - (0..12).map(weighted).sum::<u64>() % 9
}

/// The thirteen digits.
pub fn corporate_number(twelve: u64) -> String {
    format!("{}{twelve:012}", check_digit(twelve))
}

/// What is left after Excel has shown a number as 4.01101E+12 and somebody has saved that: six digits, then zeros.
pub fn as_scientific(number: &str) -> u64 {
    const LOST: u64 = 10_000_000;
    let number: u64 = number.parse().expect("thirteen digits");
    (number + LOST / 2) / LOST * LOST
}

/// Whether thirteen digits carry the right check digit.
pub fn is_valid(number: u64) -> bool {
    const TWELVE: u64 = 1_000_000_000_000;
    number / TWELVE == check_digit(number % TWELVE)
}
