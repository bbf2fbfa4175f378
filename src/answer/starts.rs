//! Periods that are counted from the year in which each unit starts.

use std::collections::{BTreeMap, BTreeSet};

use crate::notation::Relative;
use crate::panel::{Data, VarRef, View};

/// The year in which each unit of the panel starts; nothing where it is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct Starts {
    /// The variable that says it.
    pub var: VarRef,
    /// One for each unit.
    pub years: Vec<Option<i32>>,
}

/// The values of a variable at a period counted from the start, one for each unit of the panel: from the wave of the unit's own
/// year. Nothing where the variable was observed in none of these years.
pub fn values(view: &View, var: &VarRef, starts: &Starts) -> Option<Data> {
    let Relative(offset) = var.relative()?;
    let info = view.info(&var.name)?;
    let years: BTreeMap<i32, Data> = starts
        .years
        .iter()
        .flatten()
        .map(|year| year + offset)
        .collect::<BTreeSet<i32>>()
        .into_iter()
        .filter(|year| info.periods.contains(&year.to_string()))
        .filter_map(|year| {
            let at = VarRef { name: var.name.clone(), period: Some(year.to_string()) };
            Some((year, view.column(&at)?.data))
        })
        .collect();
    let first = years.values().next()?;
    let of = |unit: usize| starts.years[unit].and_then(|year| years.get(&(year + offset)));
    Some(match first {
        Data::Number(_) => {
            let value = |unit: usize| match of(unit) {
                Some(Data::Number(values)) => values[unit],
                _ => f64::NAN,
            };
            Data::Number((0..starts.years.len()).map(value).collect())
        }
        Data::Category { .. } => by_unit(starts.years.len(), of),
    })
}

/// Categories from waves that have levels of their own.
fn by_unit<'d>(units: usize, of: impl Fn(usize) -> Option<&'d Data>) -> Data {
    let text = |unit: usize| match of(unit) {
        Some(Data::Category { levels, codes }) => levels.get(codes[unit] as usize),
        _ => None,
    };
    let texts: Vec<&str> = (0..units).map(|unit| text(unit).map_or("", String::as_str)).collect();
    let code = |unit: usize| text(unit).map_or(u32::MAX, |_| unit as u32);
    Data::category(&texts, &(0..units).map(code).collect::<Vec<u32>>())
}
