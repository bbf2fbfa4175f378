//! Sources whose rows are ties.

use crate::diag::Diagnostic;
use crate::phrase;
use crate::study::{Located, SourceLink, TieEnds};

use super::fields::{FieldReader, Fields};

/// Keys that say nothing of ties.
const OTHERS: [&str; 5] = ["unit", "anonymous", "rows", "duplicates", "amounts"];

/// The columns of the two ends; nothing where the rows are no ties, or where something is missing, which is said.
pub(super) fn ends(fields: &Fields<'_>, link: Option<&SourceLink>, reader: &mut FieldReader<'_>) -> Option<TieEnds> {
    let kind = fields.one_of("kind", reader);
    let (from, to) = (fields.texts("from", reader), fields.texts("to", reader));
    let Some(kind) = kind.filter(|kind| kind.value == "ties") else {
        if let Some(end) = from.first().or(to.first()) {
            let message = phrase!("`from` and `to` are the two ends of a tie, and the rows of this source are none");
            let hint = phrase!("Write {line} beside them", line = "kind = \"ties\"");
            reader.problem(Diagnostic::error("missing-key", message).hint(hint), &end.place);
        }
        return None;
    };
    OTHERS.iter().filter_map(|key| fields.entry(key)).for_each(|entry| {
        let message = phrase!(
            "`{key}` says nothing of ties: their ends are found by `link`, and each row is one",
            key = &entry.key
        );
        reader.problem(Diagnostic::error("conflicting-keys", message), &entry.key_place);
    });
    let keys = link.map_or(0, |link| link.by.len());
    if keys == 0 || from.len() != keys || to.len() != keys {
        reader.problem(incomplete(keys, &from, &to), &kind.place);
        return None;
    }
    if let Some(place) = link.and_then(|link| link.place.first()) {
        let message = phrase!("`place` says nothing of ties: a row has two places");
        reader.problem(Diagnostic::error("conflicting-keys", message), &place.place);
    }
    Some(TieEnds { from, to })
}

fn incomplete(keys: usize, from: &[Located<String>], to: &[Located<String>]) -> Diagnostic {
    let example = "kind = \"ties\", from = \"団体A\", to = \"団体B\", link = { to = \"register\", by = [\"団体名\"] }";
    let message = phrase!(
        "Ties need a `link` to the source that lists the organisations, and for each of its columns in `by` one in `from` and one in `to` ({by}, {from} and {to} are given)",
        by = keys,
        from = from.len(),
        to = to.len()
    );
    Diagnostic::error("missing-key", message).hint(phrase!("For example: {example}", example = example))
}
