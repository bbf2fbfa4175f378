//! What designs that match have in common: calipers, scores, sets of units and their weights, who found nobody and why, tables
//! and frames of matches, and words. A design finds the sets; [`Matching::comparison`] makes the comparison of them.

pub mod calipers;
mod frames;
pub mod least;
/// Who is in no set, and why.
pub mod losses;
pub mod mahalanobis;
mod partition;
pub mod score;
mod weights;
pub mod words;

use crate::diag::{Diagnostic, Halt, Sink};
use crate::exhibit::{Frame, MethodFigure, Table, TableRole};
use crate::panel::{Blind, VarRef, VariableColumn};
use crate::phrase;
use crate::text::{LANGUAGES, Phrase, Words};

use super::balance::balance;
use super::candidates::{self, Candidates};
use super::model_matrix::{ModelColumn, SCORE_TERM, all_levels};
use super::{Arm, Ask, Balance, Comparison, Estimand, Kind, Scores, WeightOrigin, Weights, charts, further, tables};

pub use losses::{Idle, LossReason, Unmatched};
pub use partition::{MatchedSet, Pair, Partition, SetsOf};
pub use weights::weights;

/// What a design found: sets of candidates, and who is in none. Units are positions among the candidates.
pub struct Matching<'a> {
    /// Who could be matched.
    pub candidates: &'a Candidates,
    /// Sets.
    pub sets: Partition,
    /// What distances were measured on, where there is a model.
    pub scores: Option<Scores>,
    /// Treated units in no set, in their order.
    pub unmatched: Vec<Unmatched>,
    /// Why comparison units are in no set.
    pub idle: Idle,
    /// Whose effect the sets tell, in words.
    pub population: Phrase,
    /// What was done, in words and numbers.
    pub notes: Vec<Phrase>,
}

impl Matching<'_> {
    /// The comparison: weights, balance, losses, tables and frames.
    pub fn comparison(self, ask: &Ask, blind: &Blind) -> Comparison {
        let Matching { candidates, sets, scores, unmatched, idle, population, notes } = self;
        let weight = weights(&candidates.treated, &sets, ask.estimand);
        let terms = terms(candidates, scores.as_ref());
        let balance = balance(&candidates.treated, &weight, &terms, ask.estimand).with_overlap(
            &candidates.treated,
            &weight,
            &terms,
        );
        let mut flow = candidates.flow.clone();
        flow.push(losses::matched(candidates, &weight, &unmatched, idle, blind));
        let arm = |&treated: &bool| if treated { Arm::Treated } else { Arm::Comparison };
        let of = MatchTables { ask, candidates, scores: scores.as_ref(), weight: &weight };
        let mut tables = of.tables(&balance);
        tables.extend(further::table(&ask.question, &terms, &candidates.treated, &weight, ask.estimand));
        Comparison {
            kind: Kind::Matched,
            estimand: ask.estimand,
            population,
            units: candidates.units.clone(),
            arm: candidates.treated.iter().map(arm).collect(),
            dose: None,
            figures: of.figures(&tables, &balance),
            tables,
            frames: of.frames(&sets, &unmatched, blind),
            sets: Some(sets),
            lots: None,
            weights: Weights { values: weight, origin: WeightOrigin::Matched },
            scores,
            balance: Some(balance),
            flow,
            notes,
        }
    }
}

/// What tables and frames of matches are made of.
struct MatchTables<'a> {
    ask: &'a Ask,
    candidates: &'a Candidates,
    scores: Option<&'a Scores>,
    weight: &'a [f64],
}

impl MatchTables<'_> {
    fn tables(&self, balance: &Balance) -> Vec<Table> {
        let question = &self.ask.question;
        let overlap =
            |scores: &Scores| tables::overlap(question, &self.candidates.treated, &scores.probability, self.weight);
        let tables = [tables::balance_table(question, balance, self.ask.estimand), tables::table1(question, balance)];
        tables.into_iter().chain(self.scores.map(overlap)).collect()
    }

    fn figures(&self, tables: &[Table], balance: &Balance) -> Vec<MethodFigure> {
        let figure = |table: &Table| match table.id.role() {
            TableRole::Balance => Some(charts::love(table, balance.units_after)),
            TableRole::Overlap => Some(charts::overlap(table)),
            _ => None,
        };
        tables.iter().filter_map(figure).collect()
    }

    fn frames(&self, sets: &Partition, unmatched: &[Unmatched], blind: &Blind) -> Vec<Frame> {
        let id = |unit: u32| blind.units()[self.candidates.units[unit as usize] as usize].clone();
        let measured = sets.is_measured();
        let pairs = measured.then(|| frames::pairs(self, sets, id));
        pairs
            .into_iter()
            .chain((measured && !unmatched.is_empty()).then(|| frames::unmatched(self, unmatched, id)))
            .collect()
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

/// Strata of equal values of these variables among those that were collected beside the covariates; nothing where none is named.
pub fn strata(exact: &[VarRef], columns: &[VariableColumn]) -> Option<Vec<u32>> {
    let columns: Vec<&VariableColumn> = columns.iter().filter(|column| exact.contains(&column.var)).collect();
    (!columns.is_empty()).then(|| candidates::strata(&columns))
}

/// Whose averages can be told where units of one side choose from the other.
pub const OF_ONE_SIDE: [Estimand; 2] = [Estimand::Att, Estimand::Atc];

/// Refuses other estimands than the average of one side, in the words of the design.
///
/// # Errors
/// [`Halt`] where another is asked for.
pub fn one_side_only(ask: &Ask, message: impl FnOnce() -> Phrase, sink: &mut Sink) -> Result<(), Halt> {
    if OF_ONE_SIDE.contains(&ask.estimand) {
        return Ok(());
    }
    let hint = phrase!("Leave the estimand out, or write estimand = \"ATT\"");
    Err(sink.halt(Diagnostic::error("estimand", message()).at(ask.place.clone()).hint(hint)))
}

/// Names that options add to, each once.
pub fn push_once(names: &mut Vec<String>, name: String) {
    if !names.contains(&name) {
        names.push(name);
    }
}
