use super::{Ask, Comparison, Design, Rung};
use crate::card::Card;
use crate::diag::{Halt, Sink};
use crate::tidy::Blind;

/// Stub.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Nearest {}

impl Nearest {
    /// Name in study files.
    pub const NAME: &'static str = "nearest";

    /// Its card.
    pub fn card() -> Card {
        unreachable!("stub")
    }
}

impl Design for Nearest {
    fn compare(&self, _blind: &Blind, _ask: &Ask, _sink: &mut Sink) -> Result<Comparison, Halt> {
        Err(Halt)
    }
    fn ladder(&self) -> Rung {
        Rung::Changed
    }
}
