//! Which standard error and which law, from what an estimate carries.

use std::collections::BTreeSet;

use super::cluster::{self, ClusterCorrection};
use super::cr2::Cr2;
use super::law::Law;
use super::permutation;
use super::robust::{self, SandwichCorrection};
use super::{Inference, InferenceCase, ways};
use crate::estimate::correction::{SummedVariance, summed};
use crate::estimate::{Companion, ExactLaw, Influence, Linear, Measure, OwnError, Shares, Spread};
use crate::math::shares::Share;
use crate::phrase;
use crate::text::{Phrase, num};

/// With fewer degrees of freedom an interval by clusters is rough.
const FEW_FREEDOM: f64 = 10.0;
/// With fewer cases that changed, or units in both groups together, the law of the rearrangements decides.
const FEW_CASES: usize = 30;
/// With fewer matched sets their errors are CR2, as those of declared clusters always are.
const FEW_SETS: usize = 30;

/// What a method gives: the standard error and the law to read it by.
pub struct Error {
    variance: f64,
    /// Degrees of freedom of t; infinite for the normal law.
    df: f64,
    clusters: Option<usize>,
    /// Degrees of freedom that the sizes of the clusters allow, whatever the data.
    allowed: Option<f64>,
    kind: Phrase,
}

/// The law of the counts where the outcome is yes/no; with few cases that of the rearrangements, where the data have one; else
/// by a standard error.
pub fn best(case: InferenceCase<'_>) -> Result<Inference, Phrase> {
    let spread = &case.estimate.spread;
    match &spread.law {
        Some(ExactLaw::Shares(shares)) => Ok(of_counts(case, Law::Shares(*shares), two_shares(*shares))),
        Some(ExactLaw::PairedShares(shares)) => {
            let method = phrase!(
                "Bonett–Price interval, drawn out to 0 where McNemar's exact test does not exclude chance; p-value of that test"
            );
            Ok(of_counts(case, Law::PairedShares(*shares), method))
        }
        Some(law) if spread.silent.is_none() && !clustered_spread(spread) && few(law) => with_few(case, law),
        _ => by_own_error(case),
    }
}

/// Few changes: the law of the rearrangements decides, t stands beside. Two groups of few: Welch's t decides, since groups may
/// spread differently and be of unequal size, where exchanging their members would take difference of spread for one of means;
/// the permutation test stands beside.
fn with_few(case: InferenceCase<'_>, law: &ExactLaw) -> Result<Inference, Phrase> {
    let groups = matches!(law, ExactLaw::Groups { .. });
    match (permutation::of(case, law), by_own_error(case)) {
        (Ok(exact), Ok(other)) if groups => {
            let title = phrase!("Average with the permutation test");
            Ok(Inference { beside: vec![other_law(case, &exact, "permutation", title)], ..other })
        }
        (Ok(exact), Ok(other)) => {
            let title = phrase!("Average with its t interval");
            Ok(Inference { beside: vec![other_law(case, &other, "t", title)], ..exact.with_error(&other) })
        }
        (Ok(exact), Err(_)) if !groups => Ok(exact),
        (_, other) => other,
    }
}

/// Whether declared clusters hang units together: then errors by clusters decide, and the test that turns whole clusters only
/// where it is asked for.
fn clustered_spread(spread: &Spread) -> bool {
    spread.linear.as_ref().is_some_and(|linear| !linear.clusters.is_empty())
}

/// Whether so few cases changed, or were compared, that the law of the rearrangements decides.
fn few(law: &ExactLaw) -> bool {
    match law {
        ExactLaw::Moves(pieces) => {
            let changed = pieces.iter().filter(|ways| ways.iter().any(|way| way.by != 0.0)).count();
            changed < FEW_CASES
        }
        ExactLaw::Groups { first, second } => first.len() + second.len() < FEW_CASES,
        ExactLaw::Shares(_) | ExactLaw::PairedShares(_) => false,
    }
}

fn two_shares(shares: Shares) -> Phrase {
    match Law::Shares(shares).is_exact() {
        true => phrase!(
            "Newcombe's hybrid score interval, drawn out to 0 where Fisher's exact test does not exclude chance; p-value of that test"
        ),
        false => phrase!("Newcombe's hybrid score interval; p-value of the score test of equal shares"),
    }
}

/// The law of counts, with the standard error for planning beside it.
fn of_counts(case: InferenceCase<'_>, law: Law, method: Phrase) -> Inference {
    let inference = Inference::of(case, law, None, method);
    match own_error(case) {
        Ok(error) if inference.std_error.is_none() => inference.with_number(error.variance.sqrt(), error.df),
        _ => inference,
    }
}

impl Inference {
    /// With the standard error of another law.
    fn with_error(self, other: &Inference) -> Inference {
        Inference { std_error: other.std_error, freedom: other.freedom, ..self }
    }

    fn with_number(self, error: f64, df: f64) -> Inference {
        let known = error > 0.0 && error.is_finite();
        let freedom = Some(df).filter(|df| known && df.is_finite());
        Inference { std_error: known.then_some(error), freedom, ..self }
    }
}

/// The answer by another law, beside the one that decides.
fn other_law(case: InferenceCase<'_>, other: &Inference, key: &str, title: Phrase) -> Companion {
    let term = &other.headline;
    Companion {
        key: key.into(),
        title,
        estimate: Some(case.estimate.effect()),
        interval: Some((term.low, term.high)),
        level: other.level,
        p_value: Some(term.p_value),
        statistic: other.std_error.map(|error| ("t".into(), case.estimate.effect() / error)),
        n: case.estimate.n.0 + case.estimate.n.1,
        method: other.method.clone(),
        measure: Measure::Outcome,
    }
}

/// By a standard error: clusters where there are any; else the method's own; else HC1.
///
/// # Errors
/// As [`by_error`], and an estimate without a standard error.
pub fn by_own_error(case: InferenceCase<'_>) -> Result<Inference, Phrase> {
    by_error(case, own_error(case)?)
}

fn own_error(case: InferenceCase<'_>) -> Result<Error, Phrase> {
    let spread = &case.estimate.spread;
    if let Some(ways) = &spread.ways {
        return by_summed_influence(case, ways);
    }
    match (&spread.linear, &spread.own) {
        (Some(linear), _) if !linear.clusters.is_empty() => careful(linear),
        (Some(linear), _) if linear.set.is_some() => match linear.set.as_deref().map(|set| ways::count(linear, set)) {
            Some(sets) if sets < FEW_SETS => careful(linear),
            _ => clustered(linear),
        },
        (_, Some(own)) => by_influence(&spread.influence, own),
        (Some(linear), None) => robustly(linear, SandwichCorrection::Hc1),
        (None, None) => Err(phrase!("This estimate comes without a standard error")),
    }
}

/// CR2 by all ways in which rows hang together, with Satterthwaite's degrees of freedom: the fewest of those under independent
/// errors, and under errors or effects that are as alike within clusters as they are seen to be. The former alone say a little more
/// than they should with 10 to 15 clusters of unequal size (`examples/simulate`).
///
/// # Errors
/// A side that lies in one cluster, fewer than two clusters, no degrees of freedom.
pub fn careful(linear: &Linear) -> Result<Error, Phrase> {
    by_cr2(linear, Cr2::fewest_df)
}

/// The same with the degrees of freedom under independent errors, as clubSandwich has them.
///
/// # Errors
/// As [`careful`].
pub fn reduced(linear: &Linear) -> Result<Error, Phrase> {
    by_cr2(linear, |found| found.df)
}

fn by_cr2(linear: &Linear, freedom: fn(&Cr2) -> f64) -> Result<Error, Phrase> {
    let ways = linear.ways();
    judgeable(linear, &ways)?;
    let found = cluster::bias_reduced(linear, &ways)?;
    let (df, clusters) = (freedom(&found), fewest(linear, &ways));
    let kind = match (ways.len(), linear.set.is_some()) {
        (1, _) => phrase!("cluster-robust standard error (CR2), {n} clusters", n = clusters),
        (_, true) => {
            phrase!("standard error robust to clusters and to matched sets (CR2, two ways), {n} clusters", n = clusters)
        }
        _ => phrase!("standard error robust to several ways of clustering (CR2), {n} clusters at least", n = clusters),
    };
    let warned = |kind: Phrase| {
        phrase!(
            "{kind}; few degrees of freedom for clusters of these sizes, so that the interval is rough",
            kind = kind
        )
    };
    Ok(Error {
        variance: linear.contrast.dot(&found.covariance.dot(&linear.contrast)),
        df,
        clusters: Some(clusters),
        allowed: Some(found.df),
        kind: if df < FEW_FREEDOM { warned(kind) } else { kind },
    })
}

/// HC1 by all ways in which rows hang together, with G − 1 degrees of freedom of the fewest clusters.
///
/// # Errors
/// As [`reduced`].
pub fn clustered(linear: &Linear) -> Result<Error, Phrase> {
    let ways = linear.ways();
    judgeable(linear, &ways)?;
    let covariance = cluster::covariance(linear, &ways, ClusterCorrection::Hc1)?;
    let clusters = fewest(linear, &ways);
    let kind = phrase!("cluster-robust standard error (HC1), {n} clusters", n = clusters);
    let warned = |kind: Phrase| phrase!("{kind}, which is few: the interval may be too narrow", kind = kind);
    Ok(Error {
        variance: linear.contrast.dot(&covariance.dot(&linear.contrast)),
        df: (clusters - 1) as f64,
        clusters: Some(clusters),
        allowed: None,
        kind: if (clusters as f64) < FEW_FREEDOM { warned(kind) } else { kind },
    })
}

fn fewest(linear: &Linear, ways: &[&[u32]]) -> usize {
    ways.iter().map(|labels| ways::count(linear, labels)).min().unwrap_or(0)
}

fn judgeable(linear: &Linear, ways: &[&[u32]]) -> Result<(), Phrase> {
    match ways.iter().any(|labels| one_cluster_arm(linear, labels)) {
        true => Err(phrase!(
            "One of the two sides lies in a single cluster, so that differences between clusters cannot be judged"
        )),
        false => Ok(()),
    }
}

/// Whether all units of an arm share a cluster: their errors add up to zero there, as if there were none. The arms are told by
/// the column that the contrast picks.
fn one_cluster_arm(linear: &Linear, labels: &[u32]) -> bool {
    let Some(treatment) = linear.contrast.iter().position(|&c| c == 1.0) else { return false };
    let column = linear.x.column(treatment);
    let used: Vec<usize> = (0..labels.len()).filter(|&row| linear.weight[row] > 0.0).collect();
    let binary = used.iter().all(|&row| column[row] == 0.0 || column[row] == 1.0);
    let constant = used.iter().all(|&row| column[row] == 1.0);
    let clusters =
        |arm: f64| used.iter().filter(|&&row| column[row] == arm).map(|&row| labels[row]).collect::<BTreeSet<u32>>();
    let several = ways::count(linear, labels) > 1;
    binary && !constant && several && [0.0, 1.0].iter().any(|&arm| clusters(arm).len() == 1)
}

/// Robust errors.
///
/// # Errors
/// No degrees of freedom, or a row that determines a coefficient alone.
pub fn robustly(linear: &Linear, correction: SandwichCorrection) -> Result<Error, Phrase> {
    let covariance = robust::covariance(linear, correction)?;
    Ok(Error {
        variance: linear.contrast.dot(&covariance.dot(&linear.contrast)),
        df: (robust::used_rows(linear) - linear.x.ncols()) as f64,
        clusters: None,
        allowed: None,
        kind: phrase!("robust standard error ({kind})", kind = correction.name()),
    })
}

/// V = Σψ² with what the estimation of weights adds, rows that hang together summed first. Without clusters times n/(n−1), and
/// t with as many degrees of freedom as both groups are worth together, less 2; with G clusters times G/(G−1), and t with G − 1.
///
/// # Errors
/// A side that lies in one cluster, or fewer than two clusters.
fn by_summed_influence(case: InferenceCase<'_>, ways: &[Vec<u32>]) -> Result<Error, Phrase> {
    let spread = &case.estimate.spread;
    if let Some(linear) = &spread.linear {
        judgeable(linear, &ways.iter().map(Vec::as_slice).collect::<Vec<_>>())?;
    }
    if let Some(silent) = &spread.silent {
        return Err(silent.clone());
    }
    let psi = spread.influence.psi.column(0).to_vec();
    let found = match &spread.nuisance {
        Some(of) => {
            let ways: Vec<Vec<u32>> = ways.iter().map(|known| of.labels(known)).collect();
            summed(of.corrected(&psi, &of.by_weight), &of.unit, &ways)?
        }
        None => summed(psi, &spread.influence.unit, ways)?,
    };
    let kind = match spread.nuisance.is_some() {
        true => phrase!("robust standard error that accounts for the estimation of the weights"),
        false => phrase!("robust standard error from influence values"),
    };
    let SummedVariance { variance, clusters } = found;
    let Some(n) = clusters else {
        let (first, second) = case.estimate.effective;
        return Ok(Error { variance, df: (first + second - 2.0).max(1.0), clusters, allowed: None, kind });
    };
    let kind = phrase!("{kind}, summed within {n} clusters", kind = kind, n = n);
    let warned = |kind: Phrase| phrase!("{kind}, which is few: the interval may be too narrow", kind = kind);
    let df = (n - 1) as f64;
    let kind = if (n as f64) < FEW_FREEDOM { warned(kind) } else { kind };
    Ok(Error { variance, df, clusters, allowed: Some(df), kind })
}

/// V = Σψψ′ times the small-sample factor; rows of the same unit are added first.
fn by_influence(influence: &Influence, own: &OwnError) -> Result<Error, Phrase> {
    let squares = influence.squares(0, &influence.unit);
    Ok(Error {
        variance: squares.0 * own.small_sample,
        df: own.df,
        clusters: None,
        allowed: None,
        kind: own.kind.clone(),
    })
}

/// Interval: effect ± t(df) · SE; of a difference of shares on a scale that keeps it within −1 and 1. Robust errors have
/// df = n − k, HC1 by clusters G − 1 (Cameron & Miller 2015), CR2 Satterthwaite's.
///
/// # Errors
/// No degrees of freedom, or errors of zero.
pub fn by_error(case: InferenceCase<'_>, error: Error) -> Result<Inference, Phrase> {
    let Error { variance, df, clusters, allowed, kind } = error;
    let (estimate, error) = (case.estimate.effect(), variance.sqrt());
    if df.is_nan() || df <= 0.0 {
        return Err(phrase!("No degrees of freedom are left to judge the error by"));
    }
    if !error.is_finite() || error <= 1e-14 * estimate.abs() {
        return without_errors(case);
    }
    let of_shares = case.estimate.spread.of_shares && estimate.abs() < 1.0;
    let kind = match of_shares {
        true => {
            phrase!("{kind}, on a scale that keeps a difference of shares within 100 points (Fisher's z)", kind = kind)
        }
        false => kind,
    };
    let method = if df.is_infinite() {
        phrase!("{kind}; normal distribution", kind = kind)
    } else {
        let decimals = usize::from(df.fract() != 0.0);
        phrase!("{kind}; t distribution with {df} degrees of freedom", kind = kind, df = num(df, decimals))
    };
    let law = match of_shares {
        true => Law::ShareScale { estimate, error, df },
        false => Law::Student { estimate, error, df },
    };
    Ok(Inference { allowed, ..Inference::of(case, law, clusters, method) })
}

/// Where the data show no errors: shares of none or all by their effective numbers; else why there is nothing to judge by.
fn without_errors(case: InferenceCase<'_>) -> Result<Inference, Phrase> {
    let estimate = case.estimate;
    let share = |mean: Option<f64>, all: f64| {
        let (mean, all) = (mean?, all.floor() as u64);
        let whole = all >= 1 && (mean == 0.0 || mean == 1.0);
        whole.then_some(Share { yes: if mean == 1.0 { all } else { 0 }, all })
    };
    let shares = share(estimate.term(crate::estimate::TREATED), estimate.effective.0)
        .zip(share(estimate.term(crate::estimate::REFERENCE), estimate.effective.1))
        .filter(|_| estimate.spread.of_shares && estimate.effective.1 > 0.0);
    if let Some((first, second)) = shares {
        let law = Law::Shares(Shares { first, second });
        let method = phrase!(
            "{method}; with the effective numbers of cases, since all of a side are alike",
            method = two_shares(Shares { first, second })
        );
        return Ok(Inference::of(case, law, None, method));
    }
    let silent = estimate.spread.silent.clone();
    Err(silent.unwrap_or_else(|| phrase!("The errors are all zero, so there is nothing to judge the estimate by")))
}
