//! Words that say more than data can show. Our own texts are held to them by a test; a user's titles and labels get a warning.

use unicode_normalization::UnicodeNormalization;

use crate::design::Rung;
use crate::phrase;
use crate::text::{Phrase, Words};

/// What is wrong with a wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excess {
    /// Data make something more or less likely; they prove nothing.
    Proof,
    /// That nothing was seen does not show that there is nothing.
    Absence,
    /// Significance says neither how large nor how important.
    Significance,
    /// Effectiveness is claimed although the design shows at most a change or an association.
    Effectiveness,
    /// A cause is named although the design shows at most a change or an association.
    Cause,
    /// How much is told by an adverb instead of a number.
    Emphasis,
    /// A ratio without its interval.
    BareRatio,
    /// Stars for p-values.
    Stars,
}

impl Excess {
    /// What to write instead.
    pub fn instead(self) -> Phrase {
        match self {
            Excess::Proof => phrase!("Say what was found and how sure: the estimate with its interval"),
            Excess::Absence => {
                phrase!(
                    "Write that it could not be told from chance, and how large a difference the interval still allows"
                )
            }
            Excess::Significance => {
                phrase!("Write how large the difference is, with its interval; significant does not mean important")
            }
            Excess::Effectiveness => phrase!(
                "Without similar units that did not take part, and their state before, write that something changed or is associated"
            ),
            Excess::Cause => phrase!(
                "Without similar units that did not take part, and their state before, write that it rose or fell, not that something brought it about"
            ),
            Excess::Emphasis => phrase!("Write how much, with its interval, instead of a strong word"),
            Excess::BareRatio => phrase!("Give the interval with the ratio, or take the ratio out"),
            Excess::Stars => phrase!("Write the estimate with its interval instead of stars"),
        }
    }
}

/// A wording that was found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What is wrong.
    pub excess: Excess,
    /// The words, as the text has them after width and case are made one.
    pub words: String,
}

/// Forbidden words, in lower case and half width. ASCII ones count as whole words only: `improved` and `approved` are no proof.
const FORBIDDEN: &[(Excess, &[&str])] = &[
    (
        Excess::Proof,
        &[
            "proved",
            "proven",
            "proves",
            "prove that",
            "証明され",
            "証明した",
            "証明でき",
            "証明しま",
            "立証し",
            "立証され",
            "立証でき",
            "を実証",
            "が実証",
            "実証し",
            "実証され",
            "実証でき",
            "裏付けられた",
            "proof that",
            "conclusive evidence",
        ],
    ),
    (
        Excess::Absence,
        &[
            "no effect",
            "no impact",
            "without effect",
            "without any effect",
            "zero effect",
            "効果がなかった",
            "効果はなかった",
            "効果がない",
            "効果はない",
            "効果なし",
            "効果がありません",
            "効果はありません",
            "影響がなかった",
            "影響はなかった",
            "影響はない",
            "影響がない",
        ],
    ),
    (
        Excess::Significance,
        &[
            "significant trend",
            "trend towards significance",
            "trend toward significance",
            "marginally significant",
            "highly significant",
            "very significant",
            "almost significant",
            "有意なので",
            "有意だから",
            "有意であるため重要",
            "有意傾向",
            "有意な傾向",
            "極めて有意",
            "高度に有意",
            "有意に効果",
            "有意な効果",
            "有意に増",
            "有意に減",
            "有意に高",
            "有意に低",
            "有意に向上",
            "有意に改善",
            "有意な増",
            "有意な改善",
            "significantly improved",
            "significantly increased",
            "significantly higher",
            "significantly reduced",
            "significant improvement",
            "significant increase",
            "significant effect",
        ],
    ),
    (
        Excess::Emphasis,
        &[
            "大きく増",
            "大きく伸",
            "大きく減",
            "大きく改善",
            "大きく向上",
            "大幅に増",
            "大幅に減",
            "大幅に改善",
            "大幅に向上",
            "大幅増",
            "劇的",
            "飛躍的",
            "著しく",
            "急増",
            "急減",
            "倍増",
            "大成功",
            "dramatic",
            "dramatically",
            "massive",
            "massively",
            "huge",
            "soared",
            "skyrocketed",
            "great success",
        ],
    ),
    (Excess::Stars, &["***", "**", "★★", "☆☆"]),
];

/// Claims that need a design of at least [`EFFECTIVE_FROM`].
const EFFECTIVENESS: &[&str] = &[
    "effectiveness was confirmed",
    "effectiveness confirmed",
    "confirmed the effectiveness",
    "confirms the effectiveness",
    "有効性が確認",
    "有効性を確認",
    "効果が確認され",
    "効果が確認でき",
    "効果を確認し",
    "効果があった",
    "効果がありました",
    "効果がみられ",
    "効果が見られ",
    "効果が表れ",
    "効果的だった",
    "was effective",
    "were effective",
    "is effective",
    "it works",
];

/// Words that name a cause; they need the same design.
const CAUSES: &[&str] = &[
    "led to",
    "thanks to",
    "resulted in",
    "brought about",
    "as a result of the",
    "because of the grant",
    "のおかげで",
    "おかげで",
    "により増",
    "により減",
    "により改善",
    "により向上",
    "により高ま",
    "により広が",
    "により連携",
    "によって増",
    "によって減",
    "によって改善",
    "によって向上",
    "によって高ま",
    "によって広が",
    "をもたらした",
    "を生み出した",
];
const EFFECTIVE_FROM: Rung = Rung::ProbablyDueTo;

/// What shows that a ratio has its interval with it.
const INTERVALS: &[&str] = &["信頼区間", "区間", "〜", "～", "~", "ci", "interval"];

/// What a text says too much, where its study's best design reaches `rung`.
pub fn lint(text: &str, rung: Rung) -> Vec<Found> {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let mut found = Vec::new();
    for (excess, words) in FORBIDDEN {
        found.extend(first_of(&folded, words).map(|words| Found { excess: *excess, words }));
    }
    if rung < EFFECTIVE_FROM {
        found.extend(first_of(&folded, EFFECTIVENESS).map(|words| Found { excess: Excess::Effectiveness, words }));
        found.extend(cause(&folded).map(|words| Found { excess: Excess::Cause, words }));
    }
    let bounded = INTERVALS.iter().any(|mark| contains(&folded, mark));
    found.extend(ratio(&folded).filter(|_| !bounded).map(|words| Found { excess: Excess::BareRatio, words }));
    found
}

/// A cause that is named: by a word for it, or "by … it rose" with a few words between.
fn cause(text: &str) -> Option<String> {
    const BETWEEN: usize = 8;
    let verbs = [
        "増えた",
        "増えました",
        "増加した",
        "減った",
        "減りました",
        "改善した",
        "改善しました",
        "向上した",
        "高まった",
        "広がった",
    ];
    let after = |mark: &str| {
        text.match_indices(mark).find_map(|(at, mark)| {
            let rest: String = text[at + mark.len()..].chars().take(BETWEEN + 5).collect();
            verbs.iter().find(|verb| rest.contains(**verb)).map(|verb| format!("{mark}…{verb}"))
        })
    };
    first_of(text, CAUSES).or_else(|| ["により", "によって"].iter().find_map(|mark| after(mark)))
}

/// As [`lint`], of a user's words in every language; each finding once.
pub fn lint_words(words: &Words, rung: Rung) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for one in words.0.values().flat_map(|text| lint(text, rung)) {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}

fn first_of(text: &str, words: &[&str]) -> Option<String> {
    words.iter().find(|word| contains(text, word)).map(|word| word.to_string())
}

/// Whether a text has a word, where letters of the Latin alphabet do not go on before or after it.
fn contains(text: &str, word: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let whole = |at: usize| {
        let (first, last) = (word.chars().next(), word.chars().next_back());
        let joined_before = letter(first) && letter(text[..at].chars().next_back());
        let joined_after = letter(last) && letter(text[at + word.len()..].chars().next());
        !joined_before && !joined_after
    };
    text.match_indices(word).any(|(at, _)| whole(at))
}

/// A ratio with decimals, or one called approximate: `1.14倍`, `約3倍`, `1.14 times`, `1.5-fold`. Whole numbers without "about"
/// may count things ("3 times a week").
fn ratio(text: &str) -> Option<String> {
    let units = ["倍", " times", "-fold"];
    if let Some(word) = first_of(text, &["doubled", "tripled", "quadrupled", "twofold", "threefold", "2倍増", "3倍増"])
    {
        return Some(word);
    }
    units.iter().flat_map(|unit| text.match_indices(unit)).find_map(|(at, unit)| {
        let number: String = trailing_number(&text[..at]);
        let before = &text[..at - number.len()];
        let about = before.ends_with('約') || before.ends_with("およそ") || before.ends_with("about ");
        // "0.1 of a standard deviation" is a unit, not a ratio of two states.
        let of_a_deviation = before.ends_with("標準偏差の");
        let decimal = number.contains('.') && number.chars().any(|c| c.is_ascii_digit());
        // "3倍に増加": a number of times that something rose.
        let rest = &text[at + unit.len()..];
        let rose = unit == "倍"
            && (rest.starts_with("に増")
                || rest.starts_with("に伸")
                || rest.starts_with("になっ")
                || rest.starts_with("に拡"))
            || unit == "-fold" && (rest.trim_start().starts_with("increase") || rest.trim_start().starts_with("rise"));
        let said = !number.is_empty() && !of_a_deviation && (decimal || about || rose);
        said.then(|| format!("{number}{unit}"))
    })
}

fn trailing_number(text: &str) -> String {
    let reversed = text.chars().rev().take_while(|c| c.is_ascii_digit() || *c == '.');
    reversed.collect::<Vec<char>>().into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<Excess> {
        lint(text, Rung::Changed).into_iter().map(|it| it.excess).collect()
    }

    #[test]
    fn claims_beyond_the_data_are_found() {
        let table = [
            ("The grant PROVED its worth", Excess::Proof),
            ("研修の効果が証明された", Excess::Proof),
            ("Training has no effect", Excess::Absence),
            ("研修には効果がなかった", Excess::Absence),
            ("A significant trend upwards", Excess::Significance),
            ("有意なので重要", Excess::Significance),
            ("助成事業の有効性が確認できた", Excess::Effectiveness),
            ("組織運営力は約1.14倍上昇", Excess::BareRatio),
            ("組織運営力は約１．１４倍上昇", Excess::BareRatio),
            ("Income rose 1.5-fold", Excess::BareRatio),
            ("Income rose 1.14 times", Excess::BareRatio),
            ("d = 0.5***", Excess::Stars),
            ("効果を実証", Excess::Proof),
            ("研修により連携が増えた", Excess::Cause),
            ("伴走支援によって収入が増えました", Excess::Cause),
            ("有意に効果があった", Excess::Significance),
            ("ボランティアが3倍に増加", Excess::BareRatio),
            ("大きく増えた！", Excess::Emphasis),
            ("Our training led to more volunteers", Excess::Cause),
            ("Thanks to the grant they grew", Excess::Cause),
            ("Volunteers tripled", Excess::BareRatio),
            ("A dramatic rise", Excess::Emphasis),
        ];
        for (text, excess) in table {
            assert_eq!(found(text).first(), Some(&excess), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn ordinary_words_are_left_alone() {
        let texts = [
            "Improved training of approved applicants",
            "身分証明書の発行件数",
            "Visited 3 times a week",
            "組織運営力は約1.14倍(95%信頼区間1.02〜1.27)",
            "Effects of the grant",
            "助成の効果",
            "Improvement",
            "公倍数",
            "標準偏差の0.1倍以内",
            "実証実験の参加者",
            "人口2倍の地域",
            "年度により異なる",
            "A meeting that led together",
        ];
        texts.iter().for_each(|text| assert_eq!(found(text), [], "{text}"));
    }

    #[test]
    fn effectiveness_is_a_matter_of_the_design() {
        assert!(lint("有効性が確認できた", Rung::ProbablyDueTo).is_empty());
        assert_eq!(lint("有効性が確認できた", Rung::Associated).len(), 1);
    }
}
