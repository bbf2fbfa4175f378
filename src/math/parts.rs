//! Distributions as means of equal parts.

use super::largest::Largest;
use super::sums::mean;

/// Numbers of parts that are used, from fine to coarse.
const PARTS: [usize; 4] = [10, 5, 4, 2];

/// The largest of 10, 5, 4 and 2 parts into which `n` values fall with at least `least` in each; nothing where even halves are
/// too small.
pub fn parts_for(n: usize, least: usize) -> Option<usize> {
    PARTS.into_iter().find(|parts| n / parts >= least)
}

/// Means of `parts` parts of the values in order of size, from the lowest, how many values are in each, and the largest of them: part i holds
/// ranks ⌊in/parts⌋ to ⌊(i+1)n/parts⌋ − 1, so that sizes differ by one at most. Values must not be missing.
pub fn means_of_parts(values: &[f64], parts: usize) -> Vec<(f64, usize, Largest)> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let from = |part: usize| part * sorted.len() / parts;
    (0..parts)
        .map(|part| &sorted[from(part)..from(part + 1)])
        .map(|part| (mean(part), part.len(), Largest::of(part.iter().copied())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_as_fine_as_the_least_size_allows() {
        assert_eq!([19, 20, 39, 40, 49, 50, 99, 100, 5000].map(|n| parts_for(n, 10)), {
            [None, Some(2), Some(2), Some(4), Some(4), Some(5), Some(5), Some(10), Some(10)]
        });
    }

    #[test]
    fn no_value_is_lost_and_sizes_differ_by_one() {
        for n in 20..57 {
            let values: Vec<f64> = (0..n).map(|i| f64::from((i * 29) % n)).collect();
            let parts = means_of_parts(&values, 4);
            let sizes: Vec<usize> = parts.iter().map(|(_, size, _)| *size).collect();
            assert_eq!(sizes.iter().sum::<usize>(), n as usize);
            assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1);
            let total: f64 = parts.iter().map(|(mean, size, _)| mean * *size as f64).sum();
            assert!((total - values.iter().sum::<f64>()).abs() < 1e-9);
            assert!(parts.windows(2).all(|pair| pair[0].0 <= pair[1].0));
        }
    }
}
