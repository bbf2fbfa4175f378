//! What is true, and what the findings should say, by the id of the finding; kept in a JSON file beside the study.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use serde::Deserialize;
use tashika::findings::Verdict;

/// ```json
/// { "truths": { "matched/volunteers": 7 }, "story": { "matched/volunteers": ["positive"] } }
/// ```
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// True effects.
    pub truths: BTreeMap<String, f64>,
    /// Verdicts that belong to the story of the example; any of them will do.
    pub story: BTreeMap<String, Vec<Verdict>>,
}

impl Expected {
    /// Reads it.
    pub fn read(path: &Path) -> Result<Expected, Box<dyn Error>> {
        let text = std::fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))?;
        Ok(serde_json::from_str(&text).map_err(|why| format!("{}: {why}", path.display()))?)
    }
}
