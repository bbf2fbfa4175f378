//! What is read beside the number: the middle, a second reading, and those who did not answer.

use crate::text::Phrase;

/// The middle beside the average: an estimate by ranks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Middle {
    /// Estimate.
    pub estimate: f64,
    /// Interval, where it has one.
    pub interval: Option<(f64, f64)>,
    /// Level of the interval.
    pub level: f64,
    /// Whether the values are amounts of money.
    pub amount: bool,
}

impl Middle {
    pub(super) fn scaled(self, factor: f64) -> Middle {
        let ends = |(low, high): (f64, f64)| (low * factor, high * factor);
        Middle { estimate: self.estimate * factor, interval: self.interval.map(ends), ..self }
    }
}

/// A second reading that excludes no change where the first does not, or the other way round, or points to the other side.
#[derive(Clone, Debug, PartialEq)]
pub struct Disagreement {
    /// Key of the companion: `wilcoxon`, `sign-test`, `t`, `permutation`, …
    pub with: String,
    /// What it is.
    pub title: Phrase,
    /// Its p-value.
    pub p_value: Option<f64>,
    /// Its interval, where it has one.
    pub interval: Option<(f64, f64)>,
    /// Side of zero on which the number of the finding lies: 1, −1, or 0 where its interval holds zero.
    pub side: i8,
    /// Side by the second reading.
    pub other: i8,
}

/// Those whose outcome was wanted and those whose outcome is known, on each side: (known, wanted).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Replies {
    /// Those who took part (or all, where there is nobody to compare with).
    pub treated: (usize, usize),
    /// Those compared with.
    pub comparison: (usize, usize),
    /// Mean change of those known on each side; absent where the outcome is no change.
    pub changes: Option<(f64, f64)>,
}

impl Replies {
    /// Known and wanted of both sides together.
    pub fn both(&self) -> (usize, usize) {
        (self.treated.0 + self.comparison.0, self.treated.1 + self.comparison.1)
    }

    /// The estimate if all those without an answer had not changed: m₁ · k₁/w₁ − m₀ · k₀/w₀, with m the mean change of those
    /// known, k their number and w the number wanted.
    pub fn unchanged(&self) -> Option<f64> {
        let share = |(known, wanted): (usize, usize)| known as f64 / wanted as f64;
        let (treated, comparison) = self.changes?;
        let others = if self.comparison.1 == 0 { 0.0 } else { comparison * share(self.comparison) };
        Some(treated * share(self.treated) - others)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_changed_shrinks_by_the_share_known() {
        let paired = Replies { treated: (6, 10), comparison: (0, 0), changes: Some((5.0, 0.0)) };
        assert_eq!(paired.unchanged(), Some(3.0));
        let both = Replies { treated: (50, 100), comparison: (80, 100), changes: Some((4.0, 1.0)) };
        assert!((both.unchanged().unwrap() - 1.2).abs() < 1e-12);
        assert_eq!(both.both(), (130, 200));
    }
}
