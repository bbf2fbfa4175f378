//! What a person put into a results folder, or changed in it, outlives the folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::manifest::{MANIFEST, Ours, inside};

/// Folder of outputs that a person changed, inside the output folder.
pub const EDITED: &str = "edited";

/// What was kept.
#[derive(Debug, Default)]
pub struct Kept {
    /// Outputs that were changed, as they are called now, inside the folder.
    pub edited: Vec<String>,
    /// What could not be moved or taken away, and why.
    pub left: Option<(PathBuf, io::Error)>,
}

impl Kept {
    fn note(&mut self, place: &Path, done: io::Result<()>) {
        if let (Err(why), None) = (done, &self.left) {
            self.left = Some((place.to_path_buf(), why));
        }
    }
}

/// Takes a folder of ours away: what is as we wrote it goes, everything else is moved into another folder. What cannot be moved
/// stays where it is. The manifest goes last, so that a folder that was taken away in part is still known.
pub fn discard(from: &Path, into: &Path) -> Kept {
    let mut kept = Kept::default();
    let ours = &Ours::of(from).unwrap_or_default();
    let entries = walk(from, "", ours).unwrap_or_default();
    let untouched =
        |entry: &FolderEntry| entry.kind == EntryKind::File && ours.wrote(&entry.path, &inside(from, &entry.path));
    let untouched: Vec<bool> = entries.par_iter().map(untouched).collect();
    for (entry, untouched) in entries.iter().zip(untouched) {
        let place = inside(from, &entry.path);
        let done = if untouched { fs::remove_file(&place) } else { keep(&place, entry, ours, into, &mut kept) };
        kept.note(&place, done);
    }
    if kept.left.is_none() {
        let _ = fs::remove_file(from.join(MANIFEST));
        kept.note(from, remove_empty(from));
    }
    kept
}

/// Something that is moved as one: a file, a link, or a folder into which no run wrote.
struct FolderEntry {
    path: String,
    kind: EntryKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum EntryKind {
    File,
    Folder,
    Link,
}

fn walk(dir: &Path, prefix: &str, ours: &Ours) -> io::Result<Vec<FolderEntry>> {
    let mut found: Vec<fs::DirEntry> = fs::read_dir(dir)?.collect::<io::Result<_>>()?;
    found.sort_by_key(fs::DirEntry::file_name);
    let mut entries = Vec::new();
    for entry in found {
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = match entry.file_type()? {
            kind if kind.is_dir() => EntryKind::Folder,
            kind if kind.is_file() => EntryKind::File,
            _ => EntryKind::Link,
        };
        match kind == EntryKind::Folder && ours.wrote_into(&path) {
            true => entries.extend(walk(&entry.path(), &format!("{path}/"), ours)?),
            false if path == MANIFEST && !ours.is_empty() => {}
            false => entries.push(FolderEntry { path, kind }),
        }
    }
    Ok(entries)
}

fn keep(place: &Path, entry: &FolderEntry, ours: &Ours, into: &Path, kept: &mut Kept) -> io::Result<()> {
    let edited = ours.names(&entry.path);
    let wanted = if edited { format!("{EDITED}/{}", entry.path) } else { entry.path.clone() };
    if entry.kind == EntryKind::Folder && inside(into, &wanted).is_dir() {
        return merge(place, &wanted, into, kept);
    }
    let Some(name) = free(&wanted, place, into) else { return fs::remove_file(place) };
    let target = inside(into, &name);
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::rename(place, target)?;
    if edited {
        kept.edited.push(name);
    }
    Ok(())
}

/// A folder that a person made, into which the run wrote too.
fn merge(from: &Path, path: &str, into: &Path, kept: &mut Kept) -> io::Result<()> {
    let nothing = Ours::default();
    for entry in walk(from, &format!("{path}/"), &nothing)? {
        keep(&from.join(&entry.path[path.len() + 1..]), &entry, &nothing, into, kept)?;
    }
    fs::remove_dir(from)
}

/// The first name that is not taken; none where the same file stands there already.
fn free(wanted: &str, file: &Path, into: &Path) -> Option<String> {
    let numbered = |n: usize| match n {
        1 => wanted.to_string(),
        n => with_number(wanted, n),
    };
    let plain = file.symlink_metadata().is_ok_and(|it| it.is_file());
    let same = |target: &PathBuf| plain && fs::read(target).ok().is_some_and(|it| fs::read(file).ok() == Some(it));
    for name in (1..).map(numbered) {
        let target = inside(into, &name);
        if target.symlink_metadata().is_err() {
            return Some(name);
        }
        if same(&target) {
            return None;
        }
    }
    None
}

/// `edited/brief.ja.docx` as the second is `edited/brief.ja-2.docx`.
fn with_number(path: &str, n: usize) -> String {
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    let ending = path[name..].rfind('.').filter(|&dot| dot > 0).map_or(path.len(), |dot| name + dot);
    format!("{}-{n}{}", &path[..ending], &path[ending..])
}

fn remove_empty(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_empty(&entry.path())?;
        }
    }
    fs::remove_dir(dir)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sha256;

    fn folder(at: &Path, files: &[(&str, &str)]) {
        for (path, text) in files {
            let path = inside(at, path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }

    fn ours(files: &[(&str, &str)]) -> String {
        let outputs: Vec<String> =
            files.iter().map(|(path, text)| format!("{path:?}: {:?}", sha256(text.as_bytes()))).collect();
        format!("{{\"made_by\": \"tashika 0.1.0\", \"outputs\": {{{}}}}}", outputs.join(","))
    }

    #[test]
    fn what_a_person_added_or_changed_is_moved_and_the_rest_goes() {
        let temp = tempfile::tempdir().unwrap();
        let (old, new) = (temp.path().join("old"), temp.path().join("new"));
        let wrote = [("brief.docx", "1"), ("charts/a.svg", "2"), ("public/brief.docx", "3")];
        folder(&old, &wrote);
        folder(&old, &[(MANIFEST, &ours(&wrote)), ("brief.docx", "mine"), ("memo.md", "m"), ("photos/a/b.jpg", "p")]);
        folder(&old, &[("charts/mine.svg", "c"), ("edited/brief.docx", "first"), ("b.txt", "theirs")]);
        folder(&new, &[("brief.docx", "new"), ("b.txt", "new"), ("charts/a.svg", "new")]);
        let kept = discard(&old, &new);
        assert!(kept.left.is_none() && !old.exists(), "{kept:?}");
        let text = |path: &str| fs::read_to_string(inside(&new, path)).unwrap();
        assert_eq!(kept.edited, ["edited/brief.docx"]);
        assert_eq!((text("brief.docx"), text("edited/brief.docx")), ("new".into(), "mine".into()));
        assert_eq!(
            (text("memo.md"), text("photos/a/b.jpg"), text("charts/mine.svg")),
            ("m".into(), "p".into(), "c".into())
        );
        assert_eq!(
            (text("b.txt"), text("b-2.txt"), text("edited/brief-2.docx")),
            ("new".into(), "theirs".into(), "first".into())
        );
        assert!(!new.join("public").exists() && text("charts/a.svg") == "new");
    }

    #[test]
    fn a_link_is_moved_and_never_followed() {
        let temp = tempfile::tempdir().unwrap();
        let (old, new, far) = (temp.path().join("old"), temp.path().join("new"), temp.path().join("far"));
        folder(&far, &[("a.txt", "far")]);
        folder(&old, &[("brief.docx", "1"), (MANIFEST, &ours(&[("brief.docx", "1")]))]);
        folder(&new, &[("public/a.txt", "new")]);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&far, old.join("public")).unwrap();
            let kept = discard(&old, &new);
            assert!(kept.edited.is_empty() && kept.left.is_none(), "{kept:?}");
            assert!(new.join("public-2").symlink_metadata().unwrap().is_symlink() && far.join("a.txt").is_file());
        }
    }
}
