//! Several tests at once.

/// Holm's p-values, in the order of `p`: p̃₍ᵢ₎ = max over j ≤ i of min(1, p₍ⱼ₎ · (m − j + 1)), with p₍₁₎ ≤ … ≤ p₍ₘ₎ (Holm 1979; as R's
/// `p.adjust(p, "holm")`). The chance that any outcome is called wrongly is at most α where those with p̃ ≤ α are called.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let m = p.len() as f64;
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let mut corrected = vec![1.0; p.len()];
    let mut most = 0.0_f64;
    for (below, &i) in order.iter().enumerate() {
        most = most.max((p[i] * (m - below as f64)).min(1.0));
        corrected[i] = most;
    }
    corrected
}
