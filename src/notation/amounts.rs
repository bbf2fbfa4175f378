//! Amounts that a person must settle: two in one cell, about thirty, unit prices, typing errors.

use super::absent::is_dash;
use super::{Doubt, DoubtKind, brackets, numbers, units};
use crate::text::even;

/// Longer texts (in characters) are prose.
const LONGEST: usize = 200;
/// Other words that a single number may stand among (in characters).
const WORDS: usize = 16;

/// Words that make the number beside them a rough one.
const ROUGH: [&str; 34] = [
    "約",
    "およそ",
    "おおよそ",
    "おおむね",
    "概ね",
    "概算",
    "ほぼ",
    "程度",
    "くらい",
    "ぐらい",
    "位",
    "前後",
    "弱",
    "強",
    "余",
    "ほど",
    "以上",
    "以下",
    "未満",
    "以内",
    "超",
    "ほか",
    "他",
    "外",
    "等",
    "など",
    "about",
    "approx",
    "around",
    "ca.",
    "more than",
    "less than",
    "at least",
    "over",
];
/// Signs of the same.
const ROUGH_SIGNS: [char; 6] = ['~', '\u{301C}', '+', '<', '>', '?'];
/// What a final amount is called, and what the one before it.
const FINAL: [&str; 9] = ["変更", "増額", "減額", "最終", "改定", "確定", "変更後", "revised", "final"];
const FIRST: [&str; 7] = ["当初", "初回", "変更前", "増額前", "減額前", "original", "initial"];
/// What a total is called.
const TOTALS: [&str; 5] = ["総額", "合計", "総計", "税込計", "total"];

/// What may be the matter with a text that stands among numbers and is none; nothing where there is no number in it that could
/// be meant.
pub(crate) fn amount(text: &str) -> Option<Doubt> {
    let plain = even(text);
    let plain = plain.trim();
    if plain.chars().count() > LONGEST {
        return None;
    }
    let found = tokens(plain);
    let total = found.iter().find(|token| ends_with_total(&plain[..token.start]));
    if plain.contains('@') || plain.contains("単価") {
        let priced = plain.contains(|c: char| c.is_ascii_digit());
        return priced.then(|| Doubt::number(DoubtKind::UnitPrice, total.map(|token| token.value)));
    }
    mistyped(plain).or_else(|| match found.as_slice() {
        [] => None,
        [only] => one(plain, only),
        _ => several(plain, &found),
    })
}

fn ends_with_total(before: &str) -> bool {
    let before = before.trim_end().trim_end_matches([':', '=']).trim_end();
    TOTALS.iter().any(|word| before.ends_with(word))
}

/// A number in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
struct NumberToken {
    value: f64,
    start: usize,
    end: usize,
    /// Whether it stands outside of brackets.
    open: bool,
    /// Whether a separator of thousands or money says that it is an amount.
    money: bool,
    /// Whether it has no unit.
    bare: bool,
}

/// The numbers of a text that count something: no parts of dates, and no ordinals.
fn tokens(text: &str) -> Vec<NumberToken> {
    let depths = brackets::depths(text);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|offset| at + offset) {
        let digits = text[start..].find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.');
        let digits = text[start..digits.map_or(text.len(), |length| start + length)].trim_end_matches([',', '.']);
        let after = &text[start + digits.len()..];
        let unit = units::leading(after.trim_start()).unwrap_or("");
        let end = start + digits.len() + if unit.is_empty() { 0 } else { after.len() - after.trim_start().len() };
        let written = format!("{digits}{unit}");
        let whole = numbers::read(&written);
        at = end + unit.len();
        if let Some(reading) = whole.filter(|_| !is_date_or_ordinal(&text[..start], unit, after)) {
            let value = if is_negative(&text[..start]) { -reading.value } else { reading.value };
            let money = digits.contains(',') || unit.ends_with('円');
            found.push(NumberToken { value, start, end: at, open: depths[start] == 0, money, bare: unit.is_empty() });
        }
    }
    if found.iter().any(|token| token.money) {
        found.retain(|token| token.money || token.open && token.bare);
    }
    found
}

fn is_negative(before: &str) -> bool {
    let before = before.trim_end();
    let sign = before.ends_with(['▲', '△', '\u{2212}', '-']);
    let cut = before.char_indices().next_back().map_or(0, |(at, _)| at);
    sign && !before[..cut].ends_with(|c: char| c.is_alphanumeric())
}

fn is_date_or_ordinal(before: &str, unit: &str, after: &str) -> bool {
    let after = after.trim_start();
    let dated = matches!(unit, "年" | "年度" | "日") || after.starts_with(['月', '号', '条', '期', '番', '丁']);
    let letter = before.ends_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == ':');
    dated || before.ends_with('第') || letter || after.starts_with(['/', ':'])
}

fn one(text: &str, token: &NumberToken) -> Option<Doubt> {
    let around = format!("{} {}", &text[..token.start], &text[token.end..]);
    let around = around.trim();
    let lower = around.to_lowercase();
    let rough = ROUGH.iter().any(|word| lower.contains(word)) || around.contains(ROUGH_SIGNS);
    let kind = if rough { DoubtKind::Rough } else { DoubtKind::Words };
    let few = around.chars().count() <= WORDS && !around.contains(|c: char| c.is_ascii_digit());
    let plausible = token.money || token.start == 0 || rough;
    (plausible && (few || token.money)).then(|| Doubt::number(kind, Some(token.value)))
}

fn several(text: &str, found: &[NumberToken]) -> Option<Doubt> {
    let between: Vec<&str> = found.windows(2).map(|pair| text[pair[0].end..pair[1].start].trim()).collect();
    let joined =
        |gap: &str| matches!(gap, "~" | "から" | "to" | "\u{301C}") || gap.chars().all(is_dash) && !gap.is_empty();
    if found.len() == 2 && joined(between[0]) {
        let range = found[0].value < found[1].value && !is_coded(text, found);
        return range.then(|| Doubt::number(DoubtKind::Rough, None));
    }
    if between.iter().any(|gap| joined(gap)) {
        return None;
    }
    let open: Vec<&NumberToken> = found.iter().filter(|token| token.open).collect();
    let meant = match open.as_slice() {
        [only] => Some(*only),
        [] => found.first(),
        _ => Some(latest(text, &open)),
    };
    Some(Doubt::number(DoubtKind::Several, meant.map(|token| token.value)))
}

/// Whether one of two numbers with a dash between them begins with a superfluous zero, as parts of codes do.
fn is_coded(text: &str, found: &[NumberToken]) -> bool {
    let padded = |token: &NumberToken| text[token.start..].starts_with('0') && token.end - token.start > 1;
    found.iter().any(padded)
}

/// Of several amounts the one that is called final, else one that is not called the first, else the first.
fn latest<'t>(text: &str, open: &[&'t NumberToken]) -> &'t NumberToken {
    let called = |token: &&&NumberToken, words: &[&str]| {
        let label = brackets::label(&text[token.end..]).unwrap_or("").to_lowercase();
        words.iter().any(|word| label.contains(word))
    };
    let is_final = |token: &&&NumberToken| called(token, &FINAL) && !called(token, &FIRST);
    let found = open.iter().find(is_final).or_else(|| {
        let named = open.iter().any(|token| called(&token, &FIRST));
        open.iter().find(|token| named && !called(token, &FIRST))
    });
    found.copied().unwrap_or(open[0])
}

/// A single number that is not written as numbers are: groups that are not of three, letters for digits, a dash that is no
/// minus sign, a stop for a comma.
fn mistyped(text: &str) -> Option<Doubt> {
    let doubt = |written: &str| {
        let value = numbers::read(written).map(|reading| reading.value)?;
        Some(Doubt::number(DoubtKind::Mistyped, Some(value)))
    };
    let (sign, rest) = match text.chars().next().filter(|&c| is_dash(c) && c != '-' && c != '\u{2212}') {
        Some(dash) => ("-", &text[dash.len_utf8()..]),
        None => ("", text),
    };
    let unit_at = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.' | 'O' | 'o' | 'l' | 'I' | '〇'));
    let (digits, unit) = rest.split_at(unit_at.unwrap_or(rest.len()));
    let known = unit.trim().is_empty() || units::leading(unit.trim()).is_some_and(|known| known == unit.trim());
    let begins = digits.starts_with(|c: char| c.is_ascii_digit());
    if !known || !begins || digits.ends_with(['.', ',']) {
        return None;
    }
    let letters = digits.replace(['O', 'o', '〇'], "0").replace(['l', 'I'], "1");
    let grouped = letters.contains(',') || letters.matches('.').count() > 1 || unit.trim() == "円";
    let bare = letters.replace(',', "");
    let bare = if grouped && !letters.contains(',') { bare.replace('.', "") } else { bare };
    let changed = !sign.is_empty() || bare != digits;
    changed.then(|| doubt(&format!("{sign}{bare}{}", unit.trim()))).flatten()
}

#[cfg(test)]
mod tests {
    use super::super::Suggested;
    use super::*;

    fn said(text: &str) -> Option<(DoubtKind, Option<f64>)> {
        amount(text).map(|doubt| {
            let value = doubt.suggested.map(|suggested| match suggested {
                Suggested::Number(value) => value,
                Suggested::Day(_) => panic!("no day"),
            });
            (doubt.kind, value)
        })
    }

    #[test]
    fn rough_amounts_are_offered() {
        for (text, value) in [
            ("約30", 30.0),
            ("30人程度", 30.0),
            ("30名以上", 30.0),
            ("1,200円ほか", 1200.0),
            ("~45", 45.0),
            ("50+", 50.0),
            ("approx. 50", 50.0),
            ("約3千円", 3000.0),
        ] {
            assert_eq!(said(text), Some((DoubtKind::Rough, Some(value))), "{text}");
        }
        for text in ["10〜19", "10-19人", "18 to 24", "10人～19人"] {
            assert_eq!(said(text), Some((DoubtKind::Rough, None)), "{text}");
        }
    }

    #[test]
    fn typing_errors_are_offered_mended() {
        for (text, value) in [
            ("1,23", 123.0),
            ("12,0000円", 120_000.0),
            ("34.650円", 34_650.0),
            ("1.234.567", 1_234_567.0),
            ("1O0", 100.0),
            ("ー5", -5.0),
            ("―1,200", -1200.0),
            ("2l人", 21.0),
        ] {
            assert_eq!(said(text), Some((DoubtKind::Mistyped, Some(value))), "{text}");
        }
    }

    #[test]
    fn a_number_among_words_is_offered() {
        assert_eq!(said("30(見込み)"), Some((DoubtKind::Words, Some(30.0))));
        assert_eq!(said("決算額 1,200円(税込)"), Some((DoubtKind::Words, Some(1200.0))));
    }

    #[test]
    fn what_holds_no_amount_is_offered_nothing() {
        for text in [
            "3-1",
            "1/2",
            "113-0034",
            "060-0800",
            "03-1234-5678",
            "令和5年4月1日",
            "第3回",
            "A12",
            "3月に申請する予定です",
            "x1",
            "",
            "十二くらい",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
    }
}
