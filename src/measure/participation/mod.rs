//! Participation in several things: how many of them, and how far along a way people come.

mod card;
mod table;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::panel::{Content, Panel};
use crate::phrase;
use crate::study::MeasureBlock;

use super::{Measure, MeasureOutput};

/// Breadth and funnel of participation.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Participation {
    /// Variables with yes and no of the things in which one can take part: their number is the breadth.
    pub channels: Vec<String>,
    /// Variables with yes and no of steps on a way (knew, came, came again, helps), from the first to the last.
    pub funnel: Vec<String>,
}

impl Measure for Participation {
    fn uses(&self) -> Vec<(&'static str, &str)> {
        let channels = self.channels.iter().map(|name| ("channels", name.as_str()));
        channels.chain(self.funnel.iter().map(|name| ("funnel", name.as_str()))).collect()
    }

    fn makes(&self, name: &str) -> Vec<String> {
        let breadth = (!self.channels.is_empty()).then_some(["breadth", "any"]).into_iter().flatten();
        let reached = (!self.funnel.is_empty()).then_some("reached");
        breadth.chain(reached).map(|key| format!("{name}_{key}")).collect()
    }

    fn of_numbers(&self, _: &str) -> bool {
        false
    }

    fn wrong(&self) -> Vec<(&'static str, Diagnostic)> {
        let error = |message| Diagnostic::error("wrong-option", message);
        let mut wrong = Vec::new();
        if self.channels.is_empty() && self.funnel.is_empty() {
            let hint = phrase!("Write {example}", example = "channels = [\"講座\", \"交流会\", \"相談\"]");
            wrong.push((
                "channels",
                error(phrase!("The measure of participation names neither `channels` nor `funnel`")).hint(hint),
            ));
        }
        if self.channels.len() == 1 || self.funnel.len() == 1 {
            let option = if self.channels.len() == 1 { "channels" } else { "funnel" };
            wrong.push((option, error(phrase!("`{key}` needs at least two variables", key = option))));
        }
        wrong
    }

    fn make(&self, block: &MeasureBlock, panel: &Panel, _: Stream) -> MeasureOutput {
        let no_ticks = |(option, name): &(&'static str, &str)| {
            let message = phrase!("`{name}` does not hold yes and no", name = *name);
            let content = panel.variables.get(*name).map(|info| info.content);
            (content != Some(Content::YesNo))
                .then(|| Diagnostic::error("formula-type", message).at(block.place(option)))
        };
        let problems: Vec<Diagnostic> = self.uses().iter().filter_map(no_ticks).collect();
        match problems.is_empty() {
            true => table::make(self, block, panel),
            false => MeasureOutput { problems, ..MeasureOutput::default() },
        }
    }
}
