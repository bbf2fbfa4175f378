//! Flows of least cost in a network with bounds, by the network simplex on integers: exact, and with the potentials that prove it.
//!
//! A spanning tree holds the arcs whose flow lies between its bounds. An arc outside that could lower the cost enters, the first arc
//! of the cycle that reaches a bound leaves; of several that one which keeps every node able to send flow to the root (strongly
//! feasible trees, Cunningham 1976), so that it comes to an end. Arcs may be added to a network that was solved: it goes on from
//! there.

/// Flows and costs that count as unbounded.
const PLENTY: i64 = 1 << 60;
/// Arcs that are looked at before the best of them enters.
const BLOCK: usize = 64;
const NOBODY: u32 = u32::MAX;

/// A network. Nodes are numbered from 0.
#[derive(Clone, Debug)]
pub struct Network {
    nodes: usize,
    from: Vec<u32>,
    to: Vec<u32>,
    /// Most flow beyond the least.
    room: Vec<i64>,
    cost: Vec<i64>,
    flow: Vec<i64>,
    /// Least flow.
    least: Vec<i64>,
    state: Vec<State>,
    tree: Tree,
    /// Where the search for an arc goes on.
    next: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Tree,
    Lower,
    Upper,
}

/// The tree: of each node its parent, the arc to it, and its children as a list.
#[derive(Clone, Debug, Default)]
struct Tree {
    parent: Vec<u32>,
    arc: Vec<u32>,
    depth: Vec<u32>,
    child: Vec<u32>,
    after: Vec<u32>,
    before: Vec<u32>,
    potential: Vec<i64>,
}

impl Network {
    /// A network of nodes with arcs (from, to, least flow, most flow, cost). `missing` is more than any way through the network costs.
    pub fn new(nodes: usize, arcs: &[(u32, u32, i64, i64, i64)], missing: i64) -> Network {
        let mut network = Network {
            nodes,
            from: Vec::new(),
            to: Vec::new(),
            room: Vec::new(),
            cost: Vec::new(),
            flow: Vec::new(),
            least: Vec::new(),
            state: Vec::new(),
            tree: Tree::new(nodes + 1),
            next: 0,
        };
        let mut supply = vec![0i64; nodes];
        for &(from, to, least, _, _) in arcs {
            supply[from as usize] -= least;
            supply[to as usize] += least;
        }
        let root = nodes as u32;
        for (node, &supply) in supply.iter().enumerate() {
            let up = supply >= 0;
            let (from, to) = if up { (node as u32, root) } else { (root, node as u32) };
            network.push((from, to, 0, PLENTY, missing), State::Tree, supply.abs());
            network.tree.arc[node] = node as u32;
            network.tree.potential[node] = if up { -missing } else { missing };
            network.tree.depth[node] = 1;
            network.tree.hang(node as u32, root);
        }
        arcs.iter().for_each(|&arc| network.add(arc));
        network
    }

    /// Adds an arc. Least flows other than 0 are those of [`Network::new`] only.
    pub fn add(&mut self, arc: (u32, u32, i64, i64, i64)) {
        self.push(arc, State::Lower, 0);
    }

    fn push(&mut self, (from, to, least, most, cost): (u32, u32, i64, i64, i64), state: State, flow: i64) {
        self.from.push(from);
        self.to.push(to);
        self.least.push(least);
        self.room.push(most - least);
        self.cost.push(cost);
        self.flow.push(flow);
        self.state.push(state);
    }

    /// Finds the flow of least cost.
    pub fn solve(&mut self) {
        while let Some(arc) = self.entering() {
            self.pivot(arc);
        }
    }

    /// Whether all flow finds its way.
    pub fn feasible(&self) -> bool {
        self.flow[..self.nodes].iter().all(|&flow| flow == 0)
    }

    /// Flow of the arc that was given or added as the `at`-th.
    pub fn flow(&self, at: usize) -> i64 {
        self.flow[self.nodes + at] + self.least[self.nodes + at]
    }

    /// Potential of a node: cost + potential(from) − potential(to) is not negative where more could flow, nor positive where less could.
    pub fn potential(&self, node: u32) -> i64 {
        self.tree.potential[node as usize]
    }

    fn reduced(&self, arc: usize) -> i64 {
        let at = |node: u32| self.tree.potential[node as usize];
        self.cost[arc] + at(self.from[arc]) - at(self.to[arc])
    }

    /// The arc of a block that lowers the cost most, of the first block that has one.
    fn entering(&mut self) -> Option<usize> {
        let arcs = self.cost.len();
        let (mut best, mut gain, mut seen) = (None, 0, 0);
        let mut at = self.next;
        while seen < arcs {
            for _ in 0..BLOCK.min(arcs - seen) {
                let found = match self.state[at] {
                    State::Tree => 0,
                    State::Lower => self.reduced(at),
                    State::Upper => -self.reduced(at),
                };
                if found < gain {
                    (best, gain) = (Some(at), found);
                }
                at = if at + 1 == arcs { 0 } else { at + 1 };
                seen += 1;
            }
            if best.is_some() {
                break;
            }
        }
        self.next = at;
        best
    }

    /// Whether the arc of a node to its parent leads there.
    fn leads_up(&self, node: u32) -> bool {
        self.from[self.tree.arc[node as usize] as usize] == node
    }

    /// How much more can flow along the arc of a node, towards its parent or away from it.
    fn room_along(&self, node: u32, upwards: bool) -> i64 {
        let arc = self.tree.arc[node as usize] as usize;
        match self.leads_up(node) == upwards {
            true if self.room[arc] >= PLENTY / 2 => PLENTY,
            true => self.room[arc] - self.flow[arc],
            false => self.flow[arc],
        }
    }

    fn pivot(&mut self, arc: usize) {
        let lower = self.state[arc] == State::Lower;
        let (first, second) = if lower { (self.from[arc], self.to[arc]) } else { (self.to[arc], self.from[arc]) };
        let top = self.tree.meeting(first, second);
        let (mut amount, mut leaving) = (self.room[arc], None);
        let mut node = first;
        while node != top {
            let room = self.room_along(node, false);
            if room < amount {
                (amount, leaving) = (room, Some((node, first, second)));
            }
            node = self.tree.parent[node as usize];
        }
        node = second;
        while node != top {
            let room = self.room_along(node, true);
            if room <= amount {
                (amount, leaving) = (room, Some((node, second, first)));
            }
            node = self.tree.parent[node as usize];
        }
        if amount > 0 {
            self.flow[arc] += if lower { amount } else { -amount };
            self.send(first, top, false, amount);
            self.send(second, top, true, amount);
        }
        let Some((out, below, above)) = leaving else {
            self.state[arc] = if lower { State::Upper } else { State::Lower };
            return;
        };
        let old = self.tree.arc[out as usize] as usize;
        self.state[old] = if self.flow[old] == 0 { State::Lower } else { State::Upper };
        self.state[arc] = State::Tree;
        self.rehang(arc, out, below, above);
    }

    fn send(&mut self, from: u32, top: u32, upwards: bool, amount: i64) {
        let mut node = from;
        while node != top {
            let arc = self.tree.arc[node as usize] as usize;
            self.flow[arc] += if self.leads_up(node) == upwards { amount } else { -amount };
            node = self.tree.parent[node as usize];
        }
    }

    /// What hung at `out` hangs by the new arc from `below` to `above`.
    fn rehang(&mut self, arc: usize, out: u32, below: u32, above: u32) {
        let (mut node, mut new_parent, mut new_arc) = (below, above, arc as u32);
        loop {
            let (old_parent, old_arc) = (self.tree.parent[node as usize], self.tree.arc[node as usize]);
            self.tree.unhang(node);
            self.tree.hang(node, new_parent);
            self.tree.arc[node as usize] = new_arc;
            if node == out {
                break;
            }
            (new_parent, new_arc, node) = (node, old_arc, old_parent);
        }
        let cost = self.cost[arc];
        let wanted = self.tree.potential[above as usize] + if self.from[arc] == below { -cost } else { cost };
        self.tree.lift(below, wanted - self.tree.potential[below as usize]);
    }
}

impl Tree {
    fn new(nodes: usize) -> Tree {
        let nobody = || vec![NOBODY; nodes];
        Tree {
            parent: nobody(),
            arc: nobody(),
            depth: vec![0; nodes],
            child: nobody(),
            after: nobody(),
            before: nobody(),
            potential: vec![0; nodes],
        }
    }

    fn hang(&mut self, node: u32, parent: u32) {
        let first = std::mem::replace(&mut self.child[parent as usize], node);
        self.parent[node as usize] = parent;
        self.after[node as usize] = first;
        self.before[node as usize] = NOBODY;
        if first != NOBODY {
            self.before[first as usize] = node;
        }
    }

    fn unhang(&mut self, node: u32) {
        let (before, after) = (self.before[node as usize], self.after[node as usize]);
        match before {
            NOBODY => self.child[self.parent[node as usize] as usize] = after,
            before => self.after[before as usize] = after,
        }
        if after != NOBODY {
            self.before[after as usize] = before;
        }
    }

    /// Where the ways of two nodes to the root meet.
    fn meeting(&self, mut a: u32, mut b: u32) -> u32 {
        while a != b {
            if self.depth[a as usize] >= self.depth[b as usize] {
                a = self.parent[a as usize];
            } else {
                b = self.parent[b as usize];
            }
        }
        a
    }

    /// Adds to the potential of a node and all below it, and counts their depths anew.
    fn lift(&mut self, top: u32, by: i64) {
        let mut node = top;
        loop {
            self.potential[node as usize] += by;
            self.depth[node as usize] = self.depth[self.parent[node as usize] as usize] + 1;
            if self.child[node as usize] != NOBODY {
                node = self.child[node as usize];
                continue;
            }
            while node != top && self.after[node as usize] == NOBODY {
                node = self.parent[node as usize];
            }
            if node == top {
                return;
            }
            node = self.after[node as usize];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cheapest_way_with_bounds() {
        // Two units from 0 over 1 or 2 to 3; back to 0 at no cost.
        let arcs = [(0, 1, 0, 1, 1), (0, 2, 0, 5, 2), (1, 3, 0, 5, 1), (2, 3, 0, 5, 2), (3, 0, 2, 2, 0)];
        let mut network = Network::new(4, &arcs, 1000);
        network.solve();
        assert!(network.feasible());
        assert_eq!((0..5).map(|at| network.flow(at)).collect::<Vec<_>>(), [1, 1, 1, 1, 2]);
        network.add((0, 3, 0, 1, 1));
        network.solve();
        assert_eq!((0..6).map(|at| network.flow(at)).collect::<Vec<_>>(), [1, 0, 1, 0, 2, 1]);
    }

    #[test]
    fn no_way_is_said() {
        let mut network = Network::new(3, &[(0, 1, 0, 1, 1), (1, 2, 0, 1, 1), (2, 0, 2, 2, 0)], 1000);
        network.solve();
        assert!(!network.feasible());
    }
}
