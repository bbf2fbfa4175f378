//! Texts of formulas. Whatever is done to them is done once for each different text.

use std::collections::BTreeMap;

use crate::panel::Data;

/// Different texts and, for each unit, which it has; nothing where these are no texts (`NULL` alone).
fn parts(data: &Data) -> Option<(&[String], &[u32])> {
    match data {
        Data::Category { levels, codes } => Some((levels, codes)),
        Data::Number(_) => None,
    }
}

fn nothing(units: usize) -> Data {
    Data::Category { levels: Vec::new().into(), codes: vec![u32::MAX; units].into() }
}

/// Each text made into another.
pub(super) fn changed(data: &Data, change: impl Fn(&str) -> String) -> Data {
    let Some((levels, codes)) = parts(data) else { return nothing(data.len()) };
    let levels: Vec<String> = levels.iter().map(|level| change(level)).collect();
    Data::category(&levels, codes)
}

/// A number of each text.
pub(super) fn number(data: &Data, of: impl Fn(&str) -> f64) -> Data {
    let Some((levels, codes)) = parts(data) else { return Data::Number(vec![f64::NAN; data.len()].into()) };
    let numbers: Vec<f64> = levels.iter().map(|level| of(level)).collect();
    Data::Number(codes.iter().map(|&code| numbers.get(code as usize).copied().unwrap_or(f64::NAN)).collect())
}

/// 1 where a text is such, 0 where it is not.
pub(super) fn holds(data: &Data, such: impl Fn(&str) -> bool) -> Data {
    number(data, |text| f64::from(u8::from(such(text))))
}

/// Whether the texts of two columns are equal: 1, 0, or NaN where one is missing.
pub(super) fn equal(a: &Data, b: &Data) -> Vec<f64> {
    let (Some((levels, left)), Some((others, right))) = (parts(a), parts(b)) else { return vec![f64::NAN; a.len()] };
    let known: BTreeMap<&str, u32> = levels.iter().map(String::as_str).zip(0..).collect();
    let here: Vec<Option<u32>> = others.iter().map(|other| known.get(other.as_str()).copied()).collect();
    let value = |(&x, &y): (&u32, &u32)| match (x, y) {
        (u32::MAX, _) | (_, u32::MAX) => f64::NAN,
        (x, y) => f64::from(u8::from(here[y as usize] == Some(x))),
    };
    left.iter().zip(right).map(value).collect()
}

/// One text behind the other.
pub(super) fn joined(a: &Data, b: &Data) -> Data {
    let (Some((levels, left)), Some((others, right))) = (parts(a), parts(b)) else { return nothing(a.len()) };
    let mut known: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    let mut texts: Vec<String> = Vec::new();
    let code = |(&x, &y): (&u32, &u32)| match (x, y) {
        (u32::MAX, _) | (_, u32::MAX) => u32::MAX,
        pair => *known.entry(pair).or_insert_with(|| {
            texts.push(format!("{}{}", levels[x as usize], others[y as usize]));
            texts.len() as u32 - 1
        }),
    };
    let codes: Vec<u32> = left.iter().zip(right).map(code).collect();
    Data::category(&texts, &codes)
}

/// See [`choose`](super::choice::choose).
pub(super) fn choose(columns: &[Data], units: usize, which: impl Fn(usize) -> Option<usize>) -> Data {
    let mut texts: Vec<&String> = Vec::new();
    let starts: Vec<u32> = columns
        .iter()
        .map(|column| {
            let start = texts.len() as u32;
            texts.extend(parts(column).into_iter().flat_map(|(levels, _)| levels));
            start
        })
        .collect();
    let code = |unit: usize| {
        let at = which(unit)?;
        let (_, codes) = parts(columns.get(at)?)?;
        (codes[unit] != u32::MAX).then(|| starts[at] + codes[unit])
    };
    let codes: Vec<u32> = (0..units).map(|unit| code(unit).unwrap_or(u32::MAX)).collect();
    Data::category(&texts, &codes)
}

/// Whether a text is like a pattern, in which `%` stands for any characters, none too, and `_` for one.
pub(super) fn like(text: &str, pattern: &str) -> bool {
    let (text, pattern): (Vec<char>, Vec<char>) = (text.chars().collect(), pattern.chars().collect());
    let (mut at, mut of) = (0, 0);
    // Where the last `%` stands, and how far it reaches so far.
    let mut any: Option<(usize, usize)> = None;
    while at < text.len() {
        match pattern.get(of) {
            Some('%') => {
                any = Some((of, at));
                of += 1;
            }
            Some(&c) if c == '_' || c == text[at] => (at, of) = (at + 1, of + 1),
            _ => match any {
                Some((percent, reach)) => {
                    any = Some((percent, reach + 1));
                    (at, of) = (reach + 1, percent + 1);
                }
                None => return false,
            },
        }
    }
    pattern[of..].iter().all(|&c| c == '%')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_hold_for_whole_texts() {
        let yes =
            [("東京都", "東京%"), ("東京都", "%都"), ("東京都", "東_都"), ("", "%"), ("abab", "%ab"), ("a%b", "a%b")];
        let no = [("東京都", "東京"), ("東京都", "_都"), ("", "_"), ("abc", "%b"), ("Abc", "a%")];
        assert!(yes.iter().all(|(text, pattern)| like(text, pattern)));
        assert!(!no.iter().any(|(text, pattern)| like(text, pattern)));
        assert!(!like(&"a".repeat(2_000), &format!("{}b", "%a".repeat(50))));
    }
}
