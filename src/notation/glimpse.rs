//! The answers that a question offers, before a study declares it: for drafts.

use std::collections::BTreeMap;

use super::Set;

/// The answers that a question offers, the most frequent first, where several of them stand in a cell; else none.
pub fn several_answers(texts: &BTreeMap<String, usize>) -> Vec<String> {
    let texts: BTreeMap<&str, usize> = texts.iter().map(|(text, times)| (text.as_str(), *times)).collect();
    Set::of(&texts).map_or_else(Vec::new, |set| set.parts)
}
