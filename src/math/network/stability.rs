use super::Graph;

/// What became of ties between two waves, over the pairs known in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stability {
    /// In both.
    pub kept: usize,
    /// In the second only.
    pub new: usize,
    /// In the first only.
    pub lost: usize,
}

impl Stability {
    /// kept / (kept + new + lost); NaN where there are none.
    pub fn jaccard(&self) -> f64 {
        self.kept as f64 / (self.kept + self.new + self.lost) as f64
    }
}

/// Ties kept, new and lost, of those pairs of which both waves are known: a pair of which nobody was asked is no lost tie.
pub fn stability(before: &Graph, after: &Graph, known: impl Fn(u32, u32) -> bool) -> Stability {
    let of = |graph: &Graph, other: &Graph, shared: bool| {
        graph.pairs().filter(|&(from, to)| known(from, to) && other.has(from, to) == shared).count()
    };
    Stability { kept: of(before, after, true), new: of(after, before, false), lost: of(before, after, false) }
}
