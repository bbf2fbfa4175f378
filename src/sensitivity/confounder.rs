use super::{Case, Sensitivity, Stress};
use crate::card::Card;
use crate::text::Phrase;

/// Stub.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RobustnessValue {}

impl RobustnessValue {
    /// Name in study files.
    pub const NAME: &'static str = "robustness-value";

    /// Its card.
    pub fn card() -> Card {
        unreachable!("stub")
    }
}

impl Sensitivity for RobustnessValue {
    fn stress(&self, _case: Case<'_>) -> Result<Stress, Phrase> {
        unreachable!("stub")
    }
}
