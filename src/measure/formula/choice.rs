//! Which of several values each unit gets.

use super::texts;
use crate::panel::Data;

/// No branch yet.
const OPEN: u32 = u32::MAX;
/// None at all: a condition on the way is missing.
const NONE: u32 = u32::MAX - 1;

/// The branch that each unit takes.
pub(super) struct BranchChoice {
    taken: Vec<u32>,
}

impl BranchChoice {
    /// With all open, or only these.
    pub fn new(units: usize, among: Option<&[bool]>) -> BranchChoice {
        let taken = |unit: usize| if among.is_none_or(|among| among[unit]) { OPEN } else { NONE };
        BranchChoice { taken: (0..units).map(taken).collect() }
    }

    /// Units that have no branch yet.
    pub fn open(&self) -> Vec<bool> {
        self.who_has(OPEN)
    }

    /// Units that take a branch.
    pub fn who(&self, branch: usize) -> Vec<bool> {
        self.who_has(branch as u32)
    }

    fn who_has(&self, wanted: u32) -> Vec<bool> {
        self.taken.iter().map(|&taken| taken == wanted).collect()
    }

    /// Those who are open take a branch where its condition holds; where that is missing they take none, while SQL would go on
    /// to the next.
    pub fn take(&mut self, branch: usize, holds: &[f64]) {
        for (taken, &holds) in self.taken.iter_mut().zip(holds).filter(|(taken, _)| **taken == OPEN) {
            match holds {
                1.0 => *taken = branch as u32,
                missing if missing.is_nan() => *taken = NONE,
                _ => {}
            }
        }
    }

    /// All who are open take a branch.
    pub fn rest(&mut self, branch: usize) {
        self.taken.iter_mut().filter(|taken| **taken == OPEN).for_each(|taken| *taken = branch as u32);
    }

    /// The branch of a unit.
    pub fn of(&self, unit: usize) -> Option<usize> {
        Some(self.taken[unit] as usize).filter(|&taken| taken < NONE as usize)
    }
}

/// Of several columns, for each unit the value of one; missing where there is none.
pub(super) fn choose(columns: &[Data], units: usize, which: impl Fn(usize) -> Option<usize>) -> Data {
    if columns.iter().any(|column| matches!(column, Data::Category { .. })) {
        return texts::choose(columns, units, which);
    }
    let value = |unit: usize| match which(unit).and_then(|at| columns.get(at)) {
        Some(Data::Number(values)) => values[unit],
        _ => f64::NAN,
    };
    Data::Number((0..units).map(value).collect())
}
