//! A file read in this process.

use std::borrow::Cow;
use std::path::Path;
use std::{fs, thread};

use crate::diag::{Diagnostic, Halt, Sink};
use crate::ingest::crypt::{self, Closed};
use crate::ingest::form::WorkbookForm;
use crate::ingest::locate::totals;
use crate::ingest::sniff::{self, FileContent};
use crate::ingest::{RawTable, Reader, across, csv, excel, groups, limits, parquet, problems, refusals, shown};
use crate::study::Source;
use crate::text::sha256;

/// Every format that is read, by content.
const READERS: &[&dyn Reader] = &[&excel::Excel, &parquet::Parquet, &csv::Csv];

/// Reads the table of a source from the file at a path, in this process.
pub(super) fn table_here(
    path: &Path,
    source: &Source,
    password: Option<&str>,
    sink: &mut Sink,
) -> Result<RawTable, Halt> {
    let bytes = load(path, source, sink)?;
    thread::scope(|scope| {
        let digest = thread::Builder::new().spawn_scoped(scope, || sha256(&bytes)).ok();
        let table = table_of(&bytes, source, password, sink)?;
        Ok(RawTable { digest: digest.and_then(|it| it.join().ok()).unwrap_or_else(|| sha256(&bytes)), ..table })
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
    if content != FileContent::Workbook(WorkbookForm::Xlsx) {
        shown::without_effect(source, sink);
        if matches!(content, FileContent::Workbook(_)) {
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
fn opened<'b>(bytes: &'b [u8], password: Option<&str>) -> Result<(FileContent, Cow<'b, [u8]>), Locked> {
    match sniff::sniff(bytes) {
        FileContent::Encrypted => {
            let plain = crypt::decrypt(bytes, password.ok_or(Locked::NoPassword)?).map_err(Locked::Closed)?;
            Ok((sniff::sniff(&plain), plain.into()))
        }
        content => Ok((content, bytes.into())),
    }
}

/// [`sheets`] in this process, and whether a password is missing or wrong.
pub(super) fn sheets_here(path: &Path, password: Option<&str>) -> (Vec<String>, bool) {
    let small = fs::metadata(path).is_ok_and(|meta| meta.len() <= limits::FILE_BYTES);
    let bytes = if small { fs::read(path).unwrap_or_default() } else { Vec::new() };
    match opened(&bytes, password) {
        Ok((FileContent::Workbook(form), bytes)) => (excel::sheets(form, &bytes), false),
        Ok(_) => (Vec::new(), false),
        Err(locked) => (Vec::new(), locked.wants_password()),
    }
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
fn refuse(content: &FileContent, source: &Source, sink: &mut Sink) -> Result<(), Halt> {
    let problem = match content {
        FileContent::Workbook(_) | FileContent::Parquet => return Ok(()),
        FileContent::Text => {
            if named_like_workbook(&source.file.value) {
                sink.push(problems::misnamed(source));
            }
            return Ok(());
        }
        FileContent::Nothing => problems::nothing(source),
        FileContent::Damaged(why) => problems::damaged(source, why),
        // What is encrypted twice.
        FileContent::Encrypted => refusals::unknown_encryption(source),
        FileContent::EncryptedOld => refusals::old_password(source),
        FileContent::Bomb => problems::too_large(source),
        FileContent::Other(format) => problems::not_supported(source, format),
        FileContent::WebPage => problems::web_page(source),
        FileContent::Foreign(what) => problems::foreign(source, what),
    };
    Err(sink.halt(problem))
}

fn named_like_workbook(name: &str) -> bool {
    let name = name.to_lowercase();
    [".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"].iter().any(|ending| name.ends_with(ending))
}
