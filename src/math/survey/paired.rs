//! Answers of the same persons at two times.

use ndarray::Array2;

use crate::math::householder::Qr;
use crate::math::shares::{PairedShares, Share, wilson};
use crate::math::special::f_sf;
use crate::math::sums::{mean, sum};

/// Who ticked an answer before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairedAnswers {
    /// Both times.
    pub both: u64,
    /// Before only.
    pub lost: u64,
    /// After only.
    pub gained: u64,
    /// Neither.
    pub neither: u64,
}

impl PairedAnswers {
    /// Of answers before and after.
    pub fn of(answers: impl Iterator<Item = (bool, bool)>) -> PairedAnswers {
        let mut counts = PairedAnswers { both: 0, lost: 0, gained: 0, neither: 0 };
        for answer in answers {
            *match answer {
                (true, true) => &mut counts.both,
                (true, false) => &mut counts.lost,
                (false, true) => &mut counts.gained,
                (false, false) => &mut counts.neither,
            } += 1;
        }
        counts
    }

    /// Persons.
    pub fn n(self) -> u64 {
        self.both + self.lost + self.gained + self.neither
    }

    /// Shares before and after.
    pub fn shares(self) -> (f64, f64) {
        let n = self.n() as f64;
        ((self.both + self.lost) as f64 / n, (self.both + self.gained) as f64 / n)
    }

    /// McNemar's exact p, and its mid-p.
    pub fn p(self) -> (f64, f64) {
        let paired = PairedShares { rose: self.gained, fell: self.lost, all: self.n() };
        (paired.exact_p(), paired.mid_p())
    }

    /// The interval of the change in the share from Wilson's limits of both and their correlation (Newcombe 1998, method 10), which is
    /// (ad − bc − n/2)/√… where ad − bc is above n/2, 0 where it is not negative, and (ad − bc)/√… where it is.
    pub fn newcombe(self, level: f64) -> (f64, f64) {
        let n = self.n();
        let (before, after) = self.shares();
        let wilson = |yes: u64| wilson(Share { yes, all: n }, level);
        let ((l1, u1), (l2, u2)) = (wilson(self.both + self.gained), wilson(self.both + self.lost));
        let [e, f, g, h] = [self.both, self.lost, self.gained, self.neither].map(|count| count as f64);
        let (margins, cross, half) = ((e + f) * (g + h) * (e + g) * (f + h), e * h - f * g, n as f64 / 2.0);
        let phi = match cross {
            _ if margins == 0.0 => 0.0,
            cross if cross > half => (cross - half) / margins.sqrt(),
            cross if cross >= 0.0 => 0.0,
            cross => cross / margins.sqrt(),
        };
        let reach = |a: f64, b: f64| (a * a - 2.0 * phi * a * b + b * b).max(0.0).sqrt();
        let change = after - before;
        (change - reach(after - l1, u2 - before), change + reach(u1 - after, before - l2))
    }
}

/// Whether several changes are nothing together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hotelling {
    /// T² = n d̄′S⁻¹d̄.
    pub t2: f64,
    /// T²(n − k)/(k(n − 1)), which follows the F law with k and n − k.
    pub f: f64,
    /// Upper tail.
    pub p: f64,
}

/// Hotelling's T² of changes (n × k). Nothing where they do not vary, or with too few persons.
pub fn hotelling(changes: &Array2<f64>) -> Option<Hotelling> {
    let (n, k) = changes.dim();
    if n <= k || k == 0 {
        return None;
    }
    let means: Vec<f64> = (0..k).map(|column| mean(&changes.column(column).to_vec())).collect();
    let spread = |i: usize, j: usize| {
        sum((0..n).map(|row| (changes[[row, i]] - means[i]) * (changes[[row, j]] - means[j]))) / (n as f64 - 1.0)
    };
    let qr = Qr::new((0..k).map(|j| (0..k).map(|i| spread(i, j)).collect::<Vec<f64>>()), k, 1e-12);
    if qr.rank() < k {
        return None;
    }
    let mut right = means.clone();
    qr.transpose_apply(&mut right);
    let solved = qr.solve(&right);
    let (n, k) = (n as f64, k as f64);
    let t2 = n * sum(means.iter().zip(&solved).map(|(a, b)| a * b));
    let f = t2 * (n - k) / (k * (n - 1.0));
    Some(Hotelling { t2, f, p: f_sf(f, k, n - k) })
}
