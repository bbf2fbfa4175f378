//! Who was lost, on which side, and what that could change.

use std::fmt::Write;

use tashika::design::{Estimand, Rung};
use tashika::exhibit::Values;
use tashika::findings::{Bundle, Finding, Verdict};
use tashika::text::Lang;

use super::honesty::{arms, ask, noise};
use super::study_runs::only;

const MATCHED: &str =
    "treatment = \"t\"\ncovariates = [\"x\", \"b\"]\nbaseline = { a = \"b\" }\ndesign = \"nearest\"\n";

/// 30 treated and 90 others; the outcome of the treated is known where `known` says so.
fn lost(more: f64, known: impl Fn(usize) -> bool) -> Bundle {
    let after = |unit: usize, treated: bool, before: f64| match treated && !known(unit) {
        true => String::new(),
        false => format!("{:.2}", before + if treated { more } else { 0.0 } + 6.0 * noise(2000 + unit)),
    };
    ask(&arms(after, |_, _| "g".into()), &format!("{MATCHED}\n[variables.a]\nbetter = \"higher\"\n"))
}

fn told(finding: &Finding) -> String {
    let mut out = format!("{:?} / {:?} / {:?}\n", finding.claim.verdict, finding.claim.rung, finding.estimand);
    for lang in [Lang::En, Lang::Ja] {
        writeln!(out, "{}", finding.texts[&lang]).unwrap();
        finding.claim.cannot_say.iter().for_each(|line| writeln!(out, "  - {}", line.render(lang)).unwrap());
        for check in finding.checks.iter().filter(|check| !check.passed) {
            writeln!(out, "  !! {}", check.text.render(lang)).unwrap();
        }
    }
    out
}

#[test]
fn losses_on_one_side_are_told_by_side_and_lower_the_verb() {
    let whole = lost(9.0, |_| true);
    assert_eq!((only(&whole).claim.rung, only(&whole).estimand), (Rung::ProbablyDueTo, Estimand::Att));
    let half = lost(9.0, |unit| unit % 8 == 0);
    let finding = only(&half);
    assert_eq!((finding.claim.verdict, finding.claim.rung), (Verdict::Positive, Rung::Associated), "{}", told(finding));
    assert_eq!(finding.estimand, Estimand::MatchedTreated);
    let english = &finding.texts[&Lang::En];
    assert!(
        english.contains("15 of 30 who took part (50%) and for 30 of 30 of the comparison group (100%)"),
        "{english}"
    );
    assert!(english.contains("bounds of Lee"), "{english}");
    assert!(finding.checks.iter().any(|check| check.key == "kept" && !check.passed));
    insta::assert_snapshot!("losses_on_one_side", told(finding));
}

#[test]
fn what_those_lost_could_turn_round_is_no_verdict() {
    let found = lost(0.0, |unit| unit % 8 == 0);
    let finding = only(&found);
    let effect = finding.effect.as_ref().unwrap();
    assert!(effect.low > 0.0, "the interval alone excludes zero: {effect:?}");
    assert_eq!(finding.claim.verdict, Verdict::Inconclusive, "{}", told(finding));
    insta::assert_snapshot!("losses_could_turn_it_round", told(finding));
}

#[test]
fn few_losses_on_both_sides_change_nothing() {
    let finding = lost(9.0, |unit| unit != 0);
    assert_eq!(only(&finding).claim.rung, Rung::ProbablyDueTo, "{}", told(only(&finding)));
}

/// Lee's bounds by hand: all of the comparison units are known and half of the treated, so that the upper or the lower half of the
/// comparison units is taken away.
#[test]
fn the_bounds_are_those_of_lee() {
    let bundle = lost(9.0, |unit| unit % 8 == 0);
    let frame = bundle.frames.iter().find(|frame| frame.id.to_string().contains("analysis")).unwrap();
    let finding = only(&bundle);
    let effect = finding.effect.as_ref().unwrap().estimate;
    let numbers = |name: &str| -> Vec<f64> {
        let column = frame.columns.iter().find(|column| column.key == name).unwrap_or_else(|| panic!("no {name}"));
        match &column.values {
            Values::Number(values) => values.clone(),
            Values::Integer(values) => values.iter().map(|value| *value as f64).collect(),
            Values::Text(_) => panic!("{name} is text"),
        }
    };
    let (weight, treated, before, after) = (numbers("weight_q"), numbers("t"), numbers("b"), numbers("a"));
    let mut changes: Vec<f64> =
        (0..weight.len()).filter(|&i| weight[i] > 0.0 && treated[i] == 0.0).map(|i| after[i] - before[i]).collect();
    changes.sort_by(f64::total_cmp);
    assert_eq!(changes.len(), 30);
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (low, high) =
        (effect - (mean(&changes[15..]) - mean(&changes)), effect - (mean(&changes[..15]) - mean(&changes)));
    // As many digits as the interval supports: whole numbers, of 12 (10 to 14).
    let said = format!("it lies between {low:.0} and {high:.0} (bounds of Lee)");
    assert!(finding.texts[&Lang::En].contains(&said), "{said} / {}", finding.texts[&Lang::En]);
}

/// Those without a characteristic are not said to have no similar one.
#[test]
fn who_lacks_a_characteristic_is_not_without_a_similar_one() {
    let table: String = arms(super::honesty::noisy, |_, _| "g".into())
        .lines()
        .enumerate()
        .map(|(at, line)| {
            let mut cells: Vec<&str> = line.split(',').collect();
            if at > 0 && cells[1] == "1" && at % 3 == 0 {
                cells[2] = "";
            }
            cells.join(",") + "\n"
        })
        .collect();
    let bundle = ask(&table, MATCHED);
    let said = bundle.findings.questions[0].population.render(Lang::En);
    assert_eq!(said, "the 20 of 30 who took part of whom the covariates are known");
    let ja = bundle.findings.questions[0].population.render(Lang::Ja);
    assert_eq!(ja, "参加群30件のうち、共変量がそろっている20件");
    let finding = only(&bundle);
    assert_eq!(finding.estimand, Estimand::MatchedTreated);
    assert!(finding.checks.iter().any(|check| check.key == "kept" && !check.passed), "{}", told(finding));
    let alone = ask(&table, "baseline = { a = \"b\" }\ndesign = \"before-after\"\n");
    assert_eq!(only(&alone).estimand, Estimand::None);
}
