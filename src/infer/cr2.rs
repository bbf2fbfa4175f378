//! CR2: cluster-robust errors that are unbiased under independent errors of one size (Bell & McCaffrey 2002), with the
//! degrees of freedom of Satterthwaite (Pustejovsky & Tipton 2018), in O(N k²).

use ndarray::{Array1, Array2, Axis, concatenate, s};

use super::robust::cross;
use super::ways::Clusters;
use crate::estimate::Linear;
use crate::math::eigen::function_of;
use crate::math::sums::{dot, norm, sum};

/// Directions in which a cluster has nothing left of its errors, and columns that repeat others.
const NOTHING: f64 = 1e-10;

/// Covariance of the coefficients by one way of clustering, and the degrees of freedom of a contrast of them.
pub struct Cr2 {
    /// p × p.
    pub covariance: Array2<f64>,
    /// Satterthwaite's, for the contrast of the estimate.
    pub df: f64,
}

/// V = M (Σ X_g′W_g A_g e_g e_g′A_g W_g X_g) M with M = (X′WX)⁻¹ and A_g = [(I − H)_g (I − H)_g′]^(−½), H = XMX′W: under errors of
/// one size, independent of each other, E(V) is the true covariance. Directions of (I − H)_g of length 0 are left out.
///
/// With v_g = A_g W_g X_g M c, a_g = X_g′W_g v_g and q_g = M X_g′v_g, the quadratic form c′Vc has the matrix
/// P_gj = δ|v_g|² − a_g′q_j − q_g′a_j + q_g′(X′W²X)q_j, and df = (tr P)²/tr P².
pub fn cr2(linear: &Linear, clusters: &Clusters) -> Cr2 {
    let (k, m) = (linear.x.ncols(), &linear.bread);
    let weighted = scaled_rows(&linear.x, linear.weight.iter().copied());
    let squared = weighted.t().dot(&weighted);
    let direction = m.dot(&linear.contrast);
    let mut meat = Array2::zeros((clusters.count, k));
    let mut form = QuadraticForm::new(clusters.count, k, squared.clone());
    for (g, rows) in clusters.rows().iter().enumerate() {
        let (x, wx) = (linear.x.select(Axis(0), rows), weighted.select(Axis(0), rows));
        let root = Root::of(&x, &wx, m, &squared);
        let e: Array1<f64> = rows.iter().map(|&row| linear.residual[row]).collect();
        meat.row_mut(g).assign(&wx.t().dot(&root.times(&e)));
        let v = root.times(&wx.dot(&direction));
        form.push(g, &v, wx.t().dot(&v), m.dot(&x.t().dot(&v)));
    }
    Cr2 { covariance: m.dot(&cross(&meat)).dot(m), df: form.df() }
}

/// [(I − H)_g (I − H)_g′]^(−½) as I + U R U′ with few columns of U.
struct Root {
    u: Array2<f64>,
    r: Array2<f64>,
}

impl Root {
    /// (I − H)_g (I − H)_g′ = I − X_g M X_g′W_g − W_g X_g M X_g′ + X_g M (X′W²X) M X_g′ differs from I only among the columns of X_g
    /// and W_g X_g.
    fn of(x: &Array2<f64>, wx: &Array2<f64>, m: &Array2<f64>, squared: &Array2<f64>) -> Root {
        let u = orthonormal(&concatenate![Axis(1), *x, *wx]);
        let (ux, uw) = (u.t().dot(x), u.t().dot(wx));
        let once = ux.dot(m).dot(&uw.t());
        let twice = ux.dot(m).dot(squared).dot(m).dot(&ux.t());
        let inner = Array2::eye(u.ncols()) - &once - once.t() + &twice;
        let symmetric = 0.5 * (&inner + &inner.t());
        let root = function_of(&symmetric, |value| if value > NOTHING { value.sqrt().recip() } else { 0.0 });
        Root { r: root - Array2::<f64>::eye(u.ncols()), u }
    }

    fn times(&self, v: &Array1<f64>) -> Array1<f64> {
        v + &self.u.dot(&self.r.dot(&self.u.t().dot(v)))
    }
}

/// Columns of unit length, at right angles, that span those given; twice orthogonalised, so that they are so to rounding.
fn orthonormal(columns: &Array2<f64>) -> Array2<f64> {
    let mut basis: Vec<Array1<f64>> = Vec::new();
    for column in columns.columns() {
        let length = norm(&column.to_vec());
        let mut left = column.to_owned();
        for _ in 0..2 {
            for u in &basis {
                let along = dot(&u.to_vec(), &left.to_vec());
                left.scaled_add(-along, u);
            }
        }
        let rest = norm(&left.to_vec());
        if rest > NOTHING * length {
            basis.push(left / rest);
        }
    }
    let mut u = Array2::zeros((columns.nrows(), basis.len()));
    basis.iter().enumerate().for_each(|(at, column)| u.column_mut(at).assign(column));
    u
}

fn scaled_rows(x: &Array2<f64>, by: impl Iterator<Item = f64>) -> Array2<f64> {
    let mut scaled = x.clone();
    scaled.rows_mut().into_iter().zip(by).for_each(|(mut row, by)| row *= by);
    scaled
}

/// The quadratic form P = diag(|v|²) + B C B′ with rows (a, q) of B and C = [0, −I; −I, X′W²X].
struct QuadraticForm {
    own: Vec<f64>,
    b: Array2<f64>,
    c: Array2<f64>,
}

impl QuadraticForm {
    fn new(clusters: usize, k: usize, squared: Array2<f64>) -> QuadraticForm {
        let mut c = Array2::zeros((2 * k, 2 * k));
        for i in 0..k {
            (c[[i, k + i]], c[[k + i, i]]) = (-1.0, -1.0);
        }
        c.slice_mut(s![k.., k..]).assign(&squared);
        QuadraticForm { own: vec![0.0; clusters], b: Array2::zeros((clusters, 2 * k)), c }
    }

    fn push(&mut self, g: usize, v: &Array1<f64>, a: Array1<f64>, q: Array1<f64>) {
        self.own[g] = dot(&v.to_vec(), &v.to_vec());
        self.b.row_mut(g).assign(&concatenate![Axis(0), a, q]);
    }

    /// (tr P)²/tr P².
    fn df(&self) -> f64 {
        let cbb = self.c.dot(&self.b.t().dot(&self.b));
        let bcb = (&self.b.dot(&self.c) * &self.b).sum_axis(Axis(1));
        let trace = sum(self.own.iter().copied()) + sum(cbb.diag().iter().copied());
        let squares = sum(self.own.iter().map(|own| own * own));
        let mixed = sum(self.own.iter().zip(&bcb).map(|(own, both)| 2.0 * own * both));
        let common = sum(cbb.dot(&cbb).diag().iter().copied());
        trace * trace / (squares + mixed + common)
    }
}
