//! Errors that account for weights that were estimated (M-estimation; Stefanski & Boos 2002).

use ndarray::{Array1, Array2};

use crate::estimate::{Influence, Nuisance};
use crate::math::householder::Qr;

/// The influence values of the first term with what the estimation of the weights adds, one row for each unit of the
/// comparison: ψᵢ − D H⁻¹ sᵢ with sᵢ the estimating functions of the model, H = Σ ∂s/∂γ, D = Σ (ψᵢ/wᵢ) ∂wᵢ/∂γ. A term of
/// least squares moves by ψᵢ/wᵢ with the weight of a row.
pub fn corrected(influence: &Influence, weight: &Array1<f64>, nuisance: &Nuisance) -> Influence {
    let (scores, slope) = (nuisance.model.psi(), nuisance.model.weight_derivative());
    let psi = influence.psi.column(0);
    let mut by_parameter: Array1<f64> = Array1::zeros(scores.ncols());
    for (row, &at) in nuisance.rows.iter().enumerate() {
        by_parameter.scaled_add(psi[row] / weight[row], &slope.row(at));
    }
    // D H⁻¹ as the solution of H′x = D.
    let hessian = nuisance.model.hessian();
    let transposed = Qr::new((0..hessian.nrows()).map(|k| hessian.row(k).to_vec()), hessian.ncols(), 0.0);
    let mut turned = by_parameter.to_vec();
    transposed.transpose_apply(&mut turned);
    let moved = Array1::from(transposed.solve(&turned));
    let mut all = -scores.dot(&moved);
    nuisance.rows.iter().zip(psi).for_each(|(&at, psi)| all[at] += psi);
    let n = all.len();
    Influence { unit: nuisance.unit.clone(), psi: Array2::from_shape_fn((n, 1), |(row, _)| all[row]) }
}
