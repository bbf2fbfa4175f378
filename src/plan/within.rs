//! `where`: the units that a question is about.

use crate::diag::{Diagnostic, Sink};
use crate::measure::{self, Holds};
use crate::panel::{FlowStep, Lost, Panel, VarRef};
use crate::phrase;
use crate::study::{Expression, Question};
use crate::text::Arg;

use super::{PlannedOutcome, Within};

/// The units for which the question's `where` is true; nothing where it has none, or where it cannot be used, which is
/// reported. It must not speak of an outcome: who is looked at may not depend on what came out.
pub fn within(
    question: &Question,
    outcomes: &[PlannedOutcome],
    treatment: Option<&VarRef>,
    panel: &Panel,
    sink: &mut Sink,
) -> Option<Within> {
    let only = question.only.as_ref()?;
    let vars: Vec<VarRef> = outcomes.iter().map(|outcome| outcome.var.clone()).collect();
    let names = panel.names_made_of(vars.iter().map(|var| var.name.as_str()));
    let kept: Vec<VarRef> = treatment.into_iter().cloned().collect();
    let revealing = panel.revealing(&vars, &kept);
    let hidden = |var: &VarRef| (names.contains(&var.name) || revealing.contains(var)).then(|| on_outcome(var));
    let holds = measure::condition(only, panel, hidden, sink).ok()?;
    if holds.rows.is_empty() {
        let message = phrase!("`where` is true for no unit");
        let hint = phrase!("Compare it with the values in the file; texts stand in single quotation marks");
        sink.push(Diagnostic::error("where-nobody", message).hint(hint).at(only.place.clone()));
        return None;
    }
    Some(Within { flow: flow(only, &holds, panel), rows: holds.rows.into() })
}

fn on_outcome(var: &VarRef) -> Diagnostic {
    let message = phrase!("`where` speaks of `{name}`, which is an outcome or shows one", name = var.to_string());
    let hint = phrase!("Choose units by what was known before the program, not by what came out");
    Diagnostic::error("where-on-outcome", message).hint(hint)
}

fn flow(only: &Expression, holds: &Holds, panel: &Panel) -> FlowStep {
    let lost = |reason, units: &[u32]| Lost {
        reason,
        count: units.len(),
        treated: None,
        who: units.iter().map(|&unit| panel.units[unit as usize].clone()).collect(),
    };
    let others = lost(phrase!("not so: {condition}", condition = Arg::Inside(only.text.clone())), &holds.others);
    let unknown =
        lost(phrase!("not known whether: {condition}", condition = Arg::Inside(only.text.clone())), &holds.unknown);
    FlowStep {
        key: "where".into(),
        stage: phrase!("Units that the question is about"),
        remaining: holds.rows.len(),
        treated: None,
        comparison: None,
        lost: [others, unknown].into_iter().filter(|lost| lost.count > 0).collect(),
    }
}
