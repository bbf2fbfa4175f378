//! Where every value of a panel came from, and what was changed on the way.

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{Linkage, VarRef};
use crate::diag::Place;
use crate::ingest::Aside;
use crate::ingest::decisions::{Given, JoinQuestion};
use crate::text::{Phrase, Words};

/// A file and sheet that values came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SourceRef {
    /// Name in the study file.
    pub name: String,
    /// File as the user named it.
    pub file: Arc<str>,
    /// Sheet; empty for formats without sheets.
    pub sheet: Arc<str>,
    /// SHA-256 of the file.
    pub digest: String,
    /// Rows of data read from it.
    pub rows: usize,
}

impl SourceRef {
    /// The address of a cell by its 0-based row and column of the sheet.
    pub fn cell(&self, row: u32, col: u32) -> Place {
        Place::Cell { file: self.file.clone(), sheet: self.sheet.clone(), row, col }
    }
}

/// A rule that changed cells of a column, and which.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Source index.
    pub source: u16,
    /// 0-based sheet column.
    pub col: u32,
    /// What was understood, such as "full-width digits read as a number".
    pub rule: Phrase,
    /// 0-based sheet rows.
    pub rows: Vec<u32>,
    /// Whether nearly the whole column is written like this, so that no single cell is the matter.
    pub notation: bool,
}

/// What may have been meant by a cell that a person must settle.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// Source index.
    pub source: u16,
    /// 0-based sheet row.
    pub row: u32,
    /// 0-based sheet column.
    pub col: u32,
    /// The value.
    pub value: Given,
}

/// A row that belongs to no unit.
#[derive(Clone, Debug, PartialEq)]
pub struct LostRow {
    /// Source index.
    pub source: u16,
    /// 0-based sheet row.
    pub row: u32,
    /// Whether it was read well but found nobody in the source that it is linked to.
    pub linking: bool,
    /// Why.
    pub reason: Phrase,
}

/// Where the table of a source lies on its sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TablePosition {
    /// 0-based rows of the header.
    pub header: Vec<u32>,
    /// Rows that are no data, each with its reason.
    pub aside: Vec<Aside>,
    /// Columns whose heading says a unit: 0-based column, the unit, and whether it multiplies their numbers.
    pub units: Vec<(u32, Words, bool)>,
    /// First column of the table, 0-based.
    pub first_col: u32,
    /// How many columns it has.
    pub columns: usize,
}

/// From a tidy value back to cells: its source, the source's rows of the unit, the column; and what was changed on the way.
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    /// Interned sources.
    pub sources: Vec<SourceRef>,
    /// Of each source: for each unit, which sheet rows (compressed sparse rows).
    pub rows: Vec<Csr>,
    /// Of each source with a column of periods: for each item of its `rows`, the index of the period in the panel's waves;
    /// empty for other sources.
    pub row_periods: Vec<Vec<u32>>,
    /// Of each variable at each period (`name` or `name@period`): source index and 0-based sheet column.
    pub columns: IndexMap<String, (u16, u32)>,
    /// Changes by rule.
    pub edits: Vec<Edit>,
    /// Rows that belong to no unit.
    pub lost: Vec<LostRow>,
    /// Of cells that a person must settle: what may have been meant.
    pub suggested: Vec<Suggestion>,
    /// Variables whose cells say themselves, by a sign or their number format, that they are shares of 1.
    pub shares: BTreeSet<String>,
    /// Amounts in the currencies that another variable says, by which questions choose their units: that variable.
    pub currencies: IndexMap<String, String>,
    /// Of each source: where its table lies.
    pub layouts: Vec<TablePosition>,
    /// Of each variable that is made from others, at each period (`name` or `name@period`): what it is made of.
    pub derived: IndexMap<String, Vec<VarRef>>,
    /// Of each variable that is made from others: how.
    pub how: IndexMap<String, Phrase>,
    /// Of each linked source: who was found for its rows, and who was not.
    pub linkage: Vec<Linkage>,
    /// Pairs of units of different sources whose ids are the same but for zeros, signs and the size of letters.
    pub alike: Vec<(u32, u32)>,
    /// What a person is asked about them.
    pub asked: Vec<JoinQuestion>,
}

/// Compressed sparse rows: the items of row `i` are `items[starts[i]..starts[i + 1]]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Csr {
    /// One more than there are rows.
    pub starts: Vec<u32>,
    /// Items of all rows.
    pub items: Vec<u32>,
}

impl Csr {
    /// The items of a row.
    pub fn row(&self, i: usize) -> &[u32] {
        &self.items[self.starts[i] as usize..self.starts[i + 1] as usize]
    }
}
