//! Months that an organisation could go on without income.

mod card;
mod make;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::panel::Panel;
use crate::phrase;
use crate::study::MeasureBlock;

use super::{Measure, MeasureOutput};

/// Reserves in months of expense.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Reserves {
    /// Variable with the net assets that are free of conditions (without 指定正味財産) at the end of the year.
    pub net_assets: String,
    /// Variable with the expense of the year.
    pub expense: String,
    /// Variable with the depreciation within the expense, which costs no money.
    pub depreciation: Option<String>,
    /// Variable with the fixed assets within the net assets, which cannot be spent.
    pub fixed_assets: Option<String>,
}

impl Reserves {
    fn named(&self) -> [(&'static str, &String); 2] {
        [("net_assets", &self.net_assets), ("expense", &self.expense)]
    }

    fn variables(&self) -> impl Iterator<Item = &String> + Clone {
        [&self.net_assets, &self.expense].into_iter().chain(&self.depreciation).chain(&self.fixed_assets)
    }
}

impl Measure for Reserves {
    fn uses(&self) -> Vec<(&'static str, &str)> {
        let own = self.named().into_iter().filter(|(_, name)| !name.is_empty());
        let further = [("depreciation", &self.depreciation), ("fixed_assets", &self.fixed_assets)];
        let further = further.into_iter().filter_map(|(key, name)| Some((key, name.as_deref()?)));
        own.map(|(key, name)| (key, name.as_str())).chain(further).collect()
    }

    fn makes(&self, name: &str) -> Vec<String> {
        vec![format!("{name}_months")]
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
