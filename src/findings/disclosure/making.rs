//! The system of counts made of tables: which cells hold the same number, and what adds up.

use std::collections::{BTreeMap, BTreeSet};

use crate::exhibit::{AnswerPart, Audience, Cell, CellRef, Kind, Link, Members, Relation, Table};

use super::beside::{complements, nested, rounded_shares};
use super::rule::Rule;
use super::system::{HEADLINE, Spot, System, Unknown, cell};

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
            unknown.exact |= cell.kind != Kind::Frequency && rule.rounding.is_none();
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
        match rule.rounding {
            Some(_) => rounded_shares(&mut system, tables, &self.spots, &unknown_of),
            None => complements(&mut system, tables, &self.spots, &unknown_of, rule),
        }
        let told = |i: usize| Some((cell(tables, self.spots[i]).members.as_ref()?, unknown_of[i]));
        let first = system.unknowns.len();
        // Where counts are rounded, what they differ by from earlier ones stays open by itself.
        let earlier = if rule.rounding.is_none() { earlier } else { &[] };
        let given = |members: &Members| Unknown { given: true, ..Unknown::new(members.n() as i64) };
        system.unknowns.extend(earlier.iter().map(given));
        let known = earlier.iter().zip(first..);
        // Of the same set now and then, the one that is counted now is known as well.
        nested(known.chain((0..self.spots.len()).filter_map(told)), &mut system, rule);
        system.of.resize(system.unknowns.len(), Vec::new());
        system.unknowns.iter_mut().filter(|unknown| unknown.sensitive).for_each(|unknown| unknown.hidden = true);
        system
    }
}

/// A result of the row weighs as much as this many means.
const RESULT: usize = 10;

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
