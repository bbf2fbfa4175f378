//! Kernel densities, and how far two of them overlap.

use super::elementary::{exp, powf};
use super::quantile::quantile_sorted;
use super::sums::{sum, variance};

/// Steps of the grid within a bandwidth.
const FINENESS: f64 = 16.0;
/// Bandwidths beyond which the normal kernel is nothing.
const REACH: f64 = 6.0;
/// The longest grid; values that spread further, in bandwidths, have no overlap that a kernel could tell.
const LONGEST: f64 = 262_144.0;

/// Scott's bandwidth, R's `bw.nrd`: 1.06 · min(s, (q₇₅ − q₂₅)/1.34) · n^(−1/5), s with n − 1; s alone where the quartiles are one
/// value. 0 where nothing varies.
pub fn nrd(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = (quantile_sorted(&sorted, 0.75) - quantile_sorted(&sorted, 0.25)) / 1.34;
    let deviation = if values.len() < 2 { 0.0 } else { variance(values).sqrt() };
    let spread = if middle > 0.0 { deviation.min(middle) } else { deviation };
    if spread > 0.0 { 1.06 * spread * powf(values.len() as f64, -0.2) } else { 0.0 }
}

/// Values of a group with their weights.
#[derive(Clone, Copy, Debug)]
pub struct Weighted<'a> {
    /// Values.
    pub values: &'a [f64],
    /// One for each value.
    pub weight: &'a [f64],
}

impl Weighted<'_> {
    fn reach(&self) -> (f64, f64) {
        let ends = (f64::INFINITY, f64::NEG_INFINITY);
        self.values.iter().fold(ends, |(low, high), &x| (low.min(x), high.max(x)))
    }

    /// Shares of the points of a grid, each value shared between the two points beside it.
    fn on(&self, grid: &Grid) -> Vec<f64> {
        let total = sum(self.weight.iter().copied());
        let mut shares = vec![0.0; grid.points];
        for (x, weight) in self.values.iter().zip(self.weight).filter(|(_, weight)| **weight > 0.0) {
            let at = (x - grid.from) / grid.step;
            let below = (at.floor() as usize).min(grid.points - 2);
            let part = at - below as f64;
            shares[below] += weight / total * (1.0 - part);
            shares[below + 1] += weight / total * part;
        }
        shares
    }
}

struct Grid {
    from: f64,
    step: f64,
    points: usize,
}

impl Grid {
    fn over(low: f64, high: f64, bandwidth: f64) -> Option<Grid> {
        let (from, step) = (low - REACH * bandwidth, bandwidth / FINENESS);
        let points = ((high - low + 2.0 * REACH * bandwidth) / step).ceil() + 2.0;
        (points <= LONGEST).then_some(Grid { from, step, points: points as usize })
    }
}

/// The overlapping coefficient ∫ min(f, g) of two normal kernel densities of one bandwidth, 0 to 1: cobalt's, by a grid of a
/// sixteenth of a bandwidth. 0 where all values of one group lie beyond those of the other. Nothing where a group has no weight,
/// the bandwidth is 0, or values spread too far for it.
pub fn overlap(a: Weighted<'_>, b: Weighted<'_>, bandwidth: f64) -> Option<f64> {
    let weighs = |group: &Weighted<'_>| group.weight.iter().any(|&weight| weight > 0.0);
    if !(weighs(&a) && weighs(&b) && bandwidth > 0.0 && bandwidth.is_finite()) {
        return None;
    }
    let (of_a, of_b) = (a.reach(), b.reach());
    if of_a.1 < of_b.0 || of_b.1 < of_a.0 {
        return Some(0.0);
    }
    let grid = Grid::over(of_a.0.min(of_b.0), of_a.1.max(of_b.1), bandwidth)?;
    let (f, g) = (smoothed(&a.on(&grid)), smoothed(&b.on(&grid)));
    Some(sum(f.iter().zip(&g).map(|(f, g)| f.min(*g))).clamp(0.0, 1.0))
}

/// Shares spread by the kernel.
fn smoothed(shares: &[f64]) -> Vec<f64> {
    let reach = (REACH * FINENESS) as usize;
    let raw: Vec<f64> = (0..=reach).map(|k| exp(-0.5 * (k as f64 / FINENESS).powi(2))).collect();
    let total = raw[0] + 2.0 * sum(raw[1..].iter().copied());
    let kernel: Vec<f64> = (0..=2 * reach).map(|k| raw[k.abs_diff(reach)] / total).collect();
    let mut density = vec![0.0; shares.len()];
    for (at, share) in shares.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        let first = at.saturating_sub(reach);
        let last = (at + reach).min(shares.len() - 1);
        let taps = &kernel[first + reach - at..=last + reach - at];
        density[first..=last].iter_mut().zip(taps).for_each(|(density, tap)| *density += share * tap);
    }
    density
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(a: &[f64], b: &[f64], bandwidth: f64) -> Option<f64> {
        let (one, other) = (vec![1.0; a.len()], vec![1.0; b.len()]);
        overlap(Weighted { values: a, weight: &one }, Weighted { values: b, weight: &other }, bandwidth)
    }

    /// Two normal laws of the same spread d standard deviations apart overlap by 2 Φ(−d/2).
    #[test]
    fn two_kernels_overlap_as_two_normal_laws_do() {
        for d in [0.5, 1.0, 2.0] {
            let wanted = 2.0 * crate::math::special::normal_cdf(-d / 2.0);
            let found = of(&[0.0, 0.0], &[d, -0.0], 1.0).unwrap();
            // Half of the second group stands on the first.
            assert!((found - (0.5 + 0.5 * wanted)).abs() < 1e-3, "{d}: {found} {wanted}");
        }
    }

    #[test]
    fn the_same_values_overlap_wholly_and_values_apart_do_not() {
        let values = [1.0, 2.0, 4.0, 9.0];
        assert!((of(&values, &values, nrd(&values)).unwrap() - 1.0).abs() < 1e-12);
        assert_eq!(of(&[1.0, 2.0], &[3.0, 4.0], 1.0), Some(0.0));
        assert_eq!(of(&[1.0, 1.0], &[1.0, 1.0], nrd(&[1.0, 1.0])), None);
        assert_eq!(of(&[0.0, 1e9], &[0.5], 1e-3), None);
    }

    /// R: bw.nrd(c(1, 2, 4, 8, 16)) and, where its quartiles are one value, 1.06 sd n^(-1/5).
    #[test]
    fn the_bandwidth_is_that_of_r() {
        assert!((nrd(&[1.0, 2.0, 4.0, 8.0, 16.0]) - 3.439_999_000_738_913).abs() < 1e-9);
        assert!(nrd(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]) > 0.0);
    }
}
