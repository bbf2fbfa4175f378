//! Difference in differences of two groups: of respondents of two surveys, and doubly robust.

mod cells;
mod doubly_robust;
mod plain;

pub use doubly_robust::DoublyRobustDid;
pub use plain::DifferenceInDifferences;
