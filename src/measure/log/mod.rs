//! Logs of what happened when: by hour, weekday, month, group and topic; rates, trends and seasons; before and after an event.

mod areas;
mod card;
mod counts;
mod event;
mod figure;
mod make;
mod months;
mod tests;
pub(super) mod topics;
mod units;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::notation::dates;
use crate::panel::Panel;
use crate::phrase;
use crate::study::MeasureBlock;

use super::{Measure, MeasureOutput};
use topics::KeywordSet;

/// Measures of a log.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// Source whose rows are events (`kind = "log"`).
    pub source: String,
    /// Columns whose words are counted: sex, topic, way of contact.
    pub by: Vec<String>,
    /// Columns of free text in which topics are looked for; what stands in them is never shown.
    pub text: Vec<String>,
    /// Topics by the words that tell them: any of these, and none of those. Width, case, spaces and kana do not count.
    pub topics: BTreeMap<String, KeywordSet>,
    /// Words that say that nothing is known, beside blanks and 不明.
    pub unknown: Vec<String>,
    /// Column that says where.
    pub area: Option<String>,
    /// Population or another exposure of each area: rates are per so many of them.
    pub exposure: BTreeMap<String, f64>,
    /// Rates are per this many of the exposure.
    pub per: f64,
    /// Day of an event: before and after it are compared.
    pub event: Option<String>,
    /// The area where the event was; the others are those that it is compared with.
    pub event_area: Option<String>,
    /// First day that the log covers; the first of the month of its first row by default.
    pub from: Option<String>,
    /// Last day that it covers; the last of the month of its last row by default.
    pub to: Option<String>,
    /// Whether counts of each unit and period become variables: the source then names its column of units.
    pub variables: bool,
}

impl Default for Log {
    fn default() -> Log {
        Log {
            source: String::new(),
            by: Vec::new(),
            text: Vec::new(),
            topics: BTreeMap::new(),
            unknown: Vec::new(),
            area: None,
            exposure: BTreeMap::new(),
            per: 1000.0,
            event: None,
            event_area: None,
            from: None,
            to: None,
            variables: false,
        }
    }
}

impl Log {
    /// The day of an option; nothing where it is not given.
    fn day(&self, option: &str) -> Option<i32> {
        let written = match option {
            "event" => &self.event,
            "from" => &self.from,
            _ => &self.to,
        };
        dates::read(written.as_deref()?).map(|reading| reading.days)
    }
}

impl Measure for Log {
    fn uses(&self) -> Vec<(&'static str, &str)> {
        Vec::new()
    }

    fn makes(&self, name: &str) -> Vec<String> {
        let topics = self.topics.keys().map(|topic| format!("{name}_{topic}"));
        if self.variables { std::iter::once(format!("{name}_count")).chain(topics).collect() } else { Vec::new() }
    }

    fn wrong(&self) -> Vec<(&'static str, Diagnostic)> {
        let error = |message| Diagnostic::error("wrong-option", message);
        let mut wrong = Vec::new();
        if self.source.is_empty() {
            let hint = phrase!("Write {example}", example = "source = \"log\"");
            wrong
                .push(("source", error(phrase!("The measure of a log does not say which source holds it")).hint(hint)));
        }
        for option in ["event", "from", "to"] {
            let written = [("event", &self.event), ("from", &self.from), ("to", &self.to)];
            let given = written.iter().find(|(key, _)| *key == option).and_then(|(_, value)| value.as_ref());
            if let Some(day) = given.filter(|_| self.day(option).is_none()) {
                wrong.push((option, error(phrase!("`{day}` is no date", day = day))));
            }
        }
        if self.topics.is_empty() != self.text.is_empty() {
            let option = if self.text.is_empty() { "topics" } else { "text" };
            let message = phrase!(
                "Topics need both `topics`, their words, and `text`, the columns in which these are looked for"
            );
            wrong.push((option, error(message)));
        }
        if let Some((topic, _)) = self.topics.iter().find(|(_, words)| words.any.is_empty()) {
            let hint = phrase!("Write {example}", example = "{ any = [\"生活費\", \"借金\"], none = [\"返済済\"] }");
            wrong.push(("topics", error(phrase!("The topic `{name}` has no words in `any`", name = topic)).hint(hint)));
        }
        for (option, given) in [("exposure", !self.exposure.is_empty()), ("event_area", self.event_area.is_some())] {
            if given && self.area.is_none() {
                wrong.push((option, error(phrase!("`{key}` needs `area`, the column that says where", key = option))));
            }
        }
        if self.event_area.is_some() && self.event.is_none() {
            wrong.push(("event_area", error(phrase!("`event_area` needs `event`, the day"))));
        }
        let unfit = |value: &f64| !(value.is_finite() && *value > 0.0);
        if unfit(&self.per) || self.exposure.values().any(unfit) {
            let option = if unfit(&self.per) { "per" } else { "exposure" };
            wrong.push((option, error(phrase!("`{key}` must be more than 0", key = option))));
        }
        wrong
    }

    fn make(&self, block: &MeasureBlock, panel: &Panel, _: Stream) -> MeasureOutput {
        make::make(self, block, panel)
    }
}
