//! Cells that say that there is no value: dashes, dots, words for no answer, crosses for suppressed numbers.

use super::fold;
use crate::phrase;
use crate::text::Phrase;

/// Why a filled cell holds no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Absent {
    /// `－`, `…`: not available, not applicable, not disclosed.
    Dash,
    /// `不明`, `無回答`, `NA`.
    Word,
    /// `×`, `χ`: there is a number, but it is not shown.
    Suppressed,
    /// `わからない` among steps of a scale.
    Unknowing,
    /// A number that a label calls no answer: `99. 無回答`.
    Labelled,
}

impl Absent {
    /// What was understood.
    pub fn phrase(self) -> Phrase {
        match self {
            Absent::Dash => phrase!("a dash or dots taken as not available"),
            Absent::Word => phrase!("a word for no answer taken as missing"),
            Absent::Unknowing => phrase!("words of not knowing, which are no step of the scale, taken as no answer"),
            Absent::Labelled => phrase!("numbers whose label says no answer taken as missing"),
            Absent::Suppressed => phrase!("× or χ taken as suppressed: a number that exists and is not shown"),
        }
    }
}

/// Words for no answer, as [`fold`] leaves them.
const WORDS: [&str; 17] = [
    "na",
    "n/a",
    "#n/a",
    "nan",
    "null",
    "missing",
    "不明",
    "無回答",
    "未回答",
    "回答なし",
    "非回答",
    "該当なし",
    "データなし",
    "n.a.",
    "noanswer",
    "noresponse",
    "notanswered",
];

/// Words for not knowing, as [`fold`] leaves them: an answer, where they stand alone.
const UNKNOWING: [&str; 25] = [
    "分からない",
    "わからない",
    "分かりません",
    "わかりません",
    "該当しない",
    "覚えていない",
    "答えたくない",
    "回答したくない",
    "回答しない",
    "無記入",
    "don'tknow",
    "dontknow",
    "donotknow",
    "idon'tknow",
    "idontknow",
    "dk",
    "notapplicable",
    "doesnotapply",
    "prefernottosay",
    "prefernottoanswer",
    "noopinion",
    "can'tsay",
    "cannotsay",
    "don'tremember",
    "don'tknow/notapplicable",
];

/// What a label says that is no answer, beside these, as [`fold`] leaves them.
const NO_ANSWERS: [&str; 12] = [
    "refused",
    "refusedtoanswer",
    "refusal",
    "回答拒否",
    "拒否",
    "記入なし",
    "無効",
    "無効回答",
    "missingvalue",
    "notstated",
    "unknown",
    "欠損",
];

/// Whether a text says that somebody does not know, or gives no answer in other words.
pub(crate) fn is_unknowing(text: &str) -> bool {
    text.len() <= 60 && UNKNOWING.contains(&fold(text).replace('\u{2019}', "'").as_str())
}

/// Whether the label of a number says that there is no answer.
pub(super) fn is_no_answer(label: &str) -> bool {
    let folded = fold(label).replace('\u{2019}', "'");
    absent(label).is_some() || is_unknowing(label) || NO_ANSWERS.contains(&folded.as_str()) || is_either(&folded)
}

/// What may say among numbers that there is no answer, beside these, as [`fold`] leaves them: somebody has to say so.
const PERHAPS: [&str; 11] =
    ["nk", "n/k", "notknown", "n.a", "blank", "未記入", "空欄", "非公開", "未定", "未集計", "欠測"];

/// Whether a text may say that there is no answer: a word of it, or nothing but dashes, dots or question marks.
pub(crate) fn may_be_no_answer(text: &str) -> bool {
    let folded = fold(text);
    let signs = !folded.is_empty() && folded.chars().all(|c| is_dash(c) || matches!(c, '.' | '?' | '・'));
    signs || PERHAPS.contains(&folded.as_str()) || is_no_answer(text)
}

/// `分からない/無回答`: no answer, or not to be told from one.
fn is_either(folded: &str) -> bool {
    let parts = || folded.split(['/', '・', '、']);
    parts().nth(1).is_some()
        && parts().any(|part| WORDS.contains(&part))
        && parts().all(|part| WORDS.contains(&part) || is_unknowing(part))
}

/// Whether and how a text says "no answer" in every study. Crosses are not among them: what they say depends on the column.
pub(crate) fn absent(text: &str) -> Option<Absent> {
    if text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let folded = fold(text);
    if !folded.is_empty() && (folded.chars().all(is_dash) || folded.chars().all(|c| matches!(c, '.' | '・'))) {
        return Some(Absent::Dash);
    }
    (WORDS.contains(&folded.as_str()) || is_either(&folded)).then_some(Absent::Word)
}

/// `-`, `–`, `—`, `―`, `−`, `‐`, `ー`, `─` and their full-width forms, of which NFKC makes these. Before digits `ー` and `―` are no
/// minus signs.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30FC}' | '\u{2500}' | '\u{2501}' | '\u{FF70}')
}

/// Whether a text is nothing but crosses or the Greek letter that stands for one.
pub(crate) fn is_cross(text: &str) -> bool {
    let mut signs = text.trim().chars().peekable();
    signs.peek().is_some() && signs.all(|c| matches!(c, '×' | '✕' | '✖' | '╳' | '✗' | 'χ' | 'Χ' | '\u{2A2F}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_nothing_is_nothing() {
        for text in ["－", "-", "―", "― ", "ー", "‐", "　ー", "　－", "　　　－", "--", "…", "..", "‥", "・・・"]
        {
            assert_eq!(absent(text), Some(Absent::Dash), "{text:?}");
        }
        for text in ["NA", "n/a", "不明", "無回答", " Null", "分からない/無回答", "わからない・無回答"]
        {
            assert_eq!(absent(text), Some(Absent::Word), "{text:?}");
        }
        for text in ["0", "なし", "-5", "ー5", "×", "", "ａ", "分からない", "不明/福祉", "わからない/知らない"]
        {
            assert_eq!(absent(text), None, "{text:?}");
        }
    }

    #[test]
    fn crosses_are_known_but_no_letter_is_one() {
        assert!(["×", " ✕ ", "χ", "××"].iter().all(|text| is_cross(text)));
        assert!(!["x", "X", "", "×印", "○"].iter().any(|text| is_cross(text)));
    }

    #[test]
    fn only_words_of_no_answer_may_be_no_answer() {
        for text in ["-", "－", "NA", "n/a", "?", "？", "Unknown", "無回答", "不明", "…"] {
            assert!(may_be_no_answer(text), "{text}");
        }
        for text in ["Minangkabau", "活動年数", "prediabetes", "楽しかった。", "社", "***", "なし", "0"] {
            assert!(!may_be_no_answer(text), "{text}");
        }
    }
}
