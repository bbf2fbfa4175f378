//! Parts of the data that are looked at apart: subgroups of a question, and groups with a report of their own.

use std::collections::BTreeSet;

use crate::answer::GranteePages;
use crate::diag::{Diagnostic, Sink};
use crate::panel::{Content, Data, VarRef, View};
use crate::phrase;
use crate::study::{Located, Question, Study};

use super::resolve::variable;
use super::{Parts, PlannedOutcome};

/// Most values that a variable of subgroups may take: more would be cases, not groups.
pub const MOST_SUBGROUPS: usize = 30;
/// Most values that a variable of reports may take.
pub const MOST_REPORTS: usize = 1_000;

/// The subgroups of a question. Reports variables that cannot make any: unknown ones, outcomes, free text, too many values.
pub fn subgroups(
    study: &Study,
    question: &Question,
    outcomes: &[PlannedOutcome],
    treatment: Option<&VarRef>,
    view: &View,
    sink: &mut Sink,
) -> Vec<Parts> {
    let vars: Vec<VarRef> = outcomes.iter().map(|outcome| outcome.var.clone()).collect();
    let revealing = view.panel().revealing(&vars, &treatment.into_iter().cloned().collect::<Vec<VarRef>>());
    let before = question.before.as_ref().map(|before| before.value.as_str());
    let mut found = Vec::new();
    for name in &question.subgroups {
        let Some(var) = variable(view.panel(), name, before, sink) else { continue };
        if revealing.contains(&var) || vars.contains(&var) {
            let message = phrase!("`{name}` is an outcome or shows one, and cannot make subgroups", name = &name.value);
            let hint = phrase!("Choose what was known before the program, not what came out");
            sink.push(Diagnostic::error("subgroup-on-outcome", message).hint(hint).at(name.place.clone()));
            continue;
        }
        found.extend(parts(study, name, var, MOST_SUBGROUPS, view, sink));
    }
    found
}

/// The groups that get a report of their own.
pub fn reports(study: &Study, view: &View, sink: &mut Sink) -> Option<Parts> {
    let name = study.reports.as_ref()?.by.as_ref()?;
    parts(study, name, variable(view.panel(), name, None, sink)?, MOST_REPORTS, view, sink)
}

/// What the pages of those who took part say, where they are asked for.
pub fn grantees(study: &Study, view: &View, sink: &mut Sink) -> Option<GranteePages> {
    let reports = study.reports.as_ref().filter(|reports| reports.grantees)?;
    let mut one = |name: &Located<String>| variable(view.panel(), name, None, sink);
    Some(GranteePages {
        name: reports.name.as_ref().and_then(&mut one),
        about: reports.about.iter().filter_map(&mut one).collect(),
        answers: reports.answers.iter().filter_map(&mut one).collect(),
    })
}

fn parts(
    study: &Study,
    name: &Located<String>,
    var: VarRef,
    most: usize,
    view: &View,
    sink: &mut Sink,
) -> Option<Parts> {
    let info = view.info(&var.name)?;
    let column = view.column(&var)?;
    let values = distinct(&column.data);
    if values > most || info.content == Content::Date {
        let message = phrase!("`{name}` has {n} values, too many to be groups", name = &name.value, n = values);
        let hint = phrase!("Name a variable with at most {n} values, or make bands of it with a formula", n = most);
        sink.push(Diagnostic::error("too-many-groups", message).hint(hint).at(name.place.clone()));
        return None;
    }
    let declared = study.variables.get(&var.name).map(|variable| &variable.label).filter(|label| !label.is_empty());
    let (label, yes_no) = (declared.unwrap_or(&info.label).clone(), info.content == Content::YesNo);
    Some(Parts { var, label, yes_no })
}

fn distinct(data: &Data) -> usize {
    let known = (0..data.len()).filter(|&i| !data.is_missing(i));
    match data {
        Data::Number(values) => known.map(|i| (values[i] + 0.0).to_bits()).collect::<BTreeSet<u64>>().len(),
        Data::Category { codes, .. } => known.map(|i| codes[i]).collect::<BTreeSet<u32>>().len(),
    }
}
