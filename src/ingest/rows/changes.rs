//! Rows that say how values of two periods differ, or sum periods up, among rows of one period each: 2015, 2016, Percent change.

use super::super::grid::{NUMBER, TEXT};
use super::super::{AsideReason, Raw, RawTable};
use super::shape::RowShape;
use super::{RowClasses, words};
use crate::notation::months::month_of;
use crate::notation::years::{is_year, year_of};

/// The share of a column's cells that are periods.
const MOSTLY: f64 = 0.6;

/// Rows that are looked at to tell what a column holds.
const LOOKED_AT: usize = 500;

/// Marks the rows in which a column of periods says another word that names a figure.
pub(super) fn mark(table: &RawTable, shape: &RowShape, classes: &mut RowClasses) {
    let said: Vec<Option<AsideReason>> = table.texts.iter().map(|text| figure(text)).collect();
    if said.iter().all(Option::is_none) {
        return;
    }
    for column in (0..table.columns.len()).filter(|&column| holds_periods(table, column, &said)) {
        let cells = &table.columns[column];
        for row in (0..classes.len()).filter(|&row| cells.tags[row] == TEXT && shape.filled[row] > 1) {
            let why = said[cells.payload[row] as usize];
            classes[row] = classes[row].or(why);
        }
    }
}

fn figure(text: &str) -> Option<AsideReason> {
    if words::is_change(text) {
        return Some(AsideReason::Figure);
    }
    let (figure, _) = words::figure(text)?;
    Some(if figure == words::SummaryKind::Sum { AsideReason::Total } else { AsideReason::Figure })
}

/// Whether most cells of a column say a year or a month, at least two different ones, and all others a figure.
fn holds_periods(table: &RawTable, column: usize, said: &[Option<AsideReason>]) -> bool {
    let cells = &table.columns[column];
    let rows = (0..table.rows.len()).filter(|&row| matches!(cells.tags[row], NUMBER | TEXT)).take(LOOKED_AT);
    let (mut filled, mut periods, mut figures) = (0, Vec::new(), 0);
    for row in rows {
        filled += 1;
        match table.get(row, column) {
            Raw::Number(year) if is_year(year) => periods.push((year as i32, 0)),
            Raw::Text(text) => {
                let period = year_of(text).map(|(year, _)| (year, 0)).or_else(|| {
                    let (year, month) = month_of(text)?;
                    Some((year, month))
                });
                figures += usize::from(period.is_none() && said[cells.payload[row] as usize].is_some());
                periods.extend(period);
            }
            _ => {}
        }
    }
    let (found, differ) = (periods.len(), periods.windows(2).any(|pair| pair[0] != pair[1]));
    figures > 0 && differ && found as f64 >= MOSTLY * filled as f64 && found + figures == filled
}
