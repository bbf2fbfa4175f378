//! Shares, concentration and spells, of plain numbers.

use crate::math::sums::sum;

/// Shares of the parts in their total. Nothing where a part is missing (NaN) or negative, or where the total is 0.
pub fn shares(parts: &[f64]) -> Option<Vec<f64>> {
    let total = sum(parts.iter().copied());
    let sound = parts.iter().all(|part| *part >= 0.0) && total > 0.0 && total.is_finite();
    sound.then(|| parts.iter().map(|part| part / total).collect())
}

/// Herfindahl–Hirschman index Σs² of shares: 1/k where all k are equal, 1 where there is one only.
pub fn hhi(shares: &[f64]) -> f64 {
    sum(shares.iter().map(|share| share * share))
}

/// The index between 0 (k equal parts) and 1 (one part): (H − 1/k)/(1 − 1/k). NaN for fewer than two parts.
pub fn hhi_normalised(hhi: f64, k: usize) -> f64 {
    if k < 2 {
        return f64::NAN;
    }
    let least = 1.0 / k as f64;
    (hhi - least) / (1.0 - least)
}

/// Effective number of sources 1/H: as many equal sources would be as concentrated (Hill number of order 2).
pub fn effective_sources(hhi: f64) -> f64 {
    1.0 / hhi
}

/// Index and value of the largest share; of several the first.
pub fn largest(shares: &[f64]) -> Option<(usize, f64)> {
    let larger = |best: Option<(usize, f64)>, (at, &share): (usize, &f64)| match best {
        Some((_, value)) if value >= share => best,
        _ => Some((at, share)),
    };
    shares.iter().enumerate().fold(None, larger)
}

/// Length of the run of yes up to each time: 0 where it is no, nothing where it is not known. A time that does not follow its
/// predecessor (`follows` is false) begins anew, and so does one after a time that is not known.
pub fn runs(states: &[Option<bool>], follows: &[bool]) -> Vec<Option<u32>> {
    let mut length = 0;
    let mut step = |(at, state): (usize, &Option<bool>)| {
        length = match state {
            Some(true) if follows[at] => length + 1,
            Some(true) => 1,
            _ => 0,
        };
        state.map(|_| length)
    };
    states.iter().enumerate().map(&mut step).collect()
}

/// Whether each period is the year after the one before. Years are read from the digits that a period begins with (`2021`,
/// `2021年度`); where two periods are no such years, neighbours count as following each other.
pub fn follow(periods: &[&str]) -> Vec<bool> {
    let year = |period: &str| {
        let digits = period.chars().take_while(char::is_ascii_digit).count();
        period[..digits].parse::<i64>().ok().map(|year| (year, period[digits..].to_string()))
    };
    let after = |at: usize| match (year(periods[at - 1]), year(periods[at])) {
        (Some((before, a)), Some((now, b))) if a == b => now == before + 1,
        _ => true,
    };
    (0..periods.len()).map(|at| at > 0 && after(at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_known_mix_has_the_known_numbers() {
        let shares = shares(&[60.0, 10.0, 20.0, 10.0, 0.0]).unwrap();
        assert_eq!(shares, [0.6, 0.1, 0.2, 0.1, 0.0]);
        let index = hhi(&shares);
        // Rounding of a few operations.
        assert!((index - 0.42).abs() < 1e-15);
        assert!((hhi_normalised(index, 5) - 0.275).abs() < 1e-15);
        assert!((effective_sources(index) - 2.380_952_380_952_381).abs() < 1e-14);
        assert_eq!(largest(&shares), Some((0, 0.6)));
    }

    #[test]
    fn what_has_no_shares_has_none() {
        assert_eq!(shares(&[0.0, 0.0]), None);
        assert_eq!(shares(&[5.0, -1.0]), None);
        assert_eq!(shares(&[5.0, f64::NAN]), None);
        assert_eq!(shares(&[]), None);
        assert_eq!(largest(&[0.4, 0.2, 0.4]), Some((0, 0.4)));
        assert!(hhi_normalised(1.0, 1).is_nan());
    }

    #[test]
    fn runs_end_at_no_at_gaps_and_at_what_is_not_known() {
        let (yes, no) = (Some(true), Some(false));
        let all = |n| std::iter::once(false).chain(vec![true; n]).collect::<Vec<_>>();
        assert_eq!(runs(&[yes, yes, no, yes], &all(3)), [Some(1), Some(2), Some(0), Some(1)]);
        assert_eq!(runs(&[yes, None, yes], &all(2)), [Some(1), None, Some(1)]);
        assert_eq!(runs(&[yes, yes, yes], &[false, true, false]), [Some(1), Some(2), Some(1)]);
        assert_eq!(follow(&["2019", "2020", "2022"]), [false, true, false]);
        assert_eq!(follow(&["2019年度", "2020年度"]), [false, true]);
        assert_eq!(follow(&["before", "after"]), [false, true]);
        assert_eq!(follow(&["2021-04", "2021-10"]), [false, true]);
    }

    proptest! {
        #[test]
        fn the_unit_of_money_changes_nothing(parts in prop::collection::vec(0.0..1e9f64, 1..8), scale in 1e-3..1e3f64) {
            let other: Vec<f64> = parts.iter().map(|part| part * scale).collect();
            let (a, b) = (shares(&parts), shares(&other));
            prop_assert_eq!(a.is_some(), b.is_some());
            if let (Some(a), Some(b)) = (a, b) {
                // Each share is a few roundings away from exact.
                prop_assert!(a.iter().zip(&b).all(|(a, b)| (a - b).abs() <= 1e-12));
                prop_assert!((hhi(&a) - hhi(&b)).abs() <= 1e-12);
            }
        }

        #[test]
        fn the_index_lies_between_equal_parts_and_one(parts in prop::collection::vec(0.0..1e9f64, 2..8)) {
            if let Some(shares) = shares(&parts) {
                let index = hhi(&shares);
                prop_assert!(index >= 1.0 / shares.len() as f64 - 1e-12 && index <= 1.0 + 1e-12);
                let mut turned = shares.clone();
                turned.rotate_left(1);
                prop_assert!((hhi(&turned) - index).abs() <= 1e-15);
                prop_assert!((sum(shares.iter().copied()) - 1.0).abs() <= 1e-12);
            }
        }
    }
}
