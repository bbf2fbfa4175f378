//! Headings of the same thing before and after: 事前X and 事後X, X_pre and X_post, `baseline X` and `endline X`.

use crate::notation::fold;
use crate::text::even;

/// Before or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PrePost {
    /// Before.
    Before,
    /// After.
    After,
}

use PrePost::{After, Before};

/// Words that may stand before or behind, the longer ones first.
const WORDS: [(&str, PrePost); 24] = [
    ("pretest", Before),
    ("posttest", After),
    ("pre-test", Before),
    ("post-test", After),
    ("baseline", Before),
    ("endline", After),
    ("followup", After),
    ("follow-up", After),
    ("before", Before),
    ("after", After),
    ("pre", Before),
    ("post", After),
    ("事前", Before),
    ("事後", After),
    ("実施前", Before),
    ("実施後", After),
    ("受講前", Before),
    ("受講後", After),
    ("参加前", Before),
    ("参加後", After),
    ("開始時", Before),
    ("終了時", After),
    ("前", Before),
    ("後", After),
];

const SIGNS: [char; 18] =
    [' ', '_', '-', '.', ':', '：', '・', '/', '(', ')', '（', '）', '[', ']', '【', '】', '\u{3000}', '〈'];

/// The heading without the word that says when, and the moment; nothing where no word stands apart at either end.
///
/// ```
/// use tashika::ingest::profile::{PrePost, moment};
/// assert_eq!(moment("満足度（事後）"), Some(("満足度".into(), PrePost::After)));
/// assert_eq!(moment("pre_income"), Some(("income".into(), PrePost::Before)));
/// assert_eq!(moment("前年度の収入"), None);
/// assert_eq!(moment("present"), None);
/// ```
pub fn moment(heading: &str) -> Option<(String, PrePost)> {
    let text: String = even(heading).trim().to_lowercase();
    WORDS.iter().find_map(|&(word, moment)| Some((apart(&text, word)?, moment)))
}

/// What is left of a text that begins or ends with a word, where the word stands apart.
fn apart(text: &str, word: &str) -> Option<String> {
    let bare = text.trim_matches(SIGNS);
    // Two characters of Japanese stand apart by themselves: 事前満足度; one needs a sign: 満足度（前）.
    let alone = !word.is_ascii() && word.chars().count() > 1;
    let stands = |rest: &str, next: Option<char>| {
        let sign = next.is_some_and(|c| SIGNS.contains(&c));
        let stem = rest.trim_matches(SIGNS).to_string();
        ((sign || alone) && !stem.is_empty()).then_some(stem)
    };
    let before = bare.strip_prefix(word).and_then(|rest| stands(rest, rest.chars().next()));
    before.or_else(|| bare.strip_suffix(word).and_then(|rest| stands(rest, rest.chars().next_back())))
}

/// 睡眠時間前 and 睡眠時間後: only where both are there is it a moment.
fn touching(heading: &str) -> Option<(String, PrePost)> {
    let text = even(heading);
    let stem =
        |end: char| text.trim().strip_suffix(end).filter(|stem| stem.chars().count() > 1 && !stem.ends_with('午'));
    let before = stem('前').map(|stem| (stem.to_string(), Before));
    before.or_else(|| stem('後').map(|stem| (stem.to_string(), After)))
}

/// Headings that are the same but for the moment, as pairs of positions: before, after. Each has one partner.
pub fn pairs(headings: &[&str]) -> Vec<(usize, usize)> {
    let moments: Vec<Option<(String, PrePost)>> =
        headings.iter().map(|heading| moment(heading).or_else(|| touching(heading))).collect();
    let moments: Vec<Option<(String, PrePost)>> =
        moments.into_iter().map(|said| said.map(|(stem, moment)| (fold(&stem), moment))).collect();
    let at = |wanted: &str, when: PrePost| {
        let mut found = (0..moments.len())
            .filter(|&at| moments[at].as_ref().is_some_and(|(stem, moment)| stem == wanted && *moment == when));
        found.next().filter(|_| found.next().is_none())
    };
    let before = |(_, said): (usize, &Option<(String, PrePost)>)| match said {
        Some((stem, Before)) => Some((at(stem, Before)?, at(stem, After)?)),
        _ => None,
    };
    moments.iter().enumerate().filter_map(before).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moment_stands_at_either_end() {
        let cases = [
            ("事前満足度", "満足度", Before),
            ("事後 情報発信", "情報発信", After),
            ("満足度（前）", "満足度", Before),
            ("income_post", "income", After),
            ("Score before", "score", Before),
            ("Endline: income", "income", After),
            ("Ｐｏｓｔ　スコア", "スコア", After),
        ];
        for (heading, stem, when) in cases {
            assert_eq!(moment(heading), Some((stem.to_string(), when)), "{heading}");
        }
        for heading in ["前年度の収入", "post", "present", "preference", "午後の参加", "後継者"] {
            assert_eq!(moment(heading), None, "{heading}");
        }
    }

    #[test]
    fn headings_pair_by_what_is_left() {
        assert_eq!(pairs(&["id", "x_pre", "y_pre", "x_post", "y_post", "z_post"]), [(1, 3), (2, 4)]);
        assert_eq!(pairs(&["事前X", "事前 X", "事後X"]), []);
        assert_eq!(pairs(&["睡眠時間前", "睡眠時間後", "午前", "午後", "名前"]), [(0, 1)]);
    }
}
