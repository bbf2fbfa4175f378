//! Covariates of which some values are not known, for questions that keep such units (`missing = "indicator"`): the value that most have
//! in place of the unknown one, and a mark beside it that says of whom it was not known (Rosenbaum & Rubin 1984, appendix B).

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Sink};
use crate::math::median::median;
use crate::panel::{Content, Data, Derived, DerivedAt, Panel, VarRef, VariableInfo};
use crate::phrase;
use crate::study::{Located, Question, Study};
use crate::text::Words;

use super::words;

/// The name of a variable with its unknown values filled in.
pub fn filled(name: &str) -> String {
    format!("{name}_filled")
}

/// The name of the mark of whom it was not known.
pub fn not_known(name: &str) -> String {
    format!("{name}_not_known")
}

/// Adds the variables of all questions that say what becomes of units with unknown covariates; both ways are made, since the other
/// one is answered beside.
pub(super) fn add(study: &Study, panel: &mut Panel, sink: &mut Sink) {
    let mut done: BTreeSet<String> = BTreeSet::new();
    for (question, name) in study.questions.iter().flat_map(asked) {
        let own = panel.reference(&name.value).name;
        if done.insert(own.clone()) {
            of_variable(study, panel, &own, (question, name), sink);
        }
    }
}

/// The covariates of a question that says what becomes of units without one.
fn asked(question: &Question) -> impl Iterator<Item = (&Question, &Located<String>)> {
    question.covariates.iter().filter(|_| question.missing.is_some()).map(move |name| (question, name))
}

fn of_variable(
    study: &Study,
    panel: &mut Panel,
    name: &str,
    (question, written): (&Question, &Located<String>),
    sink: &mut Sink,
) {
    let Some(info) = panel.variables.get(name).cloned() else { return };
    let unknown = study.languages.first().map_or_else(String::new, |lang| phrase!("not known").render(*lang));
    let (values, marks) = at_each_period(panel, &info, &unknown);
    if values.is_empty() {
        return;
    }
    if let Some(made) = [filled(name), not_known(name)].into_iter().find(|made| panel.variables.contains_key(made)) {
        return sink.push(taken(&made, question).at(written.place.clone()));
    }
    panel.add(with_usual(&info, values));
    if !marks.is_empty() {
        panel.add(mark(&info, marks));
    }
}

/// The values with unknown ones filled in at each period, and the marks.
fn at_each_period(panel: &Panel, info: &VariableInfo, unknown: &str) -> (Vec<DerivedAt>, Vec<DerivedAt>) {
    let moments: Vec<Option<String>> = match info.periods.as_slice() {
        [] => vec![None],
        periods => periods.iter().cloned().map(Some).collect(),
    };
    let (mut values, mut marks) = (Vec::new(), Vec::new());
    for period in moments {
        let var = VarRef { name: info.name.clone(), period: period.clone() };
        let found = panel.data(&var).and_then(|data| complete(data, info.content, unknown));
        let Some((data, mark)) = found else { continue };
        let at = |data| DerivedAt { period: period.clone(), data, ingredients: vec![var.clone()] };
        values.push(at(data));
        marks.extend(mark.map(|mark| at(Data::Number(mark.into()))));
    }
    (values, marks)
}

fn with_usual(info: &VariableInfo, at: Vec<DerivedAt>) -> Derived {
    let label = words(&phrase!("{label} (unknown ones filled in)", label = &info.label));
    Derived {
        info: VariableInfo { name: filled(&info.name), label, periods: Vec::new(), ..info.clone() },
        how: phrase!(
            "`{name}` with the value in the middle, or the most frequent one, where it is not known",
            name = &info.name
        ),
        at,
    }
}

fn mark(info: &VariableInfo, at: Vec<DerivedAt>) -> Derived {
    let label = words(&phrase!("{label}: not known", label = &info.label));
    Derived {
        info: VariableInfo {
            name: not_known(&info.name),
            label,
            unit: Words::default(),
            content: Content::YesNo,
            periods: Vec::new(),
        },
        how: phrase!("whether `{name}` is not known", name = &info.name),
        at,
    }
}

fn taken(name: &str, question: &Question) -> Diagnostic {
    let message = phrase!(
        "`missing` of the question `{question}` makes the variable `{name}`, and there is one of that name",
        question = &question.id.value,
        name = name
    );
    let hint = phrase!("Rename the column in its source: columns = {brackets}", brackets = "{ new = \"heading\" }");
    Diagnostic::error("ambiguous-variable", message).hint(hint)
}

/// The values with unknown ones filled in, and the mark of them for numbers; nothing where all or none are known.
fn complete(data: &Data, content: Content, unknown: &str) -> Option<(Data, Option<Vec<f64>>)> {
    let missing: Vec<bool> = (0..data.len()).map(|unit| data.is_missing(unit)).collect();
    if !missing.contains(&true) || !missing.contains(&false) || content == Content::Text {
        return None;
    }
    match data {
        Data::Number(values) => {
            let known: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
            let usual = match content {
                Content::YesNo => f64::from(2 * known.iter().filter(|value| **value == 1.0).count() > known.len()),
                _ => median(&known),
            };
            let filled = values.iter().map(|&value| if value.is_nan() { usual } else { value });
            let mark = missing.iter().map(|&missing| f64::from(missing)).collect();
            Some((Data::Number(filled.collect()), Some(mark)))
        }
        Data::Category { levels, codes } => {
            let all: Vec<&str> = levels.iter().map(String::as_str).chain([unknown]).collect();
            let own = |&code: &u32| if code == u32::MAX { levels.len() as u32 } else { code };
            Some((Data::category(&all, &codes.iter().map(own).collect::<Vec<u32>>()), None))
        }
    }
}
