//! What measures may be at least and at most where some did not answer: every unknown tie absent, or there.

use super::{Graph, mixing};

/// As known, and the ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// By what is known alone.
    pub known: f64,
    /// At least.
    pub low: f64,
    /// At most.
    pub high: f64,
}

/// Density of arcs: known is the share among what those who answered were asked, arcs / (r (n − 1)). Arcs of those who did not answer
/// must not be in the graph.
pub fn directed_density_bounds(graph: &Graph, answered: &[bool]) -> Bounds {
    let (n, asked) = (graph.nodes() as f64, answered.iter().filter(|answered| **answered).count() as f64);
    let (arcs, all) = (graph.arcs() as f64, n * (n - 1.0));
    Bounds { known: arcs / (asked * (n - 1.0)), low: arcs / all, high: (arcs + (n - asked) * (n - 1.0)) / all }
}

/// Density of ties that either end names: known is the share among pairs of two who answered; a pair of which one did not is a tie only
/// where the other names it. `graph` is without direction.
pub fn undirected_density_bounds(graph: &Graph, answered: &[bool]) -> Bounds {
    let both = |&(from, to): &(u32, u32)| answered[from as usize] && answered[to as usize];
    let once = || graph.pairs().filter(|(from, to)| from < to);
    let pairs = |n: f64| n * (n - 1.0) / 2.0;
    let asked = pairs(answered.iter().filter(|answered| **answered).count() as f64);
    let (ties, known) = (once().count() as f64, once().filter(both).count() as f64);
    let all = pairs(graph.nodes() as f64);
    let unknown = all - asked - (ties - known);
    Bounds { known: known / asked, low: ties / all, high: (ties + unknown) / all }
}

/// The index of external and internal arcs of those who answered, and where all arcs that the others might have are internal (low) or
/// external (high).
pub fn external_internal_bounds(graph: &Graph, group: &[u32], answered: &[bool]) -> Bounds {
    let (external, internal, known) = mixing::ei_index(graph, group);
    let mut more = (0, 0);
    for node in (0..graph.nodes()).filter(|&node| !answered[node]) {
        let same = group.iter().filter(|g| **g == group[node]).count() - 1;
        more = (more.0 + group.len() - 1 - same, more.1 + same);
    }
    let index =
        |external: usize, internal: usize| (external as f64 - internal as f64) / (external as f64 + internal as f64);
    Bounds { known, low: index(external, internal + more.1), high: index(external + more.0, internal) }
}
