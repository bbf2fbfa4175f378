use ndarray::{Array2, ArrayView2, Axis};
use std::collections::BTreeMap;

/// Rows of a regression that are pairs of organisations.
#[derive(Clone, Copy, Debug)]
pub struct Dyads<'d> {
    /// The two of each row.
    pub ends: &'d [(u32, u32)],
    /// Design, rows × k.
    pub x: ArrayView2<'d, f64>,
    /// What the regression leaves of each row.
    pub residual: &'d [f64],
}

/// Covariance of least-squares coefficients where rows that share an organisation may hang together (Fafchamps & Gubert 2007; Aronow, Samii &
/// Assenova 2015): V = M [Σ_i S_i S_i′ − Σ_d D_d D_d′] M with M = (X′X)⁻¹, S_i the sum of u x over the rows of organisation i, D_d over those of
/// a pair, in either direction and at every period: these count twice in the first sum. Without a correction for few organisations;
/// √(N/(N−1)) on the errors is a usual one. It need not be positive definite.
pub fn dyadic_covariance(dyads: Dyads<'_>, bread: &Array2<f64>) -> Array2<f64> {
    let k = dyads.x.ncols();
    let mut organisations: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    let mut pairs: BTreeMap<(u32, u32), Vec<f64>> = BTreeMap::new();
    for ((&(a, b), row), &u) in dyads.ends.iter().zip(dyads.x.axis_iter(Axis(0))).zip(dyads.residual) {
        let add = |sum: &mut Vec<f64>| sum.iter_mut().zip(row).for_each(|(sum, x)| *sum += u * x);
        for end in [a, b] {
            add(organisations.entry(end).or_insert_with(|| vec![0.0; k]));
        }
        add(pairs.entry((a.min(b), a.max(b))).or_insert_with(|| vec![0.0; k]));
    }
    let mut meat = Array2::zeros((k, k));
    let signed = organisations.values().map(|sum| (sum, 1.0)).chain(pairs.values().map(|sum| (sum, -1.0)));
    for (sum, sign) in signed {
        for (i, j) in (0..k).flat_map(|i| (0..k).map(move |j| (i, j))) {
            meat[[i, j]] += sign * sum[i] * sum[j];
        }
    }
    bread.dot(&meat).dot(bread)
}
