//! Every parity case of the NSW study against R's MatchIt 4.7.1 and sandwich 3.0-2, from the workbook to the finding.

use serde_json::Value;
use tashika::findings::Bundle;

use crate::study_runs::{nsw, run_study};

fn expected(case: &str) -> Value {
    let path = format!("{}/tests/reference/nearest/{case}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Relative tolerance: R prints 17 digits, both sides carry rounding of some hundred additions; 1e-9 leaves four digits more
/// than anyone reads.
const CLOSE: f64 = 1e-9;

fn close(ours: f64, theirs: &Value, what: &str) {
    let theirs = theirs.as_f64().unwrap_or_else(|| panic!("{what}: no number in the reference"));
    assert!((ours - theirs).abs() <= CLOSE * theirs.abs().max(1e-3), "{what}: {ours} against {theirs}");
}

fn case(bundle: &Bundle, case: &str) {
    let reference = expected(case);
    let finding = bundle.findings.findings.iter().find(|it| it.question == case).unwrap_or_else(|| panic!("no {case}"));
    let effect = finding.effect.as_ref().unwrap_or_else(|| panic!("{case} has no number"));
    let unadjusted = &reference["att"]["unadjusted"];
    close(effect.estimate, &unadjusted["estimate"]["treat"], &format!("{case}: ATT"));
    close(effect.std_error.unwrap(), &unadjusted["se"]["treat"], &format!("{case}: standard error"));
    balance(bundle, case, &reference);
}

fn balance(bundle: &Bundle, case: &str, reference: &Value) {
    let question = bundle.findings.questions.iter().find(|it| it.id == case).unwrap();
    for (side, key) in [("before", "summary_un"), ("after", "summary_matched")] {
        let summary = &reference["balance"][key];
        let terms = summary["rows"].as_array().unwrap();
        for (term, row) in terms.iter().zip(summary["data"].as_array().unwrap()) {
            let name = term.as_str().unwrap().replace("race", "race=");
            let ours =
                question.balance.iter().find(|row| row.term == name).unwrap_or_else(|| panic!("{case}: no {name}"));
            let ours = if side == "before" { &ours.before } else { &ours.after };
            let numbers = [ours.mean_treated, ours.mean_comparison, ours.smd];
            for (i, number) in numbers.into_iter().enumerate() {
                close(number, &row[i], &format!("{case}: {name} {side} column {i}"));
            }
            if let (Some(ratio), Some(_)) = (ours.variance_ratio, row[3].as_f64()) {
                close(ratio, &row[3], &format!("{case}: {name} {side} variance ratio"));
            }
            close(ours.ecdf_mean, &row[4], &format!("{case}: {name} {side} eCDF mean"));
            close(ours.ks, &row[5], &format!("{case}: {name} {side} eCDF max"));
        }
    }
}

#[test]
fn the_workbook_gives_the_numbers_of_r() {
    let bundle = run_study(&nsw("parity.toml"));
    for name in [
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
    ] {
        case(&bundle, name);
    }
}
