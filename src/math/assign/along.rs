//! Partners of least total distance on a line, exactly, in O(n log n).
//!
//! On a line an assignment is a flow between neighbours: z units of demand cross the gap between two places, which costs gap · |z|.
//! Its dual is a potential f that rises and falls no faster than the places lie apart; the dual value is a sum of concave pieces of
//! f with a bend at 0. From left to right the best value as a function of f at the last place stays concave and piecewise linear:
//! its bends are kept in two heaps about its top; a step to the next place moves the two halves apart, a unit adds a bend. Backwards
//! the best f follows, and from it, by complementary slackness, a flow of the same value. Places are integers of 2⁻⁴⁰ of the range, so
//! that all of this is exact.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::stars::{Degrees, Stars, needed};

/// Steps into which the range of scores is divided: coarse enough that the last digits of a score decide nothing.
const STEPS: f64 = (1u64 << 40) as f64;
/// More than any potential, and more than any number of units.
const FAR: i64 = 1 << 60;

/// Partners of least total distance |score − score|, for units of one stratum; nothing where there are too few for `degrees`.
pub fn along(score: &[f64], treated: &[bool], degrees: Degrees) -> Option<Stars> {
    let n1 = treated.iter().filter(|&&treated| treated).count();
    if !degrees.possible(n1, treated.len() - n1) {
        return None;
    }
    let line = Places::new(score, treated);
    let bounds: Vec<(i64, i64)> = line.unit.iter().map(|&unit| supply(degrees, treated[unit as usize])).collect();
    let potential = line.potential(&bounds);
    let flow = line.flow(&bounds, &potential)?;
    let edges = needed(line.partners(&flow), treated.len(), degrees);
    let total = edges.iter().map(|&(a, b)| (score[a as usize] - score[b as usize]).abs()).sum();
    Some(Stars { edges, total, bound: line.bound(&bounds, &potential) })
}

/// What a unit may add to the demand that goes on: a treated unit the number of its partners, a comparison unit takes off.
fn supply(degrees: Degrees, treated: bool) -> (i64, i64) {
    let (fewest, most) = if treated { degrees.treated } else { degrees.comparison };
    if treated { (i64::from(fewest), i64::from(most)) } else { (-i64::from(most), -i64::from(fewest)) }
}

/// The units in the order of their scores.
struct Places {
    unit: Vec<u32>,
    /// Integer place of each, in that order.
    at: Vec<i64>,
    /// What one step of the integers is.
    step: f64,
}

impl Places {
    fn new(score: &[f64], treated: &[bool]) -> Places {
        let mut unit: Vec<u32> = (0..treated.len() as u32).collect();
        unit.sort_by(|&a, &b| score[a as usize].total_cmp(&score[b as usize]));
        let ends = unit.first().zip(unit.last()).map(|(a, b)| (score[*a as usize], score[*b as usize]));
        let (low, high) = ends.unwrap_or((0.0, 0.0));
        let step = if high > low { (high - low) / STEPS } else { 1.0 };
        let at = unit.iter().map(|&unit| ((score[unit as usize] - low) / step).round() as i64).collect();
        Places { unit, at, step }
    }

    fn gap(&self, place: usize) -> i64 {
        self.at[place + 1] - self.at[place]
    }

    /// The best potential at each place.
    fn potential(&self, bounds: &[(i64, i64)]) -> Vec<i64> {
        let mut hill = Hill::new();
        let mut tops = Vec::with_capacity(bounds.len());
        for (place, &bound) in bounds.iter().enumerate() {
            if place > 0 {
                hill.widen(self.gap(place - 1));
            }
            hill.add(bound);
            tops.push(hill.top());
        }
        let mut potential = vec![0; bounds.len()];
        let mut next = 0i64;
        for place in (0..bounds.len()).rev() {
            let (low, high) = tops[place];
            let reach = if place + 1 < bounds.len() { self.gap(place) } else { FAR };
            next = next.clamp(low, high).clamp(next - reach, next + reach);
            potential[place] = next;
        }
        potential
    }

    /// A flow over each gap that fits the potential: demand crosses only where that falls or rises as fast as it may.
    fn flow(&self, bounds: &[(i64, i64)], potential: &[i64]) -> Option<Vec<i64>> {
        let last = bounds.len().checked_sub(1)?;
        let taken = |place: usize| match potential[place] {
            0 => bounds[place],
            f if f > 0 => (bounds[place].0, bounds[place].0),
            _ => (bounds[place].1, bounds[place].1),
        };
        let crossing = |place: usize| {
            let fall = potential[place] - potential[place + 1];
            let open = |is: bool| if is { FAR } else { 0 };
            (-open(fall == -self.gap(place)), open(fall == self.gap(place)))
        };
        let mut reached = Vec::with_capacity(bounds.len());
        let mut from = (0i64, 0i64);
        for place in 0..=last {
            let (low, high) = taken(place);
            let allowed = if place == last { (0, 0) } else { crossing(place) };
            from = ((from.0 + low).max(allowed.0), (from.1 + high).min(allowed.1));
            if from.0 > from.1 {
                return None;
            }
            reached.push(from);
        }
        let mut flow = vec![0; bounds.len()];
        for place in (1..=last).rev() {
            let ((low, high), before) = (taken(place), reached[place - 1]);
            let (least, most) = ((flow[place] - high).max(before.0), (flow[place] - low).min(before.1));
            flow[place - 1] = 0i64.clamp(least, most);
        }
        Some(flow)
    }

    /// Who is whose partner: demand and takers meet in the order in which they come.
    fn partners(&self, flow: &[i64]) -> Vec<(u32, u32)> {
        let mut waiting: VecDeque<(u32, i64)> = VecDeque::new();
        let (mut edges, mut before) = (Vec::new(), 0);
        for (&unit, &after) in self.unit.iter().zip(flow) {
            let mut left = after - before;
            before = after;
            while left != 0 {
                match waiting.front_mut() {
                    Some((other, open)) if open.signum() == -left.signum() => {
                        edges.push(if left > 0 { (unit, *other) } else { (*other, unit) });
                        *open += left.signum();
                        left -= left.signum();
                        if *open == 0 {
                            waiting.pop_front();
                        }
                    }
                    _ => {
                        waiting.push_back((unit, left));
                        left = 0;
                    }
                }
            }
        }
        edges
    }

    /// A dual value of the scores as they are. Rounding may have brought two units nearer by one step, so that each potential that is
    /// not 0 gives one up, of a treated unit downwards and of the others upwards.
    fn bound(&self, bounds: &[(i64, i64)], potential: &[i64]) -> f64 {
        let value = |(&(low, high), &potential): (&(i64, i64), &i64)| {
            let is_treated = high > 0;
            let safe = match (potential, is_treated) {
                (0, _) => 0,
                (f, true) => f - 1,
                (f, false) => f + 1,
            };
            safe as f64 * self.step * if safe > 0 { low as f64 } else { high as f64 }
        };
        bounds.iter().zip(potential).map(value).sum()
    }
}

/// A concave piecewise linear function by its bends left and right of its top, each with how much the slope changes there.
struct Hill {
    left: BinaryHeap<(i64, i64)>,
    right: BinaryHeap<Reverse<(i64, i64)>>,
    /// How far the halves have moved apart.
    apart: i64,
}

impl Hill {
    /// Level between bends that are far away.
    fn new() -> Hill {
        Hill { left: BinaryHeap::from([(-FAR, FAR)]), right: BinaryHeap::from([Reverse((FAR, FAR))]), apart: 0 }
    }

    fn top(&self) -> (i64, i64) {
        let left = self.left.peek().map_or(-FAR, |(at, _)| at - self.apart);
        (left, self.right.peek().map_or(FAR, |Reverse((at, _))| at + self.apart))
    }

    /// The best value within `gap`.
    fn widen(&mut self, gap: i64) {
        self.apart += gap;
    }

    /// Adds min(low · f, high · f): slope `high` below 0 and `low` above.
    fn add(&mut self, (low, high): (i64, i64)) {
        if high > low {
            self.right.push(Reverse((-self.apart, high - low)));
        }
        self.rightwards(high - low);
        match low {
            low if low > 0 => self.rightwards(low),
            low => self.leftwards(-low),
        }
    }

    /// The slope grows by so much everywhere: the top moves past bends to the right.
    fn rightwards(&mut self, mut slope: i64) {
        while slope > 0 {
            let Some(Reverse((at, change))) = self.right.pop() else { return };
            let moved = change.min(slope);
            self.left.push((at + 2 * self.apart, moved));
            if change > moved {
                self.right.push(Reverse((at, change - moved)));
            }
            slope -= moved;
        }
    }

    fn leftwards(&mut self, mut slope: i64) {
        while slope > 0 {
            let Some((at, change)) = self.left.pop() else { return };
            let moved = change.min(slope);
            self.right.push(Reverse((at - 2 * self.apart, moved)));
            if change > moved {
                self.left.push((at, change - moved));
            }
            slope -= moved;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The least total of all assignments, by trying each edge.
    fn by_trial(score: &[f64], treated: &[bool], degrees: Degrees) -> Option<f64> {
        let n = score.len();
        let all: Vec<(usize, usize)> =
            (0..n).filter(|&i| treated[i]).flat_map(|i| (0..n).filter(|&j| !treated[j]).map(move |j| (i, j))).collect();
        let fits = |degree: &[u32]| {
            (0..n).all(|i| {
                let (fewest, most) = if treated[i] { degrees.treated } else { degrees.comparison };
                (fewest..=most).contains(&degree[i])
            })
        };
        let mut best: Option<f64> = None;
        for mask in 0u32..1 << all.len() {
            let mut degree = vec![0u32; n];
            let mut total = 0.0;
            for &(i, j) in all.iter().enumerate().filter(|(at, _)| (mask >> at) & 1 == 1).map(|(_, edge)| edge) {
                degree[i] += 1;
                degree[j] += 1;
                total += (score[i] - score[j]).abs();
            }
            if fits(&degree) && best.is_none_or(|best| total < best) {
                best = Some(total);
            }
        }
        best
    }

    fn numbers(seed: u64) -> impl FnMut() -> u64 {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        }
    }

    #[test]
    fn as_good_as_the_best_of_all() {
        let kinds = [
            Degrees { treated: (1, 99), comparison: (1, 99) },
            Degrees { treated: (1, 2), comparison: (1, 99) },
            Degrees { treated: (1, 99), comparison: (1, 1) },
            Degrees { treated: (1, 2), comparison: (1, 2) },
            Degrees { treated: (2, 3), comparison: (1, 1) },
            Degrees::pairs(1),
            Degrees::pairs(2),
        ];
        let mut solved = 0;
        for seed in 0..140 {
            let mut next = numbers(seed);
            let (n1, n0) = (1 + (next() % 3) as usize, 1 + (next() % 4) as usize);
            // Few values, so that many are equal.
            let score: Vec<f64> = (0..n1 + n0).map(|_| (next() % 12) as f64 / 4.0).collect();
            let treated: Vec<bool> = (0..n1 + n0).map(|i| i < n1).collect();
            for degrees in kinds {
                let (found, best) = (along(&score, &treated, degrees), by_trial(&score, &treated, degrees));
                let Some(found) = found else {
                    assert_eq!(best, None, "{seed} {degrees:?}");
                    continue;
                };
                let best = best.unwrap_or_else(|| panic!("{seed} {degrees:?} {found:?}"));
                assert!((found.total - best).abs() < 1e-9, "{seed} {degrees:?}: {} {best}", found.total);
                assert!((found.total - found.bound).abs() < 1e-9, "{seed} {degrees:?}: {found:?}");
                solved += 1;
            }
        }
        assert!(solved > 300, "{solved}");
    }

    #[test]
    fn sets_are_stars_and_the_proof_is_close() {
        let mut next = numbers(5);
        let score: Vec<f64> = (0..2000).map(|_| (next() % 100_000) as f64 / 1e5).collect();
        let treated: Vec<bool> = (0..2000).map(|i| i % 5 < 2).collect();
        let found = along(&score, &treated, Degrees { treated: (1, 2000), comparison: (1, 2000) }).unwrap();
        let mut degree = vec![0; 2000];
        found.edges.iter().for_each(|&(a, b)| {
            degree[a as usize] += 1;
            degree[b as usize] += 1;
        });
        assert!(degree.iter().all(|&n| n > 0));
        assert!(found.edges.iter().all(|&(a, b)| degree[a as usize] == 1 || degree[b as usize] == 1));
        assert!((found.total - found.bound).abs() < 1e-8 * found.total, "{} {}", found.total, found.bound);
    }

    #[test]
    fn nobody_and_too_few() {
        assert_eq!(along(&[0.1, 0.2, 0.3], &[true, true, false], Degrees::pairs(1)), None);
        assert_eq!(along(&[0.1, 0.2], &[true, false], Degrees::pairs(1)).unwrap().edges, [(0, 1)]);
    }
}
