//! Greedy assignment on a line: each treated unit takes comparison units whose score is nearest to its own.
//!
//! Units are sorted once by score, stably. A treated unit looks outward from its own place, one place to the left, one to the
//! right, and so on; the nearest admissible unit wins, and of two that are equally near the one met first. Two forests of
//! "next free unit to the left, to the right" (union–find with path halving) skip units that are taken, so that a whole
//! assignment costs O(n log n). These are the rules of MatchIt 4.7 for a propensity score.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::super::next_free::Free;
use super::{Match, Proposal, Reach, Width};

/// Who may be assigned to whom. All slices have one element for each unit; scores are finite.
#[derive(Clone, Copy, Debug)]
pub struct Problem<'a> {
    /// Score of each unit.
    pub score: &'a [f64],
    /// Whether the unit is treated.
    pub treated: &'a [bool],
    /// Only units of the same stratum may meet.
    pub stratum: Option<&'a [u32]>,
    /// Largest distance of scores, inclusive.
    pub caliper: Option<f64>,
    /// Largest distances on further variables.
    pub widths: &'a [Width<'a>],
    /// Comparison units for each treated unit, at least 1.
    pub ratio: usize,
}

/// In which order treated units choose, where a comparison unit can be taken once only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Largest score first.
    Largest,
    /// Smallest score first.
    Smallest,
    /// The closest pair first.
    Closest,
    /// As the units stand.
    Data,
}

/// Assigns each comparison unit at most once. With a ratio k everybody has one match before anybody has a second.
/// Matches are sorted by treated unit, then by round. O(n log n) without `widths`.
pub fn without_replacement(problem: &Problem, order: Order) -> Vec<Match> {
    let line = ScoreLine::new(problem);
    let mut hunt = Hunt::new(&line);
    let mut active = choosing_order(problem, order);
    for _ in 0..problem.ratio {
        if active.is_empty() {
            break;
        }
        match order {
            Order::Closest => hunt.round_of_closest(&mut active),
            _ => active.retain(|&unit| hunt.take_nearest(unit)),
        }
    }
    hunt.matches.sort_by_key(|found| found.treated);
    hunt.matches
}

/// Gives each treated unit its nearest `ratio` comparison units, which may serve several times. Matches are sorted by
/// treated unit, then by distance.
pub fn with_replacement(problem: &Problem) -> Vec<Match> {
    let line = ScoreLine::new(problem);
    let mut free = Free::new(line.pool.len());
    let treated = (0..problem.treated.len() as u32).filter(|&unit| problem.treated[unit as usize]);
    treated.flat_map(|unit| nearest_several(&line, &mut free, unit)).collect()
}

/// What each of these treated units could reach if nothing were taken.
pub fn reach(problem: &Problem, treated: &[u32]) -> Vec<Reach> {
    let open = Problem { caliper: None, widths: &[], ..*problem };
    let (line, anywhere) = (ScoreLine::new(problem), ScoreLine::new(&open));
    let mut free = Free::new(line.pool.len());
    let mut look =
        |line: &ScoreLine, unit: u32| line.nearest(&mut free, unit, line.around(unit, [])).map(|found| found.distance);
    let one = |&unit: &u32| match (look(&line, unit), look(&anywhere, unit)) {
        (Some(_), _) => Reach::Within,
        (None, Some(distance)) => Reach::Beyond(distance),
        (None, None) => Reach::Alone,
    };
    treated.iter().map(one).collect()
}

fn by_score(a: f64, b: f64) -> Ordering {
    a.partial_cmp(&b).unwrap_or(Ordering::Equal)
}

/// Units by ascending score, stably. Scores are copied beside their units: sorting through an index would miss the cache.
fn sorted(score: &[f64], units: Vec<u32>) -> Vec<u32> {
    let mut keyed: Vec<(f64, u32)> = units.into_iter().map(|unit| (score[unit as usize], unit)).collect();
    keyed.sort_by(|a, b| by_score(a.0, b.0));
    keyed.into_iter().map(|(_, unit)| unit).collect()
}

fn choosing_order(problem: &Problem, order: Order) -> Vec<u32> {
    let score = |unit: &u32| problem.score[*unit as usize];
    let mut units: Vec<u32> = (0..problem.score.len() as u32).filter(|&unit| problem.treated[unit as usize]).collect();
    match order {
        Order::Largest => units.sort_by(|a, b| by_score(score(b), score(a))),
        Order::Smallest => units.sort_by(|a, b| by_score(score(a), score(b))),
        Order::Closest | Order::Data => {}
    }
    units
}

/// The units in the order of their scores, and the comparison units of each stratum as one run of `pool`.
struct ScoreLine<'a> {
    problem: &'a Problem<'a>,
    /// Place of each unit among all.
    place: Vec<u32>,
    /// Comparison units by stratum, then place.
    pool: Vec<u32>,
    /// Of each unit: how many of `pool` lie before it.
    slot: Vec<u32>,
    /// Of each unit: the run of its stratum in `pool`.
    run: Vec<(u32, u32)>,
}

impl<'a> ScoreLine<'a> {
    fn new(problem: &'a Problem<'a>) -> ScoreLine<'a> {
        let n = problem.score.len();
        let mut sorted = sorted(problem.score, (0..n as u32).collect());
        let mut place = vec![0; n];
        sorted.iter().enumerate().for_each(|(at, &unit)| place[unit as usize] = at as u32);
        let stratum = |unit: u32| problem.stratum.map_or(0, |of| of[unit as usize]);
        // Stable: within a stratum the order of scores stays.
        sorted.sort_by_key(|&unit| stratum(unit));
        let (mut pool, mut slot, mut run) = (Vec::new(), vec![0; n], vec![(0, 0); n]);
        for members in sorted.chunk_by(|&a, &b| stratum(a) == stratum(b)) {
            let start = pool.len() as u32;
            for &unit in members {
                slot[unit as usize] = pool.len() as u32;
                if !problem.treated[unit as usize] {
                    pool.push(unit);
                }
            }
            members.iter().for_each(|&unit| run[unit as usize] = (start, pool.len() as u32));
        }
        ScoreLine { problem, place, pool, slot, run }
    }

    fn distance(&self, unit: u32, slot: u32) -> f64 {
        (self.problem.score[unit as usize] - self.problem.score[self.pool[slot as usize] as usize]).abs()
    }

    fn admissible(&self, unit: u32, slot: u32) -> bool {
        let other = self.pool[slot as usize] as usize;
        self.problem.widths.iter().all(|of| (of.values[unit as usize] - of.values[other]).abs() <= of.width)
    }

    /// Where the search of a unit begins: outside everything that it held or was refused before.
    fn around(&self, unit: u32, before: impl IntoIterator<Item = u32>) -> Start {
        let (slot, place) = (self.slot[unit as usize], self.place[unit as usize]);
        let start = Start { below: slot, above: slot, left: place, right: place };
        before.into_iter().fold(start, |start, slot| {
            let place = self.place[self.pool[slot as usize] as usize];
            Start {
                below: start.below.min(slot),
                above: start.above.max(slot + 1),
                left: start.left.min(place),
                right: start.right.max(place),
            }
        })
    }

    fn candidate(&self, unit: u32, slot: u32, limit: f64, start: &Start) -> Option<Neighbour> {
        let distance = self.distance(unit, slot);
        let place = self.place[self.pool[slot as usize] as usize];
        // One step to the left comes before one step to the right.
        let step = if place < start.left { 2 * (start.left - place) - 1 } else { 2 * (place - start.right) };
        (distance <= limit).then_some(Neighbour { slot, distance, step })
    }

    fn left(&self, free: &mut Free, unit: u32, start: &Start, limit: f64) -> Option<Neighbour> {
        let mut below = start.below;
        loop {
            let slot = free.left(below).filter(|&slot| slot >= self.run[unit as usize].0)?;
            let found = self.candidate(unit, slot, limit, start)?;
            if self.admissible(unit, slot) {
                return Some(found);
            }
            below = slot;
        }
    }

    fn right(&self, free: &mut Free, unit: u32, start: &Start, limit: f64) -> Option<Neighbour> {
        let mut above = start.above;
        loop {
            let slot = free.right(above).filter(|&slot| slot < self.run[unit as usize].1)?;
            let found = self.candidate(unit, slot, limit, start)?;
            if self.admissible(unit, slot) {
                return Some(found);
            }
            above = slot + 1;
        }
    }

    fn nearest(&self, free: &mut Free, unit: u32, start: Start) -> Option<Neighbour> {
        let caliper = self.problem.caliper.unwrap_or(f64::INFINITY);
        let left = self.left(free, unit, &start, caliper);
        let limit = left.map_or(caliper, |found| found.distance);
        let right = self.right(free, unit, &start, limit);
        nearer(left, right)
    }

    /// Whether another free admissible unit is exactly as near as the one found.
    fn tied(&self, free: &mut Free, unit: u32, start: Start, found: Neighbour) -> bool {
        let on_left = found.slot < start.below;
        let past =
            if on_left { Start { below: found.slot, ..start } } else { Start { above: found.slot + 1, ..start } };
        let left = self.left(free, unit, &past, found.distance);
        left.or_else(|| self.right(free, unit, &past, found.distance)).is_some()
    }
}

/// Slots below and above which a search begins, and the places from which its steps are counted.
#[derive(Clone, Copy)]
struct Start {
    below: u32,
    above: u32,
    left: u32,
    right: u32,
}

/// A comparison unit met by a search: its slot in the pool, its distance, when it was met.
#[derive(Clone, Copy)]
struct Neighbour {
    slot: u32,
    distance: f64,
    step: u32,
}

fn nearer(left: Option<Neighbour>, right: Option<Neighbour>) -> Option<Neighbour> {
    match (left, right) {
        (Some(l), Some(r)) => {
            Some(if by_score(r.distance, l.distance).then(r.step.cmp(&l.step)).is_lt() { r } else { l })
        }
        (left, right) => left.or(right),
    }
}

fn nearest_several(line: &ScoreLine, free: &mut Free, unit: u32) -> Vec<Match> {
    let caliper = line.problem.caliper.unwrap_or(f64::INFINITY);
    let mut start = line.around(unit, []);
    let mut matches = Vec::new();
    while matches.len() < line.problem.ratio {
        let left = line.left(free, unit, &start, caliper);
        let right = line.right(free, unit, &start, left.map_or(caliper, |found| found.distance));
        let Some(found) = nearer(left, right) else { break };
        let tied = line.tied(free, unit, start, found);
        if found.slot < start.below {
            start.below = found.slot
        } else {
            start.above = found.slot + 1
        }
        let comparison = line.pool[found.slot as usize];
        matches.push(Match { treated: unit, comparison, distance: found.distance, tied });
    }
    matches
}

/// The state of an assignment: who is free, who holds whom.
struct Hunt<'a> {
    line: &'a ScoreLine<'a>,
    free: Free,
    /// Slots that each unit holds.
    held: Vec<Vec<u32>>,
    matches: Vec<Match>,
}

impl<'a> Hunt<'a> {
    fn new(line: &'a ScoreLine<'a>) -> Hunt<'a> {
        let held = vec![Vec::new(); line.place.len()];
        Hunt { line, free: Free::new(line.pool.len()), held, matches: Vec::new() }
    }

    fn start(&self, unit: u32, refused: Option<u32>) -> Start {
        self.line.around(unit, self.held[unit as usize].iter().copied().chain(refused))
    }

    fn propose(&mut self, unit: u32, refused: Option<u32>) -> Option<Neighbour> {
        let start = self.start(unit, refused);
        self.line.nearest(&mut self.free, unit, start)
    }

    fn keep(&mut self, unit: u32, found: Neighbour) {
        let start = self.start(unit, None);
        let tied = self.line.tied(&mut self.free, unit, start, found);
        let comparison = self.line.pool[found.slot as usize];
        self.matches.push(Match { treated: unit, comparison, distance: found.distance, tied });
        self.free.take(found.slot);
        if self.line.problem.ratio > 1 {
            self.held[unit as usize].push(found.slot);
        }
    }

    fn take_nearest(&mut self, unit: u32) -> bool {
        let found = self.propose(unit, None);
        found.inspect(|&found| self.keep(unit, found)).is_some()
    }

    /// Every unit proposes its nearest; the smallest distance is kept first. Who finds its proposal taken proposes anew and
    /// goes before those of equal distance; otherwise equal distances go as the units stand. Units without a match leave.
    fn round_of_closest(&mut self, active: &mut Vec<u32>) {
        let mut heap = BinaryHeap::with_capacity(active.len());
        active.retain(|&unit| {
            let found = self.propose(unit, None);
            found
                .inspect(|found| heap.push(Reverse(Proposal::new(unit, (found.slot, found.distance), i64::from(unit)))))
                .is_some()
        });
        let (mut again, mut lost) = (-1, vec![false; self.held.len()]);
        while let Some(Reverse(Proposal { unit, slot, distance, .. })) = heap.pop() {
            if self.free.is_free(slot) {
                self.keep(unit, Neighbour { slot, distance: f64::from_bits(distance), step: 0 });
                continue;
            }
            match self.propose(unit, Some(slot)) {
                Some(found) => heap.push(Reverse(Proposal::new(unit, (found.slot, found.distance), again))),
                None => lost[unit as usize] = true,
            }
            again -= 1;
        }
        active.retain(|&unit| !lost[unit as usize]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(matches: &[Match]) -> Vec<(u32, u32)> {
        matches.iter().map(|found| (found.treated, found.comparison)).collect()
    }

    fn problem<'a>(score: &'a [f64], treated: &'a [bool], ratio: usize) -> Problem<'a> {
        Problem { score, treated, stratum: None, caliper: None, widths: &[], ratio }
    }

    #[test]
    fn of_two_equally_near_the_one_met_first_is_kept() {
        let treated = [true, false, false];
        let found = without_replacement(&problem(&[2.0, 3.0, 1.0], &treated, 1), Order::Largest);
        assert_eq!(pairs(&found), [(0, 2)], "left before right");
        assert!(found[0].tied);
        let far = [2.0, 3.0, 1.0, 1.5];
        let found = without_replacement(&problem(&far, &[true, false, false, true], 1), Order::Largest);
        assert_eq!(pairs(&found), [(0, 1), (3, 2)], "one step to the right before two to the left");
    }

    #[test]
    fn everybody_has_one_before_anybody_has_two() {
        let score = [1.0, 1.1, 1.2, 5.0, 9.0];
        let treated = [true, true, false, false, false];
        let found = without_replacement(&problem(&score, &treated, 2), Order::Largest);
        assert_eq!(pairs(&found), [(0, 3), (1, 2), (1, 4)]);
    }

    #[test]
    fn reasons_for_no_match_are_told_apart() {
        let score = [0.0, 1.0, 1.5, 9.0];
        let treated = [true, true, false, true];
        let stratum = [1, 2, 2, 2];
        let given = Problem { stratum: Some(&stratum), caliper: Some(1.0), ..problem(&score, &treated, 1) };
        assert_eq!(reach(&given, &[0, 1, 3]), [Reach::Alone, Reach::Within, Reach::Beyond(7.5)]);
    }

    #[test]
    fn nobody_to_match_is_no_match() {
        assert!(without_replacement(&problem(&[], &[], 1), Order::Closest).is_empty());
        assert!(without_replacement(&problem(&[1.0], &[true], 1), Order::Closest).is_empty());
        assert!(with_replacement(&problem(&[1.0], &[false], 1)).is_empty());
    }
}
