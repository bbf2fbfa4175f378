//! Words that stand for yes and no.

use std::collections::BTreeSet;

use super::fold;

/// Pairs of words, yes before no, each word as [`fold`] leaves it. A word belongs to one pair only.
const PAIRS: [(&[&str], &[&str]); 16] = [
    (&["yes", "y"], &["no", "n"]),
    (&["true"], &["false"]),
    (&["はい"], &["いいえ"]),
    (&["有", "有り", "あり"], &["無", "無し", "なし"]),
    (&["○", "〇", "◯", "◎"], &["×", "✕", "✖", "╳"]),
    (&["採択"], &["不採択", "非採択"]),
    (&["助成", "助成あり"], &["非助成", "助成なし"]),
    (&["該当"], &["非該当"]),
    (&["実施"], &["未実施", "不実施"]),
    (&["参加"], &["不参加", "非参加", "未参加"]),
    (&["受給"], &["非受給", "未受給"]),
    (&["対象"], &["対象外", "非対象"]),
    (&["済", "済み"], &["未", "未済"]),
    (&["介入", "介入群", "処置群"], &["対照", "対照群", "統制群"]),
    (&["treated", "treatment"], &["control", "untreated", "comparison"]),
    (&["awarded", "funded"], &["declined", "notfunded", "notawarded"]),
];

/// Words for yes and no in other languages. Some are other words in English, and so mean yes or no only where both occur.
const ABROAD: [(&[&str], &[&str]); 9] = [
    (&["sí", "si", "sì"], &[]),
    (&["ja"], &["nein", "nee", "nej", "nei"]),
    (&["oui"], &["non"]),
    (&["evet"], &["hayır", "hayir"]),
    (&["sim"], &["não", "nao"]),
    (&["tak"], &["nie"]),
    (&["да"], &["нет"]),
    (&["是"], &["否"]),
    (&["예", "네"], &["아니오", "아니요"]),
];

/// The first pair of [`ABROAD`], whose no is that of English.
const WITH_ENGLISH_NO: usize = PAIRS.len();

/// Whether the words of a column (which pair, and whether the yes of it) are those of one pair.
pub(crate) fn are_one_pair(words: &BTreeSet<Option<(usize, bool)>>) -> bool {
    let pairs: BTreeSet<Option<usize>> = words.iter().map(|word| word.map(|(pair, _)| pair)).collect();
    match pairs.into_iter().collect::<Option<Vec<usize>>>().as_deref() {
        Some([pair]) => *pair < PAIRS.len() || words.len() == 2,
        Some([0, WITH_ENGLISH_NO]) => !words.contains(&Some((0, true))),
        _ => false,
    }
}

/// Marks beside which a cross is a no, as [`fold`] leaves them.
const MARKS: [&str; 6] = ["○", "〇", "◯", "◎", "△", "▲"];

/// Whether a text is a circle or triangle, so that a cross beside it means no.
pub(crate) fn is_mark(text: &str) -> bool {
    text.len() <= 6 && MARKS.contains(&fold(text).as_str())
}

/// Which pair a word belongs to, and whether it is the yes of it.
pub(crate) fn yes_no(word: &str) -> Option<(usize, bool)> {
    if word.len() > 20 {
        return None;
    }
    let folded = fold(word);
    let says = |words: &[&str]| words.contains(&folded.as_str());
    PAIRS.iter().chain(&ABROAD).enumerate().find_map(|(pair, (yes, no))| match (says(yes), says(no)) {
        (true, _) => Some((pair, true)),
        (_, true) => Some((pair, false)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_known_in_any_width_and_case() {
        assert_eq!(yes_no("ＹＥＳ"), Some((0, true)));
        assert_eq!(yes_no(" いいえ"), Some((2, false)));
        assert_eq!(yes_no("○").map(|(_, yes)| yes), Some(true));
        assert_eq!(yes_no("不採択").map(|(_, yes)| yes), Some(false));
        assert_eq!(yes_no("男"), None);
    }

    #[test]
    fn words_of_other_languages_need_their_counterpart() {
        let one = |words: &[&str]| are_one_pair(&words.iter().map(|word| yes_no(word)).collect());
        assert!(one(&["Sí", "No"]) && one(&["ja", "nein"]) && one(&["Evet", "Hayır"]) && one(&["oui", "non"]));
        assert!(one(&["yes"]) && one(&["no"]) && one(&["yes", "no"]));
        assert!(!one(&["ja"]) && !one(&["ja", "no"]) && !one(&["ja", "en"]) && !one(&["si", "no", "yes"]));
    }

    #[test]
    fn no_word_is_in_two_pairs_and_all_are_folded() {
        let words: Vec<&str> =
            PAIRS.iter().chain(&ABROAD).flat_map(|(yes, no)| yes.iter().chain(no.iter())).copied().collect();
        let distinct: std::collections::BTreeSet<&str> = words.iter().copied().collect();
        assert_eq!(distinct.len(), words.len());
        assert!(words.iter().all(|word| fold(word) == *word));
    }
}
