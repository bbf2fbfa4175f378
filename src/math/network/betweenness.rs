use std::cmp::Ordering;
use std::collections::BinaryHeap;

use rayon::prelude::*;

use super::Graph;

/// Starts of one piece of work: pieces are added in order, so that threads change no digit.
const STARTS: usize = 64;

/// Two paths are of one length where they differ by less than this part of it: sums of 1/strength in another order.
const SAME_LENGTH: f64 = 1e-10;

/// Σ over ordered pairs (s, t) of the share of shortest paths from s to t that lead through a node (Freeman 1977) by Brandes's
/// algorithm (2001), O(n m). Pairs that no path joins count 0. Of a graph without direction each pair counts twice: half of it is
/// what igraph, networkx and sna give.
pub fn betweenness(graph: &Graph) -> Vec<f64> {
    added(graph.nodes(), |start, search| search.by_steps(graph, start))
}

/// The same where every arc has a length, in the order of [`Graph::outgoing`]. Strengths must enter as 1/strength: a strong tie is a short
/// way.
pub fn weighted_betweenness(graph: &Graph, length: &[Vec<f64>]) -> Vec<f64> {
    added(graph.nodes(), |start, search| search.by_length(graph, length, start))
}

fn added(nodes: usize, from: impl Fn(usize, &mut Search) + Sync) -> Vec<f64> {
    let starts: Vec<usize> = (0..nodes).collect();
    let pieces: Vec<Vec<f64>> = starts
        .par_chunks(STARTS)
        .map(|starts| {
            let mut search = Search::new(nodes);
            starts.iter().for_each(|&start| from(start, &mut search));
            search.through
        })
        .collect();
    let mut total = vec![0.0; nodes];
    for piece in pieces {
        total.iter_mut().zip(piece).for_each(|(total, part)| *total += part);
    }
    total
}

/// What one search after another writes into.
struct Search {
    /// Found so far, of all starts.
    through: Vec<f64>,
    /// Number of shortest paths from the start.
    paths: Vec<f64>,
    distance: Vec<f64>,
    depends: Vec<f64>,
    /// Nodes in the order in which they were reached.
    reached: Vec<u32>,
    /// The nodes before each on shortest paths.
    before: Vec<Vec<u32>>,
}

impl Search {
    fn new(nodes: usize) -> Search {
        Search {
            through: vec![0.0; nodes],
            paths: vec![0.0; nodes],
            distance: vec![f64::INFINITY; nodes],
            depends: vec![0.0; nodes],
            reached: Vec::new(),
            before: vec![Vec::new(); nodes],
        }
    }

    fn start(&mut self, start: usize) {
        for &node in &self.reached {
            let node = node as usize;
            (self.paths[node], self.distance[node], self.depends[node]) = (0.0, f64::INFINITY, 0.0);
            self.before[node].clear();
        }
        self.reached.clear();
        (self.paths[start], self.distance[start]) = (1.0, 0.0);
    }

    fn by_steps(&mut self, graph: &Graph, start: usize) {
        self.start(start);
        self.reached.push(start as u32);
        let mut at = 0;
        while at < self.reached.len() {
            let node = self.reached[at] as usize;
            at += 1;
            for &next in graph.outgoing(node) {
                let to = next as usize;
                if self.distance[to] == f64::INFINITY {
                    self.distance[to] = self.distance[node] + 1.0;
                    self.reached.push(next);
                }
                if self.distance[to] == self.distance[node] + 1.0 {
                    self.paths[to] += self.paths[node];
                    self.before[to].push(node as u32);
                }
            }
        }
        self.collect(start);
    }

    fn by_length(&mut self, graph: &Graph, length: &[Vec<f64>], start: usize) {
        self.start(start);
        let mut open = BinaryHeap::from([Reached { distance: 0.0, node: start as u32 }]);
        let mut settled = vec![false; graph.nodes()];
        while let Some(Reached { node, .. }) = open.pop() {
            if std::mem::replace(&mut settled[node as usize], true) {
                continue;
            }
            self.reached.push(node);
            for (&next, &step) in graph.outgoing(node as usize).iter().zip(&length[node as usize]) {
                if self.step(node, next, self.distance[node as usize] + step) {
                    open.push(Reached { distance: self.distance[next as usize], node: next });
                }
            }
        }
        self.collect(start);
    }

    /// A way to `next` of this length; whether it is shorter than those known.
    fn step(&mut self, node: u32, next: u32, length: f64) -> bool {
        let to = next as usize;
        let (known, near) = (self.distance[to], SAME_LENGTH * length);
        if length < known - near || known == f64::INFINITY {
            self.distance[to] = length;
            self.paths[to] = self.paths[node as usize];
            self.before[to].clear();
            self.before[to].push(node);
            return true;
        }
        if (length - known).abs() <= near {
            self.paths[to] += self.paths[node as usize];
            self.before[to].push(node);
        }
        false
    }

    /// From the farthest back: what depends on each node.
    fn collect(&mut self, start: usize) {
        for &node in self.reached.iter().rev() {
            let at = node as usize;
            let share = (1.0 + self.depends[at]) / self.paths[at];
            for &before in &self.before[at] {
                self.depends[before as usize] += self.paths[before as usize] * share;
            }
            if at != start {
                self.through[at] += self.depends[at];
            }
        }
    }
}

struct Reached {
    distance: f64,
    node: u32,
}

/// The nearest first; of equally near ones the first.
impl Ord for Reached {
    fn cmp(&self, other: &Reached) -> Ordering {
        other.distance.total_cmp(&self.distance).then_with(|| other.node.cmp(&self.node))
    }
}

impl PartialOrd for Reached {
    fn partial_cmp(&self, other: &Reached) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Reached {
    fn eq(&self, other: &Reached) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Reached {}
