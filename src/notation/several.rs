//! Several answers in one cell: `HAD;JASP;SPSS`, one on each line, or listed with commas.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::text::even;

/// Separators that stand in no single answer, or hardly ever.
const CLEAR: [char; 2] = ['\n', ';'];
/// Separators that also stand within names and sentences.
const UNCLEAR: [char; 5] = ['、', ',', '・', '/', '|'];
/// A question offers no more answers than this.
const MOST: usize = 60;
/// In fewer than one cell of so many, several answers are a chance.
const SELDOM: usize = 20;
/// Longer answers (in characters) are prose.
const LONGEST: usize = 60;

/// The answers that a column offers, several of which may stand in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Set {
    /// What stands between them.
    pub separator: char,
    /// The answers, the most frequent first.
    pub parts: Vec<String>,
}

/// The answers in a cell.
pub(crate) fn parts(text: &str, separator: char) -> BTreeSet<String> {
    split(&even(text), separator).into_iter().map(str::to_string).collect()
}

/// What stands in brackets or quotes stays together.
fn split(text: &str, separator: char) -> BTreeSet<&str> {
    let (mut inside, mut quoted) = (0u32, false);
    let parts = text.split(|c: char| {
        match c {
            '(' | '[' | '「' | '『' | '【' | '〔' => inside += 1,
            ')' | ']' | '」' | '』' | '】' | '〕' => inside = inside.saturating_sub(1),
            '"' => quoted = !quoted,
            _ => {}
        }
        c == separator && inside == 0 && !quoted
    });
    let parts: BTreeSet<&str> = parts.map(str::trim).filter(|part| !part.is_empty()).collect();
    match inside == 0 && !quoted {
        true => parts,
        // What was opened is never closed: a sign of its own.
        false => text.split(separator).map(str::trim).filter(|part| !part.is_empty()).collect(),
    }
}

/// Whether a separator stands within dates: `10/1/2023 10:00`, `Gothenburg, May 2019`.
fn is_in_dates(separator: char, texts: &[(Cow<'_, str>, usize)]) -> bool {
    let numbers = |text: &str| {
        let mut parts = text.split(['/', ' ']).take(3).peekable();
        parts.peek().is_some() && parts.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let year = |part: &&str| {
        let last = part.rsplit(' ').next().unwrap_or_default();
        last.len() == 4
            && (last.starts_with("19") || last.starts_with("20"))
            && last.bytes().all(|it| it.is_ascii_digit())
    };
    let dated = |text: &str| match separator {
        '/' => text.matches('/').count() == 2 && numbers(text),
        ',' | '、' => text.split(separator).map(str::trim).skip(1).any(|part| year(&part)),
        _ => false,
    };
    texts.iter().any(|(text, _)| dated(text))
}

impl Set {
    /// Recognises such a column by its different texts and how often each stands in it.
    pub fn of(texts: &BTreeMap<&str, usize>) -> Option<Set> {
        let plain: Vec<(Cow<'_, str>, usize)> = texts.iter().map(|(text, times)| (even(text), *times)).collect();
        CLEAR.into_iter().chain(UNCLEAR).find_map(|separator| Set::split_by(separator, &plain))
    }

    fn split_by(separator: char, texts: &[(Cow<'_, str>, usize)]) -> Option<Set> {
        if separator == ',' && texts.iter().any(|(text, _)| has_thousands(text)) || is_in_dates(separator, texts) {
            return None;
        }
        let filled: usize = texts.iter().map(|(_, times)| times).sum();
        let holding: usize = texts.iter().filter(|(text, _)| text.contains(separator)).map(|(_, times)| times).sum();
        if holding * SELDOM < filled {
            return None;
        }
        let mut cells: BTreeMap<&str, usize> = BTreeMap::new();
        let mut variants: BTreeMap<&str, usize> = BTreeMap::new();
        let mut together = 0;
        for (text, times) in texts {
            let parts = split(text, separator);
            together += times * usize::from(parts.len() > 1);
            let prose = parts.iter().any(|part| part.chars().count() > LONGEST);
            for part in parts {
                *variants.entry(part).or_default() += 1;
                *cells.entry(part).or_default() += times;
            }
            if prose || cells.len() > MOST {
                return None;
            }
        }
        let repeated = match CLEAR.contains(&separator) {
            true => cells.values().sum::<usize>() >= 2 * cells.len(),
            false => cells.values().all(|&times| times >= 2) && cells.values().sum::<usize>() >= 3 * cells.len(),
        };
        // A single answer with the separator in it always stands with the same neighbour.
        let recombined = variants.values().filter(|&&times| times >= 2).count() >= 2;
        let found = together >= 2 && together * SELDOM >= filled && cells.len() >= 2;
        (found && repeated && recombined).then(|| Set { separator, parts: by_frequency(cells) })
    }
}

/// Whether a comma in a text stands within a number: `1,000円以上`.
fn has_thousands(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    text.match_indices(',')
        .any(|(at, _)| at > 0 && digit(at - 1) && (1..=3).all(|further| digit(at + further)) && !digit(at + 4))
}

fn by_frequency(cells: BTreeMap<&str, usize>) -> Vec<String> {
    let mut parts: Vec<(&str, usize)> = cells.into_iter().collect();
    parts.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    parts.into_iter().map(|(part, _)| part.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(cells: &[&str]) -> Option<Set> {
        let mut texts = BTreeMap::new();
        cells.iter().for_each(|cell| *texts.entry(*cell).or_default() += 1);
        Set::of(&texts)
    }

    #[test]
    fn several_answers_are_recognised() {
        let found = set(&["HAD;JASP;SPSS", "SPSS", "JASP;SPSS", "HAD"]).unwrap();
        assert_eq!((found.separator, found.parts.as_slice()), (';', &["SPSS", "HAD", "JASP"].map(String::from)[..]));
        let lines = set(&["食べる\n温泉\n", "食べる\n", "温泉\nその他\n", "その他\n食べる\n"]).unwrap();
        assert_eq!((lines.separator, lines.parts.len()), ('\n', 3));
        let listed = set(&["子ども、高齢者", "子ども", "高齢者、障害者", "子ども、障害者", "障害者、高齢者"]).unwrap();
        assert_eq!(listed.separator, '、');
    }

    #[test]
    fn what_stands_in_brackets_or_within_dates_stays_together() {
        let fields =
            ["福祉(高齢者,障害者),環境", "環境", "福祉(高齢者,障害者)", "環境,文化", "文化,福祉(高齢者,障害者)"];
        assert_eq!(set(&fields.repeat(3)).unwrap().parts, ["環境", "福祉(高齢者,障害者)", "文化"]);
        let places = ["Gothenburg, May 2019", "Oslo, May 2019", "Gothenburg, June 2019", "Oslo, June 2019"];
        assert_eq!(set(&places.repeat(3)), None);
        let stamps = ["10/03/2017 10:00", "10/04/2017 10:00", "11/03/2017 10:00", "11/04/2017 10:00"];
        assert_eq!(set(&stamps.repeat(3)), None);
        assert!(
            set(&["a) yes,no", "no,a) yes", "no", "a) yes"].repeat(3)).is_some(),
            "a bracket without its other half"
        );
    }

    #[test]
    fn names_addresses_and_sentences_are_no_answers() {
        assert_eq!(set(&["東京・神田", "大阪・梅田", "名古屋・栄"]), None);
        assert_eq!(set(&["Smith, John", "Jones, Ann", "Brown, Joe"]), None);
        assert_eq!(set(&["とても\nよい", "とても\nよい", "ふつう", "ふつう"]), None);
        assert_eq!(set(&["A", "B", "A", "B"]), None);
        assert_eq!(set(&["1/2", "1/3", "2/3"]), None);
        let spent = [
            "1,000円未満",
            "1,000円以上 3,000円未満",
            "3,000円以上 5,000円未満",
            "5,000円以上 10,000円未満",
            "使わない",
        ];
        assert_eq!(set(&spent.repeat(9)), None, "commas within numbers");
        assert!(set(&["1,2", "1,3", "2,3", "1", "2,1,3"].repeat(3)).is_some(), "codes");
    }
}
