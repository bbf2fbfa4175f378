//! What is left of a difference's precision when an analysis has not respected clusters: the correction of the What Works
//! Clearinghouse (Hedges 2007, J. Educ. Behav. Stat. 32, 151–179).

use crate::math::special::t_two_sided;

/// Intraclass correlation that the correction assumes of outcomes other than achievement.
pub const ICC: f64 = 0.10;

/// A standardised difference under clusters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clustered {
    /// g over its error as if there were no clusters.
    pub t_without: f64,
    /// The same with clusters.
    pub t: f64,
    /// Degrees of freedom with clusters.
    pub df: f64,
    /// Two-sided p-value with clusters.
    pub p_value: f64,
}

impl Clustered {
    /// Standard error of g that goes with `t`; nothing where g is 0.
    pub fn std_error(&self, g: f64) -> Option<f64> {
        Some(g / self.t).filter(|error| error.is_finite() && *error > 0.0)
    }
}

/// With N units in M clusters of n = N/M, intraclass correlation ρ:
/// t = g/√((n₁+n₀)/(n₁n₀) + g²/(2(n₁+n₀))), a = (N−2) − 2(n−1)ρ, t_A = t√(a/((N−2)(1+(n−1)ρ))),
/// df = a²/((N−2)(1−ρ)² + n(N−2n)ρ² + 2(N−2n)ρ(1−ρ)). Nothing where these are not positive: too few clusters.
pub fn corrected(g: f64, n: (usize, usize), clusters: usize, icc: f64) -> Option<Clustered> {
    let (n1, n0) = (n.0 as f64, n.1 as f64);
    let all = n1 + n0;
    let size = all / clusters as f64;
    let t_without = g / (all / (n1 * n0) + g * g / (2.0 * all)).sqrt();
    let a = (all - 2.0) - 2.0 * (size - 1.0) * icc;
    let between = all - 2.0 * size;
    let spread = (all - 2.0) * (1.0 - icc).powi(2) + size * between * icc.powi(2) + 2.0 * between * icc * (1.0 - icc);
    let t = t_without * (a / ((all - 2.0) * (1.0 + (size - 1.0) * icc))).sqrt();
    let df = a * a / spread;
    let usable = clusters > 2 && a > 0.0 && spread > 0.0 && t.is_finite();
    usable.then(|| Clustered { t_without, t, df, p_value: t_two_sided(t, df) })
}
