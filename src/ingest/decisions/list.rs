//! Which cells need a person.

use std::collections::{BTreeMap, BTreeSet};

use super::{CellKey, Choice, Decision, Given, Matter, State, text_of};
use crate::diag::{Diagnostic, Place, Policy, Severity};
use crate::ingest::RawTable;

/// Whether a problem is one that a person decides about cell by cell.
fn asks(problem: &Diagnostic) -> bool {
    let grave = problem.severity != Severity::Note || problem.has(Policy::AsksAnyway);
    grave && !problem.has(Policy::OfDecisions) && !problem.has(Policy::ListedApart)
}

/// The cells of the tables that problems speak of, each with what is the matter, after earlier decisions, which stay. `tables`
/// are those that the problems were found in; `suggested` says what may have been meant by a cell.
pub fn list(
    tables: &[RawTable],
    problems: &[Diagnostic],
    suggested: &BTreeMap<CellKey, Given>,
    earlier: Vec<Decision>,
) -> Vec<Decision> {
    let index = CellAddresses::of(tables);
    let mut all: BTreeMap<CellKey, Decision> = earlier.into_iter().map(|decision| (decision.key(), decision)).collect();
    let mut current: BTreeMap<CellKey, (Option<String>, Vec<Matter>)> = BTreeMap::new();
    for problem in problems.iter().filter(|problem| asks(problem)) {
        for key in problem.places.iter().filter_map(key) {
            let (_, matters) = current.entry(key).or_insert_with_key(|key| (index.found(key), Vec::new()));
            matters.push(matter(problem));
        }
    }
    for (key, (found, matters)) in current {
        let Some(found) = found else { continue };
        let decision = all.entry(key.clone()).or_insert_with(|| cell(&key, found.clone()));
        decision.matters = matters;
        if decision.state == State::Changed {
            // What was decided of another text is no decision about this one.
            (decision.choice, decision.value, decision.found) = (None, None, found);
        }
        decision.suggested = suggested.get(&key).cloned();
    }
    all.into_values().collect()
}

/// Cells by address, where the tables hold them.
struct CellAddresses<'t>(BTreeMap<(&'t str, &'t str), Vec<&'t RawTable>>);

impl<'t> CellAddresses<'t> {
    fn of(tables: &'t [RawTable]) -> CellAddresses<'t> {
        let mut index: BTreeMap<_, Vec<&RawTable>> = BTreeMap::new();
        for table in tables {
            index.entry((&*table.file, &*table.sheet)).or_default().push(table);
        }
        CellAddresses(index)
    }

    /// What stands in a cell of a table's rows; nothing for a cell outside.
    fn found(&self, key: &CellKey) -> Option<String> {
        let (file, sheet, row, col) = key;
        self.0.get(&(file.as_str(), sheet.as_str()))?.iter().find_map(|table| {
            let row = table.rows.binary_search(row).ok()?;
            // Several columns may come from one of the sheet: of these the one that holds the cell.
            let columns = (0..table.headings.len()).filter(|&at| table.headings[at].col == *col);
            let texts: Vec<String> = columns.map(|column| text_of(table.get(row, column))).collect();
            texts.iter().find(|text| !text.is_empty()).or(texts.first()).cloned()
        })
    }
}

/// The address of a cell.
pub(super) fn key(place: &Place) -> Option<CellKey> {
    let Place::Cell { file, sheet, row, col } = place else { return None };
    Some((file.to_string(), sheet.to_string(), *row, *col))
}

/// A cell about which nothing is decided.
pub(super) fn cell((file, sheet, row, col): &CellKey, found: String) -> Decision {
    Decision { file: file.clone(), sheet: sheet.clone(), row: *row, col: *col, found, ..Decision::default() }
}

fn matter(problem: &Diagnostic) -> Matter {
    Matter {
        code: problem.code.clone(),
        message: problem.message.clone(),
        done: problem.meanwhile().said(),
        hint: problem.hint.clone(),
        of_link: false,
    }
}

/// Cells that a person decided to take as they stand, or gave a value: nobody needs to ask about them again.
pub fn as_they_stand(decisions: &[Decision]) -> BTreeSet<CellKey> {
    let decided = |decision: &&Decision| {
        decision.state == State::Applied && matches!(decision.choice, Some(Choice::Keep | Choice::Value))
    };
    decisions.iter().filter(decided).map(Decision::key).collect()
}

/// A problem whose every cell a person decided to keep asks for no attention any more.
pub fn settle(problems: &mut [Diagnostic], decisions: &[Decision]) {
    let kept: BTreeMap<CellKey, &Decision> = decisions
        .iter()
        .filter(|decision| decision.state == State::Applied && decision.choice == Some(Choice::Keep))
        .map(|decision| (decision.key(), decision))
        .collect();
    for problem in problems.iter_mut().filter(|problem| problem.severity == Severity::Warning && asks(problem)) {
        let cells: Vec<CellKey> = problem.places.iter().filter_map(key).collect();
        let all = cells.len() == problem.count && !cells.is_empty();
        if all && cells.iter().all(|key| kept.contains_key(key)) {
            problem.severity = Severity::Note;
        }
    }
}
