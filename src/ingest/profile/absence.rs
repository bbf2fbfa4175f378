//! Words that stand for no answer wherever they stand among numbers.

use crate::notation::fold;

/// As [`fold`] leaves them.
const WORDS: [&str; 32] = [
    "na",
    "n/a",
    "n.a.",
    "n.a",
    "#n/a",
    "nan",
    "null",
    "missing",
    "unknown",
    "notknown",
    "nk",
    "n/k",
    "blank",
    "noanswer",
    "noresponse",
    "notapplicable",
    "prefernottosay",
    "refused",
    "不明",
    "無回答",
    "未回答",
    "回答なし",
    "非回答",
    "未記入",
    "記入なし",
    "空欄",
    "該当なし",
    "データなし",
    "非公開",
    "未定",
    "未集計",
    "欠測",
];

/// Whether a text is a word for no answer, or nothing but dashes, dots or question marks.
pub fn is_no_answer(text: &str) -> bool {
    let folded = fold(text);
    let sign = |c: char| {
        matches!(
            c,
            '-' | '.' | '?' | '・' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30FC}' | '\u{2500}' | '\u{2501}'
        )
    };
    !folded.is_empty() && (folded.chars().all(sign) || WORDS.contains(&folded.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_of_no_answer_are_no_answer() {
        for text in ["-", "－", "NA", "n/a", "?", "？", "Unknown", "無回答", "不明", "…"] {
            assert!(is_no_answer(text), "{text}");
        }
        for text in ["Minangkabau", "活動年数", "prediabetes", "楽しかった。", "社", "***", "なし", "0"] {
            assert!(!is_no_answer(text), "{text}");
        }
    }
}
