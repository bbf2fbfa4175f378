//! The whole pipeline on one page.

mod answer;
mod assemble;
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
use crate::ingest::RawTable;
use crate::ingest::decisions::{self, Decision};
use crate::ingest::layouts::recognise;
use crate::math::random::Stream;
use crate::measure::{self, Measured};
use crate::plan::{self, Plan};
use crate::study::{self, Study};
use crate::text::Phrase;
use crate::tidy::{self, Panel};
use crate::{ingest, phrase};

/// Smallest effect that a study with this standard error would detect with probability 0.8 at the level of its interval, by
/// the law of that interval.
fn detectable(inference: &Inference) -> Option<f64> {
    let aim = power::Aim { alpha: 1.0 - inference.level, ..power::Aim::default() };
    let multiplier = inference.df.map_or_else(|| aim.multiplier(), |df| aim.multiplier_t(df));
    inference.std_error.map(|error| multiplier * error)
}

pub use answer::{Answer, OutcomeAnswer, answer};
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

/// A study as far as its sources can be read.
pub struct Looked {
    /// What is asked; sources of several files or sheets as their parts.
    pub study: Study,
    /// The table of each source; nothing for one that cannot be read.
    pub tables: Vec<Option<RawTable>>,
    /// What people call the known layout of each table, where it follows one.
    pub layouts: Vec<Option<Phrase>>,
    /// The data, where all of them can be put together.
    pub read: Option<Read>,
}

/// [`read_decided`], telling of every source that can be read although others, or all of them together, cannot.
///
/// # Errors
/// [`Halt`] where the study cannot be read; all problems are in the sink.
pub fn look(
    path: &Path,
    mut decisions: Vec<Decision>,
    progress: Progress<'_>,
    sink: &mut Sink,
) -> Result<Looked, Halt> {
    progress(&phrase!("Reading the study"));
    let mut study = ingest::expand(study::parse(path, sink)?, sink)?;
    progress(&phrase!("Reading the data"));
    let tables = ingest::read_each(&study, sink);
    if tables.iter().any(Option::is_none) {
        let layouts = tables.iter().map(|table| Some(recognise(table.as_ref()?, None)?.title)).collect();
        return Ok(Looked { study, tables, layouts, read: None });
    }
    let mut raw: Vec<RawTable> = tables.into_iter().flatten().collect();
    let layouts = ingest::layouts::settle(&mut study, &mut raw, sink);
    decisions::apply(&mut raw, &mut decisions, sink);
    layouts.shape(&mut raw);
    progress(&phrase!("Putting the data in order"));
    let titles = layouts.layouts().iter().map(|known| known.as_ref().map(|known| known.title.clone())).collect();
    let panel = tidy::tidy_decided(&study, &raw, &decisions::joinings(&decisions), sink);
    let suggested = panel.as_ref().map(Panel::suggested).unwrap_or_default();
    let linkage = panel.iter().flat_map(|panel| &panel.provenance.linkage);
    let asked: Vec<decisions::Asked> = linkage.flat_map(tidy::Linkage::asked).collect();
    let measured = panel.and_then(|panel| measure::measure(&study, panel, sink));
    let decisions = decisions::list(&raw, &sink.problems, &suggested, decisions);
    let decisions = decisions::ask(decisions, asked);
    decisions::settle(&mut sink.problems, &decisions);
    let read = |Measured { panel, tables }| Read { study: study.clone(), panel: Arc::new(panel), tables, decisions };
    let read = measured.ok().map(read);
    Ok(Looked { study, tables: raw.into_iter().map(Some).collect(), layouts: titles, read })
}

/// The bundle of a check: the problems and the cells that need a person, and nothing that was found out.
pub fn checked(looked: &Looked, problems: Vec<Diagnostic>) -> Bundle {
    assemble::checked(&looked.study, looked.read.as_ref(), problems)
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
