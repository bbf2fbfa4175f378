//! Covariance of estimates whose errors are related in time.

use ndarray::{Array2, ArrayView2};

/// floor(4 (n/100)^(2/9)): how many neighbours errors are taken to be related with.
pub fn lag(n: usize) -> usize {
    (4.0 * super::elementary::powf(n as f64 / 100.0, 2.0 / 9.0)).floor() as usize
}

/// Rows xᵢeᵢ of the kept columns.
pub fn scores(x: ArrayView2<'_, f64>, kept: &[usize], residuals: &[f64]) -> Array2<f64> {
    Array2::from_shape_fn((residuals.len(), kept.len()), |(row, at)| x[[row, kept[at]]] * residuals[row])
}

/// B (Γ₀ + Σ_l (1 − l/(L+1)) (Γ_l + Γ_l′)) B with Γ_l = Σ_t s_t s_{t−l}′ and B the `bread` (X′WX)⁻¹ (Newey & West 1987), without prewhitening and without a
/// correction for small samples; lag 0 is HC0. Rows stand in the order of time.
pub fn sandwich(bread: &Array2<f64>, scores: &Array2<f64>, lag: usize) -> Array2<f64> {
    let (n, p) = scores.dim();
    let mut meat: Array2<f64> = Array2::zeros((p, p));
    for apart in 0..=lag.min(n.saturating_sub(1)) {
        let weight = 1.0 - apart as f64 / (lag as f64 + 1.0);
        for row in apart..n {
            for i in 0..p {
                for j in 0..p {
                    let product = scores[[row, i]] * scores[[row - apart, j]];
                    meat[[i, j]] += weight * product;
                    if apart > 0 {
                        meat[[j, i]] += weight * product;
                    }
                }
            }
        }
    }
    bread.dot(&meat).dot(bread)
}
