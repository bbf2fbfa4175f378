//! Greedy assignment among points: each treated unit takes the admissible comparison unit at the smallest Euclidean distance; of
//! several at that distance, to rounding, the one that stands first. Every pair is looked at: O(treated · others · coordinates).

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use ndarray::ArrayView2;

use super::{Match, Proposal, Reach, Width};

/// Who may be assigned to whom. All slices have one element for each unit.
#[derive(Clone, Copy, Debug)]
pub struct Points<'a> {
    /// Finite coordinates: a row for each unit.
    pub at: ArrayView2<'a, f64>,
    /// Whether the unit is treated.
    pub treated: &'a [bool],
    /// Only units of the same stratum may meet.
    pub stratum: Option<&'a [u32]>,
    /// Largest distances on further variables.
    pub widths: &'a [Width<'a>],
    /// Comparison units for each treated unit, at least 1.
    pub ratio: usize,
}

/// Distances that differ by less than this, in units of the coordinates, differ by rounding only: two years more and two years less
/// are equally far.
const ROUNDING: f64 = 1e-11;

/// In which order treated units choose, where a comparison unit can be taken once only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// As they stand.
    Standing,
    /// The closest pair first.
    Closest,
}

impl Points<'_> {
    /// Assigns each comparison unit at most once. With a ratio k everybody has one match before anybody has a second. Matches are
    /// sorted by treated unit, then by round.
    pub fn without_replacement(&self, turn: Turn) -> Vec<Match> {
        let mut taken = vec![false; self.treated.len()];
        let (mut matches, mut active) = (Vec::new(), self.units());
        for _ in 0..self.ratio {
            match turn {
                Turn::Standing => active.retain(|&unit| self.take(unit, &mut taken, &mut matches)),
                Turn::Closest => self.round_of_closest(&mut active, &mut taken, &mut matches),
            }
        }
        matches.sort_by_key(|found| found.treated);
        matches
    }

    /// Gives each treated unit its nearest `ratio` comparison units, which may serve several times. Matches are sorted by treated
    /// unit, then by distance.
    pub fn with_replacement(&self) -> Vec<Match> {
        let of = |unit: u32| {
            let mut held = vec![false; self.treated.len()];
            let mut matches = Vec::new();
            while matches.len() < self.ratio && self.take(unit, &mut held, &mut matches) {}
            matches
        };
        self.units().into_iter().flat_map(of).collect()
    }

    /// What each of these treated units could reach if nothing were taken.
    pub fn reach(&self, treated: &[u32]) -> Vec<Reach> {
        let (none, open) = (vec![false; self.treated.len()], Points { widths: &[], ..*self });
        let one = |&unit: &u32| match (self.nearest(unit, &none), open.nearest(unit, &none)) {
            (Some(_), _) => Reach::Within,
            (None, Some(found)) => Reach::Beyond(found.distance),
            (None, None) => Reach::Alone,
        };
        treated.iter().map(one).collect()
    }

    fn units(&self) -> Vec<u32> {
        (0..self.treated.len() as u32).filter(|&unit| self.treated[unit as usize]).collect()
    }

    fn distance(&self, a: usize, b: usize) -> f64 {
        let (a, b) = (self.at.row(a), self.at.row(b));
        a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt()
    }

    fn admissible(&self, a: usize, b: usize) -> bool {
        let equal = self.stratum.is_none_or(|stratum| stratum[a] == stratum[b]);
        equal && self.widths.iter().all(|of| (of.values[a] - of.values[b]).abs() <= of.width)
    }

    fn nearest(&self, unit: u32, taken: &[bool]) -> Option<Match> {
        let of = unit as usize;
        let free = (0..taken.len()).filter(|&other| !self.treated[other] && !taken[other]);
        let near =
            free.filter(|&other| self.admissible(of, other)).map(|other| (other as u32, self.distance(of, other)));
        near.fold(None, |best: Option<Match>, (comparison, distance)| {
            let found = Match { treated: unit, comparison, distance, tied: false };
            let Some(best) = best else { return Some(found) };
            Some(match rounded(distance).total_cmp(&rounded(best.distance)) {
                Ordering::Less => found,
                Ordering::Equal => Match { tied: true, ..best },
                Ordering::Greater => best,
            })
        })
    }

    fn take(&self, unit: u32, taken: &mut [bool], matches: &mut Vec<Match>) -> bool {
        let found = self.nearest(unit, taken);
        if let Some(found) = found {
            taken[found.comparison as usize] = true;
            matches.push(found);
        }
        found.is_some()
    }

    /// Every unit proposes its nearest; the smallest distance is kept first. Who finds its proposal taken proposes anew and goes
    /// before those of equal distance; otherwise equal distances go as the units stand. Units without a match leave.
    fn round_of_closest(&self, active: &mut Vec<u32>, taken: &mut [bool], matches: &mut Vec<Match>) {
        let propose = |unit: u32, taken: &[bool], turn: i64| {
            self.nearest(unit, taken)
                .map(|found| Proposal::new(unit, (found.comparison, rounded(found.distance)), turn))
        };
        let first = active.iter().filter_map(|&unit| propose(unit, taken, i64::from(unit)));
        let mut heap: BinaryHeap<Reverse<Proposal>> = first.map(Reverse).collect();
        let (mut again, mut matched) = (-1, vec![false; taken.len()]);
        while let Some(Reverse(Proposal { unit, slot, .. })) = heap.pop() {
            if !taken[slot as usize] {
                matched[unit as usize] = self.take(unit, taken, matches);
                continue;
            }
            heap.extend(propose(unit, taken, again).map(Reverse));
            again -= 1;
        }
        active.retain(|&unit| matched[unit as usize]);
    }
}

fn rounded(distance: f64) -> f64 {
    (distance / ROUNDING).round()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn the_first_of_equally_near_ones_is_taken_and_calipers_and_strata_hold() {
        let at = array![[0.0, 0.0], [3.0, 4.0], [0.0, 5.0], [1.0, 0.0]];
        let treated = [true, false, false, false];
        let points = Points { at: at.view(), treated: &treated, stratum: Some(&[1, 1, 1, 2]), widths: &[], ratio: 1 };
        let found = points.without_replacement(Turn::Standing);
        assert_eq!((found[0].comparison, found[0].distance, found[0].tied), (1, 5.0, true));
        let values = [0.0, 9.0, 1.0, 0.0];
        let near = [Width { values: &values, width: 1.0 }];
        let narrow = Points { widths: &near, ..points };
        assert_eq!(narrow.with_replacement()[0].comparison, 2);
        let nobody = [Width { values: &values, width: 0.5 }];
        assert_eq!(Points { widths: &nobody, ..points }.reach(&[0]), [Reach::Beyond(5.0)]);
        assert_eq!(Points { stratum: Some(&[7, 1, 1, 2]), ..points }.reach(&[0]), [Reach::Alone]);
    }

    #[test]
    fn the_closest_pair_goes_first_and_everybody_has_one_before_anybody_has_two() {
        let at = array![[0.0], [2.0], [1.5], [9.0], [8.0]];
        let treated = [true, true, false, false, false];
        let points = Points { at: at.view(), treated: &treated, stratum: None, widths: &[], ratio: 2 };
        let pairs = |found: Vec<Match>| found.iter().map(|it| (it.treated, it.comparison)).collect::<Vec<_>>();
        assert_eq!(pairs(points.without_replacement(Turn::Standing)), [(0, 2), (0, 3), (1, 4)]);
        assert_eq!(pairs(points.without_replacement(Turn::Closest)), [(0, 4), (1, 2), (1, 3)]);
    }
}
