//! Numbers that their number format shows in another measure: 45% below a heading in per cent, `157千円`.

use super::cell::{CellReading, Cells};
use super::values::{Change, Converted, Values};
use crate::ingest::FormatKind;
use crate::math::elementary::log10;
use crate::notation;
use crate::tidy::rows::source_rows::SourceRows;

/// Brings such numbers to the measure of their column.
pub(in crate::tidy) fn apply(joined: &SourceRows<'_>, column: usize, cells: &Cells, converted: &mut Converted) {
    let plain = joined.table.one_format(column).is_some_and(|shown| !tells(&shown.kind));
    let Values::Numbers(values) = &mut converted.values else { return };
    if plain {
        return;
    }
    let heading = joined.columns.scaled[column];
    for (row, _) in cells.cells.iter().enumerate().filter(|(_, cell)| matches!(cell, CellReading::Number(_))) {
        let shown = joined.table.format(joined.rows.kept[row].row as usize, column);
        let (change, power) = match (&shown.kind, heading) {
            (FormatKind::Percent, Some(("%", _))) => (Change::PerCent, 2),
            (FormatKind::Unit(unit), None) if shown.thousands == 0 => {
                match notation::unit(unit).and_then(|it| it.scaled) {
                    Some((unit, factor)) if factor > 1.0 => (Change::Heading(unit), log10(factor).round() as i32),
                    _ => continue,
                }
            }
            _ => continue,
        };
        if !values[row].is_nan() {
            values[row] = notation::shifted(values[row], power);
            converted.changes.entry(change).or_default().push(row as u32);
        }
    }
}

fn tells(kind: &FormatKind) -> bool {
    matches!(kind, FormatKind::Percent | FormatKind::Unit(_))
}
