//! Several outcomes, several chances: p-values corrected for their number.

use serde::{Deserialize, Serialize};

pub use crate::math::multiplicity::holm;

/// Benjamini–Hochberg q-values, in the order of `p`: q₍ᵢ₎ = min over j ≥ i of min(1, p₍ⱼ₎ · m/j), with p₍₁₎ ≤ … ≤ p₍ₘ₎
/// (Benjamini & Hochberg 1995; as R's `p.adjust(p, "BH")`). A set of outcomes is called at rate α where q ≤ α.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let m = p.len() as f64;
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[b].total_cmp(&p[a]));
    let mut q = vec![1.0; p.len()];
    let mut least = 1.0_f64;
    for (above, &i) in order.iter().enumerate() {
        least = least.min(p[i] * m / (m - above as f64));
        q[i] = least;
    }
    q
}

/// How p-values are corrected for the number of outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Correction {
    /// Main outcomes: the chance of any false one is kept.
    Holm,
    /// All others: the share of false ones among those called is kept.
    BenjaminiHochberg,
}

impl Correction {
    /// The corrected p-values, in the order of `p`.
    pub fn correct(self, p: &[f64]) -> Vec<f64> {
        match self {
            Correction::Holm => holm(p),
            Correction::BenjaminiHochberg => benjamini_hochberg(p),
        }
    }

    /// Name, the same in every language.
    pub fn name(self) -> &'static str {
        match self {
            Correction::Holm => "Holm",
            Correction::BenjaminiHochberg => "Benjamini–Hochberg",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values_in_any_order() {
        let close = |q: Vec<f64>, wanted: &[f64]| q.iter().zip(wanted).all(|(q, wanted)| (q - wanted).abs() < 1e-15);
        assert!(close(benjamini_hochberg(&[0.001, 0.012, 0.031, 0.04, 0.20]), &[0.005, 0.03, 0.05, 0.05, 0.2]));
        assert!(close(benjamini_hochberg(&[0.04, 0.20, 0.001, 0.031, 0.012]), &[0.05, 0.2, 0.005, 0.05, 0.03]));
        assert!(close(benjamini_hochberg(&[0.9, 0.8]), &[0.9, 0.9]));
        assert!(benjamini_hochberg(&[]).is_empty());
        // R 4.2.2: p.adjust(p, "holm")
        assert!(close(holm(&[0.001, 0.012, 0.031, 0.04, 0.20]), &[0.005, 0.048, 0.093, 0.093, 0.2]));
        assert!(close(holm(&[0.04, 0.20, 0.001, 0.031, 0.012]), &[0.093, 0.2, 0.005, 0.093, 0.048]));
        assert!(close(holm(&[0.9, 0.8]), &[1.0, 1.0]) && holm(&[]).is_empty());
    }
}
