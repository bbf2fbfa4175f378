//! From the sources of a study to raw tables.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::sniff::{self, Content};
use super::{RawTable, Reader, csv, excel, limits, problems, totals};
use crate::diag::{Halt, Sink};
use crate::study::{Source, Study};

/// Every format that is read, by content.
const READERS: &[&dyn Reader] = &[&excel::Excel, &csv::Csv];

/// A reader sees this much of a file to tell whether it knows it.
const HEAD_BYTES: usize = 4096;

/// Reads the table of every source, in the order of the study; sources are read in parallel.
///
/// # Errors
/// [`Halt`] where a source could not be read; the problems of all sources are in the sink, in their order.
pub fn read_all(study: &Study, sink: &mut Sink) -> Result<Vec<RawTable>, Halt> {
    read_each(study, sink).into_iter().map(|table| table.ok_or(Halt)).collect()
}

/// Reads the table of every source, in the order of the study, as far as they can be read: nothing stands for one that cannot, and
/// the reason is in the sink.
pub fn read_each(study: &Study, sink: &mut Sink) -> Vec<Option<RawTable>> {
    let read = |source: &Source| {
        let mut own = Sink::new();
        (read_source(&study.folder, source, &mut own), own)
    };
    let outcomes: Vec<(Result<RawTable, Halt>, Sink)> = study.sources.par_iter().map(read).collect();
    let mut tables = Vec::with_capacity(outcomes.len());
    for (table, own) in outcomes {
        sink.problems.extend(own.problems);
        tables.push(table.ok());
    }
    tables
}

/// Reads the table of one source; its file is relative to `folder`.
///
/// # Errors
/// [`Halt`] where it could not be read; the reason is in the sink.
pub fn read_source(folder: &Path, source: &Source, sink: &mut Sink) -> Result<RawTable, Halt> {
    let path = find(folder, &source.file.value).ok_or_else(|| sink.halt(not_found(folder, source)))?;
    let bytes = load(&path, source, sink)?;
    refuse(&bytes, source, sink)?;
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    let reader = READERS.iter().find(|reader| reader.knows(head, &path));
    let reader = reader.ok_or_else(|| sink.halt(problems::nothing(source)))?;
    let mut table = reader.read(&path, &bytes, source, sink)?;
    totals::apart(&mut table, source, sink);
    Ok(RawTable { digest: sha256(&bytes), ..table })
}

/// The names of the sheets of a workbook, visible ones first; none for a format without sheets or a file that cannot be read.
pub fn sheets(path: &Path) -> Vec<String> {
    let small = fs::metadata(path).is_ok_and(|meta| meta.len() <= limits::FILE_BYTES);
    let bytes = if small { fs::read(path).unwrap_or_default() } else { Vec::new() };
    match sniff::sniff(&bytes) {
        Content::Workbook => excel::sheets(&bytes),
        _ => Vec::new(),
    }
}

/// The path of a file; `\` is read as `/`, and a name is found in whichever Unicode form the folder spells it.
pub(super) fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    let path = folder.join(name);
    if path.exists() {
        return Some(path);
    }
    let path = folder.join(name.replace('\\', "/"));
    if path.exists() {
        return Some(path);
    }
    let wanted: String = path.file_name()?.to_str()?.nfc().collect();
    let entries = entries(path.parent()?);
    let found = entries.into_iter().find(|entry| entry.nfc().collect::<String>() == wanted)?;
    Some(path.with_file_name(found))
}

pub(super) fn entries(folder: &Path) -> Vec<String> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort_unstable();
    names
}

fn not_found(folder: &Path, source: &Source) -> crate::diag::Diagnostic {
    let path = folder.join(source.file.value.replace('\\', "/"));
    problems::not_found(source, &path.parent().map(entries).unwrap_or_default())
}

fn load(path: &Path, source: &Source, sink: &mut Sink) -> Result<Vec<u8>, Halt> {
    match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => return Err(sink.halt(problems::unreadable(source, "folder"))),
        Ok(meta) if meta.len() > limits::FILE_BYTES => return Err(sink.halt(problems::too_large(source))),
        _ => {}
    }
    fs::read(path).map_err(|error| sink.halt(problems::unreadable(source, &error.to_string())))
}

/// Refuses what is no spreadsheet, or one that cannot be read, in plain words.
fn refuse(bytes: &[u8], source: &Source, sink: &mut Sink) -> Result<(), Halt> {
    let problem = match sniff::sniff(bytes) {
        Content::Workbook => return Ok(()),
        Content::Text => {
            if named_like_workbook(&source.file.value) {
                sink.push(problems::misnamed(source));
            }
            return Ok(());
        }
        Content::Nothing => problems::nothing(source),
        Content::DamagedZip => problems::damaged(source, "zip"),
        Content::Encrypted => problems::password(source),
        Content::Bomb => problems::too_large(source),
        Content::Other(format) => problems::not_supported(source, &format),
        Content::WebPage => problems::web_page(source),
        Content::Foreign(what) => problems::foreign(source, &what),
    };
    Err(sink.halt(problem))
}

fn named_like_workbook(name: &str) -> bool {
    let name = name.to_lowercase();
    [".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"].iter().any(|ending| name.ends_with(ending))
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
