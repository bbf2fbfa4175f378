//! From where to where an unknown can lie, by linear programs (interior point, Clarabel).

use std::collections::BTreeMap;

use clarabel::algebra::CscMatrix;
use clarabel::solver::{
    DefaultSettings, DefaultSolver, IPSolver, SolverStatus,
    SupportedConeT::{NonnegativeConeT, ZeroConeT},
};

/// A sum of unknowns, each with its factor, that is zero.
pub type Row = Vec<(usize, f64)>;

/// Unknowns between bounds and sums that are zero.
#[derive(Clone, Debug, Default)]
pub struct Program {
    pub bounds: Vec<(f64, f64)>,
    pub rows: Vec<Row>,
}

/// Programs of more unknowns are not solved.
const MOST: usize = 400;

impl Program {
    /// The rows and unknowns that hang together with one through unknowns that are open.
    pub fn around(&self, unknown: usize) -> (Program, usize) {
        let mut of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            row.iter().for_each(|(i, _)| of.entry(*i).or_default().push(at));
        }
        let mut index = BTreeMap::from([(unknown, 0)]);
        let (mut open, mut rows, mut taken) = (vec![unknown], Vec::new(), vec![false; self.rows.len()]);
        while let Some(i) = open.pop() {
            for &at in of.get(&i).into_iter().flatten() {
                if std::mem::replace(&mut taken[at], true) {
                    continue;
                }
                rows.push(at);
                for &(j, _) in &self.rows[at] {
                    let next = index.len();
                    if *index.entry(j).or_insert(next) == next && self.bounds[j].0 < self.bounds[j].1 {
                        open.push(j);
                    }
                }
            }
        }
        let mut bounds = vec![(0.0, 0.0); index.len()];
        index.iter().for_each(|(i, at)| bounds[*at] = self.bounds[*i]);
        let rows = rows.into_iter().map(|at| self.rows[at].iter().map(|(i, k)| (index[i], *k)).collect()).collect();
        (Program { bounds, rows }, 0)
    }

    /// Carries bounds through the sums until nothing changes, or for long enough.
    pub fn carry(&mut self) {
        for _ in 0..50 {
            let mut moved = false;
            for row in &self.rows {
                for &(unknown, factor) in row {
                    let (mut low, mut high) = (0.0, 0.0);
                    for &(other, k) in row.iter().filter(|(other, _)| *other != unknown) {
                        let ends = [self.bounds[other].0 * k, self.bounds[other].1 * k];
                        low += ends[0].min(ends[1]);
                        high += ends[0].max(ends[1]);
                    }
                    let ends = [-high / factor, -low / factor];
                    let (low, high) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
                    let own = &mut self.bounds[unknown];
                    // By what the arithmetic leaves, ends may cross.
                    let next = (own.0.max(low), own.1.min(high));
                    if next.0 <= next.1 && (next.0 > own.0 + 1e-12 || next.1 < own.1 - 1e-12) {
                        *own = next;
                        moved = true;
                    }
                }
            }
            if !moved {
                return;
            }
        }
    }

    /// The least and the largest value of an unknown; its bounds where no program could be solved.
    pub fn range(&self, unknown: usize) -> (f64, f64) {
        let own = self.bounds[unknown];
        if own.0 >= own.1 {
            return own;
        }
        let (part, at) = self.around(unknown);
        if part.bounds.len() > MOST || part.rows.is_empty() {
            return own;
        }
        let least = part.least(&[(at, 1.0)]).map_or(own.0, |value| value.max(own.0));
        let most = part.least(&[(at, -1.0)]).map_or(own.1, |value| (-value).min(own.1));
        (least, most)
    }

    /// min Σ factor·x; nothing where the solver gives none.
    fn least(&self, goal: &[(usize, f64)]) -> Option<f64> {
        let open: Vec<usize> = (0..self.bounds.len()).filter(|&i| self.bounds[i].0 < self.bounds[i].1).collect();
        let at: BTreeMap<usize, usize> = open.iter().enumerate().map(|(at, i)| (*i, at)).collect();
        let (mut rows, mut columns, mut values, mut b) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut put = |row: usize, column: usize, value: f64| {
            rows.push(row);
            columns.push(column);
            values.push(value);
        };
        for row in &self.rows {
            let told: f64 = row.iter().filter(|(i, _)| !at.contains_key(i)).map(|(i, k)| k * self.bounds[*i].0).sum();
            let left: Vec<(usize, f64)> = row.iter().filter_map(|(i, k)| Some((*at.get(i)?, *k))).collect();
            if !left.is_empty() {
                left.iter().for_each(|(column, k)| put(b.len(), *column, *k));
                b.push(-told);
            }
        }
        let equal = b.len();
        for (column, &i) in open.iter().enumerate() {
            if self.bounds[i].1.is_finite() {
                put(b.len(), column, 1.0);
                b.push(self.bounds[i].1);
            }
            if self.bounds[i].0.is_finite() {
                put(b.len(), column, -1.0);
                b.push(-self.bounds[i].0);
            }
        }
        let a = CscMatrix::new_from_triplets(b.len(), open.len(), rows, columns, values);
        let mut q = vec![0.0; open.len()];
        goal.iter().for_each(|(i, k)| q[at[i]] = *k);
        let cones = [ZeroConeT(equal), NonnegativeConeT(b.len() - equal)];
        let settings = DefaultSettings { verbose: false, ..DefaultSettings::default() };
        let none = CscMatrix::zeros((open.len(), open.len()));
        let mut solver = DefaultSolver::new(&none, &q, &a, &b, &cones, settings).ok()?;
        solver.solve();
        let solved = matches!(solver.solution.status, SolverStatus::Solved | SolverStatus::AlmostSolved);
        solved.then_some(solver.solution.obj_val)
    }
}
