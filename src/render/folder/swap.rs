//! The swap: the new folder beside its place, the old one aside, the new one in; and what a crash left of that.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::keep::{Kept, discard};
use super::manifest::{MANIFEST, Ours, inside};
use super::{OutFile, is_safe};

/// The places of a folder and of what stands beside it while it is replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderPaths {
    /// The folder.
    pub dir: PathBuf,
    /// The new one, while it is written.
    pub fresh: PathBuf,
    /// The lock.
    pub lock: PathBuf,
    /// Old ones, until the new one is in its place: this name, or with a number where another user's cannot be taken away.
    old: PathBuf,
}

impl FolderPaths {
    /// Of a folder; links lead to where they point.
    pub fn of(dir: &Path) -> io::Result<FolderPaths> {
        let dir = resolved(dir)?;
        let name = dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let beside = |what: &str| dir.with_file_name(format!(".{name}.tashika-{what}"));
        Ok(FolderPaths { fresh: beside("new"), old: beside("old"), lock: beside("lock"), dir })
    }

    /// Of the folder that an old one was before it was moved aside.
    fn of_old(old: &Path) -> Option<FolderPaths> {
        let (name, _) = old.file_name()?.to_str()?.strip_prefix('.')?.rsplit_once(".tashika-old")?;
        FolderPaths::of(&old.with_file_name(name)).ok()
    }

    fn nth_old(&self, n: usize) -> PathBuf {
        let name = self.old.file_name().unwrap_or_default().to_string_lossy();
        if n == 1 { self.old.clone() } else { self.old.with_file_name(format!("{name}-{n}")) }
    }

    /// Old folders that are there, the first first.
    fn olds(&self) -> Vec<PathBuf> {
        (1..).map(|n| self.nth_old(n)).take_while(|old| old.is_dir()).collect()
    }

    /// Whether a run stopped before its new folder was in its place and the old one gone.
    pub fn is_torn(&self) -> bool {
        self.fresh.is_dir() || self.old.is_dir()
    }
}

/// The folder itself where links lead to it; what does not exist yet stands in the folder that does.
fn resolved(dir: &Path) -> io::Result<PathBuf> {
    if dir.symlink_metadata().is_ok() {
        return dir.canonicalize();
    }
    let absolute = std::path::absolute(dir)?;
    let parent = absolute.parent().filter(|parent| parent.is_dir());
    match (parent, absolute.file_name()) {
        (Some(parent), Some(name)) => Ok(parent.canonicalize()?.join(name)),
        _ => Ok(absolute),
    }
}

/// Writes the new folder beside its place, the manifest last.
pub fn fill(fresh: &Path, files: &[OutFile]) -> io::Result<()> {
    if fresh.exists() {
        fs::remove_dir_all(fresh)?;
    }
    fs::create_dir_all(fresh)?;
    let (manifest, others): (Vec<&OutFile>, Vec<&OutFile>) = files.iter().partition(|file| file.path == MANIFEST);
    others.into_iter().chain(manifest).try_for_each(|file| put(fresh, file))
}

fn put(fresh: &Path, file: &OutFile) -> io::Result<()> {
    if !is_safe(&file.path) {
        return Err(io::Error::new(io::ErrorKind::InvalidFilename, file.path.clone()));
    }
    let path = inside(fresh, &file.path);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, &file.bytes)
}

/// Moves the old folder aside and the new one in, with everything that a person put there. If the new one cannot be moved in,
/// the old one is put back as it was.
pub fn swap(at: &FolderPaths, rename: impl Fn(&Path, &Path) -> io::Result<()>) -> io::Result<Kept> {
    if !at.dir.exists() {
        rename(&at.fresh, &at.dir)?;
        return Ok(Kept::default());
    }
    let old = at.nth_old(at.olds().len() + 1);
    rename(&at.dir, &old)?;
    if let Err(why) = rename(&at.fresh, &at.dir) {
        rename(&old, &at.dir)?;
        return Err(why);
    }
    Ok(discard(&old, &at.dir))
}

/// Puts together what a crash left; whoever calls holds the lock.
pub fn repair(at: &FolderPaths) -> io::Result<Kept> {
    if !at.is_torn() {
        return Ok(Kept::default());
    }
    if let (false, Some(last)) = (at.dir.exists(), at.olds().last()) {
        let done = Ours::of(&at.fresh).is_some_and(|ours| ours.whole(&at.fresh));
        fs::rename(if done { &at.fresh } else { last }, &at.dir)?;
    }
    if at.fresh.exists() {
        fs::remove_dir_all(&at.fresh)?;
    }
    let mut kept = Kept::default();
    for old in at.olds().into_iter().rev() {
        let more = discard(&old, &at.dir);
        kept.edited.extend(more.edited);
        kept.left = kept.left.or(more.left);
    }
    Ok(kept)
}

/// The folders in a place that a crash tore.
pub fn torn_in(parent: &Path) -> Vec<FolderPaths> {
    let Ok(entries) = fs::read_dir(parent) else { return Vec::new() };
    let mut torn: Vec<FolderPaths> = entries.flatten().filter_map(|entry| FolderPaths::of_old(&entry.path())).collect();
    torn.retain(FolderPaths::is_torn);
    torn.sort_by(|a, b| a.dir.cmp(&b.dir));
    torn.dedup();
    torn
}
