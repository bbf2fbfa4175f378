//! Offers against needs: who could give what another looks for (アセットマッチング).

mod card;
mod make;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::panel::Panel;
use crate::phrase;
use crate::study::MeasureBlock;

use super::{Measure, MeasureOutput};

/// Offers and needs by kind and area.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AssetMatch {
    /// What is offered and looked for.
    pub kinds: Vec<AssetKind>,
    /// Variable that says the area; offers and needs meet within it. Without it everywhere.
    pub area: Option<String>,
}

/// A kind of asset: a room, a vehicle, an accountant.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssetKind {
    /// What it is called.
    pub what: String,
    /// Variable with yes and no: offers it.
    pub offer: String,
    /// Variable with yes and no: looks for it.
    pub need: String,
}

impl Measure for AssetMatch {
    fn uses(&self) -> Vec<(&'static str, &str)> {
        let kinds = self.kinds.iter().flat_map(|kind| [("kinds", kind.offer.as_str()), ("kinds", kind.need.as_str())]);
        kinds.chain(self.area.iter().map(|name| ("area", name.as_str()))).collect()
    }

    fn makes(&self, _: &str) -> Vec<String> {
        Vec::new()
    }

    fn of_numbers(&self, _: &str) -> bool {
        false
    }

    fn wrong(&self) -> Vec<(&'static str, Diagnostic)> {
        let error = |message| ("kinds", Diagnostic::error("wrong-option", message));
        let mut wrong = Vec::new();
        if self.kinds.is_empty() {
            let example = "kinds = [{ what = \"会議室\", offer = \"提供_会議室\", need = \"希望_会議室\" }]";
            let (key, problem) = error(phrase!("Nothing is named that is offered and looked for"));
            wrong.push((key, problem.hint(phrase!("Write {example}", example = example))));
        }
        if let Some(kind) = self.kinds.iter().find(|kind| kind.offer == kind.need) {
            wrong.push(error(phrase!("`{name}` cannot be both the offer and the need", name = &kind.offer)));
        }
        wrong
    }

    fn make(&self, block: &MeasureBlock, panel: &Panel, _: Stream) -> MeasureOutput {
        make::make(self, block, panel)
    }
}
