//! A refusal names what would make the groups comparable and what that costs; several designs stand side by side before outcomes
//! are opened.

use assert_cmd::Command;
use tashika::findings::{Finding, Verdict};

use crate::study_runs::run_on;

fn lalonde() -> String {
    std::fs::read_to_string(format!("{}/tests/reference/nearest/input.csv", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn study(designs: &str) -> String {
    format!(
        "[sources.people]\nfile = \"d.csv\"\nunit = \"id\"\n\n[[questions]]\nid = \"training\"\noutcomes = [\"re78\"]\ntreatment = \"treat\"\n\
         covariates = [\"age\", \"educ\", \"race\", \"married\", \"nodegree\", \"re74\", \"re75\"]\nbaseline = {{ re78 = \"re75\" }}\n\
         {designs}\nsensitivity = []\n"
    )
}

fn advice(finding: &Finding) -> Option<String> {
    let check = finding.checks.iter().find(|check| check.key == "advice")?;
    Some(check.text.render(tashika::text::Lang::En))
}

/// Without a caliper those who took part in the training get white partners although most are black; with one they do not.
#[test]
fn what_a_refusal_names_makes_the_groups_comparable() {
    let refused = run_on(&lalonde(), &study("design = \"nearest\""));
    let finding = &refused.findings.findings[0];
    assert_eq!(finding.claim.verdict, Verdict::NotComparable);
    let said = advice(finding).unwrap();
    let at = said.find("a caliper of ").unwrap_or_else(|| panic!("{said}"));
    let width = said[at + "a caliper of ".len()..].split(' ').next().unwrap();
    let cost = &said[at..];
    assert!(cost.contains("of the 185 who took part stay") && cost.contains("times as long as now"), "{said}");
    let answered = run_on(&lalonde(), &study(&format!("design = {{ method = \"nearest\", caliper = {width} }}")));
    let finding = &answered.findings.findings[0];
    assert!(
        !matches!(finding.claim.verdict, Verdict::NotComparable | Verdict::TooSmall),
        "{:?}",
        finding.claim.verdict
    );
    assert!(cost.contains(&format!("{} of the 185", finding.sample.treated)), "{said}");
    assert_eq!(advice(finding), None);
}

#[test]
fn where_nobody_is_similar_it_is_said_that_others_are_needed_or_which_others_would_do() {
    let nobody = "design = { method = \"nearest\", caliper = { age = 0.0, re74 = 0.0, re75 = 0.0, educ = 0.0 }, exact = [\"race\", \"married\"], ratio = 3 }";
    let refused = run_on(&lalonde(), &study(nobody));
    let finding = &refused.findings.findings[0];
    assert!(finding.claim.verdict.withholds_number());
    assert!(advice(finding).is_some(), "{:?}", finding.checks);
}

#[test]
fn designs_stand_side_by_side_before_outcomes_are_opened() {
    let temp = tempfile::tempdir().unwrap();
    std::fs::write(temp.path().join("d.csv"), lalonde()).unwrap();
    let designs = "designs = [\"nearest\", { method = \"nearest\", caliper = 0.1, primary = true }, \"exact\"]";
    std::fs::write(temp.path().join("study.toml"), study(designs)).unwrap();
    let run = |language: &str| {
        let mut command = Command::cargo_bin("tashika").unwrap();
        let output =
            command.current_dir(temp.path()).args(["plan", "study.toml", "--lang", language]).output().unwrap();
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (text, problems) = run("en");
    let table = text.split("side by side").nth(1).unwrap_or_else(|| panic!("{text}{problems}"));
    for said in ["nearest ", "nearest-2 (main)", "exact", "185 with 185", "race: ", "state before", "Detectable"] {
        assert!(table.contains(said), "{said}: {table}");
    }
    assert!(text.contains("Comparable would be"), "{text}");
    assert!(run("ja").0.contains("設計の比較"));
}
