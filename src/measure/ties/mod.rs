//! Who has ties to whom: partners of organisations, bridges between sectors, trust and money, and the network as a whole.

mod card;
mod labels;
mod make;
mod mixing;
mod picture;
mod table;
mod turnover;
mod wave;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::panel::Panel;
use crate::phrase;
use crate::study::MeasureBlock;

use super::{Measure, MeasureOutput};

/// Measures of ties.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Ties {
    /// Source whose rows are ties (`kind = "ties"`).
    pub source: String,
    /// Variable that says the sector or field of each organisation.
    pub sector: Option<String>,
    /// Variable that says where each organisation is.
    pub area: Option<String>,
    /// Variable with yes and no that says who answered the question about ties. Without it those count who report something.
    pub answered: Option<String>,
    /// What counts as a tie: that one of the two reports it, both, or only what an organisation reports itself.
    pub tie: TieRule,
    /// Columns of the ties that rate the other's trustworthiness; their mean is the trust.
    pub trust: Vec<String>,
    /// Columns of the ties that rate what the other brings; their mean is the value.
    pub value: Vec<String>,
    /// Column of the ties with the money that goes from the first to the second.
    pub amount: Option<String>,
    /// Random orders and exchanges of tests that do not go through all.
    pub draws: u64,
}

impl Default for Ties {
    fn default() -> Ties {
        Ties {
            source: String::new(),
            sector: None,
            area: None,
            answered: None,
            tie: TieRule::Either,
            trust: Vec::new(),
            value: Vec::new(),
            amount: None,
            draws: 9999,
        }
    }
}

/// What counts as a tie between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TieRule {
    /// One of the two reports it.
    Either,
    /// Both report it.
    Both,
    /// What an organisation reports itself.
    Directed,
}

impl Ties {
    fn columns(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let trust = self.trust.iter().map(|name| ("trust", name));
        trust
            .chain(self.value.iter().map(|name| ("value", name)))
            .chain(self.amount.iter().map(|name| ("amount", name)))
    }
}

impl Measure for Ties {
    fn uses(&self) -> Vec<(&'static str, &str)> {
        let named = [("sector", &self.sector), ("area", &self.area), ("answered", &self.answered)];
        named.into_iter().filter_map(|(option, name)| Some((option, name.as_deref()?))).collect()
    }

    fn makes(&self, name: &str) -> Vec<String> {
        labels::keys(self).into_iter().map(|key| format!("{name}_{key}")).collect()
    }

    fn wrong(&self) -> Vec<(&'static str, Diagnostic)> {
        let mut wrong = Vec::new();
        if self.source.is_empty() {
            let message = phrase!("The measure of ties does not say which source holds them");
            let hint = phrase!("Write {example}", example = "source = \"ties\"");
            wrong.push(("source", Diagnostic::error("wrong-option", message).hint(hint)));
        }
        if self.draws < 99 {
            let message = phrase!("`{key}` must be at least {least}", key = "draws", least = 99_usize);
            wrong.push(("draws", Diagnostic::error("wrong-option", message)));
        }
        wrong
    }

    fn of_numbers(&self, _option: &str) -> bool {
        false
    }

    fn make(&self, block: &MeasureBlock, panel: &Panel, stream: Stream) -> MeasureOutput {
        make::make(self, block, panel, stream)
    }
}
