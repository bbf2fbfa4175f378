//! Lines, weights and curves of doses, from the table to the finding, beside R's.

use serde_json::Value;

use super::row::Row;
use crate::dose::{CHANGE, OF_GRANT, input, question, reference, table};
use crate::study_runs::{only, run_on};

const STACKED: &str = "Standard errors with estimated weights, and those of curves, are compared with the stacked estimating equations whose derivatives are taken numerically (Richardson), which leaves some six to nine digits: 1e-6.";

pub fn rows() -> Vec<Row> {
    let known = reference();
    let mut rows = line(&known["change"]);
    for (name, law) in [("normal", "normal"), ("log_normal", "log-normal")] {
        rows.extend(weighted(law, &known[name]));
    }
    rows
}

fn row(what: String, peer: &'static str, ours: f64, theirs: &Value, tolerance: f64) -> Row {
    let why = if tolerance > 1e-10 { STACKED } else { "" };
    Row { method: "dose", what, peer, ours, theirs: theirs.as_f64().unwrap(), tolerance, why }
}

fn line(theirs: &Value) -> Vec<Row> {
    let bundle = run_on(&input(), &question(OF_GRANT, CHANGE));
    let effect = only(&bundle).effect.clone().unwrap();
    let numbers = [
        ("change of income for each million yen more", effect.estimate, "estimate"),
        ("its standard error (HC1)", effect.std_error.unwrap(), "se"),
        ("p", effect.p_value, "p"),
    ];
    let of = |(what, ours, key): (&str, f64, &str)| row(format!("linear: {what}"), "R 4.2.2 lm, sandwich 3.0-2", ours, &theirs[key], 1e-10);
    numbers.into_iter().map(of).collect()
}

fn weighted(law: &str, theirs: &Value) -> Vec<Row> {
    let bundle = run_on(&input(), &question(&format!("{OF_GRANT}, model = \"gps\", law = \"{law}\""), CHANGE));
    let effect = only(&bundle).effect.clone().unwrap();
    let cell = |name: &str, at: usize, key: &str| table(&bundle, name).cell(at, key).and_then(|cell| cell.number()).unwrap();
    let peer = "R 4.2.2, formulas written out";
    let of = |what: &str, ours, theirs: &Value, tolerance| row(format!("gps, {law}: {what}"), peer, ours, theirs, tolerance);
    vec![
        of("change of income for each million yen more", effect.estimate, &theirs["estimate"], 1e-10),
        of("its standard error, weights estimated", effect.std_error.unwrap(), &theirs["se"], 1e-6),
        of("correlation of dose and size, weighted", cell("dose-balance", 0, "r_after"), &theirs["after"][0], 1e-10),
        of("average change at 3 million yen", cell("dose-curve", 2, "mean"), &theirs["mean"][2], 1e-10),
    ]
}
