//! Runs `tashika check` on every file of folders and says how each one ended, with time and memory.
//!
//! ```text
//! cargo build --release
//! cargo run --release --example sweep -- FOLDER… > result.tsv
//! ```
//!
//! Each file is copied into an empty folder beside a study of one source. The table goes to stdout, one line for each file; the counts
//! go to stderr. It ends with 1 where a file ended in another way than a result or a clear message.

mod measure;
mod outcome;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use measure::{Measured, measure};
use outcome::{Class, classify};

/// Every row is a respondent of its own, so that no column needs a name.
const STUDY: &str = "[sources.file]\nfile = \"NAME\"\nanonymous = true\n";

struct Line {
    file: String,
    class: Class,
    message: String,
    measured: Measured,
}

fn main() -> ExitCode {
    let folders: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let Some(program) = program().filter(|_| !folders.is_empty()) else {
        let _ =
            writeln!(io::stderr(), "usage: sweep FOLDER…   (build the program `tashika` in the same profile first)");
        return ExitCode::from(2);
    };
    let mut lines = Vec::new();
    for folder in &folders {
        for file in files(folder) {
            match sweep(&program, folder, &file) {
                Ok(line) => {
                    print(&line);
                    lines.push(line);
                }
                Err(error) => {
                    let _ = writeln!(io::stderr(), "{}: {error}", file.display());
                    return ExitCode::from(2);
                }
            }
        }
    }
    summary(&lines);
    ExitCode::from(u8::from(lines.iter().any(|line| !line.class.is_fine())))
}

/// The program beside this one: examples lie in a folder of their own below it.
fn program() -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    let program = own.parent()?.parent()?.join(format!("tashika{}", std::env::consts::EXE_SUFFIX));
    program.exists().then_some(program)
}

/// All files of a folder and the folders in it, by name.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn sweep(program: &Path, folder: &Path, file: &Path) -> io::Result<Line> {
    let work = tempfile::tempdir()?;
    let ending = file.extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
    let name = format!("file{ending}").replace(['"', '\\', '*'], "_");
    fs::copy(file, work.path().join(&name))?;
    fs::write(work.path().join("study.toml"), STUDY.replace("NAME", &name))?;
    let measured = measure(program, work.path())?;
    let (class, message) = classify(&measured);
    let file = file.strip_prefix(folder).unwrap_or(file).display().to_string();
    Ok(Line { file, class, message, measured })
}

fn print(line: &Line) {
    let Measured { seconds, mebibytes, code, .. } = &line.measured;
    let memory = mebibytes.map_or("-".to_string(), |mebibytes| format!("{mebibytes:.0}"));
    let code = code.map_or("-".to_string(), |code| code.to_string());
    let class = line.class.name();
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{}\t{class}\t{code}\t{seconds:.2}\t{memory}\t{}", line.file, line.message);
}

fn summary(lines: &[Line]) {
    let mut err = io::stderr().lock();
    for class in Class::ALL {
        let count = lines.iter().filter(|line| line.class == class).count();
        let _ = writeln!(err, "{:>6}  {}", count, class.name());
    }
    let longest = lines.iter().map(|line| line.measured.seconds).fold(0.0, f64::max);
    let largest = lines.iter().filter_map(|line| line.measured.mebibytes).fold(0.0, f64::max);
    let _ = writeln!(err, "{:>6}  files; at most {longest:.1} s and {largest:.0} MiB", lines.len());
}
