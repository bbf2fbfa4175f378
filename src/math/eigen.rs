//! Eigenvalues of small symmetric matrices.

use ndarray::Array2;

/// Sweeps after which rotations change nothing more in practice.
const SWEEPS: usize = 64;

/// Eigenvalues and eigenvectors (columns) of a symmetric matrix, by Jacobi's cyclic rotations; accurate to rounding of the
/// largest eigenvalue. For matrices of some dozens of rows.
pub fn symmetric(matrix: &Array2<f64>) -> (Vec<f64>, Array2<f64>) {
    let n = matrix.nrows();
    let (mut a, mut vectors) = (matrix.clone(), Array2::eye(n));
    for _ in 0..SWEEPS {
        let mut rotated = false;
        for p in 0..n {
            for q in p + 1..n {
                rotated |= rotate(&mut a, &mut vectors, (p, q));
            }
        }
        if !rotated {
            break;
        }
    }
    (a.diag().to_vec(), vectors)
}

/// Turns the plane of two axes so that their common element vanishes; false where it is nothing already.
fn rotate(a: &mut Array2<f64>, vectors: &mut Array2<f64>, (p, q): (usize, usize)) -> bool {
    let off = a[[p, q]];
    if off.abs() <= f64::EPSILON * 1e-3 * (a[[p, p]].abs() + a[[q, q]].abs()) || off == 0.0 {
        return false;
    }
    let half = (a[[q, q]] - a[[p, p]]) / (2.0 * off);
    let t = half.signum() / (half.abs() + (1.0 + half * half).sqrt());
    let t = if half == 0.0 { 1.0 } else { t };
    let c = 1.0 / (1.0 + t * t).sqrt();
    let s = t * c;
    let turn = |x: f64, y: f64| (c * x - s * y, s * x + c * y);
    for k in 0..a.nrows() {
        (a[[k, p]], a[[k, q]]) = turn(a[[k, p]], a[[k, q]]);
    }
    for k in 0..a.nrows() {
        (a[[p, k]], a[[q, k]]) = turn(a[[p, k]], a[[q, k]]);
        (vectors[[k, p]], vectors[[k, q]]) = turn(vectors[[k, p]], vectors[[k, q]]);
    }
    true
}

/// Σ f(λ) vv′ over the eigenvalues λ and eigenvectors v of a symmetric matrix.
pub fn function_of(matrix: &Array2<f64>, f: impl Fn(f64) -> f64) -> Array2<f64> {
    let (values, vectors) = symmetric(matrix);
    let mut scaled = vectors.clone();
    scaled.columns_mut().into_iter().zip(&values).for_each(|(mut column, value)| column *= f(*value));
    scaled.dot(&vectors.t())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn known_eigenvalues() {
        let (mut values, _) = symmetric(&array![[2.0, -1.0, 0.0], [-1.0, 2.0, -1.0], [0.0, -1.0, 2.0]]);
        values.sort_by(f64::total_cmp);
        let wanted = [2.0 - 2.0_f64.sqrt(), 2.0, 2.0 + 2.0_f64.sqrt()];
        assert!(values.iter().zip(wanted).all(|(found, wanted)| (found - wanted).abs() < 1e-14), "{values:?}");
    }

    #[test]
    fn a_root_squared_is_the_matrix() {
        let matrix = array![[4.0, 1.0, 0.3, 0.0], [1.0, 3.0, 0.5, 0.2], [0.3, 0.5, 2.0, -0.7], [0.0, 0.2, -0.7, 1.0]];
        let root = function_of(&matrix, f64::sqrt);
        let gap = (&root.dot(&root) - &matrix).iter().fold(0.0, |gap: f64, it| gap.max(it.abs()));
        assert!(gap < 1e-13, "{gap}");
    }
}
