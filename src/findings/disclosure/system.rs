//! The counts of all public tables as unknowns of one system of equations.

use std::collections::{BTreeMap, BTreeSet};

use crate::exhibit::{Cell, Members, Table};
use crate::math::feasible::Equation;

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
    /// As which multiple it is shown, once that is decided.
    pub rounded: Option<i64>,
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
    /// Of shares whose counts are rounded, of whom they are.
    pub bases: BTreeMap<Spot, usize>,
    /// Equal shares of a question, which would tell more if they were rounded in several ways.
    pub alike: Vec<(usize, usize)>,
    /// The terms of each, so that none stands there twice.
    terms: BTreeSet<Vec<(usize, i64)>>,
}

/// The cases of an answer of the whole weigh more than all that is said of parts.
pub const HEADLINE: usize = 100_000;

impl System {
    /// The sets of units that are counted and shown.
    pub fn shown(&self, tables: &[Table]) -> BTreeSet<Members> {
        let shown = self.unknowns.iter().filter(|unknown| !unknown.hidden);
        let members = shown.flat_map(|unknown| &unknown.spots).filter_map(|&spot| cell(tables, spot).members.clone());
        members.filter(|members| !members.is_empty()).collect()
    }
}

/// The cell of a place.
pub fn cell(tables: &[Table], (table, row, column): Spot) -> &Cell {
    &tables[table].rows[row][column]
}

impl Unknown {
    /// So many, of whom nothing is known yet.
    pub fn new(value: i64) -> Unknown {
        let place = Place::default();
        Unknown {
            value,
            spots: Vec::new(),
            sensitive: false,
            hidden: false,
            exact: false,
            given: false,
            rounded: None,
            place,
            carries: 0,
        }
    }
}

impl System {
    /// total = Σ parts, where it holds.
    pub fn add(&mut self, total: usize, parts: &[usize]) {
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

    /// That two counts that are shown are rounded alike.
    pub fn tie(&mut self, a: usize, b: usize) {
        let shown = |i: usize| !self.unknowns[i].hidden;
        if shown(a) && shown(b) {
            self.add(a, &[b]);
        }
    }

    /// A number that stands nowhere and need not stay open.
    pub fn aside(&mut self, value: i64) -> usize {
        self.unknowns.push(Unknown { hidden: true, ..Unknown::new(value) });
        self.unknowns.len() - 1
    }

    /// As which multiple those are shown of whom a share is.
    pub fn base(&self, share: Spot) -> Option<i64> {
        self.unknowns[*self.bases.get(&share)?].rounded
    }

    /// How many hidden counts an equation has.
    pub fn hidden_in(&self, row: usize) -> usize {
        self.equations[row].terms.iter().filter(|(i, _)| self.unknowns[*i].hidden).count()
    }

    /// An equation that holds.
    pub fn push(&mut self, equation: Equation) {
        self.of.resize(self.unknowns.len(), Vec::new());
        equation.terms.iter().for_each(|&(i, _)| self.of[i].push(self.equations.len()));
        self.equations.push(equation);
    }
}
