//! Which variables a study names. Options of methods are not interpreted here: every text in them counts.

use serde_json::Value;

use super::{MethodBlock, Question};

impl Question {
    /// Every variable that it names, in its plain keys or as an option of a method; with the period where it says one.
    pub fn names(&self) -> Vec<&str> {
        let lists = self.outcomes.iter().chain(&self.covariates).chain(&self.treatment).chain(&self.cluster);
        let lists = lists.chain(&self.start);
        let lists = lists.chain(self.rounds.iter().flat_map(|rounds| [&rounds.by, &rounds.organisation]));
        let mut names: Vec<&str> = lists.map(|name| name.value.as_str()).collect();
        names.extend(self.baseline.iter().chain(&self.earlier).map(|(_, before)| before.value.as_str()));
        let listed = self.roster.iter().filter_map(|roster| roster.only.as_ref());
        names.extend(self.only.iter().chain(listed).flat_map(|only| only.names()).map(|(name, _)| name));
        let blocks = self.designs.iter().chain(&self.estimate).chain(&self.inference);
        names.extend(blocks.flat_map(MethodBlock::texts));
        names
    }
}

impl MethodBlock {
    /// Every text in its options.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.options.values().flat_map(|option| texts(&option.value))
    }
}

fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(map) => {
            map.iter().flat_map(|(key, value)| std::iter::once(key.as_str()).chain(texts(value))).collect()
        }
        _ => Vec::new(),
    }
}
