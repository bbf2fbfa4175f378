//! Counts of one quantity or of the same units, wherever they stand, and sums that hold among them.

use std::collections::BTreeMap;

use crate::exhibit::{AnswerPart, Audience, Cell, CellRef, Link, Members, Table, TableRole};

/// For each number that stands in several public tables, a link from one place (in the table of cases, where it is there) to each
/// of the others; and for units that a table counts together and in two parts, that they add up.
pub fn links(tables: &[Table]) -> Vec<Link> {
    let (mut quantities, mut sets) = (Places::default(), Places::default());
    let mut links = Vec::new();
    for (cell, n, here) in places(tables) {
        let quantity = cell.quantity.as_ref().filter(|it| it.part != AnswerPart::Result && !it.finding.is_empty());
        links.extend(quantity.and_then(|quantity| quantities.same(quantity.clone(), n, &here)));
        let members = cell.members.clone().filter(|members| !members.is_empty());
        links.extend(members.and_then(|members| sets.same(members, n, &here)));
    }
    links.extend(tables.iter().filter(|table| table.audience == Audience::Public).flat_map(sums));
    links
}

/// The first place of each number.
struct Places<K>(BTreeMap<K, (i64, CellRef)>);

impl<K> Default for Places<K> {
    fn default() -> Places<K> {
        Places(BTreeMap::new())
    }
}

impl<K: Ord + std::fmt::Debug> Places<K> {
    /// That a number stands here too, where it stood elsewhere before.
    fn same(&mut self, what: K, n: i64, here: &CellRef) -> Option<Link> {
        let Some((same, total)) = self.0.get(&what) else {
            self.0.insert(what, (n, here.clone()));
            return None;
        };
        debug_assert_eq!(*same, n, "two counts of the same: {what:?} at {total:?} and {here:?}");
        (*same == n && total != here).then(|| Link { total: total.clone(), parts: vec![here.clone()] })
    }
}

/// Units of a table that are counted there in two parts and together.
fn sums(table: &Table) -> Vec<Link> {
    let mut sets: BTreeMap<Members, CellRef> = BTreeMap::new();
    for (cell, _, here) in (0..table.rows.len()).flat_map(|row| in_row(table, row)) {
        cell.members.clone().filter(|it| !it.is_empty()).map(|members| sets.entry(members).or_insert(here));
    }
    let mut ordered: Vec<(&Members, &CellRef)> = sets.iter().collect();
    ordered.sort_by_key(|(members, _)| (members.n(), *members));
    let about = ByOutcome::of(&ordered);
    let mut links = Vec::new();
    for &(all, total) in &ordered {
        for &(part, at) in about.parts_of(all).iter().map(|&place| &ordered[place]) {
            let rest = all
                .rest(part)
                .into_iter()
                .flat_map(|rest| [rest.clone(), rest.clone().of_outcome(part), rest.themselves()]);
            let other = rest.filter(|rest| rest != part && rest.fits(all, part)).find_map(|rest| sets.get(&rest));
            links.extend(other.map(|other| Link { total: total.clone(), parts: vec![at.clone(), other.clone()] }));
        }
    }
    links
}

/// Places of sets, the smallest first, by the outcome that they are about: nobody of one outcome is a part of those of another.
struct ByOutcome<'s> {
    ordered: &'s [(&'s Members, &'s CellRef)],
    places: BTreeMap<u64, Vec<usize>>,
}

impl<'s> ByOutcome<'s> {
    fn of(ordered: &'s [(&'s Members, &'s CellRef)]) -> ByOutcome<'s> {
        let mut places: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (place, (members, _)) in ordered.iter().enumerate() {
            places.entry(members.outcome()).or_default().push(place);
        }
        ByOutcome { ordered, places }
    }

    /// Sets that may be the smaller of two parts of all.
    fn parts_of(&self, all: &Members) -> Vec<usize> {
        let small = |place: &&usize| 2 * self.ordered[**place].0.n() <= all.n();
        let groups =
            self.places.iter().filter(|(outcome, _)| all.outcome() == 0 || [0, all.outcome()].contains(outcome));
        let mut found: Vec<usize> = groups.flat_map(|(_, places)| places.iter().take_while(small)).copied().collect();
        found.sort_unstable();
        found
    }
}

/// Where public tables tell numbers of units.
fn places(tables: &[Table]) -> impl Iterator<Item = (&Cell, i64, CellRef)> {
    let public = || tables.iter().filter(|table| table.audience == Audience::Public);
    let counts_cases = |table: &&Table| *table.id.role() == TableRole::Cases;
    let ordered = public().filter(counts_cases).chain(public().filter(move |table| !counts_cases(table)));
    ordered.flat_map(|table| (0..table.rows.len()).flat_map(move |row| in_row(table, row)))
}

fn in_row(table: &Table, row: usize) -> impl Iterator<Item = (&Cell, i64, CellRef)> {
    let shown = table.columns.iter().zip(&table.rows[row]).filter(|(column, _)| column.audience == Audience::Public);
    shown.filter_map(move |(column, cell)| Some((cell, cell.tells()?, table.at(row, &column.key))))
}
