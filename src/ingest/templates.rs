//! Report templates of the user's own: a folder, with a folder for each language inside.

use std::fs;
use std::path::Path;

use crate::diag::{Diagnostic, Halt, Place, Sink};
use crate::phrase;
use crate::study::{Located, Study};
use crate::text::Lang;

/// A template larger than this is not one.
const MOST_BYTES: u64 = 4 << 20;

/// Bytes of a Word document that is filled.
const DOCUMENT_BYTES: u64 = 64 << 20;

/// A Word document that is filled: file as the user named it, language of what is filled in where it has one, content.
pub type DocumentFile = (String, Option<Lang>, Vec<u8>);

/// The Word documents that a study names.
///
/// # Errors
/// [`Halt`] where one cannot be read; the reason is in the sink.
pub fn documents(study: &Study, sink: &mut Sink) -> Result<Vec<DocumentFile>, Halt> {
    let named = study.reports.as_ref().and_then(|reports| reports.word.as_ref());
    let Some(named) = named else { return Ok(Vec::new()) };
    let (mut found, mut failed) = (Vec::new(), Ok(()));
    for (code, path) in &named.value.0 {
        match bytes(&study.folder.join(path), DOCUMENT_BYTES) {
            Ok(content) => found.push((path.clone(), Lang::from_code(code), content)),
            Err(why) => failed = Err(sink.halt(unread(path, &why).at(named.place.clone()))),
        }
    }
    failed.map(|()| found)
}

/// A Word document by its path.
///
/// # Errors
/// A [`Diagnostic`] where it cannot be read.
pub fn document(path: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    let named = path.display().to_string();
    bytes(path, DOCUMENT_BYTES).map_err(|why| Box::new(unread(&named, &why).at(Place::file(path))))
}

fn unread(path: &str, why: &str) -> Diagnostic {
    Diagnostic::error(
        "word-template",
        phrase!("{path}: this Word template cannot be read ({why})", path = path, why = why),
    )
}

/// The folder as the user knows it, and the templates in it: path inside the folder, with `/`, and text, in order of paths. Nothing
/// where the study names no folder.
///
/// # Errors
/// [`Halt`] where the folder or a template in it cannot be read; the reason is in the sink.
pub fn templates(study: &Study, sink: &mut Sink) -> Result<(String, Vec<(String, String)>), Halt> {
    let named = study.reports.as_ref().and_then(|reports| reports.templates.as_ref());
    let Some(named) = named else { return Ok((String::new(), Vec::new())) };
    let folder = study.folder.join(&named.value);
    let mut files = read(&folder, "", named, sink)?;
    files.sort();
    Ok((folder.display().to_string(), files))
}

fn read(folder: &Path, inside: &str, named: &Located<String>, sink: &mut Sink) -> Result<Vec<(String, String)>, Halt> {
    let failed = |path: &str, why: &dyn std::fmt::Display| {
        let what = phrase!("{path}: this report template cannot be read ({why})", path = path, why = why.to_string());
        Diagnostic::error("report-template", what).at(named.place.clone())
    };
    let entries = fs::read_dir(folder).map_err(|why| sink.halt(failed(&named.value, &why)))?;
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|why| sink.halt(failed(&named.value, &why)))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        if path.is_dir() && inside.is_empty() {
            files.extend(read(&path, &format!("{name}/"), named, sink)?);
        } else if is_template(&name) {
            let path = format!("{inside}{name}");
            let text = text(&entry.path()).map_err(|why| sink.halt(failed(&path, &why)))?;
            files.push((path, text));
        }
    }
    Ok(files)
}

fn is_template(name: &str) -> bool {
    !name.starts_with('.') && [".html", ".css", ".js"].iter().any(|ending| name.ends_with(ending))
}

/// A file that a study names, by its path relative to the study, where it is not larger than `most` bytes.
///
/// # Errors
/// Why it cannot be read.
pub fn file_beside(folder: &Path, name: &str, most: u64) -> Result<Vec<u8>, String> {
    bytes(&folder.join(name), most)
}

fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    let found = fs::metadata(path).map_err(|why| why.to_string())?;
    let size = found.len();
    if !found.is_file() {
        return Err("not a file".into());
    }
    if size > most {
        return Err(format!("{size} bytes"));
    }
    fs::read(path).map_err(|why| why.to_string())
}

fn text(path: &Path) -> Result<String, String> {
    let text = String::from_utf8(bytes(path, MOST_BYTES)?).map_err(|why| why.to_string())?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_string())
}
