//! Doors for fuzzing: cells as people write them.

use super::{dates, notation, numbers};

/// Reads a number, also as a year.
pub fn number(text: &str) {
    let _ = (numbers::read(text), numbers::read_year(text), notation::split(text), notation::amount(text));
}

/// Reads a date.
pub fn date(text: &str) {
    let _ = (dates::read(text), notation::day(text, 4));
}
