//! Cluster-robust covariance (Liang & Zeger 1986), also for several ways of clustering at once (Cameron, Gelbach & Miller
//! 2011), with the small-sample factors of sandwich's `vcovCL`, or as CR2 with Satterthwaite's degrees of freedom.

use ndarray::Array2;

use super::cr2::{Cr2, cr2};
use super::robust::{cross, used_rows};
use super::ways::Clusters;
use crate::estimate::Linear;
use crate::math::eigen::{function_of, symmetric};
use crate::phrase;
use crate::text::Phrase;

/// Whether the factor (n−1)/(n−k) is applied on top of G/(G−1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClusterCorrection {
    /// G/(G−1) alone.
    Hc0,
    /// G/(G−1) · (n−1)/(n−k).
    Hc1,
}

/// Covariance of the coefficients, p × p. `ways` has one label per row for each way of clustering. Several ways are
/// combined by inclusion and exclusion of their intersections, each with its own G/(G−1), as sandwich does with
/// `multi0 = FALSE`; negative eigenvalues are set to 0.
///
/// # Errors
/// Fewer than two clusters, or no degrees of freedom.
pub fn covariance(linear: &Linear, ways: &[&[u32]], correction: ClusterCorrection) -> Result<Array2<f64>, Phrase> {
    let (n, p) = (used_rows(linear), linear.x.ncols());
    let psi = linear.influence();
    let mut total = combined(linear, ways, |clusters| {
        let factor = clusters.count as f64 / (clusters.count - 1) as f64;
        factor * cross(&summed(&psi, &clusters.labels, clusters.count))
    })?;
    if correction == ClusterCorrection::Hc1 {
        total *= (n - 1) as f64 / (n - p) as f64;
    }
    Ok(if ways.len() > 1 { without_negative(total) } else { total })
}

/// The same as CR2; its degrees of freedom of each kind are the fewest of those of the single ways.
///
/// # Errors
/// As [`covariance`].
pub fn bias_reduced(linear: &Linear, ways: &[&[u32]]) -> Result<Cr2, Phrase> {
    let [mut df, mut df_alike, mut df_apart] = [f64::INFINITY; 3];
    let covariance = combined(linear, ways, |clusters| {
        let found = cr2(linear, clusters);
        if clusters.ways == 1 {
            (df, df_alike) = (df.min(found.df), df_alike.min(found.df_alike));
            df_apart = df_apart.min(found.df_apart);
        }
        found.covariance
    })?;
    Ok(Cr2 {
        covariance: if ways.len() > 1 { without_negative(covariance) } else { covariance },
        df,
        df_alike,
        df_apart,
    })
}

/// Inclusion and exclusion of the intersections of all ways.
fn combined(
    linear: &Linear,
    ways: &[&[u32]],
    mut of: impl FnMut(&Clusters) -> Array2<f64>,
) -> Result<Array2<f64>, Phrase> {
    let (n, p) = (used_rows(linear), linear.x.ncols());
    if n <= p {
        return Err(phrase!("{n} {n?row|rows} for {p} coefficients leave nothing to judge the error by", n = n, p = p));
    }
    let mut total = Array2::zeros((p, p));
    for subset in 1_usize..1 << ways.len() {
        let chosen: Vec<&[u32]> =
            ways.iter().enumerate().filter(|(way, _)| subset >> way & 1 == 1).map(|(_, w)| *w).collect();
        let clusters = Clusters::of(linear, &chosen);
        if clusters.count < 2 {
            return Err(too_few(clusters.count));
        }
        let sign = if chosen.len() % 2 == 1 { 1.0 } else { -1.0 };
        total.scaled_add(sign, &of(&clusters));
    }
    Ok(total)
}

fn too_few(clusters: usize) -> Phrase {
    phrase!("There {n?is|are} {n} {n?cluster|clusters}; at least 2 are needed", n = clusters)
}

/// Rows of ψ added up within clusters, in row order.
fn summed(psi: &Array2<f64>, labels: &[Option<usize>], count: usize) -> Array2<f64> {
    let mut sums = Array2::zeros((count, psi.ncols()));
    for (row, label) in psi.rows().into_iter().zip(labels) {
        if let Some(cluster) = label {
            let mut sum = sums.row_mut(*cluster);
            sum += &row;
        }
    }
    sums
}

/// The nearest covariance without negative eigenvalues (Cameron, Gelbach & Miller 2011): several ways of clustering can leave
/// some.
fn without_negative(covariance: Array2<f64>) -> Array2<f64> {
    let (values, _) = symmetric(&covariance);
    if values.iter().all(|value| *value >= 0.0) { covariance } else { function_of(&covariance, |value| value.max(0.0)) }
}
