//! The whole pipeline on one page.

mod answer;
mod assemble;
mod look;
mod preview;
mod sample;
mod slices;

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::design::power;
use crate::diag::{Diagnostic, Halt, Severity, Sink};
use crate::exhibit::Table;
use crate::findings::{Bundle, UserTemplates, disclosure};
use crate::infer::Inference;
use crate::ingest::decisions::Decision;
use crate::math::random::Stream;
use crate::plan::{self, Plan};
use crate::study::Study;
use crate::text::Phrase;
use crate::tidy::Panel;
use crate::{ingest, phrase};

/// Smallest effect that a study with this standard error would detect with probability 0.8 at the level of its interval, by
/// the law of that interval.
fn detectable(inference: &Inference) -> Option<f64> {
    let aim = power::Aim { alpha: 1.0 - inference.level, ..power::Aim::default() };
    let multiplier = inference.df.map_or_else(|| aim.multiplier(), |df| aim.multiplier_t(df));
    inference.std_error.map(|error| multiplier * error)
}

pub use answer::{Answer, OutcomeAnswer, answer};
pub use look::{Looked, checked, look};
pub use preview::{ASSUMED_CORRELATION, Detectable, Pool, Preview, preview};

/// Tells a person what is going on.
pub type Progress<'a> = &'a (dyn Fn(&Phrase) + Sync);

/// Steps that [`run`] tells of before the questions.
pub const STEPS: u64 = 4;

/// A study with its data, ready to be planned.
pub struct Read {
    /// What is asked.
    pub study: Study,
    /// The data.
    pub panel: Arc<Panel>,
    /// Tables of the measures; they show outcomes too.
    pub tables: Vec<Table>,
    /// Cells that need a person, and what was decided about them.
    pub decisions: Vec<Decision>,
}

/// study → ingest → tidy → measure.
///
/// # Errors
/// [`Halt`] where something cannot be read; all problems are in the sink.
pub fn read(path: &Path, progress: Progress<'_>, sink: &mut Sink) -> Result<Read, Halt> {
    read_decided(path, Vec::new(), progress, sink)
}

/// [`read`] with what was decided about cells after an earlier run.
///
/// # Errors
/// [`Halt`] where something cannot be read; all problems are in the sink.
pub fn read_decided(
    path: &Path,
    decisions: Vec<Decision>,
    progress: Progress<'_>,
    sink: &mut Sink,
) -> Result<Read, Halt> {
    let before = sink.problems.len();
    let looked = look(path, decisions, progress, sink)?;
    sink.checkpoint_since(before)?;
    looked.read.ok_or(Halt)
}

/// The whole way from a study file to the bundle that renderers read.
///
/// # Errors
/// [`Halt`] where one cannot go on; all problems are in the sink.
pub fn run(path: &Path, progress: Progress<'_>, sink: &mut Sink) -> Result<Bundle, Halt> {
    run_decided(path, Vec::new(), progress, sink)
}

/// [`run`] with what was decided about cells after an earlier run.
///
/// # Errors
/// [`Halt`] where one cannot go on; all problems are in the sink.
pub fn run_decided(
    path: &Path,
    decisions: Vec<Decision>,
    progress: Progress<'_>,
    sink: &mut Sink,
) -> Result<Bundle, Halt> {
    let Read { study, panel, tables, decisions } = read_decided(path, decisions, progress, sink)?;
    let plan = plan::plan(&study, &panel, sink)?;
    let (folder, files) = ingest::templates(&study, sink)?;
    progress(&phrase!("Comparing and estimating"));
    let answers = answers(&study, &plan, &panel);
    let met = answers.iter().map(|answer| (answer.comparison.is_some(), answer.problems.clone()));
    sink.problems.extend(of_steps(met));
    if answers.iter().all(|answer| answer.comparison.is_none()) {
        return Err(Halt);
    }
    let view = plan.view(panel);
    let apart = slices::apart(&plan, &view, &Stream::new(study.seed));
    let mut bundle = assemble::assemble(&study, &view, &plan, &answers, &apart, sink.problems.clone());
    bundle.tables.extend(tables);
    bundle.templates = UserTemplates { folder, files };
    bundle.findings.decisions = decisions;
    disclosure::protect(&mut bundle);
    Ok(bundle)
}

/// The problems of steps, of which each says whether it has a comparison. What keeps one step from being answered is an error
/// only where no step can be answered; otherwise the run goes on without it.
pub fn of_steps(steps: impl Iterator<Item = (bool, Vec<Diagnostic>)>) -> Vec<Diagnostic> {
    let steps: Vec<(bool, Vec<Diagnostic>)> = steps.collect();
    let any = steps.iter().any(|(compared, _)| *compared);
    let weigh = |problem: Diagnostic| match problem.severity {
        Severity::Error if any => Diagnostic { severity: Severity::Warning, ..problem },
        _ => problem,
    };
    steps.into_iter().flat_map(|(_, problems)| problems).map(weigh).collect()
}

/// Answers every step of the plan, on all cores; each step is sequential, so that results do not depend on threads.
pub fn answers(study: &Study, plan: &Plan, panel: &Arc<Panel>) -> Vec<Answer> {
    let view = plan.view(panel.clone());
    let stream = Stream::new(study.seed);
    let steps: Vec<_> = plan.steps().collect();
    steps.par_iter().map(|step| answer(&view, step, stream.child(&step.id()))).collect()
}
