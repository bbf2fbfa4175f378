//! Every file that we did not write is read in a process of its own: a parser of other people's that panics, aborts, runs in
//! circles or takes all memory costs one file and one clear message, not the run.
//!
//! The process is this program once more, with [`ARGUMENT`] as its only argument: it reads a [`Request`] from stdin, reads the
//! file, and writes a [`Reply`] to stdout. Where the program is not `tashika` (tests, other programs that use the library),
//! reading stays in this process, behind [`guard`](super::guard).

mod child;
pub(super) mod message;
mod parent;
mod password;
mod wire;

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use password::Isolation;

use message::{ARGUMENT, ChildReply, Failure, Reply, Request, Want};

use super::{RawTable, limits};
use crate::diag::{Halt, Sink};
use crate::study::Source;

pub use child::serve;
pub use password::PasswordPrompt;

static APART: OnceLock<Isolation> = OnceLock::new();

/// From now on files are read in processes of their own; `ask` asks the person for the password of a file. Only a program whose
/// `main` begins with [`serve`] may call this.
pub fn enable(ask: PasswordPrompt) {
    if let Ok(program) = std::env::current_exe() {
        let _ = APART.set(Isolation { program, ask });
    }
}

/// The table of a source, from the file at a path.
pub(super) fn table(path: &Path, source: &Source, sink: &mut Sink) -> Result<RawTable, Halt> {
    let name = &source.file.value;
    let reply = reply(path, name, || Want::Table(Box::new(source.clone())));
    let reply = reply.unwrap_or_else(|failure| Reply::problem(failure.problem(source)));
    sink.problems.extend(reply.problems);
    match reply.found {
        ChildReply::Table(table) => Ok(*table),
        _ => Err(Halt),
    }
}

/// The names of the sheets of the workbook at a path; none where it cannot be read.
pub(super) fn sheets(path: &Path) -> Vec<String> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    match reply(path, &name, || Want::Sheets) {
        Ok(Reply { found: ChildReply::Sheets(names), .. }) => names,
        _ => Vec::new(),
    }
}

/// Asks once, and once more where the person gives a password.
fn reply(path: &Path, name: &str, want: impl Fn() -> Want) -> Result<Reply, Failure> {
    let request = |password| Request { path: path.into(), password, want: want() };
    let known = password::known();
    let first = ask(&request(known.clone()))?;
    if !first.locked {
        return Ok(first);
    }
    match password::from_person(name, known.as_deref(), APART.get()) {
        Some(password) => ask(&request(Some(password))),
        None => Ok(first),
    }
}

fn ask(request: &Request) -> Result<Reply, Failure> {
    let size = fs::metadata(&request.path).map_or(0, |meta| meta.len());
    let asked = APART.get().map(|apart| parent::ask(&apart.program, request, limits::time(size)));
    match asked {
        None | Some(Err(Failure::NotStarted)) => Ok(child::answer(request)),
        Some(reply) => reply,
    }
}
