//! Weights that are estimated: balance, refusals, averages of others than those who took part.

use std::fmt::Write;

use tashika::diag::Sink;
use tashika::findings::Bundle;
use tashika::run;

use crate::study_runs::{only, run_on, said};

/// `n` units whose size differs between the groups; the outcome is 2 sizes, and `gain` for those who took part.
fn table(n: usize, gain: f64) -> String {
    let mut text = String::from("id,took_part,size,kind,counts,town,before,after\n");
    for i in 0..n {
        let took_part = i % 3 == 0;
        let size = 10.0 + (i * 7 % 40) as f64 / 2.0 + if took_part { 3.0 } else { 0.0 };
        let noise = ((i * 37) % 23) as f64 / 4.0;
        let (kind, after) = (["a", "b", "c"][i * 5 % 7 % 3], 2.0 * size + noise + if took_part { gain } else { 0.0 });
        let (counts, before) = (1 + i % 4, size + ((i * 11) % 13) as f64);
        writeln!(text, "u{i:03},{},{size},{kind},{counts},t{},{before},{after}", u8::from(took_part), i % 20).unwrap();
    }
    text
}

fn study(lines: &str) -> String {
    format!(
        "[sources.people]\nfile = \"d.csv\"\nunit = \"id\"\n\n[variables.took_part]\nkind = \"yes-no\"\n\n\
         [[questions]]\nid = \"q\"\noutcomes = [\"after\"]\ntreatment = \"took_part\"\nsensitivity = []\n{lines}\n"
    )
}

fn with(design: &str, more: &str) -> Bundle {
    run_on(&table(240, 5.0), &study(&format!("covariates = [\"size\", \"kind\"]\ndesign = {design}\n{more}")))
}

/// What stops a run.
fn refused(table: &str, lines: &str) -> (Vec<String>, String) {
    let temp = tempfile::tempdir().unwrap();
    std::fs::write(temp.path().join("d.csv"), table).unwrap();
    std::fs::write(temp.path().join("study.toml"), study(lines)).unwrap();
    let mut sink = Sink::new();
    let _ = run::run(&temp.path().join("study.toml"), &|_| (), &mut sink);
    (sink.problems.iter().map(|problem| problem.code.clone()).collect(), said(&sink))
}

#[test]
fn entropy_weights_meet_every_average() {
    for average in ["ATT", "ATC", "ATE"] {
        let bundle =
            with("{ method = \"entropy\", moments = 2, interactions = true }", &format!("estimand = \"{average}\""));
        let question = &bundle.findings.questions[0];
        let worst = question.balance.iter().map(|row| row.after.smd.abs()).fold(0.0, f64::max);
        assert!(worst < 1e-8, "{average}: {worst}");
        let effect = only(&bundle).effect.as_ref().unwrap();
        assert!((effect.estimate - 5.0).abs() < 0.6, "{average}: {}", effect.estimate);
    }
}

#[test]
fn each_option_of_entropy_changes_the_answer() {
    let of = |options: &str| {
        let bundle = with(&format!("{{ method = \"entropy\"{options} }}"), "");
        only(&bundle).effect.as_ref().unwrap().estimate
    };
    let all =
        [of(""), of(", moments = 2"), of(", moments = 3"), of(", interactions = true"), of(", base = \"counts\"")];
    for (at, one) in all.iter().enumerate() {
        assert!(all[at + 1..].iter().all(|other| (one - other).abs() > 1e-9), "{all:?}");
    }
}

/// A unit that counts twice is two units.
#[test]
fn base_weights_are_copies() {
    let once = table(120, 5.0);
    let copies: String = once
        .lines()
        .flat_map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let n: usize = cells[4].parse().unwrap_or(1);
            (0..n).map(
                move |copy| {
                    if copy == 0 { format!("{line}\n") } else { format!("{}x{copy}{}\n", cells[0], &line[4..]) }
                },
            )
        })
        .collect();
    let lines = "covariates = [\"size\", \"kind\"]\ndesign = { method = \"entropy\"";
    let weighted = run_on(&once, &study(&format!("{lines}, base = \"counts\" }}")));
    let copied = run_on(&copies, &study(&format!("{lines} }}")));
    let estimate = |bundle: &Bundle| only(bundle).effect.as_ref().unwrap().estimate;
    assert!((estimate(&weighted) - estimate(&copied)).abs() < 1e-8, "{} {}", estimate(&weighted), estimate(&copied));
}

#[test]
fn what_cannot_be_balanced_is_named() {
    // Those who took part are larger than any other: no weights of the others reach their average.
    let apart: String = table(120, 5.0)
        .lines()
        .map(|line| {
            let mut cells: Vec<String> = line.split(',').map(String::from).collect();
            if cells[1] == "1" {
                cells[2] = format!("{}", cells[2].parse::<f64>().unwrap() + 100.0);
            }
            cells.join(",") + "\n"
        })
        .collect();
    let (codes, said) = refused(&apart, "covariates = [\"size\", \"kind\"]\ndesign = \"entropy\"");
    assert!(codes.contains(&"no-weights".to_string()) && said.contains("average of size"), "{said}");
    // Each average is within reach, both together are not.
    let mut both = String::from("id,took_part,one,two,after\n");
    for i in 0..90 {
        let took_part = i % 3 == 0;
        let x = (i % 10) as f64;
        let (one, two) = if took_part { (4.0 + x / 10.0, 6.0 - x / 10.0 + 1.0) } else { (x, x + (i % 2) as f64 * 0.1) };
        writeln!(both, "u{i},{},{one},{two},{}", u8::from(took_part), i % 7).unwrap();
    }
    let (codes, said) = refused(&both, "covariates = [\"one\", \"two\"]\ndesign = \"entropy\"");
    assert!(
        codes.contains(&"no-weights".to_string()) && said.contains("without one, or instead without one of: two"),
        "{said}"
    );
}

#[test]
fn averages_that_a_design_cannot_tell_are_refused_with_those_that_can() {
    let (codes, said) = refused(&table(60, 1.0), "covariates = [\"size\"]\nestimand = \"ATE\"\ndesign = \"nearest\"");
    assert_eq!(codes, ["estimand"]);
    assert!(said.contains("entropy"), "{said}");
}

/// Units of a town that hang together make the answer less sure, weights estimated or not.
#[test]
fn clusters_are_respected_beside_estimated_weights() {
    let of = |more: &str| only(&with("\"entropy\"", more)).effect.clone().unwrap();
    let (alone, together) = (of(""), of("cluster = \"town\""));
    assert_eq!(alone.estimate, together.estimate);
    assert_eq!((together.clusters, together.df), (Some(20), Some(19.0)));
    assert!((alone.std_error.unwrap() - together.std_error.unwrap()).abs() > 1e-3);
}

#[test]
fn each_option_of_propensity_changes_the_answer() {
    let of = |options: &str| {
        let bundle =
            with(&format!("{{ method = \"propensity\"{options} }}"), "estimand = \"ATE\"\nestimate = \"regression\"");
        only(&bundle).effect.as_ref().unwrap().estimate
    };
    let options = [
        "",
        ", model = \"probit\"",
        ", model = \"firth\"",
        ", model = \"cbps\"",
        ", stabilised = true",
        ", trim = 0.9",
        ", bounds = 0.3",
        ", bounds = 0.3, again = false",
        ", discard = \"treated\"",
        ", discard = \"both\"",
        ", base = \"counts\"",
    ];
    let all: Vec<f64> = options.iter().map(|options| of(options)).collect();
    for (at, one) in all.iter().enumerate() {
        assert!(all[at + 1..].iter().all(|other| (one - other).abs() > 1e-9), "{all:?}");
    }
}

#[test]
fn options_without_effect_are_errors() {
    for options in ["again = true", "trim = 1.5", "bounds = 0.7", "model = \"tilting\", stabilised = true"] {
        let lines =
            format!("covariates = [\"size\"]\nestimand = \"ATE\"\ndesign = {{ method = \"propensity\", {options} }}");
        let (codes, said) = refused(&table(60, 1.0), &lines);
        assert!(codes.iter().any(|code| code == "wrong-option"), "{options}: {said}");
    }
    let lines = "covariates = [\"size\"]\ndesign = { method = \"propensity\", stabilised = true }\nestimand = \"ATT\"";
    assert_eq!(refused(&table(60, 1.0), lines).0, ["estimand"]);
}

/// For the treated, weights that balance by a logit are those of entropy balancing.
#[test]
fn a_balancing_score_is_entropy_balancing_for_the_treated() {
    for average in ["ATT", "ATC"] {
        let more = format!("estimand = \"{average}\"");
        let (one, other) = (with("{ method = \"propensity\", model = \"cbps\" }", &more), with("\"entropy\"", &more));
        let (one, other) = (only(&one).effect.clone().unwrap(), only(&other).effect.clone().unwrap());
        assert!(
            (one.estimate - other.estimate).abs() < 1e-8
                && (one.std_error.unwrap() - other.std_error.unwrap()).abs() < 1e-8
        );
    }
}

/// Overlap weights by maximum likelihood balance every average.
#[test]
fn overlap_weights_balance_by_themselves() {
    let bundle = with("\"propensity\"", "estimand = \"ATO\"");
    let rows = bundle.findings.questions[0].balance.iter().filter(|row| row.term != "distance");
    let worst = rows.map(|row| row.after.smd.abs()).fold(0.0, f64::max);
    assert!(worst < 1e-8, "{worst}");
    assert_eq!(only(&bundle).estimand, tashika::design::Estimand::Overlap);
}

/// With exact balance nothing is left for a line to mend: all estimators agree.
#[test]
fn with_exact_balance_estimators_agree() {
    let of = |estimator: &str| {
        let bundle = with("\"entropy\"", &format!("estimate = {estimator}"));
        only(&bundle).effect.as_ref().unwrap().estimate
    };
    let all = [of("\"difference\""), of("\"regression\""), of("\"aipw\""), of("\"g-computation\"")];
    assert!(all.iter().all(|one| (one - all[0]).abs() < 1e-8), "{all:?}");
}

#[test]
fn predictions_are_told_as_a_ratio_too() {
    let bundle = with("\"propensity\"", "estimate = \"g-computation\"");
    let finding = only(&bundle);
    let ratio = finding.companions.iter().find(|it| it.key == "ratio").unwrap();
    let (low, high) = ratio.interval.unwrap();
    assert!(low < ratio.estimate.unwrap() && ratio.estimate.unwrap() < high);
    let resampled = with("\"propensity\"", "inference = \"bootstrap\"");
    assert!(only(&resampled).effect.as_ref().is_none_or(|effect| effect.std_error.is_none()));
}
