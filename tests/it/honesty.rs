//! Data on which an engine is tempted to say more than they allow: nothing varies, an arm is one cluster, groups differ.

use std::fmt::Write;
use std::fs;

use tashika::findings::{Bundle, Finding, Verdict};
use tashika::math::special::t_quantile;
use tashika::text::Lang;

use super::study_runs::{only, outputs, run_on, run_study};

pub const MATCHED: &str = r#"treatment = "t"
covariates = ["x", "b"]
baseline = { a = "b" }
design = "nearest"
"#;

/// Runs one question on a table.
pub fn ask(table: &str, question: &str) -> Bundle {
    let study = format!(
        "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\noutcomes = [\"a\"]\n{question}"
    );
    run_on(table, &study)
}

fn said(finding: &Finding) -> &str {
    &finding.texts[&Lang::En]
}

/// Numbers between −1 and 1 without a pattern.
pub fn noise(seed: usize) -> f64 {
    let mut state = (seed as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((state ^ (state >> 31)) >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
}

/// 30 treated and 90 others, alike in x and b; `after` of (unit, treated, before), `group` of (unit, treated).
pub fn arms(after: impl Fn(usize, bool, f64) -> String, group: impl Fn(usize, bool) -> String) -> String {
    let mut table = String::from("id,t,x,b,a,g\n");
    for unit in 0..120 {
        let treated = unit % 4 == 0;
        let (x, b) = (50.0 + 10.0 * noise(unit), 100.0 + 0.01 * (2000.0 * noise(1000 + unit)).round());
        let (a, g) = (after(unit, treated, b), group(unit, treated));
        writeln!(table, "u{unit:03},{},{x:.1},{b:.2},{a},{g}", u8::from(treated)).unwrap();
    }
    table
}

pub fn noisy(unit: usize, treated: bool, before: f64) -> String {
    format!("{:.2}", before + 3.0 * f64::from(u8::from(treated)) + 10.0 * noise(2000 + unit))
}

fn table<'a>(bundle: &'a Bundle, id: &str) -> Option<&'a tashika::exhibit::Table> {
    bundle.tables.iter().find(|table| table.id == id)
}

#[test]
fn units_that_did_not_change_are_counted_all_the_same() {
    let rows: String = (0..30).map(|unit| format!("u{unit:02},{unit}.3,{unit}.3\n")).collect();
    let bundle = ask(&format!("id,b,a\n{rows}"), "baseline = { a = \"b\" }\ndesign = \"before-after\"\n");
    let finding = only(&bundle);
    assert_eq!((finding.claim.verdict, finding.sample.treated), (Verdict::TooSmall, 30));
    assert_eq!(finding.describe.signs, Some((0, 30, 0)));
    assert!(finding.effect.is_none() && !said(finding).contains("With "), "{}", said(finding));
    assert!(said(finding).contains("none of the 30 changed") && said(finding).contains("11.6%"), "{}", said(finding));
}

#[test]
fn rounding_is_no_spread() {
    let shifts: [fn(bool) -> f64; 2] = [|_| 0.1, |treated| if treated { 0.4 } else { 0.1 }];
    for shift in shifts {
        let bundle =
            ask(&arms(|_, treated, before| format!("{:.2}", before + shift(treated)), |_, _| "g".into()), MATCHED);
        assert!(only(&bundle).effect.is_none(), "{}", said(only(&bundle)));
    }
}

#[test]
fn an_arm_in_one_cluster_has_no_error_between_clusters() {
    let group = |unit: usize, treated: bool| if treated { "north".into() } else { format!("south {}", unit % 3) };
    for estimate in ["difference", "regression"] {
        let question = format!("{MATCHED}cluster = \"g\"\nestimate = \"{estimate}\"\n");
        let bundle = ask(&arms(noisy, group), &question);
        assert!(
            only(&bundle).effect.is_none() && said(only(&bundle)).contains("single cluster"),
            "{}",
            said(only(&bundle))
        );
    }
}

#[test]
fn few_clusters_give_no_verdict() {
    let bundle = ask(&arms(noisy, |unit, _| format!("g{}", unit / 4 % 4)), &format!("{MATCHED}cluster = \"g\"\n"));
    let finding = only(&bundle);
    assert_eq!(finding.claim.verdict, Verdict::TooSmall);
    assert!(
        finding.effect.is_none() && said(finding).contains("The 4 clusters are too few, or too unequal"),
        "{}",
        said(finding)
    );
    assert!(finding.checks.iter().any(|check| check.key == "clusters" && !check.passed));
}

#[test]
fn zero_has_no_sign_as_a_cluster() {
    let group = |unit: usize, _| ["0", "-0", "1", "2", "3", "4", "5", "6"][unit / 4 % 8].into();
    let bundle = ask(&arms(noisy, group), &format!("{MATCHED}cluster = \"g\"\n"));
    assert_eq!(only(&bundle).effect.as_ref().and_then(|effect| effect.clusters), Some(7));
}

#[test]
fn what_a_finding_withholds_its_tables_withhold() {
    let apart: String = arms(noisy, |_, _| "g".into())
        .lines()
        .map(|line| if line.contains(",1,") { line.replacen(",1,", ",1,1", 1) + "\n" } else { format!("{line}\n") })
        .collect();
    let bundle = ask(&apart, MATCHED);
    assert_eq!(only(&bundle).claim.verdict, Verdict::NotComparable);
    for name in ["q/before-and-after", "q/e-value", "q/robustness-value"] {
        assert!(table(&bundle, name).is_none(), "{name}");
    }
}

#[test]
fn tables_of_two_outcomes_do_not_meet() {
    let two = arms(noisy, |unit, _| format!("{:.2}", noise(3000 + unit)));
    let temp = tempfile::tempdir().unwrap();
    let study = format!(
        "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\noutcomes = [\"a\", \"g\"]\n{MATCHED}"
    );
    fs::write(temp.path().join("d.csv"), two).unwrap();
    fs::write(temp.path().join("study.toml"), study).unwrap();
    let bundle = run_study(&temp.path().join("study.toml"));
    assert!(table(&bundle, "q/a/e-value").is_some() && table(&bundle, "q/g/e-value").is_some());
    let mut ids: Vec<&str> = bundle.tables.iter().map(|table| table.id.as_str()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[test]
fn the_detectable_difference_follows_the_law_of_the_interval() {
    let rows: String =
        (0..8).map(|unit| format!("u{unit},{:.2},{:.2}\n", noise(unit), 1.0 + noise(50 + unit))).collect();
    let bundle = ask(&format!("id,b,a\n{rows}"), "baseline = { a = \"b\" }\ndesign = \"before-after\"\n");
    let finding = only(&bundle);
    let error = finding.effect.as_ref().unwrap().std_error.unwrap();
    let wanted = (t_quantile(0.975, 7.0) + t_quantile(0.8, 7.0)) * error;
    assert!((finding.describe.smallest_detectable.unwrap() / wanted - 1.0).abs() < 1e-12);
}

#[test]
fn the_robustness_value_does_not_contradict_the_interval() {
    // Clusters that pull apart: the interval by clusters is far wider than the ordinary one.
    let after = |unit: usize, treated: bool, before: f64| {
        let pull = if treated { [0.0, 0.0, 24.0][unit / 4 % 3] } else { 0.0 };
        format!("{:.2}", before + pull + 3.0 * noise(2000 + unit))
    };
    let bundle = ask(&arms(after, |unit, _| format!("g{}", unit / 4 % 6)), &format!("{MATCHED}cluster = \"g\"\n"));
    let finding = only(&bundle);
    assert_eq!(finding.claim.verdict, Verdict::Inconclusive, "{}", said(finding));
    let value = finding.sensitivity.iter().find(|stress| stress.key == "robustness-value").unwrap();
    assert!(value.values.iter().any(|(key, value)| key == "rv-alpha" && *value == 0.0));
    assert!(value.reading.render(Lang::En).contains("cannot be told from chance"));
}

#[test]
fn outcomes_that_are_missing_are_weighed() {
    // Those with small outcomes, three of five treated, did not answer.
    let after = |unit: usize, treated: bool, before: f64| {
        if treated && unit / 4 % 5 < 3 { String::new() } else { noisy(unit, treated, before) }
    };
    let bundle = ask(&arms(after, |_, _| "g".into()), MATCHED);
    let check = only(&bundle).checks.iter().find(|check| check.key == "follow-up").unwrap();
    assert!(!check.passed && check.text.render(Lang::En).contains("40%"), "{}", check.text.render(Lang::En));
    assert!(only(&ask(&arms(noisy, |_, _| "g".into()), MATCHED)).checks.iter().all(|check| check.key != "follow-up"));
}

#[test]
fn groups_must_be_alike_where_they_are_analysed() {
    // Outcomes are missing for the treated with small x: what is left is not like the comparison units.
    let full = arms(noisy, |_, _| "g".into());
    let without = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let gone = cells[1] == "1" && cells[2].parse::<f64>().is_ok_and(|x| x < 49.0);
        if gone {
            format!("{},{},{},{},,{}\n", cells[0], cells[1], cells[2], cells[3], cells[5])
        } else {
            format!("{line}\n")
        }
    };
    let bundle = ask(&full.lines().map(without).collect::<String>(), MATCHED);
    assert_eq!(only(&bundle).claim.verdict, Verdict::NotComparable, "{}", said(only(&bundle)));
    assert_ne!(only(&ask(&full, MATCHED)).claim.verdict, Verdict::NotComparable);
}

#[test]
fn a_difference_of_changes_is_called_one() {
    let bundle = ask(&arms(|unit, _, before| noisy(unit, false, before), |_, _| "g".into()), MATCHED);
    assert!(said(only(&bundle)).starts_with("The change in a differed by"), "{}", said(only(&bundle)));
}

#[test]
fn the_script_takes_the_standard_error_that_was_asked_for() {
    let bundle = ask(&arms(noisy, |_, _| "g".into()), &format!("{MATCHED}inference = \"hc3\"\n"));
    let script = outputs(&bundle).into_iter().find(|(path, _)| path == "replicate.R").unwrap().1;
    assert!(String::from_utf8(script).unwrap().contains("errors = \"HC3\""));
}
