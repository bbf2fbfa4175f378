//! Tables by id, and the sums that are stated about them.

use std::collections::BTreeMap;

use crate::exhibit::{Cell, Link, Table};
use crate::text::CellRef;

/// Tables by id.
pub struct Known<'b>(BTreeMap<&'b str, &'b Table>);

impl<'b> Known<'b> {
    /// Of tables.
    pub fn of(tables: impl IntoIterator<Item = &'b Table>) -> Known<'b> {
        Known(tables.into_iter().map(|table| (table.id.as_str(), table)).collect())
    }

    /// A table.
    pub fn table(&self, id: &str) -> Option<&'b Table> {
        self.0.get(id).copied()
    }

    /// How many rows a table has; none where it is not there.
    pub fn height(&self, id: &str) -> usize {
        self.table(id).map_or(0, |table| table.rows.len())
    }

    /// Whether all cells are there, tell a number of units, and the sum is right.
    pub fn holds(&self, link: &Link) -> bool {
        let tells = |at: &CellRef| self.table(&at.table)?.cell(at.row, &at.key).and_then(Cell::tells);
        let parts: Option<i64> = link.parts.iter().map(tells).sum();
        !link.parts.is_empty() && parts.is_some() && parts == tells(&link.total)
    }
}

/// The address of a cell.
pub fn cell(table: &str, row: usize, key: &str) -> CellRef {
    CellRef { table: table.into(), row, key: key.into() }
}

/// Two cells hold the same number.
pub fn same(total: CellRef, part: CellRef) -> Link {
    Link { total, parts: vec![part] }
}
