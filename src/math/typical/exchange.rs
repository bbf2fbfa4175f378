use super::by_count::ByCount;
use crate::math::sums::sum;

/// Up to this many sums are kept of each group.
const KEPT: usize = 1 << 16;

/// Two groups between which members may be exchanged, as many from one as from the other.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Exchange {
    first: ByCount,
    second: ByCount,
    /// For each count, Σ weights of the second group's sums from each on, and up to each.
    beyond: Vec<Vec<f64>>,
    before: Vec<Vec<f64>>,
    all: f64,
}

impl Exchange {
    /// Nothing where there are too many sums.
    pub(super) fn new(first: &[f64], second: &[f64], tolerance: f64) -> Option<Exchange> {
        let first = ByCount::of_values(first, tolerance, KEPT)?;
        let second = ByCount::of_values(second, tolerance, KEPT)?;
        let ways = |sums: &[(f64, f64)]| sum(sums.iter().map(|(_, ways)| *ways));
        let all = sum(first.0.iter().zip(&second.0).map(|(a, b)| ways(a) * ways(b)));
        let beyond = second.0.iter().map(|sums| from_each_on(sums)).collect();
        let before = second.0.iter().map(|sums| up_to_each(sums)).collect();
        Some(Exchange { first, second, beyond, before, all })
    }

    /// The share of exchanges of m members each way with Σ leaving − Σ entering ≤ mθ.
    pub(super) fn up_to(&self, theta: f64, tolerance: f64) -> f64 {
        let less = |leaving, m| leaving - m * theta - tolerance;
        self.share(&self.beyond, |leaving, entering, m| entering < less(leaving, m))
    }

    /// The share of exchanges with Σ leaving − Σ entering ≥ mθ.
    pub(super) fn from(&self, theta: f64, tolerance: f64) -> f64 {
        let most = |leaving, m| leaving - m * theta + tolerance;
        self.share(&self.before, |leaving, entering, m| entering <= most(leaving, m))
    }

    /// Σ over the sums of those leaving of `weights` at the first sum entering that is not `below`; the greater the one, the
    /// later the other.
    fn share(&self, weights: &[Vec<f64>], below: impl Fn(f64, f64, f64) -> bool) -> f64 {
        let of = |m: usize| {
            let (second, mut at) = (&self.second.0[m], 0);
            let mut ways = Vec::with_capacity(self.first.0[m].len());
            for &(leaving, count) in &self.first.0[m] {
                while at < second.len() && below(leaving, second[at].0, m as f64) {
                    at += 1;
                }
                ways.push(count * weights[m][at]);
            }
            sum(ways)
        };
        sum((0..self.first.0.len().min(self.second.0.len())).map(of)) / self.all
    }
}

fn up_to_each(sums: &[(f64, f64)]) -> Vec<f64> {
    let grown = sums.iter().scan(0.0, |all, (_, ways)| {
        *all += ways;
        Some(*all)
    });
    std::iter::once(0.0).chain(grown).collect()
}

fn from_each_on(sums: &[(f64, f64)]) -> Vec<f64> {
    let mut beyond = vec![0.0; sums.len() + 1];
    for at in (0..sums.len()).rev() {
        beyond[at] = beyond[at + 1] + sums[at].1;
    }
    beyond
}
