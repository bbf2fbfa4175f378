//! Doors for fuzzing: each takes bytes that nobody has looked at.

use std::io::Read;

use super::archive::{Unpacked, ZipFile};
use super::sniff::{self, FileContent};
use super::{Reader, csv, limits};
use crate::diag::Sink;
use crate::study::{Source, read_str};

/// Bytes that are unpacked in one go; more only takes longer.
const UNPACKED: u64 = 1 << 20;

/// Tells what a file is.
pub fn sniff(bytes: &[u8]) {
    let _ = sniff::sniff(bytes);
}

/// Reads the directory of a zip file and unpacks its parts.
pub fn pack(bytes: &[u8]) {
    let Some(pack) = ZipFile::open(bytes) else { return };
    pack.parts.iter().for_each(|part| assert!(part.content(UNPACKED).len() as u64 <= part.size));
    if pack.declared() <= limits::UNPACKED_BYTES {
        let _ = std::io::copy(&mut Unpacked::new(pack, None).take(UNPACKED), &mut std::io::sink());
    }
}

/// Finds the table in delimited text.
pub fn header(bytes: &[u8]) {
    if let Some(source) = source() {
        let _ = csv::Csv.read(&FileContent::Text, bytes, &source, &mut Sink::new());
    }
}

/// Reads a file of any kind. Panics of other people's parsers count: they are caught elsewhere, and worth reporting to them.
pub fn file(bytes: &[u8]) {
    if let Some(source) = source() {
        let _ = crate::ingest::read_here::table_of(bytes, &source, Some("password"), &mut Sink::new());
    }
}

fn source() -> Option<Source> {
    let study =
        read_str("[sources.s]\nfile = \"s\"\nunit = \"id\"\n", "s.toml", std::path::Path::new(""), &mut Sink::new());
    study.ok()?.sources.into_iter().next()
}
