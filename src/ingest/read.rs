//! From the sources of a study to raw tables.

use std::borrow::Cow;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{fs, thread};

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::book::Form;
use super::crypt::{self, Closed};
use super::locate::totals;
use super::sniff::{self, Content};
use super::{RawTable, Reader, across, csv, excel, groups, isolate, limits, parquet, problems, refusals, shown};
use crate::diag::{Diagnostic, Halt, Sink};
use crate::study::{Source, Study};

/// Every format that is read, by content.
const READERS: &[&dyn Reader] = &[&excel::Excel, &parquet::Parquet, &csv::Csv];

/// Codes of problems that the right password would solve.
pub(super) const LOCKED: [&str; 2] = ["password-protected", "wrong-password"];

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

/// Reads the table of a source from the file at a path, in this process.
pub(super) fn table_here(
    path: &Path,
    source: &Source,
    password: Option<&str>,
    sink: &mut Sink,
) -> Result<RawTable, Halt> {
    let bytes = load(path, source, sink)?;
    thread::scope(|scope| {
        let digest = scope.spawn(|| sha256(&bytes));
        let table = table_of(&bytes, source, password, sink)?;
        Ok(RawTable { digest: digest.join().unwrap_or_else(|_| sha256(&bytes)), ..table })
    })
}

pub(super) fn table_of(
    bytes: &[u8],
    source: &Source,
    password: Option<&str>,
    sink: &mut Sink,
) -> Result<RawTable, Halt> {
    let (content, bytes) = opened(bytes, password).map_err(|locked| sink.halt(locked.problem(source)))?;
    refuse(&content, source, sink)?;
    let reader = READERS.iter().find(|reader| reader.knows(&content));
    let reader = reader.ok_or_else(|| sink.halt(problems::nothing(source)))?;
    let mut table = reader.read(&content, &bytes, source, sink)?;
    totals::of_blocks(&table, source, sink);
    across::say(&table, source, sink);
    groups::settle(&mut table, source, sink);
    if content != Content::Workbook(Form::Xlsx) {
        shown::without_effect(source, sink);
        if matches!(content, Content::Workbook(_)) {
            sink.push(shown::not_looked_at(source));
        }
    }
    Ok(table)
}

/// Why an encrypted file stays closed.
enum Locked {
    /// No password is known.
    NoPassword,
    /// The password did not open it.
    Closed(Closed),
}

impl Locked {
    fn problem(&self, source: &Source) -> Diagnostic {
        match self {
            Locked::NoPassword => refusals::password(source),
            Locked::Closed(Closed::WrongPassword) => refusals::wrong_password(source),
            Locked::Closed(Closed::UnknownWay) => refusals::unknown_encryption(source),
            Locked::Closed(Closed::Damaged) => problems::damaged(source, "EncryptedPackage"),
        }
    }

    fn wants_password(&self) -> bool {
        matches!(self, Locked::NoPassword | Locked::Closed(Closed::WrongPassword))
    }
}

/// What a file is and its bytes, decrypted where it was encrypted.
fn opened<'b>(bytes: &'b [u8], password: Option<&str>) -> Result<(Content, Cow<'b, [u8]>), Locked> {
    match sniff::sniff(bytes) {
        Content::Encrypted => {
            let plain = crypt::decrypt(bytes, password.ok_or(Locked::NoPassword)?).map_err(Locked::Closed)?;
            Ok((sniff::sniff(&plain), plain.into()))
        }
        content => Ok((content, bytes.into())),
    }
}

/// The names of the sheets of a workbook, visible ones first; none for a format without sheets or a file that cannot be read.
pub(super) fn sheets(path: &Path) -> Vec<String> {
    isolate::sheets(path)
}

/// [`sheets`] in this process, and whether a password is missing or wrong.
pub(super) fn sheets_here(path: &Path, password: Option<&str>) -> (Vec<String>, bool) {
    let small = fs::metadata(path).is_ok_and(|meta| meta.len() <= limits::FILE_BYTES);
    let bytes = if small { fs::read(path).unwrap_or_default() } else { Vec::new() };
    match opened(&bytes, password) {
        Ok((Content::Workbook(form), bytes)) => (excel::sheets(form, &bytes), false),
        Ok(_) => (Vec::new(), false),
        Err(locked) => (Vec::new(), locked.wants_password()),
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

fn not_found(folder: &Path, source: &Source) -> Diagnostic {
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
fn refuse(content: &Content, source: &Source, sink: &mut Sink) -> Result<(), Halt> {
    let problem = match content {
        Content::Workbook(_) | Content::Parquet => return Ok(()),
        Content::Text => {
            if named_like_workbook(&source.file.value) {
                sink.push(problems::misnamed(source));
            }
            return Ok(());
        }
        Content::Nothing => problems::nothing(source),
        Content::Damaged(why) => problems::damaged(source, why),
        // What is encrypted twice.
        Content::Encrypted => refusals::unknown_encryption(source),
        Content::EncryptedOld => refusals::old_password(source),
        Content::Bomb => problems::too_large(source),
        Content::Other(format) => problems::not_supported(source, format),
        Content::WebPage => problems::web_page(source),
        Content::Foreign(what) => problems::foreign(source, what),
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
