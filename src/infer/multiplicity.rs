//! Several outcomes, several chances: p-values corrected for their number.

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
    }
}
