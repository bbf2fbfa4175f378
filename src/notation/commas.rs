//! Commas for decimals: `3,5`, `2,75 %`, `1.234,5`. Whether a comma is one is told by the other texts of its column.

use crate::text::even;

/// What the digits of a text with commas or points may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SeparatorMeaning {
    /// `3,5`, `1.234,56`: the comma stands for decimals.
    Decimal,
    /// `1,234`: for decimals or thousands.
    Either,
    /// `1.234`: points that may stand for thousands.
    Point,
    /// `1.234.567`: points stand for thousands.
    Points,
    /// `1,234,567`, `1,234.5`, `3.5`: the comma does not stand for decimals.
    English,
}

/// The texts of a column, by what their commas say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Commas {
    decimal: usize,
    english: usize,
    points: bool,
    /// Whether all may be lists of codes: `1,3`.
    lists: bool,
}

/// How a text is to be read in a column with commas for decimals.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum CommaRead {
    /// With a point for the comma.
    As(String),
    /// Nobody knows.
    Unclear,
}

impl Commas {
    /// Looks at the distinct texts of a column.
    pub fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Commas {
        let mut commas = Commas { lists: true, ..Commas::default() };
        for text in texts.filter(|text| text.len() <= 60 && text.contains([',', '.', '，', '．'])) {
            let plain = even(text);
            match mark(&plain) {
                Some(SeparatorMeaning::Decimal) => {
                    commas.decimal += 1;
                    commas.points |= plain.contains('.');
                    commas.lists &= is_list(plain.trim());
                }
                Some(SeparatorMeaning::Points) => commas.points = true,
                Some(SeparatorMeaning::English) => commas.english += 1,
                Some(SeparatorMeaning::Either | SeparatorMeaning::Point) | None => {}
            }
        }
        commas
    }

    /// Whether commas stand for decimals: at least two do, none stands for thousands, no point for decimals, and they are not all
    /// lists of codes.
    pub fn are_decimal(&self) -> bool {
        self.decimal >= 2 && self.english == 0 && !self.lists
    }

    /// A text of such a column; nothing where it has no such sign.
    pub fn read(&self, text: &str) -> Option<CommaRead> {
        let plain = even(text);
        let with_point = || CommaRead::As(plain.replace('.', "").replace(',', "."));
        match mark(&plain)? {
            SeparatorMeaning::Decimal | SeparatorMeaning::Points => Some(with_point()),
            SeparatorMeaning::Point if self.points => Some(with_point()),
            SeparatorMeaning::Either | SeparatorMeaning::Point => Some(CommaRead::Unclear),
            SeparatorMeaning::English => None,
        }
    }
}

/// `1,3`: two codes of one digit, the smaller one first.
fn is_list(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 3 && bytes[0].is_ascii_digit() && bytes[2].is_ascii_digit() && bytes[0] < bytes[2]
}

/// What the only number of a text says.
fn mark(text: &str) -> Option<SeparatorMeaning> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let length = text[start..].find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.');
    let number = &text[start..length.map_or(text.len(), |length| start + length)];
    let rest = &text[start + number.len()..];
    if rest.contains(|c: char| c.is_ascii_digit()) || number.ends_with([',', '.']) {
        return None;
    }
    let groups = |text: &str, sign: char| {
        let mut parts = text.split(sign);
        let first = parts.next().is_some_and(|first| (1..=3).contains(&first.len()) && !first.starts_with('0'));
        first && parts.all(|part| part.len() == 3)
    };
    match (number.matches(',').count(), number.matches('.').count()) {
        (0, 0) => None,
        (0, 1) => Some(if groups(number, '.') { SeparatorMeaning::Point } else { SeparatorMeaning::English }),
        (0, _) => groups(number, '.').then_some(SeparatorMeaning::Points),
        (1, 0) => Some(if groups(number, ',') { SeparatorMeaning::Either } else { SeparatorMeaning::Decimal }),
        (1, _) => {
            let (whole, fraction) = number.split_once(',')?;
            let decimal = groups(whole, '.') && !fraction.contains('.');
            Some(if decimal { SeparatorMeaning::Decimal } else { SeparatorMeaning::English })
        }
        _ => Some(SeparatorMeaning::English),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(texts: &[&str]) -> Option<Vec<String>> {
        let commas = Commas::of(texts.iter().copied());
        let one = |text: &&str| match commas.read(text) {
            Some(CommaRead::As(text)) => text,
            Some(CommaRead::Unclear) => "?".into(),
            None => text.to_string(),
        };
        commas.are_decimal().then(|| texts.iter().map(one).collect())
    }

    #[test]
    fn commas_stand_for_decimals_where_the_column_says_so() {
        assert_eq!(read(&["3,5", "4", "2,75"]).unwrap(), ["3.5", "4", "2.75"]);
        assert_eq!(read(&["12,0 %", "-0,5 %", "1,234"]).unwrap(), ["12.0 %", "-0.5 %", "?"]);
        assert_eq!(read(&["1.234,5", "0,75", "1.000"]).unwrap(), ["1234.5", "0.75", "1000"]);
        assert_eq!(read(&["3,5", "0,75", "1.000"]).unwrap(), ["3.5", "0.75", "?"]);
    }

    #[test]
    fn thousands_slips_and_lists_stay_what_they_are() {
        assert_eq!(read(&["1,200", "1,23", "34,500"]), None, "one slip");
        assert_eq!(read(&["1,200", "1,23", "1,2", "1,234,567"]), None, "thousands");
        assert_eq!(read(&["3,5", "2,75", "3.5"]), None, "both");
        assert_eq!(read(&["1,2", "1,3", "2,3", "1"]), None, "codes");
        assert_eq!(read(&["1", "2", "abc"]), None);
    }
}
