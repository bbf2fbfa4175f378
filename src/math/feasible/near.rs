use super::Equations;
use super::search::{Net, narrow_row, nearest_first};

/// Depth-first search with the bounds of all unknowns, and what they were before each step.
struct Search<'e> {
    net: Net<'e>,
    low: Vec<i64>,
    high: Vec<i64>,
    changed: Vec<(usize, i64, i64)>,
    /// How often each equation could not hold.
    failed: Vec<usize>,
}

/// A choice: which unknown, how much had changed before it, and the values that are left to try.
struct Choice<V> {
    place: usize,
    changed: usize,
    values: V,
}

impl Equations {
    /// A solution whose values lie near those that are wanted: unknowns in `order`, the wanted value first, bounds carried through after
    /// each. All unknowns stand in the order.
    ///
    /// # Errors
    /// The equation that failed most often, where no solution was found in so many steps.
    pub fn near(&self, wanted: &[i64], order: &[usize], steps: usize) -> Result<Vec<i64>, usize> {
        let mut search = Search::of(self);
        if search.run(wanted, order, steps) { Ok(search.low) } else { Err(search.worst()) }
    }
}

impl<'e> Search<'e> {
    fn of(equations: &'e Equations) -> Search<'e> {
        let (low, high) = (equations.low.clone(), equations.high.clone());
        Search { net: Net::of(equations), low, high, changed: Vec::new(), failed: vec![0; equations.rows.len()] }
    }

    fn run(&mut self, wanted: &[i64], order: &[usize], steps: usize) -> bool {
        if !self.carry((0..self.net.rows.len()).collect()) {
            return false;
        }
        let mut choices = Vec::new();
        let mut place = 0;
        for _ in 0..steps {
            let Some(at) = (place..order.len()).find(|&at| self.low[order[at]] < self.high[order[at]]) else {
                return true;
            };
            let i = order[at];
            let values = nearest_first(self.low[i], self.high[i], wanted[i]);
            choices.push(Choice { place: at, changed: self.changed.len(), values });
            match self.next_value(&mut choices, order) {
                Some(at) => place = at + 1,
                None => return false,
            }
        }
        false
    }

    /// Takes the next value of the last choice that has one which suits; its place in the order.
    fn next_value(&mut self, choices: &mut Vec<Choice<impl Iterator<Item = i64>>>, order: &[usize]) -> Option<usize> {
        while let Some(choice) = choices.last_mut() {
            let (place, changed) = (choice.place, choice.changed);
            self.back(changed);
            let Some(value) = choice.values.next() else {
                choices.pop();
                continue;
            };
            self.set(order[place], value, value);
            if self.carry(self.net.of[order[place]].clone()) {
                return Some(place);
            }
        }
        None
    }

    fn set(&mut self, i: usize, low: i64, high: i64) {
        self.changed.push((i, self.low[i], self.high[i]));
        (self.low[i], self.high[i]) = (low, high);
    }

    fn back(&mut self, changed: usize) {
        for (i, low, high) in self.changed.drain(changed..).rev() {
            (self.low[i], self.high[i]) = (low, high);
        }
    }

    /// Carries bounds through equations, and on from there; whether a solution may be left.
    fn carry(&mut self, mut waiting: Vec<usize>) -> bool {
        while let Some(row) = waiting.pop() {
            let before = self.changed.len();
            let changed = &mut self.changed;
            let keep = |i, low, high| changed.push((i, low, high));
            if !narrow_row(&self.net.rows[row], &mut self.low, &mut self.high, keep) {
                self.failed[row] += 1;
                return false;
            }
            for &(i, ..) in &self.changed[before..] {
                waiting.extend(self.net.of[i].iter().filter(|&&other| other != row));
            }
        }
        true
    }

    fn worst(&self) -> usize {
        (0..self.failed.len()).max_by_key(|&row| (self.failed[row], usize::MAX - row)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Equation;
    use super::*;

    fn sum(total: usize, parts: &[usize]) -> Equation {
        let terms = parts.iter().map(|&part| (part, 1)).chain([(total, -1)]).collect();
        Equation { terms, total: 0 }
    }

    #[test]
    fn two_ways_to_add_up_are_met_at_once() {
        // A table of two rows and columns with its margins, each number between two neighbours.
        let low = vec![2, 1, 3, 4, 4, 7, 6, 5, 12];
        let high = low.iter().map(|low| low + 1).collect();
        let rows =
            [sum(4, &[0, 1]), sum(5, &[2, 3]), sum(6, &[0, 2]), sum(7, &[1, 3]), sum(8, &[4, 5]), sum(8, &[6, 7])];
        let equations = Equations { low: low.clone(), high, rows: rows.to_vec() };
        let found = equations.near(&low, &[8, 4, 5, 6, 7, 0, 1, 2, 3], 100).unwrap();
        let holds = |row: &Equation| row.terms.iter().map(|&(i, k)| k * found[i]).sum::<i64>() == 0;
        assert!(rows.iter().all(holds) && found.iter().zip(&low).all(|(a, b)| (0..=1).contains(&(a - b))));
        assert_eq!(found[8], 12);
    }

    #[test]
    fn what_cannot_add_up_is_named() {
        let equations =
            Equations { low: vec![2, 2, 5, 0], high: vec![2, 2, 5, 9], rows: vec![sum(3, &[0, 1]), sum(2, &[0, 1])] };
        assert_eq!(equations.near(&[2, 2, 5, 4], &[2, 0, 1, 3], 100), Err(1));
    }
}
