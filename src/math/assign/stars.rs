//! Optimal assignment of several to several: what is asked, what is found, and how sets come of it.

/// How many partners units may have: fewest and most of a treated unit, fewest and most of a comparison unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Degrees {
    /// Comparison units of each treated unit.
    pub treated: (u32, u32),
    /// Treated units of each comparison unit. 0 as the fewest: it need not be used.
    pub comparison: (u32, u32),
}

/// Partners with the least total distance, and a proof of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stars {
    /// A treated and a comparison unit each, by index, sorted.
    pub edges: Vec<(u32, u32)>,
    /// Sum of the distances.
    pub total: f64,
    /// No such assignment has a smaller sum: the value of the dual problem.
    pub bound: f64,
}

impl Degrees {
    /// Each treated unit with exactly `k` comparison units of its own.
    pub fn pairs(k: u32) -> Degrees {
        Degrees { treated: (k, k), comparison: (0, 1) }
    }

    /// Whether that many units can have such partners at all, wherever they stand.
    pub fn possible(&self, treated: usize, comparison: usize) -> bool {
        let (n1, n0) = (treated as u64, comparison as u64);
        let bound = |n: u64, degree: u32, others: u64| n * u64::from(degree).min(others);
        n1 * u64::from(self.treated.0) <= bound(n0, self.comparison.1, n1)
            && n0 * u64::from(self.comparison.0) <= bound(n1, self.treated.1, n0)
            && u64::from(self.treated.0) <= n0
    }
}

/// Without edges that neither of its units needs: an assignment of least distance then falls into sets of one with several. What is
/// left out costs nothing, since otherwise leaving it out would be better.
pub fn needed(mut edges: Vec<(u32, u32)>, n: usize, degrees: Degrees) -> Vec<(u32, u32)> {
    edges.sort_unstable();
    edges.dedup();
    let mut degree = vec![0u32; n];
    edges.iter().for_each(|&(treated, other)| {
        degree[treated as usize] += 1;
        degree[other as usize] += 1;
    });
    let (fewest_treated, fewest_other) = (degrees.treated.0.max(1), degrees.comparison.0.max(1));
    edges.retain(|&(treated, other)| {
        let spare = degree[treated as usize] > fewest_treated && degree[other as usize] > fewest_other;
        if spare {
            degree[treated as usize] -= 1;
            degree[other as usize] -= 1;
        }
        !spare
    });
    edges
}
