//! Topics by the words that tell them, however these are written.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::notation::fold;
use crate::panel::{EventWords, UNKNOWN_WORD};

/// The words that tell a topic.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct KeywordSet {
    /// One of these must occur.
    pub any: Vec<String>,
    /// None of these may occur.
    pub none: Vec<String>,
}

/// Keywords as they are looked for.
pub(in crate::measure) struct Keywords(Vec<(Vec<String>, Vec<String>)>);

/// At most this many topics: each is a bit.
pub(in crate::measure) const MOST_TOPICS: usize = 32;

impl Keywords {
    /// Of topics, in order.
    pub fn of<'k>(sets: impl Iterator<Item = &'k KeywordSet>) -> Keywords {
        let loose = |words: &[String]| words.iter().map(|word| loosely(word)).collect();
        Keywords(sets.map(|set| (loose(&set.any), loose(&set.none))).collect())
    }

    /// Which words occur in a text: of each topic, whether one of `any` does (low bits) and one of `none` (high bits).
    pub fn look(&self, text: &str) -> u64 {
        let text = loosely(text);
        let occurs = |words: &Vec<String>| words.iter().any(|word| text.contains(word.as_str()));
        let bits = self
            .0
            .iter()
            .enumerate()
            .map(|(at, (any, none))| u64::from(occurs(any)) << at | u64::from(occurs(none)) << (at + MOST_TOPICS));
        bits.fold(0, |all, bit| all | bit)
    }

    /// The topics of each row, as bits: one of `any` occurs in one of its texts, and none of `none` in any. Each distinct text is looked at once.
    pub fn of_rows(&self, columns: &[&EventWords], rows: usize) -> Vec<u32> {
        let mut found = vec![0_u64; rows];
        for column in columns {
            let looked: Vec<u64> = column.words.par_iter().map(|text| self.look(text)).collect();
            let told = found.iter_mut().zip(&column.at).filter(|(_, at)| **at != UNKNOWN_WORD);
            told.for_each(|(found, &at)| *found |= looked[at as usize]);
        }
        found.into_iter().map(told).collect()
    }
}

/// The topics that bits of [`Keywords::look`] tell.
pub(in crate::measure) fn told(bits: u64) -> u32 {
    bits as u32 & !((bits >> MOST_TOPICS) as u32)
}

/// A text as keywords are compared: width, case and white space do not count, nor whether kana are hiragana or katakana.
pub(in crate::measure) fn loosely(text: &str) -> String {
    let kana = |c: char| match c {
        'ァ'..='ヶ' => char::from_u32(c as u32 - 0x60).unwrap_or(c),
        c => c,
    };
    match text
        .chars()
        .all(|c| matches!(c, 'ぁ'..='ゖ' | '一'..='鿿' | 'ァ'..='ヶ' | 'a'..='z' | '0'..='9' | '、' | '。' | 'ー'))
    {
        true => text.chars().map(kana).collect(),
        false => fold(text).chars().map(kana).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_however_they_are_written() {
        let set = |any: &[&str], none: &[&str]| KeywordSet {
            any: any.iter().map(|word| word.to_string()).collect(),
            none: none.iter().map(|word| word.to_string()).collect(),
        };
        let sets = [set(&["生活費", "借金"], &["返済済"]), set(&["パワハラ"], &[])];
        let keywords = Keywords::of(sets.iter());
        let topics = |text: &str| told(keywords.look(text));
        assert_eq!(topics("生活 費が足りない"), 1);
        assert_eq!(topics("借金は返済済"), 0);
        assert_eq!(topics("ﾊﾟﾜﾊﾗで退職、借金も"), 3);
        assert_eq!(topics("ぱわはら"), 2);
        assert_eq!(topics(""), 0);
        let column = EventWords { words: vec!["借金".into(), "返済済".into()], at: vec![0, UNKNOWN_WORD, 1] };
        let other = EventWords { words: vec!["返済済".into()], at: vec![0, UNKNOWN_WORD, UNKNOWN_WORD] };
        // What one column says excludes the topic that another one tells.
        assert_eq!(keywords.of_rows(&[&column, &other], 3), [0, 0, 0]);
        assert_eq!(keywords.of_rows(&[&column], 3), [1, 0, 0]);
    }
}
