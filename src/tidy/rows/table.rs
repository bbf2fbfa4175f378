//! The rows of sources as they are kept, and the names that they have met.

use std::collections::{BTreeMap, BTreeSet};

use crate::ingest::RawTable;
use crate::panel::{Edit, FlowStep, Linkage, LostRow};
use crate::study::Source;
use crate::tidy::intern::intern;
use crate::tidy::rows::columns::Columns;
use crate::tidy::rows::link::outcome::Belonging;
use indexmap::IndexSet;

/// A row that is kept: indices into the units and periods in the order of their first appearance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tidy) struct Row {
    /// Units: one, or several of a row that describes what they have in common.
    pub units: Vec<u32>,
    /// Period, in a source that has periods.
    pub period: Option<u32>,
    /// Row of the raw table.
    pub row: u32,
}

/// The rows of one source.
#[derive(Debug, Default)]
pub(in crate::tidy) struct Rows {
    /// Those that are kept, in the file's order.
    pub kept: Vec<Row>,
    /// How many were read and what became of them.
    pub flow: Vec<FlowStep>,
    /// Ids, periods and names that were evened out.
    pub edits: Vec<Edit>,
    /// Rows that are not kept.
    pub lost: Vec<LostRow>,
    /// Who was found for the rows of a linked source.
    pub linkage: Option<Linkage>,
    /// Of ties: what became of the other end of each row of the table.
    pub others: Option<(Vec<Belonging>, Linkage)>,
    /// Whether `duplicates` or a person had to say which row of a unit counts.
    pub chosen: bool,
    /// Whether a unit stands in several rows of a period.
    pub repeated: bool,
}

/// Ids of units and periods met so far, in the order of their first appearance.
#[derive(Debug, Default)]
pub(in crate::tidy) struct Names {
    /// Units.
    pub units: IndexSet<String>,
    /// Periods.
    pub periods: IndexSet<String>,
    /// Of each period: how sources write it.
    pub written: BTreeMap<String, BTreeSet<String>>,
}

impl Names {
    /// The index of a period, which a source writes so.
    pub fn period(&mut self, name: String, written: Option<String>) -> u32 {
        if let Some(written) = written {
            let known = self.written.entry(name.clone()).or_default();
            if !known.contains(&written) {
                known.insert(written);
            }
        }
        intern(&mut self.periods, name)
    }
}

/// A source with its table and columns.
pub(in crate::tidy) struct Opened<'s> {
    /// Index of the source.
    pub index: usize,
    /// What the study says of it.
    pub source: &'s Source,
    /// Its table.
    pub table: &'s RawTable,
    /// Its columns.
    pub columns: Columns,
}
