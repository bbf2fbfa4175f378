//! How much a network hangs on one node (Freeman 1978): Σ (largest − value) as a share of what it could be.

use super::{Graph, betweenness};

/// Σ (largest − value) / most.
pub fn freeman(values: &[f64], most: f64) -> f64 {
    let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    values.iter().map(|value| largest - value).sum::<f64>() / most
}

/// Of the numbers of partners in a graph without direction: most is (n − 1)(n − 2), the star's. Loops count for nobody (igraph's
/// `centr_degree` counts them unless told otherwise).
pub fn degree_centralisation(graph: &Graph) -> f64 {
    let n = graph.nodes() as f64;
    let degrees: Vec<f64> = (0..graph.nodes()).map(|node| graph.outgoing(node).len() as f64).collect();
    freeman(&degrees, (n - 1.0) * (n - 2.0))
}

/// Of arcs in one direction: most is (n − 1)².
pub fn one_way_centralisation(degrees: &[usize]) -> f64 {
    let values: Vec<f64> = degrees.iter().map(|degree| *degree as f64).collect();
    freeman(&values, (values.len() as f64 - 1.0).powi(2))
}

/// Of the shares of ordered pairs that lead through each node: most is n − 1, the star's. For graphs with and without direction alike.
pub fn betweenness_centralisation(graph: &Graph) -> f64 {
    let n = graph.nodes() as f64;
    let shares: Vec<f64> = betweenness(graph).into_iter().map(|through| through / ((n - 1.0) * (n - 2.0))).collect();
    freeman(&shares, n - 1.0)
}
