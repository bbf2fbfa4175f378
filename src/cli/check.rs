use std::path::Path;

use crate::diag::{Diagnostic, Halt, Severity, Sink};
use crate::ingest::decisions;
use crate::phrase;
use crate::plan;
use crate::run::{self, Read};

use super::talk::{STOPPED, Talk};

/// `tashika check STUDY`: reads everything, resolves the plan, lists all problems.
pub fn check(study: &Path, talk: &Talk) -> u8 {
    let mut sink = Sink::new();
    let progress = talk.progress(run::STEPS);
    let decided = decisions::earlier(&super::run::beside(study), &mut sink);
    let read = decided.and_then(|it| run::read_decided(study, it, &|what| progress.step(what), &mut sink));
    let checked = read.and_then(|read| resolve(&read, &mut sink).map(|()| read));
    progress.end();
    match talk.json {
        true => talk.data(&serde_json::to_string_pretty(&sink.problems).unwrap_or_default()),
        false => talk.problems(&sink),
    }
    match checked {
        Ok(_) if sink.has_errors() => STOPPED,
        Ok(read) => {
            summary(&read, &sink, talk);
            talk.done(sink.problems.iter().any(is_open))
        }
        Err(Halt) => STOPPED,
    }
}

/// Resolves the plan and looks at who would be compared, outcomes hidden: what a run would stumble over is said here already.
/// A study without a question yet is fine to check: its data were read, and reading it noted that.
fn resolve(read: &Read, sink: &mut Sink) -> Result<(), Halt> {
    if read.study.questions.is_empty() {
        return Ok(());
    }
    let plan = plan::plan(&read.study, &read.panel, sink)?;
    let met = run::preview(&plan, &read.panel).into_iter();
    sink.problems.extend(run::of_steps(met.map(|preview| (preview.comparison.is_some(), preview.problems))));
    Ok(())
}

fn summary(read: &Read, sink: &Sink, talk: &Talk) {
    let open = sink.problems.iter().filter(|problem| is_open(problem)).count();
    let (sources, units, questions) = (read.study.sources.len(), read.panel.units.len(), read.study.questions.len());
    talk.say(&phrase!(
        "{sources} {sources?source|sources} read, {units} {units?unit|units}, {questions} {questions?question|questions}; {open} {open?point|points} to look at",
        sources = sources,
        units = units,
        questions = questions,
        open = open
    ));
}

/// Whether a problem asks for a person's attention.
pub fn is_open(problem: &Diagnostic) -> bool {
    problem.severity <= Severity::Warning
}
