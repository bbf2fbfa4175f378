//! The state before is part of the comparison: where nobody was treated, nothing is said to be due to a program.

use std::fmt::Write;

use tashika::design::Rung;
use tashika::findings::{Finding, Verdict};
use tashika::text::Lang;

use super::honesty::noise;
use super::study_runs::{only, run_on};

const DUE: [&str; 2] = ["probably due to", "事業によると考えられる"];

/// Rises with the unit without a pattern: roughly normal.
fn normal(seed: usize) -> f64 {
    (0..6).map(|k| noise(seed * 7 + k)).sum::<f64>() / 2.0_f64.sqrt()
}

/// 60 poor ones and 340 others, of whom nobody was treated: their earnings return half of the way to a common mean.
/// Columns: id, t, x (unlike), z (alike), g (a letter), y0, y1, y2.
fn nobody_trained(seed: usize) -> String {
    let mut table = String::from("id,t,x,z,g,y0,y1,y2\n");
    for unit in 0..400 {
        let at = seed * 100_000 + unit * 10;
        let poor = unit % 20 < 3;
        let talent = if poor { -1.2 } else { 0.2 } + 0.8 * normal(at);
        let year = |k: usize| 20.0 + 6.0 * talent + 3.0 * normal(at + k);
        let (y0, y1) = (year(1), year(2) - if poor { 3.0 } else { 0.0 });
        let y2 = year(3);
        let (x, z) = (10.0 + 0.6 * talent + normal(at + 4), 40.0 + 8.0 * normal(at + 5));
        let g = ["a", "b", "c"][(unit * 7 + seed) % 3];
        writeln!(table, "u{unit:03},{},{x:.2},{z:.1},{g},{y0:.2},{y1:.2},{y2:.2}", u8::from(poor)).unwrap();
    }
    table
}

fn ask(table: &str, question: &str) -> Finding {
    let study = format!(
        "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[variables.y2]\nbetter = \"higher\"\n[[questions]]\nid = \"q\"\n\
         outcomes = [\"y2\"]\ntreatment = \"t\"\n{question}"
    );
    only(&run_on(table, &study)).clone()
}

fn says_due(finding: &Finding) -> bool {
    let lines = finding.claim.can_say.iter().chain(&finding.claim.cannot_say);
    let spoken: Vec<String> =
        [Lang::En, Lang::Ja].iter().flat_map(|&lang| lines.clone().map(move |line| line.render(lang))).collect();
    let all = finding.texts.values().cloned().chain(spoken);
    all.into_iter().any(|text| DUE.iter().any(|word| text.contains(word)))
}

#[test]
fn where_nobody_was_trained_nothing_is_due_to_training() {
    let sets = [
        "\"x\"",
        "\"z\"",
        "\"g\"",
        "\"z\", \"g\"",
        "\"x\", \"g\"",
        "\"x\", \"z\"",
        "\"x\", \"z\", \"g\"",
        "\"x\", \"y1\"",
    ];
    let baselines = ["", "baseline = { y2 = \"y1\" }\n", "baseline = { y2 = \"y1\" }\nearlier = { y2 = \"y0\" }\n"];
    let estimates = ["", "estimate = \"regression\"\n"];
    let mut sided = 0;
    for seed in 0..2 {
        let table = nobody_trained(seed);
        for covariates in sets {
            for baseline in baselines {
                for estimate in estimates {
                    let question = format!(
                        "covariates = [{covariates}]\n{baseline}{estimate}design = {{ method = \"nearest\", caliper = 0.2 }}\n"
                    );
                    let finding = ask(&table, &question);
                    let verdict = finding.claim.verdict;
                    sided += usize::from(matches!(verdict, Verdict::Positive | Verdict::Negative));
                    assert!(!says_due(&finding), "{question}{}", finding.texts[&Lang::En]);
                    if !baseline.is_empty() && !covariates.contains("y1") {
                        assert_eq!(verdict, Verdict::NotComparable, "{question}{}", finding.texts[&Lang::En]);
                    }
                }
            }
        }
    }
    assert!(sided > 5, "the data must tempt: {sided}");
}

/// What a reader is told, in both languages, with the checks and the standards.
fn told(finding: &Finding) -> String {
    let mut out = format!("{:?} / {:?}\n", finding.claim.verdict, finding.claim.rung);
    for lang in [Lang::En, Lang::Ja] {
        writeln!(out, "{}", finding.texts[&lang]).unwrap();
        finding.claim.can_say.iter().for_each(|line| writeln!(out, "  + {}", line.render(lang)).unwrap());
        finding.claim.cannot_say.iter().for_each(|line| writeln!(out, "  - {}", line.render(lang)).unwrap());
        for check in &finding.checks {
            writeln!(out, "  {} {}", if check.passed { "ok" } else { "!!" }, check.text.render(lang)).unwrap();
        }
        for standing in &finding.standings {
            writeln!(out, "  {}: {}. {}", standing.standard, standing.verdict.render(lang), standing.rule.render(lang))
                .unwrap();
        }
    }
    out
}

/// 60 who took part and 180 others; `before` of (unit, treated, talent), `after` of (unit, treated, before).
fn made(before: impl Fn(usize, bool, f64) -> (f64, f64), after: impl Fn(usize, bool, f64) -> f64) -> String {
    let mut table = String::from("id,t,x,z,g,y0,y1,y2\n");
    for unit in 0..240 {
        let treated = unit % 4 == 0;
        let talent = normal(unit * 10);
        let (y0, y1) = before(unit, treated, talent);
        let (x, y2) = (10.0 + normal(unit * 10 + 4), after(unit, treated, y1));
        writeln!(table, "u{unit:03},{},{x:.2},1,a,{y0:.2},{y1:.2},{y2:.2}", u8::from(treated)).unwrap();
    }
    table
}

const BOTH: &str =
    "covariates = [\"x\", \"y1\"]\nbaseline = { y2 = \"y1\" }\ndesign = { method = \"nearest\", caliper = 0.1 }\n";
const PLAIN: &str = "covariates = [\"x\"]\nbaseline = { y2 = \"y1\" }\ndesign = \"nearest\"\n";
const EARLIER: &str = "earlier = { y2 = \"y0\" }\n";

fn bonus(treated: bool, size: f64) -> f64 {
    if treated { size } else { 0.0 }
}

#[test]
fn the_verb_follows_the_state_before_and_each_way_is_pinned() {
    let level = |unit: usize, talent: f64, k: usize| 50.0 + 8.0 * talent + 2.0 * normal(unit * 10 + k);
    let alike = |unit: usize, _: bool, talent: f64| (level(unit, talent, 1), level(unit, talent, 2));
    let works = |unit: usize, treated: bool, y1: f64| y1 + bonus(treated, 4.0) + 3.0 * normal(unit * 10 + 3);
    let rung = |finding: &Finding| finding.claim.rung;

    let due = ask(&made(alike, works), &format!("{BOTH}{EARLIER}"));
    assert_eq!((due.claim.verdict, rung(&due)), (Verdict::Positive, Rung::ProbablyDueTo), "{}", told(&due));
    insta::assert_snapshot!("due_to_the_program", told(&due));

    // The level after has little to do with the level before: changes do not make up for a difference before.
    let loose =
        |unit: usize, treated: bool, y1: f64| 40.0 + 0.2 * y1 + bonus(treated, 6.0) + 8.0 * normal(unit * 10 + 3);
    let apart = |unit: usize, treated: bool, talent: f64| {
        let (y0, y1) = alike(unit, treated, talent);
        (y0, y1 - bonus(treated, 1.2))
    };
    let unadjusted = ask(&made(apart, loose), PLAIN);
    assert_eq!(rung(&unadjusted), Rung::Associated, "{}", told(&unadjusted));
    insta::assert_snapshot!("differed_before_and_not_adjusted", told(&unadjusted));
    let adjusted = ask(&made(apart, loose), &format!("{BOTH}estimate = \"regression\"\n"));
    assert_eq!(rung(&adjusted), Rung::ProbablyDueTo, "{}", told(&adjusted));

    // They were on their way up already.
    let rising = |unit: usize, treated: bool, talent: f64| {
        let (y0, y1) = alike(unit, treated, talent);
        (y0 - bonus(treated, 4.0), y1)
    };
    let before = ask(&made(rising, works), &format!("{BOTH}{EARLIER}"));
    assert_eq!((before.claim.verdict, rung(&before)), (Verdict::Positive, Rung::Associated), "{}", told(&before));
    insta::assert_snapshot!("changed_before_the_program", told(&before));

    let far = |unit: usize, treated: bool, talent: f64| {
        let (y0, y1) = alike(unit, treated, talent);
        (y0, y1 - bonus(treated, 8.0))
    };
    let refused = ask(&made(far, works), PLAIN);
    assert_eq!(refused.claim.verdict, Verdict::NotComparable, "{}", told(&refused));
    assert!(refused.effect.is_none());
    insta::assert_snapshot!("far_apart_before", told(&refused));
}

#[test]
fn no_finding_is_due_to_the_program_and_below_the_standards() {
    let level = |unit: usize, talent: f64, k: usize| 50.0 + 8.0 * talent + 2.0 * normal(unit * 10 + k);
    for shift in [0.0, 0.3, 0.8, 1.5, 2.5, 4.0] {
        let before = |unit: usize, treated: bool, talent: f64| {
            (level(unit, talent, 1), level(unit, talent, 2) + bonus(treated, shift))
        };
        let after = |unit: usize, treated: bool, y1: f64| y1 + bonus(treated, 4.0) + 6.0 * normal(unit * 10 + 3);
        for question in [PLAIN.to_string(), BOTH.to_string(), format!("{BOTH}characteristics = [\"x\"]\n")] {
            let finding = ask(&made(before, after), &question);
            let [wwc, sms, _] = finding.standings.as_slice() else { panic!("three standards") };
            let below = wwc.verdict.render(Lang::En).contains("Does not meet");
            assert!(!(below && says_due(&finding)), "{}", told(&finding));
            assert!(!says_due(&finding) || sms.level == Some(3), "{}", told(&finding));
        }
    }
}

/// Of periods the one before is taken by itself.
#[test]
fn a_third_wave_is_a_placebo_by_itself() {
    let level = |unit: usize, talent: f64, k: usize| 50.0 + 8.0 * talent + 2.0 * normal(unit * 10 + k);
    let run = |early: f64, extra: &str| {
        let mut table = String::from("id,t,x,when,y\n");
        for unit in 0..240 {
            let (treated, talent) = (unit % 4 == 0, normal(unit * 10));
            let x = 10.0 + normal(unit * 10 + 4);
            let y = [
                level(unit, talent, 1) - bonus(treated, early),
                level(unit, talent, 2),
                level(unit, talent, 3) + bonus(treated, 4.0),
            ];
            for (year, y) in [2020, 2021, 2023].iter().zip(y) {
                writeln!(table, "u{unit:03},{},{x:.2},{year},{y:.2}", u8::from(treated)).unwrap();
            }
        }
        let study = format!(
            "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\nperiod_column = \"when\"\n[[questions]]\nid = \"q\"\noutcomes = [\"y\"]\n\
             before = 2021\nafter = 2023\ntreatment = \"t@2021\"\ncovariates = [\"x@2021\", \"y@2021\"]\n\
             design = {{ method = \"nearest\", caliper = 0.1 }}\n{extra}"
        );
        only(&run_on(&table, &study)).clone()
    };
    let check =
        |finding: &Finding| finding.checks.iter().find(|check| check.key == "earlier").map(|check| check.passed);
    let (level_before, rising) = (run(0.0, ""), run(4.0, ""));
    assert_eq!(
        (check(&level_before), level_before.claim.rung),
        (Some(true), Rung::ProbablyDueTo),
        "{}",
        told(&level_before)
    );
    assert_eq!((check(&rising), rising.claim.rung), (Some(false), Rung::Associated), "{}", told(&rising));
}
