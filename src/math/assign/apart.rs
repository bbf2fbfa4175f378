//! Partners of least total distance among points, or on a line with limits, exactly.
//!
//! A flow of least cost ([`Network`]) over few arcs, those to the nearest; then every pair that was left out is priced with the
//! potentials found, those that would lower the total are added, and so on until none would. The pairs that are left out in the end
//! are proved not to be needed; distances are never all kept. Distances are integers of 2⁻⁴⁴ of the largest.

use super::super::flow::Network;
use super::stars::{Degrees, Stars, needed};

/// Steps into which the largest distance is divided.
const STEPS: f64 = (1u64 << 44) as f64;
/// Nearest partners of each unit that are looked at first, and pairs of a unit that are added at once.
const FEW: usize = 8;

/// Who may meet whom, at what distance. Sides are numbered from 0 each.
pub trait Meeting: Sync {
    /// Distance of a treated and a comparison unit; nothing where they may not meet.
    fn distance(&self, treated: usize, comparison: usize) -> Option<f64>;
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Units of the two sides.
    pub sides: (usize, usize),
    /// Partners that units may have.
    pub degrees: Degrees,
    /// How many comparison units must have a partner at least, where not all need one.
    pub used: Option<usize>,
    /// Whether treated units may stay alone where not all can have a partner; as few as possible do.
    pub alone: bool,
}

/// Partners of least total distance; nothing where there are none that fit. Comparison units in `edges` are numbered after the treated.
pub fn apart(meeting: &impl Meeting, wanted: Wanted) -> Option<Stars> {
    let (n1, n0) = wanted.sides;
    let distances = Distances::new(meeting, wanted.sides)?;
    let mut network = distances.network(wanted);
    let mut pairs = distances.nearest();
    let first = network.arcs;
    pairs.iter().for_each(|&(i, j)| network.join(&distances, i, j));
    loop {
        network.flow.solve();
        let more = network.lowering(&distances, &pairs);
        if more.is_empty() {
            break;
        }
        more.iter().for_each(|&(i, j)| network.join(&distances, i, j));
        pairs.extend(more);
    }
    if !network.flow.feasible() {
        return None;
    }
    let joined = pairs.iter().enumerate().filter(|(at, _)| network.flow.flow(first + at) > 0);
    let edges = joined.map(|(_, &(i, j))| (i, n1 as u32 + j)).collect();
    let edges = needed(edges, n1 + n0, wanted.degrees);
    let total = edges.iter().filter_map(|&(i, j)| meeting.distance(i as usize, j as usize - n1)).sum();
    Some(Stars { edges, total, bound: network.bound(&distances, wanted) })
}

struct Distances<'a, M> {
    meeting: &'a M,
    sides: (usize, usize),
    step: f64,
}

impl<'a, M: Meeting> Distances<'a, M> {
    fn new(meeting: &'a M, sides: (usize, usize)) -> Option<Distances<'a, M>> {
        let mut largest: Option<f64> = None;
        for i in 0..sides.0 {
            let of = (0..sides.1)
                .filter_map(|j| meeting.distance(i, j))
                .fold(None, |most: Option<f64>, d| Some(most.map_or(d, |most| most.max(d))));
            largest = [largest, of].into_iter().flatten().reduce(f64::max);
        }
        let largest = largest?;
        Some(Distances { meeting, sides, step: if largest > 0.0 { largest / STEPS } else { 1.0 } })
    }

    fn cost(&self, i: usize, j: usize) -> Option<i64> {
        Some((self.meeting.distance(i, j)? / self.step).round() as i64)
    }

    /// Each unit with its nearest of the other side.
    fn nearest(&self) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        let few = |mut found: Vec<(i64, u32)>| {
            if found.len() > FEW {
                found.select_nth_unstable(FEW - 1);
                found.truncate(FEW);
            }
            found.into_iter().map(|(_, other)| other).collect::<Vec<u32>>()
        };
        for i in 0..self.sides.0 {
            let all = (0..self.sides.1).filter_map(|j| Some((self.cost(i, j)?, j as u32))).collect();
            pairs.extend(few(all).into_iter().map(|j| (i as u32, j)));
        }
        for j in 0..self.sides.1 {
            let all = (0..self.sides.0).filter_map(|i| Some((self.cost(i, j)?, i as u32))).collect();
            pairs.extend(few(all).into_iter().map(|i| (i, j as u32)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// Nodes: treated units, comparison units, the hub that flow comes from and goes to, and a gate that counts those used. Arcs from
    /// the hub to treated units and from comparison units to the hub hold how many partners they have.
    fn network(&self, wanted: Wanted) -> Joined {
        let ((n1, n0), degrees) = (self.sides, wanted.degrees);
        let (hub, gate) = ((n1 + n0) as u32, (n1 + n0 + 1) as u32);
        let (alone, missing) = (1i64 << 57, 1i64 << 60);
        let (fewest, most) = (i64::from(degrees.treated.0), i64::from(degrees.treated.1).min(n0 as i64));
        let (least, largest) = (i64::from(degrees.comparison.0), i64::from(degrees.comparison.1).min(n1 as i64));
        let mut arcs = Vec::new();
        for i in 0..n1 as u32 {
            arcs.push((hub, i, fewest, most.max(fewest), 0));
            if wanted.alone {
                arcs.push((i, hub, 0, fewest, alone));
            }
        }
        for j in n1 as u32..hub {
            match wanted.used {
                Some(_) => {
                    arcs.push((j, gate, 0, 1, 0));
                    arcs.push((j, hub, 0, largest - 1, 0));
                }
                None => arcs.push((j, hub, least, largest.max(least), 0)),
            }
        }
        arcs.extend(wanted.used.map(|used| (gate, hub, used as i64, n0 as i64, 0)));
        Joined {
            flow: Network::new(n1 + n0 + 2, &arcs, missing),
            arcs: arcs.len(),
            bounds: arcs,
            comparison: n1 as u32,
        }
    }
}

struct Joined {
    flow: Network,
    /// Arcs before those of pairs.
    arcs: usize,
    bounds: Vec<(u32, u32, i64, i64, i64)>,
    /// Number of the first comparison unit.
    comparison: u32,
}

impl Joined {
    fn join<M: Meeting>(&mut self, distances: &Distances<'_, M>, i: u32, j: u32) {
        if let Some(cost) = distances.cost(i as usize, j as usize) {
            self.flow.add((i, self.comparison + j, 0, 1, cost));
        }
    }

    /// Pairs that are not in the network and would lower the total, those of each treated unit that would most.
    fn lowering<M: Meeting>(&self, distances: &Distances<'_, M>, known: &[(u32, u32)]) -> Vec<(u32, u32)> {
        let mut of_unit: Vec<Vec<u32>> = vec![Vec::new(); distances.sides.0];
        known.iter().for_each(|&(i, j)| of_unit[i as usize].push(j));
        let mut more = Vec::new();
        let mut is_known = vec![false; distances.sides.1];
        for (i, own) in of_unit.iter().enumerate() {
            own.iter().for_each(|&j| is_known[j as usize] = true);
            let at = self.flow.potential(i as u32);
            let reduced = |j: usize| {
                let cost = distances.cost(i, j)?;
                let value = cost + at - self.flow.potential(self.comparison + j as u32);
                (value < 0).then_some((value, j as u32))
            };
            let mut found: Vec<(i64, u32)> =
                (0..is_known.len()).filter(|&j| !is_known[j]).filter_map(reduced).collect();
            found.sort_unstable();
            more.extend(found.into_iter().take(FEW).map(|(_, j)| (i as u32, j)));
            own.iter().for_each(|&j| is_known[j as usize] = false);
        }
        more
    }

    /// The dual value of the potentials, of the distances as they are.
    fn bound<M: Meeting>(&self, distances: &Distances<'_, M>, wanted: Wanted) -> f64 {
        // Whole numbers first: single potentials may be far larger than their differences.
        let rise = |from: u32, to: u32| self.flow.potential(from) - self.flow.potential(to);
        let mut value = 0.0;
        for &(from, to, least, most, cost) in &self.bounds {
            let reduced = (cost + rise(from, to)) as f64 * distances.step;
            value += reduced * if reduced > 0.0 { least as f64 } else { most as f64 };
        }
        for i in 0..wanted.sides.0 {
            let over = (0..wanted.sides.1).filter_map(|j| {
                let price = rise(i as u32, self.comparison + j as u32) as f64 * distances.step;
                Some((distances.meeting.distance(i, j)? + price).min(0.0))
            });
            value += over.sum::<f64>();
        }
        // What those cost who stay alone is no distance.
        let alone = self.bounds.iter().enumerate().filter(|(_, arc)| arc.4 > 0);
        value - alone.map(|(at, arc)| self.flow.flow(at) as f64 * arc.4 as f64 * distances.step).sum::<f64>()
    }
}

#[cfg(test)]
mod tests {
    use super::super::along::along;
    use super::*;

    struct Line(Vec<f64>, usize, Option<f64>);

    impl Meeting for Line {
        fn distance(&self, treated: usize, comparison: usize) -> Option<f64> {
            let distance = (self.0[treated] - self.0[self.1 + comparison]).abs();
            self.2.is_none_or(|limit| distance <= limit).then_some(distance)
        }
    }

    fn scores(seed: u64, n: usize, values: u64) -> Vec<f64> {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        (0..n).map(|_| (next() % values) as f64 / values as f64).collect()
    }

    fn wanted(n1: usize, n0: usize, degrees: Degrees) -> Wanted {
        Wanted { sides: (n1, n0), degrees, used: None, alone: false }
    }

    #[test]
    fn as_good_as_along_the_line() {
        let many = Degrees { treated: (1, 1000), comparison: (1, 1000) };
        for (seed, n1, n0) in [(1, 3, 5), (2, 30, 70), (3, 70, 30), (4, 100, 240), (5, 40, 80)] {
            let score = scores(seed, n1 + n0, if seed == 5 { 12 } else { 100_000 });
            let treated: Vec<bool> = (0..n1 + n0).map(|i| i < n1).collect();
            for degrees in [many, Degrees { treated: (1, 3), comparison: (1, 2) }, Degrees::pairs(1), Degrees::pairs(2)]
            {
                let line = along(&score, &treated, degrees);
                let found = apart(&Line(score.clone(), n1, None), wanted(n1, n0, degrees));
                assert_eq!(line.is_some(), found.is_some(), "{seed} {degrees:?}");
                let (Some(line), Some(found)) = (line, found) else { continue };
                assert!((line.total - found.total).abs() < 1e-9, "{seed} {degrees:?} {} {}", line.total, found.total);
                assert!((found.total - found.bound).abs() < 1e-8, "{seed} {degrees:?} {} {}", found.total, found.bound);
            }
        }
    }

    #[test]
    fn within_limits_as_many_as_possible_have_a_partner() {
        let score = vec![0.0, 0.1, 0.5, 0.05, 0.9, 0.12];
        let asked = Wanted { alone: true, ..wanted(3, 3, Degrees::pairs(1)) };
        let found = apart(&Line(score, 3, Some(0.15)), asked).unwrap();
        assert_eq!(found.edges, [(0, 3), (1, 5)]);
        assert!((found.total - 0.07).abs() < 1e-9 && (found.total - found.bound).abs() < 1e-8, "{found:?}");
    }

    #[test]
    fn those_far_away_may_be_left_out() {
        let score = vec![0.2, 0.8, 0.21, 0.5, 0.79, 0.78];
        let asked = |used| Wanted { used: Some(used), ..wanted(2, 4, Degrees { treated: (1, 9), comparison: (1, 9) }) };
        let of = |used: usize| apart(&Line(score.clone(), 2, None), asked(used)).unwrap();
        assert!((of(4).total - 0.34).abs() < 1e-9, "{:?}", of(4));
        assert!((of(3).total - 0.04).abs() < 1e-9, "{:?}", of(3));
        assert!((of(1).total - 0.02).abs() < 1e-9, "{:?}", of(1));
        assert!((of(3).bound - 0.04).abs() < 1e-8, "{:?}", of(3));
    }
}
