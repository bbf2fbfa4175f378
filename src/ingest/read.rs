//! From the sources of a study to raw tables.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::{RawTable, isolate, problems};
use crate::diag::{Diagnostic, Halt, Sink};
use crate::study::{Source, Study};

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
    isolate::table(&path, source, sink)
}

/// The names of the sheets of a workbook, visible ones first; none for a format without sheets or a file that cannot be read.
pub(super) fn sheets(path: &Path) -> Vec<String> {
    isolate::sheets(path)
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

fn not_found(folder: &Path, source: &Source) -> Diagnostic {
    let path = folder.join(source.file.value.replace('\\', "/"));
    problems::not_found(source, &path.parent().map(entries).unwrap_or_default())
}
