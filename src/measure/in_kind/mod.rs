//! Gifts in kind and unpaid work at declared values.

mod card;
mod make;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::panel::Panel;
use crate::phrase;
use crate::study::MeasureBlock;

use super::{Measure, MeasureOutput};

/// What was given without money, in money.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct InKind {
    /// What is valued, and at which value each.
    pub items: Vec<Item>,
}

/// Something that is given: hours, things, rooms.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Variable that counts it.
    pub of: String,
    /// Value of one, in the currency of the study.
    pub value: f64,
    /// Where the value comes from: a wage, a price list.
    pub grounds: String,
}

impl Measure for InKind {
    fn uses(&self) -> Vec<(&'static str, &str)> {
        self.items.iter().map(|item| ("items", item.of.as_str())).collect()
    }

    fn makes(&self, name: &str) -> Vec<String> {
        vec![format!("{name}_value")]
    }

    fn wrong(&self) -> Vec<(&'static str, Diagnostic)> {
        let error = |message| ("items", Diagnostic::error("wrong-option", message));
        let mut wrong = Vec::new();
        if self.items.is_empty() {
            let example = "items = [{ of = \"ボランティア時間\", value = 1200, grounds = \"最低賃金 2024\" }]";
            let (key, problem) = error(phrase!("Nothing is named that was given in kind"));
            wrong.push((key, problem.hint(phrase!("Write {example}", example = example))));
        }
        for item in &self.items {
            if !(item.value.is_finite() && item.value > 0.0) {
                wrong.push(error(phrase!("The value of `{name}` must be above 0", name = &item.of)));
            }
            if item.grounds.trim().is_empty() {
                wrong.push(error(phrase!("Say where the value of `{name}` comes from (`grounds`)", name = &item.of)));
            }
        }
        wrong
    }

    fn make(&self, block: &MeasureBlock, panel: &Panel, _: Stream) -> MeasureOutput {
        make::make(self, block, panel)
    }
}
