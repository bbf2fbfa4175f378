//! Units in headings, wherever they stand: in brackets of any kind, between a question and its item, behind a sign.

use super::{Counted, currencies, units};
pub(super) use crate::notation::counted::squeezed;

/// Powers of ten, as [`squeezed`] leaves their words.
const POWERS: [(&str, u32); 23] = [
    ("000's", 3),
    ("000s", 3),
    ("'000s", 3),
    ("'000", 3),
    ("000", 3),
    ("thousands", 3),
    ("thousand", 3),
    ("millions", 6),
    ("million", 6),
    ("mn", 6),
    ("m", 6),
    ("k", 3),
    ("billions", 9),
    ("billion", 9),
    ("bn", 9),
    ("千", 3),
    ("万", 4),
    ("十万", 5),
    ("百万", 6),
    ("千万", 7),
    ("億", 8),
    ("十億", 9),
    ("兆", 12),
];

/// Letters that are powers of ten beside a currency only.
const LETTERS: [&str; 4] = ["mn", "m", "k", "bn"];

/// Words between the parts of a unit.
const FILLERS: [&str; 9] = ["単位", "units", "unit", ":", "は", "in", "of", ",", "、"];

/// What follows an amount of a year and says no more than that.
const A_YEAR: [&str; 9] = ["/年", "/年度", "/年間", "年額", "peryear", "perannum", "p.a.", "/year", "/yr"];

/// Brackets that units stand in.
const BRACKETS: [(char, char); 9] = [
    ('(', ')'),
    ('（', '）'),
    ('[', ']'),
    ('［', '］'),
    ('【', '】'),
    ('〔', '〕'),
    ('＜', '＞'),
    ('<', '>'),
    ('{', '}'),
];

/// Names of units that multiply: what is counted and the power of ten.
const NAMES: [(&str, u32, &str); 30] = [
    ("円", 3, "千円"),
    ("円", 4, "万円"),
    ("円", 5, "十万円"),
    ("円", 6, "百万円"),
    ("円", 7, "千万円"),
    ("円", 8, "億円"),
    ("円", 9, "十億円"),
    ("円", 12, "兆円"),
    ("ポンド", 3, "£000"),
    ("ポンド", 6, "£ million"),
    ("ポンド", 9, "£ billion"),
    ("ドル", 3, "$000"),
    ("ドル", 6, "$ million"),
    ("ドル", 9, "$ billion"),
    ("ユーロ", 3, "€000"),
    ("ユーロ", 6, "€ million"),
    ("人", 3, "千人"),
    ("人", 4, "万人"),
    ("人", 6, "百万人"),
    ("件", 3, "千件"),
    ("件", 4, "万件"),
    ("世帯", 3, "千世帯"),
    ("", 3, "thousands"),
    ("", 4, "万"),
    ("", 5, "十万"),
    ("", 6, "millions"),
    ("", 7, "千万"),
    ("", 8, "億"),
    ("", 9, "billions"),
    ("", 12, "兆"),
];

/// A unit that a heading says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct HeadingUnit {
    /// How it is written, and what numbers are multiplied by; nothing where it only names what is counted. `%` multiplies by 1:
    /// numbers below it are in per cent, however the cells write them.
    pub scaled: Option<(&'static str, f64)>,
    /// What it counts, once it is multiplied out.
    pub counted: Option<Counted>,
}

impl HeadingUnit {
    /// Whether it multiplies or is a currency, so that it is a unit wherever it stands.
    pub fn is_telling(&self) -> bool {
        self.multiplies() || self.currency().is_some()
    }

    /// Whether numbers are multiplied.
    pub fn multiplies(&self) -> bool {
        self.scaled.is_some_and(|(_, factor)| factor > 1.0)
    }

    /// The code of its currency.
    pub fn currency(&self) -> Option<&'static str> {
        self.counted.and_then(currencies::currency_counted)
    }
}

/// Reads a text that is a unit and nothing else: `千円`, `単位：百万円`, `£000`, `thousands of dollars`, `人`, `%`.
pub(crate) fn unit(text: &str) -> Option<HeadingUnit> {
    let squeezed = squeezed(text);
    let plain = A_YEAR.iter().find_map(|end| squeezed.strip_suffix(end)).unwrap_or(&squeezed);
    let plain = plain.strip_suffix("単位").unwrap_or(plain);
    let plain = plain.strip_prefix("単位").map_or(plain, |rest| rest.trim_start_matches([':', 'は']));
    if matches!(plain, "%" | "percent" | "percentage" | "pct" | "パーセント") {
        return Some(HeadingUnit { scaled: Some(("%", 1.0)), counted: None });
    }
    if units::UNITS.contains(&plain) {
        return Some(HeadingUnit { scaled: None, counted: units::counted(plain) });
    }
    composed(plain)
}

/// A currency or a thing that is counted, and a power of ten, in either order.
fn composed(plain: &str) -> Option<HeadingUnit> {
    let (mut power, mut thing): (Option<(&str, u32)>, Option<&str>) = (None, None);
    let mut rest = plain;
    while !rest.is_empty() {
        let filler = FILLERS.iter().find_map(|filler| rest.strip_prefix(filler));
        let (word, found) = longest(rest, thing.is_none());
        match (found, filler) {
            (Some(UnitPart::Power(of)), _) if power.is_none() => power = Some((word, of)),
            (Some(UnitPart::Thing), _) if thing.is_none() => thing = Some(word),
            (_, Some(after)) => {
                rest = after;
                continue;
            }
            _ => return None,
        }
        rest = &rest[word.len()..];
    }
    let counted = thing.and_then(of_thing);
    if thing.is_some() && counted.is_none() {
        return None;
    }
    let money = counted.and_then(currencies::currency_counted).is_some();
    match power {
        None => (money && thing != Some("pounds")).then_some(HeadingUnit { scaled: None, counted }),
        Some((word, _)) if LETTERS.contains(&word) && !money => None,
        Some((word, power)) => {
            Some(HeadingUnit { scaled: Some((name(word, power, counted)?, 10f64.powi(power as i32))), counted })
        }
    }
}

enum UnitPart {
    Power(u32),
    Thing,
}

/// The longest known word that a text begins with. `pounds` count as money where a power of ten says so.
fn longest(text: &str, things: bool) -> (&'static str, Option<UnitPart>) {
    let powers = POWERS.iter().map(|&(word, power)| (word, UnitPart::Power(power)));
    let named = currencies::words().chain(units::UNITS).chain(["pounds", "people"]).map(|word| (word, UnitPart::Thing));
    let known = powers.chain(named.filter(|_| things)).filter(|(word, _)| text.starts_with(word));
    known.max_by_key(|(word, _)| word.len()).map_or(("", None), |(word, part)| (word, Some(part)))
}

fn of_thing(word: &str) -> Option<Counted> {
    match word {
        "pounds" => currencies::counted_as("GBP"),
        "people" => units::counted("人"),
        _ => currencies::currency(word).and_then(currencies::counted_as).or_else(|| units::counted(word)),
    }
}

fn name(word: &str, power: u32, counted: Option<Counted>) -> Option<&'static str> {
    let of = counted.map_or("", |[ja, _]| ja);
    let known = |of: &str| NAMES.iter().find(|(thing, at, _)| *thing == of && *at == power).map(|&(_, _, name)| name);
    let bare = || match (word, power) {
        (word, 3) if word.contains("000") => Some("000's"),
        ("千", _) => Some("千"),
        ("百万", _) => Some("百万"),
        _ => known(""),
    };
    known(of).filter(|_| !of.is_empty()).or_else(bare)
}

/// A heading as its name and its unit; nothing where it says none.
///
/// A unit that multiplies, and a currency, may stand in any brackets; what is counted otherwise in the last ones only. Without
/// brackets only what multiplies and currencies are units, at the end and behind a sign: other words there belong to the name.
pub(crate) fn split(heading: &str) -> Option<(String, HeadingUnit)> {
    in_brackets(heading).or_else(|| behind_a_sign(heading))
}

/// The name of a heading without its unit.
pub(crate) fn bare(heading: &str) -> String {
    split(heading).map_or_else(|| heading.to_string(), |(name, _)| name)
}

fn in_brackets(heading: &str) -> Option<(String, HeadingUnit)> {
    let groups = groups(heading);
    groups.iter().rev().find_map(|&(start, open, close, end)| {
        let (rest, unit) = inside(&heading[open..close])?;
        let last = heading[end..].trim().is_empty();
        if !last && !unit.is_telling() {
            return None;
        }
        let between =
            rest.map_or_else(String::new, |rest| format!("{}{rest}{}", &heading[start..open], &heading[close..end]));
        let name = joined(&heading[..start], &between, &heading[end..]);
        (!name.is_empty()).then_some((name, unit))
    })
}

/// Brackets of a heading that hold no others: where they start, where their inside starts and ends, where they end.
fn groups(heading: &str) -> Vec<(usize, usize, usize, usize)> {
    let mut open: Option<(usize, usize, char)> = None;
    let mut found = Vec::new();
    for (at, c) in heading.char_indices() {
        if let Some((_, close)) = BRACKETS.iter().find(|(begins, _)| *begins == c) {
            open = Some((at, at + c.len_utf8(), *close));
        } else if let Some((start, inside, _)) = open.filter(|(.., close)| *close == c) {
            found.push((start, inside, at, at + c.len_utf8()));
            open = None;
        }
    }
    found
}

/// What stands in brackets: a unit alone, or one that tells among other words, which stay.
fn inside(text: &str) -> Option<(Option<String>, HeadingUnit)> {
    if let Some(unit) = unit(text) {
        return Some((None, unit));
    }
    let rate = text.split_once(['/', '／']).and_then(|(of, _)| unit(of)).filter(HeadingUnit::multiplies);
    if let Some(unit) = rate {
        // Thousands for each of something: the name keeps what.
        return Some((Some(text.to_string()), HeadingUnit { counted: None, ..unit }));
    }
    let pieces: Vec<&str> = text.split([',', '，', '、', ';', '；', '・', ':', '：']).map(str::trim).collect();
    let telling = |piece: &&str| {
        let digits = piece.chars().all(|c| c.is_numeric());
        unit(piece).filter(|unit| unit.is_telling() && !digits)
    };
    let mut units = pieces.iter().filter_map(telling);
    let unit = units.next().filter(|_| units.next().is_none())?;
    let rest: Vec<&str> = pieces.into_iter().filter(|piece| telling(piece).is_none()).collect();
    let among = rest.iter().all(|piece| !piece.is_empty()) && !rest.is_empty();
    among.then(|| (Some(rest.join("、")), unit))
}

/// What stands before and behind a unit, as one name.
fn joined(before: &str, between: &str, behind: &str) -> String {
    let spaced = before.ends_with(char::is_whitespace) || behind.starts_with(char::is_whitespace);
    let (before, behind) = (format!("{}{between}", before.trim()), behind.trim());
    let gap = if spaced && !before.is_empty() && !behind.is_empty() { " " } else { "" };
    format!("{before}{gap}{behind}").trim().to_string()
}

/// `助成額/千円`, `受取会費 千円`, `Income, £k`, `Income, £`, `Visitors in thousands`: the longest ending that is such a unit.
fn behind_a_sign(text: &str) -> Option<(String, HeadingUnit)> {
    let signs = ['/', '／', '_', ':', '：', ',', '，', '、', ' ', '\u{3000}'];
    let text = text.trim_end();
    let ends = |(at, sign): (usize, &str)| {
        let (name, end) = (text[..at].trim_end_matches(signs), &text[at + sign.len()..]);
        let digits = end.chars().all(|c| c.is_numeric());
        let alone = |unit: &HeadingUnit| unit.multiplies() && end.chars().count() > 1 || unit.currency().is_some();
        let unit = unit(end).filter(|unit| alone(unit) && !digits)?;
        (!name.is_empty()).then(|| (name.to_string(), unit))
    };
    text.match_indices(signs).find_map(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(heading: &str) -> Option<(String, f64)> {
        split(heading).map(|(name, unit)| (name, unit.scaled.map_or(1.0, |(_, factor)| factor)))
    }

    #[test]
    fn units_of_headings_are_known_in_every_spelling() {
        for (text, name, factor) in [
            ("単位：千円", "千円", 1e3),
            ("000’S", "000's", 1e3),
            ("£ 000", "£000", 1e3),
            ("GBP 000", "£000", 1e3),
            ("£k", "£000", 1e3),
            ("US$ million", "$ million", 1e6),
            ("thousands of dollars", "$000", 1e3),
            ("million yen", "百万円", 1e6),
            ("in thousands", "thousands", 1e3),
            ("千円単位", "千円", 1e3),
            ("千円/年", "千円", 1e3),
            ("十億円", "十億円", 1e9),
            ("€m", "€ million", 1e6),
        ] {
            assert_eq!(unit(text).and_then(|unit| unit.scaled), Some((name, factor)), "{text}");
        }
        assert_eq!(unit("％").and_then(|unit| unit.scaled), Some(("%", 1.0)));
        assert_eq!(unit("£").map(|unit| (unit.scaled, unit.counted)), Some((None, Some(["ポンド", "pounds"]))));
        assert_eq!(unit("人").map(|unit| unit.counted), Some(Some(["人", "people"])));
        for text in ["漢字", "m", "k", "of", "in", "1,000円以上", "pounds", "千円札", "人・回", "min", "1000", ""]
        {
            assert_eq!(unit(text), None, "{text}");
        }
    }

    #[test]
    fn a_unit_is_found_wherever_it_stands() {
        for (heading, name, factor) in [
            ("収入（千円）[会費]", "収入[会費]", 1e3),
            ("収入（千円） [会費]", "収入 [会費]", 1e3),
            ("収入 [会費]（千円）", "収入 [会費]", 1e3),
            ("収入内訳（単位：千円） [会費]", "収入内訳 [会費]", 1e3),
            ("【千円】会費", "会費", 1e3),
            ("会費（千円） ※概算", "会費 ※概算", 1e3),
            ("会費(千円/年)", "会費", 1e3),
            ("会費（千円単位）", "会費", 1e3),
            ("会費 千円", "会費", 1e3),
            ("会費（税込・千円）", "会費（税込）", 1e3),
            ("昨年度の会費をご記入ください（千円）。", "昨年度の会費をご記入ください。", 1e3),
            ("Income (£000)", "Income", 1e3),
            ("Income (£)", "Income", 1.0),
            ("Income (£) [fees]", "Income [fees]", 1.0),
            ("Income, £k", "Income", 1e3),
            ("Income, £", "Income", 1.0),
            ("収入　円", "収入", 1.0),
            ("売上（万円）", "売上", 1e4),
            ("売上〔百万円〕", "売上", 1e6),
            ("Visitors (in thousands)", "Visitors", 1e3),
            ("Visitors in thousands", "Visitors", 1e3),
            ("Total income (GBP 000)", "Total income", 1e3),
            ("収入 [千円]", "収入", 1e3),
            ("補助額（千円/人）", "補助額（千円/人）", 1e3),
            ("達成率（％）", "達成率", 1.0),
        ] {
            assert_eq!(said(heading), Some((name.to_string(), factor)), "{heading}");
        }
    }

    #[test]
    fn what_is_no_unit_stays() {
        for heading in [
            "寄附（1,000円以上）",
            "1万円以上の寄附者数",
            "千円札の枚数",
            "氏名（漢字）",
            "Code 000",
            "前 人数",
            "参加者（人）の内訳",
            "survey_2021",
            "Weight (m)",
            "（千円）",
            "定員（10人）",
        ] {
            assert_eq!(said(heading), None, "{heading}");
        }
    }
}
