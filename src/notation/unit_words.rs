//! What units are to each other, and currencies by their words.

use super::fold;
use crate::text::Words;

/// Whether two units count things that are not the same: 円 and 人. Nothing is said of units that are not known.
pub fn different_units(a: &Words, b: &Words) -> bool {
    let counted = |unit: &Words| unit.0.values().find_map(|unit| super::unit(unit)?.counted);
    matches!((counted(a), counted(b)), (Some(a), Some(b)) if a != b)
}

/// Whether a unit is that of times of the day.
pub fn are_hours_of_day(unit: &Words) -> bool {
    unit.0.get("ja").is_some_and(|unit| unit == "時")
}

/// The currency that a word or sign stands for.
pub fn currency_named(word: &str) -> Option<&'static str> {
    super::currency(&fold(word))
}
