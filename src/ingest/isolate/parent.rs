//! Starting the process that reads one file, and waiting for its answer.

use std::io::{self, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::message::OUT_OF_MEMORY;
use super::{ARGUMENT, Failure, Reply, Request, wire};

/// The answer of a process of the program.
pub(super) fn ask(program: &Path, request: &Request, limit: Duration) -> Result<Reply, Failure> {
    let mut child = start(program).map_err(|_| Failure::NotStarted)?;
    let answer = converse(&mut child, request, limit);
    if matches!(answer, Err(Failure::OutOfTime(_))) {
        let _ = child.kill();
    }
    // Its stdin is closed by now, which ends a process that goes on without being listened to.
    let ended = child.wait();
    match answer {
        Err(Failure::Crashed) if ended.is_ok_and(|status| status.code() == Some(OUT_OF_MEMORY)) => {
            Err(Failure::OutOfMemory)
        }
        answer => answer,
    }
}

fn start(program: &Path) -> io::Result<Child> {
    let mut command = Command::new(program);
    command.arg(ARGUMENT).env_remove(crate::ingest::limits::VARIABLE);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
}

fn converse(child: &mut Child, request: &Request, limit: Duration) -> Result<Reply, Failure> {
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Failure::Crashed);
    };
    let (sender, receiver) = mpsc::channel();
    let listen = move || sender.send(wire::receive(BufReader::with_capacity(1 << 16, stdout)));
    thread::Builder::new().spawn(listen).map_err(|_| Failure::NotStarted)?;
    let asked = serde_json::to_vec(request).map(|line| [&line[..], b"\n"].concat());
    asked.map_err(|_| Failure::Crashed).and_then(|line| stdin.write_all(&line).map_err(|_| Failure::Crashed))?;
    match receiver.recv_timeout(limit) {
        Ok(reply) => reply.ok_or(Failure::Crashed),
        Err(_) => Err(Failure::OutOfTime(limit.as_secs())),
    }
}
