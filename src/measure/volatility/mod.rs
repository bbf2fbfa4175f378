//! Volatility of income: how far it is from its own trend, the evaluated grant left out.

mod card;
mod make;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::panel::Panel;
use crate::phrase;
use crate::study::MeasureBlock;

use super::{Measure, MeasureOutput};

/// Fewer years say nothing of ups and downs around a trend.
pub(super) const LEAST: usize = 4;

/// Volatility of an amount.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Volatility {
    /// Variable with the amount of each year.
    pub of: String,
    /// Grant under evaluation, which is taken out of the amount: it comes and goes by plan.
    pub evaluated_grant: Option<String>,
    /// How many years up to each period are looked at, at most.
    pub years: usize,
    /// How many of them must be known; 4 or more.
    pub least: usize,
}

impl Default for Volatility {
    fn default() -> Volatility {
        Volatility { of: String::new(), evaluated_grant: None, years: 6, least: LEAST }
    }
}

impl Measure for Volatility {
    fn uses(&self) -> Vec<(&'static str, &str)> {
        let of = (!self.of.is_empty()).then_some(("of", self.of.as_str()));
        of.into_iter().chain(self.evaluated_grant.iter().map(|name| ("evaluated_grant", name.as_str()))).collect()
    }

    fn makes(&self, name: &str) -> Vec<String> {
        make::KEYS.iter().map(|key| format!("{name}_{key}")).collect()
    }

    fn wrong(&self) -> Vec<(&'static str, Diagnostic)> {
        let error = |message| Diagnostic::error("wrong-option", message);
        let mut wrong = Vec::new();
        if self.of.is_empty() {
            let hint = phrase!("Write {example}", example = "of = \"経常収益\"");
            wrong.push(("of", error(phrase!("The measure does not say which variable holds the amounts")).hint(hint)));
        }
        if self.least < LEAST {
            wrong.push(("least", error(phrase!("`{key}` must be at least {least}", key = "least", least = LEAST))));
        }
        if self.years < self.least {
            wrong
                .push(("years", error(phrase!("`{key}` must be at least {least}", key = "years", least = self.least))));
        }
        wrong
    }

    fn make(&self, block: &MeasureBlock, panel: &Panel, _: Stream) -> MeasureOutput {
        make::make(self, block, panel)
    }
}
