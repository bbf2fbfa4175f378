use super::{Case, Sensitivity, Stress};
use crate::card::Card;
use crate::text::Phrase;

/// Stub.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct EValue {}

impl EValue {
    /// Name in study files.
    pub const NAME: &'static str = "e-value";

    /// Its card.
    pub fn card() -> Card {
        unreachable!("stub")
    }
}

impl Sensitivity for EValue {
    fn stress(&self, _case: Case<'_>) -> Result<Stress, Phrase> {
        unreachable!("stub")
    }
}
