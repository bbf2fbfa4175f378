use std::f64::consts::{FRAC_PI_2, TAU};

use super::Graph;
use crate::math::elementary::sin_cos;

/// Free places between two groups.
const GAP: f64 = 1.5;
/// Up to so many groups all orders of them are tried.
const ALL_ORDERS: usize = 7;
/// How often the nodes of each group are put into order.
const SWEEPS: usize = 12;

/// Places of nodes on the circle around 0 with radius 1: an arc for each group, so that ties within a group stay short and those between
/// groups cross the middle. Groups that have many ties stand beside each other; within its group a node stands towards its partners, and
/// one without partners at the end. `graph` is without direction; `names` are the nodes in the order that decides where all else is equal.
/// O(groups! + sweeps · m log n) with few groups.
pub fn ring(graph: &Graph, group: &[u32], names: &[usize]) -> Vec<(f64, f64)> {
    let mut arcs: Vec<Vec<usize>> = vec![Vec::new(); group.iter().max().map_or(0, |most| *most as usize + 1)];
    names.iter().for_each(|&node| arcs[group[node] as usize].push(node));
    arcs.retain(|arc| !arc.is_empty());
    let mut arcs = beside(graph, arcs);
    let mut places = placed(&arcs, graph.nodes());
    for sweep in 0..SWEEPS * arcs.len() {
        let at = sweep % arcs.len();
        towards_partners(graph, &mut arcs[at], &places);
        places = placed(&arcs, graph.nodes());
    }
    places
}

/// The groups in the order that makes the ways between them shortest, the first where it is.
fn beside(graph: &Graph, arcs: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let groups = arcs.len();
    if !(4..=ALL_ORDERS).contains(&groups) {
        return arcs;
    }
    let mut of = vec![0; graph.nodes()];
    arcs.iter().enumerate().for_each(|(at, arc)| arc.iter().for_each(|&node| of[node] = at));
    let mut ties = vec![vec![0_usize; groups]; groups];
    graph.pairs().for_each(|(from, to)| ties[of[from as usize]][of[to as usize]] += 1);
    let length = |order: &[usize]| -> usize {
        let steps = |a: usize, b: usize| a.abs_diff(b).min(groups - a.abs_diff(b));
        (0..groups).flat_map(|a| (0..a).map(move |b| (a, b))).map(|(a, b)| ties[order[a]][order[b]] * steps(a, b)).sum()
    };
    let mut order: Vec<usize> = (0..groups).collect();
    let mut best = (length(&order), order.clone());
    permute(&mut order, 1, &mut |order| {
        let own = length(order);
        if own < best.0 {
            best = (own, order.to_vec());
        }
    });
    best.1.into_iter().map(|at| arcs[at].clone()).collect()
}

fn permute(order: &mut [usize], from: usize, visit: &mut impl FnMut(&[usize])) {
    if from + 1 >= order.len() {
        return visit(order);
    }
    for at in from..order.len() {
        order.swap(from, at);
        permute(order, from + 1, visit);
        order.swap(from, at);
    }
}

fn placed(arcs: &[Vec<usize>], nodes: usize) -> Vec<(f64, f64)> {
    let gap = if arcs.len() > 1 { GAP } else { 0.0 };
    let round = arcs.iter().map(Vec::len).sum::<usize>() as f64 + gap * arcs.len() as f64;
    let (mut places, mut at) = (vec![(0.0, 0.0); nodes], gap / 2.0);
    for arc in arcs {
        for &node in arc {
            let (sine, cosine) = sin_cos((at + 0.5) / round * TAU - FRAC_PI_2);
            places[node] = (cosine, sine);
            at += 1.0;
        }
        at += gap;
    }
    places
}

/// Orders an arc by how far along it the partners of each node lie.
fn towards_partners(graph: &Graph, arc: &mut [usize], places: &[(f64, f64)]) {
    let (first, last) = (places[arc[0]], places[arc[arc.len() - 1]]);
    let middle = places[arc[arc.len() / 2]];
    // Along the circle in the middle of the arc; of two nodes the line from one to the other.
    let along = if arc.len() > 2 { (-middle.1, middle.0) } else { (last.0 - first.0, last.1 - first.1) };
    let lies = |node: usize| {
        let partners = graph.outgoing(node);
        let of = |to: &u32| places[*to as usize].0 * along.0 + places[*to as usize].1 * along.1;
        if partners.is_empty() { f64::INFINITY } else { partners.iter().map(of).sum::<f64>() / partners.len() as f64 }
    };
    let mut keyed: Vec<(f64, usize)> = arc.iter().map(|&node| (lies(node), node)).collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    arc.iter_mut().zip(keyed).for_each(|(place, (_, node))| *place = node);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::elementary::hypot;

    fn two_ways(ties: &[(u32, u32)]) -> impl Iterator<Item = (u32, u32)> + '_ {
        ties.iter().flat_map(|&(a, b)| [(a, b), (b, a)])
    }

    #[test]
    fn everybody_stands_on_the_circle_and_nobody_twice() {
        let graph = Graph::new(9, two_ways(&[(0, 8), (1, 7), (2, 6), (0, 1)]));
        let places = ring(&graph, &[0, 0, 0, 1, 1, 1, 2, 2, 2], &[0, 1, 2, 3, 4, 5, 6, 7, 8]);
        assert!(places.iter().all(|(x, y)| (x * x + y * y - 1.0).abs() < 1e-12));
        for (i, a) in places.iter().enumerate() {
            assert!(places[..i].iter().all(|b| (a.0 - b.0).abs() + (a.1 - b.1).abs() > 0.1));
        }
    }

    #[test]
    fn the_order_of_nodes_does_not_move_them() {
        let group = [0, 0, 1, 1, 2, 2, 3, 3];
        let graph = Graph::new(8, two_ways(&[(0, 2), (1, 4), (5, 7), (3, 6)]));
        let names: Vec<usize> = (0..8).collect();
        let places = ring(&graph, &group, &names);
        // The same with the nodes numbered backwards.
        let back = |node: u32| 7 - node;
        let turned = Graph::new(8, graph.pairs().map(|(a, b)| (back(a), back(b))).collect::<Vec<_>>());
        let of: Vec<u32> = group.iter().rev().copied().collect();
        let again = ring(&turned, &of, &names.iter().rev().copied().collect::<Vec<_>>());
        assert!((0..8).all(|node| again[7 - node] == places[node]));
    }

    #[test]
    fn groups_with_ties_stand_beside_each_other() {
        // 0 with 2 and 1 with 3: in the order given they would face each other.
        let graph = Graph::new(8, two_ways(&[(0, 4), (1, 5), (2, 6), (3, 7)]));
        let places = ring(&graph, &[0, 0, 1, 1, 2, 2, 3, 3], &[0, 1, 2, 3, 4, 5, 6, 7]);
        let apart = |a: usize, b: usize| hypot(places[a].0 - places[b].0, places[a].1 - places[b].1);
        assert!(apart(0, 4) < 1.7 && apart(2, 6) < 1.7);
    }
}
