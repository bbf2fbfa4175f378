//! Cells as ids.

use crate::ingest::{Raw, RawTable};
use crate::names::corporate_number;
use crate::names::corporate_number::CorporateNumberCell;
use crate::notation::calendar::{days_of_serial, iso};
use crate::text::even;

/// The id in a cell: trimmed, NFKC, whole numbers without `.0`, leading zeros kept; nothing where the cell has none.
pub(in crate::tidy) fn id_of(cell: Raw<'_>) -> Option<String> {
    let id = match cell {
        Raw::Text(text) => whole(even(text).trim()).to_string(),
        Raw::Number(value) => value.to_string(),
        Raw::Date(serial) => days_of_serial(serial).map(iso)?,
        Raw::Bool(value) => if value { "TRUE" } else { "FALSE" }.to_string(),
        Raw::Empty | Raw::Error(_) => return None,
    };
    Some(id).filter(|id| !id.is_empty())
}

/// The id of a row in a column, as people see it: `00011` for a stored 11 with the format `00000`.
pub(in crate::tidy) fn id_at(table: &RawTable, row: usize, column: usize) -> Option<String> {
    table.id_as_shown(row, column).or_else(|| id_of(table.get(row, column)))
}

/// `12.0` is the id 12, as in a cell that holds the number.
fn whole(id: &str) -> &str {
    let digits = id.strip_suffix(".0").filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    digits.filter(|digits| !digits.is_empty()).unwrap_or(id)
}

/// What a cell says as a corporate number.
pub(in crate::tidy) fn corporate_number(cell: Raw<'_>) -> CorporateNumberCell {
    match cell {
        Raw::Number(value) => corporate_number::of_number(value),
        Raw::Text(text) => corporate_number::of_text(text),
        Raw::Empty | Raw::Error(_) | Raw::Bool(_) | Raw::Date(_) => CorporateNumberCell::Nothing,
    }
}

/// Whether a cell of ids holds a long number whose last digits were lost: 4.01101E+12, or what is left of it as a number.
pub(in crate::tidy) fn is_destroyed(cell: Raw<'_>) -> bool {
    match cell {
        Raw::Text(text) => corporate_number::is_scientific(text),
        Raw::Number(value) => corporate_number::is_rounded(value),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_text_whatever_the_cell() {
        assert_eq!(id_of(Raw::Number(2_010_005_018_803.0)).as_deref(), Some("2010005018803"));
        assert_eq!(id_of(Raw::Number(7.0)).as_deref(), Some("7"));
        assert_eq!(id_of(Raw::Text(" ＮＰＯ０１　")).as_deref(), Some("NPO01"));
        assert_eq!(id_of(Raw::Text("12.0")).as_deref(), Some("12"));
        assert_eq!(id_of(Raw::Text("０１２")).as_deref(), Some("012"), "leading zeros are kept");
        assert_eq!(id_of(Raw::Text("A1.0")).as_deref(), Some("A1.0"));
        assert_eq!(id_of(Raw::Text("  ")), None);
        assert_eq!(id_of(Raw::Error("#N/A")), None);
    }
}
