//! Throws mutations of formulas, study files, report templates and stored results at what reads them, in this process, from a
//! seed: nothing may panic, take longer than a second or take all memory.
//!
//! ```text
//! cargo run --profile mutations --example mutations -- TARGET COUNT [SEED] [FOLDER]
//! ```
//!
//! A target is `formulas`, `values`, `studies`, `templates`, `tables`, `results` or `outputs` (`targets.rs` says what each does).
//! One line for the target goes to stdout; inputs that brought something down are written into the folder. What was found and
//! what was mended stands in `RESULTS.md`.

mod engine;
mod samples;
mod targets;
mod watch;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use engine::Corpus;
use targets::Target;
use watch::{Ended, Watch};

/// Executions between two lines of progress.
const SAID: u64 = 100_000;

struct Tally {
    target: String,
    seed: u64,
    done: u64,
    kept: usize,
    slow: usize,
    panics: usize,
    slowest: Duration,
    taken: Duration,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|text| text.parse::<u64>().ok());
    let target = arguments.first().and_then(|name| Target::named(name));
    let (Some(mut target), Some(count)) = (target, number(1)) else {
        let _ = writeln!(
            io::stderr(),
            "usage: mutations TARGET COUNT [SEED] [FOLDER]   targets: {}",
            Target::NAMES.join(" ")
        );
        return ExitCode::from(2);
    };
    let folder = arguments.get(3).map(PathBuf::from);
    let tally = run(&arguments[0], &mut target, count, number(2).unwrap_or(1), folder);
    let _ = writeln!(
        io::stdout(),
        "| {} | {} | {} | {} | {} | {} | {:.2} s | {:.0} s | {} MB |",
        tally.target,
        tally.seed,
        tally.done,
        tally.kept,
        tally.panics,
        tally.slow,
        tally.slowest.as_secs_f64(),
        tally.taken.as_secs_f64(),
        watch::most_memory(),
    );
    if tally.panics + tally.slow > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn run(name: &str, target: &mut Target, count: u64, seed: u64, folder: Option<PathBuf>) -> Tally {
    let mut corpus = Corpus::new(target.seeds(), target.words(), seed);
    let mut watch = Watch::new(folder);
    let begun = Instant::now();
    for done in 1..=count {
        let input = corpus.next();
        match watch.run(name, &input, || target.run(&input)) {
            Ended::With(kind) => corpus.keep(kind, input),
            Ended::Badly => target.begin_again(),
        }
        if done % SAID == 0 {
            let _ = writeln!(io::stderr(), "{name}: {done}, {} kept, {} s", corpus.kept(), begun.elapsed().as_secs());
        }
    }
    Tally {
        target: name.into(),
        seed,
        done: count,
        kept: corpus.kept(),
        slow: watch.slow,
        panics: watch.panics,
        slowest: watch.slowest,
        taken: begun.elapsed(),
    }
}
