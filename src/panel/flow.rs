//! The flow from rows read to units analysed.

use serde::{Deserialize, Serialize};

use crate::text::Phrase;

/// A step of the flow from rows read to units analysed: how many went in and out, and every one that was lost, by reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FlowStep {
    /// Stable key of the stage: `read`, `joined`, `complete`, `matched`.
    pub key: String,
    /// What the stage is.
    pub stage: Phrase,
    /// Rows or units that reach it.
    pub remaining: usize,
    /// Of these, the treated; absent before arms are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treated: Option<usize>,
    /// Of these, the comparison units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<usize>,
    /// Those who were lost just before this stage, by reason.
    pub lost: Vec<Lost>,
}

impl FlowStep {
    /// How many of each arm were lost on the way here: treated, and others.
    pub fn lost_of_arms(&self) -> (usize, usize) {
        let all: usize = self.lost.iter().map(|lost| lost.count).sum();
        let treated: usize = self.lost.iter().filter_map(|lost| lost.treated).sum();
        (treated, all.saturating_sub(treated))
    }
}

/// Units or rows lost for one reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Lost {
    /// Why.
    pub reason: Phrase,
    /// How many.
    pub count: usize,
    /// Of these, the treated; absent before arms are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treated: Option<usize>,
    /// Which: unit ids, or cell addresses for rows without an id. Internal.
    pub who: Vec<String>,
}
