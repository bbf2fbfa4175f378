//! What is seen of one execution: how it ended, how long it took, what memory the process had at most.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Longer than this is a hang.
const HANG: Duration = Duration::from_secs(1);

/// Where the last panic was, on whatever thread.
static LAST: Mutex<String> = Mutex::new(String::new());

/// How an execution ended.
pub enum Ended {
    /// With a result or with problems of this kind.
    With(u64),
    Badly,
}

pub struct Watch {
    pub panics: usize,
    pub slow: usize,
    pub slowest: Duration,
    folder: Option<PathBuf>,
    told: BTreeSet<String>,
}

impl Watch {
    pub fn new(folder: Option<PathBuf>) -> Watch {
        std::panic::set_hook(Box::new(|info| {
            if let Ok(mut last) = LAST.lock() {
                *last = info.to_string();
            }
        }));
        Watch { panics: 0, slow: 0, slowest: Duration::ZERO, folder, told: BTreeSet::new() }
    }

    pub fn run(&mut self, name: &str, input: &[u8], act: impl FnOnce() -> u64) -> Ended {
        let begun = Instant::now();
        let ended = catch_unwind(AssertUnwindSafe(act));
        let taken = begun.elapsed();
        self.slowest = self.slowest.max(taken);
        if taken > HANG {
            self.slow += 1;
            self.tell(name, "slow", &format!("{:.1} s", taken.as_secs_f64()), input);
        }
        match ended {
            Ok(kind) => Ended::With(kind),
            Err(_) => {
                self.panics += 1;
                let what = LAST.lock().map(|last| last.clone()).unwrap_or_default();
                self.tell(name, "panic", &what, input);
                Ended::Badly
            }
        }
    }

    /// Says each place of a panic once.
    fn tell(&mut self, name: &str, kind: &str, what: &str, input: &[u8]) {
        let place = what.lines().next().unwrap_or_default().to_string();
        if kind == "panic" && !self.told.insert(place) || self.told.len() > 200 {
            return;
        }
        let _ = writeln!(io::stderr(), "{name}: {kind}: {what}");
        if let Some(folder) = &self.folder {
            let number = self.panics + self.slow;
            let _ = fs::create_dir_all(folder)
                .and_then(|()| fs::write(folder.join(format!("{name}-{kind}-{number}")), input));
        }
    }
}

/// Megabytes that the process had at most (Linux).
pub fn most_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse::<u64>().ok()).unwrap_or(0) / 1024
}
