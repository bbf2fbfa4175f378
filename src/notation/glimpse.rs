//! What the texts of a column seem to say, before a study declares it: for drafts.

use std::collections::BTreeMap;

use super::yes_no::yes_no;
use super::{Answer, Ladders, Set};
use crate::notation;

/// Whether texts are the steps of one scale in words: とても満足 … とても不満. Words for no answer and for not knowing may stand
/// among them.
pub fn is_scale<'t>(texts: impl Iterator<Item = &'t str>) -> bool {
    let said = texts.filter(|text| notation::absent(text).is_none() && !notation::is_unknowing(text));
    let answers: Option<Vec<Answer>> = said.map(notation::answer).collect();
    let Some(answers) = answers.filter(|answers| answers.len() > 1) else { return false };
    let mut ladders = Ladders::default();
    ladders.add(&answers);
    ladders.of(answers.iter().copied()).is_some_and(|ladder| ladder.is_scale())
}

/// The answers that a question offers, the most frequent first, where several of them stand in a cell; else none.
pub fn several_answers(texts: &BTreeMap<String, usize>) -> Vec<String> {
    let texts: BTreeMap<&str, usize> = texts.iter().map(|(text, times)| (text.as_str(), *times)).collect();
    Set::of(&texts).map_or_else(Vec::new, |set| set.parts)
}

/// Whether texts are the two words of a yes and a no.
pub fn is_yes_no<'t>(texts: impl Iterator<Item = &'t str>) -> bool {
    let said: Option<Vec<(usize, bool)>> = texts.map(yes_no).collect();
    said.is_some_and(|said| said.len() == 2 && said[0].0 == said[1].0 && said[0].1 != said[1].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_and_yes_and_no_are_seen() {
        assert!(is_scale(["とても満足", "やや満足", "普通", "やや不満", "とても不満"].into_iter()));
        assert!(is_scale(["Agree", "Disagree", "Neither agree nor disagree", "Don't know"].into_iter()));
        assert!(!is_scale(["東", "西", "南"].into_iter()) && !is_scale(["満足"].into_iter()));
        assert!(is_yes_no(["有", "無"].into_iter()) && !is_yes_no(["東", "西"].into_iter()));
    }
}
