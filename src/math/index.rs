//! The maximum of Σ f(i, xᵢb) where every f is concave in its predictor: likelihoods of probit and logit, entropy balancing,
//! inverse probability tilting, balancing scores.

use ndarray::{Array2, ArrayView2};
use rayon::prelude::*;

use super::householder::Qr;

/// Rows that are summed plainly before their sums are added, in order.
const CHUNK: usize = 2048;
const MOST_STEPS: usize = 100;
/// A full step that moves no predictor further than this leaves an error of its square.
const SETTLED: f64 = 1e-9;

/// Value, slope and curvature (not above 0) of the function of a row at its predictor.
pub type RowTerms = [f64; 3];

/// Where the search ended.
#[derive(Clone, Debug)]
pub struct Maximum {
    /// Coefficients.
    pub coefficients: Vec<f64>,
    /// xᵢb.
    pub predictor: Vec<f64>,
    /// Steps taken.
    pub steps: usize,
    /// Whether the steps died out; where there is no maximum they go on for ever.
    pub settled: bool,
}

/// Newton's method with step halving, from `start`. The columns of `x` should be of like size.
pub fn maximise(x: ArrayView2<'_, f64>, start: Vec<f64>, term: impl Fn(usize, f64) -> RowTerms + Sync) -> Maximum {
    let rows = x.as_standard_layout();
    let rows = rows.as_slice().unwrap_or_default();
    let (mut b, mut steps, mut settled) = (start, 0, false);
    let mut now = Sums::at(rows, &b, &term);
    while steps < MOST_STEPS && !settled {
        steps += 1;
        let step = now.newton(b.len());
        let along: f64 = step.iter().zip(&now.slope).map(|(step, slope)| step * slope).sum();
        let moves = furthest(rows, &step);
        let mut part = 1.0;
        let found = loop {
            let to: Vec<f64> = b.iter().zip(&step).map(|(b, step)| b + part * step).collect();
            let then = Sums::at(rows, &to, &term);
            let slack = 1e-12 * now.value.abs();
            if then.value.is_finite() && then.value >= now.value + 1e-4 * part * along - slack {
                break Some((to, then));
            }
            part *= 0.5;
            if part < 1e-10 {
                break None;
            }
        };
        let Some((to, then)) = found else { break };
        (b, now) = (to, then);
        settled = part == 1.0 && moves < SETTLED;
    }
    let predictor = rows.chunks_exact(b.len().max(1)).map(|row| predictor(row, &b)).collect();
    Maximum { coefficients: b, predictor, steps, settled }
}

fn predictor(row: &[f64], b: &[f64]) -> f64 {
    row.iter().zip(b).map(|(x, b)| x * b).sum()
}

fn furthest(rows: &[f64], step: &[f64]) -> f64 {
    let far = |row: &[f64]| predictor(row, step).abs();
    rows.par_chunks(step.len().max(1)).map(far).reduce(|| 0.0, f64::max)
}

struct Sums {
    value: f64,
    slope: Vec<f64>,
    /// −Σ curvature · xx′, lower half, row by row.
    information: Vec<f64>,
}

impl Sums {
    fn at(rows: &[f64], b: &[f64], term: &(impl Fn(usize, f64) -> RowTerms + Sync)) -> Sums {
        let width = b.len().max(1);
        let parts: Vec<Sums> = rows
            .par_chunks(CHUNK * width)
            .enumerate()
            .map(|(chunk, rows)| {
                let mut sums = Sums::zero(width);
                rows.chunks_exact(width)
                    .enumerate()
                    .for_each(|(at, row)| sums.add(row, term(chunk * CHUNK + at, predictor(row, b))));
                sums
            })
            .collect();
        parts.into_iter().fold(Sums::zero(width), Sums::plus)
    }

    fn zero(width: usize) -> Sums {
        Sums { value: 0.0, slope: vec![0.0; width], information: vec![0.0; width * width] }
    }

    fn add(&mut self, row: &[f64], [value, slope, curvature]: RowTerms) {
        self.value += value;
        let width = row.len();
        for (j, own) in row.iter().enumerate() {
            self.slope[j] += slope * own;
            let information = &mut self.information[j * width..=j * width + j];
            information.iter_mut().zip(row).for_each(|(sum, x)| *sum += -curvature * own * x);
        }
    }

    fn plus(mut self, other: Sums) -> Sums {
        self.value += other.value;
        self.slope.iter_mut().zip(other.slope).for_each(|(a, b)| *a += b);
        self.information.iter_mut().zip(other.information).for_each(|(a, b)| *a += b);
        self
    }

    fn newton(&self, width: usize) -> Vec<f64> {
        let entry = |(j, k): (usize, usize)| self.information[j.max(k) * width + j.min(k)];
        solve(Array2::from_shape_fn((width, width), entry).view(), &self.slope)
    }
}

/// A⁻¹v of a square matrix; 0 in the place of a column that depends on those before it.
pub fn solve(matrix: ArrayView2<'_, f64>, v: &[f64]) -> Vec<f64> {
    let qr = Qr::new(matrix.columns().into_iter().map(|column| column.to_vec()), v.len(), 1e-15);
    let mut turned = v.to_vec();
    qr.transpose_apply(&mut turned);
    let mut found = vec![0.0; v.len()];
    qr.kept.iter().zip(qr.solve(&turned[..qr.rank()])).for_each(|(&at, value)| found[at] = value);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::elementary::{exp, ln};
    use ndarray::array;

    #[test]
    fn a_count_gives_its_logarithm() {
        let x = array![[1.0, 0.0], [1.0, 0.0], [1.0, 1.0]];
        let y = [1.0, 3.0, 6.0];
        let found = maximise(x.view(), vec![0.0; 2], |i, eta| [y[i] * eta - exp(eta), y[i] - exp(eta), -exp(eta)]);
        assert!(found.settled);
        assert!((found.coefficients[0] - ln(2.0)).abs() < 1e-14 && (found.coefficients[1] - ln(3.0)).abs() < 1e-14);
    }

    #[test]
    fn without_a_maximum_it_does_not_settle() {
        let x = array![[1.0], [1.0]];
        assert!(!maximise(x.view(), vec![0.0], |_, eta| [-exp(-eta), exp(-eta), -exp(-eta)]).settled);
    }

    #[test]
    fn a_square_system_is_solved() {
        let a = array![[2.0, 1.0], [1.0, 3.0]];
        let found = solve(a.view(), &[5.0, 10.0]);
        assert!((found[0] - 1.0).abs() < 1e-14 && (found[1] - 3.0).abs() < 1e-14);
    }
}
