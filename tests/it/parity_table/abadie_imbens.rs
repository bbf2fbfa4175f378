//! Matching estimates of the NSW study with both errors, beside the formulas of the papers in base R.

use std::fmt::Write;

use serde_json::Value;

use super::row::Row;
use crate::study_runs::run_on;

const DESIGNS: [(&str, &str); 4] = [
    ("data", ""),
    ("ratio2", ", ratio = 2"),
    ("replace", ", ratio = 2, replace = true"),
    ("caliper", ", caliper = { age = 0.2, re75 = 0.5 }"),
];

fn file(path: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/reference/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Every design with each way to estimate: id of the question, case of the reference, which error.
fn asked() -> (String, Vec<(String, String, &'static str)>) {
    let mut study = String::from("[study]\nlike = \"matchit\"\n\n[sources.people]\nfile = \"d.csv\"\nunit = \"id\"\n");
    let mut cases = Vec::new();
    for (name, options) in DESIGNS {
        for (way, correct) in [("corrected", true), ("plain", false)] {
            for neighbours in [1, 2] {
                for error in ["population", "sample"] {
                    let case = format!("{name}-{way}-{neighbours}");
                    let id = format!("{case}-{error}");
                    write!(
                        study,
                        "\n[[questions]]\nid = \"{id}\"\noutcomes = [\"re78\"]\ntreatment = \"treat\"\n\
                         covariates = [\"age\", \"educ\", \"race\", \"married\", \"nodegree\", \"re74\", \"re75\"]\n\
                         design = {{ method = \"nearest\", distance = \"mahalanobis\", ties = \"rows\"{options} }}\n\
                         estimate = {{ method = \"abadie-imbens\", correct = {correct}, neighbours = {neighbours}, error = \"{error}\" }}\n\
                         sensitivity = []\n"
                    )
                    .unwrap();
                    cases.push((id, case, error));
                }
            }
        }
    }
    (study, cases)
}

pub fn rows() -> Vec<Row> {
    let reference: Value = serde_json::from_str(&file("abadie_imbens/lalonde.json")).unwrap();
    let (study, cases) = asked();
    let bundle = run_on(&file("nearest/input.csv"), &study);
    let of_case = |(id, case, error): (String, String, &'static str)| {
        let theirs = &reference[&case];
        let finding = bundle.findings.findings.iter().find(|it| it.question == id).unwrap();
        let effect = finding.effect.clone().unwrap_or_else(|| panic!("{id}: {:?}", finding.claim.sentence));
        let row = |what: &str, ours: f64, theirs: &Value| Row {
            method: "abadie-imbens",
            what: format!("lalonde, {case}: {what}"),
            peer: "base R 4.2.2, by the formulas",
            ours,
            theirs: theirs.as_f64().unwrap(),
            tolerance: 1e-10,
            why: "",
        };
        let of_error = row(&format!("error for the {error}"), effect.std_error.unwrap(), &theirs[error]);
        let of_effect = (error == "population").then(|| row("effect", effect.estimate, &theirs["effect"]));
        [of_effect, Some(of_error)].into_iter().flatten().collect::<Vec<Row>>()
    };
    cases.into_iter().flat_map(of_case).collect()
}
