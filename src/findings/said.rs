//! How people read the numbers of a finding: the one place that decides how shares are written.
//!
//! Data and programs keep shares of 1; pages, workbooks and documents write a share as a percentage and a difference between shares in
//! percentage points.

use std::borrow::Cow;

use super::{Companion, Describe, Effect, Finding, Interval, Measure};
use crate::text::Words;

const POINTS: f64 = 100.0;

impl Finding {
    /// The same as people read it: of an outcome that holds shares of 1 the differences in percentage points. Means of shares stay
    /// shares of 1 ([`Finding::means_are_shares`]).
    pub fn as_said(&self) -> Cow<'_, Finding> {
        if !self.in_points || !self.unit.is_empty() {
            return Cow::Borrowed(self);
        }
        Cow::Owned(Finding {
            unit: Words::percentage_points(),
            effect: self.effect.as_ref().map(effect),
            describe: describe(&self.describe, if self.means_are_shares() { 1.0 } else { POINTS }),
            companions: self.companions.iter().map(companion).collect(),
            ..self.clone()
        })
    }

    /// Whether its two means are shares of 1, written as percentages, not changes of shares.
    pub fn means_are_shares(&self) -> bool {
        let kind = self.kind();
        let of_changes = self.of_changes && kind.has_others() && !kind.is_of_respondents();
        self.in_points && !of_changes
    }
}

fn both((low, high): (f64, f64)) -> (f64, f64) {
    (low * POINTS, high * POINTS)
}

fn effect(of: &Effect) -> Effect {
    let (low, high) = both((of.low, of.high));
    let narrow = |it: Interval| Interval { low: it.low * POINTS, high: it.high * POINTS, ..it };
    Effect {
        estimate: of.estimate * POINTS,
        std_error: of.std_error.map(|error| error * POINTS),
        low,
        high,
        equivalence: of.equivalence.map(narrow),
        ..of.clone()
    }
}

/// The smallest change that was agreed to matter is stored as it is said.
fn describe(of: &Describe, means: f64) -> Describe {
    Describe {
        mean_treated: of.mean_treated.map(|mean| mean * means),
        mean_reference: of.mean_reference.map(|mean| mean * means),
        smallest_detectable: of.smallest_detectable.map(|change| change * POINTS),
        ..of.clone()
    }
}

fn companion(of: &Companion) -> Companion {
    match of.measure {
        Measure::Outcome => {
            let estimate = of.estimate.map(|estimate| estimate * POINTS);
            Companion { estimate, interval: of.interval.map(both), ..of.clone() }
        }
        Measure::Share | Measure::Pure => of.clone(),
    }
}
