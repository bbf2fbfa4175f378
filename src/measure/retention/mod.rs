//! How long members, volunteers or partners stay.

mod card;
mod curves;
mod table;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::notation::dates;
use crate::panel::{Content, Panel};
use crate::phrase;
use crate::study::MeasureBlock;

use super::{Measure, MeasureOutput};

/// Retention over time.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Variable with the time that each was seen: months, days.
    pub time: Option<String>,
    /// Variable with yes and no that says who has left then; the others are still there.
    pub left: Option<String>,
    /// In place of `time`: variable with the date on which each joined.
    pub joined: Option<String>,
    /// Variable with the date on which each left; blank for those who are still there.
    pub left_on: Option<String>,
    /// Day on which it was seen who is still there.
    pub as_of: Option<String>,
    /// Variable whose two groups are compared.
    pub by: Option<String>,
    /// Times at which the share still there is shown; in months where dates are given.
    pub at: Vec<f64>,
}

impl Default for Retention {
    fn default() -> Retention {
        Retention {
            time: None,
            left: None,
            joined: None,
            left_on: None,
            as_of: None,
            by: None,
            at: vec![6.0, 12.0, 24.0, 36.0],
        }
    }
}

impl Retention {
    fn day(&self) -> Option<i32> {
        dates::read(self.as_of.as_deref()?).map(|reading| reading.days)
    }
}

impl Measure for Retention {
    fn uses(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("time", &self.time),
            ("left", &self.left),
            ("joined", &self.joined),
            ("left_on", &self.left_on),
            ("by", &self.by),
        ];
        all.into_iter().filter_map(|(option, name)| Some((option, name.as_deref()?))).collect()
    }

    fn makes(&self, _: &str) -> Vec<String> {
        Vec::new()
    }

    fn of_numbers(&self, option: &str) -> bool {
        option == "time"
    }

    fn wrong(&self) -> Vec<(&'static str, Diagnostic)> {
        let error = |message| Diagnostic::error("wrong-option", message);
        let mut wrong = Vec::new();
        let (times, dates) =
            (self.time.is_some() && self.left.is_some(), self.joined.is_some() && self.left_on.is_some());
        if times == dates {
            let hint = phrase!(
                "Write {one}, or {two}",
                one = "time = \"月数\", left = \"退会\"",
                two = "joined = \"入会日\", left_on = \"退会日\", as_of = \"2025-03-31\""
            );
            wrong.push((
                "time",
                error(phrase!("Retention needs either the time of each and who left, or two dates and a day"))
                    .hint(hint),
            ));
        }
        if self.joined.is_some() && self.day().is_none() {
            let message = phrase!("`as_of`, the day on which it was seen who is still there, is missing or no date");
            wrong.push(("as_of", error(message)));
        }
        if self.at.is_empty() || self.at.iter().any(|time| !(time.is_finite() && *time > 0.0)) {
            wrong.push(("at", error(phrase!("`{key}` must be more than 0", key = "at"))));
        }
        wrong
    }

    fn make(&self, block: &MeasureBlock, panel: &Panel, _: Stream) -> MeasureOutput {
        let content = |name: &str| panel.variables.get(name).map(|info| info.content);
        let wanted = [
            ("left", &self.left, Content::YesNo),
            ("joined", &self.joined, Content::Date),
            ("left_on", &self.left_on, Content::Date),
        ];
        let mut problems = Vec::new();
        for (option, name, kind) in wanted {
            if let Some(name) = name.as_ref().filter(|name| content(name) != Some(kind)) {
                let message = match kind {
                    Content::YesNo => phrase!("`{name}` does not hold yes and no", name = name),
                    _ => phrase!("`{name}` does not hold dates", name = name),
                };
                problems.push(Diagnostic::error("formula-type", message).at(block.place(option)));
            }
        }
        match problems.is_empty() {
            true => table::make(self, block, panel),
            false => MeasureOutput { problems, ..MeasureOutput::default() },
        }
    }
}
