//! Overlapping coefficients, and differences of squares and products, of the matched NSW study.

use serde_json::Value;
use tashika::design::Estimand;
use tashika::design::balance::{balance, standardised};
use tashika::design::model_matrix::ModelColumn;
use tashika::text::Words;

use super::row::Row;

const BINNED: &str = "Overlap: here each value is shared between the two points beside it of a grid of a sixteenth of a bandwidth, which moves a density in the fourth digit; R's density() bins to 512 points over the whole range and cuts the kernel three bandwidths beyond the data, which moves it in the third.";

fn json(path: &str) -> Value {
    let path = format!("{}/tests/reference/{path}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A column of the NSW study; `race=black` is 1 for those.
fn column(name: &str) -> Vec<f64> {
    let path = format!("{}/tests/reference/nearest/input.csv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let (variable, level) = name.split_once('=').map_or((name, None), |(variable, level)| (variable, Some(level)));
    let at = text.lines().next().unwrap().split(',').position(|title| title == variable).unwrap();
    let value = |line: &str| {
        let cell = line.split(',').nth(at).unwrap();
        level.map_or_else(|| cell.parse().unwrap(), |level| f64::from(u8::from(cell == level)))
    };
    text.lines().skip(1).map(value).collect()
}

pub fn rows() -> Vec<Row> {
    let reference = json("balance/overlap.json");
    let weights: Vec<f64> =
        json("nearest/a02-largest.json")["weights"].as_array().unwrap().iter().map(|w| w.as_f64().unwrap()).collect();
    let treated: Vec<bool> = column("treat").into_iter().map(|treated| treated == 1.0).collect();
    let row = |what: String, ours: f64, theirs: &Value, tolerance: f64, why: &'static str| Row {
        method: "balance",
        what: format!("lalonde, a02-largest: {what}"),
        peer: "base R 4.2.2",
        ours,
        theirs: theirs.as_f64().unwrap(),
        tolerance,
        why,
    };
    let mut rows = Vec::new();
    for name in ["age", "educ", "re74", "re75"] {
        let term = ModelColumn {
            key: name.into(),
            label: Words::plain(name),
            level: None,
            share: false,
            values: column(name),
        };
        let terms = [term];
        let found = balance(&treated, &weights, &terms, Estimand::Att).with_overlap(&treated, &weights, &terms);
        for (when, side) in [("before", found.rows[0].before), ("after", found.rows[0].after)] {
            let theirs = &reference[when][name];
            let ours = side.overlap.unwrap();
            rows.push(row(format!("overlap of {name}, {when}, by all kernels"), ours, &theirs["exact"], 5e-4, BINNED));
            rows.push(row(format!("overlap of {name}, {when}, by density()"), ours, &theirs["density"], 5e-3, BINNED));
        }
    }
    for (name, theirs) in reference["products"].as_object().unwrap() {
        let (first, second) = name.split_once(" x ").unwrap();
        let product: Vec<f64> = column(first).iter().zip(column(second)).map(|(a, b)| a * b).collect();
        let (before, after) = standardised(&product, &treated, &weights, Estimand::Att);
        rows.push(row(format!("SMD of {name}, before"), before, &theirs["before"], 1e-10, ""));
        rows.push(row(format!("SMD of {name}, after"), after, &theirs["after"], 1e-10, ""));
    }
    rows
}
