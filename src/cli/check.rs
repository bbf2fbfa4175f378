use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use crate::answer::preview;
use crate::diag::{Diagnostic, Halt, Place, Severity, Sink, gather};
use crate::ingest::decisions;
use crate::phrase;
use crate::plan;
use crate::render::excel;
use crate::run::{self, Looked, Read};

use super::seen;
use super::talk::{STOPPED, Talk};

/// `tashika check STUDY`: reads everything, resolves the plan, tells what was understood of each source and lists all problems;
/// with `-o` also as a workbook, with `--all` every note.
pub fn check(study: &Path, output: Option<&Path>, all: bool, talk: &Talk) -> u8 {
    let mut sink = Sink::new();
    let progress = talk.progress(run::STEPS);
    let decided = decisions::earlier(&super::run::beside(study), &mut sink);
    let looked = decided.and_then(|it| run::look(study, it, &|what| progress.step(what), &mut sink));
    let resolved = looked.as_ref().ok().and_then(|looked| looked.read.as_ref()).map(|read| resolve(read, &mut sink));
    sink.problems = gather(std::mem::take(&mut sink.problems));
    let written = match (output, &looked) {
        (Some(path), Ok(looked)) => write(path, study, looked, &mut sink, talk),
        _ => Ok(()),
    };
    progress.end();
    match talk.json {
        true => talk.data(&serde_json::to_string_pretty(&sink.problems).unwrap_or_default()),
        false => {
            if all {
                talk.problems(&sink)
            } else {
                talk.problems_in_short(&sink)
            }
            looked.iter().for_each(|looked| talk.data(&seen::sources(looked, &sink.problems, talk.lang)));
        }
    }
    let read = looked.ok().and_then(|looked| looked.read);
    match (read, resolved, written) {
        (Some(_), _, _) if sink.has_errors() => STOPPED,
        (Some(read), Some(Ok(())), Ok(())) => {
            summary(&read, &sink, talk);
            talk.done(sink.problems.iter().any(is_open))
        }
        _ => STOPPED,
    }
}

/// Writes the problems and the cells to decide about as a workbook; a file that is there already stays as it is.
fn write(path: &Path, study: &Path, looked: &Looked, sink: &mut Sink, talk: &Talk) -> Result<(), Halt> {
    let bundle = run::checked(looked, sink.problems.clone());
    let made = excel::problems(&bundle, talk.lang).map_err(|why| why.to_string());
    let open = || OpenOptions::new().write(true).create_new(true).open(path);
    let done = made.and_then(|bytes| open().and_then(|mut file| file.write_all(&bytes)).map_err(|why| why.to_string()));
    match done {
        Ok(()) => {
            talk.say(&phrase!(
                "Wrote {path}: decide in its yellow columns and move it into {folder}; the next run reads it there",
                path = path.display().to_string(),
                folder = super::run::beside(study).display().to_string()
            ));
            Ok(())
        }
        Err(why) => {
            let message = phrase!("The file cannot be written ({why})", why = why);
            let hint = phrase!("Choose another name with -o");
            let place = Place::File { file: path.display().to_string().into() };
            Err(sink.halt(Diagnostic::error("output-failed", message).hint(hint).at(place)))
        }
    }
}

/// Resolves the plan and looks at who would be compared, outcomes hidden: what a run would stumble over is said here already.
/// A study without a question yet is fine to check: its data were read, and reading it noted that.
fn resolve(read: &Read, sink: &mut Sink) -> Result<(), Halt> {
    if read.study.questions.is_empty() {
        return Ok(());
    }
    let plan = plan::plan(&read.study, &read.panel, sink)?;
    let met = preview(&plan, &read.panel).into_iter();
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
