//! The process that reads one file.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::{ExitCode, exit};
use std::thread;

use super::super::guard::guard;
use super::super::{limits, refusals};
use super::{ARGUMENT, ChildReply, Reply, Request, Want, wire};
use crate::diag::{Policy, Sink};

/// Exit code of a process whose reader went away.
const LEFT_ALONE: i32 = 78;
/// XML may be nested deeply.
const STACK_BYTES: usize = 64 << 20;

/// Where this process was started to read one file: reads it, and gives the code to exit with. `limit_memory` makes the
/// process end with [`OUT_OF_MEMORY`](super::message::OUT_OF_MEMORY) once it uses more than so many bytes.
pub fn serve(limit_memory: fn(usize)) -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next()? != ARGUMENT || arguments.next().is_some() {
        return None;
    }
    // What a panic says is for nobody: the answer tells that the file is damaged.
    std::panic::set_hook(Box::new(|_| {}));
    let mut line = String::new();
    let read = io::stdin().read_line(&mut line).ok().and_then(|_| serde_json::from_str::<Request>(&line).ok());
    let Some(request) = read else { return Some(ExitCode::FAILURE) };
    limit_memory(limits::memory());
    let reading = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || send(&answer(&request)));
    thread::spawn(end_when_left_alone);
    let sent = reading.is_ok_and(|reading| reading.join().is_ok_and(|sent| sent.is_ok()));
    Some(if sent { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The parent keeps stdin open while it waits.
fn end_when_left_alone() {
    let _ = io::copy(&mut io::stdin(), &mut io::sink());
    exit(LEFT_ALONE);
}

fn send(reply: &Reply) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    wire::send(reply, &mut out)?;
    out.flush()
}

/// Does what is asked, in this process.
pub(super) fn answer(request: &Request) -> Reply {
    let path = Path::new(&request.path);
    let password = request.password.as_deref();
    match &request.want {
        Want::Sheets => {
            let names = guard(|| crate::ingest::read_here::sheets_here(path, password));
            let (names, locked) = names.unwrap_or_default();
            Reply { problems: Vec::new(), locked, found: ChildReply::Sheets(names) }
        }
        Want::Table(source) => {
            let mut sink = Sink::new();
            let table = guard(|| crate::ingest::read_here::table_here(path, source, password, &mut sink));
            let table = table.unwrap_or_else(|| Err(sink.halt(refusals::crashed(source))));
            let found = table.map_or(ChildReply::Nothing, |table| ChildReply::Table(Box::new(table)));
            let locked = sink.problems.iter().any(|problem| problem.has(Policy::Locked));
            Reply { problems: sink.problems, locked, found }
        }
    }
}
