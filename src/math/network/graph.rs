/// A directed graph without loops, each arc once, as sorted lists of neighbours. One without direction has every arc both ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    outgoing: Vec<Vec<u32>>,
    incoming: Vec<Vec<u32>>,
}

impl Graph {
    /// Of arcs between nodes from 0 on: loops are left out, what stands several times counts once. O(m log m).
    pub fn new(nodes: usize, arcs: impl IntoIterator<Item = (u32, u32)>) -> Graph {
        let (mut outgoing, mut incoming) = (vec![Vec::new(); nodes], vec![Vec::new(); nodes]);
        for (from, to) in arcs.into_iter().filter(|(from, to)| from != to) {
            outgoing[from as usize].push(to);
            incoming[to as usize].push(from);
        }
        for list in outgoing.iter_mut().chain(&mut incoming) {
            list.sort_unstable();
            list.dedup();
        }
        Graph { outgoing, incoming }
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.outgoing.len()
    }

    /// Number of arcs.
    pub fn arcs(&self) -> usize {
        self.outgoing.iter().map(Vec::len).sum()
    }

    /// To whom a node has arcs, in order.
    pub fn outgoing(&self, node: usize) -> &[u32] {
        &self.outgoing[node]
    }

    /// Who has arcs to a node, in order.
    pub fn incoming(&self, node: usize) -> &[u32] {
        &self.incoming[node]
    }

    /// Whether there is an arc, O(log d).
    pub fn has(&self, from: u32, to: u32) -> bool {
        self.outgoing[from as usize].binary_search(&to).is_ok()
    }

    /// All arcs, by their first end, then by the other.
    pub fn pairs(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let of = |(from, list): (usize, &'_ Vec<u32>)| (from as u32, list.len());
        let starts = self.outgoing.iter().enumerate().map(of);
        let ends = self.outgoing.iter().flatten().copied();
        starts.flat_map(|(from, n)| std::iter::repeat_n(from, n)).zip(ends)
    }

    /// A tie where either of the two has an arc to the other.
    pub fn either(&self) -> Graph {
        Graph::new(self.nodes(), self.pairs().flat_map(|(from, to)| [(from, to), (to, from)]))
    }

    /// A tie where both have an arc to the other.
    pub fn both(&self) -> Graph {
        Graph::new(self.nodes(), self.pairs().filter(|&(from, to)| self.has(to, from)))
    }

    /// Neighbours that two nodes share, in order.
    pub(super) fn common<'g>(&'g self, one: usize, other: usize) -> impl Iterator<Item = u32> + 'g {
        let (few, many) = match self.outgoing[one].len() <= self.outgoing[other].len() {
            true => (one, other),
            false => (other, one),
        };
        self.outgoing[few].iter().copied().filter(move |&node| self.has(many as u32, node))
    }
}
