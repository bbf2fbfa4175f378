//! CR2: cluster-robust errors that are unbiased under independent errors of one size (Bell & McCaffrey 2002), with the
//! degrees of freedom of Satterthwaite under such errors (Pustejovsky & Tipton 2018) and under those that share a part within
//! clusters (Imbens & Kolesár 2016), in O(N k²).

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
    /// Satterthwaite's, for the contrast of the estimate, under independent errors of one size.
    pub df: f64,
    /// The same where errors share a part within clusters, as large as it is seen to be (Imbens & Kolesár).
    pub df_alike: f64,
    /// The same where what sets the two sides of the contrast apart shares a part within clusters: clusters that hold both sides differ in
    /// the effect then. Equal to `df_alike` where each cluster lies on one side.
    pub df_apart: f64,
}

impl Cr2 {
    /// The fewest of the three.
    pub fn fewest_df(&self) -> f64 {
        self.df.min(self.df_alike).min(self.df_apart)
    }
}

/// V = M (Σ X_g′W_g A_g e_g e_g′A_g W_g X_g) M with M = (X′WX)⁻¹ and A_g = [(I − H)_g (I − H)_g′]^(−½), H = XMX′W: under errors of
/// one size, independent of each other, E(V) is the true covariance. Directions of (I − H)_g of length 0 are left out.
///
/// With v_g = A_g W_g X_g M c, a_g = X_g′W_g v_g and q_g = M X_g′v_g, the quadratic form c′Vc has the matrix
/// P_gj = δ|v_g|² − a_g′q_j − q_g′a_j + q_g′(X′W²X)q_j, and df = (tr P)²/tr P².
///
/// Where rows i and j of a cluster have the covariance ρ s_i s_j, and rows the variance σ² + ρ (Moulton 1986), the matrix is σ²P + ρS with
/// S_gj = δu_g² − u_g t_g′q_j − u_j t_j′q_g + q_g′(Σ t_h t_h′)q_j, u_g the sum of s v over the cluster and t_g = X_g′W_g s. The signs s are 1, or
/// those of WXMc.
pub fn cr2(linear: &Linear, clusters: &Clusters) -> Cr2 {
    let (k, m) = (linear.x.ncols(), &linear.bread);
    let weighted = scaled_rows(&linear.x, linear.weight.iter().copied());
    let squared = weighted.t().dot(&weighted);
    let direction = m.dot(&linear.contrast);
    let members = clusters.rows();
    let sides: Vec<f64> = weighted.dot(&direction).iter().map(|along| if *along < 0.0 { -1.0 } else { 1.0 }).collect();
    let mut meat = Array2::zeros((clusters.count, k));
    let mut form = QuadraticForm::new(clusters.count, k, squared.clone());
    let seen = |signs: Vec<f64>| Seen::new(linear, &members, &weighted, &squared, signs);
    let mut models = [seen(vec![1.0; sides.len()]), seen(sides)];
    for (g, rows) in members.iter().enumerate() {
        let (x, wx) = (linear.x.select(Axis(0), rows), weighted.select(Axis(0), rows));
        let root = Root::of(&x, &wx, m, &squared);
        let e: Array1<f64> = rows.iter().map(|&row| linear.residual[row]).collect();
        meat.row_mut(g).assign(&wx.t().dot(&root.times(&e)));
        let v = root.times(&wx.dot(&direction));
        let (own, along, q) = (dot(&v.to_vec(), &v.to_vec()), wx.t().dot(&v), m.dot(&x.t().dot(&v)));
        models.iter_mut().for_each(|model| model.push(g, rows, &v, own, &along, &q));
        form.push(g, own, along, q);
    }
    let [alike, apart] = models.map(|model| model.form.df());
    Cr2 { covariance: m.dot(&cross(&meat)).dot(m), df: form.df(), df_alike: alike, df_apart: apart }
}

/// The quadratic form where clusters share a part of their errors.
struct Seen {
    errors: Moulton,
    signs: Vec<f64>,
    totals: Array2<f64>,
    form: QuadraticForm,
}

impl Seen {
    fn new(
        linear: &Linear,
        members: &[Vec<usize>],
        weighted: &Array2<f64>,
        squared: &Array2<f64>,
        signs: Vec<f64>,
    ) -> Seen {
        let errors = Moulton::of(linear, members, &signs);
        let totals = totals(weighted, members, &signs);
        let both = errors.own * squared + errors.shared * totals.t().dot(&totals);
        let form = QuadraticForm::new(members.len(), linear.x.ncols(), both);
        Seen { errors, signs, totals, form }
    }

    fn push(&mut self, g: usize, rows: &[usize], v: &Array1<f64>, own: f64, along: &Array1<f64>, q: &Array1<f64>) {
        let Moulton { own: single, shared } = self.errors;
        let together = sum(rows.iter().zip(v).map(|(&row, v)| self.signs[row] * v));
        let both = single * along + shared * together * &self.totals.row(g);
        self.form.push(g, single * own + shared * together * together, both, q.clone());
    }
}

/// Errors that share a part within clusters (Moulton 1986): variance of the own part, and of the shared one.
struct Moulton {
    own: f64,
    shared: f64,
}

impl Moulton {
    /// ρ = (Σ_g (Σ se)² − Σ e²)/(Σ n_g² − n), not below 0; σ² = Σ e²/n − ρ, not below 0. Rows count alike, whatever their weight.
    fn of(linear: &Linear, members: &[Vec<usize>], signs: &[f64]) -> Moulton {
        let of_cluster =
            |rows: &Vec<usize>| -> Vec<f64> { rows.iter().map(|&row| signs[row] * linear.residual[row]).collect() };
        let errors: Vec<Vec<f64>> = members.iter().map(of_cluster).collect();
        let n: usize = errors.iter().map(Vec::len).sum();
        let pairs: usize = errors.iter().map(|e| e.len() * (e.len() - 1)).sum();
        let squares = sum(errors.iter().map(|e| dot(e, e)));
        let together = sum(errors.iter().map(|e| sum(e.iter().copied())).map(|total| total * total)) - squares;
        let shared = if pairs > 0 { (together / pairs as f64).max(0.0) } else { 0.0 };
        Moulton { own: (squares / n as f64 - shared).max(0.0), shared }
    }
}

/// X_g′W_g s of each cluster.
fn totals(weighted: &Array2<f64>, members: &[Vec<usize>], signs: &[f64]) -> Array2<f64> {
    let mut totals = Array2::zeros((members.len(), weighted.ncols()));
    for (mut total, rows) in totals.rows_mut().into_iter().zip(members) {
        rows.iter().for_each(|&row| total.scaled_add(signs[row], &weighted.row(row)));
    }
    totals
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

    fn push(&mut self, g: usize, own: f64, a: Array1<f64>, q: Array1<f64>) {
        self.own[g] = own;
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
