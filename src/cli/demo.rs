use std::fs;
use std::io;
use std::path::Path;

use crate::diag::{Diagnostic, Place, Sink};
use crate::phrase;

use super::talk::{STOPPED, Talk};

/// The example: the files that `notebooks-data` ships.
const FILES: &[(&str, &[u8])] = &[
    ("study.toml", include_bytes!("../../notebooks-data/nsw/study.toml")),
    ("nsw.xlsx", include_bytes!("../../notebooks-data/nsw/nsw.xlsx")),
    ("README.md", include_bytes!("../../notebooks-data/nsw/README.md")),
];

/// `tashika demo DIR`: writes the example and runs it. A folder with other files in it is left alone.
pub fn demo(dir: &Path, talk: &Talk) -> u8 {
    let mut sink = Sink::new();
    let place = || Place::File { file: dir.display().to_string().into() };
    if dir.is_file() || foreign(dir) {
        let problem =
            Diagnostic::error("output-occupied", phrase!("there are other files where the example should be written"));
        sink.push(
            problem.at(place()).hint(phrase!("name another folder: {example}", example = "tashika demo my-demo")),
        );
    } else if let Err(why) = write(dir) {
        let problem = phrase!("the example could not be written: {why}", why = why.to_string());
        sink.push(Diagnostic::error("output-failed", problem).at(place()));
    }
    if sink.has_errors() {
        talk.problems(&sink);
        return STOPPED;
    }
    super::run::run(&dir.join("study.toml"), Some(&dir.join("results")), talk)
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
