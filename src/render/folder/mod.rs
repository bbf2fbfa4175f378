//! The output folder: written beside its place and swapped in, with everything that a person put there.
//!
//! A run replaces only what it wrote, as its manifest tells; what a person added moves over, and what a person changed is kept
//! in [`EDITED`]. One run writes at a time. What a crash leaves is put together by the next command.

mod keep;
mod lock;
mod manifest;
mod reason;
mod single;
mod swap;

use std::env;
use std::fs;
use std::io;
use std::path::Path;

use crate::diag::{Diagnostic, Halt, Place, Sink};
use crate::phrase;
use crate::text::Phrase;

pub use keep::EDITED;
pub use manifest::{MANIFEST, Ours, inside};
pub use reason::refusal;
pub use single::create;

use keep::Kept;
use lock::{Lock, NoLock};
use swap::FolderPaths;

/// A file to be written: path inside the folder with `/`, and content.
pub struct OutFile {
    /// Path inside the output folder.
    pub path: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Whether a path stays inside the folder on every system.
pub fn is_safe(path: &str) -> bool {
    let part = |part: &str| !matches!(part, "" | "." | "..");
    path.split('/').all(part) && !path.contains(['\\', ':']) && !path.chars().any(char::is_control)
}

/// Says whether an output folder can be written here, before any work is done.
///
/// # Errors
/// [`Halt`] where a file, a folder that is not ours or the current folder stands in the way, or where the disk refuses.
pub fn check(dir: &Path, sink: &mut Sink) -> Result<(), Halt> {
    free(dir, sink)?;
    mend(dir, sink);
    probe(dir).map_err(|why| sink.halt(refusal(dir, &why)))
}

fn free(dir: &Path, sink: &mut Sink) -> Result<(), Halt> {
    obstacle(dir).map_or(Ok(()), |problem| Err(sink.halt(problem.at(Place::file(dir)))))
}

fn obstacle(dir: &Path) -> Option<Diagnostic> {
    let occupied = |message: Phrase| Diagnostic::error("output-occupied", message);
    if dir.is_file() {
        return Some(
            occupied(phrase!("There is a file where the output folder should be"))
                .hint(phrase!("Move or rename the file, or choose another folder with -o")),
        );
    }
    if dir.symlink_metadata().is_ok() && !dir.exists() {
        return Some(
            occupied(phrase!("There is a link where the output folder should be, and it leads nowhere"))
                .hint(phrase!("Make the folder that it leads to, or choose another folder with -o")),
        );
    }
    if holds_current(dir) {
        return Some(
            occupied(phrase!("The output folder is the current folder or holds it, and cannot be replaced"))
                .hint(phrase!("Name a folder inside it with -o")),
        );
    }
    let first = fs::read_dir(dir).ok().and_then(|entries| entries.flatten().map(|entry| entry.file_name()).min());
    let foreign = first.filter(|_| Ours::of(dir).is_none())?;
    // While another run swaps its folder in, the manifest may be in neither place for a moment.
    if FolderPaths::of(dir).is_ok_and(|at| at.is_torn()) || Ours::of(dir).is_some() {
        return None;
    }
    let message = phrase!(
        "The output folder was not made by tashika: it holds {name}",
        name = foreign.to_string_lossy().into_owned()
    );
    Some(occupied(message).hint(phrase!("Choose an empty or new folder with -o; nothing was changed")))
}

fn holds_current(dir: &Path) -> bool {
    let current = env::current_dir().and_then(|here| here.canonicalize());
    current.is_ok_and(|current| dir.canonicalize().is_ok_and(|dir| current.starts_with(dir)))
}

/// Whether something can be written where the folder will be.
fn probe(dir: &Path) -> io::Result<()> {
    let absolute = std::path::absolute(dir)?;
    let Some(parent) = absolute.ancestors().skip(1).find(|parent| parent.is_dir()) else { return Ok(()) };
    let name = absolute.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let at = parent.join(format!(".{name}.tashika-try-{}", std::process::id()));
    match fs::create_dir(&at) {
        Err(why) if why.kind() != io::ErrorKind::AlreadyExists => Err(why),
        _ => {
            let _ = fs::remove_dir(&at);
            Ok(())
        }
    }
}

/// Puts together what a crash tore apart, in the place of an output folder. Nothing is said where nothing can be done: whoever
/// writes there will meet the same obstacle.
pub fn mend(dir: &Path, sink: &mut Sink) {
    let Ok(at) = FolderPaths::of(dir) else { return };
    let Some(parent) = at.dir.parent() else { return };
    for torn in swap::torn_in(parent) {
        let Ok(Some(_held)) = Lock::attempt(&torn.lock) else { continue };
        if let Ok(kept) = swap::repair(&torn) {
            tell(&torn.dir, &kept, sink);
        }
    }
}

/// What came of writing a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// The new outputs are in their place.
    Done,
    /// What the outputs rest on has changed meanwhile: nothing was written.
    Outdated,
}

/// Writes a folder as a whole: beside its place first, then swapped in, so that there is never a half-written one. `current`
/// says, when nobody else writes any more, whether what the outputs rest on is still the same; `waiting` is told where another
/// run writes into the folder.
///
/// # Errors
/// [`Halt`] where the disk refuses, an output is open in another program or another run does not end; the folder is then as it
/// was.
pub fn write(
    dir: &Path,
    files: &[OutFile],
    waiting: &dyn Fn(),
    current: &mut dyn FnMut(&mut Sink) -> Result<bool, Halt>,
    sink: &mut Sink,
) -> Result<Written, Halt> {
    free(dir, sink)?;
    let parent = std::path::absolute(dir).ok().and_then(|dir| dir.parent().map(Path::to_path_buf));
    let made = parent.map_or(Ok(()), fs::create_dir_all);
    let at = made.and_then(|()| FolderPaths::of(dir)).map_err(|why| sink.halt(refusal(dir, &why)))?;
    let _lock = Lock::take(&at.lock, waiting).map_err(|why| sink.halt(locked(dir, why)))?;
    let repaired = swap::repair(&at).map_err(|why| sink.halt(refusal(dir, &why)))?;
    tell(dir, &repaired, sink);
    free(dir, sink)?;
    if !current(sink)? {
        return Ok(Written::Outdated);
    }
    let swapped = replace(&at, files).map_err(|why| {
        let _ = fs::remove_dir_all(&at.fresh);
        sink.halt(in_use(dir, &why))
    })?;
    tell(dir, &swapped, sink);
    Ok(Written::Done)
}

fn replace(at: &FolderPaths, files: &[OutFile]) -> io::Result<Kept> {
    swap::fill(&at.fresh, files)?;
    swap::swap(at, |from, to| fs::rename(from, to))
}

fn locked(dir: &Path, why: NoLock) -> Diagnostic {
    match why {
        NoLock::Refused(why) => refusal(dir, &why),
        NoLock::Held { owner, age } => {
            let owner = owner.chars().filter(|c| !c.is_control()).take(80).collect::<String>();
            let message = phrase!(
                "Another run has been writing into the output folder for {age} {age?second|seconds} ({owner})",
                age = age,
                owner = owner
            );
            Diagnostic::error("output-in-use", message)
                .at(Place::file(dir))
                .hint(phrase!("Wait until it has ended, or choose another folder with -o"))
        }
    }
}

fn in_use(dir: &Path, why: &io::Error) -> Diagnostic {
    let held = matches!(why.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ResourceBusy);
    if !held || !dir.exists() {
        return refusal(dir, why);
    }
    let message = phrase!("The output folder cannot be replaced: a file in it is open, or writing is not allowed");
    Diagnostic::error("output-in-use", message).at(Place::file(dir)).hint(phrase!(
        "Close the workbook or report in other programs and run again; the earlier outputs are unchanged"
    ))
}

/// Says what of a person's was kept, and what could not be moved.
fn tell(dir: &Path, kept: &Kept, sink: &mut Sink) {
    if !kept.edited.is_empty() {
        let message = phrase!(
            "{n} {n?output was|outputs were} changed since the last run; {n?it is|they are} kept beside the new {n?one|ones}: {names}",
            n = kept.edited.len(),
            names = kept.edited.clone()
        );
        sink.push(Diagnostic::note("output-kept", message).at(Place::file(&dir.join(EDITED))));
    }
    if let Some((left, why)) = &kept.left {
        let message =
            phrase!("Something of the earlier outputs could not be moved or taken away ({why})", why = why.to_string());
        sink.push(
            Diagnostic::warning("output-left", message)
                .at(Place::file(left))
                .hint(phrase!("The new outputs are whole. Move what you need out of there, and delete the rest")),
        );
    }
}

#[cfg(test)]
mod tests;
