//! What linear equations over whole numbers leave open: the range of an unknown over all solutions.
//!
//! [`Equations::near`] finds a solution near given values. What is left open is told in three ways, from cheap to dear: [`Equations::narrowed`] carries bounds through the equations; [`Equations::linear_range`]
//! solves two linear programs; [`Equations::solution_with`] searches whole numbers and is exact where it ends.

mod linear;
mod near;
mod search;

use search::Net;

pub use search::SearchResult;

/// Σ factor·x over the terms = total.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Equation {
    /// Index of an unknown and its factor; each unknown once.
    pub terms: Vec<(usize, i64)>,
    /// The sum.
    pub total: i64,
}

/// Equations over whole numbers between bounds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Equations {
    /// Least value of each unknown.
    pub low: Vec<i64>,
    /// Largest value of each unknown.
    pub high: Vec<i64>,
    /// The equations.
    pub rows: Vec<Equation>,
}

/// Steps of the search after which an end of a range is taken from the linear program.
const STEPS: usize = 1_000;
/// Steps of the search for a solution that reaches an end, before the linear program is asked.
const QUICK: usize = 300;
/// Ends closer than this to a whole number are that number.
const NEAR: f64 = 1e-6;

impl Equations {
    /// The same equations with bounds carried through them until nothing changes; nothing where no solution is left.
    pub fn narrowed(&self) -> Option<Equations> {
        let mut narrow = self.clone();
        search::narrow(&mut narrow).then_some(narrow)
    }

    /// The least and the largest whole value of an unknown over all solutions; nothing where there is no solution. `known` is
    /// one solution, from which the search starts. Ends that carrying bounds gives and a solution reaches are the ends; others
    /// are looked for from those of the linear program inwards. Where the search would take too long, the ends are those of the
    /// linear program, which are never too narrow.
    pub fn range(&self, unknown: usize, known: &[i64]) -> Option<(i64, i64)> {
        Some(self.narrowed()?.range_of_narrowed(unknown, known))
    }

    /// [`Equations::range`] of equations that are narrowed already.
    pub fn range_of_narrowed(&self, unknown: usize, known: &[i64]) -> (i64, i64) {
        let (low, high) = (self.low[unknown], self.high[unknown]);
        let net = Net::of(self);
        let reached = |value: i64, steps| self.solution_in(&net, unknown, (value, value), known, steps);
        let reaches = |value: i64| value == known[unknown] || matches!(reached(value, QUICK), SearchResult::Some(_));
        if reaches(low) && reaches(high) {
            return (low, high);
        }
        let (least, most) = self.linear_range(unknown).unwrap_or((low as f64, high as f64));
        let (low, high) = (low.max((least - NEAR).ceil() as i64), high.min((most + NEAR).floor() as i64));
        let possible = |value: &i64| reached(*value, STEPS) != SearchResult::None;
        let first = (low..=known[unknown]).find(possible).unwrap_or(known[unknown]);
        let last = (known[unknown]..=high).rev().find(possible).unwrap_or(known[unknown]);
        (first, last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two rows and two columns with sums 3, 9 | 4, 8: a ranges from 0 to 3.
    fn square() -> Equations {
        let row = |terms: [usize; 2], total| Equation { terms: terms.map(|i| (i, 1)).to_vec(), total };
        Equations {
            low: vec![0; 4],
            high: vec![100; 4],
            rows: vec![row([0, 1], 3), row([2, 3], 9), row([0, 2], 4), row([1, 3], 8)],
        }
    }

    #[test]
    fn a_square_is_open_from_zero_to_its_smaller_sum() {
        let known = [1, 2, 3, 6];
        assert_eq!(square().range(0, &known), Some((0, 3)));
        assert_eq!(square().range(3, &known), Some((5, 8)));
        let (low, high) = square().linear_range(0).unwrap();
        assert!(low.abs() < 1e-6 && (high - 3.0).abs() < 1e-6);
    }

    #[test]
    fn what_is_told_leaves_nothing_open() {
        let mut told = square();
        (told.low[1], told.high[1]) = (2, 2);
        assert_eq!(told.range(0, &[1, 2, 3, 6]), Some((1, 1)));
        told.high[0] = 0;
        assert_eq!(told.narrowed(), None);
    }

    /// 2x + 4y = 6 has x = 1 or 3 only, though the linear program allows 0 and everything between.
    #[test]
    fn whole_numbers_leave_less_open_than_real_ones() {
        let rows = vec![Equation { terms: vec![(0, 2), (1, 4)], total: 6 }];
        let odd = Equations { low: vec![0, 0], high: vec![2, 9], rows };
        assert_eq!(odd.range(0, &[1, 1]), Some((1, 1)));
    }
}
