//! How long somebody stays, where some are still there.

use crate::math::elementary::{exp, ln};
use crate::math::special::{chi_square_sf, normal_quantile};
use crate::math::square_table::ChiSquare;
use crate::math::sums::sum;

/// Share still there after each time at which somebody left.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Times at which somebody left, ascending.
    pub times: Vec<f64>,
    /// Still there just before each.
    pub at_risk: Vec<usize>,
    /// Who left then.
    pub left: Vec<usize>,
    /// Share still there after it.
    pub share: Vec<f64>,
    /// Greenwood's Σ d/(n(n − d)), the variance of its logarithm.
    pub variance: Vec<f64>,
    /// The last time at which anybody was seen.
    pub last: f64,
}

/// Kaplan & Meier (1958). Of each person how long they were seen, and whether they left then; who did not is still there, and counts until then.
pub fn kaplan_meier(time: &[f64], left: &[bool]) -> Curve {
    let mut order: Vec<usize> = (0..time.len()).collect();
    order.sort_by(|&a, &b| time[a].total_cmp(&time[b]));
    let mut curve = Curve {
        times: Vec::new(),
        at_risk: Vec::new(),
        left: Vec::new(),
        share: Vec::new(),
        variance: Vec::new(),
        last: order.last().map_or(0.0, |&at| time[at]),
    };
    let (mut share, mut variance, mut at) = (1.0, 0.0, 0);
    while at < order.len() {
        let now = time[order[at]];
        let end = order[at..].iter().take_while(|&&other| time[other] == now).count() + at;
        let gone = order[at..end].iter().filter(|&&who| left[who]).count();
        if gone > 0 {
            let (n, d) = ((order.len() - at) as f64, gone as f64);
            share *= 1.0 - d / n;
            variance += d / (n * (n - d));
            curve.times.push(now);
            curve.at_risk.push(order.len() - at);
            curve.left.push(gone);
            curve.share.push(share);
            curve.variance.push(variance);
        }
        at = end;
    }
    curve
}

impl Curve {
    fn at(&self, time: f64) -> Option<usize> {
        self.times.iter().rposition(|other| *other <= time)
    }

    /// Share still there at a time; 1 before anybody left.
    pub fn share_at(&self, time: f64) -> f64 {
        self.at(time).map_or(1.0, |at| self.share[at])
    }

    /// Greenwood's standard error of it.
    pub fn error_at(&self, time: f64) -> f64 {
        self.at(time)
            .map_or(0.0, |at| if self.share[at] > 0.0 { self.share[at] * self.variance[at].sqrt() } else { f64::NAN })
    }

    /// The log-log interval S^exp(±z·√V/ln S), which stays between 0 and 1. Nothing where nobody or everybody has left.
    pub fn interval_at(&self, time: f64, level: f64) -> Option<(f64, f64)> {
        let at = self.at(time)?;
        let share = self.share[at];
        if share <= 0.0 {
            return None;
        }
        let reach = normal_quantile(0.5 + 0.5 * level) * self.variance[at].sqrt() / ln(share);
        Some((exp(ln(share) * exp(-reach)), exp(ln(share) * exp(reach))))
    }

    /// The first time at which at most half are still there.
    pub fn median(&self) -> Option<f64> {
        // As R: a step that ends at a half to rounding is one.
        self.share.iter().position(|share| *share <= 0.5 + 1e-12).map(|at| self.times[at])
    }

    /// Mean time until a limit, of those who would stay longer the limit: the area under the curve.
    pub fn restricted_mean(&self, limit: f64) -> f64 {
        let used = self.times.iter().zip(&self.share).filter(|(time, _)| **time < limit);
        let (mut area, mut from, mut share) = (0.0, 0.0, 1.0);
        for (time, next) in used {
            area += share * (time - from);
            (from, share) = (*time, *next);
        }
        area + share * (limit - from)
    }
}

/// The log-rank test that two groups leave alike (Mantel 1966).
pub fn log_rank(time: &[f64], left: &[bool], first: &[bool]) -> Option<ChiSquare> {
    let curve = kaplan_meier(time, left);
    let (mut difference, mut variance) = (Vec::new(), Vec::new());
    for (at, now) in curve.times.iter().enumerate() {
        let (n, d) = (curve.at_risk[at] as f64, curve.left[at] as f64);
        let own = (0..time.len()).filter(|&who| first[who] && time[who] >= *now).count() as f64;
        let gone = (0..time.len()).filter(|&who| first[who] && left[who] && time[who] == *now).count() as f64;
        difference.push(gone - d * own / n);
        if n > 1.0 {
            variance.push(d * (own / n) * (1.0 - own / n) * (n - d) / (n - 1.0));
        }
    }
    let value = sum(difference).powi(2) / sum(variance);
    value.is_finite().then(|| ChiSquare { value, df: 1, p: chi_square_sf(value, 1) })
}
