//! Doses: numbers beside R's, what is refused, what is said, and how often intervals hold the truth.

use std::fmt::Write;
use std::fs;

use serde_json::Value;
use tashika::answer;
use tashika::design::{Kind, Rung};
use tashika::diag::Sink;
use tashika::exhibit::{Audience, Table};
use tashika::findings::{Bundle, Effect, Finding};
use tashika::math::random::Stream;
use tashika::plan;
use tashika::run;
use tashika::text::Lang;

use super::honesty::noise;
use super::study_runs::{only, outputs, run_on, said};

pub fn input() -> String {
    fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/dose/input.csv")).unwrap()
}

pub fn reference() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/dose/dose.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// A question about the organisations of the reference data.
pub fn question(design: &str, more: &str) -> String {
    format!(
        "[study]\nlanguage = \"en\"\n[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n\
         [variables.grant]\nlabel = {{ en = \"Grant\", ja = \"助成額\" }}\nunit = {{ en = \"yen\", ja = \"円\" }}\nkind = \"amount\"\n\
         [variables.income1]\nlabel = {{ en = \"Income\", ja = \"収入\" }}\nunit = {{ en = \"yen\", ja = \"円\" }}\n\
         [[questions]]\nid = \"q\"\noutcomes = [\"income1\"]\ndesign = {{ method = \"dose\", {design} }}\n{more}\n"
    )
}

pub const OF_GRANT: &str = "of = \"grant\", per = 1000000, curve = [1000000, 2000000, 3000000, 4000000]";
pub const CHANGE: &str = "baseline = { income1 = \"income0\" }\ncovariates = [\"size\", \"field\"]";

fn near(ours: f64, theirs: &Value, within: f64, what: &str) {
    let theirs = theirs.as_f64().unwrap_or_else(|| panic!("no number for {what}"));
    assert!((ours - theirs).abs() <= within * theirs.abs().max(1e-3), "{what}: {ours} against {theirs}");
}

fn effect(finding: &Finding) -> &Effect {
    finding.effect.as_ref().unwrap_or_else(|| panic!("no number: {}", finding.texts[&Lang::En]))
}

pub fn table<'b>(bundle: &'b Bundle, name: &str) -> &'b Table {
    bundle.tables.iter().find(|table| table.id.as_str().ends_with(name)).unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn lines_are_those_of_lm_with_robust_errors() {
    let known = reference();
    let cases = [
        ("change", question(OF_GRANT, CHANGE)),
        ("clustered", question(OF_GRANT, &format!("{CHANGE}\ncluster = \"region\"\ninference = \"cluster\""))),
        ("outcome", question("of = \"hours\", per = 10", "covariates = [\"size\"]")),
        ("alone", question("of = \"grant\", per = 1000000", "baseline = { income1 = \"income0\" }")),
    ];
    for (name, study) in cases {
        let bundle = run_on(&input(), &study);
        let (finding, theirs) = (only(&bundle), &known[name]);
        let found = effect(finding);
        let numbers =
            [found.estimate, found.std_error.unwrap(), found.low, found.high, found.p_value, found.df.unwrap()];
        for (ours, key) in numbers.into_iter().zip(["estimate", "se", "low", "high", "p", "df"]) {
            near(ours, &theirs[key], 1e-9, &format!("{name} {key}"));
        }
        assert_eq!(finding.sample.treated as u64, theirs["n"].as_u64().unwrap());
        assert_eq!((finding.kind(), finding.claim.rung), (Kind::Doses, Rung::Associated));
    }
}

/// The stacked equations are differentiated numerically: six digits.
#[test]
fn curves_and_errors_of_estimated_weights_are_those_of_the_stacked_equations() {
    let known = reference();
    let gps = |law: &str| question(&format!("{OF_GRANT}, model = \"gps\", law = \"{law}\""), CHANGE);
    for (name, study) in
        [("curve", question(OF_GRANT, CHANGE)), ("normal", gps("normal")), ("log_normal", gps("log-normal"))]
    {
        let bundle = run_on(&input(), &study);
        let (curve, theirs) = (table(&bundle, "dose-curve"), &known[name]);
        for row in 0..4 {
            let number = |key: &str| curve.cell(row, key).and_then(|cell| cell.number()).unwrap();
            near(number("mean"), &theirs["mean"][row], 1e-9, &format!("{name} at dose {row}"));
            let error = curve.cell(row, "mean").unwrap().error.unwrap();
            let of = if name == "curve" { "se" } else { "curve_se" };
            near(error, &theirs[of][row], 1e-6, &format!("error of {name} at dose {row}"));
        }
        if name == "curve" {
            let bend = &only(&bundle).companions.iter().find(|it| it.key == "bend").unwrap().statistic;
            near(bend.as_ref().unwrap().1, &theirs["bend"]["t"], 1e-6, "bend");
            continue;
        }
        let found = effect(only(&bundle));
        near(found.estimate, &theirs["estimate"], 1e-9, name);
        near(found.std_error.unwrap(), &theirs["se"], 1e-6, &format!("error of {name}"));
        near(found.df.unwrap(), &theirs["df"], 1e-9, "degrees of freedom");
        let balance = table(&bundle, "dose-balance");
        for row in 0..4 {
            for (key, theirs) in [("r_before", &theirs["before"]), ("r_after", &theirs["after"])] {
                near(balance.cell(row, key).and_then(|cell| cell.number()).unwrap(), &theirs[row], 1e-9, key);
            }
        }
    }
}

/// What a study comes to that cannot be answered: its problems, or the reason in the finding.
fn refused(table: &str, study: &str) -> String {
    let temp = tempfile::tempdir().unwrap();
    fs::write(temp.path().join("d.csv"), table).unwrap();
    fs::write(temp.path().join("study.toml"), study).unwrap();
    let mut sink = Sink::new();
    let bundle = run::run(&temp.path().join("study.toml"), &|_| (), &mut sink).ok();
    let found = bundle.as_ref().map(only);
    assert!(found.is_none_or(|finding| finding.effect.is_none()), "a number all the same");
    said(&sink) + &found.map(|finding| finding.texts[&Lang::En].clone()).unwrap_or_default()
}

/// The reference data with other grants.
fn with_grants(grant: impl Fn(usize, &str) -> String) -> String {
    let text = input();
    let (head, body) = text.split_once('\n').unwrap();
    let row = |(at, row): (usize, &str)| {
        let mut cells: Vec<String> = row.split(',').map(String::from).collect();
        cells[1] = grant(at, &cells[1]);
        cells.join(",") + "\n"
    };
    format!("{head}\n{}", body.lines().enumerate().map(row).collect::<String>())
}

#[test]
fn what_cannot_be_asked_is_refused_with_its_reason() {
    let plain = |design: &str| question(design, CHANGE);
    let same = |_: usize, grant: &str| grant.to_string();
    let cases: Vec<(String, String, &str)> = vec![
        (with_grants(same), plain("of = \"grant\""), "which step more"),
        (with_grants(same), plain("per = 5"), "how much each unit received"),
        (with_grants(same), plain("of = \"grant\", per = 5, law = \"log-normal\""), "no effect"),
        (with_grants(same), plain("of = \"grant\", per = 5, curve = [1000000]"), "two doses"),
        (with_grants(same), plain("of = \"field\", per = 5"), "a dose is a number"),
        (with_grants(same), question("of = \"grant\", per = 5, model = \"gps\"", ""), "covariates"),
        (with_grants(|at, _| (at % 4).to_string()), plain("of = \"grant\", per = 5"), "groups, not doses"),
        (
            with_grants(|at, _| if at % 5 < 3 { "7".into() } else { at.to_string() }),
            plain("of = \"grant\", per = 5"),
            "More than half",
        ),
        (with_grants(|at, _| (at as f64 - 3.0).to_string()), plain("of = \"grant\", per = 5"), "below zero"),
        (
            with_grants(|at, _| at.to_string()),
            plain("of = \"grant\", per = 5, model = \"gps\", law = \"log-normal\""),
            "no logarithm",
        ),
        (
            with_grants(|at, _| if at % 3 == 0 { "7".into() } else { at.to_string() }),
            plain("of = \"grant\", per = 5, model = \"gps\""),
            "density",
        ),
        (
            with_grants(|at, _| if at == 3 { "90000".into() } else { at.to_string() }),
            plain("of = \"grant\", per = 5"),
            "decide the answer alone",
        ),
    ];
    for (table, study, reason) in cases {
        let said = refused(&table, &study);
        assert!(said.contains(reason), "{reason}: {said}");
    }
}

/// The line is told all the same.
#[test]
fn nothing_is_told_at_doses_that_nobody_received() {
    let bundle =
        run_on(&input(), &question("of = \"grant\", per = 5, curve = [0, 1000000, 2000000, 90000000]", CHANGE));
    assert_eq!(table(&bundle, "dose-curve").rows.len(), 2);
    assert!(only(&bundle).effect.is_some());
    assert_eq!(bundle.findings.problems.iter().filter(|problem| problem.code == "dose").count(), 2);
}

#[test]
fn the_sentence_tells_the_step_and_that_receiving_more_is_not_chance() {
    let bundle = run_on(&input(), &question(OF_GRANT, CHANGE));
    let finding = only(&bundle);
    let english = &finding.texts[&Lang::En];
    assert!(
        english.contains("for each 1,000,000 yen more of Grant") && english.contains("usually differs"),
        "{english}"
    );
    let japanese = &finding.texts[&Lang::Ja];
    assert!(japanese.contains("助成額") && !japanese.contains("効果が"), "{japanese}");
    assert!(!english.contains("took part") && !english.contains("effect of"), "{english}");
    // The line of 105,000 yen for each million is practically none where 500,000 would matter, and open where 10,000 would.
    let matters = |much: &str| {
        let study = question(OF_GRANT, CHANGE)
            .replace("[[questions]]", &format!("smallest_change_that_matters = {much}\n[[questions]]"));
        only(&run_on(&input(), &study)).claim.verdict
    };
    assert_eq!(matters("500000"), tashika::findings::Verdict::PracticallyNone);
    assert_ne!(matters("10000"), tashika::findings::Verdict::PracticallyNone);
}

/// Nobody's dose is in the public edition, and numbers near which few stand are not.
#[test]
fn the_public_edition_tells_no_dose_of_anyone() {
    let far = |at: usize, grant: &str| if at == 3 { "7654321".to_string() } else { grant.to_string() };
    let study = question(
        "of = \"grant\", per = 1000000, curve = [1000000, 2000000, 7654321]",
        &format!("{CHANGE}\n[disclosure]\nprofile = \"ten\""),
    );
    let bundle = run_on(&with_grants(far), &study);
    let public =
        |path: &str| path.starts_with("public/") && (path.ends_with(".csv") || path.ends_with("findings.json"));
    let mut files = 0;
    for (path, bytes) in outputs(&bundle).into_iter().filter(|(path, _)| public(path)) {
        files += 1;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if path.ends_with("dose-curve.csv") {
            let told: Vec<&str> = text.lines().skip(1).collect();
            assert!(
                told.iter().all(|row| row.ends_with(",,,")),
                "few are near the largest dose, which the others would tell: {text}"
            );
        }
        assert!(!path.contains("-doses"), "how much units received is for those who hold the data");
    }
    assert!(files > 0 && table(&bundle, "/doses").audience == Audience::Internal);
}

/// Worlds of several outcomes each: y = 2 for each ten more + what size does, which also raises the dose. With weights that were
/// estimated some 93 in 100 are to be expected of intervals of 95 %, by lines of lm 95.
#[test]
fn intervals_hold_the_truth_about_as_often_as_they_say() {
    const OUTCOMES: usize = 15;
    const WORLDS: u64 = 20;
    let (mut held, mut given) = ([0; 2], [0; 2]);
    for world in 0..WORLDS {
        let draw = |unit: usize, what: usize| {
            let uniform = |k: usize| noise(unit * 1000 + what * 12 + k + world as usize * 1_000_003);
            (0..12).map(uniform).sum::<f64>()
        };
        let names: Vec<String> = (0..OUTCOMES).map(|k| format!("y{k}")).collect();
        let mut table = format!("id,dose,size,{}\n", names.join(","));
        for unit in 0..90 {
            let size = draw(unit, 70);
            let dose = 160.0 + 5.0 * size + 10.0 * draw(unit, 71);
            write!(table, "u{unit:02},{dose},{size}").unwrap();
            (0..OUTCOMES).for_each(|k| write!(table, ",{}", 0.2 * dose + 3.0 * size + 4.0 * draw(unit, k)).unwrap());
            table.push('\n');
        }
        let of = |model: &str| {
            format!(
                "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\noutcomes = {names:?}\n\
                 covariates = [\"size\"]\ndesign = {{ method = \"dose\", of = \"dose\", per = 10, model = \"{model}\" }}\n"
            )
        };
        for (at, model) in ["linear", "gps"].into_iter().enumerate() {
            let (holds, all) = covered(&table, &of(model));
            (held[at], given[at]) = (held[at] + holds, given[at] + all);
        }
    }
    let shares = [0, 1].map(|at| f64::from(held[at]) / f64::from(given[at]));
    // In few worlds one unit weighs so much that nothing is said.
    assert!(given[0] == (WORLDS as usize * OUTCOMES) as u32 && 10 * given[1] > 8 * given[0], "{given:?}");
    assert!((0.91..=0.985).contains(&shares[0]) && (0.88..=0.98).contains(&shares[1]), "{shares:?}");
}

/// How many intervals hold 2, of how many that are given.
fn covered(table: &str, study: &str) -> (u32, u32) {
    let temp = tempfile::tempdir().unwrap();
    fs::write(temp.path().join("d.csv"), table).unwrap();
    fs::write(temp.path().join("study.toml"), study).unwrap();
    let mut sink = Sink::new();
    let read =
        run::read(&temp.path().join("study.toml"), &|_| (), &mut sink).unwrap_or_else(|_| panic!("{}", said(&sink)));
    let plan = plan::plan(&read.study, &read.panel, &mut sink).unwrap_or_else(|_| panic!("{}", said(&sink)));
    let answers = answer::answers(&plan, &plan.view(read.panel.clone()), Stream::new(5));
    let given: Vec<_> = answers[0].outcomes.iter().filter_map(|outcome| outcome.estimate.as_ref().ok()).collect();
    let holds = given.iter().filter(|(_, it)| it.headline.low <= 2.0 && 2.0 <= it.headline.high).count();
    (holds as u32, given.len() as u32)
}
