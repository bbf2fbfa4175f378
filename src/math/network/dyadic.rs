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

/// Satterthwaite's degrees of freedom of [`dyadic_covariance`] for a contrast Σ w y of pairs that each stand once, as if their errors had
/// nothing to do with each other and one variance: (Σ w²)² / (Σ_i A_i² − Σ w⁴), A_i the sum of w² over the pairs of organisation i.
pub fn dyadic_freedom(ends: &[(u32, u32)], weights: &[f64]) -> f64 {
    let mut own: BTreeMap<u32, f64> = BTreeMap::new();
    for (&(a, b), weight) in ends.iter().zip(weights) {
        [a, b].into_iter().for_each(|end| *own.entry(end).or_default() += weight * weight);
    }
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    let fourth: f64 = weights.iter().map(|weight| weight.powi(4)).sum();
    squares * squares / (own.values().map(|sum| sum * sum).sum::<f64>() - fourth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn freedom_is_that_of_a_quadratic_form_of_independent_errors() {
        // Q has w_d w_e where the pairs d and e share an organisation, and w_d² on its diagonal: (tr Q)² / tr Q².
        let ends = [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4)];
        let weights = [0.5, -1.0, 0.25, 2.0, 1.0];
        let share = |a: (u32, u32), b: (u32, u32)| a.0 == b.0 || a.0 == b.1 || a.1 == b.0 || a.1 == b.1;
        let (mut trace, mut squares) = (0.0, 0.0);
        for (d, wd) in weights.iter().enumerate() {
            trace += wd * wd;
            let together = weights.iter().enumerate().filter(|(e, _)| share(ends[d], ends[*e]));
            squares += together.map(|(_, we)| (wd * we) * (wd * we)).sum::<f64>();
        }
        assert!((dyadic_freedom(&ends, &weights) - trace * trace / squares).abs() < 1e-12);
    }
}
