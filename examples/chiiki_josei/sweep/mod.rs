//! Many seeds through the whole pipeline: do the findings tell the truth as often as they say they do?

mod expected;
mod one;
mod summary;

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::Serialize;

pub use expected::Expected;
use one::{Outcome, one};
use summary::{Summary, summary};

/// What to run.
#[derive(clap::Args)]
pub struct Sweep {
    /// First seed.
    first: u64,
    /// Number of seeds.
    count: u64,
    /// Study file; its sources are the workbooks beside it.
    #[arg(long, default_value = "notebooks-data/chiiki-josei/study.toml")]
    study: PathBuf,
    /// True effects and expected verdicts by finding.
    #[arg(long, default_value = "notebooks-data/chiiki-josei/expected.json")]
    expected: PathBuf,
    /// Whether the workbooks are keyed without mistakes.
    #[arg(long)]
    clean: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    summary: Summary,
    seeds: &'a [Outcome],
}

/// Runs the seeds on all cores and writes a JSON report to stdout.
pub fn sweep(what: &Sweep) -> Result<(), Box<dyn Error>> {
    let expected = Expected::read(&what.expected)?;
    let run = |seed| run(seed, &what.study, &expected, what.clean);
    let seeds: Vec<u64> = (what.first..what.first + what.count).collect();
    let outcomes = seeds.into_par_iter().map(run).collect::<Result<Vec<Outcome>, String>>()?;
    let report = Report { summary: summary(&outcomes), seeds: &outcomes };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string_pretty(&report)?)?;
    Ok(())
}

fn run(seed: u64, study: &Path, expected: &Expected, clean: bool) -> Result<Outcome, String> {
    one(seed, study, expected, clean).map_err(|why| format!("seed {seed}: {why}"))
}
