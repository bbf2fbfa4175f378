//! What hangs on the strength of ties: a strong tie is a short way.

use std::collections::BTreeMap;

use crate::math::network::{self, Graph, Rating, Strengths};

use super::wave::Wave;

/// Those above 0: others have no length.
pub(super) fn strengths(rated: Vec<Rating>) -> Vec<Rating> {
    rated.into_iter().filter(|tie| tie.value > 0.0).collect()
}

/// Values of a variable, one for each node.
pub(super) fn values(wave: &Wave, key: &str) -> Vec<f64> {
    let n = wave.reported.nodes();
    match key {
        "strength_given" => {
            let sums = added(n, &wave.strong, |tie| tie.from);
            wave.own(|node| sums[node])
        }
        "strength_received" => added(n, &wave.strong, |tie| tie.to),
        "strong_constraint" => {
            let arcs = wave.strong.iter().map(|tie| (tie.from, tie.to, tie.value));
            let all = network::constraint(&Strengths::weighted(n, arcs));
            wave.own(|node| all[node])
        }
        _ => {
            let pairs = (n as f64 - 1.0) * (n as f64 - 2.0);
            let through = betweenness(wave, n);
            wave.own(|node| through[node] / pairs)
        }
    }
}

fn added(nodes: usize, ties: &[Rating], end: fn(&Rating) -> u32) -> Vec<f64> {
    let mut sums = vec![0.0; nodes];
    ties.iter().for_each(|tie| sums[end(tie) as usize] += tie.value);
    sums
}

/// By 1/strength over the ties by the rule; of a tie that both report the larger strength. Ties without a strength are no way.
fn betweenness(wave: &Wave, nodes: usize) -> Vec<f64> {
    let mut strength: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    for tie in &wave.strong {
        let both = [(tie.from, tie.to), (tie.to, tie.from)];
        for &pair in if wave.directed { &both[..1] } else { &both[..] } {
            if wave.ties.has(pair.0, pair.1) {
                let known = strength.entry(pair).or_insert(0.0);
                *known = known.max(tie.value);
            }
        }
    }
    let graph = Graph::new(nodes, strength.keys().copied());
    let length = |node: usize| -> Vec<f64> {
        graph.outgoing(node).iter().map(|&to| 1.0 / strength[&(node as u32, to)]).collect()
    };
    network::weighted_betweenness(&graph, &(0..nodes).map(length).collect::<Vec<_>>())
}
