//! Whether two groups move alike, given where they were.

use ndarray::Array2;

use crate::math::householder::Qr;
use crate::math::special::chi_square_sf;
use crate::math::square_table::ChiSquare;
use crate::math::sums::sum;

/// The generalised Cochran–Mantel–Haenszel statistic of strata with two groups (rows) and k states after (columns): how far the first group's counts lie
/// from what the strata give, Σ(a − E), in the metric of their covariance with all margins fixed (Landis, Heyman & Koch 1978). States that nobody is in
/// do not count; nothing where fewer than two are left, or one group is in no stratum with the other.
pub fn general_cmh(strata: &[Array2<f64>]) -> Option<ChiSquare> {
    let k = strata.first()?.ncols();
    let used: Vec<usize> = (0..k).filter(|&at| strata.iter().any(|table| table.column(at).sum() > 0.0)).collect();
    let kept = used.split_last()?.1;
    let m = kept.len();
    let (mut distance, mut covariance) = (vec![0.0; m], Array2::zeros((m, m)));
    for table in strata {
        let (n, own) = (table.sum(), table.row(0).sum());
        if n < 2.0 {
            continue;
        }
        let total = |at: usize| table.column(kept[at]).sum();
        let scale = own * (n - own) / (n * n * (n - 1.0));
        for i in 0..m {
            distance[i] += table[[0, kept[i]]] - own * total(i) / n;
            for j in 0..m {
                covariance[[i, j]] += scale * (if i == j { n * total(i) } else { 0.0 } - total(i) * total(j));
            }
        }
    }
    quadratic(&distance, &covariance)
}

/// The same with scores of the states: whether the mean score differs, on one degree of freedom.
pub fn linear_cmh(strata: &[Array2<f64>], scores: &[f64]) -> Option<ChiSquare> {
    let (mut distance, mut variance) = (Vec::new(), Vec::new());
    for table in strata {
        let (n, own) = (table.sum(), table.row(0).sum());
        if n < 2.0 {
            continue;
        }
        let totals: Vec<f64> = (0..scores.len()).map(|at| table.column(at).sum()).collect();
        let mean = sum(totals.iter().zip(scores).map(|(count, score)| count * score)) / n;
        let squares = sum(totals.iter().zip(scores).map(|(count, score)| count * (score - mean).powi(2)));
        distance.push(sum((0..scores.len()).map(|at| table[[0, at]] * scores[at])) - own * mean);
        variance.push(own * (n - own) / (n * (n - 1.0)) * squares);
    }
    let value = sum(distance).powi(2) / sum(variance);
    value.is_finite().then(|| ChiSquare { value, df: 1, p: chi_square_sf(value, 1) })
}

fn quadratic(distance: &[f64], covariance: &Array2<f64>) -> Option<ChiSquare> {
    let m = distance.len();
    let qr = Qr::new((0..m).map(|j| covariance.column(j).to_vec()), m, 1e-12);
    if m == 0 || qr.rank() < m {
        return None;
    }
    let mut right = distance.to_vec();
    qr.transpose_apply(&mut right);
    let value = sum(distance.iter().zip(&qr.solve(&right)).map(|(a, b)| a * b));
    Some(ChiSquare { value, df: m as u32, p: chi_square_sf(value, m as u32) })
}
