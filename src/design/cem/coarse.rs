//! Covariates in bins and grouped levels.

use crate::design::Ask;
use crate::diag::{Diagnostic, Halt, Sink};
use crate::math::bins;
use crate::panel::{Data, VarRef, VariableColumn};
use crate::phrase;

use super::options::{Cem, Cut, Rule};

/// The covariates as strata take them: numbers by their bins, categories by their groups of levels.
///
/// # Errors
/// [`Halt`] where an option names a variable that is no covariate or not of its kind, a level that is not there, or a point that is
/// no number.
pub fn coarsened(
    method: &Cem,
    columns: &[VariableColumn],
    ask: &Ask,
    sink: &mut Sink,
) -> Result<Vec<VariableColumn>, Halt> {
    let before = sink.problems.len();
    without_effect(method, columns, ask, sink);
    let coarse = columns.iter().map(|column| one(method, column, ask, sink)).collect();
    sink.checkpoint_since(before)?;
    Ok(coarse)
}

/// Of every number its bins by Scott's rule: what the imbalance of the whole distributions is told by.
pub fn by_scott(columns: &[VariableColumn]) -> Vec<VariableColumn> {
    let one = |column: &VariableColumn| match &column.data {
        Data::Number(values) => in_bins(column, values, &Cut::Rule(Rule::Scott).points(values)),
        Data::Category { .. } => column.clone(),
    };
    columns.iter().map(one).collect()
}

fn named<'a>(column: &VariableColumn, mut names: impl Iterator<Item = &'a String>) -> bool {
    names.any(|name| VarRef::parse(name) == column.var)
}

/// Options for variables that are not compared on, or of another kind.
fn without_effect(method: &Cem, columns: &[VariableColumn], ask: &Ask, sink: &mut Sink) {
    let is = |name: &String, number: bool| {
        let column = columns.iter().find(|column| named(column, std::iter::once(name)));
        column.map(|column| matches!(column.data, Data::Number(_)) == number)
    };
    let mut wrong = |message| sink.push(Diagnostic::error("wrong-option", message).at(ask.place.clone()));
    for (key, name, number) in options(method) {
        match (is(name, number), number) {
            (Some(true), _) => {}
            (None, _) => wrong(phrase!(
                "`{key}` names {name}, which is not among the covariates or is the same for all",
                key = key,
                name = name
            )),
            (_, true) => wrong(phrase!("`{key}` names {name}, which is not a number", key = key, name = name)),
            (_, false) => wrong(phrase!("`{key}` names {name}, which is not a category", key = key, name = name)),
        }
    }
}

fn options(method: &Cem) -> impl Iterator<Item = (&'static str, &String, bool)> {
    let cuts = method.cutpoints.keys().map(|name| ("cutpoints", name, true));
    cuts.chain(method.groups.keys().map(|name| ("groups", name, false)))
}

fn one(method: &Cem, column: &VariableColumn, ask: &Ask, sink: &mut Sink) -> VariableColumn {
    let is_own = |name: &&String| named(column, std::iter::once(*name));
    match &column.data {
        Data::Number(values) => {
            let own = method.cutpoints.iter().find(|(name, _)| is_own(name)).map(|(_, cut)| cut);
            let points = own.unwrap_or(&method.bins).points(values);
            if points.iter().any(|point| !point.is_finite()) {
                let message = phrase!("The points between bins must be finite numbers");
                sink.push(Diagnostic::error("wrong-option", message).at(ask.place.clone()));
            }
            in_bins(column, values, &points)
        }
        Data::Category { levels, codes } => {
            let groups = method.groups.iter().find(|(name, _)| is_own(name)).map(|(_, groups)| groups.as_slice());
            let group = |level: &String| match groups.unwrap_or(&[]).iter().position(|group| group.contains(level)) {
                Some(at) => at,
                None => groups.map_or(0, <[_]>::len) + levels.iter().position(|it| it == level).unwrap_or(0),
            };
            let known = groups.unwrap_or(&[]).iter().flatten();
            for level in known.filter(|level| !levels.contains(level)) {
                let message = phrase!("`groups` names the level {level}, which does not occur", level = level);
                sink.push(Diagnostic::error("wrong-option", message).at(ask.place.clone()));
            }
            let of_level: Vec<f64> = levels.iter().map(|level| group(level) as f64).collect();
            let values = codes.iter().map(|&code| of_level[code as usize]).collect();
            VariableColumn { data: Data::Number(values), ..column.clone() }
        }
    }
}

fn in_bins(column: &VariableColumn, values: &[f64], points: &[f64]) -> VariableColumn {
    let values = values.iter().map(|&value| bins::bin(points, value) as f64).collect();
    VariableColumn { data: Data::Number(values), ..column.clone() }
}
