//! Which variables a study speaks of.

use crate::notation::fold;
use crate::panel::VarRef;
use crate::study::{Block, Question, Study};
use std::collections::{BTreeMap, BTreeSet};

/// The variables that a study speaks of. Options of methods are not interpreted here: every text in them counts.
pub(super) fn mentioned(study: &Study) -> BTreeSet<String> {
    let declared = study.variables.values().filter(|variable| variable.declared);
    let declared = declared.map(|variable| VarRef::parse(&variable.name.value).name);
    used(study).into_iter().chain(declared).collect()
}

/// The variables that questions, measures and formulas of a study use.
pub(super) fn used(study: &Study) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    study.questions.iter().for_each(|question| in_question(question, &mut names));
    study.measures.iter().for_each(|measure| in_block(&measure.block, &mut names));
    let formulas = study.variables.values().filter_map(|variable| variable.formula.as_ref());
    let listed = study.questions.iter().filter_map(|question| question.roster.as_ref()?.only.as_ref());
    let expressions =
        formulas.chain(study.questions.iter().filter_map(|question| question.only.as_ref())).chain(listed);
    names.extend(expressions.flat_map(|it| it.names()).map(|(name, _)| name.to_string()));
    names.iter().map(|name| VarRef::parse(name).name).collect()
}

fn in_question(question: &Question, names: &mut BTreeSet<String>) {
    let baselines =
        question.baseline.iter().chain(&question.earlier).flat_map(|(outcome, baseline)| [outcome, baseline]);
    let listed =
        question.outcomes.iter().chain(&question.covariates).chain(&question.treatment).chain(&question.cluster);
    let listed = listed.chain(&question.start);
    let listed = listed.chain(question.rounds.iter().flat_map(|rounds| [&rounds.by, &rounds.organisation]));
    names.extend(listed.chain(baselines).map(|name| name.value.clone()));
    let blocks = question.designs.iter().chain(&question.estimate).chain(&question.inference);
    for block in blocks.chain(question.sensitivity.iter().flatten()) {
        in_block(block, names);
    }
}

fn in_block(block: &Block, names: &mut BTreeSet<String>) {
    block.options.values().for_each(|option| in_json(&option.value, names));
}

fn in_json(value: &serde_json::Value, names: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(text) => {
            names.insert(text.clone());
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| in_json(item, names)),
        serde_json::Value::Object(entries) => {
            for (key, item) in entries {
                names.insert(key.clone());
                in_json(item, names);
            }
        }
        _ => {}
    }
}

/// Names by how they are without width, case and white space; of several that are one so the first.
pub(super) fn first_by_fold(names: &BTreeSet<String>) -> BTreeMap<String, &String> {
    names.iter().rev().map(|name| (fold(name), name)).collect()
}
