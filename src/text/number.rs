use super::Lang;
use crate::math::elementary::magnitude;

/// More decimals than a number has say nothing.
const MOST_DECIMALS: usize = 300;

/// The typographic minus, U+2212.
const MINUS: char = '\u{2212}';

/// `1234567` as `1,234,567`. The argument holds digits only.
pub fn group_thousands(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Decimals that a declared number was written with, three at most.
pub fn decimals_as_written(value: f64) -> usize {
    (0..3).find(|&d| (value * 10f64.powi(d)).fract().abs() < 1e-9).unwrap_or(3) as usize
}

/// A number with a fixed count of decimals, thousands grouped and a typographic minus; never `−0`.
pub fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return if value.is_nan() {
            "–".into()
        } else if value > 0.0 {
            "∞".into()
        } else {
            format!("{MINUS}∞")
        };
    }
    let text = rounded(value.abs(), decimals.min(MOST_DECIMALS));
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let negative = value < 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b));
    let mut out = String::new();
    if negative {
        out.push(MINUS);
    }
    out.push_str(&group_thousands(whole));
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A number that is not negative with a fixed count of decimals, a half rounded up as people and spreadsheets do: by the digits by which
/// the number is written, so that 2.675 is 2.68.
fn rounded(value: f64, decimals: usize) -> String {
    let written = value.to_string();
    let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
    let Some(next) = fraction.as_bytes().get(decimals) else { return format!("{value:.decimals$}") };
    let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes().take(decimals)).collect();
    let mut carry = *next >= b'5';
    for digit in digits.iter_mut().rev() {
        if !carry {
            break;
        }
        carry = *digit == b'9';
        *digit = if carry { b'0' } else { *digit + 1 };
    }
    if carry {
        digits.insert(0, b'1');
    }
    let point = digits.len() - decimals;
    let text = String::from_utf8(digits).unwrap_or_default();
    if decimals == 0 { text } else { format!("{}.{}", &text[..point], &text[point..]) }
}

/// Decimals that show about three significant digits of a quantity of this size: 0 for 705, 1 for 70.5, 2 for 7.05.
/// At most 6.
pub fn decimals_for(size: f64) -> usize {
    let size = size.abs();
    if !size.is_finite() || size == 0.0 {
        return 0;
    }
    (2 - magnitude(size)).clamp(0, 6) as usize
}

/// The fewest decimals that write all of some numbers as they are, `most` where that takes more: what is said in steps of 0.2 is 0.8,
/// not 0.80.
pub fn decimals_needed(values: &[f64], most: usize) -> usize {
    let exact = |decimals: usize| {
        let scale = 10f64.powi(decimals as i32);
        values.iter().all(|value| (value * scale - (value * scale).round()).abs() < 1e-9 * scale.max(1.0))
    };
    (0..most).find(|&decimals| exact(decimals)).unwrap_or(most)
}

/// A share (0–1) as a percentage.
pub fn percent(share: f64, decimals: usize, _lang: Lang) -> String {
    // A hundredfold is not a last digit more or less: 0.285 is 28.5%.
    const DIGITS: f64 = 1e10;
    let points = share * 100.0;
    let even = (points * DIGITS).round() / DIGITS;
    format!("{}%", fixed(if even.is_finite() { even } else { points }, decimals))
}

/// Decimals of a confidence level as a percentage: one only where it has one (exact laws reach odd levels).
pub fn level_decimals(level: f64) -> usize {
    let percentage = level * 100.0;
    usize::from((percentage - percentage.round()).abs() >= 0.05)
}

/// A p-value the way journals print it: three decimals, `<0.001` below that, never 0.
pub fn p_value(p: f64) -> String {
    if p < 0.001 { "<0.001".into() } else { fixed(p, 3) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_has_a_decimal_only_where_it_needs_one() {
        assert_eq!([0.9, 0.95, 0.99, 0.57, 0.9699].map(level_decimals), [0; 5]);
        assert_eq!([0.999, 0.9375].map(level_decimals), [1; 2]);
    }

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(fixed(1234567.891, 1), "1,234,567.9");
        assert_eq!(fixed(-0.04, 1), "0.0");
        assert_eq!(fixed(-12.0, 0), "−12");
        assert_eq!(
            [62.5, 2.675, 9.995, 0.5].map(|value| fixed(value, usize::from(value < 10.0) * 2)),
            ["63", "2.68", "10.00", "0.50"]
        );
        assert_eq!(
            (percent(0.625, 0, Lang::En), percent(0.285, 0, Lang::En), percent(0.625, 1, Lang::En)),
            ("63%".into(), "29%".into(), "62.5%".into())
        );
        assert_eq!((fixed(1e21, 1), fixed(0.999, 1)), ("1,000,000,000,000,000,000,000.0".into(), "1.0".into()));
        assert_eq!(
            [decimals_needed(&[0.8, -0.6, 1.2], 2), decimals_needed(&[0.77, -0.8], 2), decimals_needed(&[3.0], 2)],
            [1, 2, 0]
        );
        assert_eq!(decimals_for(705.2), 0);
        assert_eq!(decimals_for(0.0512), 4);
        assert_eq!(p_value(0.00004), "<0.001");
    }
}
