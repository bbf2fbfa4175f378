//! On which scale a variable is measured: shares of 1, yes and no, steps.

use crate::panel::{Panel, VarRef};

impl Panel {
    /// Whether a variable holds shares of 1, so that outputs speak of it in percentage points: by its number format or a sign in its
    /// cells, or because it is `declared` a share and no value lies outside.
    pub fn is_share_of_one(&self, name: &str, declared: bool) -> bool {
        self.provenance.shares.contains(name) || declared && self.lies_within(name, |value| value.abs() <= 1.0)
    }

    /// Whether a variable holds nothing but 0 and 1.
    pub fn is_zero_or_one(&self, name: &str) -> bool {
        self.lies_within(name, |value| value == 0.0 || value == 1.0)
    }

    /// The highest step of a variable at a period, and how many of all its values lie above `above`; nothing where they are no steps.
    pub fn steps(&self, var: &VarRef, above: f64) -> Option<(f64, usize, usize)> {
        const HIGHEST: f64 = 11.0;
        let mut values = self.numbers(var)?.to_vec();
        values.retain(|value| !value.is_nan());
        let (low, high) = values.iter().fold((f64::MAX, f64::MIN), |(a, b), &value| (a.min(value), b.max(value)));
        let whole = values.iter().all(|value| value.fract() == 0.0);
        let beyond = values.iter().filter(|value| **value > above).count();
        (whole && low >= -5.0 && high <= HIGHEST && high - low >= 2.0).then_some((high, beyond, values.len()))
    }

    /// Whether all values of a variable of numbers are so, at every period.
    fn lies_within(&self, name: &str, so: impl Fn(f64) -> bool) -> bool {
        let periods = std::iter::once(None).chain(self.waves.keys().map(|period| Some(period.clone())));
        let all = periods.filter_map(|period| self.numbers(&VarRef { name: name.to_string(), period }));
        all.flatten().all(|value| value.is_nan() || so(*value))
    }
}
