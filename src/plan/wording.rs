//! The user's own words: titles and labels that say more than the study can show get a warning.

use crate::design::Rung;
use crate::diag::{Diagnostic, Place, Sink};
use crate::findings::wording::lint_words;
use crate::phrase;
use crate::study::Study;
use crate::text::Words;

use super::{Plan, Step};

/// Warns of every wording, with the place of the nearest key.
pub fn wording(study: &Study, plan: &Plan, sink: &mut Sink) {
    let best = plan.steps().map(rung).max().unwrap_or(Rung::Differed);
    warn(&study.title, best, &Place::File { file: study.file.clone() }, sink);
    for variable in study.variables.values() {
        warn(&variable.label, best, &variable.name.place, sink);
    }
    for question in &study.questions {
        let own = plan.questions.iter().find(|planned| planned.id == question.id.value);
        let rung = own.and_then(|planned| planned.steps.iter().map(rung).max()).unwrap_or(best);
        warn(&question.title, rung, &question.place, sink);
    }
    for chart in &study.charts {
        warn(&chart.title, best, &chart.id.place, sink);
        chart.bars.iter().for_each(|(finding, label)| warn(label, best, &finding.place, sink));
    }
}

/// The rung that a step can reach.
fn rung(step: &Step) -> Rung {
    step.kind().rung(step.outcomes.iter().any(|outcome| outcome.baseline.is_some()))
}

fn warn(words: &Words, rung: Rung, place: &Place, sink: &mut Sink) {
    for found in lint_words(words, rung) {
        let message = phrase!("“{words}” says more than these data can show", words = found.words);
        sink.push(Diagnostic::warning("claim-too-strong", message).hint(found.excess.instead()).at(place.clone()));
    }
}
