//! What a process that reads one file is asked, and what it answers.

use std::ffi::OsString;

use crate::diag::Diagnostic;
use crate::ingest::{RawTable, refusals};
use crate::study::Source;
use serde::{Deserialize, Serialize};

/// The only argument of a process that reads one file.
pub(super) const ARGUMENT: &str = "__read";

/// What a process is asked to do.
#[derive(Serialize, Deserialize)]
pub(super) struct Request {
    pub path: OsString,
    pub password: Option<String>,
    pub want: Want,
}

#[derive(Serialize, Deserialize)]
pub(super) enum Want {
    /// The table of a source.
    Table(Box<Source>),
    /// The names of the sheets.
    Sheets,
}

/// What it answers.
pub(super) struct Reply {
    pub problems: Vec<Diagnostic>,
    /// Whether a password is missing, or the one that was given is wrong.
    pub locked: bool,
    pub found: ChildReply,
}

pub(super) enum ChildReply {
    Nothing,
    Sheets(Vec<String>),
    Table(Box<RawTable>),
}

impl Reply {
    pub fn problem(problem: Diagnostic) -> Reply {
        Reply { problems: vec![problem], locked: false, found: ChildReply::Nothing }
    }
}

/// Why a process gave no answer.
#[derive(Debug)]
pub(super) enum Failure {
    NotStarted,
    OutOfTime(u64),
    OutOfMemory,
    Crashed,
}

impl Failure {
    pub fn problem(&self, source: &Source) -> Diagnostic {
        match self {
            Failure::OutOfTime(seconds) => refusals::out_of_time(source, *seconds),
            Failure::OutOfMemory => refusals::out_of_memory(source),
            Failure::NotStarted | Failure::Crashed => refusals::crashed(source),
        }
    }
}

/// Exit code of a process that needed more memory than it may use.
pub const OUT_OF_MEMORY: i32 = 77;
