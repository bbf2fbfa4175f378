//! Exact matching against MatchIt 4.7.1 (tests/reference/exact), and what its findings say.

use serde_json::Value;
use tashika::design::Kind;
use tashika::exhibit::{FrameRole, Values};
use tashika::findings::Bundle;
use tashika::text::Lang;

use super::study_runs::{only, outputs, run_on};

const TABLE: &str = include_str!("../reference/nearest/input.csv");
const STUDY: &str = "[sources.people]\nfile = \"d.csv\"\nunit = \"id\"\n\
     [[questions]]\nid = \"q\"\noutcomes = [\"re78\"]\ntreatment = \"treat\"\ninference = \"hc3\"\n";

fn asked(lines: &str) -> Bundle {
    run_on(TABLE, &format!("{STUDY}{lines}"))
}

fn by_design() -> Bundle {
    asked("covariates = [\"race\", \"married\", \"nodegree\"]\ndesign = \"exact\"\n")
}

fn reference() -> Value {
    serde_json::from_str(include_str!("../reference/exact/exact.json")).unwrap()
}

fn column(bundle: &Bundle, key: &str) -> Vec<f64> {
    let frame = bundle.frames.iter().find(|frame| *frame.id.role() == FrameRole::Analysis).unwrap();
    let found = frame.columns.iter().find(|column| column.key == key).unwrap_or_else(|| panic!("no column {key}"));
    match &found.values {
        Values::Number(values) => values.clone(),
        Values::Integer(values) => values.iter().map(|value| *value as f64).collect(),
        Values::Text(_) => panic!("{key} is text"),
    }
}

/// Sums in another order differ in the last digits.
const CLOSE: f64 = 1e-12;

#[test]
fn weights_and_strata_are_those_of_matchit() {
    let (bundle, r) = (by_design(), reference());
    let (order, weights, sets) = (column(&bundle, "file_order"), column(&bundle, "weight_q"), column(&bundle, "set_q"));
    let mut of_stratum = std::collections::BTreeMap::new();
    for ((order, weight), set) in order.iter().zip(&weights).zip(&sets) {
        let row = *order as usize - 1;
        let wanted = r["weights"][row].as_f64().unwrap();
        assert!((weight - wanted).abs() <= CLOSE * wanted.max(1.0), "row {row}: {weight} {wanted}");
        let subclass = r["subclass"][row].as_str().unwrap();
        assert_eq!(of_stratum.entry(subclass.to_string()).or_insert(*set), set, "row {row}");
    }
    let different: std::collections::BTreeSet<u64> = of_stratum.values().map(|set| set.to_bits()).collect();
    assert_eq!(different.len(), of_stratum.len(), "every subclass is a set of its own");
}

#[test]
fn effect_and_error_are_those_of_lm_and_sandwich() {
    let (bundle, r) = (by_design(), reference());
    let effect = only(&bundle).effect.clone().unwrap();
    let close = |found: f64, wanted: &Value| {
        let wanted = wanted.as_f64().unwrap();
        assert!((found - wanted).abs() <= 1e-10 * wanted.abs(), "{found} {wanted}");
    };
    let unadjusted = &r["att"]["unadjusted"];
    close(effect.estimate, &unadjusted["estimate"]["treat"]);
    close(effect.std_error.unwrap(), &unadjusted["hc3_se"]["treat"]);
    assert_eq!(effect.clusters, None, "strata are no clusters");
    let worst = bundle.findings.questions[0].balance.iter().map(|row| row.after.smd.abs()).fold(0.0, f64::max);
    assert_eq!(worst, 0.0, "what is equal is balanced");
}

#[test]
fn those_without_an_equal_are_left_out_and_counted() {
    let bundle = asked("covariates = [\"race\", \"educ\", \"age\"]\ndesign = \"exact\"\n");
    let question = &bundle.findings.questions[0];
    let matched = question.flow.iter().find(|step| step.key == "matched").unwrap();
    let lost: usize = matched.lost.iter().map(|lost| lost.count).sum();
    assert_eq!(matched.remaining + lost, 614);
    assert!(question.population.render(Lang::En).contains("and have an equal"));
    let used = column(&bundle, "weight_q").iter().filter(|weight| **weight > 0.0).count();
    assert_eq!(used, matched.remaining);
}

#[test]
fn further_variables_must_be_equal_too_and_must_be_there() {
    let by_option =
        asked("covariates = [\"race\", \"married\"]\ndesign = { method = \"exact\", also = [\"nodegree\"] }\n");
    let (estimate, wanted) =
        (only(&by_option).effect.clone().unwrap().estimate, only(&by_design()).effect.clone().unwrap());
    assert!((estimate - wanted.estimate).abs() < 1e-9);
    let temp = tempfile::tempdir().unwrap();
    std::fs::write(temp.path().join("d.csv"), TABLE).unwrap();
    let lines = "covariates = [\"race\"]\ndesign = { method = \"exact\", also = [\"nodegre\"] }\n";
    std::fs::write(temp.path().join("study.toml"), format!("{STUDY}{lines}")).unwrap();
    let mut sink = tashika::diag::Sink::new();
    assert!(tashika::run::run(&temp.path().join("study.toml"), &|_| (), &mut sink).is_err());
    assert!(sink.problems.iter().any(|problem| problem.message.render(Lang::En).contains("nodegre")));
}

#[test]
fn the_script_makes_the_strata_anew() {
    let bundle = by_design();
    assert_eq!(only(&bundle).kind(), Kind::Matched);
    let files = outputs(&bundle);
    let script = files.iter().find(|(path, _)| path == "replicate.R").map(|(_, bytes)| bytes).unwrap();
    let script = std::str::from_utf8(script).unwrap();
    assert_eq!(script.matches("\nequal <- function(q) {").count(), 1);
    assert!(script.contains("covariates = c(\"race\", \"married\", \"nodegree\"),\n  also = c())\nequal(q)\n"));
    assert!(script.contains("effect(\"q/re78\", q, \"re78\", NULL, adjusted = FALSE"));
}
