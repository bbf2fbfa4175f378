//! Which standard error and which law, from what an estimate carries.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Inference;
use super::cluster::{self, ClusterCorrection};
use super::robust::{self, Correction};
use crate::card::OptionProblem;
use crate::estimate::{Estimate, Exact, Influence, Linear, Shares};
use crate::math::shares::{equal_shares_p, error_of_difference, newcombe};
use crate::math::special::{normal_quantile, normal_sf, t_quantile, t_two_sided};
use crate::math::sums::sum;
use crate::phrase;
use crate::text::{Phrase, num};

/// With fewer clusters the usual interval may be too narrow.
const FEW_CLUSTERS: usize = 10;

/// Kind of standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// The exact law where there is one; else clusters where there are any; else the method's own; else HC1.
    #[default]
    Auto,
    /// White's, without a correction.
    Hc0,
    /// With n/(n−k).
    Hc1,
    /// With leverages.
    Hc2,
    /// With leverages, careful in small samples.
    Hc3,
    /// By clusters, or matched sets.
    Cluster,
}

/// How to infer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct InferOptions {
    /// Kind of standard error.
    pub method: Method,
}

/// Names of the methods in study files.
pub const NAMES: &[&str] = &["auto", "hc0", "hc1", "hc2", "hc3", "cluster"];

/// A method by its name in study files; it has no options.
pub fn parse(
    name: &str,
    given: &serde_json::Map<String, serde_json::Value>,
) -> Option<Result<InferOptions, Vec<OptionProblem>>> {
    let method = serde_json::from_value(name.into()).ok()?;
    let unknown = |key: &String| OptionProblem::Unknown { key: key.clone(), known: Vec::new() };
    let problems: Vec<OptionProblem> = given.keys().map(unknown).collect();
    Some(if problems.is_empty() { Ok(InferOptions { method }) } else { Err(problems) })
}

/// What a method gives: the standard error and the law to read it by.
struct Error {
    variance: f64,
    /// Degrees of freedom of t; infinite for the normal law.
    df: f64,
    clusters: Option<usize>,
    kind: Phrase,
}

/// Standard error, interval and p-value of an estimate at a confidence level.
///
/// Interval: effect ± t(df) · SE. Robust errors have df = n − k, clustered ones G − 1 (Cameron & Miller 2015).
///
/// # Errors
/// Why nothing can be said: fewer than two clusters, no degrees of freedom, errors of zero, or a method that the estimate
/// does not carry the pieces for.
pub fn infer(estimate: &Estimate, options: &InferOptions, level: f64) -> Result<Inference, Phrase> {
    if !(level > 0.0 && level < 1.0) {
        return Err(phrase!("The confidence level must lie between 0 and 1"));
    }
    match (options.method, &estimate.spread.exact, &estimate.spread.shares) {
        (Method::Auto, Some(exact), _) => Ok(exactly(exact)),
        (Method::Auto, None, Some(shares)) => Ok(by_shares(shares, level)),
        _ => by_error(estimate, error(estimate, options.method)?, level),
    }
}

fn error(estimate: &Estimate, method: Method) -> Result<Error, Phrase> {
    let spread = &estimate.spread;
    match (method, &spread.linear, &spread.influence, &spread.covariance) {
        (Method::Auto, Some(linear), influence, _) => match (&linear.cluster, influence) {
            (Some(labels), _) => clustered(linear, labels),
            (None, Some(influence)) => by_influence(influence),
            (None, None) => robustly(linear, Correction::Hc1),
        },
        (Method::Auto, None, Some(influence), _) => by_influence(influence),
        (Method::Auto, None, None, Some(covariance)) if !covariance.is_empty() => Ok(Error {
            variance: covariance[[0, 0]],
            df: f64::INFINITY,
            clusters: None,
            kind: phrase!("standard error of the method"),
        }),
        (Method::Cluster, Some(linear), _, _) => match &linear.cluster {
            Some(labels) => clustered(linear, labels),
            None => Err(phrase!("Errors by clusters were asked for, but the data have no clusters or matched sets")),
        },
        (Method::Hc0, Some(linear), _, _) => robustly(linear, Correction::Hc0),
        (Method::Hc1, Some(linear), _, _) => robustly(linear, Correction::Hc1),
        (Method::Hc2, Some(linear), _, _) => robustly(linear, Correction::Hc2),
        (Method::Hc3, Some(linear), _, _) => robustly(linear, Correction::Hc3),
        (Method::Auto, ..) => Err(phrase!("This estimate comes without a standard error")),
        _ => Err(phrase!("The standard error asked for exists only for regressions and differences in means")),
    }
}

fn clustered(linear: &Linear, labels: &[u32]) -> Result<Error, Phrase> {
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

fn robustly(linear: &Linear, correction: Correction) -> Result<Error, Phrase> {
    let covariance = robust::covariance(linear, correction)?;
    Ok(Error {
        variance: linear.contrast.dot(&covariance.dot(&linear.contrast)),
        df: (robust::used_rows(linear) - linear.x.ncols()) as f64,
        clusters: None,
        kind: phrase!("robust standard error ({kind})", kind = correction.name()),
    })
}

/// V = Σψψ′ times the small-sample factor, for the first outcome; rows of the same unit are added first.
fn by_influence(influence: &Influence) -> Result<Error, Phrase> {
    if influence.clusters == Some(1) {
        return Err(phrase!("There {n?is|are} {n} {n?cluster|clusters}; at least 2 are needed", n = 1_usize));
    }
    let mut units: BTreeMap<u32, f64> = BTreeMap::new();
    let values = influence.psi.columns().into_iter().next().into_iter().flatten();
    influence.unit.iter().zip(values).for_each(|(&unit, psi)| *units.entry(unit).or_default() += psi);
    Ok(Error {
        variance: sum(units.values().map(|psi| psi * psi)) * influence.small_sample,
        df: influence.df,
        clusters: influence.clusters,
        kind: influence.kind.clone(),
    })
}

fn by_error(estimate: &Estimate, error: Error, level: f64) -> Result<Inference, Phrase> {
    let Error { variance, df, clusters, kind } = error;
    let (effect, std_error) = (estimate.effect, variance.sqrt());
    if df.is_nan() || df <= 0.0 {
        return Err(phrase!("No degrees of freedom are left to judge the error by"));
    }
    if !std_error.is_finite() || std_error <= 1e-14 * effect.abs() {
        return Err(phrase!("The errors are all zero, so there is nothing to judge the estimate by"));
    }
    let normal = df.is_infinite();
    let upper = (1.0 + level) / 2.0;
    let margin = std_error * if normal { normal_quantile(upper) } else { t_quantile(upper, df) };
    let statistic = effect / std_error;
    Ok(Inference {
        std_error: Some(std_error),
        low: effect - margin,
        high: effect + margin,
        level,
        p_value: if normal { 2.0 * normal_sf(statistic.abs()) } else { t_two_sided(statistic, df) },
        df: (!normal).then_some(df),
        clusters,
        method: if normal {
            phrase!("{kind}; normal distribution", kind = kind)
        } else {
            let decimals = usize::from(df.fract() != 0.0);
            phrase!("{kind}; t distribution with {df} degrees of freedom", kind = kind, df = num(df, decimals))
        },
    })
}

/// Interval and p-value of the difference of two independent shares.
fn by_shares(shares: &Shares, level: f64) -> Inference {
    let (low, high) = newcombe(shares.first, shares.second, level);
    Inference {
        std_error: Some(error_of_difference(shares.first, shares.second)).filter(|error| *error > 0.0),
        low,
        high,
        level,
        p_value: equal_shares_p(shares.first, shares.second),
        df: None,
        clusters: None,
        method: phrase!("Newcombe's hybrid score interval; p-value of the score test of equal shares"),
    }
}

fn exactly(exact: &Exact) -> Inference {
    Inference {
        std_error: None,
        low: exact.low,
        high: exact.high,
        level: exact.level,
        p_value: exact.p_value,
        df: None,
        clusters: None,
        method: phrase!("exact law"),
    }
}
