//! What the estimation of weights adds to influence values, and variances of what hangs together.

use std::collections::BTreeMap;

use ndarray::{Array1, Array2};

use super::{Influence, Nuisance};
use crate::math::index::solve;
use crate::math::sums::sum;
use crate::phrase;
use crate::text::Phrase;

impl Nuisance {
    /// Influence values of a term with what the estimation of the weights adds (M-estimation; Stefanski & Boos 2002), one for each
    /// unit of the comparison: ψᵢ − D H⁻¹ sᵢ with sᵢ the estimating functions of the model, H = Σ ∂s/∂γ, D = Σ (∂τ/∂wᵢ) ∂wᵢ/∂γ.
    pub fn corrected(&self, psi: &[f64], by_weight: &[f64]) -> Vec<f64> {
        let (scores, slope) = (self.model.psi(), self.model.weight_derivative());
        let mut by_parameter: Array1<f64> = Array1::zeros(scores.ncols());
        for (&at, &by) in self.rows.iter().zip(by_weight) {
            by_parameter.scaled_add(by, &slope.row(at));
        }
        // D H⁻¹ as the solution of H′x = D.
        let moved = Array1::from(solve(self.model.hessian().t(), &by_parameter.to_vec()));
        let mut all = -scores.dot(&moved);
        self.rows.iter().zip(psi).for_each(|(&at, psi)| all[at] += psi);
        all.to_vec()
    }

    /// Labels of the units of the comparison, where those of the rows of the influence values are known; any other unit hangs
    /// together with nobody.
    pub fn labels(&self, known: &[u32]) -> Vec<u32> {
        let free = known.iter().max().map_or(0, |last| last + 1);
        let mut all: Vec<u32> = (0..self.unit.len() as u32).map(|unit| free + unit).collect();
        self.rows.iter().zip(known).for_each(|(&at, &label)| all[at] = label);
        all
    }
}

/// A variance, and of how many clusters where there are any.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SummedVariance {
    /// With n/(n−1), or G/(G−1) for each way.
    pub variance: f64,
    /// The fewest clusters of a way.
    pub clusters: Option<usize>,
}

/// Σψ² of influence values, rows that hang together summed first, several ways by inclusion and exclusion.
///
/// # Errors
/// Fewer than two clusters.
pub fn summed(psi: Vec<f64>, unit: &[u32], ways: &[Vec<u32>]) -> Result<SummedVariance, Phrase> {
    let influence = Influence { unit: unit.to_vec(), psi: column(psi) };
    if ways.is_empty() {
        let (squares, n) = influence.squares(0, unit);
        return Ok(SummedVariance { variance: squares * n as f64 / (n as f64 - 1.0), clusters: None });
    }
    let (mut variance, mut fewest) = (Vec::new(), usize::MAX);
    for subset in 1_usize..1 << ways.len() {
        let chosen: Vec<&Vec<u32>> =
            ways.iter().enumerate().filter(|(way, _)| subset >> way & 1 == 1).map(|(_, labels)| labels).collect();
        let (squares, clusters) = influence.squares(0, &intersection(&chosen));
        if clusters < 2 {
            return Err(phrase!("There {n?is|are} {n} {n?cluster|clusters}; at least 2 are needed", n = clusters));
        }
        let sign = if chosen.len() % 2 == 1 { 1.0 } else { -1.0 };
        variance.push(sign * squares * clusters as f64 / (clusters - 1) as f64);
        fewest = if chosen.len() == 1 { fewest.min(clusters) } else { fewest };
    }
    Ok(SummedVariance { variance: sum(variance).max(0.0), clusters: Some(fewest) })
}

fn column(psi: Vec<f64>) -> Array2<f64> {
    let n = psi.len();
    Array2::from_shape_fn((n, 1), |(row, _)| psi[row])
}

fn intersection(ways: &[&Vec<u32>]) -> Vec<u32> {
    let mut numbers = BTreeMap::new();
    let rows = ways.first().map_or(0, |labels| labels.len());
    let mut number = |row: usize| {
        let next = numbers.len() as u32;
        *numbers.entry(ways.iter().map(|labels| labels[row]).collect::<Vec<u32>>()).or_insert(next)
    };
    (0..rows).map(&mut number).collect()
}
