//! Who is left out: shares of those reached against declared shares of the population.

mod card;
mod make;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::panel::Panel;
use crate::phrase;
use crate::study::MeasureBlock;

use super::{Measure, MeasureOutput};

/// Those reached against the population.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Reach {
    /// Variable that says the group of each: an area, a sex, an age.
    pub of: String,
    /// Share of each group in the population, between 0 and 1; together 1.
    pub population: BTreeMap<String, f64>,
    /// Where the shares come from.
    pub grounds: String,
    /// Variable with yes and no that says who was reached; all of the data where absent.
    pub reached: Option<String>,
}

/// How far declared shares may be from 1 together: they are often rounded.
const TOGETHER: f64 = 0.005;

impl Measure for Reach {
    fn uses(&self) -> Vec<(&'static str, &str)> {
        let of = (!self.of.is_empty()).then_some(("of", self.of.as_str()));
        of.into_iter().chain(self.reached.iter().map(|name| ("reached", name.as_str()))).collect()
    }

    fn makes(&self, _: &str) -> Vec<String> {
        Vec::new()
    }

    fn of_numbers(&self, _: &str) -> bool {
        false
    }

    fn wrong(&self) -> Vec<(&'static str, Diagnostic)> {
        let error = |message| Diagnostic::error("wrong-option", message);
        let mut wrong = Vec::new();
        if self.of.is_empty() {
            wrong.push(("of", error(phrase!("`{key}` names no variable", key = "of"))));
        }
        let total: f64 = self.population.values().sum();
        if self.population.values().any(|share| !(*share > 0.0 && *share < 1.0)) || (total - 1.0).abs() > TOGETHER {
            let hint = phrase!("Write {example}", example = "population = { \"男性\" = 0.48, \"女性\" = 0.52 }");
            wrong.push((
                "population",
                error(phrase!("The shares of the population must lie between 0 and 1 and be 1 together")).hint(hint),
            ));
        }
        if self.grounds.trim().is_empty() {
            wrong.push(("grounds", error(phrase!("Say where the shares of the population come from"))));
        }
        wrong
    }

    fn make(&self, block: &MeasureBlock, panel: &Panel, _: Stream) -> MeasureOutput {
        make::make(self, block, panel)
    }
}
