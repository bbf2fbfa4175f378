//! Subclassification and coarsened exact matching of the NSW study, beside MatchIt and weighted least squares with HC3.

use super::row::Row;
use crate::strata::{CASES, reference, shown};
use crate::study_runs::only;

pub fn rows() -> Vec<Row> {
    let of_case = |&(case, design, estimand): &(&str, &str, &str)| {
        let (bundle, theirs) = (shown(design, estimand), reference(case));
        let effect = only(&bundle).effect.clone().unwrap();
        let method = if case.starts_with("cem") { "cem" } else { "subclass" };
        let row = |what: &str, ours: f64, key: &str| Row {
            method,
            what: format!("lalonde, {case}: {what}"),
            peer: "MatchIt 4.5.1, sandwich 3.0-2",
            ours,
            theirs: theirs[key].as_f64().unwrap(),
            tolerance: 1e-10,
            why: "",
        };
        [
            row(&format!("average effect ({estimand})"), effect.estimate, "estimate"),
            row("its standard error", effect.std_error.unwrap(), "hc3"),
        ]
    };
    CASES.iter().flat_map(of_case).collect()
}
