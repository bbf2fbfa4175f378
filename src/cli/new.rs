use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, Halt, Place, Sink};
use crate::phrase;

use super::draft::draft;
use super::talk::{DONE, STOPPED, Talk};

/// `tashika new WORKBOOK…`: drafts a study file, to a new file or to stdout.
pub fn new(workbooks: &[PathBuf], output: Option<&Path>, talk: &Talk) -> u8 {
    let mut sink = Sink::new();
    let drafted = draft(workbooks, output.unwrap_or(Path::new("study.toml")), talk.lang, &mut sink);
    let written = drafted.and_then(|text| match output {
        Some(path) => create(path, &text, &mut sink).map(|()| path),
        None => {
            talk.data(&text);
            Ok(Path::new(""))
        }
    });
    talk.problems(&sink);
    match written {
        Ok(path) if output.is_some() => {
            talk.say(&phrase!("Drafted {path}: fill in the question at its end", path = path.display().to_string()));
            DONE
        }
        Ok(_) => DONE,
        Err(Halt) => STOPPED,
    }
}

/// Writes a file that is not there yet: a study is never overwritten.
fn create(path: &Path, text: &str, sink: &mut Sink) -> Result<(), Halt> {
    let written =
        OpenOptions::new().write(true).create_new(true).open(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
        let problem = match error.kind() {
            ErrorKind::AlreadyExists => {
                let message = phrase!("There is a file of this name already, and it is left as it is");
                Diagnostic::error("output-occupied", message).hint(phrase!("Choose another name with -o"))
            }
            ErrorKind::NotFound => {
                let folder = path.parent().unwrap_or(Path::new("")).display().to_string();
                let message = phrase!("There is no folder {folder}", folder = folder);
                Diagnostic::error("output-failed", message)
                    .hint(phrase!("Make the folder first, or choose another with -o"))
            }
            _ => {
                let message = phrase!("The file cannot be written ({why})", why = error.to_string());
                Diagnostic::error("output-failed", message)
            }
        };
        sink.halt(problem.at(Place::File { file: path.display().to_string().into() }))
    })
}
