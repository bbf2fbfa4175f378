use std::collections::BTreeSet;

use super::{Equation, Equations};

/// What a search for a solution came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SearchResult {
    /// There is one: the value of each unknown.
    Some(Vec<i64>),
    /// There is none.
    None,
    /// Not told within the steps allowed.
    Unknown,
}

impl Equations {
    /// Whether there is a solution in which an unknown lies in a range: depth first, bounds carried through at each step,
    /// values nearest to a `known` solution first.
    pub fn solution_with(&self, unknown: usize, range: (i64, i64), known: &[i64], steps: usize) -> SearchResult {
        self.solution_in(&Net::of(self), unknown, range, known, steps)
    }

    /// [`Equations::solution_with`], with the net of the equations.
    pub(super) fn solution_in(
        &self,
        net: &Net<'_>,
        unknown: usize,
        (low, high): (i64, i64),
        known: &[i64],
        steps: usize,
    ) -> SearchResult {
        let mut start = Bounds { low: self.low.clone(), high: self.high.clone() };
        start.low[unknown] = start.low[unknown].max(low);
        start.high[unknown] = start.high[unknown].min(high);
        if start.low[unknown] > start.high[unknown] || !net.narrow(&mut start, net.of[unknown].iter().copied()) {
            return SearchResult::None;
        }
        net.descend(&start, known, &mut { steps })
    }
}

/// Carries the bounds of equations through all of them; whether a solution may be left.
pub(super) fn narrow(equations: &mut Equations) -> bool {
    let mut bounds = Bounds { low: equations.low.clone(), high: equations.high.clone() };
    let possible = (0..bounds.low.len()).all(|i| bounds.low[i] <= bounds.high[i])
        && equations.rows.iter().filter(|row| row.terms.is_empty()).all(|row| row.total == 0)
        && Net::of(equations).narrow(&mut bounds, 0..equations.rows.len());
    (equations.low, equations.high) = (bounds.low, bounds.high);
    possible
}

#[derive(Clone)]
struct Bounds {
    low: Vec<i64>,
    high: Vec<i64>,
}

/// Equations, and of each unknown the equations that it is in.
pub(super) struct Net<'e> {
    pub rows: &'e [Equation],
    pub of: Vec<Vec<usize>>,
}

/// Narrowings after which bounds that still creep are left as they are.
const CREEPING: usize = 10_000;

impl<'e> Net<'e> {
    pub fn of(equations: &'e Equations) -> Net<'e> {
        let mut of = vec![Vec::new(); equations.low.len()];
        for (row, equation) in equations.rows.iter().enumerate() {
            equation.terms.iter().for_each(|&(i, _)| of[i].push(row));
        }
        Net { rows: &equations.rows, of }
    }

    /// Depth-first search; `left` counts down the steps.
    fn descend(&self, state: &Bounds, known: &[i64], left: &mut usize) -> SearchResult {
        // What is left as it was known is a solution as soon as the rest suits it.
        let nearest: Vec<i64> = (0..known.len()).map(|i| known[i].clamp(state.low[i], state.high[i])).collect();
        if self
            .rows
            .iter()
            .all(|row| row.terms.iter().map(|&(i, factor)| factor * nearest[i]).sum::<i64>() == row.total)
        {
            return SearchResult::Some(nearest);
        }
        let open = (0..state.low.len()).filter(|&i| state.low[i] < state.high[i]);
        // An unknown whose known value no longer suits first: there the solution must differ.
        let suits = |i: usize| (state.low[i]..=state.high[i]).contains(&known[i]);
        let Some(next) = open.min_by_key(|&i| (suits(i), state.high[i] - state.low[i], i)) else {
            return SearchResult::Some(state.low.clone());
        };
        let mut unsure = false;
        for value in nearest_first(state.low[next], state.high[next], known[next]) {
            if *left == 0 {
                return SearchResult::Unknown;
            }
            *left -= 1;
            let mut state = state.clone();
            (state.low[next], state.high[next]) = (value, value);
            if !self.narrow(&mut state, self.of[next].iter().copied()) {
                continue;
            }
            match self.descend(&state, known, left) {
                SearchResult::None => {}
                SearchResult::Unknown => unsure = true,
                found => return found,
            }
        }
        if unsure { SearchResult::Unknown } else { SearchResult::None }
    }

    /// Carries bounds through some equations, and on from there; whether a solution may be left.
    fn narrow(&self, bounds: &mut Bounds, rows: impl Iterator<Item = usize>) -> bool {
        let mut waiting: BTreeSet<usize> = rows.collect();
        for _ in 0..CREEPING {
            let Some(row) = waiting.pop_first() else { return true };
            let moves = |i: usize, _, _| waiting.extend(self.of[i].iter().copied().filter(|&other| other != row));
            if !narrow_row(&self.rows[row], &mut bounds.low, &mut bounds.high, moves) {
                return false;
            }
        }
        true
    }
}

/// All values of a range, those near `centre` first.
pub(super) fn nearest_first(low: i64, high: i64, centre: i64) -> impl Iterator<Item = i64> {
    let centre = centre.clamp(low, high);
    let reach = (centre - low).max(high - centre);
    let pair = move |d: i64| if d == 0 { [Some(centre), None] } else { [Some(centre - d), Some(centre + d)] };
    (0..=reach).flat_map(pair).flatten().filter(move |value| (low..=high).contains(value))
}

/// Narrows the unknowns of one equation by what the others leave, and says of each that moves what its bounds were; whether any value
/// suits.
pub(super) fn narrow_row(
    row: &Equation,
    low: &mut [i64],
    high: &mut [i64],
    mut moves: impl FnMut(usize, i64, i64),
) -> bool {
    loop {
        let own = row.terms.iter().map(|&(i, k)| ends(k, low[i], high[i]));
        let (mut least, mut most) = own.fold((0, 0), |sum, end| (sum.0 + end.0, sum.1 + end.1));
        if least > row.total || most < row.total {
            return false;
        }
        let mut moved = false;
        for &(i, k) in &row.terms {
            let (a, b) = ends(k, low[i], high[i]);
            // factor·x lies between what is left when the others are largest and when they are least.
            let (from, to) = divided(row.total - (most - b), row.total - (least - a), k);
            let (from, to) = (from.max(low[i]), to.min(high[i]));
            if from > to {
                return false;
            }
            if (from, to) != (low[i], high[i]) {
                moves(i, low[i], high[i]);
                (low[i], high[i]) = (from, to);
                let (c, d) = ends(k, from, to);
                (least, most) = (least + c - a, most + d - b);
                moved = true;
            }
        }
        if !moved {
            return true;
        }
    }
}

/// The ends of factor·x.
fn ends(factor: i64, low: i64, high: i64) -> (i64, i64) {
    if factor > 0 { (factor * low, factor * high) } else { (factor * high, factor * low) }
}

/// The whole x with from ≤ factor·x ≤ to.
fn divided(from: i64, to: i64, factor: i64) -> (i64, i64) {
    let (from, to, factor) = if factor > 0 { (from, to, factor) } else { (-to, -from, -factor) };
    (-(-from).div_euclid(factor), to.div_euclid(factor))
}
