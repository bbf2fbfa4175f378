//! From a value back to its cells.

use std::collections::BTreeMap;

use crate::diag::Place;
use crate::ingest::decisions::{CellKey, Given};

use super::{Csr, Panel, Suggestion, VarRef};

/// Where the values of a variable at a period came from: a source, a column, and the rows of each unit.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'p> {
    /// Index of the source.
    pub source: usize,
    /// 0-based sheet column.
    pub col: u32,
    rows: &'p Csr,
    /// The period of each item of `rows`, and the one that is wanted, in a source with a column of periods.
    periods: Option<(&'p [u32], u32)>,
}

impl<'p> Origin<'p> {
    /// The 0-based sheet rows of a unit.
    pub fn rows(&self, unit: u32) -> impl Iterator<Item = u32> + use<'p> {
        let (rows, periods) = (self.rows, self.periods);
        let known = (unit as usize) + 1 < rows.starts.len();
        let span =
            if known { rows.starts[unit as usize] as usize..rows.starts[unit as usize + 1] as usize } else { 0..0 };
        span.filter(move |&i| periods.is_none_or(|(all, wanted)| all.get(i) == Some(&wanted)))
            .map(move |i| rows.items[i])
    }
}

impl Panel {
    /// Where a stored variable at a period came from; nothing for one that is not stored.
    pub fn origin(&self, var: &VarRef) -> Option<Origin<'_>> {
        let &(source, col) = self.provenance.columns.get(&var.to_string())?;
        let source = usize::from(source);
        let wanted = var.period.as_ref().and_then(|period| self.waves.get_index_of(period));
        let periods = self.provenance.row_periods.get(source).filter(|periods| !periods.is_empty());
        let periods = periods.zip(wanted).map(|(periods, wanted)| (periods.as_slice(), wanted as u32));
        Some(Origin { source, col, rows: self.provenance.rows.get(source)?, periods })
    }

    /// What may have been meant by cells that a person must settle, by the address of the cell.
    pub fn suggested(&self) -> BTreeMap<CellKey, Given> {
        let address = |suggestion: &Suggestion| {
            let of = self.provenance.sources.get(usize::from(suggestion.source))?;
            let key = (of.file.to_string(), of.sheet.to_string(), suggestion.row, suggestion.col);
            Some((key, suggestion.value.clone()))
        };
        self.provenance.suggested.iter().filter_map(address).collect()
    }

    /// The cells that a unit's value of a variable came from, without repeats; none where the unit has no row in the
    /// variable's source. A variable that is made from others came from the cells of what it is made of.
    pub fn places(&self, var: &VarRef, unit: u32) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        for place in self.origins(var).iter().flat_map(|origin| self.places_of_column(origin, unit)) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    fn places_of_column(&self, var: &VarRef, unit: u32) -> Vec<Place> {
        let Some(origin) = self.origin(var) else { return Vec::new() };
        let Some(of) = self.provenance.sources.get(origin.source) else { return Vec::new() };
        origin.rows(unit).map(|row| of.cell(row, origin.col)).collect()
    }
}
