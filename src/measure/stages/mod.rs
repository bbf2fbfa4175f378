//! Stages of participation: who moves from onlooker to participant, and who leaves.

mod card;
mod make;
mod table;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::panel::Panel;
use crate::phrase;
use crate::study::MeasureBlock;

use super::{Measure, MeasureOutput};

/// Stages of participation.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Stages {
    /// Variable that says the stage, at several periods.
    pub of: String,
    /// Its words from the lowest stage to the highest.
    pub order: Vec<String>,
    /// Words for having left: a state of its own, not a missing answer.
    pub out: Vec<String>,
    /// Words for not having joined yet.
    pub new: Vec<String>,
    /// The stage from which on somebody counts as active.
    pub active: Option<String>,
    /// Variable with two groups: whether they move alike, given where they were.
    pub by: Option<String>,
}

impl Stages {
    /// All states in the order of tables: not yet there, the stages, left.
    fn states(&self) -> impl Iterator<Item = &String> {
        self.new.iter().chain(&self.order).chain(&self.out)
    }
}

impl Measure for Stages {
    fn uses(&self) -> Vec<(&'static str, &str)> {
        let of = (!self.of.is_empty()).then_some(("of", self.of.as_str()));
        of.into_iter().chain(self.by.iter().map(|by| ("by", by.as_str()))).collect()
    }

    fn makes(&self, name: &str) -> Vec<String> {
        let active = self.active.iter().map(|_| "active");
        let left = self.out.first().map(|_| "left");
        ["stage"].into_iter().chain(active).chain(left).map(|key| format!("{name}_{key}")).collect()
    }

    fn of_numbers(&self, _option: &str) -> bool {
        false
    }

    fn wrong(&self) -> Vec<(&'static str, Diagnostic)> {
        let error = |message| Diagnostic::error("wrong-option", message);
        let mut wrong = Vec::new();
        if self.of.is_empty() {
            let hint = phrase!("Write {example}", example = "of = \"段階\"");
            wrong.push((
                "of",
                error(phrase!("The measure of stages does not say which variable holds them")).hint(hint),
            ));
        }
        if self.order.len() < 2 {
            let hint =
                phrase!("Write {example}", example = "order = [\"無関心\", \"認知\", \"参加\", \"継続\", \"担い手\"]");
            wrong.push((
                "order",
                error(phrase!("At least two stages are needed, from the lowest to the highest")).hint(hint),
            ));
        }
        let states: Vec<&String> = self.states().collect();
        let twice = states.iter().enumerate().find(|(at, state)| states[..*at].contains(state));
        if let Some((_, state)) = twice {
            wrong.push(("order", error(phrase!("`{name}` stands among the stages twice", name = *state))));
        }
        if let Some(active) = self.active.as_ref().filter(|active| !self.order.contains(active)) {
            let message = phrase!("`{name}` is none of the stages in `order`", name = active);
            wrong.push(("active", error(message)));
        }
        wrong
    }

    fn make(&self, block: &MeasureBlock, panel: &Panel, _: Stream) -> MeasureOutput {
        make::make(self, block, panel)
    }
}
