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
            "立証され",
            "実証され",
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
    "効果が実証",
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
    }
    let bounded = INTERVALS.iter().any(|mark| contains(&folded, mark));
    found.extend(ratio(&folded).filter(|_| !bounded).map(|words| Found { excess: Excess::BareRatio, words }));
    found
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
    units.iter().flat_map(|unit| text.match_indices(unit)).find_map(|(at, unit)| {
        let number: String = trailing_number(&text[..at]);
        let before = &text[..at - number.len()];
        let about = before.ends_with('約') || before.ends_with("およそ") || before.ends_with("about ");
        // "0.1 of a standard deviation" is a unit, not a ratio of two states.
        let of_a_deviation = before.ends_with("標準偏差の");
        let decimal = number.contains('.') && number.chars().any(|c| c.is_ascii_digit());
        let said = !number.is_empty() && !of_a_deviation && (decimal || about);
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
        ];
        for (text, excess) in table {
            assert_eq!(found(text), [excess], "{text}");
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
        ];
        texts.iter().for_each(|text| assert_eq!(found(text), [], "{text}"));
    }

    #[test]
    fn effectiveness_is_a_matter_of_the_design() {
        assert!(lint("有効性が確認できた", Rung::ProbablyDueTo).is_empty());
        assert_eq!(lint("有効性が確認できた", Rung::Associated).len(), 1);
    }
}
