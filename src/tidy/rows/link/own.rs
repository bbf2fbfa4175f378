//! What a row says of who it is.

use super::key::{LinkKey, number_beside};
use super::kind::KeyKind;
use crate::ingest::decisions::text_of;
use crate::ingest::{Raw, RawTable};
use crate::names::{Locality, Party};

/// A row of a table with the columns that say who it is: of the own table, or of the other one.
#[derive(Clone, Copy)]
pub(super) struct Who<'w> {
    /// Its table.
    pub table: &'w RawTable,
    /// Its row.
    pub row: usize,
    /// Columns of the keys, in their order.
    pub columns: &'w [usize],
    /// Columns that say where.
    pub places: &'w [usize],
}

impl<'w> Who<'w> {
    fn cell(&self, key: usize) -> Raw<'w> {
        self.table.get(self.row, self.columns[key])
    }

    /// Number or id by a key; a corporate number may also stand beside the name.
    pub fn value(&self, keys: &[LinkKey], key: usize) -> Option<String> {
        let kind = keys[key].kind;
        let beside = || {
            let names = (0..keys.len()).filter(|&other| keys[other].kind == KeyKind::Name);
            names.filter_map(|other| number_beside(self.cell(other))).next()
        };
        keys[key]
            .value_at(self.table, self.row, self.columns[key])
            .or_else(|| if kind == KeyKind::Number { beside() } else { None })
    }

    /// Name and place, where a key is a name and the row has one.
    pub fn party(&self, keys: &[LinkKey]) -> Option<Party> {
        let key =
            (0..keys.len()).find(|&key| keys[key].kind == KeyKind::Name && matches!(self.cell(key), Raw::Text(_)))?;
        let Raw::Text(text) = self.cell(key) else { return None };
        let said: Vec<String> = self.places.iter().map(|&column| text_of(self.table.get(self.row, column))).collect();
        Party::of(text, Locality::of(&said.concat()))
    }

    /// The column that shows who it is: the name, else the first key that is filled.
    pub fn shown(&self, keys: &[LinkKey]) -> usize {
        let filled = |key: &usize| !matches!(self.cell(*key), Raw::Empty | Raw::Error(_));
        let name = (0..keys.len()).filter(|&key| keys[key].kind == KeyKind::Name).find(filled);
        self.columns[name.or_else(|| (0..keys.len()).find(filled)).unwrap_or(0)]
    }

    /// What stands in the column that shows who it is.
    pub fn text(&self, keys: &[LinkKey]) -> String {
        text_of(self.table.get(self.row, self.shown(keys)))
    }

    /// What a decision calls it by: its number, else its id, else its name.
    pub fn tag(&self, keys: &[LinkKey]) -> String {
        let by = |kind: KeyKind| (0..keys.len()).filter(move |&key| keys[key].kind == kind);
        let value = by(KeyKind::Number).chain(by(KeyKind::Id)).find_map(|key| self.value(keys, key));
        value.unwrap_or_else(|| self.text(keys))
    }
}
