//! Optimal pair and full matching of the NSW study: the sum of distances, beside optmatch.

use super::row::Row;
use crate::least::{CASES, asked, theirs, total};

const WHY: &str = "Optimal pair and full matching: optmatch rounds distances, so that its sum may lie above the smallest; ours is never above theirs (tested apart).";

pub fn rows() -> Vec<Row> {
    let row = |&(case, design, estimand): &(&str, &str, &str)| Row {
        method: if case.starts_with("full") { "full" } else { "optimal" },
        what: format!("lalonde, {case}: sum of distances"),
        peer: "MatchIt 4.7.1, optmatch 0.10.8",
        ours: total(&asked(design, estimand)),
        theirs: theirs(case),
        tolerance: 5e-3,
        why: WHY,
    };
    CASES.iter().map(row).collect()
}
