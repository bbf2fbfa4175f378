//! Rows of one source that describe what rows of another stand for: joined by a number, an id, or a name and a place.
//!
//! Three classes: exact ones are joined; probable ones are listed and not joined until a person decides; the others are listed with
//! who comes nearest. Nothing is joined where several fit.

mod join;
mod key;
mod linker;
mod near;
mod own;
mod same;

pub(in crate::tidy) use join::{Joined, Outcome, Spelling};
pub(in crate::tidy) use key::{Key, Kind, loose};
pub(in crate::tidy) use linker::{Asking, Linker};

use crate::ingest::RawTable;

/// A row of the other source: the table and row that it stands in, and the units that it belongs to.
#[derive(Clone, Copy, Debug)]
pub(in crate::tidy) struct Target<'t> {
    /// Its table.
    pub table: &'t RawTable,
    /// Row of the table.
    pub row: usize,
    /// Units, in the order of first appearance.
    pub units: &'t [u32],
}
