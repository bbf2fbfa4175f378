//! Rules that need no data.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::diag::{Diagnostic, Severity, Sink, nearest};
use crate::exhibit::{TableId, TableRole};
use crate::phrase;
use crate::text::safe_name;

use super::{Located, Primary, Question, Study, Variable, idle};

/// Checks what can be checked without data: ids unique and fit for file names, roles of variables consistent, nothing
/// declared in vain.
pub fn check(study: &Study, sink: &mut Sink) {
    question_ids(study, sink);
    links(study, sink);
    rosters(study, sink);
    charts(study, sink);
    study.questions.iter().for_each(|question| self::question(question, sink));
    idle::check(study, sink);
    for variable in study.variables.values() {
        sizes(variable, sink);
        if let Some(formula) = variable.formula.as_ref().filter(|_| of_cells(variable)) {
            let message = phrase!("`codes`, `missing` and `blank_is` are of cells, and a formula has none");
            let hint = phrase!("Declare them for the variables that the formula is made from");
            sink.push(Diagnostic::error("conflicting-keys", message).hint(hint).at(formula.place.clone()));
        }
    }
    if sink.problems.iter().all(|problem| problem.severity != Severity::Error) {
        nothing_in_vain(study, sink);
    }
}

/// Whether a variable says something of its cells.
fn of_cells(variable: &Variable) -> bool {
    !variable.codes.is_empty() || !variable.missing.is_empty() || variable.blank_is.is_some()
}

/// Sizes of change are positive, and what matters is plausible.
fn sizes(variable: &Variable, sink: &mut Sink) {
    let (smallest, largest) = (&variable.smallest_change, &variable.largest_change);
    for (key, change) in [("smallest_change_that_matters", smallest), ("largest_plausible_change", largest)] {
        if let Some(change) = change.as_ref().filter(|change| change.value <= 0.0) {
            let message = phrase!("`{key}` must be more than 0", key = key);
            sink.push(Diagnostic::error("wrong-value", message).at(change.place.clone()));
        }
    }
    if let (Some(smallest), Some(largest)) = (smallest, largest)
        && largest.value < smallest.value
    {
        let message = phrase!("The largest plausible change is below the smallest change that matters");
        sink.push(Diagnostic::error("conflicting-keys", message).at(largest.place.clone()));
    }
}

/// A linked source names another one, and following the links ends at a source whose rows are units.
fn links(study: &Study, sink: &mut Sink) {
    let named = |name: &str| study.sources.iter().find(|source| source.name.value == name);
    for source in &study.sources {
        let Some(link) = &source.link else { continue };
        if named(&link.to.value).is_none() {
            let known: Vec<&str> = study.sources.iter().map(|source| source.name.value.as_str()).collect();
            let message = phrase!("There is no source `{name}` to link to", name = &link.to.value);
            let hint = phrase!("Sources of this study: {names}", names = known);
            sink.push(Diagnostic::error("unknown-source", message).hint(hint).at(link.to.place.clone()));
            continue;
        }
        let mut at = Some(source);
        let mut steps = 0;
        while let Some(link) = at.and_then(|source| source.link.as_ref()) {
            at = named(&link.to.value);
            steps += 1;
            if steps > study.sources.len() {
                let message = phrase!("The links of `{name}` lead in a circle", name = &source.name.value);
                let hint = phrase!("One of the sources must have rows that are units of the study: unit = \"…\"");
                sink.push(Diagnostic::error("circular-link", message).hint(hint).at(link.to.place.clone()));
                break;
            }
        }
    }
}

/// A roster is a source whose rows can be found again.
fn rosters(study: &Study, sink: &mut Sink) {
    for roster in study.questions.iter().filter_map(|question| question.roster.as_ref()) {
        let name = &roster.source;
        let problem = match study.sources.iter().find(|source| source.name.value == name.value) {
            None => {
                let known: Vec<&str> = study.sources.iter().map(|source| source.name.value.as_str()).collect();
                let message =
                    phrase!("There is no source `{name}` that could list those who took part", name = &name.value);
                Diagnostic::error("unknown-source", message)
                    .hint(phrase!("Sources of this study: {names}", names = known))
            }
            Some(source) if source.anonymous => {
                let message = phrase!(
                    "`{name}` cannot say who took part: its rows are anonymous, and nobody is found again",
                    name = &name.value
                );
                let hint = phrase!("Name the column that says who it is, unit = \"…\", or a `link`");
                Diagnostic::error("conflicting-keys", message).hint(hint)
            }
            Some(_) => continue,
        };
        sink.push(problem.at(name.place.clone()));
    }
}

fn charts(study: &Study, sink: &mut Sink) {
    for (i, chart) in study.charts.iter().enumerate() {
        let id = &chart.id;
        if safe_name(&id.value) != id.value || study.charts[..i].iter().any(|other| other.id.value == id.value) {
            let message =
                phrase!("`{id}` cannot name a chart: it must be fit for a file name, and used once", id = &id.value);
            sink.push(Diagnostic::error("unsafe-id", message).at(id.place.clone()));
        }
        if !matches!(TableId::read(&id.value).role(), TableRole::Estimate(_)) {
            let message = phrase!("`{id}` cannot name a chart: the results have a table of this name", id = &id.value);
            sink.push(Diagnostic::error("unsafe-id", message).at(id.place.clone()));
        }
        for (finding, _) in &chart.bars {
            let question = finding.value.split('/').next().unwrap_or_default();
            let known = study.questions.iter().any(|asked| {
                let rest = question.strip_prefix(asked.id.value.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
            });
            if !known {
                let names: Vec<&str> = study.questions.iter().map(|asked| asked.id.value.as_str()).collect();
                let message = phrase!(
                    "The chart names the finding `{name}`, and there is no such question",
                    name = &finding.value
                );
                let hint = phrase!("Write question/outcome; the questions are {names}", names = names);
                sink.push(Diagnostic::error("unknown-finding", message).hint(hint).at(finding.place.clone()));
            }
        }
    }
}

/// Two ids are the same where a file system may not tell them apart.
fn question_ids(study: &Study, sink: &mut Sink) {
    let mut seen: BTreeMap<String, &Located<String>> = BTreeMap::new();
    for question in &study.questions {
        let id = &question.id;
        if !id.value.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) || safe_name(&id.value) != id.value
        {
            let message = phrase!("`{id}` cannot name a file on every system", id = &id.value);
            let hint = phrase!("Use letters, digits, - and _ only");
            sink.push(Diagnostic::error("unsafe-id", message).hint(hint).at(id.place.clone()));
        }
        let folded = id.value.nfkc().flat_map(char::to_lowercase).collect();
        if let Some(first) = seen.insert(folded, id) {
            let message = phrase!("Two questions have the id `{id}`", id = &id.value);
            let hint = phrase!("Give each its own; capitals do not count");
            let problem = Diagnostic::error("duplicate-id", message).hint(hint);
            sink.push(problem.at(first.place.clone()).at(id.place.clone()));
        }
    }
}

fn question(question: &Question, sink: &mut Sink) {
    if question.outcomes.is_empty() && !said_to_be_missing(question, sink) {
        let message = phrase!("Question `{id}` names no outcome", id = &question.id.value);
        let hint = phrase!("Add a line such as {example}", example = "outcomes = [\"income\"]");
        sink.push(Diagnostic::error("no-outcome", message).hint(hint).at(question.place.clone()));
    }
    repeated("outcomes", &question.outcomes, sink);
    repeated("covariates", &question.covariates, sink);
    primary(question, sink);
    baselines(question, sink);
    earlier(question, sink);
    characteristics(question, sink);
    periods(question, sink);
    roles(question, sink);
}

/// Whether the file has no key `outcomes` at all, which was said when it was read.
fn said_to_be_missing(question: &Question, sink: &Sink) -> bool {
    let said = phrase!("`{key}` is missing in {table}", key = "outcomes", table = "[[questions]]");
    let said = Diagnostic::error("missing-key", said).message;
    sink.problems.iter().any(|problem| problem.message == said && problem.places.contains(&question.place))
}

fn repeated(key: &str, names: &[Located<String>], sink: &mut Sink) {
    for (i, name) in names.iter().enumerate() {
        if names[..i].iter().any(|before| before.value == name.value) {
            let message = phrase!("`{name}` stands twice in `{key}`", name = &name.value, key = key);
            sink.push(
                Diagnostic::error("duplicate-entry", message)
                    .hint(phrase!("Keep one of the two"))
                    .at(name.place.clone()),
            );
        }
    }
}

/// What a key says of an outcome that the question does not have. Where it has none at all, that was said.
fn no_outcome(key: &str, name: &Located<String>, question: &Question) -> Option<Diagnostic> {
    let known: Vec<&str> = question.outcomes.iter().map(|outcome| outcome.value.as_str()).collect();
    if known.is_empty() || known.contains(&name.value.as_str()) {
        return None;
    }
    let message = match nearest(&name.value, known.iter().copied()) {
        Some(outcome) => phrase!(
            "`{name}` in `{key}` and `{outcome}` in `outcomes` are not the same name: one of them is perhaps misspelt",
            name = &name.value,
            key = key,
            outcome = outcome
        ),
        None => phrase!("`{key}` is given for `{name}`, which is not an outcome", key = key, name = &name.value),
    };
    let hint = phrase!("Outcomes of this question: {names}", names = known);
    Some(Diagnostic::error("baseline-without-outcome", message).hint(hint).at(name.place.clone()))
}

fn baselines(question: &Question, sink: &mut Sink) {
    for (outcome, before) in &question.baseline {
        sink.problems.extend(no_outcome("baseline", outcome, question));
        if outcome.value == before.value {
            let message = phrase!("`{name}` is given as its own baseline", name = &before.value);
            let hint = phrase!("Name the variable that holds the same thing before");
            sink.push(Diagnostic::error("outcome-as-baseline", message).hint(hint).at(before.place.clone()));
        }
    }
}

/// Main outcomes are outcomes.
fn primary(question: &Question, sink: &mut Sink) {
    let Primary::Only(names) = &question.primary else { return };
    repeated("primary", names, sink);
    if names.is_empty() {
        let why = phrase!("no outcome is named");
        let hint = phrase!("Name outcomes, write {example}, or take it out", example = "primary = true");
        sink.push(idle::without_effect("primary", why, hint, question.place.clone()));
    }
    sink.problems.extend(names.iter().filter_map(|name| no_outcome("primary", name, question)));
}

/// An earlier state is that of an outcome, and of one with a state before.
fn earlier(question: &Question, sink: &mut Sink) {
    for (outcome, _) in &question.earlier {
        if let Some(problem) = no_outcome("earlier", outcome, question) {
            sink.push(problem);
        } else if question.before.is_none() && !question.baseline.iter().any(|(named, _)| named.value == outcome.value)
        {
            let why =
                phrase!("there is no state before of `{name}` that it would be earlier than", name = &outcome.value);
            let hint = phrase!("Name the state before in `baseline`, or take `{key}` out", key = "earlier");
            sink.push(idle::without_effect("earlier", why, hint, outcome.place.clone()));
        }
    }
}

/// Reviewers ask whether the groups were alike in what they were compared on.
fn characteristics(question: &Question, sink: &mut Sink) {
    repeated("characteristics", &question.characteristics, sink);
    for name in &question.characteristics {
        if !question.covariates.iter().any(|covariate| covariate.value == name.value) {
            let message = phrase!(
                "`{name}` stands in `characteristics`, and is none of the `covariates` that the groups are compared on",
                name = &name.value
            );
            let hint = phrase!("Name it in `covariates` too, or take it out of `characteristics`");
            sink.push(Diagnostic::error("unknown-variable", message).hint(hint).at(name.place.clone()));
        }
    }
}

fn periods(question: &Question, sink: &mut Sink) {
    match (&question.before, &question.after) {
        (Some(one), None) | (None, Some(one)) => {
            let message = phrase!("`before` and `after` go together, and only one is given");
            let hint = phrase!("Give both periods, or neither and a `baseline`");
            sink.push(Diagnostic::error("missing-key", message).hint(hint).at(one.place.clone()));
        }
        (Some(before), Some(after)) if before.value == after.value => {
            let message = phrase!("`before` and `after` are the same period");
            sink.push(Diagnostic::error("wrong-value", message).at(before.place.clone()).at(after.place.clone()));
        }
        _ => {}
    }
}

/// An outcome is nothing else; neither is the treatment.
fn roles(question: &Question, sink: &mut Sink) {
    for covariate in &question.covariates {
        if question.outcomes.iter().any(|outcome| outcome.value == covariate.value) {
            let message = phrase!("`{name}` is an outcome and cannot be a covariate as well", name = &covariate.value);
            let hint = phrase!("Take it out of `covariates`; its value from before the program may stand there");
            sink.push(Diagnostic::error("outcome-as-covariate", message).hint(hint).at(covariate.place.clone()));
        }
    }
    let Some(treatment) = &question.treatment else { return };
    let lists = [("outcomes", &question.outcomes), ("covariates", &question.covariates)];
    for (key, names) in lists {
        for name in names.iter().filter(|name| name.value == treatment.value) {
            let message =
                phrase!("`{name}` is the treatment and cannot stand in `{key}` as well", name = &name.value, key = key);
            let hint = phrase!("Take it out of `{key}`", key = key);
            sink.push(Diagnostic::error("treatment-reused", message).hint(hint).at(name.place.clone()));
        }
    }
}

fn nothing_in_vain(study: &Study, sink: &mut Sink) {
    if study.questions.is_empty() && study.measures.is_empty() {
        let message = phrase!("The study asks no question yet");
        let hint = phrase!("Add a {heading} with `id`, `outcomes` and `design`", heading = "[[questions]]");
        let place = crate::diag::Place::File { file: study.file.clone() };
        sink.push(Diagnostic::note("no-questions", message).hint(hint).at(place));
        return;
    }
    let made = study.variables.values().filter_map(|variable| variable.formula.as_ref());
    let in_formulas = made.flat_map(|formula| formula.names()).map(|(name, _)| name);
    let in_measures = study.measures.iter().flat_map(|measure| measure.block.texts());
    let all = study.questions.iter().flat_map(Question::names).chain(in_formulas).chain(in_measures);
    let used: Vec<&str> = all.map(|name| name.split('@').next().unwrap_or(name)).collect();
    let idle: Vec<_> =
        study.variables.values().filter(|variable| !used.contains(&variable.name.value.as_str())).collect();
    if !idle.is_empty() {
        let labels: Vec<&str> = idle.iter().map(|variable| variable.name.value.as_str()).collect();
        let message = phrase!("No question uses {names}", names = labels);
        // The message names all of them; a draft declares every column, and a place for each would bury the rest.
        sink.push(Diagnostic::note("unused-variable", message).at(idle[0].name.place.clone()));
    }
}
