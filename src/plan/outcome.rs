use crate::diag::{Diagnostic, Sink};
use crate::notation::period_name;
use crate::panel::{Content, Data, VarRef, View};
use crate::phrase;
use crate::study::keys::toml_key;
use crate::study::{Located, Question, Study, Variable, VariableKind};
use crate::text::{Words, fixed};

use super::PlannedOutcome;
use super::resolve::{cells, variable};

/// Example values that are shown of an outcome that is not a number.
const EXAMPLES: usize = 3;

/// The outcomes of a question with their baselines. Reports what cannot be measured.
pub fn outcomes(study: &Study, question: &Question, view: &View, sink: &mut Sink) -> Vec<PlannedOutcome> {
    question.outcomes.iter().filter_map(|name| outcome(study, question, name, view, sink)).collect()
}

fn outcome(
    study: &Study,
    question: &Question,
    name: &Located<String>,
    view: &View,
    sink: &mut Sink,
) -> Option<PlannedOutcome> {
    let panel = view.panel();
    let period = |period: &Option<Located<String>>| period.as_ref().map(|period| period.value.clone());
    let var = variable(panel, name, period(&question.after).as_deref(), sink)?;
    let given = question.baseline.iter().find(|(outcome, _)| outcome.value == name.value);
    let baseline = match (given, &question.before) {
        (Some((_, before)), _) => {
            Some(measured(view, variable(panel, before, period(&question.before).as_deref(), sink)?, before, sink)?)
        }
        (None, Some(before)) if var.period.as_deref() != Some(period_name(&before.value).as_str()) => {
            let before = Located { value: format!("{}@{}", var.name, before.value), place: name.place.clone() };
            Some(variable(panel, &before, None, sink)?)
        }
        _ => None,
    };
    let var = measured(view, var, name, sink)?;
    if let (Some(before), Some((_, written))) = (&baseline, given)
        && !super::baseline::is_like(study, panel, (name, &var), (written, before), sink)
    {
        return None;
    }
    if baseline.as_ref().is_some_and(|before| !super::baseline::on_one_scale(panel, name, &var, before, sink)) {
        return None;
    }
    let earlier = baseline.as_ref().and_then(|before| super::earlier::earlier(question, name, before, view, sink));
    baseline.iter().for_each(|before| super::possible::changes(panel, name, &var, before, sink));
    let info = panel.variables.get(&var.name)?;
    let declared = study.variables.get(&var.name);
    let told = |words: Option<&Words>, seen: &Words| words.filter(|words| !words.is_empty()).unwrap_or(seen).clone();
    let kind = declared.and_then(|variable| variable.kind.as_ref()).map(|kind| kind.value);
    let binary = info.content == Content::YesNo;
    let fraction = !binary && panel.is_share_of_one(&var.name, kind == Some(VariableKind::Share));
    if binary || fraction {
        sizes(declared, &var.name, sink);
    }
    let unit = told(declared.map(|variable| &variable.unit), &info.unit);
    let in_points = kind == Some(VariableKind::Share) && !fraction && unit.is_empty();
    let since = baseline.as_ref().filter(|before| before.name == var.name).and_then(|before| before.period.clone());
    Some(PlannedOutcome {
        since: since.map(|period| panel.period_label(&period).to_string()),
        when: var.period.as_ref().and_then(|period| panel.written.get(period)).cloned(),
        primary: question.primary.has(&name.value),
        baseline,
        earlier,
        label: told(declared.map(|variable| &variable.label), &info.label),
        unit: if in_points { Words::percentage_points() } else { unit },
        better: declared.and_then(|variable| variable.better),
        smallest_change: declared.and_then(|variable| variable.smallest_change.as_ref()).map(|change| change.value),
        plausible: declared.and_then(|variable| variable.largest_change.as_ref()).map(|change| change.value),
        measured: declared.and_then(|variable| variable.measured),
        kind: kind.map(|kind| of_steps(kind, info.content)),
        binary,
        fraction,
        var,
    })
}

/// Categories in order that were read as numbers are a scale.
fn of_steps(declared: VariableKind, content: Content) -> VariableKind {
    match (declared, content) {
        (VariableKind::Category, Content::Number) => VariableKind::Scale,
        (kind, _) => kind,
    }
}

/// Sizes of change of what goes from 0 to 1 are at most 1.
fn sizes(declared: Option<&Variable>, name: &str, sink: &mut Sink) {
    let Some(variable) = declared else { return };
    let keys = [
        ("smallest_change_that_matters", &variable.smallest_change),
        ("largest_plausible_change", &variable.largest_change),
    ];
    for (key, change) in keys {
        let Some(change) = change.as_ref().filter(|change| change.value > 1.0) else { continue };
        let message = phrase!(
            "`{key}` is {value}, and `{name}` goes from 0 to 1: that would be {points} percentage points",
            key = key,
            value = change.value.to_string(),
            name = name,
            points = fixed(100.0 * change.value, 0)
        );
        let (share, points) = if change.value <= 100.0 { (change.value / 100.0, change.value) } else { (0.1, 10.0) };
        let hint = phrase!(
            "Write {share} for {points} percentage points",
            share = share.to_string(),
            points = points.to_string()
        );
        let problem = Diagnostic::error("size-of-share", message).hint(hint).at(change.place.clone());
        if !sink.problems.contains(&problem) {
            sink.push(problem);
        }
    }
}

/// The variable itself, where its values are numbers or yes and no.
pub(super) fn measured(view: &View, var: VarRef, name: &Located<String>, sink: &mut Sink) -> Option<VarRef> {
    let content = view.info(&var.name)?.content;
    if matches!(content, Content::Number | Content::YesNo) {
        return Some(var);
    }
    let (texts, units) = examples(view, &var);
    let message = match texts.is_empty() {
        true => phrase!("`{name}` cannot be an outcome, because its values are not numbers", name = &name.value),
        false => phrase!(
            "`{name}` cannot be an outcome, because its values are not numbers: {examples}",
            name = &name.value,
            examples = texts
        ),
    };
    let example = format!("[variables.{}]  codes = {{ … = … }}  missing = [ … ]", toml_key(&var.name));
    let hint = phrase!(
        "Name a variable with numbers or yes and no; or say what its values mean: {example}",
        example = example
    );
    let places = cells(view.panel(), &var, units.into_iter());
    sink.push(Diagnostic::error("outcome-not-numeric", message).hint(hint).at(name.place.clone()).at_all(places));
    None
}

/// The first different values, and the first unit that has each.
fn examples(view: &View, var: &VarRef) -> (Vec<String>, Vec<usize>) {
    let Some(Data::Category { levels, codes }) = view.column(var).map(|column| column.data) else {
        return Default::default();
    };
    let first = |level: u32| codes.iter().position(|code| *code == level);
    let shown = levels.iter().enumerate().filter_map(|(level, text)| Some((text.clone(), first(level as u32)?)));
    shown.take(EXAMPLES).unzip()
}
