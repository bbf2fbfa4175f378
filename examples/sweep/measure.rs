//! One run of the program, with its time and, where the system tells, its memory.

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How often memory is looked at.
const EVERY: Duration = Duration::from_millis(2);
/// When a run is given up.
const GIVEN_UP: Duration = Duration::from_secs(120);

/// How a run went.
pub struct Measured {
    /// Exit code; none where a signal ended it.
    pub code: Option<i32>,
    /// What it said on stderr.
    pub said: String,
    /// Wall time.
    pub seconds: f64,
    /// The most memory that it and the processes it started held together, or that one of them held; none where the system does
    /// not tell.
    pub mebibytes: Option<f64>,
}

/// Runs `tashika check study.toml` in a folder.
pub fn measure(program: &Path, folder: &Path) -> io::Result<Measured> {
    let start = Instant::now();
    let mut command = Command::new(program);
    command.args(["check", "study.toml", "--lang", "en"]).current_dir(folder);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    let stderr = child.stderr.take();
    let listening = thread::spawn(move || {
        let mut said = Vec::new();
        let _ = stderr.map(|mut stderr| stderr.read_to_end(&mut said));
        String::from_utf8_lossy(&said).into_owned()
    });
    let mut peaks = Peaks::default();
    let code = loop {
        if let Some(status) = child.try_wait()? {
            break status.code();
        }
        if start.elapsed() > GIVEN_UP {
            child.kill()?;
        }
        peaks.look(child.id());
        thread::sleep(EVERY);
    };
    let seconds = start.elapsed().as_secs_f64();
    Ok(Measured { code, said: listening.join().unwrap_or_default(), seconds, mebibytes: peaks.mebibytes() })
}

/// The most memory seen so far, in kibibytes.
#[derive(Default)]
struct Peaks(f64);

impl Peaks {
    /// Looks at a process and at those that it started: what they hold together now, and what each held at most.
    fn look(&mut self, process: u32) {
        let processes = family(process);
        let now: f64 = processes.iter().filter_map(|&process| told(process, "VmRSS:")).sum();
        let most = processes.iter().filter_map(|&process| told(process, "VmHWM:")).fold(now, f64::max);
        self.0 = self.0.max(most);
    }

    fn mebibytes(&self) -> Option<f64> {
        (self.0 > 0.0).then_some(self.0 / 1024.0)
    }
}

/// What Linux tells of a process.
fn told(process: u32, what: &str) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(what))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

/// A process, and those that it started, and so on.
fn family(process: u32) -> Vec<u32> {
    let further = children(process).into_iter().flat_map(family);
    std::iter::once(process).chain(further).collect()
}

fn children(process: u32) -> Vec<u32> {
    let Ok(threads) = fs::read_dir(format!("/proc/{process}/task")) else { return Vec::new() };
    let of_thread = |thread: fs::DirEntry| fs::read_to_string(thread.path().join("children")).unwrap_or_default();
    let lists: Vec<String> = threads.flatten().map(of_thread).collect();
    lists.iter().flat_map(|list| list.split_whitespace()).filter_map(|id| id.parse().ok()).collect()
}
