//! Units of measurement around headings: in a row of their own below them, or for all numbers above the table.

use crate::ingest::Heading;
use crate::ingest::heading_words::is_unit;
use crate::notation::fold;

/// Whether the lowest of stacked headings are units of measurement and nothing else.
pub(in crate::ingest) fn says_units(levels: &[Vec<String>]) -> bool {
    let [above @ .., last] = levels else { return false };
    let units: Vec<&String> = last.iter().filter(|text| !text.is_empty()).collect();
    !above.is_empty() && units.len() >= 2 && units.iter().all(|text| is_unit(text))
}

impl Heading {
    /// The heading with a unit of measurement behind it in brackets.
    pub(in crate::ingest) fn measured_in(mut self, unit: &str) -> Heading {
        let unit = unit.trim_matches(|c| "()（）[]［］〔〕【】".contains(c));
        let bracketed = |text: &str| match (text.is_empty(), text.is_ascii()) {
            (true, _) => unit.to_string(),
            (_, true) => format!("{text} ({unit})"),
            _ => format!("{text}（{unit}）"),
        };
        let old = self.text.clone();
        (self.text, self.leaf) = (bracketed(&self.text), bracketed(&self.leaf));
        self.also.extend((!old.is_empty()).then_some(old));
        self
    }
}

/// Whether a text says the unit of all numbers: `単位：千円`, `（単位　人）`, `(unit: £000)`, `(figures in thousands)`.
pub(in crate::ingest) fn says_unit(text: &str) -> bool {
    let plain = fold(text);
    let plain = plain.trim_start_matches(['(', '[', '【', '〔', '※', '<']);
    plain.starts_with("単位")
        || plain.starts_with("unit:")
        || plain.starts_with("units:")
        || plain.starts_with("figuresin")
}
