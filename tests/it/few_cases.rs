//! Few cases, and cases that all came out alike: the exact law decides, and what is said is what it allows.

use std::fmt::Write;

use tashika::findings::{Finding, Verdict};
use tashika::text::Lang;

use crate::honesty::{ask, noise};
use crate::study_runs::only;

/// A table of before and after.
fn pairs(values: &[(f64, f64)]) -> String {
    let mut table = String::from("id,b,a\n");
    values.iter().enumerate().for_each(|(i, (b, a))| writeln!(table, "u{i:02},{b},{a}").unwrap());
    table
}

/// So many pairs with this change.
fn moved(counts: &[(usize, f64)]) -> Vec<(f64, f64)> {
    counts
        .iter()
        .flat_map(|&(count, by)| (0..count).map(move |i| (3.0 + (i % 2) as f64, 3.0 + (i % 2) as f64 + by)))
        .collect()
}

fn before_after(values: &[(f64, f64)], more: &str) -> Finding {
    let kind = format!("baseline = {{ a = \"b\" }}\ndesign = \"before-after\"\n{more}");
    only(&ask(&pairs(values), &kind)).clone()
}

const YES_NO: &str = "[variables.a]\nkind = \"yes-no\"\nbetter = \"higher\"\n[variables.b]\nkind = \"yes-no\"\n";
const SCALE: &str = "[variables.a]\nkind = \"scale\"\nbetter = \"higher\"\n";

fn said(finding: &Finding) -> &str {
    &finding.texts[&Lang::En]
}

/// Values of the counts by hand: Bonett & Price with n + 2, binomial tails.
#[test]
fn all_or_nearly_all_from_no_to_yes() {
    let all = before_after(&[(0.0, 1.0); 12], YES_NO);
    let effect = all.effect.as_ref().unwrap();
    assert_eq!((effect.estimate, all.claim.verdict, &*effect.law), (1.0, Verdict::Positive, "paired-shares"));
    assert!((effect.low - 0.587).abs() < 5e-4 && effect.high == 1.0, "{} {}", effect.low, effect.high);
    assert!((effect.p_value - 2.0 / 4096.0).abs() < 1e-15);
    let mut but_one = vec![(0.0, 1.0); 11];
    but_one.push((0.0, 0.0));
    let nearly = before_after(&but_one, YES_NO);
    let effect = nearly.effect.as_ref().unwrap();
    assert!((effect.low - 0.493).abs() < 5e-4 && effect.high <= 1.0, "{} {}", effect.low, effect.high);
    assert!((effect.p_value - 2.0 / 2048.0).abs() < 1e-15);
}

#[test]
fn what_changed_alike_has_its_own_reason_and_not_too_few_cases() {
    let step = before_after(&moved(&[(12, 1.0)]), SCALE);
    assert!(step.effect.is_none());
    assert!(said(&step).contains("all 12 changed by the same amount (1.00)"), "{}", said(&step));
    assert!(said(&step).contains("0.049%"), "{}", said(&step));
    let nobody = before_after(&moved(&[(20, 0.0)]), SCALE);
    assert!(said(&nobody).contains("none of the 20 changed") && said(&nobody).contains("16.8%"), "{}", said(&nobody));
}

/// 13 answers of five points, 7 up, 1 down: all 2¹³ signs give p = .0703, t would give .027.
#[test]
fn the_exact_law_decides_and_t_stands_beside() {
    let found = before_after(&moved(&[(7, 1.0), (1, -1.0), (5, 0.0)]), SCALE);
    let effect = found.effect.as_ref().unwrap();
    assert_eq!((found.claim.verdict, &*effect.law), (Verdict::Inconclusive, "permutation"));
    assert!((effect.p_value - 0.0703125).abs() < 1e-12, "{}", effect.p_value);
    assert!(effect.low == 0.0 && effect.high > 0.46, "{} {}", effect.low, effect.high);
    let t = found.companions.iter().find(|it| it.key == "t").unwrap();
    assert!((t.p_value.unwrap() - 0.027).abs() < 5e-4 && t.interval.unwrap().0 > 0.06);
}

#[test]
fn few_changed_cases_are_few_cases() {
    let four = before_after(&moved(&[(4, 1.0), (5, 0.0)]), SCALE);
    assert_eq!(four.claim.verdict, Verdict::TooSmall);
    assert!(said(&four).contains("Only 4 of 9 cases changed"), "{}", said(&four));
    let eight = before_after(&moved(&[(6, 1.0), (1, -1.0), (1, 0.0)]), SCALE);
    assert_eq!(eight.claim.verdict, Verdict::Inconclusive);
    assert!((eight.effect.unwrap().p_value - 0.125).abs() < 1e-12);
}

/// On few steps 6 or 7 pairs are given a number only where nearly all changed, and those intervals hold the truth too seldom.
#[test]
fn six_and_seven_pairs_on_few_steps_have_no_verdict() {
    for moves in [&[(6, 1.0)][..], &[(6, 1.0), (1, -1.0)]] {
        let few = before_after(&moved(moves), SCALE);
        assert_eq!(few.claim.verdict, Verdict::TooSmall);
        assert!(said(&few).contains("cases no statistical conclusion"), "{}", said(&few));
    }
}

/// That hardly any changed is worth saying, where it was declared what would matter.
#[test]
fn that_few_changed_may_be_practically_nothing() {
    let matters = "[variables.a]\nkind = \"scale\"\nbetter = \"higher\"\nsmallest_change_that_matters = 1\n";
    let found = before_after(&moved(&[(3, 1.0), (1, -1.0), (26, 0.0)]), matters);
    assert_eq!(found.claim.verdict, Verdict::PracticallyNone, "{}", said(&found));
}

/// 20 of 20 against 0 of 20.
#[test]
fn sides_that_are_all_alike_are_compared_all_the_same() {
    let mut table = String::from("id,t,x,a,g\n");
    for unit in 0..100 {
        let treated = unit % 5 == 0;
        writeln!(table, "u{unit:03},{0},{1:.2},{0},0", u8::from(treated), 50.0 + 10.0 * noise(unit)).unwrap();
    }
    let asked = "treatment = \"t\"\ncovariates = [\"x\"]\ndesign = \"nearest\"\n[variables.a]\nkind = \"yes-no\"\nbetter = \"higher\"\n";
    let bundle = ask(&table, asked);
    let found = only(&bundle);
    let effect = found.effect.as_ref().unwrap_or_else(|| panic!("{}", said(found)));
    assert_eq!((effect.estimate, found.claim.verdict), (1.0, Verdict::Positive));
    assert!(effect.low > 0.6 && effect.high == 1.0 && effect.p_value < 1e-5, "{effect:?}");
}

#[test]
fn the_script_checks_the_law_that_decided() {
    let bundle = ask(
        &pairs(&moved(&[(7, 1.0), (1, -1.0), (5, 0.0)])),
        &format!("baseline = {{ a = \"b\" }}\ndesign = \"before-after\"\n{SCALE}"),
    );
    let files = crate::study_runs::outputs(&bundle);
    let script =
        files.iter().find(|(path, _)| path == "replicate.R").map(|(_, bytes)| String::from_utf8_lossy(bytes)).unwrap();
    assert!(script.contains("law = \"permutation\"") && script.contains("\"t\" = list("), "the law is handed on");
}
