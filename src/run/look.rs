//! Reading as far as it goes, so that all problems are told at once.

use std::path::Path;
use std::sync::Arc;

use super::{Progress, ReadStudy};
use crate::diag::{Diagnostic, Halt, Place, Policy, Severity, Sink};
use crate::findings::{self, Bundle};
use crate::ingest::decisions::{self, Decision};
use crate::ingest::layouts::recognise;
use crate::ingest::{self, RawTable};
use crate::panel::{Panel, VarRef};
use crate::study::{self, Study};
use crate::text::Phrase;
use crate::{measure, phrase, tidy};

/// A study as far as its sources can be read.
pub struct Looked {
    /// What is asked; sources of several files or sheets as their parts.
    pub study: Study,
    /// The table of each source; nothing for one that cannot be read.
    pub tables: Vec<Option<RawTable>>,
    /// What people call the known layout of each table, where it follows one.
    pub layouts: Vec<Option<Phrase>>,
    /// The data, where all of them can be put together, with the questions that can be planned.
    pub read: Option<ReadStudy>,
    /// Cells that need a person, and what was decided about them.
    pub decisions: Vec<Decision>,
}

/// [`read_decided`](super::read_decided) as far as it goes. After an error everything is looked at that the error says nothing of:
/// where the study has a fault in what it says of sources and variables, whether their files can be read; where a source is missing,
/// the others; where a unit stands twice, everything, by its first row.
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
    let before = sink.problems.len();
    let study = study::parse_as_far(path, sink)?;
    let faults = Faults::of(&study, &sink.problems[before..]);
    let expanded = sink.problems.len();
    let mut study = ingest::expand_as_far(study, sink);
    let found = sink.checkpoint_since(expanded).is_ok();
    progress(&phrase!("Reading the data"));
    let tables = ingest::read_each(&study, sink);
    if faults.of_data || study.sources.is_empty() {
        return Ok(unread(study, tables, decisions));
    }
    if !found || tables.iter().any(Option::is_none) {
        the_others(&study, &tables, sink);
        return Ok(unread(study, tables, decisions));
    }
    let mut raw: Vec<RawTable> = tables.into_iter().flatten().collect();
    let layouts = ingest::settle(&mut study, &mut raw, sink);
    decisions::apply(&mut raw, &mut decisions, sink);
    layouts.shape(&mut raw);
    progress(&phrase!("Putting the data in order"));
    let titles = layouts.layouts().iter().map(|known| known.as_ref().map(|known| known.title.clone())).collect();
    let start = sink.problems.len();
    let decided =
        tidy::Decided { joinings: decisions::joinings(&decisions), settled: decisions::as_they_stand(&decisions) };
    let panel = tidy::tidy_as_far(&study, &raw, &decided, sink);
    let like: Vec<decisions::JoinQuestion> =
        panel.iter().flat_map(|panel| panel.provenance.asked.iter().cloned()).collect();
    let panel = panel.filter(|_| sink.problems[start..].iter().all(leaves_the_data_whole));
    let suggested = panel.as_ref().map(Panel::suggested).unwrap_or_default();
    let linkage = panel.iter().flat_map(|panel| &panel.provenance.linkage);
    let asked: Vec<decisions::JoinQuestion> = linkage.flat_map(crate::panel::Linkage::asked).chain(like).collect();
    let measured = panel.map(|panel| measure::measure_as_far(&study, panel, sink));
    let decisions = decisions::ask(decisions::list(&raw, &sink.problems, &suggested, decisions), asked);
    decisions::settle(&mut sink.problems, &decisions);
    let read = measured.map(|(measured, lacking)| {
        let study = faults.without(&study, &lacking);
        ReadStudy {
            study,
            panel: Arc::new(measured.panel),
            tables: measured.tables,
            figures: measured.figures,
            pages: measured.pages,
            links: measured.links,
            decisions: decisions.clone(),
        }
    });
    Ok(Looked { study, tables: raw.into_iter().map(Some).collect(), layouts: titles, read, decisions })
}

/// Whether what can be said of the data holds all the same: no error, or one about single rows or the measure of
/// one variable.
fn leaves_the_data_whole(problem: &Diagnostic) -> bool {
    problem.severity != Severity::Error || problem.has(Policy::LeavesDataWhole)
}

fn unread(study: Study, tables: Vec<Option<RawTable>>, decisions: Vec<Decision>) -> Looked {
    let layouts = tables.iter().map(|table| Some(recognise(table.as_ref()?, None)?.title)).collect();
    Looked { study, tables, layouts, read: None, decisions }
}

/// Looks at the sources that can be read where others cannot: those that are linked to none of these.
fn the_others(study: &Study, tables: &[Option<RawTable>], sink: &mut Sink) {
    let readable = study.sources.iter().cloned().zip(tables.iter().cloned());
    let mut kept: Vec<_> = readable.filter_map(|(source, table)| Some((source, table?))).collect();
    let lost =
        |name: &str| study.sources.iter().zip(tables).any(|(it, table)| it.name.value == name && table.is_none());
    kept.retain(|(source, _)| !lost(&source.name.value));
    loop {
        let names: Vec<String> = kept.iter().map(|(source, _)| source.name.value.clone()).collect();
        let before = kept.len();
        kept.retain(|(source, _)| source.link.as_ref().is_none_or(|link| names.contains(&link.to.value)));
        if kept.len() == before {
            break;
        }
    }
    let (sources, mut raw): (Vec<_>, Vec<_>) = kept.into_iter().unzip();
    let mut study = Study { sources, ..study.clone() };
    let layouts = ingest::settle(&mut study, &mut raw, sink);
    layouts.shape(&mut raw);
    tidy::tidy_as_far(&study, &raw, &tidy::Decided::default(), sink);
}

/// What errors of the study file are about.
#[derive(Default)]
struct Faults {
    /// Whether one is about a source or a variable, so that the data would be read in another way than they are meant.
    of_data: bool,
    /// Questions with an error.
    questions: Vec<String>,
}

/// A table of the study file.
enum StudyTable<'s> {
    Data,
    Variable,
    Question(&'s str),
}

impl Faults {
    fn of(study: &Study, problems: &[Diagnostic]) -> Faults {
        let heads = heads(study);
        let mut faults = Faults::default();
        let stops = |problem: &&Diagnostic| problem.severity == Severity::Error && !problem.has(Policy::LeavesQuestion);
        for problem in problems.iter().filter(stops) {
            let at = problem.places.first().map_or(0, line);
            // A formula that cannot be read makes no variable, and what needs it is left out below.
            let formula = problem.has(Policy::OfFormula);
            match heads.iter().rfind(|(head, _)| *head <= at).map(|(_, head)| head) {
                Some(StudyTable::Question(id)) => faults.questions.push(id.to_string()),
                Some(StudyTable::Variable) if formula => {}
                Some(StudyTable::Data | StudyTable::Variable) => faults.of_data = true,
                None => {}
            }
        }
        faults
    }

    /// The study with the questions that can be planned: without a fault, and without a variable that could not be made.
    fn without(&self, study: &Study, lacking: &[String]) -> Study {
        let mut study = study.clone();
        let made = |name: &&str| lacking.contains(&VarRef::parse(name).name);
        study.questions.retain(|it| !self.questions.contains(&it.id.value) && !it.names().iter().any(&made));
        study
    }
}

/// The lines on which tables of the study file begin, in order.
fn heads(study: &Study) -> Vec<(u32, StudyTable<'_>)> {
    let sources = study.sources.iter().map(|source| (line(&source.name.place), StudyTable::Data));
    let measures = study.measures.iter().map(|measure| (line(&measure.name.place), StudyTable::Data));
    let variables = study.variables.values().map(|variable| (line(&variable.name.place), StudyTable::Variable));
    let questions = study.questions.iter().map(|it| (line(&it.place), StudyTable::Question(&it.id.value)));
    let mut heads: Vec<_> = sources.chain(measures).chain(variables).chain(questions).collect();
    heads.sort_by_key(|(line, _)| *line);
    heads
}

fn line(place: &Place) -> u32 {
    match place {
        Place::Text { line, .. } => *line,
        _ => 0,
    }
}

/// The bundle of a check: the problems and the cells that need a person, and nothing that was found out.
pub fn checked(looked: &Looked, problems: Vec<Diagnostic>) -> Bundle {
    let panel = looked.read.as_ref().map(|read| &*read.panel);
    findings::checked(&looked.study, panel, &looked.decisions, problems)
}
