//! Doors for fuzzing: cells as people write them.

use super::{dates, numbers};

/// Reads a number, also as a year.
pub fn number(text: &str) {
    let _ = (numbers::read(text), numbers::read_year(text), numbers::unit(text), numbers::unit_within(text));
}

/// Reads a date.
pub fn date(text: &str) {
    let _ = dates::read(text);
}
