//! A row of the other source.

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
