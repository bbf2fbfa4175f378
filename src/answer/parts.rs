//! Parts of the data, answered like the whole: subgroups, programs, rounds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::math::random::Stream;
use crate::notation::calendar::iso;
use crate::panel::{Content, Data, Lost, VarRef, View};
use crate::phrase;
use crate::text::Words;

use super::{Answer, Plan, Step, answer};

/// A variable whose values are parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// The variable.
    pub var: VarRef,
    /// How outputs call it.
    pub label: Words,
    /// Whether its values are yes and no.
    pub yes_no: bool,
}

/// One value of a variable, and who has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// The value as text.
    pub text: String,
    /// Global indices of the units, in order. Where the variable is known of those who took part only, all the others are in
    /// every part, to be compared with.
    pub rows: Arc<[u32]>,
}

/// A part of the data and its answer.
pub struct Slice {
    /// The value.
    pub level: Level,
    /// The step as it was asked of this part.
    pub step: Step,
    /// The answer.
    pub answer: Answer,
}

/// What was looked at apart, beside the answer of a step.
#[derive(Default)]
pub struct PartAnswers {
    /// Subgroups, by variable.
    pub subgroups: Vec<(Parts, Vec<Slice>)>,
    /// Parts that get a report of their own.
    pub groups: Vec<Slice>,
}

/// All parts of the steps of a plan; only the first design of a question is asked of parts.
pub fn apart(plan: &Plan, view: &View, stream: &Stream) -> Vec<PartAnswers> {
    let of = |step: &Step| {
        if !step.first {
            return PartAnswers::default();
        }
        let of_groups = |parts: &Parts| answers(view, step, parts, stream);
        let alone = estimates_alone(step);
        let of_subgroups = |parts: &Parts| (parts.clone(), answers(view, &alone, parts, stream));
        PartAnswers {
            subgroups: step.subgroups.iter().map(of_subgroups).collect(),
            groups: plan.reports.as_ref().map(of_groups).unwrap_or_default(),
        }
    };
    plan.steps().map(of).collect()
}

/// The step without the question about the change before the program: subgroups have a row of a table, which does not tell it.
fn estimates_alone(step: &Step) -> Step {
    let mut alone = step.clone();
    alone.outcomes.iter_mut().for_each(|outcome| outcome.earlier = None);
    alone
}

/// The levels of a variable among the units of a step, in order of number or text.
pub fn levels(view: &View, step: &Step, parts: &Parts) -> Vec<Level> {
    let units = step.view(view);
    let rows = units.rows();
    let Some(column) = units.column(&parts.var) else { return Vec::new() };
    let treatment = step.ask.treatment.as_ref().and_then(|var| units.column(var));
    let other =
        |i: usize| matches!(treatment.as_ref().map(|column| &column.data), Some(Data::Number(arm)) if arm[i] == 0.0);
    let dates = units.info(&parts.var.name).is_some_and(|info| info.content == Content::Date);
    let mut of_level: BTreeMap<LevelOrder, Vec<u32>> = BTreeMap::new();
    let mut unknown_others = Vec::new();
    let mut known_other = false;
    for (i, &unit) in rows.iter().enumerate() {
        match LevelOrder::of(&column.data, i) {
            Some(level) => {
                known_other |= other(i);
                of_level.entry(level).or_default().push(unit);
            }
            None if other(i) => unknown_others.push(unit),
            None => {}
        }
    }
    let shared = if known_other { Vec::new() } else { unknown_others };
    let level = |(order, own): (LevelOrder, Vec<u32>)| {
        let rows: BTreeSet<u32> = own.into_iter().chain(shared.iter().copied()).collect();
        Level { text: order.text(&column.data, dates), rows: rows.into_iter().collect::<Vec<u32>>().into() }
    };
    of_level.into_iter().map(level).collect()
}

/// A level, ordered as people expect it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum LevelOrder {
    /// A number, by an order-preserving code of its bits.
    Number(i64),
    /// A category, by its code (categories are sorted).
    Category(u32),
}

impl LevelOrder {
    fn of(data: &Data, i: usize) -> Option<LevelOrder> {
        if data.is_missing(i) {
            return None;
        }
        Some(match data {
            Data::Number(values) => {
                let bits = (values[i] + 0.0).to_bits() as i64;
                LevelOrder::Number(bits ^ (((bits >> 63) as u64) >> 1) as i64)
            }
            Data::Category { codes, .. } => LevelOrder::Category(codes[i]),
        })
    }

    /// The value as people write it.
    fn text(self, data: &Data, dates: bool) -> String {
        match (self, data) {
            (LevelOrder::Category(code), Data::Category { levels, .. }) => levels[code as usize].clone(),
            (LevelOrder::Number(order), _) => {
                let bits = order ^ (((order >> 63) as u64) >> 1) as i64;
                let value = f64::from_bits(bits as u64);
                if dates && value.fract() == 0.0 { iso(value as i32) } else { value.to_string() }
            }
            (LevelOrder::Category(code), _) => code.to_string(),
        }
    }
}

/// The step as it is asked of a part: among its units, without the variable that is the same for all of them, and without
/// sensitivity analyses.
pub fn asked_of(view: &View, step: &Step, parts: &Parts, level: &Level) -> Step {
    let mut part = step.clone();
    let elsewhere = step.view(view).rows().len() - level.rows.len();
    if elsewhere > 0 {
        let reason = phrase!("in another part, or in none");
        part.left_out.push(Lost { reason, count: elsewhere, treated: None, who: Vec::new() });
    }
    part.rows = Some(level.rows.clone());
    part.ask.covariates.retain(|covariate| *covariate != parts.var);
    part.sensitivity.clear();
    part.subgroups.clear();
    part
}

/// Answers every part of a step, on all cores, in order.
pub fn answers(view: &View, step: &Step, parts: &Parts, stream: &Stream) -> Vec<Slice> {
    let slice = |level: Level| {
        let asked = asked_of(view, step, parts, &level);
        let own = stream.child(&format!("{}/{}={}", step.id(), parts.var, level.text));
        let answer = answer(view, &asked, own);
        Slice { level, step: asked, answer }
    };
    levels(view, step, parts).into_par_iter().map(slice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_order() {
        let values = [-2.5, -1.0, 0.0, 0.5, 3.0, 10.0];
        let data = Data::Number(values.into());
        let orders: Vec<LevelOrder> = (0..values.len()).filter_map(|i| LevelOrder::of(&data, i)).collect();
        assert!(orders.is_sorted());
        let texts: Vec<String> = orders.iter().map(|order| order.text(&data, false)).collect();
        assert_eq!(texts, ["-2.5", "-1", "0", "0.5", "3", "10"]);
        let day = Data::Number(vec![18352.0].into());
        assert_eq!(LevelOrder::of(&day, 0).unwrap().text(&day, true), "2020-03-31");
    }
}
