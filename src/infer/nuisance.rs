//! Errors that account for weights that were estimated (M-estimation; Stefanski & Boos 2002).

use ndarray::{Array1, Axis};

use crate::estimate::{Influence, Nuisance};

/// The influence values of the first term with what the estimation of the weights adds, one row for each unit of the
/// comparison.
pub fn corrected(influence: &Influence, weight: &Array1<f64>, nuisance: &Nuisance) -> Influence {
    let all = nuisance.corrected(influence.psi.column(0), &weight.to_vec());
    Influence { unit: nuisance.unit.clone(), psi: all.insert_axis(Axis(1)) }
}
