//! One seed through the whole pipeline.

use std::error::Error;
use std::path::Path;

use serde::Serialize;
use tashika::diag::{Severity, Sink};
use tashika::findings::{Bundle, Finding, Verdict};
use tashika::text::Lang;

use super::super::generator;
use super::Expected;

/// What a seed gave.
#[derive(Serialize)]
pub struct Outcome {
    pub seed: u64,
    /// Applications that got a grant.
    pub funded: usize,
    /// Whether all verdicts of the story were given.
    pub story: bool,
    /// Errors, where the pipeline could not go on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<String>,
    /// In the order of the findings.
    pub findings: Vec<Row>,
}

/// A finding against the truth.
#[derive(Serialize)]
pub struct Row {
    pub id: String,
    pub verdict: Verdict,
    pub truth: Option<f64>,
    pub estimate: Option<f64>,
    pub std_error: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

impl Row {
    /// Whether the interval covers the truth, where there are both.
    pub fn covers(&self) -> Option<bool> {
        let (truth, low, high) = (self.truth?, self.low?, self.high?);
        Some((low..=high).contains(&truth))
    }
}

/// Makes the programme of a seed in a temporary folder and runs the study there.
pub fn one(seed: u64, study: &Path, expected: &Expected, clean: bool) -> Result<Outcome, Box<dyn Error>> {
    let program = generator::generate(seed);
    let mess = (!clean).then(|| generator::mess::plant(&program));
    let dir = tempfile::tempdir()?;
    generator::write(&program, mess.as_ref(), dir.path())?;
    let copy = dir.path().join(study.file_name().ok_or("the study is no file")?);
    std::fs::copy(study, &copy)?;
    let mut sink = Sink::new();
    let bundle = tashika::run::run(&copy, &|_| (), &mut sink).ok();
    let findings = bundle.as_ref().map(|bundle| rows(bundle, expected)).unwrap_or_default();
    let funded = program.applications.iter().filter(|application| application.funded()).count();
    let errors = if bundle.is_none() { errors(&sink) } else { Vec::new() };
    Ok(Outcome { seed, funded, story: story(&findings, expected), errors, findings })
}

fn errors(sink: &Sink) -> Vec<String> {
    let grave = sink.problems.iter().filter(|problem| problem.severity == Severity::Error);
    grave.map(|problem| format!("{}: {}", problem.code, problem.message.render(Lang::En))).collect()
}

fn rows(bundle: &Bundle, expected: &Expected) -> Vec<Row> {
    let row = |finding: &Finding| {
        let effect = finding.effect.as_ref();
        Row {
            id: finding.id.clone(),
            verdict: finding.claim.verdict,
            truth: expected.truths.get(&finding.id).copied(),
            estimate: effect.map(|effect| effect.estimate),
            std_error: effect.and_then(|effect| effect.std_error),
            low: effect.map(|effect| effect.low),
            high: effect.map(|effect| effect.high),
        }
    };
    bundle.findings.findings.iter().map(row).collect()
}

/// A finding that is not there tells no story.
fn story(rows: &[Row], expected: &Expected) -> bool {
    let told = |(id, verdicts): (&String, &Vec<Verdict>)| {
        rows.iter().any(|row| row.id == *id && verdicts.contains(&row.verdict))
    };
    expected.story.iter().all(told)
}
