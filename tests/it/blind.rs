//! Designs do not see outcomes.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use tashika::answer::{self, preview};
use tashika::diag::Sink;
use tashika::panel::{VarRef, View};
use tashika::plan;
use tashika::run;

const STUDY: &str = r#"
[sources.people]
file = "people.csv"
unit = "id"

[[questions]]
id = "matched"
outcomes = ["re78"]
baseline = { re78 = "re75" }
treatment = "treat"
covariates = ["age", "educ", "re74"]
design = { method = "nearest", caliper = 0.2 }
"#;

/// The example with every outcome multiplied and shifted.
fn write(dir: &Path, outcome: impl Fn(f64) -> f64) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/nearest/input.csv");
    let text = fs::read_to_string(path).unwrap();
    let (head, body) = text.split_once('\n').unwrap();
    let row = |row: &str| {
        let (rest, last) = row.rsplit_once(',').unwrap();
        format!("{rest},{}\n", outcome(last.trim().parse().unwrap()))
    };
    fs::write(dir.join("people.csv"), format!("{head}\n{}", body.lines().map(row).collect::<String>())).unwrap();
    fs::write(dir.join("study.toml"), STUDY).unwrap();
}

fn planned(dir: &Path) -> String {
    let mut sink = Sink::new();
    let read = run::read(&dir.join("study.toml"), &|_| (), &mut sink).unwrap();
    let plan = plan::plan(&read.study, &read.panel, &mut sink).unwrap();
    let said = |it: &answer::Preview<'_>| {
        let comparison = it.comparison.as_ref().unwrap();
        let detectable: Vec<_> = it.detectable.iter().map(|it| (it.effect, it.standardised)).collect();
        format!("{:?} {:?} {:?} {:?}", comparison.pairs(), comparison.balance, comparison.notes, detectable)
    };
    preview(&plan, &read.panel).iter().map(said).collect()
}

#[test]
fn the_plan_is_the_same_whatever_the_outcomes_are() {
    let temp = tempfile::tempdir().unwrap();
    write(temp.path(), |y| y);
    let first = planned(temp.path());
    write(temp.path(), |y| 1e6 - 3.0 * y);
    assert_eq!(first, planned(temp.path()));
}

#[test]
fn a_blind_view_has_no_outcome_columns() {
    let temp = tempfile::tempdir().unwrap();
    write(temp.path(), |y| y);
    let read = run::read(&temp.path().join("study.toml"), &|_| (), &mut Sink::new()).unwrap();
    let view = View::whole(Arc::clone(&read.panel));
    let (outcome, before) = (VarRef::parse("re78"), VarRef::parse("re75"));
    let blind = view.blind(std::slice::from_ref(&outcome));
    assert!(view.column(&outcome).is_some() && blind.column(&before).is_some());
    assert!(blind.column(&outcome).is_none());
}
