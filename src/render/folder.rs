//! The output folder: written beside its place and swapped in.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, Halt, Place, Sink};
use crate::phrase;

/// The file by which a folder is known as ours, so that it may be replaced.
pub const MANIFEST: &str = "manifest.json";

/// A file to be written: path inside the folder with `/`, and content.
pub struct OutFile {
    /// Path inside the output folder.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}

fn place(dir: &Path) -> Place {
    Place::File { file: dir.display().to_string().into() }
}

/// Says whether an output folder can be written here, before any work is done.
///
/// # Errors
/// [`Halt`] where a file, or a folder that is not ours, stands in the way.
pub fn check(dir: &Path, sink: &mut Sink) -> Result<(), Halt> {
    if dir.is_file() {
        let problem =
            Diagnostic::error("output-occupied", phrase!("There is a file where the output folder should be"));
        return Err(sink
            .halt(problem.at(place(dir)).hint(phrase!("Move or rename the file, or choose another folder with -o"))));
    }
    let holds_something = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
    if holds_something && !dir.join(MANIFEST).is_file() {
        let problem = Diagnostic::error(
            "output-occupied",
            phrase!("The output folder holds other files and was not made by tashika"),
        );
        return Err(sink
            .halt(problem.at(place(dir)).hint(phrase!("Choose an empty or new folder with -o; nothing was changed"))));
    }
    Ok(())
}

/// Writes a folder as a whole: beside its place first, then swapped in, so that there is never a half-written one.
///
/// # Errors
/// [`Halt`] where the disk refuses or an output is open in another program; the folder is then as it was.
pub fn write(dir: &Path, files: &[OutFile], sink: &mut Sink) -> Result<(), Halt> {
    check(dir, sink)?;
    let fresh = beside(dir, "new");
    let old = beside(dir, "old");
    let written = fill(&fresh, files).and_then(|()| swap(dir, &fresh, &old, |from, to| fs::rename(from, to)));
    written.map_err(|why| {
        let _ = fs::remove_dir_all(&fresh);
        sink.halt(refusal(dir, &why))
    })
}

fn refusal(dir: &Path, why: &io::Error) -> Diagnostic {
    let refused = why.kind() == io::ErrorKind::PermissionDenied;
    if refused && !dir.exists() {
        return Diagnostic::error(
            "output-failed",
            phrase!("The outputs cannot be written here: writing is not allowed"),
        )
        .at(place(dir))
        .hint(phrase!("Choose another folder with -o"));
    }
    if refused || why.kind() == io::ErrorKind::ResourceBusy {
        Diagnostic::error(
            "output-in-use",
            phrase!("The output folder cannot be replaced: a file in it is open, or writing is not allowed"),
        )
        .at(place(dir))
        .hint(phrase!(
            "Close the workbook or report in other programs and run again; the earlier outputs are unchanged"
        ))
    } else {
        Diagnostic::error("output-failed", phrase!("The outputs could not be written: {why}", why = why.to_string()))
            .at(place(dir))
    }
}

fn beside(dir: &Path, what: &str) -> PathBuf {
    let name = dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    dir.with_file_name(format!(".{name}.tashika-{what}"))
}

fn fill(fresh: &Path, files: &[OutFile]) -> io::Result<()> {
    if fresh.exists() {
        fs::remove_dir_all(fresh)?;
    }
    fs::create_dir_all(fresh)?;
    for file in files {
        let path = file.path.split('/').fold(fresh.to_path_buf(), |path, part| path.join(part));
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, &file.bytes)?;
    }
    Ok(())
}

/// Moves the old folder aside, the new one in, and removes the old one. If the new one cannot be moved in, the old one is
/// put back. An old folder that cannot be removed is left; it is hidden and the next run removes it.
fn swap(dir: &Path, fresh: &Path, old: &Path, rename: impl Fn(&Path, &Path) -> io::Result<()>) -> io::Result<()> {
    if old.exists() {
        fs::remove_dir_all(old)?;
    }
    let existed = dir.exists();
    if existed {
        rename(dir, old)?;
    }
    if let Err(why) = rename(fresh, dir) {
        if existed {
            rename(old, dir)?;
        }
        return Err(why);
    }
    let _ = fs::remove_dir_all(old);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> OutFile {
        OutFile { path: path.into(), bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn a_folder_is_replaced_as_a_whole_and_only_if_ours() {
        let temp = tempfile::tempdir().unwrap();
        let dir = temp.path().join("助成 結果");
        let mut sink = Sink::new();
        write(&dir, &[file(MANIFEST, "{}"), file("charts/a.svg", "1")], &mut sink).unwrap();
        write(&dir, &[file(MANIFEST, "{}"), file("b.txt", "2")], &mut sink).unwrap();
        assert!(dir.join("b.txt").is_file() && !dir.join("charts").exists());
        assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 1);
        fs::remove_file(dir.join(MANIFEST)).unwrap();
        assert!(write(&dir, &[file(MANIFEST, "{}")], &mut sink).is_err());
        assert!(dir.join("b.txt").is_file());
        assert_eq!(sink.problems[0].code, "output-occupied");
    }

    #[test]
    fn a_held_output_leaves_the_folder_as_it_was() {
        let temp = tempfile::tempdir().unwrap();
        let (dir, fresh, old) = (temp.path().join("out"), temp.path().join("new"), temp.path().join("old"));
        fill(&dir, &[file(MANIFEST, "old")]).unwrap();
        fill(&fresh, &[file(MANIFEST, "new")]).unwrap();
        let held = |from: &Path, to: &Path| {
            if from == fresh { Err(io::ErrorKind::PermissionDenied.into()) } else { fs::rename(from, to) }
        };
        let why = swap(&dir, &fresh, &old, held).unwrap_err();
        assert_eq!(refusal(&dir, &why).code, "output-in-use");
        assert_eq!(fs::read_to_string(dir.join(MANIFEST)).unwrap(), "old");
    }

    #[test]
    fn a_file_in_the_way_is_said() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("out");
        fs::write(&path, "x").unwrap();
        let mut sink = Sink::new();
        assert!(check(&path, &mut sink).is_err());
        assert_eq!(sink.problems[0].code, "output-occupied");
    }
}
