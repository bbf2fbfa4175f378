use indexmap::IndexMap;
use rand::RngExt;
use rayon::prelude::*;

use super::Graph;
use super::chance::share_of;
use crate::math::random::Stream;

/// Trials for each arc before a network counts as drawn: ten of them are enough where fewer were seen not to be.
const TRIALS: usize = 20;

/// How a statistic stands among networks in which everybody has as many ties as now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rewiring {
    /// As it is.
    pub observed: f64,
    /// Mean of those drawn.
    pub mean: f64,
    /// (1 + those at least as large) / (1 + draws).
    pub p_greater: f64,
    /// (1 + those at most as large) / (1 + draws).
    pub p_less: f64,
    /// How many were drawn.
    pub draws: u64,
}

/// Networks drawn by exchanging the ends of two ties, again and again, each from the one that is seen: every network with these numbers of
/// ties is as likely as any other. A trial that would make a loop or a double tie is refused and counts; without that some networks
/// would come too often. With direction, circles of three arcs are also turned round, since exchanges alone do not reach all.
pub fn rewired(
    graph: &Graph,
    directed: bool,
    draws: u64,
    stream: Stream,
    statistic: impl Fn(&[(u32, u32)]) -> f64 + Sync,
) -> Rewiring {
    let arcs: Vec<(u32, u32)> = graph.pairs().filter(|(from, to)| directed || from < to).collect();
    let observed = statistic(&arcs);
    let draw = |index: u64| {
        let mut chain = Chain::new(graph.nodes(), &arcs, directed);
        let mut rng = stream.replicate(index).rng();
        (0..TRIALS * arcs.len()).for_each(|_| chain.trial(&mut rng));
        statistic(&chain.arcs)
    };
    let values: Vec<f64> = (0..draws).into_par_iter().map(draw).collect();
    let near = 1e-12 * observed.abs().max(1.0);
    Rewiring {
        observed,
        mean: values.iter().sum::<f64>() / draws as f64,
        p_greater: share_of(&values, false, |value| value >= observed - near),
        p_less: share_of(&values, false, |value| value <= observed + near),
        draws,
    }
}

struct Chain {
    arcs: Vec<(u32, u32)>,
    at: IndexMap<(u32, u32), usize, foldhash::fast::RandomState>,
    outgoing: Vec<Vec<u32>>,
    directed: bool,
}

impl Chain {
    fn new(nodes: usize, arcs: &[(u32, u32)], directed: bool) -> Chain {
        let mut outgoing = vec![Vec::new(); nodes];
        arcs.iter().for_each(|&(from, to)| outgoing[from as usize].push(to));
        let at = arcs.iter().enumerate().map(|(at, arc)| (*arc, at)).collect();
        Chain { arcs: arcs.to_vec(), at, outgoing, directed }
    }

    fn key(&self, from: u32, to: u32) -> (u32, u32) {
        if self.directed || from < to { (from, to) } else { (to, from) }
    }

    fn has(&self, from: u32, to: u32) -> bool {
        self.at.contains_key(&self.key(from, to))
    }

    fn trial(&mut self, rng: &mut impl rand::Rng) {
        if self.arcs.len() < 2 {
            return;
        }
        if self.directed && rng.random_range(0..4_u32) == 0 {
            return self.turn(rng);
        }
        let (first, second) = (rng.random_range(0..self.arcs.len()), rng.random_range(0..self.arcs.len()));
        let (a, b) = self.arcs[first];
        let (mut c, mut d) = self.arcs[second];
        if !self.directed && rng.random_range(0..2_u32) == 0 {
            (c, d) = (d, c);
        }
        if first == second || a == d || c == b || self.has(a, d) || self.has(c, b) {
            return;
        }
        self.replace(first, (a, d));
        self.replace(second, (c, b));
    }

    /// Turns a circle of three arcs round.
    fn turn(&mut self, rng: &mut impl rand::Rng) {
        let (a, b) = self.arcs[rng.random_range(0..self.arcs.len())];
        let after = &self.outgoing[b as usize];
        if after.is_empty() {
            return;
        }
        let c = after[rng.random_range(0..after.len())];
        let circle = c != a && self.has(c, a);
        if !circle || self.has(b, a) || self.has(c, b) || self.has(a, c) {
            return;
        }
        for (from, to, other) in [(a, b, c), (b, c, a), (c, a, b)] {
            let at = self.at[&(from, to)];
            self.replace(at, (from, other));
        }
    }

    fn replace(&mut self, at: usize, (from, to): (u32, u32)) {
        let old = self.arcs[at];
        let new = self.key(from, to);
        self.at.swap_remove(&old);
        self.at.insert(new, at);
        self.arcs[at] = new;
        if self.directed {
            // Both arcs leave the same node: only where the arc leads changes.
            let list = &mut self.outgoing[from as usize];
            if let Some(place) = list.iter().position(|&node| node == old.1) {
                list[place] = to;
            }
        }
    }
}
