use std::io;
use std::path::Path;

use crate::diag::{Diagnostic, Halt, Place, Severity, Sink, gather};
use crate::ingest::decisions;
use crate::phrase;
use crate::render::{excel, folder};
use crate::run::{self, Looked, ReadStudy};

use super::seen;
use super::talk::{STOPPED, Talk};

/// `tashika check STUDY`: reads everything, resolves the plan, tells what was understood of each source and lists all problems;
/// with `-o` also as a workbook, with `--all` every note.
pub fn check(study: &Path, output: Option<&Path>, all: bool, talk: &Talk) -> u8 {
    let mut sink = Sink::new();
    let progress = talk.progress(run::STEPS);
    folder::mend(&super::run::beside(study), &mut sink);
    let decided = decisions::earlier(&super::run::beside(study), &mut sink);
    let looked = decided.and_then(|it| run::look(study, it, &|what| progress.step(what), &mut sink));
    let resolved =
        looked.as_ref().ok().and_then(|looked| looked.read.as_ref()).map(|read| run::resolve(read, &mut sink));
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
    let failed = |why: String| io::Error::other(why);
    let made = excel::problems(&bundle, talk.lang).map_err(|why| failed(why.to_string()));
    made.and_then(|bytes| folder::create(path, &bytes)).map_err(|why| sink.halt(refused(path, &why)))?;
    talk.say(&phrase!(
        "Wrote {path}: decide in its yellow columns and move it into {folder}; the next run reads it there",
        path = path.display().to_string(),
        folder = super::run::beside(study).display().to_string()
    ));
    Ok(())
}

/// Why the workbook cannot be written.
fn refused(path: &Path, why: &io::Error) -> Diagnostic {
    match why.kind() {
        io::ErrorKind::AlreadyExists => Diagnostic::error(
            "output-occupied",
            phrase!("There is a file of this name already, and it is left as it is"),
        )
        .at(Place::file(path))
        .hint(phrase!("Choose another name with -o")),
        _ => folder::refusal(path, why),
    }
}

fn summary(read: &ReadStudy, sink: &Sink, talk: &Talk) {
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
