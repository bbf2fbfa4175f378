//! The smallest effect that a comparison can be expected to detect, in closed form, before any outcome is seen.
//!
//! The smallest detectable effect is M · se, where se is the standard error under the design and M = q(1 − α/2) + q(power) with
//! q the quantile of the normal law, or of Student's t where degrees of freedom are given (Bloom 1995). For α = 0.05 and power
//! 0.8 the normal M is 2.8016. Standard deviations are those of the outcome, n − 1.

use crate::math::special::{normal_quantile, t_quantile};

/// Size of the test and chance to find an effect of the stated size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aim {
    /// Two-sided error rate α, in (0, 1).
    pub alpha: f64,
    /// Chance to detect, in (α/2, 1).
    pub power: f64,
}

impl Default for Aim {
    fn default() -> Aim {
        Aim { alpha: 0.05, power: 0.8 }
    }
}

impl Aim {
    /// M with the normal law.
    pub fn multiplier(&self) -> f64 {
        normal_quantile(1.0 - self.alpha / 2.0) + normal_quantile(self.power)
    }

    /// M with Student's t, for few units.
    pub fn multiplier_t(&self, df: f64) -> f64 {
        t_quantile(1.0 - self.alpha / 2.0, df) + t_quantile(self.power, df)
    }
}

/// A comparison of two arms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArmComparison {
    /// Number of treated units.
    pub treated: f64,
    /// Number of comparison units; the effective number, (Σw)²/Σw², where they are weighted.
    pub comparison: f64,
    /// Standard deviation of the outcome within an arm.
    pub sd: f64,
    /// Share of the variance that covariates explain, R² in [0, 1): with a baseline that correlates by r, r².
    pub explained: f64,
    /// Factor on the variance for clusters; 1 without. See [`design_effect`].
    pub design_effect: f64,
}

impl ArmComparison {
    /// Two arms without covariates and clusters.
    pub fn new(treated: f64, comparison: f64, sd: f64) -> ArmComparison {
        ArmComparison { treated, comparison, sd, explained: 0.0, design_effect: 1.0 }
    }

    /// sd · √((1 − R²)(1/n₁ + 1/n₀) · deff).
    pub fn std_error(&self) -> f64 {
        self.sd * ((1.0 - self.explained) * (1.0 / self.treated + 1.0 / self.comparison) * self.design_effect).sqrt()
    }

    /// The smallest detectable difference, in units of the outcome; nothing where an arm is empty or a value is not usable.
    pub fn detectable(&self, aim: Aim) -> Option<f64> {
        usable(aim.multiplier() * self.std_error())
    }

    /// As [`ArmComparison::detectable`], with Student's t on n₁ + n₀ − 2 degrees of freedom.
    pub fn detectable_t(&self, aim: Aim) -> Option<f64> {
        let df = self.treated + self.comparison - 2.0;
        if df >= 1.0 { usable(aim.multiplier_t(df) * self.std_error()) } else { None }
    }
}

/// The smallest detectable mean change of `n` units measured twice: M · sd · √(deff/n), where `sd` is that of the change.
pub fn detectable_change(n: f64, sd_of_change: f64, design_effect: f64, aim: Aim) -> Option<f64> {
    usable(aim.multiplier() * sd_of_change * (design_effect / n).sqrt())
}

/// As [`detectable_change`], with Student's t on n − 1 degrees of freedom.
pub fn detectable_change_t(n: f64, sd_of_change: f64, design_effect: f64, aim: Aim) -> Option<f64> {
    if n >= 2.0 { usable(aim.multiplier_t(n - 1.0) * sd_of_change * (design_effect / n).sqrt()) } else { None }
}

/// Standard deviation of a change from that of the level and the correlation of before and after: sd · √(2(1 − r)).
pub fn sd_of_change(sd: f64, r: f64) -> f64 {
    sd * (2.0 * (1.0 - r)).sqrt()
}

/// Kish's design effect of clusters of mean size `size` with intraclass correlation `icc`: 1 + (size − 1) · icc.
pub fn design_effect(size: f64, icc: f64) -> f64 {
    1.0 + (size - 1.0) * icc
}

fn usable(effect: f64) -> Option<f64> {
    (effect.is_finite() && effect >= 0.0).then_some(effect)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two(n: f64) -> ArmComparison {
        ArmComparison::new(n, n, 1.0)
    }

    /// Values published with two decimals.
    fn close(found: Option<f64>, wanted: f64) {
        assert!((found.unwrap() - wanted).abs() <= 0.005 + 1e-9, "{found:?} {wanted}");
    }

    #[test]
    fn the_multiplier_is_the_textbook_one() {
        assert!((Aim::default().multiplier() - 2.8015852181129683).abs() < 1e-14);
    }

    #[test]
    fn equal_arms() {
        let table = [
            (10.0, 1.25),
            (20.0, 0.89),
            (30.0, 0.72),
            (50.0, 0.56),
            (60.0, 0.51),
            (100.0, 0.40),
            (200.0, 0.28),
            (500.0, 0.18),
        ];
        table.iter().for_each(|&(n, wanted)| close(two(n).detectable(Aim::default()), wanted));
        let with_baseline = [(10.0, 0.89), (30.0, 0.52), (60.0, 0.37), (100.0, 0.28), (200.0, 0.20)];
        for (n, wanted) in with_baseline {
            close(ArmComparison { explained: 0.49, ..two(n) }.detectable(Aim::default()), wanted);
        }
    }

    #[test]
    fn changes_and_shares() {
        let table = [(10.0, 0.69), (30.0, 0.40), (60.0, 0.28), (100.0, 0.22)];
        table
            .iter()
            .for_each(|&(n, wanted)| close(detectable_change(n, sd_of_change(1.0, 0.7), 1.0, Aim::default()), wanted));
        let share = ArmComparison { sd: 0.5, ..two(60.0) }.detectable(Aim::default()).unwrap();
        assert!((share - 0.256).abs() < 5e-4, "{share}");
    }

    #[test]
    fn clusters_and_few_units_need_larger_effects() {
        assert!((design_effect(20.0, 0.05) - 1.95).abs() < 1e-14);
        let plain = two(10.0).detectable(Aim::default()).unwrap();
        assert!(ArmComparison { design_effect: 1.95, ..two(10.0) }.detectable(Aim::default()).unwrap() > 1.39 * plain);
        assert!(two(10.0).detectable_t(Aim::default()).unwrap() > plain);
        assert_eq!(two(0.0).detectable(Aim::default()), None);
        assert_eq!(detectable_change_t(1.0, 1.0, 1.0, Aim::default()), None);
    }
}
