//! The scale that the answers of a column stand on: which steps it has, and which of them an answer is.

use std::collections::{BTreeMap, BTreeSet};

use super::steps::{ScaleAnswer, is_series};

/// The steps of a scale, from the contrary to the strongest agreement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ladder {
    /// Whether it has the steps that occur, and not as many below as above.
    uneven: bool,
    above: BTreeSet<i8>,
    between: bool,
    below: BTreeSet<i8>,
}

impl Ladder {
    fn add(&mut self, tier: i8) {
        match tier {
            0 => self.between = true,
            1.. => _ = self.above.insert(tier),
            _ => _ = self.below.insert(-tier),
        }
    }

    /// The step of an answer, counted from 1. A number that stands before the words is the step.
    pub fn step(&self, answer: ScaleAnswer) -> Option<f64> {
        match answer.number {
            Some(number) => Some(number.into()),
            None => self.tiers()?.iter().position(|tier| *tier == answer.tier).map(|at| at as f64 + 1.0),
        }
    }

    /// As many steps below as above. Where answers of one side were never given, it has those of the other; where that is not
    /// clear (とても and そう思う above, only あまり below), nobody knows the steps.
    fn tiers(&self) -> Option<Vec<i8>> {
        let (above, below) = (&self.above, &self.below);
        if self.uneven || above.contains(&4) {
            let below = below.iter().rev().map(|weight| -weight);
            return Some(below.chain(self.between.then_some(0)).chain(above.iter().copied()).collect());
        }
        let nested = above.is_subset(below) || below.is_subset(above) || above.len() == 1 && below.len() == 1;
        let both: BTreeSet<i8> = above.union(below).copied().collect();
        let (above, below) = match (nested, above.len() == below.len()) {
            (true, _) => (&both, &both),
            (false, true) => (above, below),
            (false, false) => return None,
        };
        let below = below.iter().rev().map(|weight| -weight);
        Some(below.chain(self.between.then_some(0)).chain(above.iter().copied()).collect())
    }

    /// Whether there are more steps than two: with two the words are two categories.
    pub fn is_scale(&self) -> bool {
        self.tiers().is_some_and(|tiers| tiers.len() > 2)
    }
}

/// The steps of every scale of a study: a scale has the steps that any of its columns shows, so that an answer is the same step
/// before and after.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ladders(BTreeMap<u8, Ladder>);

/// What the answers of one column are about; nothing where they are about several things, or all are in between.
pub(crate) fn subject(answers: impl IntoIterator<Item = ScaleAnswer>) -> Option<u8> {
    let stems: BTreeSet<u8> = answers.into_iter().filter_map(|answer| answer.stem).collect();
    stems.first().copied().filter(|_| stems.len() == 1)
}

impl Ladders {
    /// Adds what the answers of a column show.
    pub fn add(&mut self, answers: &[ScaleAnswer]) {
        let Some(stem) = subject(answers.iter().copied()) else { return };
        let ladder = self.0.entry(stem).or_default();
        ladder.uneven = is_series(stem);
        answers.iter().for_each(|answer| ladder.add(answer.tier));
    }

    /// The steps that the answers of a column stand on.
    pub fn of(&self, answers: impl IntoIterator<Item = ScaleAnswer>) -> Option<&Ladder> {
        self.0.get(&subject(answers)?)
    }
}
