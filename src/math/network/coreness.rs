use super::Graph;

/// The largest k of each node of a graph without direction such that it belongs to a part in which everybody has k partners (Seidman
/// 1983), by taking away those with the fewest (Batagelj & Zaveršnik 2003), O(m).
pub fn coreness(graph: &Graph) -> Vec<u32> {
    let n = graph.nodes();
    let mut left: Vec<usize> = (0..n).map(|node| graph.outgoing(node).len()).collect();
    let mut by_degree: Vec<Vec<u32>> = vec![Vec::new(); left.iter().max().map_or(0, |most| most + 1)];
    left.iter().enumerate().for_each(|(node, &degree)| by_degree[degree].push(node as u32));
    let (mut core, mut done) = (vec![0; n], vec![false; n]);
    let mut k = 0;
    while k < by_degree.len() {
        let Some(node) = by_degree[k].pop() else {
            k += 1;
            continue;
        };
        let node = node as usize;
        if done[node] || left[node] > k {
            continue;
        }
        (core[node], done[node]) = (k as u32, true);
        for &to in graph.outgoing(node).iter().filter(|&&to| !done[to as usize]) {
            let to = to as usize;
            if left[to] > k {
                left[to] -= 1;
                by_degree[left[to]].push(to as u32);
            }
        }
    }
    core
}
