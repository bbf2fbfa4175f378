//! Ratios on two levels a power of ten apart: most lie together, and a few lie a thousand (ten thousand, a million) times higher or lower.

use super::median::median;

/// Fewer ratios show no level.
const RATIOS: usize = 6;

/// Powers of ten that units multiply by: 千, 万, 百万.
const POWERS: [i32; 3] = [3, 4, 6];

/// How far those that lie together may lie from their middle, in powers of ten.
const TOGETHER: f64 = 1.0;

/// How far nine in ten of them do.
const CLOSE: f64 = 0.6;

/// How far the others may lie from a power of ten beyond the middle.
const NEAR: f64 = 0.5;

/// So many of all lie together at least.
const MOST: f64 = 0.6;

/// A ratio beside the others: its index, and the power of ten by which it is too high, or too low where it is negative.
pub type Slip = (usize, i32);

/// The ratios, as logarithms to the base 10, that lie a power of ten beside the others. Nothing where values lie anywhere between:
/// amounts that differ by chance fill the gap.
pub fn slips(logs: &[f64]) -> Vec<Slip> {
    if logs.len() < RATIOS {
        return Vec::new();
    }
    let middle = median(logs);
    let mut off: Vec<f64> = logs.iter().map(|log| log - middle).collect();
    let found: Vec<Slip> = off.iter().enumerate().filter_map(|(at, off)| Some((at, power(*off)?))).collect();
    let together = off.iter().filter(|off| off.abs() <= TOGETHER).count();
    let between = off.len() - together - found.len();
    off.retain(|off| off.abs() <= TOGETHER);
    let close = off.iter().filter(|off| off.abs() <= CLOSE).count();
    let apart = 4 * between <= found.len() && 10 * close >= 9 * together;
    match apart && together as f64 >= MOST * logs.len() as f64 {
        true => found,
        false => Vec::new(),
    }
}

fn power(off: f64) -> Option<i32> {
    let near = |power: &&i32| (off.abs() - f64::from(**power)).abs() <= NEAR;
    POWERS
        .iter()
        .filter(near)
        .min_by(|a, b| distance(off, **a).total_cmp(&distance(off, **b)))
        .map(|power| if off > 0.0 { *power } else { -*power })
}

fn distance(off: f64, power: i32) -> f64 {
    (off.abs() - f64::from(power)).abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logs(ratios: &[f64]) -> Vec<f64> {
        ratios.iter().map(|&ratio| crate::math::elementary::log10(ratio)).collect()
    }

    #[test]
    fn a_few_a_thousand_times_beside_the_others_are_found() {
        let most = [1.0, 1.2, 0.8, 1.1, 0.9, 1.4, 0.7, 1.05];
        let with = |more: &[f64]| slips(&logs(&[&most[..], more].concat()));
        assert_eq!(with(&[]), []);
        assert_eq!(with(&[0.0011]), [(8, -3)]);
        assert_eq!(with(&[1200.0, 900.0]), [(8, 3), (9, 3)]);
        assert_eq!(with(&[9000.0]), [(8, 4)]);
        assert_eq!(with(&[1200.0, 60.0]), [], "what lies between may be anything");
        assert_eq!(with(&[400.0]), [(8, 3)]);
        assert_eq!(with(&[300.0]), []);
        assert_eq!(with(&[100.0]), []);
    }

    #[test]
    fn amounts_that_differ_by_chance_are_not() {
        let skewed: Vec<f64> = (0..40).map(|step| f64::from(step) * 0.12 - 1.5).collect();
        assert_eq!(slips(&skewed), []);
        assert_eq!(slips(&logs(&[1.0, 1000.0, 1.0, 1000.0, 1.0, 1000.0])), [], "half of them");
        assert_eq!(slips(&logs(&[1.0, 1000.0, 1.0])), [], "too few");
    }
}
