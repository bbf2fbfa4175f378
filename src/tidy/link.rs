//! Rows of one source that describe what rows of another stand for: joined by a number, an id, or a name.

use std::collections::BTreeMap;

use super::corporate_number::{self, Found};
use super::organisation_name::Name;
use super::rows::id_of;
use crate::ingest::{Raw, RawTable, fold};

/// How the values of a key are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Corporate numbers: only those whose check digit is right.
    Number,
    /// Names of organisations: legal form, width, spaces and old characters do not count.
    Name,
    /// Any other id, as text.
    Id,
}

impl Kind {
    /// By the heading of the column.
    pub fn of(heading: &str) -> Kind {
        let folded = fold(heading);
        let holds = |words: &[&str]| words.iter().any(|word| folded.contains(word));
        if holds(&["法人番号", "corporatenumber"]) {
            Kind::Number
        } else if holds(&["団体名", "法人名", "組織名", "名称", "organisationname", "organizationname"])
            || folded == "name"
        {
            Kind::Name
        } else {
            Kind::Id
        }
    }
}

/// A row of the other source: the table and row that it stands in, and the units that it belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target<'t> {
    /// Its table.
    pub table: &'t RawTable,
    /// Row of the table.
    pub row: usize,
    /// Units, in the order of first appearance.
    pub units: &'t [u32],
}

/// One column by which two sources are joined.
#[derive(Debug)]
pub(super) struct Key<'t> {
    /// How the study calls it.
    pub title: String,
    /// How values are compared.
    pub kind: Kind,
    /// Column of the own table.
    pub own: usize,
    /// Column of each target's table.
    pub theirs: usize,
    by_id: BTreeMap<String, Vec<Target<'t>>>,
    by_name: BTreeMap<String, Vec<(Name, Target<'t>)>>,
}

impl<'t> Key<'t> {
    /// Indexes the targets by a column.
    pub fn new(title: &str, own: usize, theirs: usize, targets: &[Target<'t>]) -> Key<'t> {
        let kind = Kind::of(title);
        let mut key = Key { title: title.into(), kind, own, theirs, by_id: BTreeMap::new(), by_name: BTreeMap::new() };
        for target in targets {
            let cell = target.table.get(target.row, theirs);
            match (kind, name_of(cell)) {
                (Kind::Name, Some(name)) => key.by_name.entry(name.core.clone()).or_default().push((name, *target)),
                (Kind::Name, None) => {}
                _ => key.by_id.entry(value(kind, cell).unwrap_or_default()).or_default().push(*target),
            }
        }
        key.by_id.remove("");
        key
    }

    fn find(&self, cell: Raw<'_>) -> Match<'t> {
        let found: Vec<Target<'t>> = match self.kind {
            Kind::Name => {
                let Some(name) = name_of(cell) else { return Match::NoKey };
                let same = self.by_name.get(&name.core).into_iter().flatten();
                same.filter(|(other, _)| other.fits(&name)).map(|(_, target)| *target).collect()
            }
            kind => {
                let Some(value) = value(kind, cell) else { return Match::NoKey };
                self.by_id.get(&value).cloned().unwrap_or_default()
            }
        };
        match found.as_slice() {
            [] => Match::Nobody,
            // An id may stand in several rows that are about one thing; a name that does is the name of several.
            [_, _, ..] if self.kind == Kind::Name => Match::Several,
            _ => Match::Found(found),
        }
    }
}

enum Match<'t> {
    NoKey,
    Nobody,
    Several,
    Found(Vec<Target<'t>>),
}

fn value(kind: Kind, cell: Raw<'_>) -> Option<String> {
    match kind {
        Kind::Number => match corporate_number::read(cell) {
            Found::Valid(number) => Some(number),
            Found::Wrong | Found::Destroyed | Found::Nothing => None,
        },
        Kind::Id | Kind::Name => id_of(cell),
    }
}

fn name_of(cell: Raw<'_>) -> Option<Name> {
    match cell {
        Raw::Text(text) => Name::of(text),
        _ => None,
    }
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Joined {
    /// It belongs to these units, found by this key.
    To {
        /// Units in the order of first appearance; not empty.
        units: Vec<u32>,
        /// Index of the key.
        by: usize,
        /// What another name in the row says of it.
        name: Spelling,
    },
    /// It has none of the keys.
    NoKey,
    /// Nobody has its keys.
    Nobody,
    /// Its name is that of several.
    Several,
}

/// A name beside the key that joined a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// The same, or there is none.
    Same,
    /// The same organisation in another spelling.
    Variant,
    /// Another organisation's name.
    Other,
}

/// Joins a row by the first key that finds somebody.
pub(super) fn join(table: &RawTable, row: usize, keys: &[Key<'_>]) -> Joined {
    let mut outcome = Joined::NoKey;
    for (by, key) in keys.iter().enumerate() {
        match key.find(table.get(row, key.own)) {
            Match::NoKey => {}
            Match::Nobody => outcome = Joined::Nobody,
            Match::Several => return Joined::Several,
            Match::Found(targets) => {
                let mut units: Vec<u32> = targets.iter().flat_map(|target| target.units).copied().collect();
                units.sort_unstable();
                units.dedup();
                return Joined::To { units, by, name: spelling(table, row, keys, &targets) };
            }
        }
    }
    outcome
}

fn spelling(table: &RawTable, row: usize, keys: &[Key<'_>], targets: &[Target<'_>]) -> Spelling {
    let Some(key) = keys.iter().find(|key| key.kind == Kind::Name) else { return Spelling::Same };
    let (Raw::Text(own), Some(target)) = (table.get(row, key.own), targets.first()) else { return Spelling::Same };
    let Raw::Text(theirs) = target.table.get(target.row, key.theirs) else { return Spelling::Same };
    if own == theirs {
        return Spelling::Same;
    }
    match (Name::of(own), Name::of(theirs)) {
        (Some(own), Some(theirs)) if own.fits(&theirs) => Spelling::Variant,
        _ => Spelling::Other,
    }
}
