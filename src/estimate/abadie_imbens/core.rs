//! The numbers: imputed outcomes, their correction, and errors.

use ndarray::Array2;
use rayon::prelude::*;

use crate::math::linear::{Factor, TOLERANCE};
use crate::math::neighbours;
use crate::math::sums::{mean, sum};
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::matches::Matches;

/// Outcomes and covariates of all units analysed, with the matches among them.
pub struct Imputation<'a> {
    pub y: &'a [f64],
    /// Rows are units.
    pub x: &'a Array2<f64>,
    pub matches: &'a Matches,
}

/// What an estimate and its error are made of.
pub struct Found {
    /// The outcome that each unit would have had on the other side.
    pub imputed: Vec<f64>,
    /// How often each unit serves: Σ 1/m.
    pub count: Vec<f64>,
    /// Of each unit whose effect is asked for: its part in the error of the effect, of its own mean and of the imputed mean.
    pub of_own: Vec<[f64; 3]>,
    /// Of each match: the root of its part in the variance.
    pub of_match: Vec<f64>,
}

impl Imputation<'_> {
    /// Slopes of the outcome on the covariates among the matches, each as often as it serves; 0 for columns that are left out,
    /// which are named beside.
    ///
    /// # Errors
    /// Fewer matches than columns.
    pub fn slopes(&self) -> Result<(Vec<f64>, Vec<usize>), Phrase> {
        let (count, _) = self.matches.service(self.y.len());
        let used: Vec<usize> = (0..self.y.len()).filter(|&i| count[i] > 0.0).collect();
        let p = self.x.ncols();
        let model = Array2::from_shape_fn((used.len(), p + 1), |(row, k)| match k {
            0 => 1.0,
            k => self.x[[used[row], k - 1]],
        });
        let weight: Vec<f64> = used.iter().map(|&i| count[i]).collect();
        let factor = Factor::new(model.view(), Some(&weight), TOLERANCE);
        if used.len() <= factor.rank() {
            return Err(phrase!(
                "{n} matches are too few to correct for {k} columns of covariates; take fewer covariates, or write {option}",
                n = Arg::units(used.len()),
                k = p,
                option = "correct = false"
            ));
        }
        let y: Vec<f64> = used.iter().map(|&i| self.y[i]).collect();
        let fit = factor.solve(&y);
        let mut slopes = vec![0.0; p];
        let kept = factor.kept().iter().zip(&fit.coefficients).filter(|(k, _)| **k > 0);
        kept.for_each(|(&k, &b)| slopes[k - 1] = b);
        Ok((slopes, factor.dropped().iter().filter(|&&k| k > 0).map(|&k| k - 1).collect()))
    }

    /// The outcome of a unit on the other side: the mean of its matches, each moved by what its covariates differ.
    fn imputed(&self, own: usize, partners: &[usize], slopes: &[f64]) -> f64 {
        let moved = |&j: &usize| {
            let by = sum((0..slopes.len()).map(|k| slopes[k] * (self.x[[own, k]] - self.x[[j, k]])));
            self.y[j] + by
        };
        mean(&partners.iter().map(moved).collect::<Vec<f64>>())
    }

    /// The estimate with the parts of its error; `variance`: of the outcome of each unit, given its covariates.
    pub fn found(&self, slopes: &[f64], variance: &[f64], population: bool) -> Found {
        let Matches { own, partners, .. } = self.matches;
        let imputed: Vec<f64> = own.iter().zip(partners).map(|(&i, of)| self.imputed(i, of, slopes)).collect();
        let outcomes: Vec<f64> = own.iter().map(|&i| self.y[i]).collect();
        let (mean_own, mean_imputed) = (mean(&outcomes), mean(&imputed));
        let (count, squares) = self.matches.service(self.y.len());
        let n = own.len() as f64;
        let of_own = (0..own.len()).map(|at| {
            let (y, other) = (outcomes[at] - mean_own, imputed[at] - mean_imputed);
            match population {
                true => [(y - other) / n, y / n, other / n],
                false => [variance[own[at]].sqrt() * (y - other).signum() / n, y / n, other / n],
            }
        });
        let part = |i: usize| {
            let times = if population { count[i] * count[i] - squares[i] } else { count[i] * count[i] };
            (times.max(0.0) * variance[i]).sqrt() / n
        };
        Found { of_own: of_own.collect(), of_match: (0..self.y.len()).map(part).collect(), imputed, count }
    }
}

/// Distances that differ by this part are the same.
const SAME: f64 = 1e-9;

/// Variance of each unit's outcome given its covariates: J/(J + 1) (y − ȳ)² with ȳ the mean of the J nearest others of the same
/// arm by Mahalanobis distance; all that are equally near as the J-th count as well. 0 where there are no others.
pub fn local_variances(y: &[f64], x: &Array2<f64>, treated: &[bool], neighbours: usize) -> Vec<f64> {
    let points = match x.ncols() {
        0 => Array2::zeros((y.len(), 1)),
        _ => neighbours::mahalanobis(x),
    };
    let mut variance = vec![0.0; y.len()];
    for arm in [true, false] {
        let units: Vec<usize> = (0..y.len()).filter(|&i| treated[i] == arm).collect();
        let line = Line::of(&points, units);
        let own: Vec<f64> = (0..line.units.len()).into_par_iter().map(|at| line.variance(y, at, neighbours)).collect();
        line.units.iter().zip(own).for_each(|(&unit, own)| variance[unit] = own);
    }
    variance
}

/// Units of an arm in the order of the first axis, along which the search for the nearest goes outward.
struct Line<'a> {
    points: &'a Array2<f64>,
    units: Vec<usize>,
}

impl Line<'_> {
    fn of(points: &Array2<f64>, mut units: Vec<usize>) -> Line<'_> {
        let first = |i: usize| points.row(i).first().copied().unwrap_or(0.0);
        units.sort_by(|&a, &b| first(a).total_cmp(&first(b)).then(a.cmp(&b)));
        Line { points, units }
    }

    /// Squared distance along the first axis alone, and along all.
    fn apart(&self, a: usize, b: usize) -> (f64, f64) {
        let (a, b) = (self.points.row(self.units[a]), self.points.row(self.units[b]));
        let mut squares = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b));
        let first = squares.next().unwrap_or(0.0);
        (first, first + squares.sum::<f64>())
    }

    fn variance(&self, y: &[f64], at: usize, neighbours: usize) -> f64 {
        let near = self.nearest(at, neighbours);
        if near.is_empty() {
            return 0.0;
        }
        let others: Vec<f64> = near.iter().map(|&other| y[self.units[other]]).collect();
        let j = others.len() as f64;
        j / (j + 1.0) * (y[self.units[at]] - mean(&others)).powi(2)
    }

    /// The nearest ones, in the order of the line.
    fn nearest(&self, at: usize, wanted: usize) -> Vec<usize> {
        let mut least: Vec<f64> = Vec::with_capacity(wanted + 1);
        let mut met: Vec<(usize, f64)> = Vec::new();
        let limit = |least: &[f64]| if least.len() < wanted { f64::INFINITY } else { beyond(least[wanted - 1]) };
        let mut meet = |other: usize| {
            let (along, far) = self.apart(at, other);
            if along > limit(&least) {
                return false;
            }
            if far <= limit(&least) {
                met.push((other, far));
                least.insert(least.partition_point(|known| *known <= far), far);
                least.truncate(wanted);
            }
            true
        };
        let _ = (0..at).rev().all(&mut meet);
        let _ = (at + 1..self.units.len()).all(&mut meet);
        let last = limit(&least);
        let mut near: Vec<usize> = met.into_iter().filter(|(_, far)| *far <= last).map(|(other, _)| other).collect();
        near.sort_unstable();
        near
    }
}

fn beyond(distance: f64) -> f64 {
    distance * (1.0 + SAME) + SAME * SAME
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_equally_near_count_as_well() {
        let x = Array2::from_shape_vec((6, 1), vec![0.0, 1.0, 1.0, -1.0, 5.0, 0.5]).unwrap();
        let points = x.clone();
        let line = Line::of(&points, vec![0, 1, 2, 3, 4]);
        let of = |unit: usize, k| {
            let at = line.units.iter().position(|&it| it == unit).unwrap();
            let mut near: Vec<usize> = line.nearest(at, k).into_iter().map(|at| line.units[at]).collect();
            near.sort_unstable();
            near
        };
        assert_eq!(of(0, 1), [1, 2, 3]);
        assert_eq!(of(1, 1), [2]);
        assert_eq!(of(4, 2), [1, 2]);
        assert_eq!(of(3, 9), [0, 1, 2, 4]);
        let y = [1.0, 4.0, 4.0, 4.0, 9.0, 100.0];
        let variance = local_variances(&y, &x, &[true, true, true, true, true, false], 1);
        assert!((variance[0] - 0.75 * 9.0).abs() < 1e-12 && variance[5] == 0.0);
    }
}
