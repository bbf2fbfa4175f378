//! QR by Householder reflections with R's limited pivoting: columns are taken in the order given, and one that depends on
//! those before it is left out (LINPACK `dqrdc2`, as in R's `lm`).

use super::elementary::ln;
use super::sums::{add_scaled, dot, norm};

/// Q and R of the columns that were kept. Q is stored as reflections I − vv′ with ‖v‖² = 2; the k-th leaves rows 0..k alone.
#[derive(Clone, Debug)]
pub struct Qr {
    reflectors: Vec<Vec<f64>>,
    /// Columns of R; the k-th has k + 1 entries.
    r: Vec<Vec<f64>>,
    rows: usize,
    /// Indices of the columns kept, ascending.
    pub kept: Vec<usize>,
    /// Indices of the columns that depend on columns before them, ascending.
    pub dropped: Vec<usize>,
}

impl Qr {
    /// Decomposes `columns`, each of length `rows`. A column is dropped where what the kept columns before it leave of it is
    /// at most `tolerance` of its norm.
    pub fn new(columns: impl IntoIterator<Item = Vec<f64>>, rows: usize, tolerance: f64) -> Qr {
        let mut qr = Qr { reflectors: Vec::new(), r: Vec::new(), rows, kept: Vec::new(), dropped: Vec::new() };
        for (index, column) in columns.into_iter().enumerate() {
            if qr.push(column, tolerance) { qr.kept.push(index) } else { qr.dropped.push(index) }
        }
        qr
    }

    fn push(&mut self, mut column: Vec<f64>, tolerance: f64) -> bool {
        let size = norm(&column);
        self.transpose_apply(&mut column);
        let k = self.reflectors.len();
        let left = if k < self.rows { norm(&column[k..]) } else { 0.0 };
        if left.is_nan() || left <= tolerance * size || left == 0.0 {
            return false;
        }
        let diagonal = -left.copysign(column[k]);
        let mut reflector = column.split_off(k);
        reflector[0] -= diagonal;
        let length = norm(&reflector);
        let factor = std::f64::consts::SQRT_2 / length;
        reflector.iter_mut().for_each(|value| *value *= factor);
        column.push(diagonal);
        self.r.push(column);
        self.reflectors.push(reflector);
        true
    }

    /// Σ ln |r| over the diagonal of R.
    pub fn log_diagonal(&self) -> f64 {
        self.r.iter().enumerate().map(|(k, column)| ln(column[k].abs())).sum()
    }

    /// Number of columns kept.
    pub fn rank(&self) -> usize {
        self.kept.len()
    }

    /// Q′v in place.
    pub fn transpose_apply(&self, v: &mut [f64]) {
        for (k, reflector) in self.reflectors.iter().enumerate() {
            reflect(reflector, &mut v[k..]);
        }
    }

    /// Qv in place.
    pub fn apply(&self, v: &mut [f64]) {
        for (k, reflector) in self.reflectors.iter().enumerate().rev() {
            reflect(reflector, &mut v[k..]);
        }
    }

    /// R⁻¹v, v of length rank.
    pub fn solve(&self, v: &[f64]) -> Vec<f64> {
        let mut out = v.to_vec();
        for k in (0..self.rank()).rev() {
            out[k] /= self.r[k][k];
            let (above, rest) = out.split_at_mut(k);
            add_scaled(above, -rest[0], &self.r[k][..k]);
        }
        out
    }

    /// R′⁻¹v, v of length rank.
    pub fn transpose_solve(&self, v: &[f64]) -> Vec<f64> {
        let mut out = v.to_vec();
        for k in 0..self.rank() {
            out[k] = (out[k] - dot(&self.r[k][..k], &out[..k])) / self.r[k][k];
        }
        out
    }

    /// The k-th column of the thin Q.
    pub fn q_column(&self, k: usize) -> Vec<f64> {
        let mut column = vec![0.0; self.rows];
        column[k] = 1.0;
        self.apply(&mut column);
        column
    }

    /// Columns of R⁻¹, each of length rank.
    pub fn inverse_columns(&self) -> Vec<Vec<f64>> {
        let unit = |k: usize| (0..self.rank()).map(|i| f64::from(u8::from(i == k))).collect::<Vec<f64>>();
        (0..self.rank()).map(|k| self.solve(&unit(k))).collect()
    }

    /// Condition number in the 1-norm of R with its columns scaled to length 1; 1 where nothing was kept.
    pub fn condition(&self) -> f64 {
        let size: Vec<f64> = self.r.iter().map(|column| norm(column)).collect();
        let forward = |k: usize| self.r[k].iter().map(|value| value.abs()).sum::<f64>() / size[k];
        let back = |column: &Vec<f64>| column.iter().zip(&size).map(|(value, size)| (value * size).abs()).sum::<f64>();
        let largest = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0_f64, f64::max);
        let inverse = self.inverse_columns();
        let product = largest(&mut (0..self.rank()).map(forward)) * largest(&mut inverse.iter().map(back));
        if self.rank() == 0 { 1.0 } else { product }
    }
}

fn reflect(reflector: &[f64], v: &mut [f64]) {
    let along = dot(reflector, v);
    add_scaled(v, -along, reflector);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_later_of_two_dependent_columns_is_dropped() {
        let columns = vec![
            vec![1.0; 4],
            vec![1.0, 2.0, 3.0, 4.0],
            vec![3.0, 5.0, 7.0, 9.0],
            vec![0.0; 4],
            vec![1.0, 0.0, 0.0, 2.0],
        ];
        let qr = Qr::new(columns, 4, 1e-7);
        assert_eq!((qr.kept.clone(), qr.dropped.clone()), (vec![0, 1, 4], vec![2, 3]));
        assert!(qr.condition() >= 1.0);
    }

    #[test]
    fn no_more_columns_are_kept_than_there_are_rows() {
        let qr = Qr::new(vec![vec![1.0, 2.0], vec![0.5, 7.0], vec![1.0, 9.0]], 2, 1e-7);
        assert_eq!(qr.dropped, [2]);
        assert_eq!(Qr::new(vec![vec![]], 0, 1e-7).rank(), 0);
    }
}
