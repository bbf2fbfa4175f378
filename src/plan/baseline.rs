//! A baseline is the same thing before: of the kind and in the unit of its outcome.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Sink};
use crate::notation::{are_hours_of_day, different_units};
use crate::panel::{Content, Panel, VarRef};
use crate::phrase;
use crate::study::keys::{toml_key, toml_text};
use crate::study::{Located, Study, VariableKind};
use crate::text::{Arg, Words};

/// Fewer answers do not show how far a scale goes.
const ANSWERS: usize = 10;

/// Values of a baseline that a message lists.
const LISTED: usize = 5;

/// Whether a baseline may be set beside its outcome. Reports why not.
pub fn is_like(
    study: &Study,
    panel: &Panel,
    (outcome, var): (&Located<String>, &VarRef),
    (written, baseline): (&Located<String>, &VarRef),
    sink: &mut Sink,
) -> bool {
    if var.name == baseline.name {
        return true;
    }
    let info = |var: &VarRef| panel.variables.get(&var.name);
    let (Some(after), Some(before)) = (info(var), info(baseline)) else { return true };
    let problem = match (after.content, before.content) {
        (Content::YesNo, Content::Number) if !panel.is_zero_or_one(&baseline.name) => {
            Some(kinds(study, panel, (&outcome.value, &var.name), baseline))
        }
        (Content::Number, Content::YesNo) if !panel.is_zero_or_one(&var.name) => {
            Some(no_number(&outcome.value, written))
        }
        _ => different_units(&after.unit, &before.unit)
            .then(|| units(&outcome.value, written, &after.unit, &before.unit)),
    };
    if problem.is_none() && (after.content, before.content) == (Content::Number, Content::Number) {
        let scales = [var, baseline].iter().all(|var| is_scale(study, &var.name));
        let steps = steps(panel, (&outcome.value, var), (&written.value, baseline)).filter(|_| scales);
        sink.problems.extend(steps.map(|problem| problem.at(written.place.clone())));
    }
    let sound = problem.is_none();
    sink.problems.extend(problem.map(|problem| problem.at(written.place.clone())));
    sound
}

/// Whether outcome and baseline are on one scale: shares of 1 (0.45) and of 100 (45) are not to be set beside each other. Reports
/// it where they are not.
pub fn on_one_scale(panel: &Panel, name: &Located<String>, var: &VarRef, baseline: &VarRef, sink: &mut Sink) -> bool {
    if panel.variables.get(&var.name).is_some_and(|info| are_hours_of_day(&info.unit)) {
        return true;
    }
    let middles = [var, baseline].map(|var| middle(panel, var));
    let [Some(after), Some(before)] = middles else { return true };
    if !(after.is_share_beside(&before) || before.is_share_beside(&after)) {
        return true;
    }
    let message = phrase!(
        "`{outcome}` and its state before are shares on two scales: the middle values are {after} and {before}, such as 0.45 and 45 for 45%",
        outcome = &name.value,
        after = after.median.to_string(),
        before = before.median.to_string()
    );
    let hint = phrase!("Divide one of them by 100: a variable with formula = \"{example}\"", example = "… / 100");
    sink.push(Diagnostic::error("baseline-of-another-kind", message).hint(hint).at(name.place.clone()));
    false
}

/// The middle and the largest of some values, and whether any is a fraction.
struct ValueSummary {
    median: f64,
    low: f64,
    high: f64,
    fractions: bool,
}

impl ValueSummary {
    fn is_share_beside(&self, other: &ValueSummary) -> bool {
        let share = self.low >= 0.0 && self.high <= 1.0 && self.fractions && self.median > 0.0;
        let of_hundred = other.low >= 0.0 && other.high <= 100.0 && other.median > 1.5;
        share && of_hundred && (30.0..=300.0).contains(&(other.median / self.median))
    }
}

fn middle(panel: &Panel, var: &VarRef) -> Option<ValueSummary> {
    let mut values = panel.numbers(var)?.to_vec();
    values.retain(|value| !value.is_nan());
    values.sort_by(f64::total_cmp);
    let (low, high) = (*values.first()?, *values.last()?);
    let fractions = values.iter().any(|value| value.fract() != 0.0);
    Some(ValueSummary { median: values[values.len() / 2], low, high, fractions })
}

fn is_scale(study: &Study, name: &str) -> bool {
    let kind = study.variables.get(name).and_then(|variable| variable.kind.as_ref());
    kind.is_some_and(|kind| kind.value == VariableKind::Scale)
}

/// Scales of which one has more steps than the other: many answers lie where the other has none.
fn steps(panel: &Panel, (outcome, var): (&str, &VarRef), (written, baseline): (&str, &VarRef)) -> Option<Diagnostic> {
    let highest = |var: &VarRef| panel.steps(var, 0.0).map(|(high, ..)| high);
    let (after, before) = (highest(var)?, highest(baseline)?);
    let (more, least) = if after > before { (var, before) } else { (baseline, after) };
    let (_, beyond, all) = panel.steps(more, least)?;
    if after == before || all < ANSWERS || 5 * beyond < all {
        return None;
    }
    let message = phrase!(
        "The steps of `{outcome}` go to {after}, those of its baseline `{baseline}` to {before}: are they one scale?",
        outcome = outcome,
        baseline = written,
        after = after.to_string(),
        before = before.to_string()
    );
    let hint = phrase!("Where the scales differ, say by `codes` which step of one is which of the other");
    Some(Diagnostic::warning("scales-differ", message).hint(hint))
}

fn kinds(study: &Study, panel: &Panel, (outcome, name): (&str, &str), baseline: &VarRef) -> Diagnostic {
    let counts = counts(panel, baseline);
    let one = |(value, n): &(f64, usize)| Arg::from(phrase!("{value} ({n})", value = value.to_string(), n = *n));
    let mut list: Vec<Arg> = counts.iter().take(LISTED).map(one).collect();
    if counts.len() > LISTED {
        list.push(phrase!("and others").into());
    }
    let message = phrase!(
        "`{outcome}` is yes or no, and its baseline `{baseline}` is not: it holds {values}",
        outcome = outcome,
        baseline = &baseline.name,
        values = Arg::List(list)
    );
    let known = study.variables.get(name).map(|variable| variable.codes.as_slice()).unwrap_or_default();
    let pair = |(value, meaning): &(String, String)| format!("{} = {}", toml_key(value), toml_text(meaning));
    let codes: Vec<String> = match counts.as_slice() {
        _ if !known.is_empty() => known.iter().map(pair).collect(),
        [(a, _), (b, _)] => {
            vec![format!("{} = \"yes\"", toml_key(&a.to_string())), format!("{} = \"no\"", toml_key(&b.to_string()))]
        }
        _ => Vec::new(),
    };
    let hint = match codes.is_empty() {
        true => phrase!("Name the variable that holds the same thing before"),
        false => phrase!(
            "Say what its values mean, for both: {line}",
            line = format!("[variables.{}]  codes = {{ {} }}", toml_key(&baseline.name), codes.join(", "))
        ),
    };
    Diagnostic::error("baseline-of-another-kind", message).hint(hint)
}

/// The values of a baseline and how many units have each, in order.
fn counts(panel: &Panel, baseline: &VarRef) -> Vec<(f64, usize)> {
    let mut values = panel.numbers(baseline).map(<[f64]>::to_vec).unwrap_or_default();
    values.retain(|value| !value.is_nan());
    values.sort_by(f64::total_cmp);
    let mut counts: BTreeMap<usize, (f64, usize)> = BTreeMap::new();
    let mut at = 0;
    for (i, value) in values.iter().enumerate() {
        if i > 0 && values[i - 1] != *value {
            at += 1;
        }
        counts.entry(at).or_insert((*value, 0)).1 += 1;
    }
    counts.into_values().collect()
}

fn no_number(outcome: &str, baseline: &Located<String>) -> Diagnostic {
    let message = phrase!(
        "`{outcome}` holds numbers, and its baseline `{baseline}` is yes or no",
        outcome = outcome,
        baseline = &baseline.value
    );
    let hint = phrase!("Name the variable that holds the same thing before");
    Diagnostic::error("baseline-of-another-kind", message).hint(hint)
}

fn units(outcome: &str, baseline: &Located<String>, after: &Words, before: &Words) -> Diagnostic {
    let message = phrase!(
        "`{outcome}` is measured in {after}, and its baseline `{baseline}` in {before}",
        outcome = outcome,
        baseline = &baseline.value,
        after = after,
        before = before
    );
    let hint = phrase!("Name the variable that holds the same thing before");
    Diagnostic::error("baseline-of-another-kind", message).hint(hint)
}
