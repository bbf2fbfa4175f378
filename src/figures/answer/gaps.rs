use crate::answer::Step;
use crate::exhibit::{Figure, Members, Table};
use crate::figures::{self, Basis, MissingRow};
use crate::panel::{Data, VarRef, View};
use crate::text::Phrase;

use super::case::label;

/// What is missing of the variables of a step, among all units that the question is about. Nothing where groups of different
/// people are compared: each has values at its own time only.
pub fn of_missing(step: &Step, view: &View, basis: &Basis) -> Option<(Table, Option<Figure>)> {
    let kind = step.kind();
    if kind.is_of_respondents() {
        return None;
    }
    let (sides, view) = (sides(step, view)?, step.view(view));
    let units = view.rows();
    let row = |var: &VarRef| {
        let (data, name) = (view.column(var)?.data, var.to_string());
        let of = |arm: usize, missing: bool| {
            let own = (0..sides.len()).filter(|&i| sides[i] == Some(arm) && data.is_missing(i) == missing);
            Members::of(own.map(|i| units[i])).about(&name)
        };
        // Units that are compared with themselves are those who took part.
        let others =
            if kind.is_one_group() { [Members::default(), Members::default()] } else { [of(1, false), of(1, true)] };
        Some((label(&view, var), [[of(0, false), of(0, true)], others]))
    };
    let rows: Vec<(Phrase, [[Members; 2]; 2])> = variables(step).iter().filter_map(row).collect();
    let counts = |[known, missing]: &[Members; 2]| (known.n() + missing.n(), missing.n());
    let told: Vec<MissingRow> = rows
        .iter()
        .map(|(label, arms)| MissingRow { label: label.clone(), arms: arms.each_ref().map(counts) })
        .collect();
    let any = told.first().is_some_and(|row| row.arms[0].0 > 0);
    any.then(|| {
        let (mut table, figure) = figures::missing(&step.id(), &told, kind, basis);
        for (at, (_, arms)) in rows.iter().enumerate() {
            for (arm, [known, missing]) in ["treated", "comparison"].iter().zip(arms) {
                table.count_of(at, &format!("n_{arm}"), known.clone().and(missing).themselves());
                table.count_of(at, &format!("known_{arm}"), known.clone());
                table.count_of(at, &format!("missing_{arm}"), missing.clone());
                table.count_of(at, &format!("share_missing_{arm}"), missing.clone());
            }
        }
        (table, figure)
    })
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
