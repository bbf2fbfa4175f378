//! A converted column by unit, for each period that its source has.

use std::collections::BTreeSet;

use super::cells::values::Converted;
use super::gather::{self, Way};
use super::rows::canon::Canon;
use super::rows::source_rows::SourceRows;
use super::shape::{self, Placed};
use crate::study::Repeats;

/// The converted column by unit, for each period that the source has.
///
/// Also the rows without a value beside others of their unit that have one, where rows are put together.
pub(super) fn placed(
    joined: &SourceRows<'_>,
    column: usize,
    converted: &Converted,
    way: Way,
    canon: &Canon,
) -> (Vec<(Option<u32>, Placed)>, Vec<u32>) {
    let rows = &joined.rows.kept;
    let own = joined.columns.at[column].as_deref().and_then(|period| canon.named(period));
    // What is part of the unit's id is the same at all periods.
    let part = joined.columns.is_part(column);
    let periods: BTreeSet<Option<u32>> = match joined.has_periods() && own.is_none() && !part {
        true => rows.iter().map(|row| canon.period(row)).collect(),
        false => BTreeSet::from([own]),
    };
    let col = joined.table.headings[column].col;
    let mut blank = Vec::new();
    let at = |period: Option<u32>| {
        let target = |row: usize| match own.is_some() || part || canon.period(&rows[row]) == period {
            true => joined.units[row].as_slice(),
            false => &[],
        };
        let values = match joined.source.rows {
            _ if part => shape::scatter(&converted.values, target, canon.units.len()),
            Repeats::One => shape::scatter(&converted.values, target, canon.units.len()),
            Repeats::Sum | Repeats::Mean => {
                let (values, rows) = gather::gather(&converted.values, way, target, canon.units.len());
                blank.extend(rows);
                values
            }
        };
        (period, Placed { values, of: joined.source.name.value.clone(), source: joined.index, col, part })
    };
    let placed = periods.into_iter().map(at).collect();
    (placed, blank)
}
