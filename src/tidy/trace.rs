//! From a value back to its cells.

use crate::diag::Place;

use super::{Panel, VarRef};

impl Panel {
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
        let Some(&(source, col)) = self.provenance.columns.get(&var.to_string()) else { return Vec::new() };
        let (Some(of), Some(rows)) = (
            self.provenance.sources.get(usize::from(source)),
            self.provenance.rows.get(usize::from(source)).filter(|_| (unit as usize) < self.units.len()),
        ) else {
            return Vec::new();
        };
        let start = rows.starts[unit as usize] as usize;
        let wanted = var.period.as_ref().and_then(|period| self.waves.get_index_of(period));
        let periods = self.provenance.row_periods.get(usize::from(source));
        let at_period = |i: usize| match (periods.and_then(|periods| periods.get(start + i)), wanted) {
            (Some(&period), Some(wanted)) => period as usize == wanted,
            _ => true,
        };
        let found = rows.row(unit as usize).iter().enumerate().filter(|(i, _)| at_period(*i));
        found.map(|(_, &row)| Place::Cell { file: of.file.clone(), sheet: of.sheet.clone(), row, col }).collect()
    }
}
