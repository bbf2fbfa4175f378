//! Surveys: every question at a glance, groups compared, several answers before and after, who answered, weights, and scales.

mod card;
mod compared;
mod likert;
mod make;
mod pairs;
mod questions;
mod response;
mod sample;
mod scales;
mod topics;
mod variable;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::panel::Panel;
use crate::phrase;
use crate::study::MeasureBlock;

use super::log::topics::KeywordSet;
use super::{Measure, MeasureOutput};

/// Measures of a survey.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Survey {
    /// Questions with one answer: words, or steps of a scale.
    pub of: Vec<String>,
    /// Questions with several answers: the name of each, and the variables with yes and no of its answers.
    pub several: BTreeMap<String, Vec<String>>,
    /// What it means that somebody ticked no answer of a question with several: that none applies, or that the answer is missing.
    pub no_tick: Option<NoTick>,
    /// Variables by whose words answers are compared.
    pub by: Vec<String>,
    /// Variable with yes and no that says who of all who were asked answered.
    pub answered: Option<String>,
    /// Variable with the weight of each answer by how the sample was drawn.
    pub weights: Option<String>,
    /// Variable that says the stratum from which each was drawn.
    pub strata: Option<String>,
    /// Variable that says the cluster (school, area) in which each was drawn.
    pub clusters: Option<String>,
    /// Variable that says how many clusters the stratum has in all.
    pub clusters_in_all: Option<String>,
    /// Shares of classes that are known of all: weights are made to meet them.
    pub margins: BTreeMap<String, BTreeMap<String, f64>>,
    /// Scales: the name of each and its items.
    pub scales: BTreeMap<String, Scale>,
    /// Variables with free text in which topics are looked for; what stands in them is never shown.
    pub text: Vec<String>,
    /// Topics by the words that tell them: any of these, and none of those.
    pub topics: BTreeMap<String, KeywordSet>,
    /// Samples drawn anew for the interval of omega.
    pub draws: u64,
}

/// What no tick means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NoTick {
    /// None of the answers applies.
    None,
    /// Nothing is known.
    Missing,
}

/// A scale of several items.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Scale {
    /// Its items: variables with numbers.
    pub items: Vec<String>,
    /// Those that are asked the other way round: they are turned, (least + most) − answer.
    pub reverse: Vec<String>,
    /// Least and most that an item can have, where some are turned.
    pub range: Option<(f64, f64)>,
}

impl Default for Survey {
    fn default() -> Survey {
        Survey {
            of: Vec::new(),
            several: BTreeMap::new(),
            no_tick: None,
            by: Vec::new(),
            answered: None,
            weights: None,
            strata: None,
            clusters: None,
            clusters_in_all: None,
            margins: BTreeMap::new(),
            scales: BTreeMap::new(),
            text: Vec::new(),
            topics: BTreeMap::new(),
            draws: 999,
        }
    }
}

impl Survey {
    /// Whether answers have weights or were drawn in another way than one by one.
    fn is_designed(&self) -> bool {
        self.weights.is_some() || self.strata.is_some() || self.clusters.is_some() || !self.margins.is_empty()
    }
}

impl Measure for Survey {
    fn uses(&self) -> Vec<(&'static str, &str)> {
        let lists = [("of", &self.of), ("by", &self.by), ("text", &self.text)];
        let lists = lists.into_iter().flat_map(|(option, names)| names.iter().map(move |name| (option, name.as_str())));
        let single = [
            ("answered", &self.answered),
            ("weights", &self.weights),
            ("strata", &self.strata),
            ("clusters", &self.clusters),
            ("clusters_in_all", &self.clusters_in_all),
        ];
        let single = single.into_iter().filter_map(|(option, name)| Some((option, name.as_deref()?)));
        let several = self.several.values().flatten().map(|name| ("several", name.as_str()));
        let items = self.scales.values().flat_map(|scale| &scale.items).map(|name| ("scales", name.as_str()));
        let margins = self.margins.keys().map(|name| ("margins", name.as_str()));
        lists.chain(single).chain(several).chain(items).chain(margins).collect()
    }

    fn makes(&self, name: &str) -> Vec<String> {
        let scales = self.scales.keys().chain(self.several.keys()).chain(self.topics.keys());
        let made = scales.map(|key| format!("{name}_{key}"));
        made.chain((!self.margins.is_empty()).then(|| format!("{name}_weight"))).collect()
    }

    fn of_numbers(&self, option: &str) -> bool {
        ["weights", "clusters_in_all", "scales"].contains(&option)
    }

    fn wrong(&self) -> Vec<(&'static str, Diagnostic)> {
        let error = |message| Diagnostic::error("wrong-option", message);
        let mut wrong = Vec::new();
        if self.of.is_empty()
            && self.several.is_empty()
            && self.scales.is_empty()
            && self.topics.is_empty()
            && self.answered.is_none()
        {
            let hint = phrase!("Write {example}", example = "of = [\"満足度\", \"利用回数\"]");
            wrong.push(("of", error(phrase!("The measure of a survey names no question")).hint(hint)));
        }
        if self.topics.is_empty() != self.text.is_empty() {
            let option = if self.text.is_empty() { "topics" } else { "text" };
            let message = phrase!(
                "Topics need both `topics`, their words, and `text`, the columns in which these are looked for"
            );
            wrong.push((option, error(message)));
        }
        for (name, scale) in &self.scales {
            if scale.items.len() < 2 {
                wrong.push(("scales", error(phrase!("The scale `{name}` has fewer than two items", name = name))));
            }
            if let Some(item) = scale.reverse.iter().find(|item| !scale.items.contains(item)) {
                wrong.push((
                    "scales",
                    error(phrase!("`{item}` is no item of the scale `{name}`", item = item, name = name)),
                ));
            }
            let sound = scale.range.is_some_and(|(least, most)| least < most);
            if !scale.reverse.is_empty() && !sound {
                let hint = phrase!("Write {example}", example = "range = [1, 5]");
                let message = phrase!(
                    "Items of the scale `{name}` can be turned only where `range` says the least and the most",
                    name = name
                );
                wrong.push(("scales", error(message).hint(hint)));
            }
        }
        for (name, shares) in &self.margins {
            let all: f64 = shares.values().sum();
            if shares.values().any(|share| share.is_nan() || *share <= 0.0) || (all - 1.0).abs() > 1e-6 {
                wrong.push((
                    "margins",
                    error(phrase!("The shares of `{name}` must be above 0 and add up to 1", name = name)),
                ));
            }
        }
        if self.clusters_in_all.is_some() && self.clusters.is_none() {
            wrong.push(("clusters_in_all", error(phrase!("`clusters_in_all` needs `clusters`"))));
        }
        if self.draws < 99 {
            wrong.push(("draws", error(phrase!("`{key}` must be at least {least}", key = "draws", least = 99_usize))));
        }
        wrong
    }

    fn make(&self, block: &MeasureBlock, panel: &Panel, stream: Stream) -> MeasureOutput {
        make::make(self, block, panel, stream)
    }
}
