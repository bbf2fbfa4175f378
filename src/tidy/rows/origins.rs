//! Which rows of a sheet each unit stands in.

use super::canon::Canon;
use super::source_rows::SourceRows;
use crate::panel::Csr;

/// The sheet rows of each unit, and the period of each of them in a source that has a column of periods.
pub(in crate::tidy) fn rows_of_units(joined: &SourceRows<'_>, canon: &Canon) -> (Csr, Vec<u32>) {
    let of_row = |(row, units): (usize, &Vec<u32>)| units.iter().map(|&unit| (unit, row)).collect::<Vec<_>>();
    let mut order: Vec<(u32, usize)> = joined.units.iter().enumerate().flat_map(of_row).collect();
    let row_of = |at: usize| &joined.rows.kept[at];
    order.sort_by_key(|&(unit, at)| (unit, canon.period(row_of(at))));
    let mut starts = vec![0; canon.units.len() + 1];
    order.iter().for_each(|&(unit, _)| starts[unit as usize + 1] += 1);
    for unit in 0..canon.units.len() {
        starts[unit + 1] += starts[unit];
    }
    let items = order.iter().map(|&(_, at)| joined.table.rows[row_of(at).row as usize]).collect();
    let periods = if joined.columns.period.is_some() {
        order.iter().filter_map(|&(_, at)| canon.period(row_of(at))).collect()
    } else {
        Vec::new()
    };
    (Csr { starts, items }, periods)
}
