//! Cluster-robust covariance (Liang & Zeger 1986), also for several ways of clustering at once (Cameron, Gelbach & Miller
//! 2011), with the small-sample factors of sandwich's `vcovCL`.

use std::collections::BTreeMap;

use ndarray::Array2;

use super::robust::{cross, used_rows};
use crate::estimate::Linear;
use crate::phrase;
use crate::text::Phrase;

/// Whether the factor (n−1)/(n−k) is applied on top of G/(G−1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClusterCorrection {
    /// G/(G−1) alone.
    Hc0,
    /// G/(G−1) · (n−1)/(n−k).
    Hc1,
}

/// Covariance of the coefficients, p × p. `ways` has one label per row for each way of clustering. Several ways are
/// combined by inclusion and exclusion of their intersections, each with its own G/(G−1), as sandwich does with
/// `multi0 = FALSE`.
///
/// # Errors
/// Fewer than two clusters, or no degrees of freedom.
pub fn covariance(linear: &Linear, ways: &[&[u32]], correction: ClusterCorrection) -> Result<Array2<f64>, Phrase> {
    let (n, p) = (used_rows(linear), linear.x.ncols());
    if n <= p {
        return Err(phrase!("{n} {n?row|rows} for {p} coefficients leave nothing to judge the error by", n = n, p = p));
    }
    let psi = linear.influence();
    let mut total = Array2::zeros((p, p));
    for subset in 1_usize..1 << ways.len() {
        let chosen: Vec<&[u32]> =
            ways.iter().enumerate().filter(|(way, _)| subset >> way & 1 == 1).map(|(_, w)| *w).collect();
        let (labels, count) = intersect(&chosen, &linear.weight.to_vec());
        if count < 2 {
            return Err(phrase!("There {n?is|are} {n} {n?cluster|clusters}; at least 2 are needed", n = count));
        }
        let sign = if chosen.len() % 2 == 1 { 1.0 } else { -1.0 };
        let factor = sign * count as f64 / (count - 1) as f64;
        total.scaled_add(factor, &cross(&summed(&psi, &labels, count)));
    }
    if correction == ClusterCorrection::Hc1 {
        total *= (n - 1) as f64 / (n - p) as f64;
    }
    Ok(total)
}

/// Number of clusters among the used rows.
pub fn count(linear: &Linear, labels: &[u32]) -> usize {
    intersect(&[labels], &linear.weight.to_vec()).1
}

/// Clusters numbered in the order of their labels; rows of weight 0 belong to none.
fn intersect(ways: &[&[u32]], weight: &[f64]) -> (Vec<Option<usize>>, usize) {
    let key = |row: usize| (weight[row] > 0.0).then(|| ways.iter().map(|labels| labels[row]).collect::<Vec<u32>>());
    let keys: Vec<Option<Vec<u32>>> = (0..weight.len()).map(key).collect();
    let mut numbers: BTreeMap<&Vec<u32>, usize> = keys.iter().flatten().map(|key| (key, 0)).collect();
    numbers.values_mut().enumerate().for_each(|(at, number)| *number = at);
    (keys.iter().map(|key| key.as_ref().map(|key| numbers[key])).collect(), numbers.len())
}

/// Rows of ψ added up within clusters, in row order.
fn summed(psi: &Array2<f64>, labels: &[Option<usize>], count: usize) -> Array2<f64> {
    let mut sums = Array2::zeros((count, psi.ncols()));
    for (row, label) in psi.rows().into_iter().zip(labels) {
        if let Some(cluster) = label {
            let mut sum = sums.row_mut(*cluster);
            sum += &row;
        }
    }
    sums
}
