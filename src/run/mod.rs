//! The whole pipeline on one page.

mod editions;
mod look;

use std::path::Path;
use std::sync::Arc;

use crate::answer::{self, Answer};
use crate::diag::{Diagnostic, Halt, Severity, Sink};
use crate::exhibit::{Figure, Link, Table};
use crate::findings::{self, Bundle, UserTemplates, WordTemplate, disclosure};
use crate::ingest::decisions::Decision;
use crate::math::random::Stream;
use crate::measure::MeasurePage;
use crate::panel::Panel;
use crate::study::Study;
use crate::text::{Lang, Phrase};
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
    /// What draws them.
    pub figures: Vec<Figure>,
    /// Pages of single units that measures make.
    pub pages: Vec<MeasurePage>,
    /// Sums that hold among tables of measures.
    pub links: Vec<Link>,
    /// Cells that need a person, and what was decided about them.
    pub decisions: Vec<Decision>,
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
    let before = sink.problems.len();
    let looked = look(path, decisions, progress, sink)?;
    let sound = sink.checkpoint_since(before);
    let read = looked.read.ok_or(Halt)?;
    // After an error in what was read all others are told as well.
    sound.or_else(|halt| resolve(&read, sink).and(Err(halt)))?;
    let Resolved { plan, templates, photo, earlier } = resolved(&read, sink)?;
    let ReadStudy { study, panel, tables, figures, pages, links, decisions } = read;
    progress(&phrase!("Comparing and estimating"));
    let (view, stream) = (plan.view(panel), Stream::new(study.seed));
    let answers = answer::answers(&plan, &view, stream);
    answered(&answers, sink)?;
    let apart = answer::parts::apart(&plan, &view, &stream);
    let mut bundle = findings::assemble(&study, &view, &plan, &answers, &apart, sink.problems.clone());
    bundle.tables.extend(tables);
    bundle.figures.extend(figures);
    bundle.findings.links.extend(links);
    pages.into_iter().for_each(|page| findings::add_page(&mut bundle, page));
    bundle.templates = templates;
    if let (Some(shown), Some(data)) = (&mut bundle.findings.study.imprint.photo, photo) {
        shown.data = data;
    }
    bundle.findings.decisions = decisions;
    disclosure::protect_beside(&mut bundle, &view.panel().units, &earlier);
    Ok(bundle)
}

/// What a run needs beside the data.
struct Resolved {
    plan: answer::Plan,
    templates: UserTemplates,
    photo: Option<String>,
    earlier: Vec<disclosure::Edition>,
}

/// The plan, the templates of the user's own and the editions given away before; all problems of all three are told.
fn resolved(read: &ReadStudy, sink: &mut Sink) -> Result<Resolved, Halt> {
    let plan = plan::plan(&read.study, &read.panel, sink);
    let (templates, earlier) = (ingest::templates(&read.study, sink), editions::read(&read.study, sink));
    let (documents, photo) = (ingest::documents(&read.study, sink), ingest::photo(&read.study, sink));
    let (folder, files) = templates?;
    let document =
        |(name, lang, bytes): (String, Option<Lang>, Vec<u8>)| WordTemplate { name, lang, bytes: bytes.into() };
    let documents = documents?.into_iter().map(document).collect();
    let templates = UserTemplates { folder, files, documents };
    Ok(Resolved { plan: plan?, templates, photo: photo?, earlier: earlier? })
}

/// Resolves everything and looks at who would be compared, outcomes hidden: what a run would stumble over. A study without a question
/// yet is fine: its data were read, and reading it noted that.
///
/// # Errors
/// [`Halt`] where a run could not go on; all problems are in the sink.
pub fn resolve(read: &ReadStudy, sink: &mut Sink) -> Result<(), Halt> {
    if read.study.questions.is_empty() {
        return Ok(());
    }
    let Resolved { plan, .. } = resolved(read, sink)?;
    let met = answer::preview(&plan, &read.panel).into_iter();
    sink.problems.extend(of_steps(met.map(|preview| (preview.comparison.is_some(), preview.problems))));
    Ok(())
}

/// Tells the problems of the answers.
///
/// # Errors
/// [`Halt`] where there are steps and none has a comparison.
fn answered(answers: &[Answer], sink: &mut Sink) -> Result<(), Halt> {
    let met = answers.iter().map(|answer| (answer.comparison.is_some(), answer.problems.clone()));
    sink.problems.extend(of_steps(met));
    let any = answers.is_empty() || answers.iter().any(|answer| answer.comparison.is_some());
    if any { Ok(()) } else { Err(Halt) }
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
