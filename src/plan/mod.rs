//! Study + registries → [`Plan`]: every method, variable and period resolved, every rule checked, nothing estimated.
//!
//! Of outcomes only the type is looked at, never the values.

mod about;
mod arms;
mod baseline;
mod characteristics;
pub mod choose;
mod currencies;
mod earlier;
mod missing;
mod needs;
mod outcome;
pub mod parts;
mod possible;
mod question;
pub mod relative;
mod resolve;
pub mod rounds;
mod timing;
mod two_groups;
mod within;
mod wording;

use std::sync::Arc;

use crate::diag::{Diagnostic, Halt, Place, Sink, codes};
use crate::notation::at_known_period;
use crate::panel::{Panel, View};
use crate::phrase;
use crate::study::Study;

pub use crate::answer::{Parts, Plan, PlannedOutcome, PlannedQuestion, Step, Within};

/// Resolves a study against its data.
///
/// # Errors
/// [`Halt`] where something cannot be resolved or nothing is asked; all problems are in the sink.
pub fn plan(study: &Study, panel: &Arc<Panel>, sink: &mut Sink) -> Result<Plan, Halt> {
    // What measures count stands for itself.
    if study.questions.is_empty() && study.measures.is_empty() {
        // What was a note when the study was read is now in the way.
        sink.problems.retain(|problem| !problem.is(&codes::NO_QUESTIONS));
        let message = phrase!("The study asks no question yet");
        let hint = phrase!("Add a {heading} with `id`, `outcomes` and `design`", heading = "[[questions]]");
        let place = Place::File { file: study.file.clone() };
        return Err(sink.halt(Diagnostic::error("no-questions", message).hint(hint).at(place)));
    }
    let view = View::whole(panel.clone());
    let before = sink.problems.len();
    let reports = parts::reports(study, &view, sink);
    let grantees = parts::grantees(study, &view, sink);
    let mut halted = sink.checkpoint_since(before).is_err();
    let mut plan = Plan { questions: Vec::new(), overlays: Vec::new(), reports, grantees };
    for asked in &study.questions {
        match question::question(study, asked, &view, &mut plan.overlays, sink) {
            Ok(question) => plan.questions.push(question),
            Err(Halt) => halted = true,
        }
    }
    if !halted {
        halted = !charts(study, &plan, sink);
    }
    if halted {
        return Err(Halt);
    }
    wording::wording(study, &plan, sink);
    Ok(plan)
}

/// Whether every finding that a chart names will be there. Reports those that will not.
fn charts(study: &Study, plan: &Plan, sink: &mut Sink) -> bool {
    let known: Vec<String> = plan
        .steps()
        .flat_map(|step| step.outcomes.iter().map(move |outcome| format!("{}/{}", step.id(), outcome.var)))
        .collect();
    let mut sound = true;
    for (finding, _) in study.charts.iter().flat_map(|chart| &chart.bars) {
        if !known.contains(&at_known_period(&finding.value)) {
            let message =
                phrase!("The chart names the finding `{name}`, which this study does not have", name = &finding.value);
            let hint = phrase!("Findings of this study: {names}", names = known.clone());
            sink.push(Diagnostic::error("unknown-finding", message).hint(hint).at(finding.place.clone()));
            sound = false;
        }
    }
    sound
}
