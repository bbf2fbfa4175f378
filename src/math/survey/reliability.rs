//! Whether the items of a scale measure one thing.

use ndarray::Array2;
use rand::RngExt;

use crate::math::correlation::pearson;
use crate::math::eigen;
use crate::math::quantile::quantile_sorted;
use crate::math::random::Stream;
use crate::math::special::f_quantile;
use crate::math::sums::{mean, sum};

/// Cronbach's alpha with what belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Alpha {
    /// k/(k − 1) · (1 − Σ s²ᵢ/s²).
    pub alpha: f64,
    /// Feldt's (1965) interval.
    pub interval: (f64, f64),
    /// Of each item its correlation with the sum of the others; NaN where it does not vary.
    pub item_rest: Vec<f64>,
    /// Of each item alpha of the others; NaN of two items.
    pub without: Vec<f64>,
}

/// Alpha of complete answers (n × k). Nothing of fewer than two items or three persons, or where nothing varies.
pub fn alpha(items: &Array2<f64>, level: f64) -> Option<Alpha> {
    let (n, k) = items.dim();
    if k < 2 || n < 3 {
        return None;
    }
    let covariance = covariance(items);
    let all: Vec<usize> = (0..k).collect();
    let value = of_covariance(&covariance, &all).filter(|alpha| alpha.is_finite())?;
    let others = |out: usize| all.iter().copied().filter(|at| *at != out).collect::<Vec<_>>();
    let rest = |item: usize| {
        let sums: Vec<f64> = (0..n).map(|row| others(item).iter().map(|&at| items[[row, at]]).sum()).collect();
        pearson(&items.column(item).to_vec(), &sums).unwrap_or(f64::NAN)
    };
    let tail = 0.5 * (1.0 - level);
    let (df1, df2) = (n as f64 - 1.0, (n as f64 - 1.0) * (k as f64 - 1.0));
    Some(Alpha {
        alpha: value,
        interval: (
            1.0 - (1.0 - value) * f_quantile(1.0 - tail, df1, df2),
            1.0 - (1.0 - value) * f_quantile(tail, df1, df2),
        ),
        item_rest: all.iter().map(|&item| rest(item)).collect(),
        without: all.iter().map(|&item| of_covariance(&covariance, &others(item)).unwrap_or(f64::NAN)).collect(),
    })
}

fn covariance(items: &Array2<f64>) -> Array2<f64> {
    let (n, k) = items.dim();
    let means: Vec<f64> = (0..k).map(|at| mean(&items.column(at).to_vec())).collect();
    Array2::from_shape_fn((k, k), |(i, j)| {
        sum((0..n).map(|row| (items[[row, i]] - means[i]) * (items[[row, j]] - means[j]))) / (n as f64 - 1.0)
    })
}

fn of_covariance(covariance: &Array2<f64>, items: &[usize]) -> Option<f64> {
    let k = items.len() as f64;
    let own: f64 = items.iter().map(|&at| covariance[[at, at]]).sum();
    let all: f64 = items.iter().flat_map(|&i| items.iter().map(move |&j| covariance[[i, j]])).sum();
    (items.len() >= 2 && all > 0.0).then(|| k / (k - 1.0) * (1.0 - own / all))
}

/// Total reliability by one factor: (Σλ)²/((Σλ)² + Σψ) with loadings λ and uniquenesses ψ of maximum likelihood, in the units of the items; with the interval
/// of `draws` persons drawn anew (percentiles). Nothing of fewer than three items, where the likelihood has its maximum at the edge (an item without
/// error), or where most draws have none.
pub fn omega(items: &Array2<f64>, level: f64, draws: u64, stream: Stream) -> Option<(f64, (f64, f64))> {
    let value = of_items(items, EXACT)?;
    let n = items.nrows();
    let draw = |at: u64| {
        let mut rng = stream.replicate(at).rng();
        let rows: Vec<usize> = (0..n).map(|_| rng.random_range(0..n)).collect();
        of_items(&Array2::from_shape_fn(items.dim(), |(row, item)| items[[rows[row], item]]), DRAWN)
    };
    let mut found: Vec<f64> = (0..draws).filter_map(draw).collect();
    if (found.len() as u64) * 10 < draws * 9 || found.is_empty() {
        return None;
    }
    found.sort_by(f64::total_cmp);
    let end = |p: f64| quantile_sorted(&found, p);
    Some((value, (end(0.5 * (1.0 - level)), end(0.5 + 0.5 * level))))
}

/// How far uniquenesses still move where the search ends: of the answers, and of samples drawn anew.
const EXACT: f64 = 1e-13;
const DRAWN: f64 = 1e-7;

fn of_items(items: &Array2<f64>, still: f64) -> Option<f64> {
    let k = items.ncols();
    let covariance = covariance(items);
    if k < 3 || covariance.diag().iter().any(|v| *v <= 0.0) {
        return None;
    }
    let sd: Vec<f64> = covariance.diag().iter().map(|v| v.sqrt()).collect();
    let correlation = Array2::from_shape_fn((k, k), |(i, j)| covariance[[i, j]] / (sd[i] * sd[j]));
    let (loadings, unique) = one_factor(&correlation, still)?;
    let common = sum(loadings.iter().zip(&sd).map(|(loading, sd)| loading * sd)).powi(2);
    let own = sum(unique.iter().zip(&sd).map(|(unique, sd)| unique * sd * sd));
    Some(common / (common + own))
}

/// Loadings and uniquenesses of one factor by maximum likelihood (Lawley & Maxwell 1971): given ψ the loadings are √ψ·v·√(θ − 1) of the largest eigenvalue
/// θ and vector v of ψ^(−½)Rψ^(−½), and ψ is what they leave of the diagonal, until it moves by less than `still`. Nothing
/// where less than 0.5 % of an item's variance would be its own: the maximum is at the edge.
pub(super) fn one_factor(correlation: &Array2<f64>, still: f64) -> Option<(Vec<f64>, Vec<f64>)> {
    const EDGE: f64 = 5e-3;
    let k = correlation.nrows();
    let mut unique: Vec<f64> = vec![0.5; k];
    for _ in 0..20_000 {
        let root: Vec<f64> = unique.iter().map(|unique| unique.sqrt()).collect();
        let scaled = Array2::from_shape_fn((k, k), |(i, j)| correlation[[i, j]] / (root[i] * root[j]));
        let (values, vectors) = eigen::symmetric(&scaled);
        let top = (0..k).max_by(|&a, &b| values[a].total_cmp(&values[b]))?;
        if values[top] <= 1.0 {
            return None;
        }
        let mut loadings: Vec<f64> =
            (0..k).map(|at| root[at] * vectors[[at, top]] * (values[top] - 1.0).sqrt()).collect();
        if loadings.iter().sum::<f64>() < 0.0 {
            loadings.iter_mut().for_each(|loading| *loading = -*loading);
        }
        let next: Vec<f64> = loadings.iter().map(|loading| 1.0 - loading * loading).collect();
        if next.iter().any(|unique| *unique < EDGE) {
            return None;
        }
        let moved = next.iter().zip(&unique).fold(0.0_f64, |most, (a, b)| most.max((a - b).abs()));
        unique = next;
        if moved < still {
            return Some((loadings, unique));
        }
    }
    None
}
