//! Nearest neighbours of the NSW study, from the workbook to the finding, beside MatchIt's pairs and weighted least squares.

use serde_json::Value;

use super::row::Row;
use crate::study_runs::{nsw, run_study};

const CASES: [&str; 10] = [
    "a02-largest",
    "a02-smallest",
    "a02-data",
    "a02-closest",
    "a03-replace",
    "a03-replace-ratio3",
    "a04-caliper",
    "a04-caliper-linear-logit",
    "a05-ratio2",
    "a06-exact-race",
];

fn reference(case: &str) -> Value {
    let path = format!("{}/tests/reference/nearest/{case}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

pub fn rows() -> Vec<Row> {
    let bundle = run_study(&nsw("parity.toml"));
    let of_case = |case: &&'static str| {
        let theirs = reference(case)["att"]["unadjusted"].clone();
        let effect = bundle.findings.findings.iter().find(|it| it.question == *case).unwrap().effect.clone().unwrap();
        let row = |what: &str, ours: f64, theirs: &Value| Row {
            method: "nearest",
            what: format!("lalonde, {case}: {what}"),
            peer: "MatchIt 4.7.1, sandwich 3.0-2",
            ours,
            theirs: theirs["treat"].as_f64().unwrap(),
            tolerance: 1e-10,
            why: "",
        };
        [
            row("average effect on the treated", effect.estimate, &theirs["estimate"]),
            row("its standard error", effect.std_error.unwrap(), &theirs["se"]),
        ]
    };
    CASES.iter().flat_map(of_case).collect()
}
