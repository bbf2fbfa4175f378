//! Which standard error and which law, from what an estimate carries.

use std::collections::{BTreeMap, BTreeSet};

use super::cluster::{self, ClusterCorrection};
use super::law::Law;
use super::robust::{self, Correction};
use super::{Case, Inference};
use crate::estimate::{Influence, Linear, OwnError};
use crate::math::sums::sum;
use crate::phrase;
use crate::text::{Phrase, num};

/// With fewer clusters the usual interval may be too narrow.
const FEW_CLUSTERS: usize = 10;

/// What a method gives: the standard error and the law to read it by.
pub struct Error {
    variance: f64,
    /// Degrees of freedom of t; infinite for the normal law.
    df: f64,
    clusters: Option<usize>,
    kind: Phrase,
}

/// The law of the estimate itself; else clusters where there are any; else the method's own error; else HC1.
pub fn best(case: Case<'_>) -> Result<Inference, Phrase> {
    let spread = &case.estimate.spread;
    if let Some(shares) = spread.shares {
        let method = phrase!("Newcombe's hybrid score interval; p-value of the score test of equal shares");
        return Ok(Inference::of(Law::Shares(shares), case.level, None, method));
    }
    let error = match (&spread.linear, &spread.own) {
        (Some(linear), own) => match (&linear.cluster, own) {
            (Some(labels), _) => clustered(linear, labels)?,
            (None, Some(own)) => by_influence(&spread.influence, own)?,
            (None, None) => robustly(linear, Correction::Hc1)?,
        },
        (None, Some(own)) => by_influence(&spread.influence, own)?,
        (None, None) => return Err(phrase!("This estimate comes without a standard error")),
    };
    by_error(case, error)
}

/// Errors by clusters.
///
/// # Errors
/// A side that lies in one cluster, fewer than two clusters, no degrees of freedom.
pub fn clustered(linear: &Linear, labels: &[u32]) -> Result<Error, Phrase> {
    if one_cluster_arm(linear, labels) {
        return Err(phrase!(
            "One of the two sides lies in a single cluster, so that differences between clusters cannot be judged"
        ));
    }
    let covariance = cluster::covariance(linear, &[labels], ClusterCorrection::Hc1)?;
    let clusters = cluster::count(linear, labels);
    let kind = phrase!("cluster-robust standard error (HC1), {n} clusters", n = clusters);
    let warned = |kind: Phrase| phrase!("{kind}, which is few: the interval may be too narrow", kind = kind);
    Ok(Error {
        variance: linear.contrast.dot(&covariance.dot(&linear.contrast)),
        df: (clusters - 1) as f64,
        clusters: Some(clusters),
        kind: if clusters < FEW_CLUSTERS { warned(kind) } else { kind },
    })
}

/// Whether all units of an arm share a cluster: their errors add up to zero there, as if there were none. The arms are told by
/// the column that the contrast picks.
fn one_cluster_arm(linear: &Linear, labels: &[u32]) -> bool {
    let Some(treatment) = linear.contrast.iter().position(|&c| c == 1.0) else { return false };
    let column = linear.x.column(treatment);
    let used: Vec<usize> = (0..labels.len()).filter(|&row| linear.weight[row] > 0.0).collect();
    let binary = used.iter().all(|&row| column[row] == 0.0 || column[row] == 1.0);
    let clusters =
        |arm: f64| used.iter().filter(|&&row| column[row] == arm).map(|&row| labels[row]).collect::<BTreeSet<u32>>();
    let several = cluster::count(linear, labels) > 1;
    binary && several && [0.0, 1.0].iter().any(|&arm| clusters(arm).len() == 1)
}

/// Robust errors.
///
/// # Errors
/// No degrees of freedom, or a row that determines a coefficient alone.
pub fn robustly(linear: &Linear, correction: Correction) -> Result<Error, Phrase> {
    let covariance = robust::covariance(linear, correction)?;
    Ok(Error {
        variance: linear.contrast.dot(&covariance.dot(&linear.contrast)),
        df: (robust::used_rows(linear) - linear.x.ncols()) as f64,
        clusters: None,
        kind: phrase!("robust standard error ({kind})", kind = correction.name()),
    })
}

/// V = Σψψ′ times the small-sample factor; rows of the same unit, or cluster, are added first.
fn by_influence(influence: &Influence, own: &OwnError) -> Result<Error, Phrase> {
    if own.clusters == Some(1) {
        return Err(phrase!("There {n?is|are} {n} {n?cluster|clusters}; at least 2 are needed", n = 1_usize));
    }
    let mut summed: BTreeMap<u32, f64> = BTreeMap::new();
    let values = influence.psi.columns().into_iter().next().into_iter().flatten();
    let together = own.cluster.as_ref().unwrap_or(&influence.unit);
    together.iter().zip(values).for_each(|(&label, psi)| *summed.entry(label).or_default() += psi);
    Ok(Error {
        variance: sum(summed.values().map(|psi| psi * psi)) * own.small_sample,
        df: own.df,
        clusters: own.clusters,
        kind: own.kind.clone(),
    })
}

/// Interval: effect ± t(df) · SE. Robust errors have df = n − k, clustered ones G − 1 (Cameron & Miller 2015).
///
/// # Errors
/// No degrees of freedom, or errors of zero.
pub fn by_error(case: Case<'_>, error: Error) -> Result<Inference, Phrase> {
    let Error { variance, df, clusters, kind } = error;
    let (estimate, error) = (case.estimate.effect, variance.sqrt());
    if df.is_nan() || df <= 0.0 {
        return Err(phrase!("No degrees of freedom are left to judge the error by"));
    }
    if !error.is_finite() || error <= 1e-14 * estimate.abs() {
        return Err(phrase!("The errors are all zero, so there is nothing to judge the estimate by"));
    }
    let method = if df.is_infinite() {
        phrase!("{kind}; normal distribution", kind = kind)
    } else {
        let decimals = usize::from(df.fract() != 0.0);
        phrase!("{kind}; t distribution with {df} degrees of freedom", kind = kind, df = num(df, decimals))
    };
    Ok(Inference::of(Law::Student { estimate, error, df }, case.level, clusters, method))
}
