//! The units that headings say, of all years and files in one note.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Place};
use crate::panel::{Panel, Provenance};
use crate::phrase;
use crate::text::{Arg, Phrase, Words};

/// Names that a list holds.
const LISTED: usize = 4;

/// Where a unit is said.
#[derive(Default)]
struct UnitPlace {
    sources: Vec<String>,
    columns: Vec<String>,
}

/// Which headings say which unit, of all variables that one heading multiplies; nothing where none does.
pub(in crate::tidy) fn note(panel: &Panel) -> Option<Diagnostic> {
    let provenance = &panel.provenance;
    let names = names(panel);
    let name = |source: usize, col: u32| names.get(&(source as u16, col)).cloned();
    let mut multiplied: BTreeSet<String> = BTreeSet::new();
    let mut places: Vec<Place> = Vec::new();
    for (index, col) in multiplying(provenance) {
        multiplied.extend(name(index, col));
        let row = provenance.layouts[index].header.last().copied().unwrap_or(0);
        places.push(provenance.sources[index].cell(row, col));
    }
    if places.is_empty() {
        return None;
    }
    let mut units: Vec<(&Words, UnitPlace)> = Vec::new();
    for (index, layout) in provenance.layouts.iter().enumerate() {
        for (col, unit, _) in &layout.units {
            let Some(column) = name(index, *col).filter(|name| multiplied.contains(name)) else { continue };
            let at = units.iter().position(|(known, _)| *known == unit).unwrap_or_else(|| {
                units.push((unit, UnitPlace::default()));
                units.len() - 1
            });
            add(&mut units[at].1.columns, column);
            add(&mut units[at].1.sources, provenance.sources[index].name.clone());
        }
    }
    let list: Vec<Phrase> = units.into_iter().map(|(unit, said)| one(unit, said)).collect();
    let message = phrase!("Numbers are multiplied out by the units of their headings: {list}", list = list);
    Some(Diagnostic::note("unit-in-heading", message).at_all(places))
}

fn one(unit: &Words, said: UnitPlace) -> Phrase {
    phrase!("{unit} in {sources} ({columns})", unit = unit, sources = few(said.sources), columns = few(said.columns))
}

fn few(mut names: Vec<String>) -> Arg {
    let more = names.len() > LISTED;
    names.truncate(LISTED);
    let mut items: Vec<Arg> = names.into_iter().map(Arg::from).collect();
    if more {
        items.push(phrase!("and others").into());
    }
    Arg::List(items)
}

fn add(names: &mut Vec<String>, name: String) {
    if !names.contains(&name) {
        names.push(name);
    }
}

fn multiplying(provenance: &Provenance) -> impl Iterator<Item = (usize, u32)> + '_ {
    let all = provenance.layouts.iter().enumerate();
    all.flat_map(|(index, layout)| layout.units.iter().filter(|unit| unit.2).map(move |(col, ..)| (index, *col)))
}

/// What the columns of the sources are called.
fn names(panel: &Panel) -> BTreeMap<(u16, u32), String> {
    let columns = panel.provenance.columns.iter();
    columns.map(|(var, at)| (*at, panel.reference(var).name)).collect()
}
