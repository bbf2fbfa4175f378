//! Weighted least squares to the last digit: Householder QR of scaled columns, then refinement of coefficients and residuals
//! together in double-double (Björck 1967, 1968).

use crate::math::elementary::{ln, log2};
use ndarray::{Array1, Array2, ArrayView2};

use super::double::Double;
use super::householder::Qr;
use super::sums::norm;

/// A column is collinear where the columns before it leave at most this share of its norm (R's `lm`).
pub const TOLERANCE: f64 = 1e-7;

/// Condition number above which the data's own digits matter: about four of them do not reach the coefficients.
pub const ILL_CONDITIONED: f64 = 1e4;

/// Residuals below this share of the largest outcome are the rounding of double-double itself.
const NOISE: f64 = 1e-28;

const MOST_CORRECTIONS: usize = 12;

/// A model matrix ready to be solved for any outcome: min Σ wᵢ (yᵢ − xᵢb)².
///
/// Rows of weight 0 take no part but have fitted values and residuals. Columns are scaled by powers of two, which is exact.
#[derive(Clone, Debug)]
pub struct Factor {
    qr: Qr,
    /// Kept columns times their scale, all rows.
    columns: Vec<Vec<f64>>,
    scale: Vec<f64>,
    weight: Vec<f64>,
    root: Vec<f64>,
}

/// A solution of least squares.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Coefficients of the kept columns.
    pub coefficients: Array1<f64>,
    /// y − Xb of every row, rounded once.
    pub residuals: Array1<f64>,
    /// Xb of every row.
    pub fitted: Array1<f64>,
}

impl Factor {
    /// Decomposes √w·X. `x` is n × p; `weight` has n entries ≥ 0, or is absent for all 1; everything must be finite.
    /// `tolerance` is usually [`TOLERANCE`]; of collinear columns the later one is dropped.
    pub fn new(x: ArrayView2<'_, f64>, weight: Option<&[f64]>, tolerance: f64) -> Factor {
        let rows = x.nrows();
        let weight = weight.map_or_else(|| vec![1.0; rows], <[f64]>::to_vec);
        let root: Vec<f64> = weight.iter().map(|weight| weight.sqrt()).collect();
        let (mut columns, scale): (Vec<Vec<f64>>, Vec<f64>) =
            x.columns().into_iter().map(|c| scaled(c.to_vec(), &root)).unzip();
        let qr = Qr::new(columns.iter().map(|column| times(column, &root)), rows, tolerance);
        let scale = qr.kept.iter().map(|&k| scale[k]).collect();
        let columns = qr.kept.iter().map(|&k| std::mem::take(&mut columns[k])).collect();
        Factor { qr, columns, scale, weight, root }
    }

    /// Indices of the columns kept, ascending.
    pub fn kept(&self) -> &[usize] {
        &self.qr.kept
    }

    /// Indices of the collinear columns, ascending.
    pub fn dropped(&self) -> &[usize] {
        &self.qr.dropped
    }

    /// Number of columns kept.
    pub fn rank(&self) -> usize {
        self.qr.rank()
    }

    /// Condition number (1-norm) of the weighted matrix with columns of length 1. Its decimal logarithm is the number of
    /// digits that the data lose on the way to the coefficients.
    pub fn condition(&self) -> f64 {
        self.qr.condition()
    }

    /// Solves for `y` (n finite values).
    pub fn solve(&self, y: &[f64]) -> Fit {
        let mut b = vec![Double::default(); self.rank()];
        let mut residuals: Vec<Double> = vec![Double::default(); y.len()];
        let mut before = f64::INFINITY;
        for round in 0..MOST_CORRECTIONS {
            let (step, move_) = self.correction(y, &b, &residuals);
            let size = norm(&step);
            if round > 1 && size >= 0.5 * before {
                break;
            }
            b.iter_mut().zip(&step).for_each(|(b, &step)| *b = *b + step.into());
            residuals.iter_mut().zip(&move_).for_each(|(residual, &by)| *residual = *residual + by.into());
            // Each round shrinks the error by about the same factor, so the next correction would be size²/before.
            let whole = norm(&b.iter().map(|b| b.hi).collect::<Vec<_>>());
            if round > 0 && size * (size / before) <= 1e-24 * whole || size == 0.0 {
                break;
            }
            before = size;
        }
        self.finish(y, &b, &residuals)
    }

    /// What is missing from coefficients and residuals in e + Xb = y, X′We = 0.
    fn correction(&self, y: &[f64], b: &[Double], residuals: &[Double]) -> (Vec<f64>, Vec<f64>) {
        let weighted: Vec<Double> = residuals.iter().zip(&self.weight).map(|(e, &w)| e.scaled(w)).collect();
        let slope = |column: &Vec<f64>| -> f64 {
            let products = weighted.iter().zip(column).fold(Double::default(), |sum, (&e, &x)| sum.plus_product(e, x));
            -products.value()
        };
        let slopes: Vec<f64> = self.columns.iter().map(slope).collect();
        let gap = self.gap(y, b, residuals);
        let mut turned = times(&gap, &self.root);
        self.qr.transpose_apply(&mut turned);
        let lift = self.qr.transpose_solve(&slopes);
        let head: Vec<f64> = turned.iter().zip(&lift).map(|(turned, lift)| turned - lift).collect();
        turned[..lift.len()].copy_from_slice(&lift);
        self.qr.apply(&mut turned);
        let unweighted =
            turned.iter().zip(&self.root).map(|(r, &root)| if root > 0.0 { r / root } else { 0.0 }).collect();
        (self.qr.solve(&head), unweighted)
    }

    /// y − e − Xb.
    fn gap(&self, y: &[f64], b: &[Double], residuals: &[Double]) -> Vec<f64> {
        let mut gap: Vec<Double> = y.iter().zip(residuals).map(|(&y, &e)| Double::from(y) - e).collect();
        for (column, &b) in self.columns.iter().zip(b).filter(|(_, b)| b.hi != 0.0) {
            gap.iter_mut().zip(column).for_each(|(gap, &x)| *gap = gap.plus_product(b, -x));
        }
        gap.into_iter().map(Double::value).collect()
    }

    fn finish(&self, y: &[f64], b: &[Double], residuals: &[Double]) -> Fit {
        let noise = NOISE * y.iter().fold(0.0_f64, |largest, y| largest.max(y.abs()));
        let heard = |value: f64| if value.abs() <= noise { 0.0 } else { value };
        let mut residuals: Vec<f64> = residuals.iter().map(|residual| heard(residual.value())).collect();
        if self.weight.contains(&0.0) {
            let direct = self.gap(y, b, &vec![Double::default(); y.len()]);
            let unused = residuals.iter_mut().zip(direct).zip(&self.weight).filter(|(_, weight)| **weight == 0.0);
            unused.for_each(|((residual, direct), _)| *residual = direct);
        }
        Fit {
            coefficients: b.iter().zip(&self.scale).map(|(b, scale)| b.value() * scale).collect(),
            fitted: y.iter().zip(&residuals).map(|(y, residual)| y - residual).collect(),
            residuals: residuals.into(),
        }
    }

    /// Coefficients for `y` by one pass of QR, without refinement: for the steps of an iteration.
    pub fn solve_once(&self, y: &[f64]) -> Vec<f64> {
        let mut turned = times(y, &self.root);
        self.qr.transpose_apply(&mut turned);
        let b = self.qr.solve(&turned[..self.rank()]);
        b.iter().zip(&self.scale).map(|(b, scale)| b * scale).collect()
    }

    /// ln |X′WX| of the kept columns.
    pub fn log_determinant(&self) -> f64 {
        let scales = self.scale.iter().map(|scale| ln(*scale));
        2.0 * (self.qr.log_diagonal() - scales.sum::<f64>())
    }

    /// (X′WX)⁻¹ of the kept columns, rank × rank.
    pub fn bread(&self) -> Array2<f64> {
        let p = self.rank();
        let inverse = self.qr.inverse_columns();
        let entry = |(i, j): (usize, usize)| {
            let product = (i.max(j)..p).map(|k| inverse[k][i] * inverse[k][j]).sum::<f64>();
            product * self.scale[i] * self.scale[j]
        };
        Array2::from_shape_fn((p, p), entry)
    }

    /// Leverages wᵢ xᵢ(X′WX)⁻¹xᵢ′ of all rows.
    pub fn leverages(&self) -> Vec<f64> {
        let mut leverages = vec![0.0; self.root.len()];
        for k in 0..self.rank() {
            let column = self.qr.q_column(k);
            leverages.iter_mut().zip(&column).for_each(|(leverage, q)| *leverage += q * q);
        }
        leverages
    }

    /// The weight that each outcome has in each coefficient, n × rank: b = Σ uᵢ yᵢ with uᵢ = (X′WX)⁻¹ xᵢ′ wᵢ.
    pub fn shares(&self) -> Array2<f64> {
        let p = self.rank();
        let mut shares = Array2::zeros((self.root.len(), p));
        let inverse = self.qr.inverse_columns();
        for (k, inverse) in inverse.iter().enumerate() {
            let q = times(&self.qr.q_column(k), &self.root);
            for (mut row, q) in shares.rows_mut().into_iter().zip(q) {
                (0..=k).for_each(|j| row[j] += q * inverse[j] * self.scale[j]);
            }
        }
        shares
    }
}

/// A column times the power of two that brings its largest weighted entry into [1, 2); with that power.
fn scaled(mut column: Vec<f64>, root: &[f64]) -> (Vec<f64>, f64) {
    let largest = column.iter().zip(root).fold(0.0_f64, |largest, (x, root)| largest.max((x * root).abs()));
    let power = if largest > 0.0 && largest.is_finite() { log2(largest).floor() } else { 0.0 };
    let scale = 2.0_f64.powi(-(power as i32).clamp(-1000, 1000));
    column.iter_mut().for_each(|x| *x *= scale);
    (column, scale)
}

fn times(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a * b).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_line_through_three_points() {
        let x = array![[1.0, 0.0], [1.0, 1.0], [1.0, 2.0], [1.0, 9.0]];
        let factor = Factor::new(x.view(), Some(&[1.0, 1.0, 1.0, 0.0]), TOLERANCE);
        let fit = factor.solve(&[1.0, 3.0, 5.0, 0.0]);
        assert_eq!(fit.coefficients.to_vec(), [1.0, 2.0]);
        assert_eq!(fit.residuals.to_vec(), [0.0, 0.0, 0.0, -19.0]);
        assert_eq!(fit.fitted[3], 19.0);
        assert!((factor.bread()[[1, 1]] - 0.5).abs() < 1e-15);
        assert!((factor.leverages().iter().sum::<f64>() - 2.0).abs() < 1e-14);
    }

    #[test]
    fn shares_make_the_coefficients() {
        let x = array![[1.0, 2.0], [1.0, 5.0], [1.0, 7.0], [1.0, 8.0]];
        let (y, w) = ([3.0, 1.0, 4.0, 1.5], [1.0, 2.0, 0.5, 3.0]);
        let factor = Factor::new(x.view(), Some(&w), TOLERANCE);
        let by_shares = factor.shares().t().dot(&Array1::from(y.to_vec()));
        let b = factor.solve(&y).coefficients;
        assert!(by_shares.iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-14));
        assert!(factor.solve_once(&y).iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-13));
    }

    #[test]
    fn nothing_and_non_numbers_do_not_panic() {
        let none = Factor::new(Array2::zeros((0, 2)).view(), None, TOLERANCE);
        assert_eq!((none.rank(), none.solve(&[]).coefficients.len()), (0, 0));
        let bad = Factor::new(array![[f64::NAN], [1.0]].view(), None, TOLERANCE);
        assert_eq!(bad.solve(&[1.0, 2.0]).coefficients.len(), bad.rank());
    }
}
