//! Many seeds in a few numbers.

use std::collections::BTreeMap;

use serde::Serialize;
use tashika::math::sums::sum;

use super::one::{Outcome, Row};

/// Applications funded in the programme that becomes the example.
const FUNDED: usize = 100;

/// Over all seeds.
#[derive(Serialize)]
pub struct Summary {
    /// Seeds run.
    pub seeds: usize,
    /// Seeds that the pipeline stopped at.
    pub stopped: usize,
    /// Share of seeds with the whole story.
    pub story: f64,
    /// Smallest seed with the whole story and exactly 100 funded applications.
    pub chosen: Option<u64>,
    /// By the id of the finding.
    pub findings: BTreeMap<String, Line>,
}

/// Over all seeds, one finding.
#[derive(Serialize)]
pub struct Line {
    /// True effect.
    pub truth: Option<f64>,
    /// Estimates: how many, their mean and standard deviation, and the mean of their standard errors.
    pub estimates: usize,
    pub mean: Option<f64>,
    pub sd: Option<f64>,
    pub mean_std_error: Option<f64>,
    /// Share of intervals that cover the truth.
    pub coverage: Option<f64>,
    /// Share of each verdict.
    pub verdicts: BTreeMap<String, f64>,
}

/// The summary of the seeds, which come in order.
pub fn summary(outcomes: &[Outcome]) -> Summary {
    let mut by_id: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in outcomes.iter().flat_map(|outcome| &outcome.findings) {
        by_id.entry(&row.id).or_default().push(row);
    }
    let told = outcomes.iter().filter(|outcome| outcome.story);
    Summary {
        seeds: outcomes.len(),
        stopped: outcomes.iter().filter(|outcome| !outcome.errors.is_empty()).count(),
        story: told.clone().count() as f64 / outcomes.len() as f64,
        chosen: told.clone().find(|outcome| outcome.funded == FUNDED).map(|outcome| outcome.seed),
        findings: by_id.into_iter().map(|(id, rows)| (id.to_string(), line(&rows))).collect(),
    }
}

fn line(rows: &[&Row]) -> Line {
    let estimates: Vec<f64> = rows.iter().filter_map(|row| row.estimate).collect();
    let errors: Vec<f64> = rows.iter().filter_map(|row| row.std_error).collect();
    let covers: Vec<f64> = rows.iter().filter_map(|row| row.covers()).map(f64::from).collect();
    Line {
        truth: rows.first().and_then(|row| row.truth),
        estimates: estimates.len(),
        mean: mean(&estimates),
        sd: sd(&estimates),
        mean_std_error: mean(&errors),
        coverage: mean(&covers),
        verdicts: verdicts(rows),
    }
}

fn verdicts(rows: &[&Row]) -> BTreeMap<String, f64> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        let name = serde_json::to_value(row.verdict).expect("a verdict is a word");
        *counts.entry(name.as_str().unwrap_or_default().to_string()).or_default() += 1;
    }
    counts.into_iter().map(|(name, count)| (name, count as f64 / rows.len() as f64)).collect()
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| sum(values.iter().copied()) / values.len() as f64)
}

fn sd(values: &[f64]) -> Option<f64> {
    let mean = mean(values)?;
    let squares = sum(values.iter().map(|value| (value - mean).powi(2)));
    (values.len() > 1).then(|| (squares / (values.len() - 1) as f64).sqrt())
}
