//! Which organisations two funders have in common.

mod card;
mod make;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::panel::Panel;
use crate::phrase;
use crate::study::MeasureBlock;

use super::{Measure, MeasureOutput};

/// Overlap of lists of grantees.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Overlap {
    /// Variables with yes and no, one for each funder: whether the organisation is on its list.
    pub lists: Vec<String>,
}

impl Measure for Overlap {
    fn uses(&self) -> Vec<(&'static str, &str)> {
        self.lists.iter().map(|name| ("lists", name.as_str())).collect()
    }

    fn makes(&self, name: &str) -> Vec<String> {
        vec![format!("{name}_funders")]
    }

    fn wrong(&self) -> Vec<(&'static str, Diagnostic)> {
        let error = |message| Diagnostic::error("wrong-option", message);
        let mut wrong = Vec::new();
        if self.lists.len() < 2 {
            let hint = phrase!("Write {example}", example = "lists = [\"財団A\", \"財団B\"]");
            wrong.push(("lists", error(phrase!("An overlap needs two lists or more")).hint(hint)));
        }
        let twice = self.lists.iter().enumerate().find(|(at, name)| self.lists[..*at].contains(name));
        if let Some((_, name)) = twice {
            wrong.push(("lists", error(phrase!("`{name}` stands in `lists` twice", name = name))));
        }
        wrong
    }

    fn of_numbers(&self, _: &str) -> bool {
        false
    }

    fn make(&self, block: &MeasureBlock, panel: &Panel, _: Stream) -> MeasureOutput {
        make::make(self, block, panel)
    }
}
