//! Ledgers of gifts: who gives for the first time, again, again after a pause, and no more.

mod card;
mod givers;
mod make;
mod units;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::notation::dates;
use crate::panel::Panel;
use crate::phrase;
use crate::study::MeasureBlock;

use super::{Measure, MeasureOutput};

/// Measures of a ledger.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Ledger {
    /// Source whose rows are gifts (`kind = "ledger"`).
    pub source: String,
    /// Day from which it is counted how long ago the last gift was.
    pub as_of: Option<String>,
    /// Whether gifts and amounts of each unit and fiscal year become variables: givers are then units of the study.
    pub variables: bool,
}

impl Ledger {
    fn day(&self) -> Option<i32> {
        dates::read(self.as_of.as_deref()?).map(|reading| reading.days)
    }
}

impl Measure for Ledger {
    fn uses(&self) -> Vec<(&'static str, &str)> {
        Vec::new()
    }

    fn makes(&self, name: &str) -> Vec<String> {
        let keys = ["amount", "gifts", "gave"];
        if self.variables { keys.map(|key| format!("{name}_{key}")).to_vec() } else { Vec::new() }
    }

    fn wrong(&self) -> Vec<(&'static str, Diagnostic)> {
        let error = |message| Diagnostic::error("wrong-option", message);
        let mut wrong = Vec::new();
        if self.source.is_empty() {
            let hint = phrase!("Write {example}", example = "source = \"gifts\"");
            wrong.push((
                "source",
                error(phrase!("The measure of a ledger does not say which source holds it")).hint(hint),
            ));
        }
        if let Some(day) = self.as_of.as_ref().filter(|_| self.day().is_none()) {
            wrong.push(("as_of", error(phrase!("`{day}` is no date", day = day))));
        }
        wrong
    }

    fn make(&self, block: &MeasureBlock, panel: &Panel, _: Stream) -> MeasureOutput {
        make::make(self, block, panel)
    }
}
