//! What becomes of income when a grant ends.

mod card;
mod make;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::panel::Panel;
use crate::phrase;
use crate::study::MeasureBlock;

use super::{Measure, MeasureOutput};

/// The cliff after a grant.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Cliff {
    /// Variable with the total income of each year, the grant included.
    pub income: String,
    /// Variable with the grant of each year, 0 where there was none.
    pub grant: String,
}

impl Cliff {
    fn named(&self) -> [(&'static str, &String); 2] {
        [("income", &self.income), ("grant", &self.grant)]
    }
}

impl Measure for Cliff {
    fn uses(&self) -> Vec<(&'static str, &str)> {
        self.named().into_iter().filter(|(_, name)| !name.is_empty()).map(|(key, name)| (key, name.as_str())).collect()
    }

    fn makes(&self, name: &str) -> Vec<String> {
        make::KEYS.iter().map(|key| format!("{name}_{key}")).collect()
    }

    fn wrong(&self) -> Vec<(&'static str, Diagnostic)> {
        let missing = self.named().into_iter().filter(|(_, name)| name.is_empty());
        let problem = |(key, _): (&'static str, &String)| {
            (key, Diagnostic::error("wrong-option", phrase!("`{key}` names no variable", key = key)))
        };
        missing.map(problem).collect()
    }

    fn make(&self, block: &MeasureBlock, panel: &Panel, _: Stream) -> MeasureOutput {
        make::make(self, block, panel)
    }
}
