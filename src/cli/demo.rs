use std::fs;
use std::io;
use std::path::Path;

use crate::diag::{Diagnostic, Place, Sink};
use crate::phrase;
use crate::text::LANGUAGES;

use super::chosen::Chosen;
use super::talk::{STOPPED, Talk, in_shell};

/// An example that the program carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Example {
    /// A grant program of three rounds in Japanese workbooks; the truth is known
    Grants,
    /// Job training in the United States; the data that methods are compared on
    Training,
}

macro_rules! file {
    ($folder:literal, $name:literal) => {
        ($name, include_bytes!(concat!("../../notebooks-data/", $folder, "/", $name)))
    };
}

const GRANTS: Files = &[
    file!("chiiki-josei", "study.toml"),
    file!("chiiki-josei", "団体名簿.xlsx"),
    file!("chiiki-josei", "申請審査.xlsx"),
    file!("chiiki-josei", "調査_前.xlsx"),
    file!("chiiki-josei", "調査_後.xlsx"),
    file!("chiiki-josei", "活動計算書.xlsx"),
    file!("chiiki-josei", "planted.json"),
    file!("chiiki-josei", "README.md"),
];

const TRAINING: Files = &[file!("nsw", "study.toml"), file!("nsw", "nsw.xlsx"), file!("nsw", "README.md")];

impl Example {
    /// The files that `notebooks-data` ships.
    fn files(self) -> Files {
        match self {
            Example::Grants => GRANTS,
            Example::Training => TRAINING,
        }
    }
}

/// `tashika demo DIR`: writes an example, runs it, and prints its findings in both languages. A folder with other files in it, or with an example that was changed,
/// is left alone.
pub fn demo(dir: &Path, example: Example, talk: &Talk) -> u8 {
    let files = example.files();
    let mut sink = Sink::new();
    let place = || Place::file(dir);
    let another = || phrase!("Name another folder: {example}", example = "tashika demo my-demo");
    if dir.is_file() || foreign(dir, files) {
        let problem =
            Diagnostic::error("output-occupied", phrase!("There are other files where the example should be written"));
        sink.push(problem.at(place()).hint(another()));
    } else if let Some(file) = changed(dir, files) {
        let message = phrase!("The example in this folder was changed, and it is left as it is");
        let place = Place::file(&dir.join(file));
        sink.push(Diagnostic::error("output-occupied", message).at(place).hint(another()));
    } else if let Err(why) = write(dir, files) {
        let problem = phrase!("The example could not be written: {why}", why = why.to_string());
        sink.push(Diagnostic::error("output-failed", problem).at(place()));
    }
    if sink.has_errors() {
        talk.problems(&sink);
        return STOPPED;
    }
    let study = dir.join("study.toml");
    let code = super::run::run_in(&study, &dir.join("results"), &LANGUAGES, &Chosen::default(), talk);
    let command = format!("tashika {}", in_shell(&study.display().to_string()));
    talk.say(&phrase!(
        "The study file is {path}: change it and run it again with {command}",
        path = study.display().to_string(),
        command = command
    ));
    code
}

type Files = &'static [(&'static str, &'static [u8])];

/// The first of our files that holds something else.
fn changed(dir: &Path, files: Files) -> Option<&'static str> {
    let differs = |name: &str, bytes: &[u8]| fs::read(dir.join(name)).is_ok_and(|found| found != bytes);
    files.iter().find(|(name, bytes)| differs(name, bytes)).map(|(name, _)| *name)
}

/// Whether the folder holds anything but the example.
fn foreign(dir: &Path, files: Files) -> bool {
    let ours = |name: &str| name == "results" || files.iter().any(|(file, _)| *file == name);
    let Ok(entries) = fs::read_dir(dir) else { return false };
    entries.flatten().any(|entry| !ours(&entry.file_name().to_string_lossy()))
}

fn write(dir: &Path, files: Files) -> io::Result<()> {
    fs::create_dir_all(dir)?;
    files.iter().try_for_each(|(name, bytes)| fs::write(dir.join(name), bytes))
}
