use super::Graph;

/// Arcs / possible arcs, n(n − 1); the same for ties of a graph without direction. NaN for fewer than two nodes.
pub fn density(graph: &Graph) -> f64 {
    let n = graph.nodes() as f64;
    graph.arcs() as f64 / (n * (n - 1.0))
}

/// Share of arcs that are returned (igraph's default, sna's "edgewise"): empty pairs do not count as returned. NaN without arcs.
pub fn reciprocity(graph: &Graph) -> f64 {
    let mutual = graph.pairs().filter(|&(from, to)| graph.has(to, from)).count();
    mutual as f64 / graph.arcs() as f64
}

/// Of each node: arcs that are returned, of those to nodes that could return them, and how many those are.
pub fn returned(graph: &Graph, answered: &[bool]) -> Vec<(usize, usize)> {
    let of = |node: usize| {
        let could = graph.outgoing(node).iter().filter(|&&to| answered[to as usize]);
        (could.clone().filter(|&&to| graph.has(to, node as u32)).count(), could.count())
    };
    (0..graph.nodes()).map(of).collect()
}

/// Of each node of a graph without direction: pairs of partners that are tied, of all pairs of partners.
pub fn closed_pairs(graph: &Graph) -> Vec<(f64, f64)> {
    let of = |node: usize| {
        let tied: usize = graph.outgoing(node).iter().map(|&to| graph.common(node, to as usize).count()).sum();
        let d = graph.outgoing(node).len() as f64;
        (tied as f64 / 2.0, d * (d - 1.0) / 2.0)
    };
    (0..graph.nodes()).map(of).collect()
}

/// 3 · triangles / paths of length two, of a graph without direction (igraph's and networkx's global one). NaN without such paths.
pub fn transitivity(graph: &Graph) -> f64 {
    share_closed(&closed_pairs(graph))
}

/// [`transitivity`] of pairs that are counted already.
pub fn share_closed(pairs: &[(f64, f64)]) -> f64 {
    let (tied, pairs) = pairs.iter().fold((0.0, 0.0), |sums, one| (sums.0 + one.0, sums.1 + one.1));
    tied / pairs
}

/// Of each node of a graph without direction: the share of pairs of partners that are tied; NaN with fewer than two partners.
pub fn clustering(graph: &Graph) -> Vec<f64> {
    closed_pairs(graph).into_iter().map(|(tied, pairs)| tied / pairs).collect()
}

/// Ties of a graph without direction whose ends share no partner, each once.
pub fn local_bridges(graph: &Graph) -> Vec<(u32, u32)> {
    let once = graph.pairs().filter(|(from, to)| from < to);
    once.filter(|&(from, to)| graph.common(from as usize, to as usize).next().is_none()).collect()
}
