//! Resamples read as bias-corrected and accelerated intervals (Efron 1987).

use crate::math::special::{normal_cdf, normal_quantile};
use crate::math::sums::{mean, sum, variance};

/// The estimates of resamples in order, with the two corrections of their quantiles.
#[derive(Clone, Debug, PartialEq)]
pub struct Replicates {
    ordered: Vec<f64>,
    /// Φ⁻¹ of the share of resamples below the estimate.
    bias: f64,
    /// A sixth of the skewness of the influence of the pieces, from leaving out each.
    acceleration: f64,
}

impl Replicates {
    /// From the estimate, those of the resamples, and those without each piece. Nothing where the resamples do not differ, or all
    /// lie on one side of the estimate.
    pub fn new(estimate: f64, mut resampled: Vec<f64>, without: &[f64]) -> Option<Replicates> {
        resampled.sort_by(f64::total_cmp);
        let n = resampled.len() as f64;
        // Those that tie with the estimate count one half.
        let below = resampled.iter().filter(|value| **value < estimate).count() as f64;
        let equal = resampled.iter().filter(|value| **value == estimate).count() as f64;
        let share = (below + 0.5 * equal) / n;
        let varies = resampled.first().zip(resampled.last()).is_some_and(|(least, most)| least < most);
        if !varies || share <= 0.0 || share >= 1.0 {
            return None;
        }
        let middle = mean(without);
        let power = |by: i32| sum(without.iter().map(|value| (middle - value).powi(by)));
        let squares = power(2);
        let acceleration = if squares > 0.0 { power(3) / (6.0 * squares * squares.sqrt()) } else { 0.0 };
        Some(Replicates { ordered: resampled, bias: normal_quantile(share), acceleration })
    }

    /// Standard deviation of the resamples.
    pub fn std_error(&self) -> f64 {
        variance(&self.ordered).sqrt()
    }

    /// The quantiles of the resamples at Φ(b + (b + z)/(1 − a (b + z))) for z = ∓Φ⁻¹((1 + level)/2).
    pub fn interval(&self, level: f64) -> (f64, f64) {
        let z = normal_quantile(0.5 + 0.5 * level);
        let at = |z: f64| {
            let moved = self.bias + z;
            self.quantile(normal_cdf(self.bias + moved / (1.0 - self.acceleration * moved)))
        };
        (at(-z), at(z))
    }

    /// The level at which the interval just reaches 0: the share of resamples up to it, with both corrections undone.
    pub fn p_value(&self) -> f64 {
        let n = self.ordered.len() as f64;
        let below = self.ordered.partition_point(|value| *value < 0.0) as f64;
        let up_to = self.ordered.partition_point(|value| *value <= 0.0) as f64;
        let share = (0.5 * (below + up_to)).clamp(1.0, n) / (n + 1.0);
        let w = normal_quantile(share) - self.bias;
        let tail = normal_cdf(w / (1.0 + self.acceleration * w) - self.bias);
        (2.0 * tail.min(1.0 - tail)).min(1.0)
    }

    /// The order statistic at (n + 1) p, between neighbours along a line.
    fn quantile(&self, p: f64) -> f64 {
        let n = self.ordered.len();
        let at = ((n + 1) as f64 * p - 1.0).clamp(0.0, (n - 1) as f64);
        let (below, part) = (at.floor() as usize, at.fract());
        let above = (below + 1).min(n - 1);
        self.ordered[below] + part * (self.ordered[above] - self.ordered[below])
    }
}
