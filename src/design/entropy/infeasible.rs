//! Which covariates cannot be balanced.

use crate::design::Ask;
use crate::diag::Diagnostic;
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::columns::Condition;
use super::options::Entropy;
use super::solve::{Sides, solve};

/// The problem, with what would help.
pub fn named(sides: &Sides<'_>, conditions: &[Condition], method: &Entropy, ask: &Ask) -> Diagnostic {
    let outside = outside(sides, conditions);
    let lone = if outside.is_empty() { alone(sides, conditions) } else { Vec::new() };
    let message = match (outside.is_empty(), lone.is_empty()) {
        (false, _) => phrase!(
            "No weights can make the groups alike: the average of {names} to be met lies beyond all units that could be weighted",
            names = titles(&outside)
        ),
        (true, false) => phrase!(
            "No weights can make the groups alike in all covariates at once; there are such weights without {names}{more}",
            names = lone[0].clone(),
            more = or_without(&lone[1..])
        ),
        (true, true) => phrase!(
            "No weights can make the groups alike in all {n} covariates at once, nor in all but one of them",
            n = variables(conditions).len()
        ),
    };
    Diagnostic::error("no-weights", message).at(ask.place.clone()).hint(hint(method, conditions))
}

fn hint(method: &Entropy, conditions: &[Condition]) -> Phrase {
    match method.moments > 1 || method.interactions {
        true => phrase!("Balance averages only ({example}), or leave covariates out", example = "moments = 1"),
        false if variables(conditions).len() > 1 => phrase!(
            "Leave covariates out, join small categories, or compare with similar ones only: {example}",
            example = "design = { method = \"nearest\", caliper = 0.2 }"
        ),
        false => phrase!(
            "The groups do not meet in this covariate: those who took part need other units to be compared with"
        ),
    }
}

fn or_without(others: &[Arg]) -> Phrase {
    match others {
        [] => Phrase::verbatim(""),
        others => phrase!(", or instead without one of: {names}", names = Arg::List(others.to_vec())),
    }
}

fn titles(conditions: &[&Condition]) -> Arg {
    Arg::List(conditions.iter().map(|condition| Arg::from(&condition.title)).collect())
}

fn variables(conditions: &[Condition]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for condition in conditions {
        if !names.contains(&condition.of.as_str()) {
            names.push(&condition.of);
        }
    }
    names
}

/// Conditions whose target no unit of a weighted group reaches on one side.
fn outside<'a>(sides: &Sides<'_>, conditions: &'a [Condition]) -> Vec<&'a Condition> {
    let beyond = |condition: &&Condition| {
        let target = sides.target(&condition.values);
        sides.weighted().iter().any(|&arm| {
            let own = (0..condition.values.len()).filter(|&i| sides.treated[i] == arm && sides.base[i] > 0.0);
            let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
            own.map(|i| condition.values[i]).for_each(|x| (low, high) = (low.min(x), high.max(x)));
            let same = (high - low).abs() <= 1e-12;
            if same { (target - low).abs() > 1e-9 } else { target <= low || target >= high }
        })
    };
    conditions.iter().filter(beyond).collect()
}

/// Covariates without any one of which there are weights.
fn alone(sides: &Sides<'_>, conditions: &[Condition]) -> Vec<Arg> {
    let named = variables(conditions);
    let helps = |name: &&&str| {
        let left: Vec<Condition> = conditions.iter().filter(|it| it.of != **name).cloned().collect();
        !left.is_empty() && solve(sides, &left).is_some()
    };
    let title = |name: &&str| conditions.iter().find(|it| it.of == *name).map(|it| Arg::from(&it.title));
    named.iter().filter(helps).filter_map(title).collect()
}
