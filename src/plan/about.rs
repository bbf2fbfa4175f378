//! The units that a question can be about at all: those of the sources that its variables come from.

use std::collections::BTreeSet;

use crate::design::Ask;
use crate::panel::{Lost, Panel, VarRef};
use crate::phrase;
use crate::study::{Question, Study};

use super::PlannedOutcome;

/// Of these units, those without a row in any of the sources that the question's variables come from. They are no missing cases of
/// it: it does not ask about them. Nothing where it cannot be told where a variable comes from.
pub fn elsewhere(
    study: &Study,
    question: &Question,
    ask: &Ask,
    outcomes: &[PlannedOutcome],
    panel: &Panel,
    units: &[u32],
) -> Option<Lost> {
    let measured = outcomes.iter().flat_map(|outcome| std::iter::once(&outcome.var).chain(&outcome.baseline));
    let made = question.roster.as_ref().and(ask.treatment.as_ref());
    let named = question.only.iter().flat_map(|only| only.names()).map(|(name, _)| panel.reference(name));
    let vars = measured.chain(&ask.covariates).chain(&ask.treatment).cloned().chain(named);
    let vars: BTreeSet<VarRef> = vars.filter(|var| Some(var) != made).collect();
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for var in &vars {
        names.extend(sources_of(study, panel, var)?);
    }
    let used: Vec<usize> =
        (0..study.sources.len()).filter(|&at| names.contains(study.sources[at].name.value.as_str())).collect();
    let there = |unit: u32| {
        used.iter().any(|&at| panel.provenance.rows.get(at).is_some_and(|rows| !rows.row(unit as usize).is_empty()))
    };
    let who: Vec<String> =
        units.iter().filter(|unit| !there(**unit)).map(|unit| panel.units[*unit as usize].clone()).collect();
    (!who.is_empty() && who.len() < units.len()).then(|| Lost {
        reason: phrase!("in no source that this question uses"),
        count: who.len(),
        treated: None,
        who,
    })
}

/// The names of the sources that a variable comes from; nothing where that is not known.
fn sources_of<'s>(study: &'s Study, panel: &Panel, var: &VarRef) -> Option<BTreeSet<&'s str>> {
    let mut found = BTreeSet::new();
    for origin in panel.origins(var) {
        let whole = |key: &str| panel.reference(key).name == origin.name;
        let columns = &panel.provenance.columns;
        // A period that is counted from each unit's start may be any.
        let own: Vec<u16> = match columns.get(&origin.to_string()) {
            Some((source, _)) => vec![*source],
            None => columns.iter().filter(|(key, _)| whole(key)).map(|(_, (source, _))| *source).collect(),
        };
        if own.is_empty() {
            return None;
        }
        found.extend(own.into_iter().filter_map(|at| Some(study.sources.get(usize::from(at))?.name.value.as_str())));
    }
    Some(found)
}
