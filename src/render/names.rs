//! What the files of tables, frames, charts and pages are called: short, safe and different on every system, whatever their
//! ids are, also in results that come from elsewhere.

use std::collections::BTreeMap;

use crate::text::FileNames;

/// File names, without endings, by id.
pub struct OutputNames(BTreeMap<String, String>);

impl OutputNames {
    /// Of these ids, in their order: what each is called by itself.
    pub fn of<'a>(ids: impl IntoIterator<Item = &'a str>) -> OutputNames {
        OutputNames::called(ids.into_iter().map(|id| (id, id)))
    }

    /// Of these ids, in their order, each with what it is to be called.
    pub fn called<'a>(ids: impl IntoIterator<Item = (&'a str, &'a str)>) -> OutputNames {
        let mut names = FileNames::default();
        let mut given = BTreeMap::new();
        for (id, name) in ids {
            given.entry(id.to_string()).or_insert_with(|| names.next(name));
        }
        OutputNames(given)
    }

    /// The name of one of the ids.
    pub fn get(&self, id: &str) -> &str {
        self.0.get(id).map_or("", String::as_str)
    }
}
