//! A bundle as files, and back.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diag::{Diagnostic, Halt, Place, Sink};
use crate::exhibit::{Audience, TableId};
use crate::findings::disclosure::Edition;
use crate::findings::{Bundle, SCHEMA, UserTemplates, WordTemplate};
use crate::ingest::read_plain;
use crate::phrase;
use crate::text::{Arg, FileNames, is_safe_name};

use super::data::file_names;
use super::folder::{Ours, OutFile, inside, is_safe};
use super::json::StoredBundle;
use super::names::{self, OutputNames};
use super::store::{StoreError, frame_from_parquet, table_from_parquet, table_to_parquet};

/// Folder of the user's own report templates inside the output folder.
const TEMPLATES: &str = "templates";

/// The sets of units that the public edition counts.
const PUBLISHED: &str = "published.json";

/// The tables of a bundle and the user's templates as files. Frames are among the data files, the rest is in findings.json.
///
/// # Errors
/// Where a table cannot be written as parquet.
pub fn files(bundle: &Bundle) -> Result<Vec<OutFile>, StoreError> {
    let names = names::of_tables(&bundle.findings, bundle.tables.iter().map(|table| &table.id));
    let stored = |table: &crate::exhibit::Table| {
        Ok(OutFile { path: table_file(&names, &table.id), bytes: table_to_parquet(table)? })
    };
    let template = |(path, text): &(String, String)| OutFile {
        path: format!("{TEMPLATES}/{path}"),
        bytes: text.clone().into_bytes(),
    };
    let templates = bundle.templates.files.iter().map(|file| Ok(template(file)));
    let mut files: Vec<OutFile> =
        bundle.tables.iter().map(stored).chain(templates).collect::<Result<_, StoreError>>()?;
    if bundle.findings.edition == Audience::Internal {
        let documents = &bundle.templates.documents;
        let names = document_files(documents.iter().map(|document| document.name.as_str()));
        files.extend(names.into_iter().zip(documents).map(|(path, it)| OutFile { path, bytes: it.bytes.to_vec() }));
    }
    if bundle.published != Edition::default() {
        files.push(OutFile { path: PUBLISHED.into(), bytes: serde_json::to_vec(&bundle.published)? });
    }
    Ok(files)
}

/// Where Word documents of the user's own are kept.
fn document_files<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut given = FileNames::default();
    names.map(|name| format!("{TEMPLATES}/word/{}.docx", given.next(stem(name)))).collect()
}

/// The name of a file without its folders and its ending.
pub fn stem(path: &str) -> &str {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

fn table_file(names: &OutputNames, id: &str) -> String {
    format!("tables/{}.parquet", names.get(id))
}

/// The bundle that a run left in a folder.
///
/// # Errors
/// [`Halt`] where the folder holds no bundle, one of a later version, or a damaged one; the reason is in the sink.
pub fn load(dir: &Path, sink: &mut Sink) -> Result<Bundle, Halt> {
    read(dir).map_err(|problem| sink.halt(*problem))
}

fn read(dir: &Path) -> Result<Bundle, Box<Diagnostic>> {
    const FINDINGS: &str = "findings.json";
    if !dir.join(FINDINGS).is_file() {
        return Err(no_results(dir));
    }
    let ours = Ours::of(dir).ok_or_else(|| no_results(dir))?;
    let bytes = |path: &str| written(dir, &ours, path);
    let stored: StoredBundle =
        serde_json::from_slice(&bytes(FINDINGS)?).map_err(|why| damaged(dir, FINDINGS, why.to_string()))?;
    let major = |version: &str| version.split('.').next().and_then(|text| text.parse::<u32>().ok()).unwrap_or(u32::MAX);
    if major(&stored.findings.schema) > major(SCHEMA) {
        let why = phrase!(
            "These results were written by a later version of tashika ({schema})",
            schema = &stored.findings.schema
        );
        return Err(Box::new(
            Diagnostic::error("later-version", why).at(Place::file(dir)).hint(phrase!("Update tashika")),
        ));
    }
    if let Some(id) = unsafe_id(&stored) {
        return Err(damaged(dir, FINDINGS, id));
    }
    let mut bundle = Bundle {
        findings: stored.findings,
        tables: Vec::new(),
        frames: Vec::new(),
        figures: stored.figures,
        templates: UserTemplates { folder: dir.join(TEMPLATES).display().to_string(), ..UserTemplates::default() },
        published: Edition::default(),
    };
    if ours.names(PUBLISHED) {
        let edition = serde_json::from_slice(&bytes(PUBLISHED)?);
        bundle.published = edition.map_err(|why| damaged(dir, PUBLISHED, why.to_string()))?;
    }
    for path in stored.templates {
        let bytes = bytes(&format!("{TEMPLATES}/{path}"))?;
        let text = String::from_utf8(bytes).map_err(|why| damaged(dir, &path, why.to_string()))?;
        bundle.templates.files.push((path, text));
    }
    let paths = document_files(stored.documents.iter().map(|document| document.name.as_str()));
    for (document, path) in stored.documents.iter().zip(paths) {
        let (name, lang, bytes) = (document.name.clone(), document.lang, bytes(&path)?.into());
        bundle.templates.documents.push(WordTemplate { name, lang, bytes });
    }
    let names = names::of_tables(&bundle.findings, stored.tables.iter().map(|head| &head.id));
    for head in stored.tables {
        let path = table_file(&names, &head.id);
        let table = table_from_parquet(&bytes(&path)?, head).map_err(|why| damaged(dir, &path, why.to_string()))?;
        bundle.tables.push(table);
    }
    let names = file_names(stored.frames.iter().map(|head| &head.id));
    for head in stored.frames {
        let path = format!("data/{}.parquet", names.get(&head.id));
        let frame = frame_from_parquet(&bytes(&path)?, head).map_err(|why| damaged(dir, &path, why.to_string()))?;
        bundle.frames.push(frame);
    }
    with_roles(&mut bundle);
    bundle.findings.speak();
    Ok(bundle)
}

/// A file that the run wrote, as it wrote it.
fn written(dir: &Path, ours: &Ours, path: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
    if !is_safe(path) || !ours.names(path) {
        return Err(damaged(dir, path, phrase!("it is not named in manifest.json")));
    }
    let bytes = read_plain(&inside(dir, path)).map_err(|why| damaged(dir, path, why.to_string()))?;
    match ours.wrote_bytes(path, &bytes) {
        true => Ok(bytes),
        false => {
            Err(damaged(dir, path, phrase!("it is not as the run wrote it: its digest differs from manifest.json")))
        }
    }
}

/// An id that names files and could lead out of the folder.
fn unsafe_id(stored: &StoredBundle) -> Option<String> {
    let study = std::iter::once(&stored.findings.study.id);
    let groups = stored.findings.groups.iter().map(|group| &group.id);
    study.chain(groups).find(|id| !is_safe_name(id)).cloned()
}

/// A figure refers to its table by text, which does not always tell what the table is.
fn with_roles(bundle: &mut Bundle) {
    let ids: BTreeMap<String, TableId> =
        bundle.tables.iter().map(|table| (table.id.to_string(), table.id.clone())).collect();
    for figure in &mut bundle.figures {
        if let Some(id) = ids.get(figure.table.as_str()) {
            figure.table = id.clone();
        }
    }
}

fn no_results(dir: &Path) -> Box<Diagnostic> {
    let problem = Diagnostic::error("no-results", phrase!("There are no results of tashika in this folder"));
    Box::new(
        problem.at(Place::file(dir)).hint(phrase!("Name the folder that `tashika run` wrote; it holds findings.json")),
    )
}

fn damaged(dir: &Path, file: &str, why: impl Into<Arg>) -> Box<Diagnostic> {
    let why: Arg = why.into();
    let problem = Diagnostic::error("damaged-results", phrase!("The stored results cannot be read ({why})", why = why));
    Box::new(problem.at(Place::file(&dir.join(file))).hint(phrase!("Run the study again")))
}
