//! Rounds of applications, and periods counted from each application's own start.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use tashika::answer::{self, preview};
use tashika::design::Comparison;
use tashika::diag::Sink;
use tashika::exhibit::Values;
use tashika::findings::{Bundle, Verdict};
use tashika::plan;
use tashika::run;
use tashika::text::Lang;

use crate::study_runs::{run_study, said};

const ROUNDS: [(&str, i32); 2] = [("R3", 2021), ("R4", 2022)];

/// Organisations 0 to 59 apply in the first round, 60 to 119 in the second; every third is funded. Then those that apply twice:
/// 1 is rejected and funded later, 0 is funded twice, 3 is funded and rejected later, 2 is rejected twice.
fn applications() -> Vec<(usize, usize, bool)> {
    let once = (0..120).map(|organisation| (organisation, organisation / 60, organisation % 3 == 0));
    once.chain([(1, 1, true), (0, 1, true), (3, 1, false), (2, 1, false)]).collect()
}

/// Income before the start is 100 plus something of the organisation's own; from its start on `after` says what it is.
fn write(dir: &Path, after: impl Fn(usize, i32) -> f64) {
    let mut text = String::from("申請ID,団体ID,年度,採否,規模\n");
    for (i, (organisation, round, funded)) in applications().into_iter().enumerate() {
        let decision = if funded { "採択" } else { "不採択" };
        let size = (organisation * 7) % 11 + usize::from(funded);
        writeln!(text, "A{i:03},D{organisation},{},{decision},{size}", ROUNDS[round].0).unwrap();
    }
    fs::write(dir.join("applications.csv"), text).unwrap();
    let mut text = String::from("団体ID,年度,収入\n");
    for organisation in 0..120 {
        let start = ROUNDS[organisation / 60].1;
        for year in 2020..=2023 {
            let own = 100.0 + ((organisation * 13) % 17) as f64;
            let income = if year < start { own } else { after(organisation, year) };
            writeln!(text, "D{organisation},令和{}年度,{income}", year - 2018).unwrap();
        }
    }
    fs::write(dir.join("accounts.csv"), text).unwrap();
}

fn study(rules: &str) -> String {
    format!(
        r#"
[sources.applications]
file = "applications.csv"
unit = "申請ID"

[sources.accounts]
file = "accounts.csv"
link = {{ to = "applications", by = "団体ID" }}
period_column = "年度"

[[questions]]
id = "change"
outcomes = ["収入"]
before = "start-1"
after = "start+1"
treatment = "採否"
rounds = {{ by = "年度", organisation = "団体ID", {rules} }}
design = "before-after"

[[questions]]
id = "matched"
outcomes = ["収入"]
before = "start-1"
after = "start+1"
treatment = "採否"
covariates = ["規模", "収入@start-1"]
rounds = {{ by = "年度", organisation = "団体ID", {rules} }}
design = {{ method = "nearest", caliper = 0.5 }}
"#
    )
}

const STRICT: &str = r#"funded_later = "exclude", funded_earlier = "exclude", funded_again = "first""#;
const MILD: &str = r#"funded_later = "keep", funded_earlier = "keep", funded_again = "each""#;

fn outcome(organisation: usize, year: i32) -> f64 {
    f64::from(year) + ((organisation * 29) % 23) as f64
}

fn run(rules: &str) -> (tempfile::TempDir, Bundle) {
    let temp = tempfile::tempdir().unwrap();
    write(temp.path(), outcome);
    fs::write(temp.path().join("study.toml"), study(rules)).unwrap();
    let bundle = run_study(&temp.path().join("study.toml"));
    (temp, bundle)
}

fn lost(bundle: &Bundle, question: usize, key: &str) -> BTreeMap<String, Vec<String>> {
    let step = bundle.findings.questions[question].flow.iter().find(|step| step.key == key);
    let lost = step.iter().flat_map(|step| &step.lost);
    lost.map(|lost| (lost.reason.render(Lang::En), lost.who.clone())).collect()
}

#[test]
fn organisations_that_apply_again_are_treated_as_declared() {
    let (_, bundle) = run(STRICT);
    let out = lost(&bundle, 1, "eligible");
    let who = |reason: &str| out.iter().find(|(why, _)| why.contains(reason)).map(|(_, who)| who.clone()).unwrap();
    assert_eq!(who("funded in a later round"), ["A001"]);
    assert_eq!(who("funded again"), ["A121"]);
    assert_eq!(who("funded in an earlier round"), ["A122"]);
    assert_eq!(out.values().flatten().count(), 3, "who was rejected twice stays twice");
    let notes: Vec<String> = bundle.findings.questions[1].notes.iter().map(|note| note.render(Lang::En)).collect();
    assert!(
        notes.iter().any(|note| note
            .contains("124 applications of 120 organisations; 4 applied more than once, 1 were funded more than once")),
        "{notes:?}"
    );
    assert!(notes.iter().any(|note| note.contains("the first award counts")));
    let (_, bundle) = run(MILD);
    assert!(lost(&bundle, 1, "eligible").is_empty());
    assert_eq!(bundle.findings.findings[0].sample.treated, 42, "each award counts");
}

fn comparison(dir: &Path) -> (Comparison, Vec<String>) {
    let mut sink = Sink::new();
    let read = run::read(&dir.join("study.toml"), &|_| (), &mut sink).unwrap();
    let plan = plan::plan(&read.study, &read.panel, &mut sink).unwrap_or_else(|_| panic!("{}", said(&sink)));
    let comparison = preview(&plan, &read.panel).remove(1).comparison.unwrap();
    (comparison, read.panel.units.to_vec())
}

#[test]
fn nobody_is_compared_with_itself_or_with_another_round() {
    for rules in [STRICT, MILD] {
        let (temp, _) = run(rules);
        let (comparison, units) = comparison(temp.path());
        let applications = applications();
        assert!(comparison.pairs().len() > 30);
        for pair in &comparison.pairs() {
            let of = |position: u32| {
                let unit = &units[comparison.units[position as usize] as usize];
                applications[unit[1..].parse::<usize>().unwrap()]
            };
            let (treated, other) = (of(pair.treated), of(pair.comparison));
            assert!(treated.0 != other.0 && treated.1 == other.1 && treated.2 && !other.2, "{treated:?} {other:?}");
        }
    }
}

#[test]
fn periods_are_counted_from_each_start() {
    let (_, bundle) = run(STRICT);
    let treated: Vec<(usize, usize)> =
        applications().into_iter().filter(|(.., funded)| *funded).map(|(org, round, _)| (org, round)).collect();
    let own = |org: usize| 100.0 + ((org * 13) % 17) as f64;
    let before = |org: usize, year: i32| if year < ROUNDS[org / 60].1 { own(org) } else { outcome(org, year) };
    // The second award of organisation 0 does not count.
    let counted: Vec<_> = treated.into_iter().filter(|it| *it != (0, 1)).collect();
    let changes: Vec<f64> = counted
        .iter()
        .map(|&(org, round)| {
            let start = ROUNDS[round].1;
            before(org, start + 1) - before(org, start - 1)
        })
        .collect();
    let mean = changes.iter().sum::<f64>() / changes.len() as f64;
    let effect = bundle.findings.findings[0].effect.as_ref().unwrap();
    assert!((effect.estimate - mean).abs() < 1e-9, "{} {mean}", effect.estimate);
    assert_eq!(bundle.findings.findings[0].sample.treated, counted.len());
}

#[test]
fn the_plan_does_not_see_what_came_after_the_start() {
    let planned = |after: &dyn Fn(usize, i32) -> f64| {
        let temp = tempfile::tempdir().unwrap();
        write(temp.path(), after);
        fs::write(temp.path().join("study.toml"), study(STRICT)).unwrap();
        let mut sink = Sink::new();
        let read = run::read(&temp.path().join("study.toml"), &|_| (), &mut sink).unwrap();
        let plan = plan::plan(&read.study, &read.panel, &mut sink).unwrap();
        let said = |it: &answer::Preview<'_>| {
            let comparison = it.comparison.as_ref().unwrap();
            let detectable: Vec<_> = it.detectable.iter().map(|it| (it.effect, it.standardised)).collect();
            let (pairs, balance) = (&comparison.pairs(), &comparison.balance);
            format!("{pairs:?} {balance:?} {:?} {:?} {detectable:?}", comparison.notes, it.pools)
        };
        preview(&plan, &read.panel).iter().map(said).collect::<String>()
    };
    // Organisations 0 to 3 start twice: what came after their first start is before their second.
    let spared = |org: usize, year: i32| org < 4 && year < 2022;
    let first = planned(&outcome);
    let second =
        planned(&|org, year| if spared(org, year) { outcome(org, year) } else { 1e6 - 3.0 * outcome(org, year) });
    assert_eq!(first, second);
}

#[test]
fn organisations_and_matched_sets_are_two_ways_in_which_units_hang_together() {
    let (_, bundle) = run(MILD);
    let finding = &bundle.findings.findings[1];
    let effect = finding.effect.as_ref().unwrap();
    let said = effect.inference.render(Lang::En);
    assert!(said.starts_with("standard error robust to clusters and to matched sets (CR2, two ways)"), "{said}");
    assert_eq!(effect.clusters, Some(finding.sample.treated), "sets stay apart, although some share an organisation");
    assert!(effect.df.unwrap() > 4.0);
}

#[test]
fn every_row_is_analysed_or_listed() {
    let (_, bundle) = run(STRICT);
    for question in ["change", "matched"] {
        let table = bundle.table(&format!("{question}/rows")).unwrap();
        let left = bundle.frame(&format!("{question}/rows_left_out")).unwrap();
        let mut not_analysed = 0.0;
        for row in 0..table.rows.len() {
            let count = |key: &str| table.cell(row, key).unwrap().number().unwrap();
            let parts = ["aside", "unusable", "not_linked", "left_out", "not_asked", "analysed"];
            assert_eq!(count("read"), parts.iter().map(|key| count(key)).sum::<f64>(), "{question} {row}");
            not_analysed += count("read") - count("analysed");
            assert!(count("analysed") > 0.0);
        }
        assert_eq!(left.rows() as f64, not_analysed);
        let Values::Text(cells) = &left.columns[1].values else { panic!() };
        let Values::Text(reasons) = &left.columns[3].values else { panic!() };
        assert!(cells.iter().zip(reasons).all(|(cell, reason)| cell.contains(".csv / A") && !reason.is_empty()));
    }
    let read = |row| bundle.table("matched/rows").unwrap().cell(row, "read").unwrap().number().unwrap();
    assert_eq!((read(0), read(1)), (124.0, 480.0));
}

#[test]
fn what_was_measured_after_the_start_is_no_covariate() {
    let temp = tempfile::tempdir().unwrap();
    write(temp.path(), outcome);
    let codes = |text: &str| {
        fs::write(temp.path().join("study.toml"), text).unwrap();
        let mut sink = Sink::new();
        assert!(run::run(&temp.path().join("study.toml"), &|_| (), &mut sink).is_err());
        sink.problems
            .iter()
            .filter(|it| it.severity == tashika::diag::Severity::Error)
            .map(|it| it.code.clone())
            .collect::<Vec<_>>()
    };
    let text = study(STRICT);
    assert_eq!(codes(&text.replace("収入@start-1\"", "収入@start\"")), ["measured-after-start"]);
    assert_eq!(
        codes(&text.replace("before = \"start-1\"", "before = \"start\"")),
        ["measured-after-start", "measured-after-start"]
    );
    assert_eq!(codes(&text.replace("収入@start-1\"", "収入@start-9\"")), ["unknown-period"]);
    assert!(codes(&text.replace("after = \"start+1\"", "after = \"start1\"")).contains(&"wrong-value".to_string()));
    let rounds = text.split("rounds = ").nth(1).unwrap().lines().next().unwrap().to_string();
    let without = text.replace(&format!("rounds = {rounds}"), "");
    assert_eq!(codes(&without), ["start-needed", "start-needed"]);
    assert_eq!(codes(&text.replace(", funded_again = \"first\"", "")), ["missing-key", "missing-key"]);
    assert_eq!(
        codes(&text.replace("by = \"年度\"", "by = \"採否\"")).first().map(String::as_str),
        Some("start-not-a-year")
    );
}

#[test]
fn a_question_without_comparison_units_does_not_stop_the_others() {
    let temp = tempfile::tempdir().unwrap();
    write(temp.path(), outcome);
    let path = temp.path().join("applications.csv");
    let funded: Vec<String> =
        fs::read_to_string(&path).unwrap().lines().filter(|line| !line.contains("不採択")).map(String::from).collect();
    fs::write(&path, funded.join("\n")).unwrap();
    fs::write(temp.path().join("study.toml"), study(STRICT)).unwrap();
    let bundle = run_study(&temp.path().join("study.toml"));
    let findings = &bundle.findings.findings;
    assert!(findings[0].effect.is_some() && findings[0].texts[&Lang::En].contains("no comparison group"));
    assert!(findings[1].effect.is_none() && findings[1].claim.verdict == Verdict::TooSmall);
    assert!(findings[1].texts[&Lang::En].contains("no comparison unit is left"), "{}", findings[1].texts[&Lang::En]);
}

#[test]
fn applications_of_one_organisation_without_rounds_are_warned_of() {
    let temp = tempfile::tempdir().unwrap();
    write(temp.path(), outcome);
    let text = study(STRICT);
    let rounds = format!("rounds = {}", text.split("rounds = ").nth(1).unwrap().lines().next().unwrap());
    fs::write(temp.path().join("study.toml"), text.replace(&rounds, "start = \"年度\"")).unwrap();
    let mut sink = Sink::new();
    run::run(&temp.path().join("study.toml"), &|_| (), &mut sink).unwrap_or_else(|_| panic!("{}", said(&sink)));
    let warned: Vec<_> = sink.problems.iter().filter(|problem| problem.code == "rounds-undeclared").collect();
    assert_eq!(warned.len(), 2, "one for each question");
    // Organisations 0, 1 and 3 applied twice and were funded at least once.
    assert!(warned[0].message.render(Lang::En).starts_with("3 times"), "{}", warned[0].message.render(Lang::En));
}
