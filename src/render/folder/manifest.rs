//! What a folder's own manifest says that we wrote.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::ingest::read_plain;
use crate::text::sha256;

/// The file by which a folder is known as ours, so that it may be replaced.
pub const MANIFEST: &str = "manifest.json";

/// What the engine calls itself in front of its version.
const ENGINE: &str = "tashika ";

/// The files that a run wrote: SHA-256 by path inside the folder, with `/`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Ours {
    outputs: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct StoredFile {
    made_by: String,
    outputs: BTreeMap<String, String>,
}

impl Ours {
    /// What the manifest of a folder tells; absent where there is none, or where it is another program's.
    pub fn of(dir: &Path) -> Option<Ours> {
        let stored: StoredFile = serde_json::from_slice(&read_plain(&dir.join(MANIFEST)).ok()?).ok()?;
        let digest = |text: &String| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let ours = stored.made_by.starts_with(ENGINE) && stored.outputs.values().all(digest);
        ours.then_some(Ours { outputs: stored.outputs })
    }

    /// Whether nothing is known of what a run wrote.
    pub fn is_empty(&self) -> bool {
        self.outputs.is_empty()
    }

    /// Whether a run wrote a file, and wrote it so.
    pub fn wrote(&self, path: &str, file: &Path) -> bool {
        self.outputs.contains_key(path) && read_plain(file).is_ok_and(|bytes| self.wrote_bytes(path, &bytes))
    }

    /// Whether a run wrote these bytes at a path.
    pub fn wrote_bytes(&self, path: &str, bytes: &[u8]) -> bool {
        self.outputs.get(path).is_some_and(|digest| sha256(bytes) == *digest)
    }

    /// Whether a run wrote a file of this path.
    pub fn names(&self, path: &str) -> bool {
        self.outputs.contains_key(path)
    }

    /// Whether a run wrote something inside this folder.
    pub fn wrote_into(&self, folder: &str) -> bool {
        let inside = format!("{folder}/");
        self.outputs.range(inside.clone()..).next().is_some_and(|(path, _)| path.starts_with(&inside))
    }

    /// Whether every file is there as it was written.
    pub fn whole(&self, dir: &Path) -> bool {
        self.outputs.keys().all(|path| self.wrote(path, &inside(dir, path)))
    }
}

/// A path with `/` inside a folder.
pub fn inside(dir: &Path, path: &str) -> PathBuf {
    path.split('/').fold(dir.to_path_buf(), |whole, part| whole.join(part))
}
