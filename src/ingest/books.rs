use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::ingest::read::sheets;

/// The names of the sheets of files: each file is asked for them once.
#[derive(Default)]
pub struct Books(BTreeMap<PathBuf, Vec<String>>);

impl Books {
    /// The names of the sheets of the file at a path, visible ones first; none for a format without sheets.
    pub fn sheets(&mut self, path: PathBuf) -> &Vec<String> {
        self.0.entry(path).or_insert_with_key(|path| sheets(path))
    }
}
