//! Decisions about who a row is about: asked with a proposal, read back as what to join.

use std::collections::BTreeMap;

use super::list::{cell, key};
use super::{CellKey, Choice, Decision, Given, Matter, State};
use crate::diag::Place;

/// Who a row is joined to by a person's decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joining {
    /// File as the study names it.
    pub file: String,
    /// Sheet; empty for formats without sheets.
    pub sheet: String,
    /// 0-based row of the sheet.
    pub row: u32,
    /// 0-based column of the sheet.
    pub col: u32,
    /// Number, id or name of the one that it is joined to; absent where it is joined to nobody.
    pub to: Option<String>,
}

/// A question to a person: whether the row of a cell is about somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct JoinQuestion {
    /// The cell.
    pub place: Place,
    /// What stands in it.
    pub found: String,
    /// Who may be meant, and why.
    pub matter: Matter,
    /// Number, id or name of the one who may be meant.
    pub value: String,
}

/// What was decided and holds.
pub fn joinings(decisions: &[Decision]) -> Vec<Joining> {
    let applied = decisions.iter().filter(|decision| decision.state == State::Applied);
    let joining = |decision: &Decision| {
        let to = match (decision.choice?, &decision.value) {
            (Choice::Join, Some(value)) => Some(value.text()),
            (Choice::Apart, _) => None,
            _ => return None,
        };
        let Decision { file, sheet, row, col, .. } = decision.clone();
        Some(Joining { file, sheet, row, col, to })
    };
    applied.filter_map(joining).collect()
}

/// Adds questions to the list of decisions. A proposal takes the place of an earlier one as long as nothing is decided.
pub fn ask(decisions: Vec<Decision>, asked: impl IntoIterator<Item = JoinQuestion>) -> Vec<Decision> {
    let mut all: BTreeMap<CellKey, Decision> =
        decisions.into_iter().map(|decision| (decision.key(), decision)).collect();
    for JoinQuestion { place, found, matter, value } in asked {
        let Some(key) = key(&place) else { continue };
        let new = cell(&key, found);
        let decision = all.entry(key).or_insert(new);
        decision.matters.retain(|other| !other.of_link);
        decision.matters.push(matter);
        if decision.choice.is_none() {
            decision.value = Some(Given::Text(value));
        }
    }
    all.into_values().collect()
}
