//! Who is nearest to whom, and where a value stands among others.

use ndarray::{Array2, Axis};

use super::eigen;

/// Directions with a smaller part of the largest variance have none.
const NOTHING: f64 = 1e-8;

/// Points at Mahalanobis distances: Euclidean ones between rows of the result are √((x − y)′ S⁺ (x − y)), S the covariance (n − 1) of the
/// columns, so that what goes together counts once and no unit of measurement counts more. Rows × columns, without missing values.
pub fn mahalanobis(x: &Array2<f64>) -> Array2<f64> {
    let n = x.nrows();
    let mut scaled = x.clone();
    for mut column in scaled.axis_iter_mut(Axis(1)) {
        let mean = column.sum() / n as f64;
        column -= mean;
        let deviation = (column.dot(&column) / (n.max(2) - 1) as f64).sqrt();
        column /= if deviation > 0.0 { deviation } else { 1.0 };
    }
    let (values, vectors) = eigen::symmetric(&(scaled.t().dot(&scaled) / (n.max(2) - 1) as f64));
    let most = values.iter().copied().fold(0.0, f64::max);
    let kept = (0..values.len()).filter(|&at| values[at] > NOTHING * most);
    let axes: Vec<_> = kept.map(|at| &vectors.column(at) / values[at].sqrt()).collect();
    Array2::from_shape_fn((n, axes.len()), |(row, axis)| scaled.row(row).dot(&axes[axis]))
}

/// The `k` rows nearest to a row, the nearest first; of equally near ones the first.
pub fn nearest(points: &Array2<f64>, row: usize, k: usize) -> Vec<usize> {
    let far = |other: usize| {
        let apart = &points.row(row) - &points.row(other);
        apart.dot(&apart)
    };
    let mut all: Vec<(f64, usize)> =
        (0..points.nrows()).filter(|&other| other != row).map(|other| (far(other), other)).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    all.into_iter().take(k).map(|(_, other)| other).collect()
}

/// The part of others that lies below a value, those equal to it by half: 0.5 where it stands in the middle. NaN without others.
pub fn standing(value: f64, others: impl IntoIterator<Item = f64>) -> f64 {
    let (below, all) = others.into_iter().fold((0.0, 0.0), |(below, all), other| {
        let own = if other < value {
            1.0
        } else if other == value {
            0.5
        } else {
            0.0
        };
        (below + own, all + 1.0)
    });
    below / all
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn what_goes_together_counts_once_and_units_do_not_count() {
        let x = array![[1.0, 10.0], [2.0, 20.0], [4.0, 40.0], [8.0, 80.0]];
        let points = mahalanobis(&x);
        // The second column says the same: one direction is left.
        assert_eq!(points.ncols(), 1);
        let (first, last) = (points[[1, 0]] - points[[0, 0]], points[[3, 0]] - points[[2, 0]]);
        assert!((last / first - 4.0).abs() < 1e-10);
        assert_eq!(nearest(&points, 2, 2), [1, 0]);
    }

    #[test]
    fn a_value_stands_among_others() {
        assert_eq!(standing(3.0, [1.0, 2.0, 4.0, 5.0]), 0.5);
        assert_eq!((standing(1.0, [1.0, 1.0]), standing(9.0, [1.0, 2.0])), (0.5, 1.0));
        assert!(standing(1.0, []).is_nan());
    }
}
