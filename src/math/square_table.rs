//! The same units in the same categories twice: before by rows, after by columns.

use ndarray::Array2;

use super::householder::Qr;
use super::special::{binomial_cdf, binomial_pmf, chi_square_sf};
use super::sums::sum;

/// A statistic with its law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChiSquare {
    /// Value.
    pub value: f64,
    /// Degrees of freedom.
    pub df: u32,
    /// Upper tail.
    pub p: f64,
}

impl ChiSquare {
    fn of(value: f64, df: u32) -> Option<ChiSquare> {
        (df > 0 && value.is_finite()).then(|| ChiSquare { value, df, p: chi_square_sf(value, df) })
    }
}

/// Whether as many are in each category after as before: d′S⁻¹d (Stuart 1955; Maxwell 1970), d the differences of the margins. Categories that
/// nobody entered or left do not count; nothing where fewer than two are left.
pub fn stuart_maxwell(table: &Array2<f64>) -> Option<ChiSquare> {
    let k = table.nrows();
    let (rows, columns) = (table.rows(), table.columns());
    let before: Vec<f64> = rows.into_iter().map(|row| row.sum()).collect();
    let after: Vec<f64> = columns.into_iter().map(|column| column.sum()).collect();
    let moved = |at: usize| before[at] + after[at] - 2.0 * table[[at, at]];
    let used: Vec<usize> = (0..k).filter(|&at| moved(at) > 0.0).collect();
    let kept = used.split_last()?.1;
    let cell = |i: usize, j: usize| if i == j { moved(i) } else { -table[[i, j]] - table[[j, i]] };
    let columns = kept.iter().map(|&j| kept.iter().map(|&i| cell(i, j)).collect::<Vec<f64>>());
    let d: Vec<f64> = kept.iter().map(|&at| before[at] - after[at]).collect();
    let qr = Qr::new(columns, kept.len(), 1e-12);
    if qr.rank() < kept.len() {
        return None;
    }
    let mut right = d.clone();
    qr.transpose_apply(&mut right);
    let solved = qr.solve(&right);
    ChiSquare::of(sum(d.iter().zip(&solved).map(|(a, b)| a * b)), kept.len() as u32)
}

/// The same with the variance under the alternative (Bhapkar 1966): SM / (1 − SM/n).
pub fn bhapkar(table: &Array2<f64>) -> Option<ChiSquare> {
    let ChiSquare { value, df, .. } = stuart_maxwell(table)?;
    ChiSquare::of(value / (1.0 - value / table.sum()), df)
}

/// Both directions of each pair of categories: (a, b) with a + b above 0.
fn pairs(table: &Array2<f64>) -> impl Iterator<Item = (f64, f64)> + '_ {
    let k = table.nrows();
    let all = (0..k).flat_map(move |i| (i + 1..k).map(move |j| (table[[i, j]], table[[j, i]])));
    all.filter(|(a, b)| a + b > 0.0)
}

/// Whether as many go from each category to each other as come back: Σ (a − b)²/(a + b) (Bowker 1948). Pairs that nobody changed between have
/// no degree of freedom.
pub fn bowker(table: &Array2<f64>) -> Option<ChiSquare> {
    let value = sum(pairs(table).map(|(a, b)| (a - b).powi(2) / (a + b)));
    ChiSquare::of(value, pairs(table).count() as u32)
}

/// p of [`bowker`] by the law of its parts: given a + b, a is binomial with ½, one pair independent of another. Values are told apart to
/// nine decimals. Nothing where a pair has more than 2,000 changes.
pub fn bowker_exact(table: &Array2<f64>) -> Option<f64> {
    const MOST: u64 = 2000;
    const DECIMALS: f64 = 1e9;
    let seen = sum(pairs(table).map(|(a, b)| (a - b).powi(2) / (a + b)));
    let mut law: Vec<(i64, f64)> = vec![(0, 1.0)];
    for (a, b) in pairs(table) {
        let n = (a + b) as u64;
        if n > MOST {
            return None;
        }
        let part = |k: u64| {
            (((2.0 * k as f64 - n as f64).powi(2) / n as f64 * DECIMALS).round() as i64, binomial_pmf(k, n, 0.5))
        };
        let parts: Vec<(i64, f64)> = (0..=n).map(part).collect();
        let mut next: Vec<(i64, f64)> =
            law.iter().flat_map(|&(x, p)| parts.iter().map(move |&(y, q)| (x + y, p * q))).collect();
        next.sort_by_key(|(value, _)| *value);
        next.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        law = next;
    }
    let least = ((seen - 1e-7) * DECIMALS) as i64;
    Some(sum(law.into_iter().filter(|(value, _)| *value >= least).map(|(_, p)| p)).min(1.0))
}

/// Sum of changes by whole steps, and how rarely it comes as far from 0 where each change may as well have the other direction: exact, by
/// the law of the signs. O(changes · sum of their sizes).
pub fn score_change(changes: &[i64]) -> (i64, f64) {
    let seen: i64 = changes.iter().sum();
    let reach: i64 = changes.iter().map(|change| change.abs()).sum();
    let mut law = vec![0.0; 2 * reach as usize + 1];
    law[reach as usize] = 1.0;
    for size in changes.iter().map(|change| change.unsigned_abs() as usize).filter(|size| *size > 0) {
        let mut next = vec![0.0; law.len()];
        for (at, p) in law.iter().enumerate().filter(|(_, p)| **p > 0.0) {
            next[at + size] += p / 2.0;
            next[at - size] += p / 2.0;
        }
        law = next;
    }
    let far = |at: &usize| (*at as i64 - reach).abs() >= seen.abs();
    (seen, sum((0..law.len()).filter(far).map(|at| law[at])).min(1.0))
}

/// p that of `gained` + `lost` changes so many go one way, both ways being as likely (McNemar exact), and the same with half of what is as likely as
/// what is seen (mid-p).
pub fn mcnemar(gained: u64, lost: u64) -> (f64, f64) {
    let (few, all) = (gained.min(lost), gained + lost);
    if all == 0 {
        return (1.0, 1.0);
    }
    let tail = 2.0 * binomial_cdf(few, all, 0.5);
    (tail.min(1.0), (tail - binomial_pmf(few, all, 0.5)).min(1.0))
}
