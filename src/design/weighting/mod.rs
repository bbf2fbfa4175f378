//! What designs that weight have in common: the comparison of weights, what was estimated on the way to them, tables of balance
//! and of the weights themselves, and words. A design finds the weights; [`Weighting::comparison`] makes the comparison of them.

mod model;
mod spread;
pub mod words;

use std::sync::Arc;

use crate::diag::{Diagnostic, Halt, Sink};
use crate::exhibit::{MethodFigure, Table, TableRole};
use crate::panel::{Blind, Data, FlowStep, Lost, Panel, VarRef};
use crate::phrase;
use crate::text::{Arg, LANGUAGES, Phrase, Words, num};

use super::balance::balance;
use super::candidates::Candidates;
use super::model_matrix::{ModelColumn, SCORE_TERM, all_levels};
use super::{
    Arm, Ask, Balance, Comparison, Estimand, Kind, Scores, WeightModel, WeightOrigin, Weights, charts, tables,
};

pub use model::{Equations, Estimated};

/// Averages that weights can be made for.
pub const ESTIMANDS: &[Estimand] =
    &[Estimand::Att, Estimand::Atc, Estimand::Ate, Estimand::Overlap, Estimand::Matching];

/// What a design found. Lists have one element for each candidate.
pub struct Weighting<'a> {
    /// Who could be weighted.
    pub candidates: &'a Candidates,
    /// Weights; 0: left out.
    pub weight: Vec<f64>,
    /// What was estimated on the way to them; absent where errors cannot account for it.
    pub model: Option<Arc<dyn WeightModel>>,
    /// The score, where there is one.
    pub scores: Option<Scores>,
    /// Why units of weight 0 are left out.
    pub left_out: Phrase,
    /// What was done, in words and numbers.
    pub notes: Vec<Phrase>,
}

impl Weighting<'_> {
    /// The comparison: balance, losses, tables and charts.
    pub fn comparison(self, ask: &Ask, blind: &Blind) -> Comparison {
        let Weighting { candidates, weight, model, scores, left_out, mut notes } = self;
        let terms = terms(candidates, scores.as_ref());
        let balance = balance(&candidates.treated, &weight, &terms, ask.estimand);
        let tables = tables(ask, candidates, scores.as_ref(), &weight, &balance);
        let figures = tables.iter().filter_map(|table| figure(table, &balance)).collect();
        let mut flow = candidates.flow.clone();
        flow.push(weighted(candidates, &weight, left_out, blind));
        notes.push(effective(&balance));
        notes.extend(spread::heavy(&candidates.treated, &weight));
        let arm = |&treated: &bool| if treated { Arm::Treated } else { Arm::Comparison };
        let (all, used) = (&candidates.flow[0], flow.last());
        let whole = used.map(|step| (step.treated, step.comparison)) == Some((all.treated, all.comparison));
        Comparison {
            dose: None,
            kind: Kind::Weighted,
            estimand: ask.estimand,
            population: words::population(ask.estimand, whole),
            units: candidates.units.clone(),
            arm: candidates.treated.iter().map(arm).collect(),
            weights: Weights { values: weight, origin: model.map_or(WeightOrigin::Fixed, WeightOrigin::Estimated) },
            sets: None,
            lots: None,
            scores,
            balance: Some(balance),
            flow,
            notes,
            tables,
            figures,
            frames: Vec::new(),
        }
    }
}

/// The score, where there is one, and every covariate, as columns of numbers.
fn terms(candidates: &Candidates, scores: Option<&Scores>) -> Vec<ModelColumn> {
    let score = scores.map(|scores| {
        let label = phrase!("Similarity score");
        let label = Words(LANGUAGES.iter().map(|&lang| (lang.code().to_string(), label.render(lang))).collect());
        ModelColumn { key: SCORE_TERM.into(), label, level: None, share: false, values: scores.distance.clone() }
    });
    score.into_iter().chain(all_levels(&candidates.covariates)).collect()
}

fn tables(
    ask: &Ask,
    candidates: &Candidates,
    scores: Option<&Scores>,
    weight: &[f64],
    balance: &Balance,
) -> Vec<Table> {
    let (question, treated) = (&ask.question, &candidates.treated);
    let (mut of_balance, mut characteristics) =
        (tables::balance_table(question, balance, ask.estimand), tables::table1(question, balance));
    of_balance.title = phrase!("Balance before and after weighting");
    of_balance.notes = words::balance_notes(ask.estimand, balance);
    characteristics.notes = words::table_notes();
    let overlap = scores.map(|scores| tables::overlap(question, treated, &scores.probability, weight));
    [of_balance, characteristics].into_iter().chain(overlap).chain([spread::table(question, treated, weight)]).collect()
}

fn figure(table: &Table, balance: &Balance) -> Option<MethodFigure> {
    match table.id.role() {
        TableRole::Balance => Some(charts::love_of_weights(table, balance.units_after)),
        TableRole::Overlap => Some(charts::overlap(table)),
        _ => None,
    }
}

/// The step from candidates to weighted units.
fn weighted(candidates: &Candidates, weight: &[f64], reason: Phrase, blind: &Blind) -> FlowStep {
    let of = |treated: bool, used: bool| {
        (0..weight.len()).filter(move |&i| candidates.treated[i] == treated && (weight[i] > 0.0) == used)
    };
    let out: Vec<usize> = (0..weight.len()).filter(|&i| weight[i] <= 0.0).collect();
    let lost = Lost {
        reason,
        count: out.len(),
        treated: Some(of(true, false).count()),
        who: out.iter().map(|&i| blind.units()[candidates.units[i] as usize].clone()).collect(),
    };
    let (treated, comparison) = (of(true, true).count(), of(false, true).count());
    FlowStep {
        key: "matched".into(),
        stage: phrase!("Weighted"),
        remaining: treated + comparison,
        treated: Some(treated),
        comparison: Some(comparison),
        lost: Some(lost).into_iter().filter(|lost| lost.count > 0).collect(),
    }
}

fn effective(balance: &Balance) -> Phrase {
    let (treated, comparison) = balance.units_after;
    phrase!(
        "Weights that differ make units less informative: the {treated} who took part count as {of_treated} of equal weight, the {others} others as {of_others}",
        treated = Arg::units(treated),
        of_treated = num(balance.effective_after.0, 1),
        others = Arg::units(comparison),
        of_others = num(balance.effective_after.1, 1)
    )
}

/// Refuses averages that the design has no weights for.
///
/// # Errors
/// [`Halt`] where another is asked for.
pub fn one_of(allowed: &[Estimand], ask: &Ask, sink: &mut Sink) -> Result<(), Halt> {
    if allowed.contains(&ask.estimand) {
        return Ok(());
    }
    let names: Vec<&str> = allowed.iter().map(|estimand| estimand.written()).collect();
    let message = phrase!("This design has no weights for the average {name}", name = ask.estimand.written());
    let hint = phrase!("It has them for {names}", names = names);
    Err(sink.halt(Diagnostic::error("estimand", message).at(ask.place.clone()).hint(hint)))
}

/// What each candidate counts already, by the variable that a design names; 1 without one.
///
/// # Errors
/// [`Halt`] where a weight is below 0.
pub fn base_weights(candidates: &Candidates, named: &[VarRef], ask: &Ask, sink: &mut Sink) -> Result<Vec<f64>, Halt> {
    let column = candidates.further.iter().find(|column| named.contains(&column.var));
    let Some(Data::Number(values)) = column.map(|column| &column.data) else {
        return Ok(vec![1.0; candidates.units.len()]);
    };
    if values.iter().all(|weight| *weight >= 0.0) {
        return Ok(values.to_vec());
    }
    let message = phrase!("Weights that units have already cannot be below zero");
    Err(sink.halt(Diagnostic::error("wrong-option", message).at(ask.place.clone())))
}

/// What is wrong with the variable of such weights.
pub fn wrong_base(base: Option<&str>, panel: &Panel) -> Option<Diagnostic> {
    let var = VarRef::parse(base?);
    let known = panel.data(&var)?;
    (!matches!(known, Data::Number(_))).then(|| {
        let message = phrase!("Weights must be numbers, and {name} is not one", name = var.to_string());
        Diagnostic::error("wrong-option", message)
    })
}

/// Says that units have weights of their own.
pub fn base_note(candidates: &Candidates) -> Option<Phrase> {
    let column = candidates.further.first()?;
    Some(phrase!(
        "Units count by {variable} from the beginning, those whose average is asked for, too",
        variable = &column.label
    ))
}
