//! Doors for fuzzing: cells as people write them.

use super::{dates, numbers};

/// Reads a number, also as a year.
pub fn number(text: &str) {
    let _ = (numbers::read(text), numbers::read_year(text), super::split(text), super::amount(text));
}

/// Reads a date.
pub fn date(text: &str) {
    let _ = (dates::read(text), super::day(text, 4));
}
