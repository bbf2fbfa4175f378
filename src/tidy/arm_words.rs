//! Words that say who received or took part: what they mean by themselves, and what they most likely mean.

use crate::notation::fold;
use crate::study::keys::toml_key;

/// 0 or 1 for each word, where that is clear.
pub fn sides(words: &[&str]) -> Option<Vec<f64>> {
    let folded: Vec<String> = words.iter().map(|word| folded(word)).collect();
    match folded.as_slice() {
        [] => Some(Vec::new()),
        [one] if is_no(one) => Some(vec![0.0]),
        [one] if is_yes(one) => Some(vec![1.0]),
        [a, b] if negates(a, b) || is_no(a) && is_yes(b) => Some(vec![0.0, 1.0]),
        [a, b] if negates(b, a) || is_no(b) && is_yes(a) => Some(vec![1.0, 0.0]),
        _ => None,
    }
}

/// A word without what people write differently: width, case, spaces and hyphens.
pub fn folded(word: &str) -> String {
    fold(word).replace('-', "")
}

/// Whether a word says by itself who received.
pub fn clear(word: &str) -> Option<bool> {
    let word = folded(word);
    if is_yes(&word) { Some(true) } else { is_no(&word).then_some(false) }
}

/// What a word most likely means, for a line that a person looks at: by itself, or by how it begins
/// (`Declined - over budget`), or by a Japanese word in it (`条件付採択`).
pub fn likely(word: &str) -> Option<bool> {
    let folded = folded(word);
    let long = |word: &&&str| if word.is_ascii() { word.len() >= 6 } else { word.chars().count() >= 2 };
    let begins = |word: &str| folded.starts_with(word);
    let negated = || YES.iter().filter(long).any(|yes| NOT.iter().any(|not| begins(&format!("{not}{yes}"))));
    let holds = |yes: &&str| !yes.is_ascii() && folded.contains(*yes);
    let denies = || ["不", "非", "未", "無", "外", "なし", "辞退", "取", "保留"].iter().any(|not| folded.contains(not));
    match clear(word) {
        Some(clear) => Some(clear),
        None if NO.iter().filter(long).any(|no| begins(no)) || negated() => Some(false),
        None if YES.iter().filter(long).any(|yes| begins(yes)) && !denies() => Some(true),
        None => (YES.iter().filter(long).any(holds) && !denies()).then_some(true),
    }
}

/// `[variables.grant]  codes = { "Awarded" = "yes", … }` for these values; those that are numbers stand as they are.
pub fn codes_line(name: &str, values: &[&str]) -> String {
    let known: Vec<Option<bool>> = values.iter().map(|value| likely(value)).collect();
    let meaning = |at: usize| match (known[at], known.as_slice()) {
        (Some(yes), _) => yes_or_no(yes),
        (None, [None, None]) => yes_or_no(at == 0),
        (None, [Some(other), None] | [None, Some(other)]) => yes_or_no(!other),
        _ => "…",
    };
    let one = |(at, value): (usize, &&str)| format!("{} = \"{}\"", toml_key(value), meaning(at));
    let all: Vec<String> = values.iter().enumerate().map(one).collect();
    format!("[variables.{}]  codes = {{ {} }}", toml_key(name), all.join(", "))
}

fn yes_or_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

fn is_yes(word: &str) -> bool {
    YES.contains(&word)
}

fn is_no(word: &str) -> bool {
    NO.contains(&word) || YES.iter().any(|yes| negates(word, yes))
}

/// Whether `no` says of itself that it is not `yes`: 不採択 of 採択, 助成なし of 助成あり, unfunded of funded.
fn negates(no: &str, yes: &str) -> bool {
    let stem = |word: &str, endings: &[&str]| endings.iter().find_map(|end| word.strip_suffix(end).map(str::to_string));
    let base = stem(yes, WITH).unwrap_or_else(|| yes.into());
    let by_prefix = NOT.iter().any(|not| no.strip_prefix(not) == Some(yes));
    by_prefix || stem(no, WITHOUT).is_some_and(|stem| !stem.is_empty() && stem == base)
}

/// Words that mean having received, as [`folded`] leaves them.
const YES: &[&str] = &[
    "yes",
    "y",
    "true",
    "1",
    "はい",
    "○",
    "〇",
    "◯",
    "有",
    "あり",
    "有り",
    "採択",
    "採用",
    "参加",
    "受給",
    "受講",
    "利用",
    "交付",
    "助成",
    "支援",
    "対象",
    "実施",
    "該当",
    "当選",
    "合格",
    "介入",
    "介入群",
    "処置",
    "処置群",
    "treated",
    "treatment",
    "funded",
    "granted",
    "awarded",
    "accepted",
    "approved",
    "selected",
    "participated",
    "participant",
    "enrolled",
    "grantee",
    "member",
    "successful",
    "pass",
    "passed",
];

/// Words that mean not having received and are not made from the above.
const NO: &[&str] = &[
    "no",
    "n",
    "false",
    "0",
    "いいえ",
    "×",
    "✕",
    "✖",
    "x",
    "無",
    "なし",
    "無し",
    "落選",
    "却下",
    "対照",
    "対照群",
    "比較",
    "比較群",
    "control",
    "comparison",
    "rejected",
    "declined",
    "refused",
    "untreated",
    "unsuccessful",
    "fail",
    "failed",
];

const NOT: &[&str] = &["不", "非", "未", "無", "not", "non", "un"];
const WITH: &[&str] = &["あり", "有り", "有", "した", "する"];
const WITHOUT: &[&str] = &["なし", "無し", "無", "外", "しない", "せず", "していない"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_who_received() {
        assert_eq!(sides(&["不採択", "採択"]), Some(vec![0.0, 1.0]));
        assert_eq!(sides(&["Yes", "ＮＯ"]), Some(vec![1.0, 0.0]));
        assert_eq!(sides(&["○", "×"]), Some(vec![1.0, 0.0]));
        assert_eq!(sides(&["助成あり", "助成なし"]), Some(vec![1.0, 0.0]));
        assert_eq!(sides(&["塾に通った", "未塾に通った"]), Some(vec![1.0, 0.0]));
        assert_eq!(sides(&["control", "treated"]), Some(vec![0.0, 1.0]));
        assert_eq!(sides(&["non-participant", "participant"]), Some(vec![0.0, 1.0]));
        assert_eq!(sides(&["東京", "大阪"]), None);
        assert_eq!(sides(&["a", "b", "c"]), None);
    }

    #[test]
    fn what_a_word_most_likely_means() {
        for yes in ["Awarded", "Awarded (part)", "採択", "条件付採択", "合格", "Passed"] {
            assert_eq!(likely(yes), Some(true), "{yes}");
        }
        for no in
            ["Declined - over budget", "Rejected", "不採択", "不採択（予算超過）", "Not funded: late", "不合格", "fail"]
        {
            assert_eq!(likely(no), Some(false), "{no}");
        }
        for neither in ["Withdrawn", "取下げ", "採択後辞退", "pending", "2"] {
            assert_eq!(likely(neither), None, "{neither}");
        }
    }

    #[test]
    fn a_line_of_codes_holds_every_word() {
        let line = codes_line("Decision", &["Awarded", "Declined - over budget", "Withdrawn"]);
        let wanted =
            r#"[variables.Decision]  codes = { Awarded = "yes", "Declined - over budget" = "no", Withdrawn = "…" }"#;
        assert_eq!(line, wanted);
        assert_eq!(codes_line("g", &["1", "2"]), r#"[variables.g]  codes = { 1 = "yes", 2 = "no" }"#);
        assert_eq!(codes_line("g", &["fail", "pass"]), r#"[variables.g]  codes = { fail = "no", pass = "yes" }"#);
    }
}
