//! The whole pipeline on one page.

mod editions;
mod look;

use std::path::Path;
use std::sync::Arc;

use crate::answer::{self, Answer};
use crate::diag::{Diagnostic, Halt, Severity, Sink};
use crate::exhibit::Table;
use crate::findings::disclosure::{self, Edition};
use crate::findings::{self, Bundle, UserTemplates};
use crate::ingest::decisions::Decision;
use crate::math::random::Stream;
use crate::panel::Panel;
use crate::study::Study;
use crate::text::Phrase;
use crate::{ingest, phrase, plan};

pub use look::{Looked, checked, look};

/// Tells a person what is going on.
pub type Progress<'a> = &'a (dyn Fn(&Phrase) + Sync);

/// Steps that [`run`] tells of before the questions.
pub const STEPS: u64 = 4;

/// A study with its data, ready to be planned.
pub struct ReadStudy {
    /// What is asked.
    pub study: Study,
    /// The data.
    pub panel: Arc<Panel>,
    /// Tables of the measures; they show outcomes too.
    pub tables: Vec<Table>,
    /// Cells that need a person, and what was decided about them.
    pub decisions: Vec<Decision>,
    /// Earlier public editions that the study names.
    pub editions: Vec<Edition>,
}

/// study → ingest → tidy → measure.
///
/// # Errors
/// [`Halt`] where something cannot be read; all problems are in the sink.
pub fn read(path: &Path, progress: Progress<'_>, sink: &mut Sink) -> Result<ReadStudy, Halt> {
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
) -> Result<ReadStudy, Halt> {
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
    let ReadStudy { study, panel, tables, decisions, editions } = read_decided(path, decisions, progress, sink)?;
    let plan = plan::plan(&study, &panel, sink)?;
    let (folder, files) = ingest::templates(&study, sink)?;
    progress(&phrase!("Comparing and estimating"));
    let (view, stream) = (plan.view(panel), Stream::new(study.seed));
    let answers = answer::answers(&plan, &view, stream);
    answered(&answers, sink)?;
    let apart = answer::parts::apart(&plan, &view, &stream);
    let mut bundle = findings::assemble(&study, &view, &plan, &answers, &apart, sink.problems.clone());
    bundle.tables.extend(tables);
    bundle.templates = UserTemplates { folder, files };
    bundle.findings.decisions = decisions;
    disclosure::protect_beside(&mut bundle, &view.panel().units, &editions);
    Ok(bundle)
}

/// Tells the problems of the answers.
///
/// # Errors
/// [`Halt`] where no step has a comparison.
fn answered(answers: &[Answer], sink: &mut Sink) -> Result<(), Halt> {
    let met = answers.iter().map(|answer| (answer.comparison.is_some(), answer.problems.clone()));
    sink.problems.extend(of_steps(met));
    if answers.iter().any(|answer| answer.comparison.is_some()) { Ok(()) } else { Err(Halt) }
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
