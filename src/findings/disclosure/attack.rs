//! What one who knows everything that is shown can tell of a hidden count.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::math::feasible::{Equation, Equations, SearchResult};

use super::rule::{Open, Rule};
use super::system::System;

/// Steps of a search for a solution in which a hidden count is harmless.
const STEPS: usize = 500;

/// How open a hidden count is to one who knows everything that is shown.
pub enum Openness {
    /// It can be told too closely.
    Told,
    /// It is open enough.
    Open,
    /// It is open enough, as a solution shows.
    Shown(Witness),
}

/// A solution, other than the truth, that what is shown allows.
pub struct Witness {
    /// Counts, ascending.
    unknowns: Vec<usize>,
    /// A value of each.
    values: Vec<i64>,
}

impl Witness {
    /// Whether the solution is one still when a count may only lie between these ends.
    pub fn allows(&self, unknown: usize, (low, high): (i64, i64)) -> bool {
        let at = self.unknowns.binary_search(&unknown);
        at.is_ok_and(|at| (low..=high).contains(&self.values[at]))
    }
}

/// The counts that hang together through hidden ones, as equations of their own.
pub struct Part {
    /// Counts of the part, ascending.
    pub unknowns: Vec<usize>,
    /// Their equations, numbered as `unknowns`.
    pub equations: Equations,
    /// The true values, numbered as `unknowns`.
    pub known: Vec<i64>,
    /// The equations with bounds carried through, once they were asked for; nothing where no solution is left.
    narrow: OnceCell<Option<Equations>>,
    /// Where a count that nothing limits was cut off.
    most: i64,
}

impl Part {
    /// The part that a count belongs to.
    pub fn around(system: &System, unknown: usize, rule: &Rule) -> Part {
        let (unknowns, rows) = reach(system, unknown, rule);
        let at: BTreeMap<usize, usize> = unknowns.iter().enumerate().map(|(i, unknown)| (*unknown, i)).collect();
        let numbered = |row: &usize| {
            let Equation { terms, total } = &system.equations[*row];
            Equation { terms: terms.iter().map(|(i, factor)| (at[i], *factor)).collect(), total: *total }
        };
        let rows: Vec<Equation> = rows.iter().map(numbered).collect();
        let known: Vec<i64> = unknowns.iter().map(|&i| system.unknowns[i].value).collect();
        let most = known.iter().max().copied().unwrap_or(0) * 2 + 100;
        let ends = |&i: &usize| if system.unknowns[i].hidden { (0, most) } else { told(system, i, rule) };
        let (low, high) = unknowns.iter().map(ends).unzip();
        Part { unknowns, equations: Equations { low, high, rows }, known, narrow: OnceCell::new(), most }
    }

    /// Whether a hidden count is of the part.
    pub fn holds(&self, unknown: usize) -> bool {
        self.unknowns.binary_search(&unknown).is_ok()
    }

    /// Whether a hidden count is open enough, with a solution that shows it where one was found.
    pub fn openness(&self, unknown: usize, rule: &Rule) -> Openness {
        let at = self.at(unknown);
        let Some(narrow) = self.narrowed() else { return Openness::Told };
        if !rule.is_open(narrow.low[at], narrow.high[at]) {
            return Openness::Told;
        }
        let witness = |range| match narrow.solution_with(at, range, &self.known, STEPS) {
            SearchResult::Some(values) => Some(Witness { unknowns: self.unknowns.clone(), values }),
            SearchResult::None | SearchResult::Unknown => None,
        };
        if let Some(witness) = rule.elsewhere(self.known[at]).into_iter().find_map(witness) {
            return Openness::Shown(witness);
        }
        // Where any other solution must be a harmless one, none was found.
        if rule.open == Open::Harmless {
            return Openness::Told;
        }
        let (low, high) = self.range(unknown);
        if rule.is_open(low, high) { Openness::Open } else { Openness::Told }
    }

    /// The range, without an upper end where nothing limits the count.
    pub fn open_range(&self, unknown: usize) -> (i64, Option<i64>) {
        let (low, high) = self.range(unknown);
        (low, (high < self.most).then_some(high))
    }

    fn narrowed(&self) -> Option<&Equations> {
        self.narrow.get_or_init(|| self.equations.narrowed()).as_ref()
    }

    fn at(&self, unknown: usize) -> usize {
        self.unknowns.binary_search(&unknown).expect("the count is of this part")
    }

    /// From where to where the count might lie.
    pub fn range(&self, unknown: usize) -> (i64, i64) {
        let at = self.at(unknown);
        let truth = (self.known[at], self.known[at]);
        self.narrowed().map_or(truth, |narrow| narrow.range_of_narrowed(at, &self.known))
    }
}

/// Between which ends one who sees a count knows it to be.
pub fn told(system: &System, unknown: usize, rule: &Rule) -> (i64, i64) {
    let unknown = &system.unknowns[unknown];
    match unknown.rounded {
        _ if unknown.exact => (unknown.value, unknown.value),
        Some(shown) => rule.stands_for(shown),
        None => rule.told(unknown.value),
    }
}

/// Counts and equations that hang together with a count through counts that are not exactly told; counts that are told stand in
/// the equations, but lead no further.
pub fn reach(system: &System, start: usize, rule: &Rule) -> (Vec<usize>, Vec<usize>) {
    let (mut unknowns, mut rows) = (BTreeSet::from([start]), BTreeSet::new());
    let mut waiting = vec![start];
    while let Some(unknown) = waiting.pop() {
        for &row in system.of.get(unknown).into_iter().flatten() {
            if !rows.insert(row) {
                continue;
            }
            for &(other, _) in &system.equations[row].terms {
                let open = system.unknowns[other].hidden || rule.rounding.is_some();
                if unknowns.insert(other) && open {
                    waiting.push(other);
                }
            }
        }
    }
    (unknowns.into_iter().collect(), rows.into_iter().collect())
}
