//! Earlier public editions that a study names: what they told is known.

use crate::diag::{Diagnostic, Sink};
use crate::findings::disclosure::Edition;
use crate::study::{Located, Study};
use crate::{ingest, phrase};

/// A file larger than this is not one.
const MOST_BYTES: u64 = 256 << 20;

/// The editions that the study names; why one of them cannot be read is in the sink.
pub fn read(study: &Study, sink: &mut Sink) -> Vec<Edition> {
    let mut editions = Vec::new();
    for named in &study.published {
        match one(study, named) {
            Ok(edition) => editions.push(edition),
            Err(why) => {
                let what = phrase!(
                    "{path}: this file of an earlier public edition cannot be read ({why})",
                    path = &named.value,
                    why = why
                );
                let hint = phrase!(
                    "Name the file `published.json` of the results of which the folder `public` was given away"
                );
                sink.push(Diagnostic::error("earlier-edition", what).at(named.place.clone()).hint(hint));
            }
        }
    }
    editions
}

fn one(study: &Study, named: &Located<String>) -> Result<Edition, String> {
    let bytes = ingest::file_beside(&study.folder, &named.value, MOST_BYTES)?;
    let edition: Edition = serde_json::from_slice(&bytes).map_err(|why| why.to_string())?;
    edition.is_readable().then_some(edition).ok_or_else(|| "schema".into())
}
