//! Whether an effect differs between groups of different units.

use crate::math::special::chi_square_sf;

/// Heterogeneity of independent estimates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interaction {
    /// Cochran's Q = Σ wᵢ (θᵢ − θ̄)², with wᵢ = 1/seᵢ² and θ̄ the mean weighted by them.
    pub q: f64,
    /// Degrees of freedom: the number of groups less one.
    pub df: f64,
    /// P(χ²(df) ≥ Q).
    pub p_value: f64,
}

/// Test of the interaction of an effect with groups that share no unit: Cochran's Q (Cochran 1954), as `QE` of
/// metafor's `rma(method = "FE")`. Nothing for fewer than two estimates or where an error is not positive.
pub fn interaction(estimates: &[(f64, f64)]) -> Option<Interaction> {
    let usable = |&(estimate, error): &(f64, f64)| estimate.is_finite() && error.is_finite() && error > 0.0;
    if estimates.len() < 2 || !estimates.iter().all(usable) {
        return None;
    }
    let weight = |error: f64| 1.0 / (error * error);
    let total: f64 = estimates.iter().map(|(_, error)| weight(*error)).sum();
    let mean = estimates.iter().map(|(estimate, error)| estimate * weight(*error)).sum::<f64>() / total;
    let q: f64 = estimates.iter().map(|(estimate, error)| weight(*error) * (estimate - mean).powi(2)).sum();
    let df = estimates.len() as u32 - 1;
    Some(Interaction { q, df: f64::from(df), p_value: chi_square_sf(q, df) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_groups_are_a_z_test() {
        let found = interaction(&[(1.0, 0.3), (2.0, 0.4)]).unwrap();
        let z: f64 = 1.0 / 0.5;
        assert!((found.q - z * z).abs() < 1e-12 && found.df == 1.0);
        assert!((found.p_value - 2.0 * crate::math::special::normal_sf(z)).abs() < 1e-12);
    }

    /// scipy 1.17.1: q = sum(w*(t-tbar)**2), chi2.sf(q, 3).
    #[test]
    fn four_groups_by_another_program() {
        let found = interaction(&[(0.5, 0.2), (0.1, 0.25), (-0.3, 0.3), (0.9, 0.35)]).unwrap();
        assert!((found.q - 8.578_759_264_136_037).abs() < 1e-9, "{}", found.q);
        assert!((found.p_value - 0.035_448_883_358_174_23).abs() < 1e-9, "{}", found.p_value);
        assert!(interaction(&[(1.0, 0.1)]).is_none() && interaction(&[(1.0, 0.0), (1.0, 0.1)]).is_none());
        assert_eq!(interaction(&[(1.0, 0.1), (1.0, 0.2)]).unwrap().p_value, 1.0);
    }
}
