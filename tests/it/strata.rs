//! Subclassification and coarsened exact matching against MatchIt (tests/reference/strata), whose average is asked for, and
//! options that cannot have an effect.

use std::collections::BTreeMap;

use serde_json::Value;
use tashika::design::Estimand;
use tashika::diag::Sink;
use tashika::exhibit::{FrameRole, Values};
use tashika::findings::Bundle;
use tashika::text::Lang;

use super::study_runs::{only, outputs, run_on};

const TABLE: &str = include_str!("../reference/nearest/input.csv");
const STUDY: &str = "[sources.people]\nfile = \"d.csv\"\nunit = \"id\"\n\
     [[questions]]\nid = \"q\"\noutcomes = [\"re78\"]\ntreatment = \"treat\"\ninference = \"hc3\"\n\
     covariates = [\"age\", \"educ\", \"race\", \"married\", \"nodegree\", \"re74\", \"re75\"]\n";

/// Cases of the reference, with the design and the average asked for.
pub const CASES: [(&str, &str, &str); 10] = [
    ("subclass-att", "\"subclass\"", "ATT"),
    ("subclass-atc", "\"subclass\"", "ATC"),
    ("subclass-ate", "\"subclass\"", "ATE"),
    ("subclass-moved", "{ method = \"subclass\", classes = 20, least = 4 }", "ATT"),
    ("subclass-dropped", "{ method = \"subclass\", classes = 40, least = 0 }", "ATT"),
    ("cem-att", "\"cem\"", "ATT"),
    ("cem-atc", "\"cem\"", "ATC"),
    ("cem-ate", "\"cem\"", "ATE"),
    (
        "cem-cutpoints",
        "{ method = \"cem\", cutpoints = { age = { parts = 5 }, educ = 4, re74 = { parts = 4 }, re75 = [0.5, 2000, 6000] } }",
        "ATT",
    ),
    (
        "cem-rules",
        "{ method = \"cem\", cutpoints = { age = \"fd\", educ = \"scott\", re74 = \"scott\", re75 = \"fd\" }, groups = { race = [[\"white\", \"hispan\"]] } }",
        "ATT",
    ),
];

/// The answer to a case.
pub fn asked(design: &str, estimand: &str) -> Bundle {
    run_on(TABLE, &format!("{STUDY}design = {design}\nestimand = \"{estimand}\"\n"))
}

/// The same with its number shown, however poor the comparison.
pub fn shown(design: &str, estimand: &str) -> Bundle {
    let study = format!("[study]\nlike = \"matchit\"\n{STUDY}design = {design}\nestimand = \"{estimand}\"\n");
    run_on(TABLE, &study)
}

/// What MatchIt has.
pub fn reference(case: &str) -> Value {
    let path = format!("{}/tests/reference/strata/{case}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
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

#[test]
fn weights_and_classes_are_those_of_matchit() {
    for (case, design, estimand) in CASES {
        let (bundle, r) = (asked(design, estimand), reference(case));
        let (order, weights, sets) =
            (column(&bundle, "file_order"), column(&bundle, "weight_q"), column(&bundle, "set_q"));
        let mut of_class = BTreeMap::new();
        for ((order, weight), set) in order.iter().zip(&weights).zip(&sets) {
            let row = *order as usize - 1;
            let wanted = r["weights"][row].as_f64().unwrap();
            assert!((weight - wanted).abs() <= 1e-12 * wanted.max(1.0), "{case}, row {row}: {weight} {wanted}");
            let Some(class) = r["subclass"][row].as_str() else { continue };
            assert_eq!(of_class.entry(class.to_string()).or_insert(*set), set, "{case}, row {row}");
        }
    }
}

#[test]
fn balance_is_standardised_as_the_average_asks() {
    let names = BTreeMap::from([("age", "age"), ("educ", "educ"), ("race=black", "raceblack"), ("re74", "re74")]);
    for (case, design, estimand) in CASES {
        let (bundle, r) = (asked(design, estimand), reference(case));
        for row in &bundle.findings.questions[0].balance {
            let Some(name) = names.get(row.term.as_str()) else { continue };
            let wanted = r["smd"][*name].as_f64().unwrap();
            assert!((row.after.smd - wanted).abs() < 1e-8, "{case}, {name}: {} {wanted}", row.after.smd);
        }
    }
}

#[test]
fn the_answer_says_whose_average_it_is() {
    let said = |estimand: &str| {
        let bundle = asked("{ method = \"subclass\", classes = 4 }", estimand);
        let finding = only(&bundle).clone();
        (
            finding.estimand,
            bundle.findings.questions[0].population.render(Lang::En),
            finding.claim.said().render(Lang::En),
        )
    };
    let (estimand, population, _) = said("ATC");
    assert_eq!((estimand, population.as_str()), (Estimand::Atc, "those who did not take part"));
    let (estimand, population, _) = said("ATE");
    assert_eq!((estimand, population.as_str()), (Estimand::Ate, "all, those who took part and those who did not"));
    let (estimand, population, text) = said("ATT");
    assert_eq!((estimand, population.as_str()), (Estimand::Att, "those who took part"));
    assert!(!text.contains("average for"), "{text}");
    let bundle = asked("\"cem\"", "ATC");
    assert_eq!(only(&bundle).estimand, Estimand::Compared, "not all of them have a counterpart");
    assert!(
        bundle.findings.questions[0].population.render(Lang::En).starts_with("the 75 of 429 who did not take part")
    );
}

#[test]
fn a_clause_names_those_whose_average_is_told() {
    let of = |estimand: &str| {
        let table: String = (0..240).fold("id,treat,x,re78\n".into(), |table, i: usize| {
            let (t, x) = (usize::from(i.is_multiple_of(3)), i % 7);
            format!("{table}u{i:03},{t},{x},{}\n", 3 * x + 9 * t + i % 5)
        });
        let study = "[sources.people]\nfile = \"d.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\noutcomes = [\"re78\"]\n\
             treatment = \"treat\"\ncovariates = [\"x\"]\ndesign = \"cem\"\n";
        let bundle = run_on(&table, &format!("{study}estimand = \"{estimand}\"\n"));
        only(&bundle).claim.said().render(Lang::En)
    };
    let en = of("ATC");
    assert!(en.contains("average for those who did not take part"), "{en}");
    let en = of("ATE");
    assert!(en.contains("average for all, those who took part and those who did not"), "{en}");
}

#[test]
fn pairs_within_strata_are_clusters() {
    let bundle = asked("{ method = \"cem\", k2k = true }\nestimate = \"difference\"", "ATT");
    let (weights, sets) = (column(&bundle, "weight_q"), column(&bundle, "set_q"));
    let used = weights.iter().filter(|weight| **weight > 0.0).count();
    let mut of_set: BTreeMap<u64, usize> = BTreeMap::new();
    sets.iter().filter(|set| set.is_finite()).for_each(|set| *of_set.entry(set.to_bits()).or_default() += 1);
    assert!(of_set.values().all(|n| *n == 2) && 2 * of_set.len() == used, "{of_set:?} {used}");
    assert!(bundle.frames.iter().any(|frame| *frame.id.role() == FrameRole::Pairs));
}

/// Messages of a study that stops.
fn refused(lines: &str) -> String {
    let temp = tempfile::tempdir().unwrap();
    std::fs::write(temp.path().join("d.csv"), TABLE).unwrap();
    std::fs::write(temp.path().join("study.toml"), format!("{STUDY}{lines}")).unwrap();
    let mut sink = Sink::new();
    assert!(tashika::run::run(&temp.path().join("study.toml"), &|_| (), &mut sink).is_err(), "{lines}");
    sink.problems.iter().map(|problem| tashika::diag::render(problem, Lang::En)).collect()
}

#[test]
fn options_without_effect_are_errors() {
    let cases = [
        ("{ method = \"cem\", cutpoints = { race = 3 } }", "not a number"),
        ("{ method = \"cem\", groups = { age = [[\"20\"]] } }", "not a category"),
        ("{ method = \"cem\", groups = { race = [[\"green\"]] } }", "green"),
        ("{ method = \"cem\", cutpoints = { re78 = 3 } }", "re78"),
        ("{ method = \"subclass\", classes = 120, least = 3 }", "fewer classes"),
        ("{ method = \"nearest\" }\nestimand = \"ATE\"", "take a design that tells it: exact"),
        ("\"subclass\"\nestimand = \"ATX\"", "ATX"),
    ];
    for (design, wanted) in cases {
        let said = refused(&format!("design = {design}\n"));
        assert!(said.contains(wanted), "{design}: {said}");
    }
}

#[test]
fn the_script_is_told_whose_average() {
    let files = outputs(&asked("\"subclass\"", "ATC"));
    let script = files.iter().find(|(path, _)| path == "replicate.R").map(|(_, bytes)| bytes).unwrap();
    let script = std::str::from_utf8(script).unwrap();
    assert!(script.contains("  estimand = \"ATC\",\n  classes = 6, least = 1, exact = c())\nsubclassified(q)\n"));
}
