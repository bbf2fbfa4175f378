//! Bands of numbers: `400万円以上 500万円未満`, `60代`, `10〜19人`, `under 18`, `65 and over`.

use super::absent::{is_dash, is_unknowing};
use super::ladder;
use super::steps::{self, ScaleAnswer};
use super::{fold, numbers};
use crate::text::even;

/// Longer texts (in characters) are no bands.
const LONGEST: usize = 40;

/// Limits that come behind a number: whether it is the lower one.
const BEHIND: [(&str, bool); 15] = [
    ("以上", true),
    ("超", true),
    ("より多い", true),
    ("以降", true),
    ("andover", true),
    ("andabove", true),
    ("andolder", true),
    ("ormore", true),
    ("orover", true),
    ("未満", false),
    ("以下", false),
    ("以内", false),
    ("orless", false),
    ("orunder", false),
    ("andunder", false),
];
/// Limits that come before a number.
const BEFORE: [(&str, bool); 11] = [
    ("morethan", true),
    ("over", true),
    ("atleast", true),
    ("above", true),
    (">=", true),
    (">", true),
    ("lessthan", false),
    ("under", false),
    ("below", false),
    ("upto", false),
    ("<", false),
];

/// Where the levels of a category stand from less to more: by the limits of bands, at least one of which is a true one, or by
/// the tiers of answers on one scale. Nothing where a level is neither, but for words of not knowing, which stand last.
pub(crate) fn ranks(levels: &[&str]) -> Option<Vec<(f64, f64)>> {
    // Those who do not know stand behind all bands.
    let unknowing = |level: &str| is_unknowing(level).then_some((f64::INFINITY, f64::INFINITY));
    let limits = |level: &&str| band(level).or_else(|| point(level)).or_else(|| unknowing(level));
    let bands: Option<Vec<(f64, f64)>> = levels.iter().map(limits).collect();
    let is_band = |(low, high): &(f64, f64)| low < high;
    // By the upper limit first: nothing at all comes before `1,000円未満`.
    let by_limits = |bands: Vec<(f64, f64)>| bands.into_iter().map(|(low, high)| (high, low)).collect();
    bands.filter(|bands| bands.iter().any(is_band)).map(by_limits).or_else(|| {
        let answers: Vec<Option<ScaleAnswer>> = levels.iter().map(|level| steps::answer(level)).collect();
        ladder::subject(answers.iter().copied().flatten())?;
        let rank = |(answer, level): (&Option<ScaleAnswer>, &&str)| match answer {
            Some(answer) => Some((answer.number.map_or(f64::from(answer.tier), f64::from), 0.0)),
            None => unknowing(level),
        };
        answers.iter().zip(levels).map(rank).collect()
    })
}

/// The lower and upper limit of a band; infinite where it is open. Nothing for a text that is no band.
pub(super) fn band(text: &str) -> Option<(f64, f64)> {
    let plain = fold(text);
    let plain = plain.trim_matches(|c| matches!(c, '「' | '」'));
    if plain.chars().count() > LONGEST || !plain.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let found = decade(plain).or_else(|| open(plain)).or_else(|| between(plain));
    found.filter(|(low, high)| low < high)
}

/// A number that may stand among bands, as a band without width: `0人`, `なし`.
fn point(text: &str) -> Option<(f64, f64)> {
    let plain = even(text);
    let value = match plain.trim() {
        "なし" | "無し" | "無" | "ない" | "ゼロ" | "none" | "None" | "使わない" | "使わなかった" | "使っていない" => {
            0.0
        }
        plain => numbers::read(plain)?.value,
    };
    Some((value, value))
}

/// `60代`, `20歳代`, `70代以上`.
fn decade(text: &str) -> Option<(f64, f64)> {
    let (head, rest) = text.split_once('代')?;
    let digits = head.strip_suffix('歳').unwrap_or(head);
    let tens: f64 = digits.parse::<u32>().ok().filter(|tens| tens % 10 == 0 && *tens <= 120)?.into();
    match rest {
        "" => Some((tens, tens + 10.0)),
        "前半" => Some((tens, tens + 5.0)),
        "後半" => Some((tens + 5.0, tens + 10.0)),
        "以上" => Some((tens, f64::INFINITY)),
        "以下" => Some((f64::NEG_INFINITY, tens + 10.0)),
        _ => None,
    }
}

/// `100人以上`, `under 18`, `65+`.
fn open(text: &str) -> Option<(f64, f64)> {
    let behind = BEHIND.iter().find_map(|(word, lower)| Some((text.strip_suffix(word)?, *lower)));
    let before = || BEFORE.iter().find_map(|(word, lower)| Some((text.strip_prefix(word)?, *lower)));
    let plus = || Some((text.strip_suffix('+')?, true));
    let (number, lower) = behind.or_else(before).or_else(plus)?;
    let value = limit(number)?;
    Some(if lower { (value, f64::INFINITY) } else { (f64::NEG_INFINITY, value) })
}

/// `10〜19人`, `400万円以上500万円未満`, `18 to 24`.
fn between(text: &str) -> Option<(f64, f64)> {
    let worded = ["以上", "超", "から"].iter().find_map(|word| text.split_once(word));
    let spoken = || text.split_once("to").filter(|(head, _)| head.ends_with(|c: char| c.is_ascii_digit()));
    let signed = || {
        let at = text.find(|c: char| matches!(c, '~' | '\u{301C}' | '\u{223C}') || is_dash(c))?;
        let sign = text[at..].chars().next()?.len_utf8();
        Some((&text[..at], &text[at + sign..]))
    };
    let (low, high) = worded.or_else(spoken).or_else(signed)?;
    let high = high.trim_start_matches(['~', '\u{301C}', '、', ',']);
    let high = ["未満", "以下", "まで", "以内"].iter().find_map(|word| high.strip_suffix(word)).unwrap_or(high);
    let (low, high) = (shared_unit(low, high), high);
    Some((limit(&low)?, limit(high)?))
}

/// The lower limit with the unit of the upper one where it has none: 400〜500万円.
fn shared_unit(low: &str, high: &str) -> String {
    let unit = high.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',' || c == '.');
    let bare = low.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.');
    if bare { format!("{low}{unit}") } else { low.to_string() }
}

/// A limit; numbers that begin with a zero are codes.
fn limit(text: &str) -> Option<f64> {
    numbers::read(text).filter(|reading| !reading.padded && reading.value >= 0.0).map(|reading| reading.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_known_in_both_languages() {
        let cases = [
            ("400万円以上 500万円未満", (4e6, 5e6)),
            ("400〜500万円", (4e6, 5e6)),
            ("60代", (60.0, 70.0)),
            ("２０歳代", (20.0, 30.0)),
            ("70代以上", (70.0, f64::INFINITY)),
            ("10〜19人", (10.0, 19.0)),
            ("10～19人", (10.0, 19.0)),
            ("10-19", (10.0, 19.0)),
            ("18–24", (18.0, 24.0)),
            ("18 to 24", (18.0, 24.0)),
            ("under 18", (f64::NEG_INFINITY, 18.0)),
            ("65 and over", (65.0, f64::INFINITY)),
            ("65+", (65.0, f64::INFINITY)),
            ("100万円未満", (f64::NEG_INFINITY, 1e6)),
            ("1,000人以上", (1000.0, f64::INFINITY)),
            ("£10,000-£20,000", (10_000.0, 20_000.0)),
        ];
        for (text, limits) in cases {
            assert_eq!(band(text), Some(limits), "{text}");
        }
    }

    #[test]
    fn codes_and_words_are_no_bands() {
        for text in ["3-1", "113-0034", "060-0800", "03-1234-5678", "時代", "1/2", "20", "令和5年", "A-10", "以上", ""]
        {
            assert_eq!(band(text), None, "{text}");
        }
    }
}
