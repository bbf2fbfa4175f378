use std::fs;
use std::io;
use std::path::Path;

use crate::diag::{Diagnostic, Place, Sink};
use crate::phrase;

use super::talk::{STOPPED, Talk, in_shell};

/// The example: the files that `notebooks-data` ships.
const FILES: &[(&str, &[u8])] = &[
    ("study.toml", include_bytes!("../../notebooks-data/nsw/study.toml")),
    ("nsw.xlsx", include_bytes!("../../notebooks-data/nsw/nsw.xlsx")),
    ("README.md", include_bytes!("../../notebooks-data/nsw/README.md")),
];

/// `tashika demo DIR`: writes the example and runs it. A folder with other files in it, or with an example that was changed,
/// is left alone.
pub fn demo(dir: &Path, talk: &Talk) -> u8 {
    let mut sink = Sink::new();
    let place = || Place::File { file: dir.display().to_string().into() };
    let another = || phrase!("Name another folder: {example}", example = "tashika demo my-demo");
    if dir.is_file() || foreign(dir) {
        let problem =
            Diagnostic::error("output-occupied", phrase!("There are other files where the example should be written"));
        sink.push(problem.at(place()).hint(another()));
    } else if let Some(file) = changed(dir) {
        let message = phrase!("The example in this folder was changed, and it is left as it is");
        let place = Place::File { file: dir.join(file).display().to_string().into() };
        sink.push(Diagnostic::error("output-occupied", message).at(place).hint(another()));
    } else if let Err(why) = write(dir) {
        let problem = phrase!("The example could not be written: {why}", why = why.to_string());
        sink.push(Diagnostic::error("output-failed", problem).at(place()));
    }
    if sink.has_errors() {
        talk.problems(&sink);
        return STOPPED;
    }
    let study = dir.join("study.toml");
    let code = super::run::run(&study, Some(&dir.join("results")), talk);
    let command = format!("tashika {}", in_shell(&study.display().to_string()));
    talk.say(&phrase!(
        "The study file is {path}: change it and run it again with {command}",
        path = study.display().to_string(),
        command = command
    ));
    code
}

/// The first of our files that holds something else.
fn changed(dir: &Path) -> Option<&'static str> {
    let differs = |name: &str, bytes: &[u8]| fs::read(dir.join(name)).is_ok_and(|found| found != bytes);
    FILES.iter().find(|(name, bytes)| differs(name, bytes)).map(|(name, _)| *name)
}

/// Whether the folder holds anything but the example.
fn foreign(dir: &Path) -> bool {
    let ours = |name: &str| name == "results" || FILES.iter().any(|(file, _)| *file == name);
    let Ok(entries) = fs::read_dir(dir) else { return false };
    entries.flatten().any(|entry| !ours(&entry.file_name().to_string_lossy()))
}

fn write(dir: &Path) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    FILES.iter().try_for_each(|(name, bytes)| fs::write(dir.join(name), bytes))
}
