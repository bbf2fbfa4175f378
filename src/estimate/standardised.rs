use crate::math::elementary::{exp, ln_1p};
use crate::math::noncentral::noncentrality;
use crate::math::special::stirling_error;
use crate::phrase;

use super::{Companion, Measure};

/// Cohen's d_z with the interval of the noncentral t law, and Hedges' correction of both.
///
/// d_z = mean(d)/SD(d). t = d_z√n is noncentral t with n−1 degrees of freedom and noncentrality δ√n; the interval holds the
/// δ under which t lies between the α/2 and 1−α/2 quantiles. g_z = J d_z, J = Γ(ν/2)/(√(ν/2) Γ((ν−1)/2)), ν = n−1.
/// Nothing where the changes do not differ.
pub(super) fn companions(mean: f64, sd: f64, n: usize, level: f64) -> Vec<Companion> {
    let (d, root) = (mean / sd, (n as f64).sqrt());
    if !d.is_finite() || n < 2 {
        return Vec::new();
    }
    let df = n as f64 - 1.0;
    let end = |p: f64| noncentrality(d * root, df, p) / root;
    let (low, high) = (end(0.5 + 0.5 * level), end(0.5 - 0.5 * level));
    let cohen = Companion {
        key: "standardised-change".into(),
        title: phrase!("Standardised change (Cohen's d_z)"),
        estimate: Some(d),
        interval: Some((low, high)),
        level,
        p_value: None,
        statistic: None,
        n,
        method: phrase!("mean change over the standard deviation of the changes; interval by the noncentral t law"),
        measure: Measure::Pure,
    };
    let Some(j) = hedges_correction(df) else { return vec![cohen] };
    let hedges = Companion {
        key: "standardised-change-corrected".into(),
        title: phrase!("Standardised change, corrected for small samples (Hedges' g_z)"),
        estimate: Some(j * d),
        interval: Some((j * low, j * high)),
        method: phrase!("Cohen's d_z and its interval times the exact correction for small samples"),
        ..cohen.clone()
    };
    vec![cohen, hedges]
}

/// Hedges' g of two independent groups: J(ν) · difference / sd of both groups pooled, ν = n₁ + n₀ − 2, with the interval of the
/// noncentral t law. Nothing where values do not differ within the groups.
pub(super) fn between(difference: f64, sd: f64, (first, second): (usize, usize), level: f64) -> Option<Companion> {
    let d = difference / sd;
    let df = (first + second) as f64 - 2.0;
    let j = hedges_correction(df).filter(|_| d.is_finite())?;
    let root = (1.0 / first as f64 + 1.0 / second as f64).sqrt().recip();
    let end = |p: f64| j * noncentrality(d * root, df, p) / root;
    Some(Companion {
        key: "standardised-difference".into(),
        title: phrase!("Standardised difference, corrected for small samples (Hedges' g)"),
        estimate: Some(j * d),
        interval: Some((end(0.5 + 0.5 * level), end(0.5 - 0.5 * level))),
        level,
        p_value: None,
        statistic: None,
        n: first + second,
        method: phrase!("difference over the standard deviation within the groups; interval by the noncentral t law"),
        measure: Measure::Pure,
    })
}

/// J = Γ(ν/2)/(√(ν/2) Γ((ν−1)/2)); `None` for ν ≤ 1, where it is 0 or undefined.
fn hedges_correction(df: f64) -> Option<f64> {
    if df <= 1.0 {
        return None;
    }
    // ln Γ(x) = (x−½) ln x − x + ½ ln 2π + stirling_error(x): the large parts cancel on paper, not in the machine.
    let (a, b) = (0.5 * df, 0.5 * df - 0.5);
    let errors = stirling_error(a) - stirling_error(b);
    Some(exp((b - 0.5) * ln_1p(0.5 / b) - 0.5 + errors))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_correction_is_a_ratio_of_gammas() {
        // Γ(9/2)/(√(9/2) Γ(4)) = (105√π/16) / (6 √4.5)
        let by_hand = 105.0 * std::f64::consts::PI.sqrt() / 16.0 / (6.0 * 4.5f64.sqrt());
        assert!((hedges_correction(9.0).unwrap() / by_hand - 1.0).abs() < 1e-14);
        assert!((hedges_correction(2.0).unwrap() / (1.0 / std::f64::consts::PI.sqrt()) - 1.0).abs() < 1e-14);
        assert!(hedges_correction(1.0).is_none());
    }

    #[test]
    fn equal_changes_have_no_standardised_change() {
        assert!(companions(2.0, 0.0, 5, 0.95).is_empty());
        assert!(companions(0.0, 0.0, 5, 0.95).is_empty());
    }
}
