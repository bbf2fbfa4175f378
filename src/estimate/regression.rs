use super::{Estimate, Estimator, Sample};
use crate::card::Card;
use crate::design::Comparison;
use crate::text::Phrase;

/// Stub.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Regression {}

impl Regression {
    /// Name in study files.
    pub const NAME: &'static str = "regression";

    /// Its card.
    pub fn card() -> Card {
        unreachable!("stub")
    }
}

impl Estimator for Regression {
    fn estimate(&self, _sample: &Sample, _comparison: &Comparison, _level: f64) -> Result<Estimate, Phrase> {
        unreachable!("stub")
    }
}
