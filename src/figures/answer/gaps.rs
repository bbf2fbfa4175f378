use crate::answer::Step;
use crate::exhibit::{Figure, Table};
use crate::figures::{self, Basis, MissingRow};
use crate::panel::{Data, VarRef, View};

use super::case::label;

/// What is missing of the variables of a step, among all units that the question is about. Nothing where groups of different
/// people are compared: each has values at its own time only.
pub fn of_missing(step: &Step, view: &View, basis: &Basis) -> Option<(Table, Option<Figure>)> {
    let kind = step.kind();
    if kind.is_of_respondents() {
        return None;
    }
    let (sides, view) = (sides(step, view)?, step.view(view));
    let row = |var: &VarRef| {
        let data = view.column(var)?.data;
        let arm = |arm: usize| {
            let own = sides.iter().enumerate().filter(|(_, side)| **side == Some(arm));
            let (mut n, mut missing) = (0, 0);
            for (i, _) in own {
                n += 1;
                missing += usize::from(data.is_missing(i));
            }
            (n, missing)
        };
        // Units that are compared with themselves are those who took part.
        let others = if kind.is_paired() { (0, 0) } else { arm(1) };
        Some(MissingRow { label: label(&view, var), arms: [arm(0), others] })
    };
    let rows: Vec<MissingRow> = variables(step).iter().filter_map(row).collect();
    let any = rows.first().is_some_and(|row| row.arms[0].0 > 0);
    any.then(|| figures::missing(&step.id(), &rows, kind, basis))
}

/// Of each unit that the question is about: 0 took part, 1 did not; nothing where that is not known.
fn sides(step: &Step, view: &View) -> Option<Vec<Option<usize>>> {
    let view = step.view(view);
    let Some(treatment) = &step.ask.treatment else { return Some(vec![Some(0); view.rows().len()]) };
    let Data::Number(values) = view.column(treatment)?.data else { return None };
    let side = |value: &f64| (!value.is_nan()).then_some(usize::from(*value == 0.0));
    Some(values.iter().map(side).collect())
}

/// Covariates, states before and outcomes, each once.
fn variables(step: &Step) -> Vec<VarRef> {
    let outcomes = step.outcomes.iter().flat_map(|outcome| outcome.baseline.iter().chain([&outcome.var]));
    let mut all: Vec<VarRef> = Vec::new();
    for var in step.ask.covariates.iter().chain(outcomes) {
        if !all.contains(var) {
            all.push(var.clone());
        }
    }
    all
}
