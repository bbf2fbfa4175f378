//! A bundle as files, and back.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::diag::{Diagnostic, Halt, Place, Sink};
use crate::exhibit::TableId;
use crate::findings::{Bundle, SCHEMA, UserTemplates};
use crate::phrase;

use super::data::file_stem;
use super::folder::OutFile;
use super::json::Stored;
use super::store::{StoreError, frame_from_parquet, table_from_parquet, table_to_parquet};

/// Folder of the user's own report templates inside the output folder.
const TEMPLATES: &str = "templates";

/// The tables of a bundle and the user's templates as files. Frames are among the data files, the rest is in findings.json.
///
/// # Errors
/// Where a table cannot be written as parquet.
pub fn files(bundle: &Bundle) -> Result<Vec<OutFile>, StoreError> {
    let stored = |table: &crate::exhibit::Table| {
        Ok(OutFile { path: format!("tables/{}", table_file(&table.id)), bytes: table_to_parquet(table)? })
    };
    let template = |(path, text): &(String, String)| OutFile {
        path: format!("{TEMPLATES}/{path}"),
        bytes: text.clone().into_bytes(),
    };
    let templates = bundle.templates.files.iter().map(|file| Ok(template(file)));
    bundle.tables.iter().map(stored).chain(templates).collect()
}

fn table_file(id: &str) -> String {
    format!("{}.parquet", id.replace('/', "-"))
}

/// The bundle that a run left in a folder.
///
/// # Errors
/// [`Halt`] where the folder holds no bundle, one of a later version, or a damaged one; the reason is in the sink.
pub fn load(dir: &Path, sink: &mut Sink) -> Result<Bundle, Halt> {
    read(dir).map_err(|problem| sink.halt(*problem))
}

fn read(dir: &Path) -> Result<Bundle, Box<Diagnostic>> {
    let text = fs::read_to_string(dir.join("findings.json")).map_err(|_| no_results(dir))?;
    let stored: Stored = serde_json::from_str(&text).map_err(|why| damaged(dir, "findings.json", &why.to_string()))?;
    let major = |version: &str| version.split('.').next().and_then(|text| text.parse::<u32>().ok()).unwrap_or(u32::MAX);
    if major(&stored.findings.schema) > major(SCHEMA) {
        let why = phrase!(
            "These results were written by a later version of tashika ({schema})",
            schema = &stored.findings.schema
        );
        return Err(Box::new(Diagnostic::error("later-version", why).at(place(dir)).hint(phrase!("Update tashika"))));
    }
    let bytes = |path: String| fs::read(dir.join(&path)).map_err(|why| damaged(dir, &path, &why.to_string()));
    let mut bundle = Bundle {
        findings: stored.findings,
        tables: Vec::new(),
        frames: Vec::new(),
        figures: stored.figures,
        templates: UserTemplates { folder: dir.join(TEMPLATES).display().to_string(), files: Vec::new() },
    };
    for path in stored.templates.into_iter().filter(|path| !path.split(['/', '\\']).any(|part| part == "..")) {
        let bytes = bytes(format!("{TEMPLATES}/{path}"))?;
        let text = String::from_utf8(bytes).map_err(|why| damaged(dir, &path, &why.to_string()))?;
        bundle.templates.files.push((path, text));
    }
    for head in stored.tables {
        let path = format!("tables/{}", table_file(&head.id));
        let table =
            table_from_parquet(&bytes(path.clone())?, head).map_err(|why| damaged(dir, &path, &why.to_string()))?;
        bundle.tables.push(table);
    }
    for head in stored.frames {
        let path = format!("data/{}.parquet", file_stem(&head.id));
        let frame =
            frame_from_parquet(&bytes(path.clone())?, head).map_err(|why| damaged(dir, &path, &why.to_string()))?;
        bundle.frames.push(frame);
    }
    with_roles(&mut bundle);
    Ok(bundle)
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

fn place(dir: &Path) -> Place {
    Place::File { file: dir.display().to_string().into() }
}

fn no_results(dir: &Path) -> Box<Diagnostic> {
    let problem = Diagnostic::error("no-results", phrase!("There are no results of tashika in this folder"));
    Box::new(problem.at(place(dir)).hint(phrase!("Name the folder that `tashika run` wrote; it holds findings.json")))
}

fn damaged(dir: &Path, file: &str, why: &str) -> Box<Diagnostic> {
    let problem = Diagnostic::error("damaged-results", phrase!("The stored results cannot be read ({why})", why = why));
    Box::new(problem.at(place(&dir.join(file))).hint(phrase!("Run the study again")))
}
