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
    let text = format!("{:.*}", decimals.min(MOST_DECIMALS), value.abs());
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

/// Decimals that show about three significant digits of a quantity of this size: 0 for 705, 1 for 70.5, 2 for 7.05.
/// At most 6.
pub fn decimals_for(size: f64) -> usize {
    let size = size.abs();
    if !size.is_finite() || size == 0.0 {
        return 0;
    }
    (2 - magnitude(size)).clamp(0, 6) as usize
}

/// A share (0–1) as a percentage.
pub fn percent(share: f64, decimals: usize, _lang: Lang) -> String {
    format!("{}%", fixed(share * 100.0, decimals))
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
        assert_eq!(decimals_for(705.2), 0);
        assert_eq!(decimals_for(0.0512), 4);
        assert_eq!(p_value(0.00004), "<0.001");
    }
}
