//! The counts of all public tables as unknowns of one system of equations.

use std::collections::{BTreeMap, BTreeSet};

use crate::exhibit::{AnswerPart, Audience, Cell, CellRef, Kind, Link, Members, Relation, Table};
use crate::math::feasible::Equation;

use super::rule::Rule;

/// A cell: index of the table, row, column.
pub type Spot = (usize, usize, usize);

/// A number of units, wherever it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// How many.
    pub value: i64,
    /// Cells that hold it, or a share that tells it.
    pub spots: Vec<Spot>,
    /// Whether the profile hides it.
    pub sensitive: bool,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Whether shares tell it exactly, though counts are rounded.
    pub exact: bool,
    /// Whether it is known whatever is shown.
    pub given: bool,
    /// Whether it is the sum of others, and whether it is a part of a sum.
    pub place: Place,
    /// What would be hidden with it: results of its rows, weighted, and means over as many units.
    pub carries: usize,
}

/// Where a number stands among the sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The sum of others.
    pub total: bool,
    /// Part of a sum.
    pub part: bool,
}

/// All counts and what holds among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct System {
    /// Counts.
    pub unknowns: Vec<Unknown>,
    /// What holds among them.
    pub equations: Vec<Equation>,
    /// Of each count, the equations that it is in.
    pub of: Vec<Vec<usize>>,
    /// The terms of each, so that none stands there twice.
    terms: BTreeSet<Vec<(usize, i64)>>,
}

impl System {
    /// The system of the public tables and the links among them. The cases of `headlines`, findings by id, are the last to fall.
    /// What `earlier` editions counted is known.
    pub fn of(
        tables: &[Table],
        links: &[Link],
        headlines: &BTreeSet<&str>,
        earlier: &[Members],
        rule: &Rule,
    ) -> System {
        let mut making = Making::of(tables, headlines);
        let by_id: BTreeMap<&str, usize> =
            tables.iter().enumerate().map(|(at, table)| (table.id.as_str(), at)).collect();
        for (at, table) in tables.iter().enumerate() {
            table.relations.iter().for_each(|relation| making.relate(at, relation));
        }
        for link in links {
            making.link(tables, &by_id, link);
        }
        making.system(tables, earlier, rule)
    }

    /// The sets of units that are counted and shown.
    pub fn shown(&self, tables: &[Table]) -> BTreeSet<Members> {
        let shown = self.unknowns.iter().filter(|unknown| !unknown.hidden);
        let members = shown.flat_map(|unknown| &unknown.spots).filter_map(|&spot| cell(tables, spot).members.clone());
        members.filter(|members| !members.is_empty()).collect()
    }
}

/// The system while it is made: cells that are told, which of them are the same number, and sums.
struct Making<'h> {
    headlines: &'h BTreeSet<&'h str>,
    spots: Vec<Spot>,
    at: BTreeMap<Spot, usize>,
    same: Vec<usize>,
    sums: Vec<(usize, Vec<usize>)>,
}

impl<'h> Making<'h> {
    fn of(tables: &[Table], headlines: &'h BTreeSet<&'h str>) -> Making<'h> {
        let public = |(_, table): &(usize, &Table)| table.audience == Audience::Public;
        let mut spots = Vec::new();
        for (at, table) in tables.iter().enumerate().filter(public) {
            for (row, cells) in table.rows.iter().enumerate() {
                let tells = |(column, cell): &(usize, &Cell)| {
                    table.columns[*column].audience == Audience::Public && cell.tells().is_some()
                };
                spots.extend(cells.iter().enumerate().filter(tells).map(|(column, _)| (at, row, column)));
            }
        }
        let at = spots.iter().enumerate().map(|(i, spot)| (*spot, i)).collect();
        Making { headlines, same: (0..spots.len()).collect(), spots, at, sums: Vec::new() }
    }

    fn relate(&mut self, table: usize, relation: &Relation) {
        let spot = |&(row, column): &(usize, usize)| self.at.get(&(table, row, column)).copied();
        let parts: Option<Vec<usize>> = relation.parts.iter().map(spot).collect();
        if let Some((total, parts)) = spot(&relation.total).zip(parts) {
            self.sum(total, parts);
        }
    }

    fn link(&mut self, tables: &[Table], by_id: &BTreeMap<&str, usize>, link: &Link) {
        let spot = |cell: &CellRef| {
            let table = *by_id.get(cell.table.as_str())?;
            self.at.get(&(table, cell.row, tables[table].column(&cell.key)?)).copied()
        };
        let parts: Option<Vec<usize>> = link.parts.iter().map(spot).collect();
        if let Some((total, parts)) = spot(&link.total).zip(parts) {
            self.sum(total, parts);
        }
    }

    fn sum(&mut self, total: usize, parts: Vec<usize>) {
        if let [part] = parts[..] {
            let (a, b) = (self.root(total), self.root(part));
            self.same[a.max(b)] = a.min(b);
        } else {
            self.sums.push((total, parts));
        }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.same[at] != at {
            self.same[at] = self.same[self.same[at]];
            at = self.same[at];
        }
        at
    }

    /// Whether it counts the cases of an answer of the whole.
    fn is_headline(&self, cell: &Cell) -> bool {
        let of_cases = [AnswerPart::Treated, AnswerPart::Comparison];
        let quantity = cell.quantity.as_ref();
        quantity.is_some_and(|it| of_cases.contains(&it.part) && self.headlines.contains(&*it.finding))
    }

    fn system(mut self, tables: &[Table], earlier: &[Members], rule: &Rule) -> System {
        let mut system = System::default();
        let mut unknown_of = vec![usize::MAX; self.spots.len()];
        let mut means = Means::among(tables);
        for i in 0..self.spots.len() {
            let root = self.root(i);
            if root == i {
                unknown_of[i] = system.unknowns.len();
                system.unknowns.push(Unknown::new(cell(tables, self.spots[i]).tells().unwrap_or(0)));
            }
            unknown_of[i] = unknown_of[root];
            let unknown = &mut system.unknowns[unknown_of[i]];
            let cell = cell(tables, self.spots[i]);
            unknown.spots.push(self.spots[i]);
            unknown.sensitive |= rule.hides(cell);
            unknown.hidden |= cell.audience == Audience::Internal;
            unknown.exact |= cell.kind != Kind::Frequency;
            unknown.carries += carried(&tables[self.spots[i].0], self.spots[i], cell);
            if self.is_headline(cell) {
                unknown.carries += HEADLINE;
            }
            means.add(tables, self.spots[i], unknown_of[i]);
        }
        means.carried().for_each(|(unknown, count)| system.unknowns[unknown].carries += count);
        for (total, parts) in &self.sums {
            let parts: Vec<usize> = parts.iter().map(|&part| unknown_of[part]).collect();
            system.add(unknown_of[*total], &parts);
        }
        complements(&mut system, tables, &self.spots, &unknown_of, rule);
        // Where counts are rounded, their differences stay open by themselves.
        if rule.rounding.is_none() {
            let told = |i: usize| Some((cell(tables, self.spots[i]).members.as_ref()?, unknown_of[i]));
            let first = system.unknowns.len();
            let given = |members: &Members| Unknown { given: true, ..Unknown::new(members.n() as i64) };
            system.unknowns.extend(earlier.iter().map(given));
            let known = earlier.iter().zip(first..);
            // Of the same set now and then, the one that is counted now is known as well.
            nested(known.chain((0..self.spots.len()).filter_map(told)), &mut system, rule);
        }
        system.of.resize(system.unknowns.len(), Vec::new());
        system.unknowns.iter_mut().filter(|unknown| unknown.sensitive).for_each(|unknown| unknown.hidden = true);
        system
    }
}

fn cell(tables: &[Table], (table, row, column): Spot) -> &Cell {
    &tables[table].rows[row][column]
}

/// A result of the row weighs as much as this many means.
const RESULT: usize = 10;

/// The cases of an answer of the whole weigh more than all that is said of parts.
pub const HEADLINE: usize = 100_000;

/// How many means of each question are over how many units, and which counts say so.
struct Means<'t> {
    over: BTreeMap<(&'t str, u32), usize>,
    said: BTreeSet<(usize, &'t str, u32)>,
}

impl<'t> Means<'t> {
    fn among(tables: &'t [Table]) -> Means<'t> {
        let mut over = BTreeMap::new();
        for table in tables.iter().filter(|table| table.audience == Audience::Public) {
            let mean = |cell: &&Cell| cell.kind == Kind::Magnitude && cell.contributors.is_none();
            for n in table.rows.iter().flatten().filter(mean).filter_map(|cell| cell.n) {
                *over.entry((table.id.question(), n)).or_default() += 1;
            }
        }
        Means { over, said: BTreeSet::new() }
    }

    /// That a number says in a question how many units there are.
    fn add(&mut self, tables: &'t [Table], (table, row, column): Spot, unknown: usize) {
        let cell = &tables[table].rows[row][column];
        let n = cell.n.filter(|n| *n > 0 && cell.kind == Kind::Frequency);
        self.said.extend(n.map(|n| (unknown, tables[table].id.question(), n)));
    }

    /// Of each number, how many means would be hidden with it.
    fn carried(&self) -> impl Iterator<Item = (usize, usize)> {
        let count = |question, n| self.over.get(&(question, n)).copied().unwrap_or_default();
        self.said.iter().map(move |&(unknown, question, n)| (unknown, count(question, n)))
    }
}

/// Results of the row that rest on as many units as a count of it says.
fn carried(table: &Table, (_, row, _): Spot, cell: &Cell) -> usize {
    if cell.kind != Kind::Frequency || cell.n == Some(0) {
        return 0;
    }
    let rests = |other: &&Cell| other.contributors.is_none() && other.n.is_some() && other.n >= cell.n;
    let results = table.rows[row].iter().filter(|other| other.is_result());
    results.filter(rests).count() * RESULT
}

/// Those whom a share is not about are a number as well, though it stands nowhere: it is hidden, and must stay open.
fn complements(system: &mut System, tables: &[Table], spots: &[Spot], unknown_of: &[usize], rule: &Rule) {
    let mut made = BTreeSet::new();
    for (i, &spot) in spots.iter().enumerate() {
        let share = cell(tables, spot);
        if share.kind == Kind::Frequency {
            continue;
        }
        let (Some(n), Some(part)) = (share.n.map(i64::from), share.contributors.map(i64::from)) else { continue };
        if rule.hides_count(n - part) && made.insert((unknown_of[i], n)) {
            let others = Unknown { sensitive: true, ..Unknown::new(n - part) };
            system.unknowns.push(others);
            system.push(Equation { terms: vec![(unknown_of[i], 1), (system.unknowns.len() - 1, 1)], total: n });
        }
    }
}

/// Of two sets of units that are counted, of which one holds all of the other, those who are in the one only are a number as well, though
/// it stands nowhere: sums over both would tell the sum over them. Where they are few the number must stay open.
fn nested<'t>(told: impl Iterator<Item = (&'t Members, usize)>, system: &mut System, rule: &Rule) {
    let known: BTreeMap<&Members, usize> = told.filter(|(members, _)| !members.is_empty()).collect();
    let mut ordered: Vec<(&Members, usize)> = known.iter().map(|(members, at)| (*members, *at)).collect();
    ordered.sort_by_key(|(members, _)| (members.n(), *members));
    // Whoever is known of an outcome is among those known of it, or among those of whom nothing is said about any.
    let mut about: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    ordered.iter().enumerate().for_each(|(at, (members, _))| about.entry(members.outcome()).or_default().push(at));
    let mut made: BTreeMap<Members, usize> = BTreeMap::new();
    for (at, &(part, small)) in ordered.iter().enumerate() {
        let larger = |outcome: u64| {
            let places = about.get(&outcome).map_or(&[][..], Vec::as_slice);
            let beyond = |place: &&usize| ordered[**place].0.n() - part.n() < rule.least as usize;
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
                system.unknowns.push(Unknown { sensitive: true, ..Unknown::new(rest.n() as i64) });
                made.insert(rest, rest_at);
            }
            system.add(large, &[small, rest_at]);
        }
    }
}

impl Unknown {
    fn new(value: i64) -> Unknown {
        let place = Place::default();
        Unknown {
            value,
            spots: Vec::new(),
            sensitive: false,
            hidden: false,
            exact: false,
            given: false,
            place,
            carries: 0,
        }
    }
}

impl System {
    /// total = Σ parts, where it holds.
    fn add(&mut self, total: usize, parts: &[usize]) {
        let mut factors: BTreeMap<usize, i64> = BTreeMap::from([(total, -1)]);
        parts.iter().for_each(|&part| *factors.entry(part).or_default() += 1);
        let terms: Vec<(usize, i64)> = factors.into_iter().filter(|(_, factor)| *factor != 0).collect();
        let sum: i64 = terms.iter().map(|&(i, factor)| factor * self.unknowns[i].value).sum();
        debug_assert_eq!(sum, 0, "a sum that does not hold: {:?}", &self.unknowns[total].spots);
        if sum != 0 || terms.is_empty() {
            return;
        }
        // All of them are of one side: that nobody is on the other is no secret.
        if let [(nobody, _)] = terms[..] {
            self.unknowns[nobody].given = true;
            return;
        }
        // Shares that make up a whole tell each other, however the whole is rounded.
        self.unknowns[total].exact |= parts.iter().any(|&part| self.unknowns[part].exact);
        self.unknowns[total].place.total = true;
        parts.iter().for_each(|&part| self.unknowns[part].place.part = true);
        if self.terms.insert(terms.clone()) {
            self.push(Equation { terms, total: 0 });
        }
    }

    /// How many hidden counts an equation has.
    pub fn hidden_in(&self, row: usize) -> usize {
        self.equations[row].terms.iter().filter(|(i, _)| self.unknowns[*i].hidden).count()
    }

    fn push(&mut self, equation: Equation) {
        self.of.resize(self.unknowns.len(), Vec::new());
        equation.terms.iter().for_each(|&(i, _)| self.of[i].push(self.equations.len()));
        self.equations.push(equation);
    }
}
