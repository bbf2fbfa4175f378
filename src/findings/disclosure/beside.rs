//! Numbers that stand in no table and are told by those that do: those whom a share is not about, and by whom two sets differ.

use std::collections::{BTreeMap, BTreeSet};

use crate::exhibit::{Cell, Kind, Members, Table};
use crate::math::feasible::Equation;

use super::rule::Rule;
use super::system::{Spot, System, Unknown, cell};

/// Of how many units shares are: a count of as many in the same row, else in the same question.
struct Bases<'t> {
    tables: &'t [Table],
    rows: BTreeMap<(usize, usize, i64), usize>,
    questions: BTreeMap<(&'t str, i64), usize>,
}

impl<'t> Bases<'t> {
    fn among(tables: &'t [Table], spots: &[Spot], unknown_of: &[usize]) -> Bases<'t> {
        let mut bases = Bases { tables, rows: BTreeMap::new(), questions: BTreeMap::new() };
        let counts = spots.iter().zip(unknown_of).filter(|(spot, _)| cell(tables, **spot).kind == Kind::Frequency);
        for (&(table, row, column), &unknown) in counts {
            if let Some(n) = cell(tables, (table, row, column)).tells() {
                bases.rows.entry((table, row, n)).or_insert(unknown);
                bases.questions.entry((tables[table].id.question(), n)).or_insert(unknown);
            }
        }
        bases
    }

    fn of(&self, (table, row, _): Spot, n: i64) -> Option<usize> {
        let question = || self.questions.get(&(self.tables[table].id.question(), n));
        self.rows.get(&(table, row, n)).or_else(question).copied()
    }
}

/// Where counts are rounded a share is made of the two rounded counts: nobody is shown as more than all.
pub fn rounded_shares(system: &mut System, tables: &[Table], spots: &[Spot], unknown_of: &[usize]) {
    let bases = Bases::among(tables, spots, unknown_of);
    let (mut made, mut first) = (BTreeSet::new(), BTreeMap::new());
    for (&spot, &about) in spots.iter().zip(unknown_of) {
        let Some((n, part)) = of_whom(cell(tables, spot)) else { continue };
        let same = *first.entry((tables[spot.0].id.question(), n, part)).or_insert(about);
        if same != about {
            system.alike.push((same, about));
        }
        let Some(all) = bases.of(spot, n) else { continue };
        system.bases.insert(spot, all);
        if all == about || !made.insert((about, all)) {
            continue;
        }
        let others = (n != part).then(|| system.aside(n - part));
        system.add(all, &[Some(about), others].into_iter().flatten().collect::<Vec<_>>());
    }
}

/// Of a share, of how many it is and how many it is about.
fn of_whom(share: &Cell) -> Option<(i64, i64)> {
    let there = share.kind != Kind::Frequency;
    share.n.map(i64::from).zip(share.contributors.map(i64::from)).filter(|_| there)
}

/// Those whom a share is not about are a number as well, though it stands nowhere: it is hidden, and must stay open.
pub fn complements(system: &mut System, tables: &[Table], spots: &[Spot], unknown_of: &[usize], rule: &Rule) {
    let mut made = BTreeSet::new();
    for (i, &spot) in spots.iter().enumerate() {
        let Some((n, part)) = of_whom(cell(tables, spot)) else { continue };
        if rule.hides_count(n - part) && made.insert((unknown_of[i], n)) {
            let others = Unknown { sensitive: true, ..Unknown::new(n - part) };
            system.unknowns.push(others);
            system.push(Equation { terms: vec![(unknown_of[i], 1), (system.unknowns.len() - 1, 1)], total: n });
        }
    }
}

/// Of two sets of units that are counted, of which one holds all of the other, those who are in the one only are a number as well, though
/// it stands nowhere: sums over both would tell the sum over them. Where they are few the number must stay open; rounded, nobody is shown
/// as fewer than some of them.
pub fn nested<'t>(told: impl Iterator<Item = (&'t Members, usize)>, system: &mut System, rule: &Rule) {
    let known: BTreeMap<&Members, usize> = told.filter(|(members, _)| !members.is_empty()).collect();
    let mut ordered: Vec<(&Members, usize)> = known.iter().map(|(members, at)| (*members, *at)).collect();
    ordered.sort_by_key(|(members, _)| (members.n(), *members));
    // Whoever is known of an outcome is among those known of it, or among those of whom nothing is said about any.
    let mut about: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    ordered.iter().enumerate().for_each(|(at, (members, _))| about.entry(members.outcome()).or_default().push(at));
    let mut made: BTreeMap<Members, usize> = BTreeMap::new();
    let near = rule.rounding.unwrap_or(rule.least) as usize;
    for (at, &(part, small)) in ordered.iter().enumerate() {
        let larger = |outcome: u64| {
            let places = about.get(&outcome).map_or(&[][..], Vec::as_slice);
            let beyond = |place: &&usize| ordered[**place].0.n() - part.n() < near;
            places[places.partition_point(|place| *place <= at)..].iter().take_while(beyond)
        };
        let outcomes = BTreeSet::from([part.outcome(), 0]);
        let mut places: Vec<usize> = outcomes.into_iter().flat_map(larger).copied().collect();
        places.sort_unstable();
        for (all, large) in places.into_iter().map(|place| ordered[place]).filter(|(all, _)| all.n() > part.n()) {
            if large == small || !part.are_among(all) {
                continue;
            }
            let Some(rest) = all.without(part).map(|rest| rest.of_outcome(part)) else { continue };
            let found = known.get(&rest).or_else(|| made.get(&rest)).copied();
            let rest_at = found.unwrap_or(system.unknowns.len());
            if found.is_none() {
                let few = rule.rounding.is_none();
                system.unknowns.push(Unknown { sensitive: few, hidden: !few, ..Unknown::new(rest.n() as i64) });
                made.insert(rest, rest_at);
            }
            system.add(large, &[small, rest_at]);
        }
    }
}
