//! What was decided in the workbooks that an earlier run left in the output folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::book::{self, Refused};
use super::{CellKey, Decision};
use crate::diag::{Diagnostic, Halt, Place, Sink};
use crate::ingest::read::entries;
use crate::ingest::read_plain;
use crate::phrase;

/// The decisions that an earlier run knew of, as its findings.json in the folder lists them; none where there is none.
fn of_run(folder: &Path) -> Vec<Decision> {
    let text = read_plain(&folder.join("findings.json")).unwrap_or_default();
    let stored: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
    serde_json::from_value(stored.get("decisions").cloned().unwrap_or_default()).unwrap_or_default()
}

/// The decisions in the workbooks of an output folder, over what the run that made them knew. Each language has a workbook and
/// a person fills in one of them: what differs from the run that wrote both is what the person wrote.
///
/// # Errors
/// [`Halt`] where a workbook cannot be read, a word in the column of decisions means nothing, or two workbooks disagree: to go
/// on would lose what a person decided.
pub fn earlier(folder: &Path, sink: &mut Sink) -> Result<Vec<Decision>, Halt> {
    let before = sink.problems.len();
    let mut read = Vec::new();
    for name in entries(folder).into_iter().filter(|name| name.ends_with(".xlsx") && !name.starts_with("~$")) {
        let path = folder.join(&name);
        match read_plain(&path).map_err(|why| Refused::Damaged(why.to_string())).and_then(|bytes| book::read(&bytes)) {
            Ok(found) => read.extend(found.map(|found| (name, found))),
            Err(why) => sink.push(refusal(&path, why)),
        }
    }
    sink.checkpoint_since(before)?;
    let merged = merge(of_run(folder), &read, sink);
    sink.checkpoint_since(before)?;
    Ok(merged)
}

/// Whether the workbooks of an output folder hold decisions that the run which wrote them did not know.
///
/// # Errors
/// As [`earlier`].
pub fn unused(folder: &Path, sink: &mut Sink) -> Result<bool, Halt> {
    let known: Vec<Decision> = of_run(folder).into_iter().filter(Decision::is_filled).collect();
    let found = earlier(folder, sink)?;
    let same = |a: &Decision, b: &Decision| a.key() == b.key() && a.written() == b.written();
    Ok(known.len() != found.len() || known.iter().zip(&found).any(|(a, b)| !same(a, b)))
}

/// The base and what each workbook changed of it.
fn merge(base: Vec<Decision>, read: &[(String, Vec<Decision>)], sink: &mut Sink) -> Vec<Decision> {
    let mut merged: BTreeMap<CellKey, Decision> = base.into_iter().map(|decision| (decision.key(), decision)).collect();
    let books: Vec<BTreeMap<CellKey, &Decision>> =
        read.iter().map(|(_, found)| found.iter().map(|decision| (decision.key(), decision)).collect()).collect();
    let keys: BTreeSet<CellKey> = merged.keys().chain(books.iter().flat_map(BTreeMap::keys)).cloned().collect();
    let nothing = Decision::default();
    for key in keys {
        let known = merged.get(&key).cloned().unwrap_or_default();
        let said = books.iter().map(|book| book.get(&key).copied().unwrap_or(&nothing));
        let changed: Vec<&Decision> = said.filter(|said| said.written() != known.written()).collect();
        let Some(first) = changed.first() else { continue };
        if let Some(other) = changed.iter().find(|other| other.written() != first.written()) {
            let place = if first.file.is_empty() { other.place() } else { first.place() };
            sink.push(disagreement(place));
        }
        let listed = merged.contains_key(&key);
        let entry = merged.entry(key).or_insert_with(|| (*first).clone());
        (entry.choice, entry.value) = (first.choice, first.value.clone());
        (entry.by, entry.memo) = (first.by.clone(), first.memo.clone());
        // The text beside a decision is what the person saw.
        if listed && !first.found.is_empty() {
            entry.found.clone_from(&first.found);
        }
    }
    merged.into_values().filter(Decision::is_filled).collect()
}

fn refusal(path: &Path, why: Refused) -> Diagnostic {
    let place = Place::file(path);
    match why {
        Refused::Damaged(why) => Diagnostic::error(
            "decisions-unreadable",
            phrase!(
                "The workbook of the earlier run cannot be read, and decisions in it would be lost ({why})",
                why = why
            ),
        )
        .at(place)
        .hint(phrase!("Save it as xlsx again, or move it out of the folder if it holds no decisions")),
        Refused::NoHeadings => Diagnostic::error(
            "decisions-unreadable",
            phrase!("The headings of the sheet with the decisions are not there any more"),
        )
        .at(place)
        .hint(phrase!("Put the headings back, or delete the sheet if it holds no decisions")),
        Refused::Unknown(words) => {
            let said: Vec<String> = words.iter().take(5).map(|(cell, word)| format!("{cell}: {word}")).collect();
            Diagnostic::error(
                "decision-unknown",
                phrase!("{n} {n?decision is|decisions are} none of the list: {words}", n = words.len(), words = said),
            )
            .at(place)
            .hint(phrase!("Choose one from the list of the cell"))
        }
    }
}

fn disagreement(place: Place) -> Diagnostic {
    Diagnostic::error("decisions-disagree", phrase!("The workbooks of two languages decide differently about a cell"))
        .at(place)
        .hint(phrase!("Make the two the same, or clear one of them"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::decisions::Choice;

    fn decided(choice: Option<Choice>) -> Decision {
        Decision { file: "a.xlsx".into(), sheet: "s".into(), row: 1, col: 2, choice, ..Decision::default() }
    }

    fn merged(base: Option<Choice>, ja: Option<Choice>, en: Option<Choice>) -> (Vec<Option<Choice>>, usize) {
        let mut sink = Sink::new();
        let read = [("ja".to_string(), vec![decided(ja)]), ("en".to_string(), vec![decided(en)])];
        let merged = merge(vec![decided(base)], &read, &mut sink);
        (merged.into_iter().map(|decision| decision.choice).collect(), sink.problems.len())
    }

    #[test]
    fn what_differs_from_the_run_is_what_the_person_wrote() {
        let (keep, missing) = (Some(Choice::Keep), Some(Choice::Missing));
        assert_eq!(merged(None, keep, None), (vec![keep], 0));
        assert_eq!(merged(None, None, missing), (vec![missing], 0));
        assert_eq!(merged(keep, keep, missing), (vec![missing], 0));
        assert_eq!(merged(keep, None, keep), (vec![], 0), "a decision taken back");
        assert_eq!(merged(None, keep, missing).1, 1);
    }
}
