//! Rows that are the sums of the rows below or above them although no word says so: a prefecture beside its cities.

use super::arithmetic::{NumericCells, Precision};
use super::words;
use crate::ingest::RawTable;

/// So many rows must be sums of those below them.
const FEWEST: usize = 2;

/// Columns of amounts in which each of them has to add up.
const COLUMNS: usize = 2;

/// The share of the rows that must stand in such blocks: single rows add up by chance.
const NEARLY_ALL: f64 = 0.8;

/// The sums above or below the rows of their blocks, in which nearly all rows stand. `counts` says which rows are data.
pub(super) fn sums(numbers: &NumericCells, counts: &[bool]) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..counts.len()).filter(|&row| counts[row]).collect();
    let above = heads(numbers, &rows);
    if !above.is_empty() {
        return above;
    }
    rows.reverse();
    let mut below = heads(numbers, &rows);
    below.reverse();
    below
}

/// The first rows of blocks, of rows in this order.
fn heads(numbers: &NumericCells, rows: &[usize]) -> Vec<usize> {
    let Some((_, first)) = numbers.columns.first().filter(|_| numbers.columns.len() >= COLUMNS) else {
        return Vec::new();
    };
    let (mut heads, mut covered, mut at) = (Vec::new(), 0, 0);
    while at < rows.len() {
        match end(first, rows, at).filter(|&end| adds_up(numbers, rows, at, end)) {
            Some(end) => {
                heads.push(rows[at]);
                covered += end - at;
                at = end;
            }
            None => at += 1,
        }
    }
    let all = covered as f64 >= NEARLY_ALL * rows.len() as f64;
    if heads.len() >= FEWEST && all { heads } else { Vec::new() }
}

/// Where the rows below a row reach its amount: with amounts below zero there is no telling.
fn end(column: &[f64], rows: &[usize], head: usize) -> Option<usize> {
    // Rows of nothing but zeros would each be followed to the end of them.
    let whole = column[rows[head]];
    if !whole.is_finite() || whole <= 0.0 {
        return None;
    }
    let mut sum = 0.0;
    for (at, &row) in rows.iter().enumerate().skip(head + 1) {
        let value = if column[row].is_finite() { column[row] } else { 0.0 };
        sum += value;
        if value < 0.0 || sum > whole * (1.0 + 1e-9) {
            return None;
        }
        if (sum - whole).abs() <= 1e-9 * whole {
            return Some(at + 1);
        }
    }
    None
}

fn adds_up(numbers: &NumericCells, rows: &[usize], head: usize, end: usize) -> bool {
    numbers.adds_up(rows[head], &rows[head + 1..end], Precision::Exact).is_some_and(|columns| columns >= COLUMNS)
}

/// Rows that name a part of another one: `うち女性`.
pub(super) fn parts(table: &RawTable, counts: &[bool]) -> Vec<usize> {
    let named = |&row: &usize| {
        let column = super::first_filled(table, row);
        counts[row] && matches!(table.get(row, column), crate::ingest::Raw::Text(text) if words::is_part(text))
    };
    (0..counts.len()).filter(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_above_their_rows_are_found_where_nearly_all_rows_stand_in_such_blocks() {
        let a = vec![6.0, 1.0, 2.0, 3.0, 9.0, 4.0, 5.0];
        let b = vec![60.0, 10.0, 20.0, 30.0, 90.0, 40.0, 50.0];
        let numbers = |a: &[f64], b: &[f64]| NumericCells { columns: vec![(0, a.to_vec()), (1, b.to_vec())] };
        assert_eq!(sums(&numbers(&a, &b), &[true; 7]), [0, 4]);
        let turned = |it: &[f64]| it.iter().rev().copied().collect::<Vec<f64>>();
        assert_eq!(sums(&numbers(&turned(&a), &turned(&b)), &[true; 7]), [2, 6]);
        let mut other = b.clone();
        other[4] = 91.0;
        assert_eq!(sums(&numbers(&a, &other), &[true; 7]), Vec::<usize>::new());
        let alone = |it: &[f64]| it.iter().copied().chain([3.0, 8.0, 2.0, 7.0]).collect::<Vec<f64>>();
        assert_eq!(sums(&numbers(&alone(&a), &alone(&b)), &[true; 11]), Vec::<usize>::new());
    }
}
