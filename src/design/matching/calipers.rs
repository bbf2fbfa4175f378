//! Calipers: the largest distance at which a comparison unit still counts as similar.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diag::{Diagnostic, Halt, Sink};
use crate::math::assign::Width;
use crate::math::elementary::magnitude;
use crate::math::sums::variance;
use crate::panel::{Data, Panel, VarRef, VariableColumn};
use crate::phrase;
use crate::text::{Arg, Phrase, num};

use super::score::Distance;
use crate::design::Ask;
use crate::text::r;

/// The key of the score in a table of calipers.
const SCORE: &str = "score";

/// Calipers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Caliper {
    /// On the score.
    Score(f64),
    /// By variable; `score` is the score.
    Each(BTreeMap<String, f64>),
}

/// What calipers are counted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CaliperUnit {
    /// Standard deviations (n − 1) over all candidates.
    #[default]
    Sd,
    /// The variable's own unit.
    Raw,
}

/// Calipers in the variables' own units.
pub struct Calipers {
    /// On the score.
    pub score: Option<f64>,
    /// On variables: values of all units, width.
    pub widths: Vec<(Vec<f64>, f64)>,
    /// Each caliper in words and numbers.
    pub notes: Vec<Phrase>,
}

impl Calipers {
    /// As the kernel takes them.
    pub fn widths(&self) -> Vec<Width<'_>> {
        self.widths.iter().map(|(values, width)| Width { values, width: *width }).collect()
    }
}

impl Caliper {
    fn entries(&self) -> Vec<(String, f64)> {
        match self {
            Caliper::Score(width) => vec![(SCORE.to_string(), *width)],
            Caliper::Each(table) => table.iter().map(|(name, width)| (name.clone(), *width)).collect(),
        }
    }
}

/// Variables that calipers name, the score apart.
pub fn variables(caliper: Option<&Caliper>) -> Vec<VarRef> {
    names(caliper).iter().map(|name| VarRef::parse(name)).collect()
}

/// The same by their names.
pub fn names(caliper: Option<&Caliper>) -> Vec<String> {
    let entries = caliper.into_iter().flat_map(Caliper::entries);
    entries.map(|(name, _)| name).filter(|name| name != SCORE).collect()
}

/// These variables and those that calipers name, each once.
pub fn beside(exact: &[VarRef], caliper: Option<&Caliper>) -> Vec<VarRef> {
    let mut vars = exact.to_vec();
    variables(caliper).into_iter().for_each(|var| {
        if !vars.contains(&var) {
            vars.push(var)
        }
    });
    vars
}

/// [`check`], and a caliper on a score where there is none.
pub fn check_with(distance: Distance, caliper: Option<&Caliper>, panel: &Panel) -> Vec<(&'static str, Diagnostic)> {
    let mut wrong = check(caliper, panel);
    if distance == Distance::Mahalanobis && of_score(caliper) {
        let message = phrase!("Mahalanobis distance has no score that a caliper could be on");
        let hint = phrase!("Name variables: caliper = {brackets}", brackets = "{ age = 0.2 }");
        wrong.push(Diagnostic::error("wrong-option", message).hint(hint));
    }
    wrong.into_iter().map(|problem| ("caliper", problem)).collect()
}

/// Whether one is on the score.
pub fn of_score(caliper: Option<&Caliper>) -> bool {
    caliper.into_iter().flat_map(Caliper::entries).any(|(name, _)| name == SCORE)
}

/// Calls the variables of calipers otherwise.
pub fn rename(caliper: Option<&mut Caliper>, name: &dyn Fn(&str) -> String) {
    if let Some(Caliper::Each(each)) = caliper {
        *each = std::mem::take(each).into_iter().map(|(known, width)| (name(&known), width)).collect();
    }
}

/// Calipers that are no widths, and a score that may be meant as a variable.
pub fn check(caliper: Option<&Caliper>, panel: &Panel) -> Vec<Diagnostic> {
    let entries: Vec<(String, f64)> = caliper.into_iter().flat_map(Caliper::entries).collect();
    let named = matches!(caliper, Some(Caliper::Each(each)) if each.contains_key(SCORE));
    let meant = (named && panel.variables.contains_key(SCORE)).then(score_is_no_variable);
    let negative = entries.iter().find(|(_, width)| *width < 0.0).map(|(_, width)| no_width(*width));
    meant.into_iter().chain(negative).collect()
}

/// Where a variable bears the name by which calipers call the score, the score is meant.
fn score_is_no_variable() -> Diagnostic {
    let message = phrase!("`score` in `caliper` is the similarity score, and not the variable `score`");
    let hint = phrase!(
        "For a caliper on the variable give it another name: columns = {brackets}",
        brackets = "{ points = \"score\" }"
    );
    Diagnostic::warning("caliper", message).hint(hint)
}

fn no_width(width: f64) -> Diagnostic {
    let wanted = phrase!("a number, 0 or more");
    let message = phrase!(
        "`{key}` should be {wanted}, but this is {found}",
        key = "caliper",
        wanted = wanted,
        found = width.to_string()
    );
    Diagnostic::error("wrong-option", message)
}

/// Turns the option into widths. `columns` holds the variables that it names, one value for each unit, as `score` has.
///
/// # Errors
/// [`Halt`] where a width is negative or not a number, or a variable is a category.
pub fn resolve(
    caliper: Option<&Caliper>,
    unit: CaliperUnit,
    score: &[f64],
    columns: &[VariableColumn],
    ask: &Ask,
    sink: &mut Sink,
) -> Result<Calipers, Halt> {
    let mut calipers = Calipers { score: None, widths: Vec::new(), notes: Vec::new() };
    for (name, given) in caliper.into_iter().flat_map(Caliper::entries) {
        if !given.is_finite() || given < 0.0 {
            let message = phrase!("A caliper must be a number of at least 0: {name}", name = name);
            sink.push(Diagnostic::error("caliper", message).at(ask.place.clone()));
            continue;
        }
        let scale = |values: &[f64]| if unit == CaliperUnit::Sd { standard_deviation(values) } else { 1.0 };
        if name == SCORE {
            let width = given * scale(score);
            calipers.score = Some(width);
            calipers.notes.push(note(unit, phrase!("the score").into(), given, width));
            continue;
        }
        let var = VarRef::parse(&name);
        match columns.iter().find(|column| column.var == var) {
            Some(VariableColumn { data: Data::Number(values), label, .. }) => {
                let width = given * scale(values);
                calipers.notes.push(note(unit, label.into(), given, width));
                calipers.widths.push((values.to_vec(), width));
            }
            _ => {
                let message = phrase!("A caliper needs a number, and {name} is not one", name = &name);
                let hint = phrase!("Use exact = [\"{name}\"] for a category", name = &name);
                sink.push(Diagnostic::error("caliper", message).at(ask.place.clone()).hint(hint));
            }
        }
    }
    sink.checkpoint()?;
    Ok(calipers)
}

/// `c(score = 0.2, age = 5)` as R takes it: a plain number is a caliper on the score.
pub fn in_r(caliper: Option<&Caliper>) -> String {
    let entry = |name: &str, width: f64| format!("{} = {}", r::quoted(name), r::number(width));
    match caliper {
        Some(Caliper::Each(table)) => {
            let entries = table.iter().map(|(name, width)| entry(&r::column(name), *width));
            format!("c({})", entries.collect::<Vec<_>>().join(", "))
        }
        Some(Caliper::Score(width)) => format!("c({})", entry(SCORE, *width)),
        None => "c()".into(),
    }
}

/// The same as MatchIt takes it, where the caliper on the score has no name.
pub fn of_matchit(caliper: &Caliper) -> String {
    let entry = |(name, width): &(String, f64)| match name.as_str() {
        SCORE => r::number(*width),
        name => format!("{} = {}", r::quoted(&r::column(name)), r::number(*width)),
    };
    format!("c({})", caliper.entries().iter().map(entry).collect::<Vec<_>>().join(", "))
}

fn note(unit: CaliperUnit, variable: Arg, given: f64, width: f64) -> Phrase {
    let width = num(width, significant(width));
    match unit {
        CaliperUnit::Sd => phrase!(
            "Caliper: {given} standard deviations of {variable} = {width} (standard deviation over all candidates, n − 1)",
            given = num(given, least(given)),
            variable = variable,
            width = width
        ),
        CaliperUnit::Raw => phrase!("Caliper: {width} on {variable}", width = width, variable = variable),
    }
}

/// Decimals that show four significant digits.
fn significant(size: f64) -> usize {
    if size > 0.0 { (3 - magnitude(size)).clamp(0, 8) as usize } else { 0 }
}

/// The fewest decimals, at most 4, that show the number as it was written.
fn least(given: f64) -> usize {
    let shown = |decimals: usize| format!("{given:.decimals$}").parse::<f64>().unwrap_or(f64::NAN);
    (0..4).find(|&decimals| shown(decimals) == given).unwrap_or(4)
}

/// n − 1; 0 for fewer than two values.
fn standard_deviation(values: &[f64]) -> f64 {
    if values.len() < 2 { 0.0 } else { variance(values).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calipers_are_named_numbers() {
        let each = Caliper::Each([("age".to_string(), 5.0), ("score".to_string(), 0.1)].into());
        assert_eq!(in_r(Some(&Caliper::Score(0.2))), r#"c("score" = 0.2)"#);
        assert_eq!(in_r(Some(&each)), r#"c("age" = 5, "score" = 0.1)"#);
        assert_eq!(in_r(None), "c()");
        assert_eq!(of_matchit(&each), r#"c("age" = 5, 0.1)"#);
    }
}
