//! What is to be answered: a [`Plan`] of questions, each with a [`Step`] for every design. `plan` makes it from a study.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::design::advice::{Advice, AdviceCase, advice};
use crate::design::kind::RowsPerUnit;
use crate::design::{AnyDesign, Ask, Comparison, Kind};
use crate::estimate::AnyEstimator;
use crate::infer::AnyInference;
use crate::panel::{Blind, Data, FlowStep, Lost, Panel, VarRef, View};
use crate::sensitivity::AnySensitivity;
use crate::study::{Better, Measured, VariableKind};
use crate::text::{Phrase, Words};

use super::parts::Parts;
use super::starts::Starts;

/// All that will be done.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Questions, in order.
    pub questions: Vec<PlannedQuestion>,
    /// Treatments that are words in the data (採択/不採択), as 0 and 1; one value for each unit of the panel.
    pub overlays: Vec<(VarRef, Data)>,
    /// Groups that get a report of their own.
    pub reports: Option<Parts>,
    /// What the pages of those who took part say; absent where none is asked for.
    pub grantees: Option<GranteePages>,
}

/// What the pages of those who took part say of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GranteePages {
    /// What they are called by; their ids where absent.
    pub name: Option<VarRef>,
    /// What the pages begin with.
    pub about: Vec<VarRef>,
    /// What they reported themselves.
    pub answers: Vec<VarRef>,
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
    /// Whether it is the main design of its question.
    pub main: bool,
    /// Whether the study says which outcomes are main ones.
    pub declared: bool,
    /// Outcomes, in order; at least one.
    pub outcomes: Vec<PlannedOutcome>,
    /// How to estimate.
    pub estimator: AnyEstimator,
    /// Which standard error.
    pub inference: AnyInference,
    /// Sensitivity analyses, in order.
    pub sensitivity: Vec<AnySensitivity>,
    /// The units that the question is about; all where absent.
    pub within: Option<Within>,
    /// Variables in which the groups must have been alike before for the standards that ask for it, beside the outcomes themselves.
    pub characteristics: Vec<VarRef>,
    /// Clusters that standard errors must respect; by the design (matched sets) where absent.
    pub cluster: Option<VarRef>,
    /// Which organisation each unit belongs to, where the unit is an application: matched sets that share an organisation are
    /// one cluster.
    pub organisation: Option<VarRef>,
    /// Which round each unit belongs to, where there are rounds.
    pub round: Option<VarRef>,
    /// The year in which each unit starts, where periods are counted from it.
    pub starts: Option<Arc<Starts>>,
    /// Variables whose values are analysed apart.
    pub subgroups: Vec<Parts>,
    /// Units that the question is about, by global index; all of them where absent.
    pub rows: Option<Arc<[u32]>>,
    /// Units that it is not about, by reason.
    pub left_out: Vec<Lost>,
    /// What was declared, in words.
    pub notes: Vec<Phrase>,
    /// Whether numbers are shown that the claim withholds (see [`Study::like_matchit`](crate::study::Study::like_matchit)).
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

    /// What is compared with what.
    pub fn kind(&self) -> Kind {
        self.design.get().kind()
    }

    /// A view of the units that the question is about.
    pub fn view(&self, view: &View) -> View {
        self.rows.as_ref().map_or_else(|| view.clone(), |rows| view.with_rows(rows.clone()))
    }

    /// The same as a design may see it: without the outcomes and whatever would show them; where groups of different people are
    /// compared, those of both groups. The treatment stays, although an outcome may be made from it.
    pub fn blind(&self, view: &View) -> Blind {
        self.without(view, &self.hidden())
    }

    /// What would make the groups comparable, where they are not; `blind` is what the design saw.
    pub fn advice(&self, blind: &Blind, now: Option<&Comparison>) -> Option<Advice> {
        let state = |outcome: &PlannedOutcome| Some((outcome.label.clone(), outcome.baseline.clone()?));
        let states: Vec<(Words, VarRef)> = self.outcomes.iter().filter_map(state).collect();
        let round = self.round.as_ref().filter(|round| self.design.further().contains(round));
        advice(AdviceCase { design: &self.design, ask: &self.ask, blind, states: &states, round }, now)
    }

    /// What a design may not see.
    pub fn hidden(&self) -> Vec<VarRef> {
        let of_respondents = matches!(self.kind().card().rows, RowsPerUnit::BeforeOrAfter | RowsPerUnit::AsAnswered);
        let baselines = self.outcomes.iter().filter_map(|outcome| outcome.baseline.as_ref()).filter(|_| of_respondents);
        self.outcomes_with(baselines)
    }

    /// The same with the state before, by which a spread is assumed.
    pub fn before(&self, view: &View) -> Blind {
        self.without(view, &self.outcomes_with(std::iter::empty()))
    }

    fn outcomes_with<'s>(&'s self, more: impl Iterator<Item = &'s VarRef>) -> Vec<VarRef> {
        self.outcomes.iter().map(|outcome| &outcome.var).chain(more).cloned().collect()
    }

    fn without(&self, view: &View, hidden: &[VarRef]) -> Blind {
        let kept: Vec<VarRef> = self.ask.treatment.iter().cloned().collect();
        self.view(view).blind_but(hidden, &kept)
    }

    /// The role of an outcome by position: by the main design, those that are declared as main ones; all where nothing is declared.
    pub fn role_of(&self, outcome: usize) -> Role {
        if self.main && self.outcomes[outcome].primary { Role::Primary } else { Role::Secondary }
    }
}

/// One outcome of a question.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedOutcome {
    /// The outcome (after).
    pub var: VarRef,
    /// How outputs call its period, where the sources write it otherwise than it is known: R4 for 2022.
    pub when: Option<String>,
    /// How outputs call the period of the state before, where it is another period of the same variable.
    pub since: Option<String>,
    /// Whether it is a main outcome; all are where nothing is declared.
    pub primary: bool,
    /// The same thing before.
    pub baseline: Option<VarRef>,
    /// The same thing still earlier, where it was measured then.
    pub earlier: Option<VarRef>,
    /// How outputs call it.
    pub label: Words,
    /// Unit of measurement.
    pub unit: Words,
    /// Good direction, where declared.
    pub better: Option<Better>,
    /// Smallest change that matters, in `unit`.
    pub smallest_change: Option<f64>,
    /// Largest change that could plausibly occur, where it was declared.
    pub plausible: Option<f64>,
    /// How its values came to be known, where the study says so.
    pub measured: Option<Measured>,
    /// Kind, where declared.
    pub kind: Option<VariableKind>,
    /// Whether it takes two values only (0/1).
    pub binary: bool,
    /// Whether it holds shares of 1.
    pub fraction: bool,
}

impl PlannedOutcome {
    /// Whether sentences and charts speak of it in percentage points: a share without a unit of its own.
    pub fn in_points(&self) -> bool {
        (self.binary || self.fraction) && self.unit.is_empty()
    }
}

/// The units that a question is about.
#[derive(Clone, Debug)]
pub struct Within {
    /// Global indices, in order.
    pub rows: Arc<[u32]>,
    /// Who was left out, and why.
    pub flow: FlowStep,
}

/// Whether a finding is the answer that was planned as the main one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The main answer.
    Primary,
    /// Another outcome or another design.
    Secondary,
}
