//! Every organisation beside those that are most like it, and where it stands among its field and size: for the house and itself only.

mod card;
mod make;
mod page;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::panel::Panel;
use crate::phrase;
use crate::study::MeasureBlock;

use super::{Measure, MeasureOutput};

/// Fewer similar ones make no range: each could be told.
pub(super) const LEAST: usize = 5;

/// Benchmarks.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Benchmark {
    /// Variables that are compared.
    pub of: Vec<String>,
    /// Variables by which organisations are alike: income, staff, age. Those nearest in all of them together are the similar ones.
    pub near: Vec<String>,
    /// Variable that says the field: similar ones are looked for within it.
    pub field: Option<String>,
    /// Variable that says the size; its thirds are small, middle and large.
    pub size: Option<String>,
    /// How many similar ones each is compared with.
    pub peers: usize,
    /// Variable by which the pages call them; their ids where absent.
    pub name: Option<String>,
    /// Whether each gets a page.
    pub pages: bool,
}

impl Default for Benchmark {
    fn default() -> Benchmark {
        Benchmark { of: Vec::new(), near: Vec::new(), field: None, size: None, peers: 10, name: None, pages: true }
    }
}

impl Measure for Benchmark {
    fn uses(&self) -> Vec<(&'static str, &str)> {
        let single = [("field", &self.field), ("size", &self.size), ("name", &self.name)];
        let single = single.into_iter().filter_map(|(key, name)| Some((key, name.as_deref()?)));
        let of = self.of.iter().map(|name| ("of", name.as_str()));
        of.chain(self.near.iter().map(|name| ("near", name.as_str()))).chain(single).collect()
    }

    fn makes(&self, name: &str) -> Vec<String> {
        self.of.iter().map(|of| format!("{name}_{of}")).collect()
    }

    fn of_numbers(&self, option: &str) -> bool {
        matches!(option, "of" | "near" | "size")
    }

    fn wrong(&self) -> Vec<(&'static str, Diagnostic)> {
        let error = |message| Diagnostic::error("wrong-option", message);
        let mut wrong = Vec::new();
        for (key, names) in [("of", &self.of), ("near", &self.near)] {
            if names.is_empty() {
                wrong.push((key, error(phrase!("`{key}` names no variable", key = key))));
            }
        }
        if self.peers < LEAST {
            wrong.push(("peers", error(phrase!("`{key}` must be at least {least}", key = "peers", least = LEAST))));
        }
        wrong
    }

    fn make(&self, block: &MeasureBlock, panel: &Panel, _: Stream) -> MeasureOutput {
        make::make(self, block, panel)
    }
}
