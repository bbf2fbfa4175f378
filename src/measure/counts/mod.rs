//! Counts such as hours or gifts, compared between groups as rates.

mod card;
mod table;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::panel::Panel;
use crate::phrase;
use crate::study::MeasureBlock;

use super::{Measure, MeasureOutput};

/// Models of counts.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Counts {
    /// Variable with counts: hours of volunteers, gifts, visits.
    pub of: String,
    /// Variable with the groups that are compared; the first in order is what the others are compared with.
    pub by: String,
    /// Variable with what counts are over: months, members. One each by default.
    pub exposure: Option<String>,
}

impl Measure for Counts {
    fn uses(&self) -> Vec<(&'static str, &str)> {
        let own = [("of", self.of.as_str()), ("by", self.by.as_str())];
        let own = own.into_iter().filter(|(_, name)| !name.is_empty());
        own.chain(self.exposure.iter().map(|name| ("exposure", name.as_str()))).collect()
    }

    fn makes(&self, _: &str) -> Vec<String> {
        Vec::new()
    }

    fn of_numbers(&self, option: &str) -> bool {
        option != "by"
    }

    fn wrong(&self) -> Vec<(&'static str, Diagnostic)> {
        let missing = |option: &'static str, example: &str| {
            let message = phrase!("A model of counts needs `of`, the counts, and `by`, the groups");
            let hint = phrase!("Write {example}", example = example);
            (option, Diagnostic::error("wrong-option", message).hint(hint))
        };
        let of = self.of.is_empty().then(|| missing("of", "of = \"活動時間\""));
        of.into_iter().chain(self.by.is_empty().then(|| missing("by", "by = \"採否\""))).collect()
    }

    fn make(&self, block: &MeasureBlock, panel: &Panel, _: Stream) -> MeasureOutput {
        table::make(self, block, panel)
    }
}
