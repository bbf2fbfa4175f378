//! Nearest neighbour matching against MatchIt 4.7.1 on lalonde, and properties that hold on any data.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use indexmap::IndexMap;
use proptest::prelude::*;
use serde_json::{Value, json};
use tashika::design::model_matrix::ModelColumn;
use tashika::design::{self, Arm, Ask, Balance, Comparison, Estimand};
use tashika::diag::{Place, Severity, Sink};
use tashika::math::assign::{self, Match, Order, Problem, Width};
use tashika::panel::{Content, Data, Panel, Provenance, VarRef, VariableInfo, View};
use tashika::text::{Lang, Words};

const COVARIATES: [&str; 7] = ["age", "educ", "race", "married", "nodegree", "re74", "re75"];
const CASES: [(&str, &str); 10] = [
    ("a02-largest", r#"{"order": "largest"}"#),
    ("a02-smallest", r#"{"order": "smallest"}"#),
    ("a02-data", r#"{"order": "data"}"#),
    ("a02-closest", r#"{"order": "closest"}"#),
    ("a03-replace", r#"{"replace": true}"#),
    ("a03-replace-ratio3", r#"{"replace": true, "ratio": 3}"#),
    ("a04-caliper", r#"{"caliper": 0.2}"#),
    ("a04-caliper-linear-logit", r#"{"caliper": 0.2, "distance": "linear-logit"}"#),
    ("a05-ratio2", r#"{"ratio": 2}"#),
    ("a06-exact-race", r#"{"exact": ["race"]}"#),
];

fn reference(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/nearest");
    fs::read_to_string(folder.join(name)).unwrap()
}

fn expected(case: &str) -> Value {
    serde_json::from_str(&reference(&format!("{case}.json"))).unwrap()
}

fn distances(case: &str) -> Vec<f64> {
    let of = expected(case);
    match of["distance_as_in"].as_str() {
        Some(other) => distances(other),
        None => numbers(&of["distance"]),
    }
}

fn numbers(of: &Value) -> Vec<f64> {
    of.as_array().unwrap().iter().map(|value| value.as_f64().unwrap_or(f64::NAN)).collect()
}

/// Columns of the file by name, in the order of its rows.
fn lalonde() -> IndexMap<String, Vec<String>> {
    let text = reference("input.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut columns: IndexMap<String, Vec<String>> =
        reader.headers().unwrap().iter().map(|name| (name.to_string(), Vec::new())).collect();
    for record in reader.records() {
        record.unwrap().iter().enumerate().for_each(|(k, field)| columns[k].push(field.to_string()));
    }
    columns
}

/// A panel whose units stand in the order `at` of the file's rows.
fn panel(columns: &IndexMap<String, Vec<String>>, at: &[usize]) -> Panel {
    let mut fixed = IndexMap::new();
    let mut variables = IndexMap::new();
    for (name, values) in columns.iter().filter(|(name, _)| *name != "id") {
        let taken: Vec<&String> = at.iter().map(|&row| &values[row]).collect();
        let numeric = values.iter().all(|value| value.is_empty() || value.parse::<f64>().is_ok());
        let column = if numeric {
            Data::Number(taken.iter().map(|value| value.parse().unwrap_or(f64::NAN)).collect())
        } else {
            let code = |(at, value): (usize, &&String)| if value.is_empty() { u32::MAX } else { at as u32 };
            Data::category(&taken, &taken.iter().enumerate().map(code).collect::<Vec<u32>>())
        };
        fixed.insert(name.clone(), column);
        let content = if numeric { Content::Number } else { Content::Category };
        let label = Words::plain(format!("label of {name}"));
        let info = VariableInfo { name: name.clone(), label, unit: Words::default(), content, periods: Vec::new() };
        variables.insert(name.clone(), info);
    }
    Panel {
        units: at.iter().map(|&row| columns["id"][row].clone()).collect(),
        fixed,
        waves: IndexMap::new(),
        presence: Default::default(),
        written: Default::default(),
        networks: IndexMap::new(),
        logs: IndexMap::new(),
        indicators: IndexMap::new(),
        steps: Default::default(),
        variables,
        file_order: at.iter().map(|&row| row as u32).collect(),
        provenance: Provenance::default(),
        flow: Vec::new(),
    }
}

fn ask(covariates: &[&str]) -> Ask {
    Ask {
        question: "q".into(),
        treatment: Some(VarRef::parse("treat")),
        covariates: covariates.iter().map(|name| VarRef::parse(name)).collect(),
        estimand: Estimand::Att,
        periods: None,
        place: Place::File { file: "study.toml".into() },
    }
}

fn try_compare(panel: Panel, options: &Value, ask: &Ask) -> (Option<Comparison>, Sink) {
    let method = design::parse("nearest", options.as_object().unwrap()).unwrap().unwrap();
    let blind = View::whole(Arc::new(panel)).blind(&[VarRef::parse("re78")]);
    let mut sink = Sink::new();
    let comparison = method.get().compare(&blind, ask, &mut sink).ok();
    (comparison, sink)
}

fn compare(panel: Panel, options: &Value) -> Comparison {
    let (comparison, sink) = try_compare(panel, options, &ask(&COVARIATES));
    comparison.unwrap_or_else(|| panic!("{:?}", sink.problems))
}

fn as_matchit(options: &str) -> Value {
    let mut options: Value = serde_json::from_str(options).unwrap();
    options["ties"] = json!("rows");
    options
}

fn in_file_order() -> Vec<usize> {
    (0..614).collect()
}

/// Treated id to ids of its comparison units, in the order of the rounds.
fn pairs_by_id(comparison: &Comparison, ids: &[String]) -> BTreeMap<String, Vec<String>> {
    let mut out = BTreeMap::<String, Vec<String>>::new();
    let id = |unit: u32| ids[comparison.units[unit as usize] as usize].clone();
    comparison.pairs().iter().for_each(|pair| out.entry(id(pair.treated)).or_default().push(id(pair.comparison)));
    out
}

fn expected_pairs(case: &Value) -> BTreeMap<String, Vec<String>> {
    let matrix = &case["match_matrix"];
    let text = |value: &Value| value.as_str().map(str::to_string);
    let rows = matrix["rows"].as_array().unwrap().iter().zip(matrix["data"].as_array().unwrap());
    let rows =
        rows.map(|(id, row)| (text(id).unwrap(), row.as_array().unwrap().iter().filter_map(text).collect::<Vec<_>>()));
    rows.filter(|(_, row)| !row.is_empty()).collect()
}

/// With several at once MatchIt leaves the order among exact ties to the sort of its C++ library; the units are the same.
fn same_pairs(case: &str, mut found: BTreeMap<String, Vec<String>>) {
    let mut wanted = expected_pairs(&expected(case));
    if case == "a03-replace-ratio3" {
        found.values_mut().chain(wanted.values_mut()).for_each(|of| of.sort());
    }
    assert!(found.keys().eq(wanted.keys()), "{case}: other treated units are matched");
    for (treated, of) in &wanted {
        assert_eq!(&found[treated], of, "{case}: {treated}");
    }
}

#[test]
fn pairs_are_those_of_matchit() {
    let columns = lalonde();
    for (case, options) in CASES {
        let found = compare(panel(&columns, &in_file_order()), &as_matchit(options));
        same_pairs(case, pairs_by_id(&found, &columns["id"]));
    }
}

#[test]
fn the_order_of_the_file_counts_and_not_that_of_the_ids() {
    let columns = lalonde();
    let backwards: Vec<usize> = (0..614).rev().collect();
    for (case, options) in CASES {
        let panel = panel(&columns, &backwards);
        let ids = panel.units.to_vec();
        let found = compare(panel, &as_matchit(options));
        same_pairs(case, pairs_by_id(&found, &ids));
    }
}

#[test]
fn the_kernel_gives_the_same_pairs_on_the_scores_of_r() {
    let columns = lalonde();
    let treated: Vec<bool> = columns["treat"].iter().map(|value| value == "1").collect();
    let races: Vec<u32> = columns["race"].iter().map(|race| u32::from(race.as_bytes()[0])).collect();
    let orders =
        BTreeMap::from([("a02-smallest", Order::Smallest), ("a02-data", Order::Data), ("a02-closest", Order::Closest)]);
    for (case, _) in CASES {
        let (wanted, score) = (expected(case), distances(case));
        let caliper = wanted["caliper"].as_object().map(|caliper| caliper.values().next().unwrap().as_f64().unwrap());
        let ratio = if case.ends_with("ratio3") { 3 } else { 1 + usize::from(case.ends_with("ratio2")) };
        let stratum = case.ends_with("race").then_some(races.as_slice());
        let problem = Problem { score: &score, treated: &treated, stratum, caliper, widths: &[], ratio };
        let matches = if case.starts_with("a03") {
            assign::with_replacement(&problem)
        } else {
            assign::without_replacement(&problem, orders.get(case).copied().unwrap_or(Order::Largest))
        };
        let mut found = BTreeMap::<String, Vec<String>>::new();
        let id = |unit: u32| columns["id"][unit as usize].clone();
        matches.iter().for_each(|found_match| {
            found.entry(id(found_match.treated)).or_default().push(id(found_match.comparison));
        });
        same_pairs(case, found);
    }
}

/// Both stop after the same iteration (R's rule of 1e-8), so that scores differ by the rounding of the solver only.
#[test]
fn scores_calipers_and_weights_are_those_of_matchit() {
    let columns = lalonde();
    let (mut worst_score, mut worst_weight) = (0.0_f64, 0.0_f64);
    for (case, options) in CASES {
        let wanted = expected(case);
        let found = compare(panel(&columns, &in_file_order()), &as_matchit(options));
        let scores = found.scores.as_ref().unwrap();
        for (ours, r) in scores.distance.iter().zip(distances(case)) {
            worst_score = worst_score.max((ours / r - 1.0).abs());
        }
        for (ours, r) in found.weights.values.iter().zip(numbers(&wanted["weights"])) {
            worst_weight = worst_weight.max((ours - r).abs());
        }
        if let Some(caliper) = wanted["caliper"].as_object() {
            let width = caliper.values().next().unwrap().as_f64().unwrap();
            let said = format!("{width:.prec$}", prec = if case.ends_with("linear-logit") { 4 } else { 5 });
            assert!(found.notes.iter().any(|note| note.render(Lang::En).contains(&said)), "{case}: {said}");
        }
    }
    assert!(worst_score < 1e-11, "scores differ by {worst_score:e}");
    assert!(worst_weight < 1e-12, "weights differ by {worst_weight:e}");
}

#[test]
fn balance_is_that_of_matchit() {
    let columns = lalonde();
    let mut worst = 0.0_f64;
    for (case, options) in CASES {
        let wanted = expected(case);
        let found = compare(panel(&columns, &in_file_order()), &as_matchit(options)).balance.unwrap();
        worst = worst.max(balance_difference(&found, &wanted["balance"], case));
        let n = |row: usize, column: usize| wanted["balance"]["nn"]["data"][row][column].as_f64().unwrap();
        assert_eq!((found.units_before.1, found.units_before.0), (n(1, 0) as usize, n(1, 1) as usize), "{case}");
        assert_eq!((found.units_after.1, found.units_after.0), (n(3, 0) as usize, n(3, 1) as usize), "{case}");
        assert!((found.effective_after.1 - n(2, 0)).abs() < 1e-9 && (found.effective_after.0 - n(2, 1)).abs() < 1e-9);
    }
    // Only rounding.
    assert!(worst < 1e-12, "balance differs by {worst:e}");
}

/// Largest difference, relative to the larger of 1 and the value.
fn balance_difference(found: &Balance, wanted: &Value, case: &str) -> f64 {
    let mut worst = 0.0_f64;
    for (side, after) in [("summary_un", false), ("summary_matched", true)] {
        let rows = wanted[side]["rows"].as_array().unwrap();
        assert_eq!(rows.len(), found.rows.len(), "{case}");
        for (row, (name, values)) in found.rows.iter().zip(rows.iter().zip(wanted[side]["data"].as_array().unwrap())) {
            assert_eq!(row.term.replace('=', ""), name.as_str().unwrap());
            let ours = if after { &row.after } else { &row.before };
            let ratio = ours.variance_ratio.unwrap_or(f64::NAN);
            let ours = [ours.mean_treated, ours.mean_comparison, ours.smd, ratio, ours.ecdf_mean, ours.ks];
            for (column, (ours, r)) in ours.iter().zip(numbers(values)).enumerate() {
                assert_eq!(ours.is_nan(), r.is_nan(), "{case} {side} {name} column {column}");
                if !r.is_nan() {
                    worst = worst.max((ours - r).abs() / r.abs().max(1.0));
                }
            }
        }
    }
    worst
}

#[test]
fn the_order_of_rows_in_the_file_does_not_matter() {
    let columns = lalonde();
    let whole = panel(&columns, &in_file_order());
    let shuffled = Panel { file_order: (0..614).map(|i| (i * 137 + 11) % 614).collect(), ..whole.clone() };
    for (_, options) in CASES {
        let options: Value = serde_json::from_str(options).unwrap();
        let (a, b) = (compare(whole.clone(), &options), compare(shuffled.clone(), &options));
        assert_eq!((a.pairs(), a.weights.values), (b.pairs(), b.weights.values));
        assert_eq!(a.tables, b.tables);
    }
}

#[test]
fn scale_and_shift_of_covariates_do_not_change_pairs() {
    let columns = lalonde();
    let mut scaled = columns.clone();
    for (name, factor, shift) in [("age", 1e-3, 40.0), ("re74", 1e6, -3e9), ("re75", 7.0, 0.5)] {
        let values = scaled.get_mut(name).unwrap();
        values.iter_mut().for_each(|value| *value = (value.parse::<f64>().unwrap() * factor + shift).to_string());
    }
    for options in [json!({}), json!({"order": "closest"}), json!({"caliper": {"score": 0.2, "age": 0.5}})] {
        let (a, b) =
            (compare(panel(&columns, &in_file_order()), &options), compare(panel(&scaled, &in_file_order()), &options));
        let units = |of: &Comparison| of.pairs().iter().map(|pair| (pair.treated, pair.comparison)).collect::<Vec<_>>();
        assert_eq!(units(&a), units(&b), "{options}");
    }
}

#[test]
fn every_candidate_is_used_or_lost_with_a_reason() {
    let mut columns = lalonde();
    columns["age"][3].clear();
    columns["educ"][3].clear();
    columns["race"][600].clear();
    columns["treat"][5].clear();
    let options = json!({"caliper": 0.05, "exact": ["married"]});
    let found = compare(panel(&columns, &in_file_order()), &options);
    let keys: Vec<&str> = found.flow.iter().map(|step| step.key.as_str()).collect();
    assert_eq!(keys, ["candidates", "complete", "matched"]);
    let mut before = 614;
    for step in &found.flow {
        let lost: usize = step.lost.iter().map(|lost| lost.count).sum();
        assert_eq!(step.remaining + lost, before, "{}", step.key);
        assert!(step.lost.iter().all(|lost| lost.who.len() == lost.count));
        assert_eq!(step.treated.unwrap() + step.comparison.unwrap(), step.remaining);
        before = step.remaining;
    }
    assert_eq!(found.flow[0].lost[0].who, ["NSW6"]);
    let reason = |k: usize| found.flow[1].lost[k].reason.render(Lang::En);
    assert_eq!(
        (reason(0).as_str(), reason(1).as_str()),
        ("no value of label of age, label of educ", "no value of label of race")
    );
    assert!(found.population.render(Lang::En).starts_with("the "));
    let unmatched = found.frames.iter().find(|frame| frame.id == "q/unmatched").unwrap();
    let treated = found.arm.iter().filter(|arm| **arm == Arm::Treated).count();
    assert_eq!(unmatched.rows() + found.flow[2].treated.unwrap(), treated);
}

#[test]
fn covariate_calipers_hold_in_their_own_unit() {
    let columns = lalonde();
    let found = compare(panel(&columns, &in_file_order()), &json!({"caliper": {"age": 2}, "unit": "raw"}));
    let age = |unit: u32| columns["age"][found.units[unit as usize] as usize].parse::<f64>().unwrap();
    assert!(!found.pairs().is_empty());
    assert!(found.pairs().iter().all(|pair| (age(pair.treated) - age(pair.comparison)).abs() <= 2.0));
}

fn small(rows: &[(&str, &str, &str)]) -> Panel {
    let column = |of: fn(&(&str, &str, &str)) -> String| rows.iter().map(of).collect::<Vec<_>>();
    let columns = IndexMap::from([
        ("id".to_string(), column(|row| row.0.to_string())),
        ("treat".to_string(), column(|row| row.1.to_string())),
        ("x".to_string(), column(|row| row.2.to_string())),
        ("same".to_string(), column(|_| "1".to_string())),
        ("twice".to_string(), column(|row| row.2.parse::<f64>().map_or(String::new(), |x| (2.0 * x).to_string()))),
    ]);
    panel(&columns, &(0..rows.len()).collect::<Vec<_>>())
}

fn codes(sink: &Sink) -> Vec<(&str, Severity)> {
    sink.problems.iter().map(|problem| (problem.code.as_str(), problem.severity)).collect()
}

#[test]
fn problems_are_named() {
    let rows =
        [("a", "1", "3"), ("b", "0", "2"), ("c", "1", "1"), ("d", "0", "4"), ("e", "0", "2.5"), ("f", "1", "2.6")];
    let run = |options: Value, covariates: &[&str]| try_compare(small(&rows), &options, &ask(covariates));
    let (found, sink) = run(json!({}), &["x", "same", "twice"]);
    assert!(found.is_some());
    assert_eq!(codes(&sink), [("covariate-constant", Severity::Warning), ("collinear", Severity::Warning)]);
    assert_eq!(codes(&run(json!({}), &["same"]).1).last().unwrap().0, "no-covariates");
    assert_eq!(codes(&run(json!({}), &["y"]).1), [("unknown-column", Severity::Error)]);
    assert_eq!(codes(&run(json!({"caliper": -1}), &["x"]).1), [("caliper", Severity::Error)]);
    assert_eq!(codes(&run(json!({"caliper": {"y": 1}}), &["x"]).1), [("unknown-column", Severity::Error)]);
    assert_eq!(codes(&run(json!({"caliper": {"x": 0.0}}), &["x"]).1), [("no-matches", Severity::Error)]);
    let ate = Ask { estimand: Estimand::Ate, ..ask(&["x"]) };
    assert_eq!(codes(&try_compare(small(&rows), &json!({}), &ate).1), [("estimand", Severity::Error)]);
    assert_eq!(codes(&try_compare(small(&rows[..1]), &json!({}), &ask(&["x"])).1), [("one-arm", Severity::Error)]);
    assert_eq!(codes(&try_compare(small(&[]), &json!({}), &ask(&["x"])).1), [("one-arm", Severity::Error)]);
}

#[test]
fn separation_is_named_and_does_not_stop() {
    let rows = [("a", "1", "5"), ("b", "1", "6"), ("c", "1", "7"), ("d", "0", "1"), ("e", "0", "2"), ("f", "0", "3")];
    let (found, sink) = try_compare(small(&rows), &json!({}), &ask(&["x"]));
    assert_eq!(codes(&sink), [("separation", Severity::Warning)]);
    assert_eq!(found.unwrap().pairs().len(), 3);
}

#[test]
fn equal_scores_and_few_units_still_match() {
    let rows = [("a", "1", "5"), ("b", "0", "5"), ("c", "1", "7"), ("d", "0", "7"), ("e", "0", "5"), ("f", "0", "7")];
    let (found, _) = try_compare(small(&rows), &json!({"ratio": 4}), &ask(&["x"]));
    let found = found.unwrap();
    assert_eq!(found.pairs().len(), 4, "every comparison unit is used");
    assert!(found.notes.iter().any(|note| note.render(Lang::En).starts_with("In ")), "ties are counted");
    assert!(found.notes.iter().all(|note| !note.render(Lang::Ja).is_empty()));
}

/// The rules written out: a walk outward, one step to the left, one to the right, over everybody.
fn walk(problem: &Problem, free: &[bool], t: usize, held: &[usize]) -> Option<usize> {
    let n = problem.score.len();
    let mut sorted: Vec<usize> = (0..n).collect();
    sorted.sort_by(|&a, &b| problem.score[a].partial_cmp(&problem.score[b]).unwrap());
    let place = |unit: usize| sorted.iter().position(|&other| other == unit).unwrap();
    let places = || held.iter().map(|&unit| place(unit)).chain([place(t)]);
    let (first, last) = (places().min().unwrap(), places().max().unwrap());
    let mut best: Option<(f64, usize)> = None;
    for step in 1..=n {
        let left = first.checked_sub(step).map(|at| sorted[at]);
        let right = sorted.get(last + step).copied();
        for unit in [left, right].into_iter().flatten() {
            let distance = (problem.score[unit] - problem.score[t]).abs();
            let good = free[unit]
                && !problem.treated[unit]
                && problem.stratum.is_none_or(|of| of[unit] == of[t])
                && problem.caliper.is_none_or(|caliper| distance <= caliper)
                && problem.widths.iter().all(|of| (of.values[unit] - of.values[t]).abs() <= of.width);
            if good && best.is_none_or(|(nearest, _)| distance < nearest) {
                best = Some((distance, unit));
            }
        }
    }
    best.map(|(_, unit)| unit)
}

fn naive(problem: &Problem, order: Order) -> Vec<(usize, usize)> {
    let n = problem.score.len();
    let (mut free, mut held, mut out) = (vec![true; n], vec![Vec::new(); n], Vec::new());
    let mut treated: Vec<usize> = (0..n).filter(|&unit| problem.treated[unit]).collect();
    match order {
        Order::Largest => treated.sort_by(|&a, &b| problem.score[b].partial_cmp(&problem.score[a]).unwrap()),
        Order::Smallest => treated.sort_by(|&a, &b| problem.score[a].partial_cmp(&problem.score[b]).unwrap()),
        _ => {}
    }
    for _ in 0..problem.ratio {
        for &t in &treated {
            if let Some(unit) = walk(problem, &free, t, &held[t]) {
                free[unit] = false;
                held[t].push(unit);
                out.push((t, unit));
            }
        }
    }
    out.sort_by_key(|&(t, _)| t);
    out
}

/// Proposals in a plain sorted list: one that was refused goes before those of equal distance.
fn naive_closest(problem: &Problem) -> Vec<(usize, usize)> {
    let n = problem.score.len();
    let (mut free, mut held, mut out) = (vec![true; n], vec![Vec::new(); n], Vec::new());
    for _ in 0..problem.ratio {
        let distance = |t: usize, unit: usize| (problem.score[t] - problem.score[unit]).abs();
        let treated = (0..n).filter(|&t| problem.treated[t]);
        let mut list: Vec<(f64, usize, usize)> = treated
            .filter_map(|t| walk(problem, &free, t, &held[t]).map(|unit| (distance(t, unit), t, unit)))
            .collect();
        list.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap());
        while !list.is_empty() {
            let (_, t, unit) = list.remove(0);
            if free[unit] {
                free[unit] = false;
                held[t].push(unit);
                out.push((t, unit));
                continue;
            }
            let refused: Vec<usize> = held[t].iter().copied().chain([unit]).collect();
            if let Some(next) = walk(problem, &free, t, &refused) {
                let d = distance(t, next);
                let at = list.partition_point(|proposal| proposal.0 < d);
                list.insert(at, (d, t, next));
            }
        }
    }
    out.sort_by_key(|&(t, _)| t);
    out
}

fn indices(matches: &[Match]) -> Vec<(usize, usize)> {
    matches.iter().map(|found| (found.treated as usize, found.comparison as usize)).collect()
}

/// Score, arm, stratum and second variable of each unit; caliper, width, ratio.
type TiedUnits = (Vec<(u8, bool, u8, u8)>, Option<u8>, u8, usize);

/// Scores with many exact ties, strata, an optional caliper and a second variable with a width.
fn tied_units() -> impl Strategy<Value = TiedUnits> {
    let unit = (0u8..12, any::<bool>(), 0u8..3, 0u8..5);
    (prop::collection::vec(unit, 0..40), prop::option::of(0u8..6), 0u8..6, 1usize..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn forests_find_what_a_walk_finds((units, caliper, width, ratio) in tied_units()) {
        let score: Vec<f64> = units.iter().map(|unit| f64::from(unit.0)).collect();
        let treated: Vec<bool> = units.iter().map(|unit| unit.1).collect();
        let stratum: Vec<u32> = units.iter().map(|unit| u32::from(unit.2)).collect();
        let second: Vec<f64> = units.iter().map(|unit| f64::from(unit.3)).collect();
        let widths = [Width { values: &second, width: f64::from(width) }];
        let stratum = (width % 2 == 0).then_some(stratum.as_slice());
        let widths = if width < 5 { &widths[..] } else { &[] };
        let problem = Problem { score: &score, treated: &treated, stratum, caliper: caliper.map(f64::from), widths, ratio };
        for order in [Order::Largest, Order::Smallest, Order::Data] {
            prop_assert_eq!(indices(&assign::without_replacement(&problem, order)), naive(&problem, order));
        }
        prop_assert_eq!(indices(&assign::without_replacement(&problem, Order::Closest)), naive_closest(&problem));
        let again = assign::with_replacement(&problem);
        prop_assert!(again.iter().all(|found| problem.caliper.is_none_or(|caliper| found.distance <= caliper)));
        let first: Vec<(usize, usize)> = again.chunk_by(|a, b| a.treated == b.treated).map(|of| indices(of)[0]).collect();
        let everybody = vec![true; score.len()];
        let walked = (0..score.len()).filter(|&t| treated[t]).filter_map(|t| walk(&problem, &everybody, t, &[]).map(|unit| (t, unit)));
        prop_assert_eq!(first, walked.collect::<Vec<_>>());
    }

    #[test]
    fn balance_is_finite(units in prop::collection::vec((0u8..3, any::<bool>(), 0u8..3), 0..12)) {
        let treated: Vec<bool> = units.iter().map(|unit| unit.1).collect();
        let weight: Vec<f64> = units.iter().map(|unit| f64::from(unit.2)).collect();
        let values = units.iter().map(|unit| f64::from(unit.0)).collect();
        let term = ModelColumn { key: "x".into(), label: Words::plain("x"), level: None, share: false, values };
        let mut found = design::balance::balance(&treated, &weight, &[term], Estimand::Att);
        let text = serde_json::to_string(&found).unwrap();
        // The largest values are not stored.
        let sides = found.rows.iter_mut().flat_map(|row| [&mut row.before, &mut row.after]);
        sides.for_each(|side| side.largest = Default::default());
        prop_assert_eq!(serde_json::from_str::<Balance>(&text).unwrap(), found);
    }
}

const MAHALANOBIS: [(&str, &str); 6] = [
    ("data", r#"{"order": "data"}"#),
    ("ratio2", r#"{"order": "data", "ratio": 2}"#),
    ("exact_race", r#"{"order": "data", "exact": ["race"]}"#),
    ("caliper", r#"{"order": "data", "caliper": {"age": 0.2, "re75": 0.5}}"#),
    ("replace", r#"{"replace": true, "ratio": 2}"#),
    ("closest", r#"{"order": "closest"}"#),
];

fn by_mahalanobis(options: &str) -> Value {
    let mut options = as_matchit(options);
    options["distance"] = json!("mahalanobis");
    options
}

/// Distances are those of MatchIt's mahalanobis_dist, which are stored to 11 decimals.
#[test]
fn mahalanobis_distances_and_pairs_are_those_of_r() {
    let columns = lalonde();
    let all: Value = serde_json::from_str(&reference("mahalanobis.json")).unwrap();
    for (case, options) in MAHALANOBIS {
        let wanted = &all[case];
        let itself = &wanted["matchit"];
        assert!(itself.is_null() || itself["same"] == itself["all"], "MatchIt itself finds these pairs");
        let found = compare(panel(&columns, &in_file_order()), &by_mahalanobis(options));
        let pairs = pairs_by_id(&found, &columns["id"]);
        let of = |ids: &Value| -> Vec<String> {
            let ids = ids.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_string());
            ids.filter(|id| !id.is_empty()).collect()
        };
        let theirs = wanted["pairs"].as_object().unwrap().iter().map(|(id, of_id)| (id.clone(), of(of_id)));
        let theirs: BTreeMap<String, Vec<String>> = theirs.filter(|(_, of)| !of.is_empty()).collect();
        assert_eq!(pairs, theirs, "{case}");
        let own: Vec<f64> = found.pairs().iter().map(|pair| pair.distance).collect();
        let gap = own.iter().zip(numbers(&wanted["distance"])).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(own.len() == numbers(&wanted["distance"]).len() && gap < 1e-11, "{case}: {gap:e}");
        assert!(found.scores.is_none() && found.tables.iter().all(|table| table.columns.len() > 1), "{case}");
    }
}

#[test]
fn mahalanobis_distances_do_not_hang_on_units_of_measurement_nor_on_copies() {
    let columns = lalonde();
    let mut other = columns.clone();
    let scaled = other["re74"].iter().map(|value| (1000.0 * value.parse::<f64>().unwrap() + 7.0).to_string()).collect();
    other["re74"] = scaled;
    let copied: Vec<String> =
        other["age"].iter().map(|value| (3.0 * value.parse::<f64>().unwrap()).to_string()).collect();
    other.insert("again".into(), copied);
    let options = by_mahalanobis(r#"{"order": "closest"}"#);
    let found = compare(panel(&columns, &in_file_order()), &options);
    let with_copy: Vec<&str> = COVARIATES.iter().copied().chain(["again"]).collect();
    let (again, sink) = try_compare(panel(&other, &in_file_order()), &options, &ask(&with_copy));
    let again = again.unwrap_or_else(|| panic!("{:?}", sink.problems));
    let said: Vec<_> = sink.problems.iter().map(|problem| problem.code.as_str()).collect();
    assert!(
        said == ["collinear"] && sink.problems[0].message.render(Lang::En).contains("again"),
        "{:?}",
        sink.problems
    );
    let distances = |found: &Comparison| found.pairs().iter().map(|pair| pair.distance).collect::<Vec<f64>>();
    assert_eq!(pairs_by_id(&found, &columns["id"]), pairs_by_id(&again, &columns["id"]));
    assert!(distances(&found).iter().zip(distances(&again)).all(|(a, b)| (a - b).abs() < 1e-9));
}

#[test]
fn where_a_covariate_has_one_value_in_each_group_that_is_said() {
    let columns = lalonde();
    let mut apart = columns.clone();
    apart["age"] = apart["treat"].iter().map(|treat| if treat == "1" { "40" } else { "20" }.to_string()).collect();
    let (_, sink) =
        try_compare(panel(&apart, &in_file_order()), &by_mahalanobis(r#"{"order": "data"}"#), &ask(&COVARIATES));
    let said: Vec<_> = sink.problems.iter().filter(|problem| problem.code == "separation").collect();
    assert!(said.len() == 1 && said[0].message.render(Lang::En).contains("age"), "{:?}", sink.problems);
    let (none, sink) = try_compare(panel(&apart, &in_file_order()), &by_mahalanobis("{}"), &ask(&["age"]));
    assert!(none.is_none() && sink.problems.iter().any(|problem| problem.severity == Severity::Error));
}
