//! Assignment of comparison units to treated ones, on a line of scores or among points of several coordinates: greedy, where each
//! takes the nearest that it may have, and optimal, where all distances together are smallest.

mod along;
mod apart;
mod line;
mod points;
mod stars;

pub use along::along;
pub use apart::{Meeting, Wanted, apart};
pub use stars::{Degrees, Stars};

pub use line::{Order, Problem, reach, with_replacement, without_replacement};
pub use points::{Points, Turn};

/// A caliper on a variable: |difference| ≤ `width`.
#[derive(Clone, Copy, Debug)]
pub struct Width<'a> {
    /// Value of each unit.
    pub values: &'a [f64],
    /// Largest difference, inclusive.
    pub width: f64,
}

/// A treated unit and a comparison unit, by index.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// Treated unit.
    pub treated: u32,
    /// Comparison unit.
    pub comparison: u32,
    /// Distance of their scores.
    pub distance: f64,
    /// Whether another admissible comparison unit was exactly as near.
    pub tied: bool,
}

/// What a treated unit could find if nothing were taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reach {
    /// No comparison unit in its stratum.
    Alone,
    /// The nearest one of its stratum is beyond a caliper; its distance on the score.
    Beyond(f64),
    /// At least one.
    Within,
}

/// A pair that a treated unit proposes. Ordered by distance (bits of a non-negative number order as the number), then turn.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Proposal {
    distance: u64,
    turn: i64,
    unit: u32,
    slot: u32,
}

impl Proposal {
    fn new(unit: u32, (slot, distance): (u32, f64), turn: i64) -> Proposal {
        Proposal { distance: distance.to_bits(), turn, unit, slot }
    }
}
