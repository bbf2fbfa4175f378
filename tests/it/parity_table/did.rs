//! Difference in differences: doubly robust beside DRDID and the formulas of the paper, of surveys beside least squares.

use super::row::Row;
use crate::did::compared;

const WHY: &str = "DRDID's search for the improved odds stops at about 1e-8 of its own optimum, so that its numbers are asked to 1e-7.";

pub fn rows() -> Vec<Row> {
    let row = |(method, what, peer, ours, theirs, tolerance): (&'static str, String, &'static str, f64, f64, f64)| {
        Row { method, what, peer, ours, theirs, tolerance, why: if tolerance == 1e-7 { WHY } else { "" } }
    };
    compared().into_iter().map(row).collect()
}
