//! Those who took part and those who did not, as they are: against fractions (tests/reference/groups), and what findings say.

use serde_json::Value;
use tashika::design::{Kind, Rung};
use tashika::findings::{Bundle, Effect};
use tashika::math::shares::{Share, equal_shares_p, newcombe};
use tashika::text::Lang;

use super::study_runs::{only, outputs, run_on};

const TABLE: &str = include_str!("../reference/nearest/input.csv");
const STUDY: &str = "[sources.people]\nfile = \"d.csv\"\nunit = \"id\"\n\
     [variables.re78]\nbetter = \"higher\"\n\
     [variables.no_income]\nformula = \"re78 = 0\"\n\
     [[questions]]\nid = \"q\"\ntreatment = \"treat\"\ndesign = \"groups\"\n";

fn asked(lines: &str) -> Bundle {
    run_on(TABLE, &format!("{STUDY}{lines}"))
}

fn effect(bundle: &Bundle) -> Effect {
    only(bundle).effect.clone().unwrap()
}

fn reference() -> Value {
    serde_json::from_str(include_str!("../reference/groups/groups.json")).unwrap()
}

/// Rounding of a few operations on numbers of five digits.
fn close(found: f64, wanted: &Value) {
    let wanted = wanted.as_f64().unwrap();
    assert!((found - wanted).abs() <= 1e-11 * wanted.abs(), "{found} {wanted}");
}

#[test]
fn one_time_and_changes_are_those_of_welch() {
    let r = reference();
    for (lines, wanted) in [("", &r["one_time"]), ("baseline = { re78 = \"re75\" }\n", &r["changes"])] {
        let bundle = asked(&format!("outcomes = [\"re78\"]\n{lines}"));
        let found = effect(&bundle);
        close(found.estimate, &wanted["estimate"]);
        close(found.std_error.unwrap(), &wanted["stderr"]);
        close(found.df.unwrap(), &wanted["df"]);
        assert_eq!((only(&bundle).sample.treated, only(&bundle).sample.comparison), (185, 429));
    }
}

/// Two groups, two periods: the coefficient of group x period.
#[test]
fn changes_are_the_interaction_of_group_and_period() {
    close(
        effect(&asked("outcomes = [\"re78\"]\nbaseline = { re78 = \"re75\" }\n")).estimate,
        &reference()["interaction"],
    );
}

#[test]
fn shares_have_the_interval_of_two_shares() {
    let bundle = asked("outcomes = [\"no_income\"]\n");
    let (found, r) = (effect(&bundle), &reference()["without_income"]);
    let share = |side: &str| Share { yes: r[side][0].as_u64().unwrap(), all: r[side][1].as_u64().unwrap() };
    let (treated, others) = (share("treated"), share("others"));
    let (low, high) = newcombe(treated, others, 0.95);
    assert!((found.low - low).abs() < 1e-14 && (found.high - high).abs() < 1e-14);
    assert!((found.p_value - equal_shares_p(treated, others)).abs() < 1e-14);
}

#[test]
fn nobody_is_called_similar_and_nothing_an_effect() {
    for (lines, rung) in [("", Rung::Differed), ("baseline = { re78 = \"re75\" }\n", Rung::Associated)] {
        let bundle = asked(&format!("outcomes = [\"re78\"]\n{lines}"));
        let finding = only(&bundle);
        assert_eq!((finding.kind(), finding.claim.rung), (Kind::Groups, rung));
        let lines = finding.claim.can_say.iter().chain(&finding.claim.cannot_say).chain([&finding.claim.sentence]);
        for said in lines.map(|line| line.render(Lang::En)) {
            assert!(!said.contains("similar") && !said.contains("answered"), "{said}");
        }
        assert!(!finding.texts[&Lang::Ja].contains("似た") && !finding.texts[&Lang::Ja].contains("回答"));
        let level = finding.standings.iter().find(|it| it.standard == "sms").unwrap().level;
        assert_eq!(level, Some(if rung == Rung::Differed { 1 } else { 2 }));
    }
}

/// Those who took part do better by 5; the sentence says what was compared.
#[test]
fn a_clear_difference_is_said_as_one() {
    let row = |i: usize| format!("u{i:03},{},{}\n", i % 2, 20 + 5 * (i % 2) + (i * 7) % 11);
    let table = String::from("id,treat,re78\n") + &(0..80).map(row).collect::<String>();
    let study = STUDY.replace("[variables.no_income]\nformula = \"re78 = 0\"\n", "");
    let bundle = run_on(&table, &format!("{study}outcomes = [\"re78\"]\n"));
    let said = &only(&bundle).texts[&Lang::En];
    assert!(said.contains("higher for the 40 who took part than for the 40 who did not"), "{said}");
    assert!(said.contains("The two groups were not made alike"), "{said}");
    assert!(only(&bundle).texts[&Lang::Ja].contains("参加していない40件"), "{}", only(&bundle).texts[&Lang::Ja]);
    let files = outputs(&bundle);
    let script = files.iter().find(|(path, _)| path == "replicate.R").unwrap().1.clone();
    let script = String::from_utf8(script).unwrap();
    assert_eq!(script.matches("\ngroups <- function(").count(), 1);
    assert!(script.contains("\ngroups(\"q/re78\", \"re78\", NULL, treatment = \"treat\""), "{script}");
    assert!(!said.contains("similar"), "{said}");
}
