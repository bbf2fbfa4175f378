//! Optimal pair and full matching: sums of distances against optmatch (tests/reference/full), limits, and who is left out.

use std::collections::BTreeMap;

use serde_json::Value;
use tashika::diag::Sink;
use tashika::exhibit::{Frame, FrameRole, Values};
use tashika::findings::Bundle;
use tashika::text::Lang;

use super::study_runs::{only, outputs, run_on};

const TABLE: &str = include_str!("../reference/nearest/input.csv");
const STUDY: &str = "[study]\nlike = \"matchit\"\n[sources.people]\nfile = \"d.csv\"\nunit = \"id\"\n\
     [[questions]]\nid = \"q\"\noutcomes = [\"re78\"]\ntreatment = \"treat\"\n\
     covariates = [\"age\", \"educ\", \"race\", \"married\", \"nodegree\", \"re74\", \"re75\"]\n";

/// Cases of the reference, with the design and the average asked for.
pub const CASES: [(&str, &str, &str); 4] = [
    ("optimal", "\"optimal\"", "ATT"),
    ("optimal-ratio2", "{ method = \"optimal\", ratio = 2 }", "ATT"),
    ("full-att", "\"full\"", "ATT"),
    ("full-ate", "\"full\"", "ATE"),
];

/// The answer to a case.
pub fn asked(design: &str, estimand: &str) -> Bundle {
    run_on(TABLE, &format!("{STUDY}design = {design}\nestimand = \"{estimand}\"\n"))
}

fn frame(bundle: &Bundle, role: FrameRole) -> &Frame {
    bundle.frames.iter().find(|frame| *frame.id.role() == role).unwrap_or_else(|| panic!("no frame {role:?}"))
}

fn numbers(frame: &Frame, key: &str) -> Vec<f64> {
    let column = frame.columns.iter().find(|column| column.key == key).unwrap_or_else(|| panic!("no column {key}"));
    match &column.values {
        Values::Number(values) => values.clone(),
        Values::Integer(values) => values.iter().map(|value| *value as f64).collect(),
        Values::Text(_) => panic!("{key} is text"),
    }
}

fn texts(frame: &Frame, key: &str) -> Vec<String> {
    match &frame.columns.iter().find(|column| column.key == key).unwrap().values {
        Values::Text(values) => values.clone(),
        _ => panic!("{key} is no text"),
    }
}

/// Our sum of distances.
pub fn total(bundle: &Bundle) -> f64 {
    numbers(frame(bundle, FrameRole::Pairs), "distance").iter().sum()
}

/// Theirs, of their scores and sets.
pub fn theirs(case: &str) -> f64 {
    let path = format!("{}/tests/reference/full/{case}.json", env!("CARGO_MANIFEST_DIR"));
    let r: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut sets: BTreeMap<&str, [Vec<f64>; 2]> = BTreeMap::new();
    for (row, class) in r["subclass"].as_array().unwrap().iter().enumerate() {
        let Some(class) = class.as_str() else { continue };
        let side = usize::from(r["treat"][row].as_i64().unwrap() == 0);
        sets.entry(class).or_default()[side].push(r["distance"][row].as_f64().unwrap());
    }
    sets.values().flat_map(|[a, b]| a.iter().flat_map(move |a| b.iter().map(move |b| (a - b).abs()))).sum()
}

/// Of each set how many took part and how many did not.
fn sizes(bundle: &Bundle) -> Vec<(usize, usize)> {
    let pairs = frame(bundle, FrameRole::Pairs);
    let (set, treated, other) = (numbers(pairs, "set"), texts(pairs, "treated"), texts(pairs, "comparison"));
    let mut of_set: BTreeMap<u64, [std::collections::BTreeSet<String>; 2]> = BTreeMap::new();
    for ((set, treated), other) in set.iter().zip(treated).zip(other) {
        let sides = of_set.entry(*set as u64).or_default();
        sides[0].insert(treated);
        sides[1].insert(other);
    }
    of_set.values().map(|[treated, others]| (treated.len(), others.len())).collect()
}

#[test]
fn no_peer_has_a_smaller_sum() {
    for (case, design, estimand) in CASES {
        let (ours, theirs) = (total(&asked(design, estimand)), theirs(case));
        assert!(ours <= theirs + 1e-9, "{case}: {ours} {theirs}");
        assert!(theirs - ours < 5e-3 * theirs, "{case}: {ours} {theirs}");
    }
}

#[test]
fn the_sum_and_its_proof_are_told() {
    let bundle = asked("\"full\"", "ATT");
    let said: String = bundle.findings.questions[0].notes.iter().map(|note| note.render(Lang::En)).collect();
    assert!(said.contains("add up to 2.141616") && said.contains("less than 2.141616"), "{said}");
}

#[test]
fn everybody_is_in_a_set_of_one_with_several() {
    let bundle = asked("\"full\"", "ATE");
    let sizes = sizes(&bundle);
    assert!(sizes.iter().all(|&(treated, others)| treated == 1 || others == 1));
    assert_eq!(sizes.iter().fold((0, 0), |(a, b), (c, d)| (a + c, b + d)), (185, 429));
    let clusters = only(&bundle).effect.as_ref().unwrap().clusters;
    assert_eq!(clusters, Some(sizes.len()), "sets are clusters");
}

#[test]
fn limits_hold_and_cost() {
    let free = total(&asked("\"full\"", "ATT"));
    let bundle = asked("{ method = \"full\", max_controls = 6, max_treated = 5 }", "ATT");
    assert!(sizes(&bundle).iter().all(|&(treated, others)| treated <= 5 && others <= 6));
    assert!(total(&bundle) > free);
    let bundle = asked("{ method = \"full\", omit = 0.4 }", "ATT");
    let used: usize = sizes(&bundle).iter().map(|(_, others)| others).sum();
    assert!((258..429).contains(&used) && total(&bundle) < free, "{used}");
    let bundle = asked("{ method = \"full\", min_controls = 2 }", "ATT");
    assert!(sizes(&bundle).iter().all(|&(treated, others)| treated == 1 && others >= 2));
}

#[test]
fn within_a_caliper_the_far_are_left_out_with_a_reason() {
    let bundle = asked("{ method = \"full\", caliper = 0.02 }", "ATT");
    let distances = numbers(frame(&bundle, FrameRole::Pairs), "distance");
    let left = frame(&bundle, FrameRole::Unmatched);
    assert!(texts(left, "reason").iter().all(|reason| reason == "caliper"));
    let nearest = numbers(left, "nearest");
    let widest = distances.iter().copied().fold(0.0, f64::max);
    assert!(!nearest.is_empty() && nearest.iter().all(|nearest| *nearest > widest));
    let pairs = asked("{ method = \"optimal\", caliper = 0.02, exact = [\"race\"] }", "ATT");
    assert!(sizes(&pairs).iter().all(|&size| size == (1, 1)));
    assert!(texts(frame(&pairs, FrameRole::Unmatched), "reason").iter().any(|reason| reason == "taken"));
}

#[test]
fn points_are_matched_as_well_as_possible() {
    let by = |method: &str| asked(&format!("{{ method = \"{method}\", distance = \"mahalanobis\" }}"), "ATT");
    let (pairs, greedy) = (by("optimal"), by("nearest"));
    assert!(total(&pairs) < total(&greedy), "{} {}", total(&pairs), total(&greedy));
    assert_eq!(sizes(&pairs).len(), 185);
    let full = by("full");
    assert!(sizes(&full).iter().all(|&(treated, others)| treated == 1 || others == 1));
    let said: String = full.findings.questions[0].notes.iter().map(|note| note.render(Lang::En)).collect();
    let value = |after: &str| {
        let text = said.split(after).nth(1).unwrap();
        text.split([' ', ',']).next().unwrap().parse::<f64>().unwrap_or_else(|_| panic!("{said}"))
    };
    assert!((value("add up to ") - value("has less than ")).abs() < 1e-5, "{said}");
}

/// Problems of a study, whether it stops or not.
fn problems(lines: &str, table: &str) -> String {
    let temp = tempfile::tempdir().unwrap();
    std::fs::write(temp.path().join("d.csv"), table).unwrap();
    std::fs::write(temp.path().join("study.toml"), format!("{STUDY}{lines}")).unwrap();
    let mut sink = Sink::new();
    let _ = tashika::run::run(&temp.path().join("study.toml"), &|_| (), &mut sink);
    sink.problems.iter().map(|problem| tashika::diag::render(problem, Lang::En)).collect()
}

#[test]
fn where_there_are_too_few_it_is_said_and_what_would_help() {
    let said = problems("design = { method = \"optimal\", ratio = 3 }\n", TABLE);
    assert!(said.contains("there is no choice of 3 for each") && said.contains("design = \"full\""), "{said}");
    let said = problems("design = { method = \"nearest\", ratio = 3 }\n", TABLE);
    assert!(said.contains("there is no choice of 3 for each"), "{said}");
    let said = problems("design = { method = \"full\", max_controls = 2 }\n", TABLE);
    assert!(said.contains("no sets with that many partners"), "{said}");
}

#[test]
fn options_against_each_other_are_errors() {
    for (options, wanted) in [
        ("omit = 1.0", "less than 1"),
        ("omit = 0.2, mean_controls = 2", "give one of them"),
        ("mean_controls = -1", "above 0"),
        ("min_controls = 2, max_treated = 2", "serve several"),
        ("min_controls = 3, max_controls = 2", "less than `min_controls`"),
        ("distance = \"mahalanobis\", caliper = 0.1", "no score"),
    ] {
        let said = problems(&format!("design = {{ method = \"full\", {options} }}\n"), TABLE);
        assert!(said.contains(wanted), "{options}: {said}");
    }
}

#[test]
fn the_script_checks_sets_and_sum() {
    let files = outputs(&asked("{ method = \"full\", max_treated = 4 }", "ATE"));
    let text = |name: &str| {
        let bytes = files.iter().find(|(path, _)| path == name).map(|(_, bytes)| bytes).unwrap();
        std::str::from_utf8(bytes).unwrap().to_string()
    };
    assert!(
        text("replicate.R").contains("min_controls = 1 / 4, max_controls = Inf")
            && text("replicate.R").contains("\nleast(q)\n")
    );
    assert!(
        text("analysis.R").contains(
            "method = \"full\", distance = \"glm\", link = \"logit\", min.controls = 1 / 4, estimand = \"ATE\""
        )
    );
}

/// Units of which no two are alike, a quarter of which did not take part; exchanged, a quarter did.
fn apart(exchanged: bool) -> String {
    (0..160u32).fold("id,treat,x,re78\n".into(), |table, i| {
        let took_part = (i % 4 != 0) != exchanged;
        let x = f64::from(i * 7919 % 1009) / 7.0 + if i % 4 == 0 { 20.0 } else { 0.0 };
        format!("{table}u{i:03},{},{x},{}\n", u8::from(took_part), 3.0 * x + f64::from(i * 31 % 17))
    })
}

#[test]
fn the_average_of_the_others_is_that_of_the_exchanged_treatment() {
    let study = "[study]\nlike = \"matchit\"\n[sources.people]\nfile = \"d.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\n\
         outcomes = [\"re78\"]\ntreatment = \"treat\"\ncovariates = [\"x\"]\nestimate = \"difference\"\n";
    let options =
        ["ratio = 2", "replace = true", "order = \"closest\""].map(|it| format!("method = \"nearest\", {it}"));
    for design in
        [vec!["method = \"optimal\"".to_string(), "method = \"optimal\", ratio = 2".into()], options.to_vec()].concat()
    {
        let of = |exchanged: bool, estimand: &str| {
            // The largest score of those who took part is the smallest of the exchanged.
            let order = if design.ends_with("ratio = 2") && design.contains("nearest") && estimand == "ATC" {
                ", order = \"smallest\""
            } else {
                ""
            };
            let lines = format!("{study}design = {{ {design}{order} }}\nestimand = \"{estimand}\"\n");
            only(&run_on(&apart(exchanged), &lines)).effect.clone().unwrap()
        };
        let (atc, att) = (of(false, "ATC"), of(true, "ATT"));
        assert!((atc.estimate + att.estimate).abs() < 1e-6, "{design}: {} {}", atc.estimate, att.estimate);
        assert!((atc.std_error.unwrap() - att.std_error.unwrap()).abs() < 1e-6, "{design}");
    }
}

#[test]
fn who_finds_fewer_than_asked_for_can_be_left_out() {
    let of = |complete: &str| {
        asked(
            &format!("{{ method = \"nearest\", ratio = 2, caliper = 0.1{complete} }}\nestimate = \"difference\""),
            "ATT",
        )
    };
    let (short, whole) = (of(""), of(", complete = true"));
    assert!(sizes(&short).iter().any(|&(_, others)| others == 1));
    assert!(sizes(&whole).iter().all(|&(_, others)| others == 2));
    assert!(texts(frame(&whole, FrameRole::Unmatched), "reason").iter().any(|reason| reason == "short"));
}
