//! The largest values behind an answer: where one unit is most of a total, the total tells it.

use std::collections::BTreeMap;

use crate::design::Arm;
use crate::estimate::Sample;
use crate::math::largest::Largest;

/// The largest values of those who took part and of those they are compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LargestOf {
    /// Of the outcome.
    pub after: [Largest; 2],
    /// Of the state before.
    pub before: [Largest; 2],
    /// Of what is compared: the outcome, or its change.
    pub compared: [Largest; 2],
}

impl LargestOf {
    /// What is compared of the side in which the largest is more beside the others.
    pub fn leading(&self) -> Largest {
        let [treated, comparison] = self.compared;
        let more = treated.first * comparison.rest >= comparison.first * treated.rest;
        if more { treated } else { comparison }
    }

    /// Of the rows of a sample that count; `changes` says whether changes are compared.
    pub fn of(sample: &Sample, changes: bool) -> LargestOf {
        let sides = [Arm::Treated, Arm::Comparison];
        if sample.period.contains(&0) {
            return LargestOf {
                after: sides.map(|arm| Largest::of(waves(sample, arm).filter_map(|[_, after]| after))),
                before: sides.map(|arm| Largest::of(waves(sample, arm).filter_map(|[before, _]| before))),
                compared: sides.map(|arm| Largest::of(waves(sample, arm).filter_map(|[a, b]| Some(b? - a?)))),
            };
        }
        let rows =
            |arm: Arm| (0..sample.arm.len()).filter(move |&row| sample.arm[row] == arm && sample.weight[row] > 0.0);
        let before = |arm| sample.baseline.as_ref().map(|before| Largest::of(rows(arm).map(|row| before[[row, 0]])));
        LargestOf {
            after: sides.map(|arm| Largest::of(rows(arm).map(|row| sample.y[[row, 0]]))),
            before: sides.map(|arm| before(arm).unwrap_or_default()),
            compared: sides.map(|arm| Largest::of(rows(arm).map(|row| sample.compared(row, changes)))),
        }
    }
}

/// The state before and after of each unit of an arm.
fn waves(sample: &Sample, arm: Arm) -> impl Iterator<Item = [Option<f64>; 2]> {
    let mut units: BTreeMap<u32, [Option<f64>; 2]> = BTreeMap::new();
    for row in (0..sample.arm.len()).filter(|&row| sample.arm[row] == arm && sample.weight[row] > 0.0) {
        units.entry(sample.unit[row]).or_default()[usize::from(sample.period[row])] = Some(sample.y[[row, 0]]);
    }
    units.into_values()
}
