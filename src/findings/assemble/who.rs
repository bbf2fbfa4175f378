//! Who is counted in the tables of a step: so tables of different questions and parts need not say of each other that they count
//! the same units.

use std::collections::BTreeMap;

use crate::answer::{Answer, Step};
use crate::design::Arm;
use crate::exhibit::{Members, Table};
use crate::figures;
use crate::panel::{Data, FlowStep, Lost, Panel, View};

/// Key of the last stage of an outcome.
const ANALYSED: &str = "analysed";
/// Key of the stage of those whom the question is about.
const ELIGIBLE: &str = "eligible";

/// The numbers of units, by id.
pub struct UnitNumbers<'p>(BTreeMap<&'p str, u32>);

impl<'p> UnitNumbers<'p> {
    /// Of a panel.
    pub fn of(panel: &'p Panel) -> UnitNumbers<'p> {
        UnitNumbers(panel.units.iter().enumerate().map(|(unit, id)| (id.as_str(), unit as u32)).collect())
    }

    /// The units that were lost for a reason, where each is known.
    fn lost(&self, lost: &Lost) -> Option<Vec<u32>> {
        let known: Option<Vec<u32>> = lost.who.iter().map(|id| self.0.get(id.as_str()).copied()).collect();
        known.filter(|units| units.len() == lost.count)
    }
}

/// Those who reach a stage, and those lost on the way to it: all, those who took part, the others.
#[derive(Clone, Debug, Default)]
pub struct Reached {
    left: [Members; 3],
    lost: Vec<[Members; 3]>,
}

impl Reached {
    /// The last stage is about an outcome.
    fn about(self, outcome: &str) -> Reached {
        let about = |who: [Members; 3]| who.map(|it| it.about(outcome));
        Reached { left: about(self.left), lost: self.lost.into_iter().map(about).collect() }
    }
}

/// The outcomes that the last stages of a flow are about, in order.
fn followed<'a>(step: &'a Step, answer: &'a Answer) -> impl Iterator<Item = (usize, String)> + 'a {
    let known = |at: &usize| answer.outcomes.get(*at).is_some_and(|found| found.flow.is_some());
    (0..step.outcomes.len()).filter(known).map(|at| (at, step.outcomes[at].var.to_string()))
}

/// Who reaches each stage of a flow.
pub fn reached(step: &Step, answer: &Answer, flow: &[FlowStep], view: &View, roster: &UnitNumbers<'_>) -> Vec<Reached> {
    let mut outcomes = followed(step, answer);
    if step.kind().is_of_respondents() {
        let next = |stage| of_answers(step, answer, stage, (stage.key == ANALYSED).then(|| outcomes.next()).flatten());
        return flow.iter().map(next).collect();
    }
    let arms = &arms(step, answer, view);
    let split = |units: &[u32]| {
        let side = |wanted: Arm| units.iter().copied().filter(move |&unit| arms[unit as usize] == Some(wanted));
        [Members::of(units.iter().copied()), Members::of(side(Arm::Treated)), Members::of(side(Arm::Comparison))]
    };
    let mut there = vec![false; view.panel().units.len()];
    view.rows().into_iter().for_each(|unit| there[unit as usize] = true);
    let left = |there: &[bool], gone: &[Vec<u32>]| {
        let mut there = there.to_vec();
        gone.iter().flatten().for_each(|&unit| there[unit as usize] = false);
        there
    };
    let mut reached = Vec::new();
    for stage in flow {
        let lost = stage.lost.iter().filter(|lost| lost.count > 0);
        let mut gone: Vec<Vec<u32>> = lost.map(|lost| roster.lost(lost).unwrap_or_default()).collect();
        if stage.key == ELIGIBLE {
            rest(&mut gone, &there, step, view);
        }
        let now = left(&there, &gone);
        let units: Vec<u32> = (0..now.len() as u32).filter(|&unit| now[unit as usize]).collect();
        let here = Reached { left: split(&units), lost: gone.iter().map(|units| split(units)).collect() };
        // Outcomes follow the same stage side by side.
        match (stage.key == ANALYSED).then(|| outcomes.next()).flatten() {
            Some((_, outcome)) => reached.push(here.about(&outcome)),
            None => {
                reached.push(here);
                there = now;
            }
        }
    }
    reached
}

/// Those whom the question is not about and of whom no list is kept are the rest of those who are gone.
fn rest(gone: &mut [Vec<u32>], there: &[bool], step: &Step, view: &View) {
    let Some(unlisted) = gone.iter().position(Vec::is_empty) else { return };
    let mut left = there.to_vec();
    let listed = gone.iter().flatten().copied();
    listed.chain(step.view(view).rows()).for_each(|unit| left[unit as usize] = false);
    gone[unlisted] = (0..left.len() as u32).filter(|&unit| left[unit as usize]).collect();
}

/// Answers before and after: one who answers twice counts twice. Of those lost no more is known than how many they are.
fn of_answers(step: &Step, answer: &Answer, stage: &FlowStep, outcome: Option<(usize, String)>) -> Reached {
    let (Some(comparison), Some(_)) = (&answer.comparison, stage.treated) else { return Reached::default() };
    let used = match &outcome {
        Some((at, _)) => comparison.used(&answer.outcomes[*at].analysed),
        None => (0..comparison.units.len()).collect(),
    };
    let side = |arm: Arm| {
        figures::members(step.kind(), comparison, used.iter().copied().filter(|&i| comparison.arm[i] == arm))
    };
    let (treated, others) = (side(Arm::Treated), side(Arm::Comparison));
    let reached = Reached { left: [treated.clone().and(&others), treated, others], lost: Vec::new() };
    outcome.map_or_else(|| reached.clone(), |(_, outcome)| reached.clone().about(&outcome))
}

/// On which side each unit is, where that is known.
fn arms(step: &Step, answer: &Answer, view: &View) -> Vec<Option<Arm>> {
    let mut arms = vec![None; view.panel().units.len()];
    match step.ask.treatment.as_ref().map(|treatment| view.column(treatment).map(|column| column.data)) {
        None => view.rows().into_iter().for_each(|unit| arms[unit as usize] = Some(Arm::Treated)),
        Some(Some(Data::Number(values))) => {
            for (unit, value) in view.rows().into_iter().zip(values.iter()).filter(|(_, value)| !value.is_nan()) {
                arms[unit as usize] = Some(if *value == 1.0 { Arm::Treated } else { Arm::Comparison });
            }
        }
        Some(_) => {}
    }
    for (unit, arm) in answer.comparison.iter().flat_map(|it| it.units.iter().zip(&it.arm)) {
        arms[*unit as usize] = Some(*arm);
    }
    arms
}

/// Says of each count of a flow who is counted.
pub fn of_flow(table: &mut Table, steps: &[FlowStep], reached: &[Reached]) {
    for (row, reached) in figures::stage_rows(steps).into_iter().zip(reached) {
        for (key, who) in ["remaining", "treated", "comparison"].into_iter().zip(&reached.left) {
            table.count_of(row, key, who.clone());
        }
        for (at, lost) in reached.lost.iter().enumerate() {
            for (key, who) in ["lost", "lost_treated", "lost_comparison"].into_iter().zip(lost) {
                table.count_of(row + at, key, who.clone());
            }
        }
    }
}

/// Says of the numbers of units of the groups, before and after, who they are.
pub fn of_groups(table: &mut Table, steps: &[FlowStep], reached: &[Reached]) {
    for (stage, side) in [("complete", "before"), ("matched", "after")] {
        let Some((_, here)) = steps.iter().zip(reached).find(|(step, _)| step.key == stage) else { continue };
        for (arm, who) in ["treated", "comparison"].into_iter().zip(&here.left[1..]) {
            table.count_of(0, &format!("mean_{arm}_{side}"), who.clone());
        }
    }
}

/// Says of each count of cases who is counted.
pub fn of_cases(table: &mut Table, step: &Step, answer: &Answer, view: &View) {
    let Some(comparison) = &answer.comparison else { return };
    for (at, found) in answer.outcomes.iter().enumerate() {
        let counted = figures::counted(step, at, comparison, found, view);
        let sides = ["treated", "comparison"].into_iter().zip(counted.sides);
        let signs = ["higher", "equal", "lower"].into_iter().zip(counted.signs.into_iter().flatten());
        let yes = ["share_treated", "share_comparison"].into_iter().zip(counted.yes.into_iter().flatten());
        sides.chain(signs).chain(yes).for_each(|(key, who)| table.count_of(at, key, who));
    }
}
