//! Ranks of two groups: the Wilcoxon–Mann–Whitney test and the Hodges–Lehmann shift between them.

use super::ranks::{Shift, doubled_midranks, from_order_key, order_key};
use super::special::{normal_cdf, normal_quantile, normal_sf};
use super::sums::sum;

/// Up to this many units of both groups together the law of the rank sum is computed exactly.
pub const EXACT_UNITS: usize = 100;

/// The Wilcoxon–Mann–Whitney test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankSum {
    /// U: pairs in which the first group's value is the higher one, ties counting ½ (R's W).
    pub statistic: f64,
    /// Whether some values are tied.
    pub tied: bool,
    /// Two-sided p-value.
    pub p_value: f64,
    /// Whether the p-value comes from the exact law, ties included.
    pub exact: bool,
}

/// Wilcoxon–Mann–Whitney test that two groups have one law. Values that differ by at most `tolerance` are tied.
///
/// Exact up to [`EXACT_UNITS`], ties included: the probability, over all ways to draw the first group out of both, of rank sums
/// at least as far from their mean as the one seen. Beyond, the normal approximation with the variance corrected for ties
/// and a continuity correction of ½. `None` where a group is empty or all values are tied.
pub fn rank_sum(first: &[f64], second: &[f64], tolerance: f64) -> Option<RankSum> {
    let all: Vec<f64> = first.iter().chain(second).copied().collect();
    let (ranks, groups) = doubled_midranks(&all, tolerance);
    if first.is_empty() || second.is_empty() || groups.len() < 2 {
        return None;
    }
    let (n1, n2) = (first.len(), second.len());
    let doubled: usize = ranks[..n1].iter().sum();
    let statistic = (doubled - n1 * (n1 + 1)) as f64 / 2.0;
    let exact = all.len() <= EXACT_UNITS;
    let p_value = if exact { exact_p(&ranks, n1, doubled) } else { normal_p(&groups, n1, n2, statistic) };
    Some(RankSum { statistic, tied: groups.len() < all.len(), p_value, exact })
}

/// P(S = s) for s = 0, 1, … of the sum S of `count` of the weights, drawn without replacement: the shift algorithm (Streitberg
/// & Röhmel 1986). O(n · count · top), top the largest sum.
pub fn draw_sum_law(weights: &[usize], count: usize) -> Vec<f64> {
    let mut largest_first = weights.to_vec();
    largest_first.sort_unstable_by(|a, b| b.cmp(a));
    let top: usize = largest_first.iter().take(count).sum();
    let mut ways = vec![vec![0.0; top + 1]; count + 1];
    ways[0][0] = 1.0;
    for (drawn, &weight) in weights.iter().enumerate() {
        for k in (1..=count.min(drawn + 1)).rev() {
            let (fewer, one_more) = ways.split_at_mut(k);
            if weight <= top {
                let (from, to) = (&fewer[k - 1][..=top - weight], &mut one_more[0][weight..]);
                to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
            }
        }
    }
    let law = ways.pop().unwrap_or_default();
    let all = sum(law.iter().copied());
    law.into_iter().map(|ways| ways / all).collect()
}

/// Sums at least as far from their mean as the one seen. The smaller group is drawn: the two sums add up to a constant.
fn exact_p(ranks: &[usize], n1: usize, doubled: usize) -> f64 {
    let (n, total): (usize, usize) = (ranks.len(), ranks.iter().sum());
    let (count, seen) = if 2 * n1 <= n { (n1, doubled) } else { (n - n1, total - doubled) };
    // Ranks less the lowest one: the sums, and so the tables, become smaller, and distances from the mean stay.
    let lowest = ranks.iter().copied().min().unwrap_or(0);
    let weights: Vec<usize> = ranks.iter().map(|rank| rank - lowest).collect();
    let (seen, total) = (seen - count * lowest, total - n * lowest);
    // |S − count·total/n| as whole numbers, times n.
    let distance = |s: usize| (s * n).abs_diff(count * total);
    let law = draw_sum_law(&weights, count);
    let far = law.iter().enumerate().filter(|(s, _)| distance(*s) >= distance(seen));
    sum(far.map(|(_, p)| *p)).min(1.0)
}

fn normal_p(groups: &[usize], n1: usize, n2: usize, statistic: f64) -> f64 {
    let (pairs, n) = ((n1 * n2) as f64, (n1 + n2) as f64);
    let ties = sum(groups.iter().map(|&t| t as f64).map(|t| t * (t * t - 1.0)));
    let sd = (pairs / 12.0 * (n + 1.0 - ties / (n * (n - 1.0)))).sqrt();
    let distance = ((statistic - pairs / 2.0).abs() - 0.5).max(0.0);
    2.0 * normal_sf(distance / sd)
}

/// The Hodges–Lehmann shift of the first group against the second: the median of all differences xᵢ − yⱼ, with the interval
/// of order statistics at ranks taken from the law of the untied rank sum (conservative under ties), exact up to
/// [`EXACT_UNITS`]. O((m + n) log) time and O(m + n) memory. `None` where a group is empty.
pub fn shift_between(first: &[f64], second: &[f64], level: f64) -> Option<Shift> {
    if first.is_empty() || second.is_empty() {
        return None;
    }
    let (x, y) = (sorted(first), sorted(second));
    let pairs = x.len() * y.len();
    let exact = x.len() + y.len() <= EXACT_UNITS;
    let alpha = 1.0 - level;
    let (rank, reached) =
        if exact { exact_rank(x.len(), y.len(), alpha) } else { normal_rank(x.len(), y.len(), alpha) };
    let rank = rank.min(pairs.div_ceil(2));
    let at = |k: usize| difference(&x, &y, k);
    let estimate = if pairs % 2 == 1 { at(pairs.div_ceil(2)) } else { 0.5 * (at(pairs / 2) + at(pairs / 2 + 1)) };
    Some(Shift { estimate, low: at(rank), high: at(pairs + 1 - rank), level: reached, exact })
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// Smallest k with P(U ≤ k) ≥ α/2, at least 1, and the level that the k-th differences from either end reach.
fn exact_rank(n1: usize, n2: usize, alpha: f64) -> (usize, f64) {
    let (fewer, more) = (n1.min(n2), n1.max(n2));
    // Ranks 0, 1, …: their sum less that of the lowest is U.
    let law = draw_sum_law(&(0..n1 + n2).collect::<Vec<_>>(), fewer);
    let least = fewer * (fewer - 1) / 2;
    let (mut below, mut k, mut before) = (law[least], 0, 0.0);
    // Slack against rounding where α/2 is itself a value of the law, as in R's qwilcox.
    while (below < 0.5 * alpha * (1.0 - 1e-13) || k == 0) && k < fewer * more {
        before = below;
        k += 1;
        below += law[least + k];
    }
    (k, 1.0 - 2.0 * before)
}

fn normal_rank(n1: usize, n2: usize, alpha: f64) -> (usize, f64) {
    let (pairs, n) = ((n1 * n2) as f64, (n1 + n2) as f64);
    let sd = (pairs * (n + 1.0) / 12.0).sqrt();
    let k = (pairs / 2.0 + sd * normal_quantile(0.5 * alpha) + 0.5).floor().max(1.0);
    (k as usize, 1.0 - 2.0 * normal_cdf((k - 0.5 - pairs / 2.0) / sd))
}

/// The k-th smallest (from 1) of xᵢ − yⱼ, of sorted x and y: bisection over the floating-point numbers themselves with a linear
/// count, so that the result is one of the differences to the last bit.
fn difference(x: &[f64], y: &[f64], k: usize) -> f64 {
    let (mut low, mut high) = (order_key(x[0] - y[y.len() - 1]), order_key(x[x.len() - 1] - y[0]));
    while low < high {
        let middle = low + (high.wrapping_sub(low) as u64 / 2) as i64;
        if differences_up_to(x, y, from_order_key(middle)) >= k { high = middle } else { low = middle + 1 }
    }
    from_order_key(low)
}

/// Number of pairs with xᵢ − yⱼ ≤ bound.
fn differences_up_to(x: &[f64], y: &[f64], bound: f64) -> usize {
    let (mut count, mut start) = (0, 0);
    for x in x {
        while start < y.len() && x - y[start] > bound {
            start += 1;
        }
        count += y.len() - start;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exact_law_is_that_of_all_draws() {
        for (weights, count) in [(vec![0, 1, 2, 3, 4], 2), (vec![3, 3, 7, 8, 8, 11], 3), (vec![5, 5, 5, 9], 1)] {
            let law = draw_sum_law(&weights, count);
            let mut counts = vec![0.0; law.len()];
            for chosen in (0u32..1 << weights.len()).filter(|chosen| chosen.count_ones() as usize == count) {
                let picked = weights.iter().enumerate().filter(|(i, _)| chosen >> i & 1 == 1);
                counts[picked.map(|(_, weight)| weight).sum::<usize>()] += 1.0;
            }
            let all: f64 = counts.iter().sum();
            assert!(law.iter().zip(&counts).all(|(p, ways)| (p - ways / all).abs() < 1e-15));
        }
    }

    #[test]
    fn differences_are_selected_to_the_last_bit() {
        let (x, y) = ([-2.5, -1.25, -1.25, 0.1, 7.0], [-3.0, 0.1, 0.3]);
        let mut all: Vec<f64> = x.iter().flat_map(|x| y.iter().map(move |y| x - y)).collect();
        all.sort_by(f64::total_cmp);
        let found: Vec<f64> = (1..=all.len()).map(|k| difference(&x, &y, k)).collect();
        assert_eq!(found, all);
    }

    #[test]
    fn two_against_one() {
        // Three orders, each as likely: the higher one on top is one of three, and as far from the middle as the lowest.
        let test = rank_sum(&[3.0], &[1.0, 2.0], 0.0).unwrap();
        assert_eq!((test.statistic, test.exact, test.tied), (2.0, true, false));
        assert!((test.p_value - 2.0 / 3.0).abs() < 1e-15);
        assert_eq!(rank_sum(&[1.0, 1.0], &[1.0], 0.0), None);
        let shift = shift_between(&[3.0], &[1.0, 2.0], 0.95).unwrap();
        assert_eq!((shift.estimate, shift.low, shift.high), (1.5, 1.0, 2.0));
        assert!(shift.level < 0.5);
    }
}
