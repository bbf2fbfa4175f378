//! Points that may stand for thousands: 1.290 where every number with a point has three digits behind it.

use super::case::{Case, CellQuestion};
use crate::diag::Place;
use crate::phrase;
use crate::study::keys::toml_key;
use crate::tidy::cells::cell::CellReading;
use crate::tidy::cells::values::Converted;
use crate::tidy::spelling::Usage;

/// Numbers with such a point from which the question arises.
const POINTS: usize = 3;

/// Asks what the points mean.
pub(super) fn look(case: &Case<'_>, _: &[Converted]) -> Vec<CellQuestion> {
    if case.usage < Usage::Asked {
        return Vec::new();
    }
    let doubtful: Vec<usize> = (0..case.columns.len()).filter(|&column| is_doubtful(case, column)).collect();
    let Some(&first) = doubtful.first() else { return Vec::new() };
    let column = &case.columns[first];
    let (joined, at) = (column.joined, column.column);
    let message = phrase!(
        "Every number with a point in `{name}` has three digits behind it, such as {example}: do the points stand for thousands?",
        name = case.name,
        example = example(case, first).unwrap_or_default()
    );
    let hint = phrase!(
        "Where they do, take the points out of the file, or write the numbers as 1,290; where they stand for decimals: {line}",
        line = format!(
            "[sources.{}]  units = {{ {} = \"1\" }}",
            toml_key(&joined.source.name.value),
            toml_key(&joined.columns.names[at])
        )
    );
    let places: Vec<Place> = doubtful.into_iter().map(|column| case.heading(column)).collect();
    let problem = case.grave("comma-unclear", message).hint(hint).at_all(places);
    vec![CellQuestion { problem, cells: Vec::new(), missing: false }]
}

/// Whether the numbers of a column with a point have three digits behind it, as far as the file shows them, and the others are no
/// thousands without one.
fn is_doubtful(case: &Case<'_>, column: usize) -> bool {
    let of = &case.columns[column];
    if of.joined.columns.told[of.column] {
        return false;
    }
    let col = of.joined.table.headings[of.column].col;
    let in_file = of.joined.table.pointed.binary_search(&col).is_ok();
    let mut points = 0;
    for cell in &of.cells.cells {
        let (value, point) = match cell {
            CellReading::Number(value) => (*value, in_file && value.fract() != 0.0),
            CellReading::Text(text) => {
                let word = &of.cells.texts[*text as usize];
                let Some(reading) = &word.number else { continue };
                let Some(three) = three_digits(&word.text) else { return false };
                (reading.value, three)
            }
            _ => continue,
        };
        let fits = point || in_file && value.abs() < 1000.0 || value.fract() == 0.0 && value.abs() < 1000.0;
        if !fits {
            return false;
        }
        points += usize::from(point);
    }
    points >= POINTS
}

/// Whether a number has a point with three digits behind it and no zero before it alone; nothing for another point or a comma.
fn three_digits(text: &str) -> Option<bool> {
    if text.contains(',') {
        return None;
    }
    let Some((whole, fraction)) = text.split_once('.') else { return Some(false) };
    let digits = whole.trim_start_matches(|c: char| !c.is_ascii_digit());
    let fraction = fraction.trim_end_matches(|c: char| !c.is_ascii_digit());
    let three = (1..=3).contains(&digits.len()) && !digits.starts_with('0') && fraction.len() == 3;
    (three && fraction.bytes().all(|byte| byte.is_ascii_digit())).then_some(true)
}

/// The first number with a point, as the file has it.
fn example(case: &Case<'_>, column: usize) -> Option<String> {
    let cells = case.columns[column].cells;
    cells.cells.iter().find_map(|cell| match cell {
        CellReading::Number(value) if value.fract() != 0.0 => Some(format!("{value:.3}")),
        CellReading::Text(text) => Some(&cells.texts[*text as usize].text).filter(|text| text.contains('.')).cloned(),
        _ => None,
    })
}
