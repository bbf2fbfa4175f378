//! Times of day on a circle: their mean, how far they gather, and whether they gather at all.

use std::f64::consts::TAU;

use super::elementary::{atan2, exp, hypot, sin_cos};
use super::sums::mean;

/// Times on a circle of one turn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Circular {
    /// Number of times.
    pub n: usize,
    /// Mean direction as a part of a turn, 0 to 1; NaN where there is none.
    pub mean: f64,
    /// Mean resultant length: 0 where they cancel, 1 where all are the same.
    pub length: f64,
    /// The same of the doubled angles: two peaks half a turn apart, which `length` misses.
    pub length_two: f64,
    /// Watson's U² against the uniform law.
    pub watson: f64,
}

impl Circular {
    /// Of times as parts of a turn (hours/24). Nothing of none.
    pub fn of(turns: &[f64]) -> Option<Circular> {
        let n = turns.len();
        if n == 0 {
            return None;
        }
        let part = |times: f64| {
            let (sines, cosines): (Vec<f64>, Vec<f64>) = turns.iter().map(|turn| sin_cos(times * TAU * turn)).unzip();
            (mean(&cosines), mean(&sines))
        };
        let (c, s) = part(1.0);
        let length = hypot(c, s);
        let direction = if length > 0.0 { (atan2(s, c) / TAU).rem_euclid(1.0) } else { f64::NAN };
        let (c_two, s_two) = part(2.0);
        let length_two = hypot(c_two, s_two);
        Some(Circular { n, mean: direction, length, length_two, watson: watson(turns) })
    }

    /// Rayleigh's z = nR².
    pub fn rayleigh_z(&self) -> f64 {
        self.n as f64 * self.length * self.length
    }

    /// p of Rayleigh's test against the uniform law, by Wilkie's (1983) approximation exp(√(1 + 4n + 4(n² − (nR)²)) − (1 + 2n)).
    pub fn rayleigh_p(&self) -> f64 {
        let n = self.n as f64;
        let resultant = n * self.length;
        exp((1.0 + 4.0 * n + 4.0 * (n * n - resultant * resultant)).sqrt() - (1.0 + 2.0 * n)).min(1.0)
    }

    /// p of Rayleigh's test with Mardia's series for fewer than 50 times, exp(−z) from there on.
    pub fn rayleigh_p_series(&self) -> f64 {
        let (n, z) = (self.n as f64, self.rayleigh_z());
        if self.n >= 50 {
            return exp(-z);
        }
        let first = (2.0 * z - z * z) / (4.0 * n);
        let second = (24.0 * z - 132.0 * z.powi(2) + 76.0 * z.powi(3) - 9.0 * z.powi(4)) / (288.0 * n * n);
        (exp(-z) * (1.0 + first - second)).clamp(0.0, 1.0)
    }
}

/// U² = Σ (uᵢ − ū − (2i−1)/2n + ½)² + 1/12n of the sorted parts of a turn (Watson 1961), as it is, without Stephens' modification.
fn watson(turns: &[f64]) -> f64 {
    let n = turns.len() as f64;
    let mut sorted: Vec<f64> = turns.iter().map(|turn| turn.rem_euclid(1.0)).collect();
    sorted.sort_by(f64::total_cmp);
    let middle = mean(&sorted);
    let parts =
        sorted.iter().enumerate().map(|(at, u)| (u - middle - (2.0 * at as f64 + 1.0) / (2.0 * n) + 0.5).powi(2));
    super::sums::sum(parts) + 1.0 / (12.0 * n)
}
