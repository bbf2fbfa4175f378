//! Indicators of a plan over several years: how far each has come from its start to its target.

mod card;
mod figure;
mod indicator;
mod make;
mod sheet;
mod table;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::panel::Panel;
use crate::phrase;
use crate::study::MeasureBlock;

use super::{Measure, MeasureOutput};

/// Progress of indicators towards targets.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Targets {
    /// Source of the indicators (`kind = "indicators"`).
    pub source: String,
    /// Column of the values; where it is not given, the columns whose headings are years hold them.
    pub value: Option<String>,
    /// Column of the value at the start, where the sheet has one.
    pub start: Option<String>,
    /// Column of the year of the start; the first year by default.
    pub start_year: Option<String>,
    /// Column of targets: of each year, or one for the indicator.
    pub target: Option<String>,
    /// Column of the year of the target; the last year that has one by default.
    pub target_year: Option<String>,
    /// Column of units.
    pub unit: Option<String>,
    /// Column that says which way is better; by default towards the target.
    pub better: Option<String>,
    /// Column of the rule by which the target counts as met.
    pub criterion: Option<String>,
    /// Column of the grounds of the target.
    pub grounds: Option<String>,
    /// Column of where values come from.
    pub origin: Option<String>,
    /// What is said of single indicators, by name; it goes before what the sheet says. Where any is named, these alone are shown.
    pub indicators: BTreeMap<String, Declared>,
    /// Years from which values are counted differently.
    pub breaks: Vec<Break>,
    /// Whether values may stand in the public edition as they are.
    pub public: bool,
}

/// What a study says of an indicator.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Declared {
    /// Year and value at the start.
    pub start: Option<(f64, f64)>,
    /// Year and value of the target.
    pub target: Option<(f64, f64)>,
    /// Which way is better: `higher` or `lower`.
    pub better: Option<Better>,
    /// Unit.
    pub unit: Option<String>,
    /// The rule by which the target counts as met.
    pub criterion: Option<String>,
    /// Grounds of the target.
    pub grounds: Option<String>,
    /// Where values come from.
    pub origin: Option<String>,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Better {
    /// More.
    Higher,
    /// Less.
    Lower,
}

/// From a year on values are counted differently.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Break {
    /// First year that is counted differently.
    pub from: f64,
    /// Why.
    pub why: String,
    /// Of which indicators; of all where empty.
    pub of: Vec<String>,
}

impl Targets {
    /// Options that name columns of the sheet, with what they name.
    fn columns(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("value", &self.value),
            ("start", &self.start),
            ("start_year", &self.start_year),
            ("target", &self.target),
            ("target_year", &self.target_year),
            ("unit", &self.unit),
            ("better", &self.better),
            ("criterion", &self.criterion),
            ("grounds", &self.grounds),
            ("origin", &self.origin),
        ];
        all.into_iter().filter_map(|(option, name)| Some((option, name.as_deref()?))).collect()
    }
}

impl Measure for Targets {
    fn uses(&self) -> Vec<(&'static str, &str)> {
        Vec::new()
    }

    fn makes(&self, _: &str) -> Vec<String> {
        Vec::new()
    }

    fn wrong(&self) -> Vec<(&'static str, Diagnostic)> {
        let error = |message| Diagnostic::error("wrong-option", message);
        let mut wrong = Vec::new();
        if self.source.is_empty() {
            let hint = phrase!("Write {example}", example = "source = \"vision\"");
            wrong.push((
                "source",
                error(phrase!("The measure does not say which source holds the indicators")).hint(hint),
            ));
        }
        for (name, own) in &self.indicators {
            if own.start.zip(own.target).is_some_and(|(start, target)| target.0 <= start.0) {
                let message = phrase!("The target of `{name}` does not lie after its start", name = name);
                wrong.push(("indicators", error(message)));
            }
        }
        if self.breaks.iter().any(|it| it.why.is_empty() || it.from == 0.0) {
            let hint = phrase!("Write {example}", example = "breaks = [{ from = 2024, why = \"設問変更\" }]");
            wrong.push(("breaks", error(phrase!("A break needs the year `from` and the reason `why`")).hint(hint)));
        }
        for (option, year, of) in
            [("start_year", &self.start_year, &self.start), ("target_year", &self.target_year, &self.target)]
        {
            if year.is_some() && of.is_none() {
                let value = option.trim_end_matches("_year");
                wrong.push((
                    option,
                    error(phrase!(
                        "`{option}` needs `{value}`, the column of its values",
                        option = option,
                        value = value
                    )),
                ));
            }
        }
        wrong
    }

    fn make(&self, block: &MeasureBlock, panel: &Panel, _: Stream) -> MeasureOutput {
        make::make(self, block, panel)
    }
}
