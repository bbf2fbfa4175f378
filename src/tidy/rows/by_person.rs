//! What a person decided that is not in the tables by now.

use std::collections::BTreeSet;

use crate::ingest::decisions::{self, Joining};

/// What a person decided that is not in the tables by now.
#[derive(Clone, Debug, Default)]
pub struct Decided {
    /// Who rows are about.
    pub joinings: Vec<Joining>,
    /// Cells that are to be taken as they are.
    pub settled: BTreeSet<decisions::CellKey>,
}
