//! Brokerage between groups (Gould & Fernandez 1989).

use super::Graph;

/// Names of the roles, in the order of [`Roles`].
pub const ROLES: [&str; 5] = ["coordinator", "itinerant", "representative", "gatekeeper", "liaison"];

/// How often a node v stands on the only way a → v → b of length two, by the groups of the three: all of one group; a and b of one, v of
/// another; a of v's group and b of another; b of v's group and a of another; three groups.
pub type Roles = [u64; 5];

/// The roles of every node. Paths whose ends have an arc from a to b do not count. Of a graph without direction each path counts both
/// ways: half is "within", "out and back", "between" (representative and gatekeeper together) and "among three".
pub fn brokerage(graph: &Graph, group: &[u32]) -> Vec<Roles> {
    let of = |node: usize| {
        let mut roles = Roles::default();
        for &a in graph.incoming(node) {
            for &b in graph.outgoing(node).iter().filter(|&&b| b != a && !graph.has(a, b)) {
                roles[role(group[a as usize], group[node], group[b as usize])] += 1;
            }
        }
        roles
    };
    (0..graph.nodes()).map(of).collect()
}

fn role(a: u32, node: u32, b: u32) -> usize {
    match (a == node, b == node, a == b) {
        (true, true, _) => 0,
        (_, _, true) => 1,
        (true, false, _) => 2,
        (false, true, _) => 3,
        _ => 4,
    }
}

/// What each node would have on average if arcs were drawn by lot with the density of the network: d²(1 − d) for each pair a, b.
pub fn expected_brokerage(graph: &Graph, group: &[u32]) -> Vec<[f64; 5]> {
    let n = graph.nodes() as f64;
    let density = graph.arcs() as f64 / (n * (n - 1.0));
    let mut sizes = vec![0.0; group.iter().max().map_or(0, |most| *most as usize + 1)];
    group.iter().for_each(|&g| sizes[g as usize] += 1.0);
    let of = |&own: &u32| {
        let (own, others) = (sizes[own as usize], n - sizes[own as usize]);
        let squares: f64 = sizes.iter().map(|size| size * size).sum::<f64>() - own * own;
        let within = (own - 1.0) * (own - 2.0);
        let pairs = [within, squares - others, (own - 1.0) * others, (own - 1.0) * others, others * others - squares];
        pairs.map(|pairs| density * density * (1.0 - density) * pairs)
    };
    group.iter().map(of).collect()
}
