//! Lotteries of the reference beside least squares with HC2 of sandwich, paired t, projections, and roots of the test.

use super::row::Row;
use crate::by_lot::compared;

pub fn rows() -> Vec<Row> {
    let row = |(method, what, ours, theirs, searched): (&'static str, String, f64, f64, bool)| Row {
        method,
        what: format!("made lottery, {what}"),
        peer: "R 4.2.2, sandwich 3.0-2",
        ours,
        theirs,
        tolerance: if searched { 1e-8 } else { 1e-10 },
        why: "",
    };
    compared().into_iter().map(row).collect()
}
