//! Two answers against each other.

use ndarray::Array2;

use crate::math::householder::Qr;
use crate::math::ranks::doubled_midranks;
use crate::math::special::{chi_square_sf, f_sf, normal_quantile};
use crate::math::square_table::ChiSquare;
use crate::math::sums::sum;

use super::Design;

/// Pearson's χ² of a table of counts, without continuity correction; rows and columns without anybody do not count. Nothing where fewer than two of
/// either are left.
pub fn pearson_table(counts: &Array2<f64>) -> Option<ChiSquare> {
    let (rows, columns, n) = margins(counts);
    let (r, c) = (rows.iter().filter(|n| **n > 0.0).count(), columns.iter().filter(|n| **n > 0.0).count());
    if r < 2 || c < 2 {
        return None;
    }
    let cells = counts.indexed_iter().filter(|((i, j), _)| rows[*i] > 0.0 && columns[*j] > 0.0);
    let value = sum(cells.map(|((i, j), count)| {
        let expected = rows[i] * columns[j] / n;
        (count - expected).powi(2) / expected
    }));
    let df = ((r - 1) * (c - 1)) as u32;
    Some(ChiSquare { value, df, p: chi_square_sf(value, df) })
}

fn margins(counts: &Array2<f64>) -> (Vec<f64>, Vec<f64>, f64) {
    let rows: Vec<f64> = counts.rows().into_iter().map(|row| row.sum()).collect();
    let columns: Vec<f64> = counts.columns().into_iter().map(|column| column.sum()).collect();
    let n = rows.iter().sum();
    (rows, columns, n)
}

/// Cramér's V with the correction for what chance gives (Bergsma 2013), of tables as [`pearson_table`] takes them.
pub fn corrected_v(counts: &Array2<f64>) -> Option<f64> {
    let chi = pearson_table(counts)?;
    let (rows, columns, n) = margins(counts);
    let used = |margin: &[f64]| margin.iter().filter(|n| **n > 0.0).count() as f64;
    let (r, c) = (used(&rows), used(&columns));
    let phi = (chi.value / n - (r - 1.0) * (c - 1.0) / (n - 1.0)).max(0.0);
    let shrunk = |k: f64| k - (k - 1.0).powi(2) / (n - 1.0);
    Some((phi / (shrunk(r) - 1.0).min(shrunk(c) - 1.0)).sqrt())
}

/// Intervals of the shares of k answers that hold all together (Goodman 1965): with q = z²(1 − α/2k), (q + 2x ± √(q(q + 4x(n − x)/n)))/(2(n + q)).
pub fn goodman(counts: &[u64], level: f64) -> Vec<(f64, f64)> {
    let n = counts.iter().sum::<u64>() as f64;
    let q = normal_quantile(0.5 * (1.0 - level) / counts.len() as f64).powi(2);
    let one = |x: &u64| {
        let x = *x as f64;
        let reach = (q * (q + 4.0 * x * (n - x) / n)).sqrt();
        ((q + 2.0 * x - reach) / (2.0 * (n + q)), (q + 2.0 * x + reach) / (2.0 * (n + q)))
    };
    counts.iter().map(one).collect()
}

/// Kruskal and Wallis's H with correction for ties, and ε² = H/(n − 1). Nothing where all are equal, or fewer than two groups have anybody.
pub fn kruskal(values: &[f64], group: &[u32]) -> Option<(ChiSquare, f64)> {
    let n = values.len() as f64;
    let (ranks, ties) = doubled_midranks(values, 0.0);
    let groups = group.iter().max().map_or(0, |most| *most as usize + 1);
    let (mut totals, mut sizes) = (vec![0.0; groups], vec![0.0; groups]);
    for (rank, at) in ranks.iter().zip(group) {
        totals[*at as usize] += *rank as f64 / 2.0;
        sizes[*at as usize] += 1.0;
    }
    let used = sizes.iter().filter(|size| **size > 0.0).count();
    let parts = totals.iter().zip(&sizes).filter(|(_, size)| **size > 0.0).map(|(total, size)| total * total / size);
    let h = 12.0 / (n * (n + 1.0)) * sum(parts) - 3.0 * (n + 1.0);
    let tied = sum(ties.iter().map(|&t| (t as f64).powi(3) - t as f64));
    let value = h / (1.0 - tied / (n.powi(3) - n));
    if used < 2 || !value.is_finite() {
        return None;
    }
    let df = (used - 1) as u32;
    Some((ChiSquare { value, df, p: chi_square_sf(value, df) }, value / (n - 1.0)))
}

/// Which cells the correction takes the variance of a simple sample from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellsFrom {
    /// Those seen, as R's survey.
    Observed,
    /// Those expected where both answers are independent, as Stata's `null`.
    Expected,
}

/// Pearson's χ² of weighted answers, corrected for the design.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RaoScott {
    /// X²/tr Δ.
    pub f: f64,
    /// (tr Δ)²/tr Δ².
    pub df1: f64,
    /// df₁ times clusters less strata.
    pub df2: f64,
    /// Upper tail of the F law.
    pub p: f64,
}

/// The second-order correction of Rao & Scott (1984): Δ = (C′D⁻¹C/n)⁻¹ C′D⁻¹VD⁻¹C with C the contrasts of independence, D the cells, V their design-based
/// covariance. Nothing where a side has fewer than two answers, or the errors are not known.
pub fn rao_scott(design: &Design, row: &[u32], column: &[u32], cells: CellsFrom) -> Option<RaoScott> {
    let (row, r) = used(row);
    let (column, c) = used(column);
    if r < 2 || c < 2 {
        return None;
    }
    let (n, all) = (row.len(), sum(design.weight.iter().copied()));
    let cell = |at: usize| row[at] * c + column[at];
    let mut seen = vec![0.0; r * c];
    (0..n).for_each(|at| seen[cell(at)] += design.weight[at] / all);
    let linear = Array2::from_shape_fn((n, r * c), |(at, k)| {
        design.weight[at] / all * (f64::from(u8::from(cell(at) == k)) - seen[k])
    });
    let covariance = design.covariance(&linear)?;
    let rows: Vec<f64> = (0..r).map(|i| (0..c).map(|j| seen[i * c + j]).sum()).collect();
    let columns: Vec<f64> = (0..c).map(|j| (0..r).map(|i| seen[i * c + j]).sum()).collect();
    let expected: Vec<f64> = (0..r * c).map(|k| rows[k / c] * columns[k % c]).collect();
    let pearson = n as f64 * sum((0..r * c).map(|k| (seen[k] - expected[k]).powi(2) / expected[k]));
    let taken = if cells == CellsFrom::Observed { &seen } else { &expected };
    let inverse: Vec<f64> = taken.iter().map(|p| if *p > 0.0 { 1.0 / p } else { 0.0 }).collect();
    // (e_i − e_last) ⊗ (e_j − e_last), over the cells.
    let contrasts = Array2::from_shape_fn((r * c, (r - 1) * (c - 1)), |(k, contrast)| {
        let side =
            |at: usize, own: usize, last: usize| f64::from(u8::from(at == own)) - f64::from(u8::from(at == last));
        side(k / c, contrast / (c - 1), r - 1) * side(k % c, contrast % (c - 1), c - 1)
    });
    let scaled = Array2::from_shape_fn(contrasts.dim(), |(k, contrast)| contrasts[[k, contrast]] * inverse[k]);
    let simple = contrasts.t().dot(&scaled) / n as f64;
    let delta = solve(&simple, &scaled.t().dot(&covariance).dot(&scaled))?;
    let (trace, squares) = (delta.diag().sum(), delta.dot(&delta).diag().sum());
    let (f, df1) = (pearson / trace, trace * trace / squares);
    let df2 = df1 * design.df();
    (f.is_finite() && df2 > 0.0).then(|| RaoScott { f, df1, df2, p: f_sf(f, df1, df2) })
}

/// Numbers without gaps, and how many.
fn used(of: &[u32]) -> (Vec<usize>, usize) {
    let mut known: Vec<u32> = of.to_vec();
    known.sort_unstable();
    known.dedup();
    let at = |value: &u32| known.binary_search(value).unwrap_or(0);
    (of.iter().map(at).collect(), known.len())
}

fn solve(matrix: &Array2<f64>, right: &Array2<f64>) -> Option<Array2<f64>> {
    let n = matrix.nrows();
    let qr = Qr::new((0..n).map(|j| matrix.column(j).to_vec()), n, 1e-13);
    if qr.rank() < n {
        return None;
    }
    let column = |j: usize| {
        let mut b = right.column(j).to_vec();
        qr.transpose_apply(&mut b);
        qr.solve(&b)
    };
    let columns: Vec<Vec<f64>> = (0..right.ncols()).map(column).collect();
    Some(Array2::from_shape_fn((n, right.ncols()), |(i, j)| columns[j][i]))
}
