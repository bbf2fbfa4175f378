use std::io::ErrorKind;
use std::path::Path;

use crate::diag::{Diagnostic, Halt, Place, Sink};
use crate::phrase;
use crate::study::Study;

use super::understood;

/// Endings of files that hold data.
const DATA_FILES: &[&str] = &["xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv"];

/// Reads a study file.
///
/// # Errors
/// [`Halt`] where the file cannot be read or understood; all problems are in the sink.
pub fn parse(path: &Path, sink: &mut Sink) -> Result<Study, Halt> {
    let before = sink.problems.len();
    let study = parse_as_far(path, sink)?;
    sink.checkpoint_since(before)?;
    Ok(study)
}

/// [`parse`] as far as it goes: what breaks a rule is in the sink and not in the study.
///
/// # Errors
/// [`Halt`] where the file cannot be read or is no TOML.
pub fn parse_as_far(path: &Path, sink: &mut Sink) -> Result<Study, Halt> {
    let file = path.display().to_string();
    let bytes = read(path, &file, sink)?;
    if let Some(problem) = data_file(path) {
        return Err(sink.halt(problem.at(Place::File { file: file.into() })));
    }
    match std::str::from_utf8(&bytes) {
        Ok(text) => understood(text, &file, path.parent().unwrap_or(Path::new("")), sink),
        Err(error) => {
            let line = 1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
            let message = phrase!("The study file is not in UTF-8 (first at line {line})", line = line);
            let hint = phrase!("Save it again and choose UTF-8 as its encoding");
            Err(sink.halt(Diagnostic::error("not-utf8", message).hint(hint).at(Place::File { file: file.into() })))
        }
    }
}

/// Naming the workbook instead of the study file is what people do first.
fn data_file(path: &Path) -> Option<Diagnostic> {
    let ending = path.extension()?.to_string_lossy().to_lowercase();
    if !DATA_FILES.contains(&ending.as_str()) {
        return None;
    }
    let name = path.file_name()?.to_string_lossy().into_owned();
    let hint =
        phrase!("Draft a study file from it: {command}", command = format!("tashika new \"{name}\" -o study.toml"));
    Some(Diagnostic::error("not-a-study", phrase!("This is a file of data, not a study file")).hint(hint))
}

fn read(path: &Path, file: &str, sink: &mut Sink) -> Result<Vec<u8>, Halt> {
    let problem = |problem: Diagnostic| problem.at(Place::File { file: file.into() });
    if path.is_dir() {
        let message = phrase!("This is a folder, not a study file");
        let hint = phrase!(
            "Name the study file in it, such as {example}",
            example = path.join("study.toml").display().to_string()
        );
        return Err(sink.halt(problem(Diagnostic::error("not-a-file", message).hint(hint))));
    }
    std::fs::read(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            let hint = phrase!("Check the path; `tashika new WORKBOOK` writes a new study file");
            sink.halt(problem(Diagnostic::error("file-not-found", phrase!("There is no such file")).hint(hint)))
        }
        _ => {
            let message = phrase!("The file cannot be read ({why})", why = error.to_string());
            sink.halt(problem(Diagnostic::error("file-unreadable", message)))
        }
    })
}

/// The name of a file without folders and ending, whichever system wrote the path.
pub fn stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_come_from_paths_of_either_kind() {
        assert_eq!(stem("a/b/study.toml"), "study");
        assert_eq!(stem(r"C:\x\評価.v2.toml"), "評価.v2");
        assert_eq!(stem(".toml"), ".toml");
    }
}
