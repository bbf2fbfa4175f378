//! Study + registries → [`Plan`]: every method, variable and period resolved, every rule checked, nothing estimated.
//!
//! Of outcomes only the type is looked at, never the values.

mod arms;
mod method;
mod outcome;
mod question;
mod resolve;
mod two_groups;

use std::sync::Arc;

use crate::design::{AnyDesign, Ask, Rung};
use crate::diag::{Diagnostic, Halt, Place, Sink};
use crate::estimate::AnyEstimator;
use crate::findings::Role;
use crate::infer::InferOptions;
use crate::phrase;
use crate::sensitivity::AnySensitivity;
use crate::study::{Better, Study, VariableKind};
use crate::text::Words;
use crate::tidy::{Data, Panel, VarRef, View};

/// All that will be done.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Questions, in order.
    pub questions: Vec<PlannedQuestion>,
    /// Treatments that are words in the data (採択/不採択), as 0 and 1; one value for each unit of the panel.
    pub overlays: Vec<(VarRef, Data)>,
}

impl Plan {
    /// All steps, in the order of the questions.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.questions.iter().flat_map(|question| &question.steps)
    }

    /// The view that the steps are answered on: the whole panel, treatments as 0 and 1.
    pub fn view(&self, panel: Arc<Panel>) -> View {
        self.overlays.iter().fold(View::whole(panel), |view, (var, data)| view.with_overlay(var.clone(), data.clone()))
    }
}

/// One question.
#[derive(Clone, Debug)]
pub struct PlannedQuestion {
    /// Id.
    pub id: String,
    /// How outputs call it.
    pub title: Words,
    /// What designs are asked.
    pub ask: Ask,
    /// One for each design, in order.
    pub steps: Vec<Step>,
}

/// One design of one question with all that answering it takes.
#[derive(Clone, Debug)]
pub struct Step {
    /// Question id.
    pub question: String,
    /// Names the step within its question: the design's name, numbered where a question has the design several times.
    pub key: String,
    /// Whether it is the first of its question.
    pub first: bool,
    /// How outputs call the question.
    pub title: Words,
    /// What the design is asked.
    pub ask: Ask,
    /// Who is compared with whom.
    pub design: AnyDesign,
    /// Whether this is the main answer to a main question. Of its outcomes only the first is the main one.
    pub role: Role,
    /// Outcomes, in order; at least one.
    pub outcomes: Vec<PlannedOutcome>,
    /// How to estimate.
    pub estimator: AnyEstimator,
    /// Which standard error.
    pub inference: InferOptions,
    /// Sensitivity analyses, in order.
    pub sensitivity: Vec<AnySensitivity>,
    /// Clusters that standard errors must respect; by the design (matched sets) where absent.
    pub cluster: Option<VarRef>,
    /// Whether numbers are shown that the claim withholds (see [`Study::like_matchit`]).
    pub show_all: bool,
    /// Confidence level of intervals.
    pub level: f64,
    /// Seed of everything random.
    pub seed: u64,
}

impl Step {
    /// Names the step in outputs: the question, with the design where this is not its first.
    pub fn id(&self) -> String {
        if self.first { self.question.clone() } else { format!("{}-{}", self.question, self.key) }
    }

    /// What a design may not see: the outcomes; where groups of different people are compared, those of both groups.
    pub fn hidden(&self) -> Vec<VarRef> {
        let two_groups = self.design.get().ladder() == Rung::Differed;
        let of = |outcome: &PlannedOutcome| {
            let before = outcome.baseline.clone().filter(|_| two_groups);
            std::iter::once(outcome.var.clone()).chain(before).collect::<Vec<_>>()
        };
        self.outcomes.iter().flat_map(of).collect()
    }

    /// The role of an outcome by position: the first outcome of a main step is the main one.
    pub fn role_of(&self, outcome: usize) -> Role {
        if outcome == 0 { self.role } else { Role::Secondary }
    }
}

/// One outcome of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedOutcome {
    /// The outcome (after).
    pub var: VarRef,
    /// The same thing before.
    pub baseline: Option<VarRef>,
    /// How outputs call it.
    pub label: Words,
    /// Unit of measurement.
    pub unit: Words,
    /// Good direction, where declared.
    pub better: Option<Better>,
    /// Smallest change that matters, in `unit`.
    pub smallest_change: Option<f64>,
    /// Kind, where declared.
    pub kind: Option<VariableKind>,
    /// Whether it takes two values only (0/1).
    pub binary: bool,
}

impl PlannedOutcome {
    /// Whether sentences and charts speak of it in percentage points: a share without a unit of its own.
    pub fn in_points(&self) -> bool {
        self.binary && self.unit.is_empty()
    }
}

/// Resolves a study against its data.
///
/// # Errors
/// [`Halt`] where something cannot be resolved or nothing is asked; all problems are in the sink.
pub fn plan(study: &Study, panel: &Arc<Panel>, sink: &mut Sink) -> Result<Plan, Halt> {
    if study.questions.is_empty() {
        // What was a note when the study was read is now in the way.
        sink.problems.retain(|problem| problem.code != "no-questions");
        let message = phrase!("The study asks no question yet");
        let hint = phrase!("Add a {heading} with `id`, `outcomes` and `design`", heading = "[[questions]]");
        let place = Place::File { file: study.file.clone() };
        return Err(sink.halt(Diagnostic::error("no-questions", message).hint(hint).at(place)));
    }
    let mut plan = Plan { questions: Vec::new(), overlays: Vec::new() };
    let view = View::whole(panel.clone());
    let mut halted = false;
    for asked in &study.questions {
        match question::question(study, asked, &view, &mut plan.overlays, sink) {
            Ok(question) => plan.questions.push(question),
            Err(Halt) => halted = true,
        }
    }
    if halted { Err(Halt) } else { Ok(plan) }
}
