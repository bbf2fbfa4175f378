use super::Graph;

/// With more nodes not every division can be tried.
pub const MOST_NODES: usize = 20;

/// Correlations that differ by less are equal.
const EQUAL: f64 = 1e-12;

/// What ties between core and periphery are in the ideal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// All there.
    Tied,
    /// Left out of the comparison.
    LeftOut,
}

/// The division of a network into core and periphery that is nearest to the ideal.
#[derive(Clone, Debug, PartialEq)]
pub struct CorePeriphery {
    /// Correlation with the ideal.
    pub correlation: f64,
    /// Whether each node is of the core, in the first of the best divisions.
    pub core: Vec<bool>,
    /// How many divisions are as good: with more than one it is not known who is of the core.
    pub optima: usize,
}

/// The best of all divisions with two nodes or more on either side (Borgatti & Everett 2000): the correlation over pairs of a graph
/// without direction with the ideal in which everybody of the core is tied and nobody of the periphery. Nothing with more than
/// [`MOST_NODES`] nodes, or where no division has a correlation. O(2ⁿ).
pub fn core_periphery(graph: &Graph, pattern: Pattern) -> Option<CorePeriphery> {
    let n = graph.nodes();
    if n > MOST_NODES {
        return None;
    }
    let inside = ties_inside(graph);
    let all = (1_usize << n) - 1;
    let mut best: Option<(f64, usize, usize)> = None;
    for core in 1..all {
        let size = core.count_ones() as usize;
        if size < 2 || n - size < 2 {
            continue;
        }
        let Some(r) = fit(pattern, n, size, inside[all], inside[core], inside[all ^ core]) else { continue };
        best = match best {
            Some((most, at, optima)) if (r - most).abs() <= EQUAL => Some((most, at, optima + 1)),
            Some((most, ..)) if r < most => best,
            _ => Some((r, core, 1)),
        };
    }
    let (correlation, core, optima) = best?;
    Some(CorePeriphery { correlation, core: (0..n).map(|node| core >> node & 1 == 1).collect(), optima })
}

/// Ties within each set of nodes.
fn ties_inside(graph: &Graph) -> Vec<u32> {
    let n = graph.nodes();
    let neighbours: Vec<usize> = (0..n).map(|node| graph.outgoing(node).iter().map(|to| 1_usize << to).sum()).collect();
    let mut inside = vec![0; 1 << n];
    for set in 1_usize..1 << n {
        let rest = set & (set - 1);
        inside[set] = inside[rest] + (neighbours[set.trailing_zeros() as usize] & rest).count_ones();
    }
    inside
}

/// Correlation of ties and ideal, both 0 or 1, over the pairs that count; nothing where one of them is the same everywhere.
fn fit(pattern: Pattern, n: usize, core: usize, all: u32, within: u32, outside: u32) -> Option<f64> {
    let pairs = |n: usize| (n * (n - 1) / 2) as f64;
    let (cells, ideal, ties, both) = match pattern {
        Pattern::Tied => (pairs(n), pairs(n) - pairs(n - core), f64::from(all), f64::from(all - outside)),
        Pattern::LeftOut => {
            (pairs(core) + pairs(n - core), pairs(core), f64::from(within + outside), f64::from(within))
        }
    };
    let spread = (cells * ties - ties * ties) * (cells * ideal - ideal * ideal);
    (spread > 0.0).then(|| (cells * both - ties * ideal) / spread.sqrt())
}
