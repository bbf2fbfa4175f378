//! What each row of a table is.

use crate::ingest::raw::EMPTY;
use crate::ingest::{AsideReason, RawTable};

/// What each row is: nothing for data.
pub(super) type RowClasses = Vec<Option<AsideReason>>;

/// The first column in which a row is filled.
pub(super) fn first_filled(table: &RawTable, row: usize) -> usize {
    (0..table.columns.len()).find(|&column| table.columns[column].tags[row] != EMPTY).unwrap_or(0)
}
