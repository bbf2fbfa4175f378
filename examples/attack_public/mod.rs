//! An attacker of public editions: reads a results folder alone and tries to pin what it hides.

pub mod charts;
pub mod claims;
pub mod counts;
pub mod digits;
pub mod edition;
pub mod grids;
pub mod largest;
pub mod lp;
pub mod made;
pub mod moments;
pub mod outlets;
pub mod people;
pub mod plain;
pub mod read;
pub mod runs;
pub mod say;
pub mod signs;
pub mod sweep;
pub mod texts;
pub mod totals;
pub mod truth;
pub mod world;

use std::collections::BTreeMap;

use claims::{Attack, Claim};
use edition::{Edition, Place, Promise};

/// What an attack on an edition found.
pub struct Found {
    pub promise: Promise,
    pub claims: Vec<Claim>,
    /// Hidden cells, and from where to where each can lie.
    pub cells: BTreeMap<Place, (i64, i64)>,
    /// The populations whose numbers are hidden or rounded, each once, in words.
    pub numbers: Vec<String>,
    /// What could not be true together: the attacker read something wrongly.
    pub misread: Vec<String>,
    /// Cells of tables that hold or hide a number, and those that hide it.
    pub published: (usize, usize),
}

impl Found {
    /// Whether a cell is hidden.
    pub fn hides(&self, place: &Place) -> bool {
        self.cells.contains_key(place)
    }

    /// Adds what can only be judged with the internal edition: what contributors know, names of units and of categories of few.
    pub fn with_names(mut self, public: &Edition, internal: &Edition) -> Found {
        self.claims.extend(texts::conditions(public, internal));
        self.claims.extend(texts::units(public, internal));
        self.claims.extend(texts::categories(public, internal));
        self.claims.extend(outlets::numbers(public, internal));
        self.claims.extend(largest::claims(&read::read(public), public, internal));
        self
    }

    /// How many claims an attack made.
    pub fn by(&self, attack: Attack) -> usize {
        self.claims.iter().filter(|claim| claim.attack == attack).count()
    }

    /// From where to where a hidden number can lie.
    pub fn range(&self, place: &Place) -> Option<(i64, i64)> {
        self.cells.get(place).copied()
    }
}

/// Attacks an edition.
pub fn attack(edition: &Edition) -> Found {
    let mut world = read::read(edition);
    let counts = counts::solve(&mut world);
    let mut claims = claims::of_counts(edition, &world, &counts);
    claims.extend(claims::of_whole_groups(&world, &counts));
    claims.extend(totals::claims(&mut world, &counts));
    claims.extend(texts::claims(edition));
    claims.extend(outlets::claims(edition));
    claims.extend(charts::claims(edition));
    let hidden = world.hidden.iter().map(|(place, pop)| (place.clone(), counts.of(&world, *pop)));
    let shares = world.shares.iter().filter(|share| share.hidden);
    let shares = shares.map(|share| (share.place.clone(), counts.of(&world, share.part)));
    let cells = hidden.chain(shares).collect();
    let rounded = world.shown.iter().filter(|_| world.promise.rounding.is_some()).map(|(_, pop)| *pop);
    let pops = world.hidden.iter().map(|(_, pop)| *pop).chain(rounded);
    let mut roots: Vec<usize> = pops.map(|pop| world.people.root(pop)).collect();
    roots.sort_unstable();
    roots.dedup();
    let numbers = roots.into_iter().map(|pop| world.people.name(pop)).collect();
    let published = edition.tables.iter().flat_map(|table| table.rows.iter().flatten());
    let published = published
        .filter(|cell| cell.is_there())
        .fold((0, 0), |(all, hidden), cell| (all + 1, hidden + usize::from(cell.seen == edition::Seen::Hidden)));
    Found { promise: edition.promise, claims, cells, numbers, misread: counts.misread, published }
}
