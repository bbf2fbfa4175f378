//! How alike two texts are.

use strsim::osa_distance;

/// The larger of two measures, each 1 only for equal texts and symmetric: 1 − d ÷ the longer length, d the optimal string alignment
/// distance (insertions, deletions, substitutions, swaps of neighbours; Damerau 1964), and the Dice coefficient of the multisets of
/// bigrams with both ends marked (Dice 1945), which forgives words in another order.
pub(super) fn similarity(a: &str, b: &str) -> f64 {
    if a == b {
        return 1.0;
    }
    let longer = a.chars().count().max(b.chars().count());
    let aligned = 1.0 - osa_distance(a, b) as f64 / longer as f64;
    // Two different texts can have the same bigrams (abab·a): never 1.
    aligned.max(dice(a, b)).min(1.0 - 1.0 / (longer as f64 + 1.0))
}

fn dice(a: &str, b: &str) -> f64 {
    let (a, b) = (bigrams(a.chars()), bigrams(b.chars()));
    let (mut i, mut j, mut common) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    2.0 * f64::from(common) / (a.len() + b.len()) as f64
}

/// Bigrams in order, the ends marked.
pub(super) fn bigrams(text: impl Iterator<Item = char>) -> Vec<(char, char)> {
    let marked: Vec<char> = std::iter::once('^').chain(text).chain(['$']).collect();
    let mut pairs: Vec<(char, char)> = marked.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alike_is_between_nothing_and_one() {
        assert_eq!(similarity("みどりの輪", "みどりの輪"), 1.0);
        assert!((similarity("みどりの輪", "みどりの環") - 0.8).abs() < 1e-12);
        assert!((similarity("みどりの輪", "みりどの輪") - 0.8).abs() < 1e-12, "a swap is one error");
        assert!(similarity("greencircle", "circlegreen") > 0.7, "words in another order");
        assert_eq!(similarity("山", "川"), 0.0);
        assert!(similarity("ababa", "babab") < 1.0);
    }
}
