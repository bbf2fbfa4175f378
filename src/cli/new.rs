use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, Halt, Place, Sink};
use crate::phrase;
use crate::render::folder;

use super::draft::draft;
use super::talk::{DONE, STOPPED, Talk, in_shell};

/// The study file that is written where none is named.
const STUDY: &str = "study.toml";

/// `tashika new WORKBOOK…`: drafts a study file, to a new file; to stdout where that is `-`.
pub fn new(workbooks: &[PathBuf], output: Option<&Path>, talk: &Talk) -> u8 {
    let mut sink = Sink::new();
    let path = output.unwrap_or(Path::new(STUDY));
    let shown = path == Path::new("-");
    folder::mend(path, &mut sink);
    let free = if shown { Ok(()) } else { not_there(path, &mut sink) };
    let named = if shown { Path::new(STUDY) } else { path };
    let drafted = free.and_then(|()| draft(workbooks, named, talk.lang, &mut sink));
    let written = drafted.and_then(|text| match shown {
        false => create(path, &text, &mut sink),
        true => {
            talk.data(&text);
            Ok(())
        }
    });
    talk.problems(&sink);
    if written.is_ok() && !shown {
        talk.say(&phrase!("Drafted {path}: fill in the question at its end", path = path.display().to_string()));
        talk.say(&phrase!(
            "After that: {command}",
            command = format!("tashika check {}", in_shell(&path.display().to_string()))
        ));
    }
    if written.is_ok() { DONE } else { STOPPED }
}

/// A study is never overwritten, and nothing is read in vain.
fn not_there(path: &Path, sink: &mut Sink) -> Result<(), Halt> {
    match path.exists() {
        true => Err(sink.halt(refused(path, &ErrorKind::AlreadyExists.into()))),
        false => Ok(()),
    }
}

/// Writes a file that is not there yet: a study is never overwritten.
fn create(path: &Path, text: &str, sink: &mut Sink) -> Result<(), Halt> {
    folder::create(path, text.as_bytes()).map_err(|error| sink.halt(refused(path, &error)))
}

/// Why a file cannot be written.
fn refused(path: &Path, error: &io::Error) -> Diagnostic {
    let problem = match error.kind() {
        ErrorKind::AlreadyExists => {
            let message = phrase!("There is a file of this name already, and it is left as it is");
            Diagnostic::error("output-occupied", message)
                .hint(phrase!("Choose another name with -o, or show the draft with {option}", option = "-o -"))
        }
        ErrorKind::NotFound => {
            let folder = path.parent().unwrap_or(Path::new("")).display().to_string();
            let message = phrase!("There is no folder {folder}", folder = folder);
            Diagnostic::error("output-failed", message)
                .hint(phrase!("Make the folder first, or choose another with -o"))
        }
        _ => return folder::refusal(path, error),
    };
    problem.at(Place::file(path))
}
