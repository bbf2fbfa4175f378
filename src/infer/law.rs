use crate::estimate::Shares;
use crate::math::shares::{equal_shares_p, error_of_difference, newcombe};
use crate::math::special::{normal_quantile, normal_sf, t_quantile, t_two_sided};

/// The law by which an estimate is read: its interval at any level, and its p-value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Law {
    /// Estimate ± quantile · standard error.
    Student {
        /// Estimate.
        estimate: f64,
        /// Standard error.
        error: f64,
        /// Degrees of freedom; infinite for the normal law.
        df: f64,
    },
    /// Two independent shares: Newcombe's hybrid score interval, p-value of the score test.
    Shares(Shares),
}

impl Law {
    /// The interval at a confidence level.
    pub fn interval(&self, level: f64) -> (f64, f64) {
        match *self {
            Law::Student { estimate, error, df } => {
                let upper = (1.0 + level) / 2.0;
                let margin = error * if df.is_infinite() { normal_quantile(upper) } else { t_quantile(upper, df) };
                (estimate - margin, estimate + margin)
            }
            Law::Shares(shares) => newcombe(shares.first, shares.second, level),
        }
    }

    /// Two-sided p-value of no difference.
    pub fn p_value(&self) -> f64 {
        match *self {
            Law::Student { estimate, error, df } if df.is_infinite() => 2.0 * normal_sf((estimate / error).abs()),
            Law::Student { estimate, error, df } => t_two_sided(estimate / error, df),
            Law::Shares(shares) => equal_shares_p(shares.first, shares.second),
        }
    }

    /// Standard error, where there is one.
    pub fn std_error(&self) -> Option<f64> {
        match *self {
            Law::Student { error, .. } => Some(error),
            Law::Shares(shares) => Some(error_of_difference(shares.first, shares.second)).filter(|error| *error > 0.0),
        }
    }

    /// Degrees of freedom of the t law.
    pub fn df(&self) -> Option<f64> {
        match *self {
            Law::Student { df, .. } => Some(df).filter(|df| df.is_finite()),
            Law::Shares(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lower_level_is_a_shorter_interval_about_the_same_estimate() {
        for df in [3.0, 40.0, f64::INFINITY] {
            let law = Law::Student { estimate: 2.0, error: 0.5, df };
            let ((low, high), (wide, far)) = (law.interval(0.9), law.interval(0.95));
            assert!(wide < low && low < 2.0 && high < far && (low + high - 4.0).abs() < 1e-12);
        }
    }

    #[test]
    fn an_interval_that_just_touches_zero_has_that_p() {
        let law = Law::Student { estimate: 2.0, error: 0.5, df: 12.0 };
        assert!(law.interval(1.0 - law.p_value()).0.abs() < 1e-9);
    }
}
