//! Means and shares of a sample, by how it was drawn.

use std::collections::BTreeMap;

use ndarray::Array2;

use crate::math::elementary::{exp, ln};
use crate::math::special::{beta_quantile, t_quantile};
use crate::math::sums::sum;

/// How a sample was drawn: weights, strata, clusters within them, and of how many clusters of its stratum each was drawn.
#[derive(Clone, Debug)]
pub struct Design {
    /// Weight of each row, above 0.
    pub weight: Vec<f64>,
    /// Stratum of each row; all 0 where there are none.
    pub stratum: Vec<u32>,
    /// Cluster of each row; the row itself where there are none. The same number in two strata is two clusters.
    pub cluster: Vec<u32>,
    /// Clusters that the stratum of each row has in all; infinite where they are many.
    pub population: Vec<f64>,
}

/// A share with its errors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShareEstimate {
    /// Weighted share.
    pub share: f64,
    /// Standard error (linearisation).
    pub error: f64,
    /// Clusters less strata.
    pub df: f64,
    /// Rows.
    pub n: usize,
}

impl Design {
    /// Rows that are drawn one by one.
    pub fn of_weights(weight: Vec<f64>) -> Design {
        let n = weight.len();
        Design { weight, stratum: vec![0; n], cluster: (0..n as u32).collect(), population: vec![f64::INFINITY; n] }
    }

    /// The clusters of each stratum, with how many there are in all.
    fn strata(&self) -> BTreeMap<u32, (BTreeMap<u32, Vec<usize>>, f64)> {
        let mut strata: BTreeMap<u32, (BTreeMap<u32, Vec<usize>>, f64)> = BTreeMap::new();
        for row in 0..self.weight.len() {
            let (clusters, all) = strata.entry(self.stratum[row]).or_insert((BTreeMap::new(), f64::INFINITY));
            clusters.entry(self.cluster[row]).or_default().push(row);
            *all = all.min(self.population[row]);
        }
        strata
    }

    /// Clusters less strata.
    pub fn df(&self) -> f64 {
        let strata = self.strata();
        strata.values().map(|(clusters, _)| clusters.len() as f64).sum::<f64>() - strata.len() as f64
    }

    /// Covariance of the totals of several linearised values (n × k): Σ_h (1 − m_h/M_h) m_h/(m_h − 1) Σ_c (t_hc − t̄_h)(…)′ of the totals t of m_h of
    /// M_h clusters. Nothing where a stratum has one cluster only: nobody knows how clusters differ there.
    pub fn covariance(&self, values: &Array2<f64>) -> Option<Array2<f64>> {
        let k = values.ncols();
        let mut covariance: Array2<f64> = Array2::zeros((k, k));
        for (clusters, all) in self.strata().into_values() {
            let m = clusters.len() as f64;
            if m < 2.0 {
                return None;
            }
            let total = |rows: &Vec<usize>| -> Vec<f64> {
                (0..k).map(|column| sum(rows.iter().map(|&row| values[[row, column]]))).collect()
            };
            let totals: Vec<Vec<f64>> = clusters.values().map(total).collect();
            let middle: Vec<f64> = (0..k).map(|column| sum(totals.iter().map(|total| total[column])) / m).collect();
            let factor = (1.0 - m / all).max(0.0) * m / (m - 1.0);
            for total in &totals {
                for i in 0..k {
                    for j in 0..k {
                        covariance[[i, j]] += factor * (total[i] - middle[i]) * (total[j] - middle[j]);
                    }
                }
            }
        }
        Some(covariance)
    }

    /// Mean Σwx/Σw with its standard error.
    pub fn mean(&self, values: &[f64]) -> Option<(f64, f64)> {
        self.mean_of(values, &vec![true; values.len()])
    }

    /// The same of some rows; the others say how clusters of the design differ in how many of these they have. Nothing where no row is one.
    pub fn mean_of(&self, values: &[f64], of: &[bool]) -> Option<(f64, f64)> {
        let (mean, linear) = self.linear(values, of)?;
        let linear = Array2::from_shape_fn((values.len(), 1), |(row, _)| linear[row]);
        Some((mean, self.covariance(&linear)?[[0, 0]].sqrt()))
    }

    /// Mean of some rows and the linearised values w(x − mean)/Σw of all, 0 for the others.
    pub(super) fn linear(&self, values: &[f64], of: &[bool]) -> Option<(f64, Vec<f64>)> {
        let used = || (0..values.len()).filter(|&row| of[row]);
        let all = sum(used().map(|row| self.weight[row]));
        if all <= 0.0 {
            return None;
        }
        let mean = sum(used().map(|row| values[row] * self.weight[row])) / all;
        let linear = |row: usize| if of[row] { self.weight[row] * (values[row] - mean) / all } else { 0.0 };
        Some((mean, (0..values.len()).map(linear).collect()))
    }

    /// Share of rows for which something holds.
    pub fn share(&self, holds: &[bool]) -> Option<ShareEstimate> {
        let values: Vec<f64> = holds.iter().map(|holds| f64::from(u8::from(*holds))).collect();
        let (share, error) = self.mean(&values)?;
        Some(ShareEstimate { share, error, df: self.df(), n: holds.len() })
    }
}

impl ShareEstimate {
    /// Korn & Graubard (1998): the exact interval of Clopper and Pearson for as many rows as would be as sure, p(1 − p)/SE² · (t(n−1)/t(df))². Of a share
    /// of 0 or 1: of as many as there are rows.
    pub fn korn_graubard(&self, level: f64) -> (f64, f64) {
        let (tail, p) = (0.5 * (1.0 - level), self.share);
        let widened = (t_quantile(tail, self.n as f64 - 1.0) / t_quantile(tail, self.df)).powi(2);
        let sure = if self.error > 0.0 { p * (1.0 - p) / (self.error * self.error) } else { self.n as f64 };
        let n = sure * widened;
        let low = if p <= 0.0 { 0.0 } else { beta_quantile(tail, n * p, n * (1.0 - p) + 1.0) };
        let high = if p >= 1.0 { 1.0 } else { beta_quantile(1.0 - tail, n * p + 1.0, n * (1.0 - p)) };
        (low, high)
    }

    /// The interval ln(p/(1 − p)) ± t(df)·SE/(p(1 − p)), as shares.
    pub fn logit_t(&self, level: f64) -> (f64, f64) {
        let p = self.share;
        let (middle, reach) =
            (ln(p / (1.0 - p)), t_quantile(0.5 + 0.5 * level, self.df) * self.error / (p * (1.0 - p)));
        let back = |logit: f64| 1.0 / (1.0 + exp(-logit));
        (back(middle - reach), back(middle + reach))
    }
}

/// How many times the variance of a mean is that of a simple random sample of as many rows: with replacement, and without out of Σw.
pub fn design_effect(design: &Design, values: &[f64], error: f64) -> (f64, f64) {
    let (n, all) = (values.len() as f64, sum(design.weight.iter().copied()));
    let mean = sum(values.iter().zip(&design.weight).map(|(x, w)| x * w)) / all;
    let spread = sum(values.iter().zip(&design.weight).map(|(x, w)| w * (x - mean).powi(2))) / all * n / (n - 1.0);
    let with = error * error / (spread / n);
    (with, with / (1.0 - n / all))
}

/// n Σw²/(Σw)²: how many times as large a variance is because weights differ (Kish 1965).
pub fn kish(weight: &[f64]) -> f64 {
    let all = sum(weight.iter().copied());
    weight.len() as f64 * sum(weight.iter().map(|w| w * w)) / (all * all)
}

/// Correlation of rows within clusters by the analysis of variance, and the mean size n₀ of clusters of unequal sizes.
pub fn icc(values: &[f64], cluster: &[u32]) -> Option<(f64, f64)> {
    let mut clusters: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    values.iter().zip(cluster).for_each(|(x, at)| clusters.entry(*at).or_default().push(*x));
    let (n, k) = (values.len() as f64, clusters.len() as f64);
    if k < 2.0 || n <= k {
        return None;
    }
    let all = sum(values.iter().copied()) / n;
    let mean = |own: &Vec<f64>| sum(own.iter().copied()) / own.len() as f64;
    let between = sum(clusters.values().map(|own| own.len() as f64 * (mean(own) - all).powi(2))) / (k - 1.0);
    let within = sum(clusters.values().map(|own| {
        let middle = mean(own);
        sum(own.iter().map(|x| (x - middle).powi(2)))
    })) / (n - k);
    let size = (n - sum(clusters.values().map(|own| (own.len() as f64).powi(2))) / n) / (k - 1.0);
    Some(((between - within) / (between + (size - 1.0) * within), size))
}
