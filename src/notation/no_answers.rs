//! Notes that give numbers to no answer: `（注）無回答は9または99`, `9=無回答`, `99: NA`.

use crate::text::{even, is_figure};

/// Words for no answer in notes, in small letters.
const WORDS: [&str; 15] = [
    "無回答",
    "未回答",
    "回答なし",
    "不明",
    "非該当",
    "該当なし",
    "欠測",
    "わからない",
    "no answer",
    "not answered",
    "no response",
    "missing",
    "refused",
    "don't know",
    "n/a",
];

/// Between the word and its number.
const SIGNS: [char; 12] = ['=', ':', 'は', 'を', 'が', '、', ',', '「', '」', '"', '\'', '→'];

/// Between two numbers of one word.
const OR: [&str; 6] = ["または", "又は", "or", "もしくは", "と", "/"];

/// The whole numbers that a text gives to no answer.
pub(crate) fn no_answers(text: &str) -> Vec<i64> {
    if !text.chars().any(is_figure) {
        return Vec::new();
    }
    let plain = even(text).to_lowercase();
    let mut found: Vec<i64> = Vec::new();
    for word in WORDS {
        for (at, _) in plain.match_indices(word) {
            found.extend(before(&plain[..at]));
            found.extend(behind(&plain[at + word.len()..]));
        }
    }
    found.extend(plain.match_indices("na").filter(|&(at, _)| plain[at + 2..].trim().is_empty()).filter_map(
        |(at, _)| {
            let signed = plain[..at].trim_end();
            before(signed).filter(|_| signed.ends_with(['=', ':']))
        },
    ));
    found.sort_unstable();
    found.dedup();
    found
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || SIGNS.contains(&c))
}

/// `9 = `: a number that a sign joins to the word.
fn before(text: &str) -> Option<i64> {
    let rest = text.trim_end().trim_end_matches(|c: char| c.is_whitespace() || SIGNS.contains(&c));
    let joined = text.trim_end().ends_with(['=', ':', 'は', '→']);
    let start = rest
        .rfind(|c: char| !c.is_ascii_digit() && c != '-')
        .map_or(0, |at| at + rest[at..].chars().next().map_or(1, char::len_utf8));
    joined.then(|| rest[start..].parse().ok()).flatten()
}

/// `は9または99`, `= -1`.
fn behind(text: &str) -> Vec<i64> {
    let signed = text.trim_start().starts_with(['=', ':', 'は', 'を', '→', '「']) || text.starts_with(" is ");
    let mut rest = trimmed(text).trim_start_matches("is ");
    let mut found = Vec::new();
    if !signed {
        return found;
    }
    loop {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(rest.len());
        let Ok(value) = rest[..end].parse() else { break };
        let after = &rest[end..];
        // `9人`, `9=…`: the number is of something else.
        if after.trim_start().starts_with(['=', '人', '件', '%', '.']) {
            break;
        }
        found.push(value);
        let next = after.trim_start().trim_start_matches(['、', ',']).trim_start();
        let Some(more) = OR.iter().find_map(|or| next.strip_prefix(or)).or((next.len() < after.len()).then_some(next))
        else {
            break;
        };
        rest = more.trim_start();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_name_the_codes_of_no_answer() {
        for (text, codes) in [
            ("（注）無回答は9または99", vec![9, 99]),
            ("（注）無回答は 9 または 99", vec![9, 99]),
            ("9=無回答", vec![9]),
            ("1=はい 2=いいえ 9＝無回答", vec![9]),
            ("99: NA", vec![99]),
            ("No answer = -1", vec![-1]),
            ("8=非該当、9=不明", vec![8, 9]),
            ("missing: 999", vec![999]),
        ] {
            assert_eq!(no_answers(text), codes, "{text}");
        }
    }

    #[test]
    fn other_notes_name_none() {
        for text in ["無回答は9人", "不明 12件", "令和4年度調査", "回答数 9", "", "無回答を除く"]
        {
            assert_eq!(no_answers(text), [0; 0], "{text}");
        }
    }
}
