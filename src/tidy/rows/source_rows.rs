//! A source with its columns and rows told apart.

use crate::ingest::RawTable;
use crate::study::Source;
use crate::tidy::rows::canon::Canon;
use crate::tidy::rows::columns::Columns;
use crate::tidy::rows::table::{Opened, Row, Rows};

/// A source with its columns and rows told apart.
pub(in crate::tidy) struct SourceRows<'s> {
    pub index: u16,
    pub source: &'s Source,
    pub table: &'s RawTable,
    pub columns: Columns,
    pub rows: Rows,
    /// Canonical indices of the units of each kept row.
    pub units: Vec<Vec<u32>>,
}

impl<'s> SourceRows<'s> {
    pub fn new(opened: Opened<'s>, rows: Rows, canon: &Canon) -> SourceRows<'s> {
        let at = |row: &Row| row.units.iter().map(|&unit| canon.unit_at[unit as usize]).collect();
        let units = rows.kept.iter().map(at).collect();
        let Opened { index, source, table, columns } = opened;
        SourceRows { index: index as u16, source, table, columns, rows, units }
    }

    pub fn has_periods(&self) -> bool {
        self.columns.period.is_some() || self.source.period.is_some()
    }
}
