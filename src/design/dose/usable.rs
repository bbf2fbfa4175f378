//! Whether doses can be asked about: what they are, how many there are, and whether one of them is most of all.

use std::collections::BTreeMap;

use ndarray::Array2;

use crate::design::model_matrix::model_matrix;
use crate::diag::{Diagnostic, Halt, Sink};
use crate::math::linear::{Factor, TOLERANCE};
use crate::panel::{Data, VariableColumn};
use crate::phrase;
use crate::text::{Phrase, num};

use super::super::Ask;
use super::options::{Dose, Law, Model};

/// Fewer different doses than this are groups, not doses.
const LEAST_VALUES: usize = 5;
/// Where more than this share received the same, the others decide alone.
const MOST_ALIKE: f64 = 0.5;
/// A density describes doses of which no single one is held by more than this share.
const MOST_IN_DENSITY: f64 = 0.25;

/// What is wrong with the options, whatever the data.
pub fn options(method: &Dose) -> Vec<(&'static str, Diagnostic)> {
    let mut wrong = Vec::new();
    let mut say = |key, message: Phrase, hint: Phrase| {
        wrong.push((key, Diagnostic::error("wrong-option", message).hint(hint)));
    };
    if method.of.is_empty() {
        let message = phrase!("It is not said how much each unit received");
        say("of", message, phrase!("Name the variable: {example}", example = "of = \"amount\""));
    }
    if !(method.per > 0.0 && method.per.is_finite()) {
        let message = phrase!("It is not said for which step more the answer is told, and none is guessed");
        say(
            "per",
            message,
            phrase!("Write a number in the unit of the variable: {example}", example = "per = 1000000"),
        );
    }
    if method.law == Law::LogNormal && method.model == Model::Linear {
        let message = phrase!("Nothing is weighted here, so that the law of the dose would have no effect");
        say("law", message, phrase!("Write {example}, or take it out", example = "model = \"gps\""));
    }
    if method.curve.len() == 1 || method.curve.iter().any(|dose| !dose.is_finite() || *dose < 0.0) {
        let message = phrase!("A curve needs two doses or more, none of them below zero");
        say("curve", message, phrase!("Write for example {example}", example = "curve = [0, 1000000, 3000000]"));
    }
    wrong
}

/// The doses.
///
/// # Errors
/// [`Halt`] where they are no numbers, below zero, take too few values, or are nearly all the same.
pub fn values(column: &VariableColumn, method: &Dose, ask: &Ask, sink: &mut Sink) -> Result<Vec<f64>, Halt> {
    let found = match &column.data {
        Data::Number(values) => judged(column, values, method).map(|()| values.to_vec()),
        Data::Category { .. } => Err((
            phrase!("{dose} holds words, and a dose is a number", dose = &column.label),
            phrase!("Groups that received different things are compared two at a time"),
        )),
    };
    found.map_err(|(message, hint)| sink.halt(Diagnostic::error("dose", message).hint(hint).at(ask.place.clone())))
}

/// The doses of the curve that somebody received as little and as much as, ascending; of the others it is said that nothing is told.
pub fn curve(method: &Dose, received: &[f64], ask: &Ask, sink: &mut Sink) -> Vec<f64> {
    let ends = |(l, h): (f64, f64), v: &f64| (l.min(*v), h.max(*v));
    let (low, high) = received.iter().fold((f64::INFINITY, f64::NEG_INFINITY), ends);
    let (mut told, outside): (Vec<f64>, Vec<f64>) = method.curve.iter().partition(|dose| (low..=high).contains(*dose));
    for at in outside {
        let message = phrase!(
            "The curve asks for a dose of {at}, and nobody received as little or as much: nothing is told there",
            at = num(at, 0)
        );
        let hint = phrase!("Ask for doses between the least and the largest that were received");
        sink.push(Diagnostic::warning("dose", message).hint(hint).at(ask.place.clone()));
    }
    told.sort_by(f64::total_cmp);
    told
}

/// Says which columns of the covariates follow from others, and are left out of every model.
pub fn say_collinear(covariates: &[VariableColumn], ask: &Ask, sink: &mut Sink) {
    let matrix = model_matrix(covariates);
    let rows = matrix.x.nrows();
    let x =
        Array2::from_shape_fn((rows, matrix.x.ncols() + 1), |(i, k)| if k == 0 { 1.0 } else { matrix.x[[i, k - 1]] });
    let factor = Factor::new(x.view(), None, TOLERANCE);
    let names: Vec<&str> = factor.dropped().iter().map(|&k| matrix.names[k - 1].as_str()).collect();
    if !names.is_empty() {
        let message = phrase!(
            "{names} {names?says|say} nothing beyond the other covariates and {names?is|are} left out",
            names = names
        );
        let hint = phrase!("Remove covariates that are sums or copies of others");
        sink.push(Diagnostic::warning("collinear", message).at(ask.place.clone()).hint(hint));
    }
}

fn judged(column: &VariableColumn, values: &[f64], method: &Dose) -> Result<(), (Phrase, Phrase)> {
    let label = || &column.label;
    let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
    values.iter().for_each(|value| *counts.entry((value + 0.0).to_bits()).or_default() += 1);
    let most = counts.values().copied().max().unwrap_or(0) as f64 / values.len().max(1) as f64;
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    if low < 0.0 {
        return Err((
            phrase!("{dose} is below zero for some units, and nobody receives less than nothing", dose = label()),
            phrase!("Correct the cells, or make another variable with a formula"),
        ));
    }
    if counts.len() < LEAST_VALUES {
        return Err((
            phrase!(
                "{dose} takes {n} {n?value|values} only: these are groups, not doses",
                dose = label(),
                n = counts.len()
            ),
            phrase!("Compare the groups with each other, by a yes/no treatment"),
        ));
    }
    if most > MOST_ALIKE {
        return Err((
            phrase!(
                "More than half of the units received the same of {dose}, so that few others would decide",
                dose = label()
            ),
            phrase!(
                "Ask among those who received something, or compare those who received some with those who received none"
            ),
        ));
    }
    density(method, low, most)
}

/// Whether a density can describe them.
fn density(method: &Dose, low: f64, most: f64) -> Result<(), (Phrase, Phrase)> {
    if method.model == Model::Linear {
        return Ok(());
    }
    let linear = || phrase!("Write {example}", example = "model = \"linear\"");
    if method.law == Law::LogNormal && low <= 0.0 {
        return Err((
            phrase!("A dose of 0 has no logarithm"),
            phrase!("Ask among those who received something, or write {example}", example = "law = \"normal\""),
        ));
    }
    if most > MOST_IN_DENSITY {
        return Err((
            phrase!("More than a quarter of the units received the same, which no density of doses describes"),
            linear(),
        ));
    }
    Ok(())
}
