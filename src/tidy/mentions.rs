//! Which variables a study speaks of.

use std::collections::{BTreeMap, BTreeSet};

use crate::notation::fold;
use crate::panel::VarRef;
use crate::study::{MethodBlock, Question, Study};

/// The variables that a study speaks of. Options of methods are not interpreted here: every text in them counts.
pub(super) fn mentioned(study: &Study) -> BTreeSet<String> {
    let declared = study.variables.values().filter(|variable| variable.declared);
    let declared = declared.map(|variable| VarRef::parse(&variable.name.value).name);
    used(study).into_iter().chain(declared).collect()
}

/// The variables that questions, measures and formulas of a study use.
pub(super) fn used(study: &Study) -> BTreeSet<String> {
    let questions = study.questions.iter().flat_map(|question| question.names().into_iter().chain(also(question)));
    let measures = study.measures.iter().flat_map(|measure| measure.block.texts());
    let formulas = study.variables.values().filter_map(|variable| variable.formula.as_ref());
    let formulas = formulas.flat_map(|formula| formula.names()).map(|(name, _)| name);
    questions.chain(measures).chain(formulas).map(|name| VarRef::parse(name).name).collect()
}

/// Outcomes as the states before them are given for them, and what looks at answers names.
fn also(question: &Question) -> impl Iterator<Item = &str> {
    let outcomes = question.baseline.iter().chain(&question.earlier).map(|(outcome, _)| outcome.value.as_str());
    outcomes.chain(question.sensitivity.iter().flatten().flat_map(MethodBlock::texts))
}

/// Names by how they are without width, case and white space; of several that are one so the first.
pub(super) fn first_by_fold(names: &BTreeSet<String>) -> BTreeMap<String, &String> {
    names.iter().rev().map(|name| (fold(name), name)).collect()
}
