//! Ties within and between groups.

use super::Graph;
use super::chance::{share, shuffle};
use crate::math::random::Stream;

/// Ways to give the labels that are all gone through; beyond, some are drawn.
const WAYS: u64 = 200_000;

/// Arcs from each group (rows) to each (columns). Of a graph without direction a tie stands twice, on the diagonal too.
pub fn mixing_matrix(graph: &Graph, group: &[u32], groups: usize) -> Vec<Vec<u64>> {
    let mut counts = vec![vec![0; groups]; groups];
    for (from, to) in graph.pairs() {
        counts[group[from as usize] as usize][group[to as usize] as usize] += 1;
    }
    counts
}

/// Of each node: arcs to other groups.
pub fn external(graph: &Graph, group: &[u32]) -> Vec<usize> {
    let of = |node: usize| graph.outgoing(node).iter().filter(|&&to| group[to as usize] != group[node]).count();
    (0..graph.nodes()).map(of).collect()
}

/// (external − internal) / (external + internal) of each node (Krackhardt & Stern 1988); NaN without arcs. It depends on the sizes of the
/// groups: see [`expected_ei`].
pub fn ei_of_nodes(graph: &Graph, group: &[u32]) -> Vec<f64> {
    let of = |(node, external): (usize, usize)| {
        let all = graph.outgoing(node).len() as f64;
        (2.0 * external as f64 - all) / all
    };
    external(graph, group).into_iter().enumerate().map(of).collect()
}

/// External arcs, internal arcs, and the index, of the whole network.
pub fn ei_index(graph: &Graph, group: &[u32]) -> (usize, usize, f64) {
    let outside: usize = external(graph, group).into_iter().sum();
    let inside = graph.arcs() - outside;
    (outside, inside, (outside as f64 - inside as f64) / graph.arcs() as f64)
}

/// The index that chance gives with groups of these sizes: (pairs between − pairs within) / pairs.
pub fn expected_ei(group: &[u32]) -> f64 {
    let n = group.len() as f64;
    let mut sizes = vec![0.0; group.iter().max().map_or(0, |most| *most as usize + 1)];
    group.iter().for_each(|&g| sizes[g as usize] += 1.0);
    let (pairs, within) = (n * (n - 1.0), sizes.iter().map(|size| size * (size - 1.0)).sum::<f64>());
    (pairs - 2.0 * within) / pairs
}

/// How the index stands among those with the groups given to other nodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EiTest {
    /// As it is.
    pub observed: f64,
    /// Mean of those gone through.
    pub mean: f64,
    /// Share that is at least as large. Drawn ones: (1 + count) / (1 + draws).
    pub p_greater: f64,
    /// Share that is at most as large.
    pub p_less: f64,
    /// How many were gone through.
    pub ways: u64,
    /// Whether they are all.
    pub exact: bool,
}

/// The index with the groups given to the nodes in all different ways, or in `draws` random ones where those are more than 200,000.
pub fn ei_by_chance(graph: &Graph, group: &[u32], draws: u64, stream: Stream) -> EiTest {
    let arcs: Vec<(u32, u32)> = graph.pairs().collect();
    let outside = |group: &[u32]| arcs.iter().filter(|(a, b)| group[*a as usize] != group[*b as usize]).count();
    let index = |outside: usize| (2.0 * outside as f64 - arcs.len() as f64) / arcs.len() as f64;
    let seen = outside(group);
    let (mut ways, mut total, mut greater, mut less) = (0_u64, 0.0, 0_u64, 0_u64);
    let mut count = |outside: usize| {
        ways += 1;
        total += index(outside);
        greater += u64::from(outside >= seen);
        less += u64::from(outside <= seen);
    };
    let mut labels = group.to_vec();
    let exact = ways_to_label(group) <= WAYS;
    if exact {
        labels.sort_unstable();
        count(outside(&labels));
        while next_permutation(&mut labels) {
            count(outside(&labels));
        }
    } else {
        let mut rng = stream.rng();
        for _ in 0..draws {
            shuffle(&mut labels, &mut rng);
            count(outside(&labels));
        }
    }
    EiTest {
        observed: index(seen),
        mean: total / ways as f64,
        p_greater: share(greater, ways, exact),
        p_less: share(less, ways, exact),
        ways,
        exact,
    }
}

/// n! / Π nᵍ!, at most one more than [`WAYS`].
fn ways_to_label(group: &[u32]) -> u64 {
    let mut sizes = vec![0_u64; group.iter().max().map_or(0, |most| *most as usize + 1)];
    let mut ways = 1_u64;
    for (at, &g) in group.iter().enumerate() {
        sizes[g as usize] += 1;
        // Binomials one by one stay whole numbers.
        ways = ways * (at as u64 + 1) / sizes[g as usize];
        if ways > WAYS * 1000 {
            return WAYS + 1;
        }
    }
    ways
}

/// The next in lexical order of the different orders of labels; whether there is one.
fn next_permutation(labels: &mut [u32]) -> bool {
    let Some(at) = (1..labels.len()).rev().find(|&at| labels[at - 1] < labels[at]) else { return false };
    let larger = (at..labels.len()).rev().find(|&other| labels[other] > labels[at - 1]).unwrap_or(at);
    labels.swap(at - 1, larger);
    labels[at..].reverse();
    true
}

/// 1 − Σ p² of each node, p the shares of the groups among those it has arcs to: 0 with partners of one group, NaN without partners.
pub fn blau(graph: &Graph, group: &[u32]) -> Vec<f64> {
    let mut counts = vec![0.0_f64; group.iter().max().map_or(0, |most| *most as usize + 1)];
    let of = |node: usize| {
        let partners = graph.outgoing(node);
        counts.fill(0.0);
        partners.iter().for_each(|&to| counts[group[to as usize] as usize] += 1.0);
        let all = partners.len() as f64;
        if partners.is_empty() { f64::NAN } else { 1.0 - counts.iter().map(|n| (n / all).powi(2)).sum::<f64>() }
    };
    (0..graph.nodes()).map(of).collect()
}

/// (tr e − Σ a b) / (1 − Σ a b) with e the shares of arcs by the groups of their ends, a and b its margins (Newman 2003): 1 where all ties
/// are within groups, 0 where ties do not mind groups.
pub fn nominal_assortativity(graph: &Graph, group: &[u32], groups: usize) -> f64 {
    let arcs = graph.arcs() as f64;
    let matrix = mixing_matrix(graph, group, groups);
    let row = |g: usize| matrix[g].iter().sum::<u64>() as f64 / arcs;
    let column = |g: usize| matrix.iter().map(|row| row[g]).sum::<u64>() as f64 / arcs;
    let within: f64 = (0..groups).map(|g| matrix[g][g] as f64 / arcs).sum();
    let chance: f64 = (0..groups).map(|g| row(g) * column(g)).sum();
    (within - chance) / (1.0 - chance)
}

/// Correlation over all arcs of the number of arcs that leave the first end and of those that enter the other; of a graph without
/// direction both are the number of partners (Newman 2002, 2003).
pub fn degree_assortativity(graph: &Graph) -> f64 {
    let ends =
        |(from, to): (u32, u32)| (graph.outgoing(from as usize).len() as f64, graph.incoming(to as usize).len() as f64);
    let m = graph.arcs() as f64;
    let mean = |of: fn((f64, f64)) -> f64| graph.pairs().map(|pair| of(ends(pair))).sum::<f64>() / m;
    let (x, y) = (mean(|it| it.0), mean(|it| it.1));
    let mut sums = [0.0; 3];
    for (a, b) in graph.pairs().map(ends) {
        let (a, b) = (a - x, b - y);
        sums = [sums[0] + a * b, sums[1] + a * a, sums[2] + b * b];
    }
    sums[0] / (sums[1] * sums[2]).sqrt()
}
