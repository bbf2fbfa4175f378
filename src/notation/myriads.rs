//! `1億2,000万円`, `3万`, `1.2億`: numbers in powers of ten thousand.

use super::numbers::{self, NumberRule};
use super::units;

/// From the largest to the smallest.
const POWERS: [(&str, i32); 6] = [("兆", 12), ("億", 8), ("百万", 6), ("万", 4), ("千", 3), ("百", 2)];

/// Reads such a number (NFKC, without its sign); nothing where no power stands in it, or they do not fall.
pub(crate) fn read(text: &str, rules: &mut Vec<NumberRule>) -> Option<f64> {
    let mut own = Vec::new();
    let mut rest = units::named(text, &mut own).trim();
    let (mut total, mut last) = (0.0, i32::MAX);
    while !rest.is_empty() {
        let (value, power, after) = part(rest, &mut own)?;
        if power >= last || last == i32::MAX && power == 0 || total > 0.0 && value >= 10f64.powi(last) {
            return None;
        }
        (total, last, rest) = (total + value, power, after);
    }
    if last == i32::MAX {
        return None;
    }
    rules.extend(own);
    rules.push(NumberRule::Myriads);
    Some(total)
}

/// The first digits with the power behind them, which is 0 at the end of the text.
fn part<'t>(text: &'t str, rules: &mut Vec<NumberRule>) -> Option<(f64, i32, &'t str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(text.len());
    let (digits, after) = text.split_at(end);
    let power = match after {
        "" => Some((0, "")),
        _ => POWERS.iter().find_map(|(name, power)| Some((*power, after.strip_prefix(name)?.trim_start()))),
    };
    let (power, after) = power?;
    let digits = numbers::ungrouped(digits, rules)?;
    Some((format!("{digits}e{power}").parse().ok()?, power, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<f64> {
        read(text, &mut Vec::new())
    }

    #[test]
    fn powers_are_multiplied_out_and_added() {
        let cases = [
            ("1億2,000万円", 120_000_000.0),
            ("3万", 30_000.0),
            ("1.2億円", 120_000_000.0),
            ("4.35万人", 43_500.0),
            ("1万2,345円", 12_345.0),
            ("2兆3億", 2_000_300_000_000.0),
            ("5百万", 5_000_000.0),
        ];
        for (text, number) in cases {
            assert_eq!(value(text), Some(number), "{text}");
        }
        for text in ["万", "2万3億", "1億2億", "120", "3万人目", "1万20,000", "億5", ""] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
