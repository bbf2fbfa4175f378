//! Kinds of support as treatments: grants, loans, social investment, each against those without any.

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

/// Kinds of support.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Support {
    /// Variable in words that says the kind of support of each organisation.
    pub of: String,
    /// Kinds by a name of your own, such as grant, loan, investment; each with the words that mean it.
    pub kinds: BTreeMap<String, Vec<String>>,
    /// Words that mean no support at all: with these each kind is compared.
    pub none: Vec<String>,
}

impl Support {
    fn words(&self) -> impl Iterator<Item = &String> {
        self.kinds.values().flatten().chain(&self.none)
    }
}

impl Measure for Support {
    fn uses(&self) -> Vec<(&'static str, &str)> {
        (!self.of.is_empty()).then_some(("of", self.of.as_str())).into_iter().collect()
    }

    fn makes(&self, name: &str) -> Vec<String> {
        self.kinds.keys().map(|kind| format!("{name}_{kind}")).collect()
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
        if self.kinds.is_empty() || self.kinds.values().any(Vec::is_empty) {
            let hint = phrase!(
                "Write {example}",
                example = "kinds = { grant = [\"助成\"], loan = [\"融資\"], investment = [\"出資\"] }"
            );
            wrong.push(("kinds", error(phrase!("Each kind of support needs the words that mean it")).hint(hint)));
        }
        if self.none.is_empty() {
            let hint = phrase!("Write {example}", example = "none = [\"なし\"]");
            wrong.push((
                "none",
                error(phrase!("The words for no support are missing: with whom should each kind be compared?"))
                    .hint(hint),
            ));
        }
        let words: Vec<&String> = self.words().collect();
        if let Some((_, word)) = words.iter().enumerate().find(|(at, word)| words[..*at].contains(word)) {
            wrong.push(("kinds", error(phrase!("`{name}` stands in two kinds of support", name = *word))));
        }
        wrong
    }

    fn make(&self, block: &MeasureBlock, panel: &Panel, _: Stream) -> MeasureOutput {
        make::make(self, block, panel)
    }
}
