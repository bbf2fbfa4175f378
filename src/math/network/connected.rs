use super::Graph;

/// Component of each node of a graph without direction, numbered by their first nodes.
pub fn components(graph: &Graph) -> Vec<u32> {
    let mut component = vec![u32::MAX; graph.nodes()];
    let mut next = 0;
    for start in 0..graph.nodes() {
        if component[start] != u32::MAX {
            continue;
        }
        component[start] = next;
        let mut open = vec![start];
        while let Some(node) = open.pop() {
            for &to in graph.outgoing(node) {
                if component[to as usize] == u32::MAX {
                    component[to as usize] = next;
                    open.push(to as usize);
                }
            }
        }
        next += 1;
    }
    component
}

/// Nodes without any arc.
pub fn isolates(graph: &Graph) -> usize {
    (0..graph.nodes()).filter(|&node| graph.outgoing(node).is_empty() && graph.incoming(node).is_empty()).count()
}
