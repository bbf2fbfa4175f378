//! Student's t law about another centre than 0, by integration.

use std::f64::consts::LN_2;

use super::elementary::{exp, ln};
use super::special::{LN_SQRT_2_PI, normal_cdf, normal_quantile, stirling_error};

/// Nodes and weights of the ten-point Gauss–Legendre rule on [−1, 1], positive half.
const GAUSS: [(f64, f64); 5] = [
    (0.148_874_338_981_631_22, 0.295_524_224_714_752_87),
    (0.433_395_394_129_247_2, 0.269_266_719_309_996_35),
    (0.679_409_568_299_024_4, 0.219_086_362_515_982_04),
    (0.865_063_366_688_984_5, 0.149_451_349_150_580_6),
    (0.973_906_528_517_171_7, 0.066_671_344_308_688_14),
];

/// ∫ f over [low, high] by panels no wider than `width`.
fn integrate(low: f64, high: f64, width: f64, f: impl Fn(f64) -> f64) -> f64 {
    if high <= low {
        return 0.0;
    }
    let panels = ((high - low) / width).ceil().clamp(1.0, 10_000.0);
    let half = 0.5 * (high - low) / panels;
    let panel = |k: usize| {
        let centre = low + half * (2.0 * k as f64 + 1.0);
        GAUSS.iter().map(|(node, weight)| weight * (f(centre - half * node) + f(centre + half * node))).sum::<f64>()
            * half
    };
    (0..panels as usize).map(panel).sum()
}

/// P(T ≤ t) of the noncentral t law with noncentrality δ, to about 1e-13 absolute.
///
/// T = (Z + δ)/S with S = √(χ²_ν/ν), so P = ∫ Φ(ts − δ) f_S(s) ds. The range of s is cut where Φ leaves 0 and reaches 1, so
/// that neither a sharp step (large t) nor a narrow density (large ν) escapes the panels.
pub fn noncentral_t_cdf(t: f64, df: f64, delta: f64) -> f64 {
    if t < 0.0 {
        return 1.0 - noncentral_t_cdf(-t, df, -delta);
    }
    let spread = 1.0 / (2.0 * df).sqrt();
    let (low, high) = ((1.0 - 12.0 * spread).max(0.0), 1.0 + 12.0 * spread);
    let constant = LN_2 + 0.5 * ln(0.5 * df) - LN_SQRT_2_PI - stirling_error(0.5 * df);
    let density = |s: f64| {
        let excess = (s - 1.0) * (s + 1.0);
        exp(constant - ln(s) - 0.5 * df * (excess - 2.0 * ln(s)))
    };
    if t == 0.0 {
        return normal_cdf(-delta);
    }
    let (zero, one) = (((delta - 9.0) / t).clamp(low, high), ((delta + 9.0) / t).clamp(low, high));
    let rising = integrate(zero, one, (0.5 * spread).min(1.0 / t), |s| normal_cdf(t * s - delta) * density(s));
    (rising + integrate(one, high, 0.5 * spread, density)).clamp(0.0, 1.0)
}

/// The noncentrality δ under which P(T ≤ t) = p, for 0 < p < 1.
///
/// On the scale of normal quantiles P is nearly linear in δ with slope −1/√(1 + t²/2ν): secant steps from there, halving the
/// bracket where they leave it.
pub fn noncentrality(t: f64, df: f64, p: f64) -> f64 {
    let (spread, target) = ((1.0 + t * t / (2.0 * df)).sqrt(), normal_quantile(p));
    let excess = |delta: f64| normal_quantile(noncentral_t_cdf(t, df, delta)) - target;
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    let (mut at, mut slope) = (t - spread * target, -1.0 / spread);
    let mut f = excess(at);
    for _ in 0..200 {
        if f > 0.0 {
            low = at
        } else {
            high = at
        }
        let secant = at - (f / slope).clamp(-4.0 * spread, 4.0 * spread);
        let next = if secant > low && secant < high { secant } else { 0.5 * (low + high) };
        if !next.is_finite() || (next - at).abs() <= 1e-14 * (1.0 + at.abs()) {
            break;
        }
        let value = excess(next);
        let rise = (value - f) / (next - at);
        slope = if rise.is_finite() && rise < 0.0 { rise } else { -1.0 / spread };
        (at, f) = (next, value);
        if f == 0.0 {
            break;
        }
    }
    at
}
