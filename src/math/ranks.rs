//! Ranks of differences: Wilcoxon's signed-rank test and the Hodges–Lehmann shift.

use super::special::{normal_cdf, normal_quantile, normal_sf};

/// Up to this many non-zero differences the law of the signed-rank sum is computed exactly.
pub const EXACT_LIMIT: usize = 200;

/// Wilcoxon's signed-rank test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignedRank {
    /// V: sum of the ranks of the positive differences.
    pub statistic: f64,
    /// Non-zero differences, which alone are ranked.
    pub n: usize,
    /// Zero differences, dropped (Wilcoxon's way).
    pub zeros: usize,
    /// Whether some |differences| are tied.
    pub tied: bool,
    /// Two-sided p-value.
    pub p_value: f64,
    /// Whether the p-value comes from the exact law, ties included.
    pub exact: bool,
}

/// The Hodges–Lehmann estimate of a shift with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// Median of the Walsh averages (dᵢ + dⱼ)/2, i ≤ j.
    pub estimate: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Level that the interval reaches; it exceeds the asked one unless n is too small for that.
    pub level: f64,
    /// Whether the ranks of the ends come from the exact law.
    pub exact: bool,
}

/// Midranks of `values` (ties share the mean of their ranks), doubled so that they are whole, and the sizes of the groups
/// of ties. Neighbours in order that differ by at most `tolerance` are tied.
pub fn doubled_midranks(values: &[f64], tolerance: f64) -> (Vec<usize>, Vec<usize>) {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let (mut ranks, mut groups, mut start) = (vec![0; values.len()], Vec::new(), 0);
    for end in 1..=order.len() {
        if end < order.len() && values[order[end]] - values[order[end - 1]] <= tolerance {
            continue;
        }
        order[start..end].iter().for_each(|&i| ranks[i] = start + 1 + end);
        groups.push(end - start);
        start = end;
    }
    (ranks, groups)
}

/// P(S = s) for s = 0, 1, … of S = Σ Bᵢ wᵢ with independent fair coins Bᵢ: the shift algorithm (Streitberg & Röhmel 1986) on
/// probabilities, so that nothing overflows. O(n Σw).
pub fn coin_sum_law(weights: &[usize]) -> Vec<f64> {
    let mut law = vec![0.0; weights.iter().sum::<usize>() + 1];
    law[0] = 1.0;
    let mut top = 0;
    for &weight in weights {
        top += weight;
        for s in (0..=top).rev() {
            law[s] = 0.5 * (law[s] + if s >= weight { law[s - weight] } else { 0.0 });
        }
    }
    law
}

/// Wilcoxon's signed-rank test that differences are symmetric about 0. Differences of at most `tolerance` are zero and are
/// dropped. Exact up to [`EXACT_LIMIT`], ties included; beyond, the normal approximation with the variance corrected for
/// ties and a continuity correction of ½. `None` where every difference is zero.
pub fn signed_rank(differences: &[f64], tolerance: f64) -> Option<SignedRank> {
    let kept: Vec<f64> = differences.iter().copied().filter(|d| d.abs() > tolerance).collect();
    if kept.is_empty() {
        return None;
    }
    let sizes: Vec<f64> = kept.iter().map(|d| d.abs()).collect();
    let (ranks, groups) = doubled_midranks(&sizes, tolerance);
    let positive: usize = kept.iter().zip(&ranks).filter(|(d, _)| **d > 0.0).map(|(_, rank)| rank).sum();
    let exact = kept.len() <= EXACT_LIMIT;
    let p_value = if exact { exact_p(&ranks, positive) } else { normal_p(&groups, kept.len(), positive as f64 / 2.0) };
    let (n, zeros) = (kept.len(), differences.len() - kept.len());
    Some(SignedRank { statistic: positive as f64 / 2.0, n, zeros, tied: groups.len() < n, p_value, exact })
}

/// The law is symmetric, so that twice the smaller tail and the sum over |S − E| agree.
fn exact_p(ranks: &[usize], positive: usize) -> f64 {
    let total: usize = ranks.iter().sum();
    let tail = positive.min(total - positive);
    (2.0 * coin_sum_law(ranks)[..=tail].iter().sum::<f64>()).min(1.0)
}

fn normal_p(groups: &[usize], n: usize, statistic: f64) -> f64 {
    let n = n as f64;
    let ties: f64 = groups.iter().map(|&t| t as f64).map(|t| t * (t * t - 1.0)).sum();
    let sd = (n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - ties / 48.0).sqrt();
    let distance = ((statistic - n * (n + 1.0) / 4.0).abs() - 0.5).max(0.0);
    2.0 * normal_sf(distance / sd)
}

/// The Hodges–Lehmann estimate and its interval: order statistics of the Walsh averages, at ranks taken from the law of the
/// untied signed-rank sum (conservative under ties). O(n log n) time and O(n) memory. `None` without differences.
pub fn hodges_lehmann(differences: &[f64], level: f64) -> Option<Shift> {
    let n = differences.len();
    if n == 0 {
        return None;
    }
    let mut sorted = differences.to_vec();
    sorted.sort_by(f64::total_cmp);
    let pairs = n * (n + 1) / 2;
    let exact = n <= EXACT_LIMIT;
    let (rank, reached) = if exact { exact_rank(n, 1.0 - level) } else { normal_rank(n, 1.0 - level) };
    let at = |k: usize| walsh_average(&sorted, k);
    let estimate = if pairs % 2 == 1 { at(pairs.div_ceil(2)) } else { 0.5 * (at(pairs / 2) + at(pairs / 2 + 1)) };
    Some(Shift { estimate, low: at(rank), high: at(pairs + 1 - rank), level: reached, exact })
}

/// Smallest k with P(T⁺ ≤ k) ≥ α/2, at least 1, and the level that the k-th Walsh averages from either end reach.
fn exact_rank(n: usize, alpha: f64) -> (usize, f64) {
    let law = coin_sum_law(&(1..=n).collect::<Vec<_>>());
    let (mut below, mut k) = (law[0], 0);
    let mut before = 0.0;
    // Slack against rounding where α/2 is itself a value of the law, as in R's qsignrank.
    while below < 0.5 * alpha * (1.0 - 1e-13) || k == 0 {
        before = below;
        k += 1;
        below += law[k];
    }
    (k, 1.0 - 2.0 * before)
}

fn normal_rank(n: usize, alpha: f64) -> (usize, f64) {
    let n = n as f64;
    let (mean, sd) = (n * (n + 1.0) / 4.0, (n * (n + 1.0) * (2.0 * n + 1.0) / 24.0).sqrt());
    let k = (mean + sd * normal_quantile(0.5 * alpha) + 0.5).floor().max(1.0);
    (k as usize, 1.0 - 2.0 * normal_cdf((k - 0.5 - mean) / sd))
}

/// The k-th smallest (from 1) of (xᵢ + xⱼ)/2, i ≤ j, of sorted x: bisection over the floating-point numbers themselves with
/// a linear count, so that the result is one of the averages to the last bit.
pub fn walsh_average(sorted: &[f64], k: usize) -> f64 {
    let (mut low, mut high) = (order_key(2.0 * sorted[0]), order_key(2.0 * sorted[sorted.len() - 1]));
    while low < high {
        let middle = low + (high.wrapping_sub(low) as u64 / 2) as i64;
        if sums_up_to(sorted, from_order_key(middle)) >= k { high = middle } else { low = middle + 1 }
    }
    0.5 * from_order_key(low)
}

/// Number of pairs i ≤ j with xᵢ + xⱼ ≤ bound.
fn sums_up_to(sorted: &[f64], bound: f64) -> usize {
    let (mut count, mut end) = (0, sorted.len());
    for (i, x) in sorted.iter().enumerate() {
        while end > i && x + sorted[end - 1] > bound {
            end -= 1;
        }
        if end <= i {
            break;
        }
        count += end - i;
    }
    count
}

/// Whole numbers in the order of the floating-point numbers.
pub(super) fn order_key(x: f64) -> i64 {
    let bits = (x + 0.0).to_bits() as i64;
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

pub(super) fn from_order_key(key: i64) -> f64 {
    f64::from_bits((key ^ (((key >> 63) as u64) >> 1) as i64) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_their_mean_rank() {
        let (ranks, groups) = doubled_midranks(&[3.0, 1.0, 3.0, 2.0], 0.0);
        assert_eq!(ranks, [7, 2, 7, 4]);
        assert_eq!(groups, [1, 1, 2]);
        assert_eq!(doubled_midranks(&[1.3, 0.2 + 1.1, 2.0 - 0.7], 1e-14).1, [3]);
    }

    #[test]
    fn keys_keep_the_order_of_numbers() {
        let numbers =
            [f64::NEG_INFINITY, -1e300, -1.0, -f64::MIN_POSITIVE, 0.0, f64::MIN_POSITIVE, 1.0, 1e300, f64::INFINITY];
        assert!(numbers.windows(2).all(|pair| order_key(pair[0]) < order_key(pair[1])));
        assert!(numbers.iter().all(|&x| from_order_key(order_key(x)) == x));
        assert_eq!(order_key(-0.0), order_key(0.0));
    }

    #[test]
    fn walsh_averages_are_selected_to_the_last_bit() {
        let sorted = [-2.5, -1.25, -1.25, 0.1, 0.3, 7.0];
        let mut all: Vec<f64> =
            (0..6).flat_map(|i| (i..6).map(move |j| (i, j))).map(|(i, j)| 0.5 * (sorted[i] + sorted[j])).collect();
        all.sort_by(f64::total_cmp);
        let found: Vec<f64> = (1..=all.len()).map(|k| walsh_average(&sorted, k)).collect();
        assert_eq!(found, all);
    }

    #[test]
    fn the_exact_law_is_that_of_all_sign_flips() {
        for weights in [vec![2, 4, 6, 8], vec![3, 3, 7, 7, 10], vec![2, 5, 5, 8, 11, 11, 14, 18, 18, 18]] {
            let total: usize = weights.iter().sum();
            let mut counts = vec![0u32; total + 1];
            for flips in 0u32..1 << weights.len() {
                counts
                    [weights.iter().enumerate().filter(|(i, _)| flips >> i & 1 == 1).map(|(_, w)| w).sum::<usize>()] +=
                    1;
            }
            let scale = f64::from(1u32 << weights.len());
            assert!(coin_sum_law(&weights).iter().zip(&counts).all(|(p, &c)| *p == f64::from(c) / scale));
        }
    }
}
