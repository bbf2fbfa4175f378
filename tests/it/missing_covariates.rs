//! Units of which a covariate is not known: the declared way, and the other one beside it.

use std::fmt::Write;
use std::fs;

use tashika::diag::Sink;
use tashika::findings::Bundle;
use tashika::run;

/// Of every seventh the staff is not known, of every tenth the field; `filled` writes what the indicator way makes of that.
fn table(filled: bool) -> String {
    let mut text = String::from("id,took_part,staff,staff_unknown,field,before,after\n");
    let staff = |i: usize| (i * 7) % 23;
    let mut known: Vec<usize> = (0..360).filter(|i| i % 7 != 0).map(staff).collect();
    known.sort_unstable();
    let middle = (known[known.len() / 2 - 1] + known[known.len() / 2]) as f64 / 2.0;
    assert_eq!(known.len() % 2, 0, "the middle is that of two values");
    for i in 0..360 {
        let took_part = usize::from(i % 3 == 0);
        let number = match (i % 7 == 0, filled) {
            (false, _) => staff(i).to_string(),
            (true, true) => middle.to_string(),
            (true, false) => String::new(),
        };
        let field = match (i % 10 == 4, filled) {
            (false, _) => ["arts", "care"][i % 2],
            (true, true) => "not said",
            (true, false) => "",
        };
        let (before, after) = (20 + (i * 5) % 13, 22 + (i * 11) % 17 + 4 * took_part + staff(i) / 4);
        writeln!(text, "u{i:03},{took_part},{number},{},{field},{before},{after}", u8::from(i % 7 == 0)).unwrap();
    }
    text
}

fn answered(filled: bool, covariates: &str, more: &str) -> Bundle {
    let temp = tempfile::tempdir().unwrap();
    fs::write(temp.path().join("d.csv"), table(filled)).unwrap();
    let study = format!(
        "[sources.people]\nfile = \"d.csv\"\nunit = \"id\"\n\n[[questions]]\nid = \"q\"\noutcomes = [\"after\"]\nbaseline = {{          after = \"before\" }}\ntreatment = \"took_part\"\ncovariates = [{covariates}]\ndesign = \"nearest\"\nestimate =          \"regression\"\n{more}"
    );
    fs::write(temp.path().join("study.toml"), study).unwrap();
    let mut sink = Sink::new();
    run::run(&temp.path().join("study.toml"), &|_| (), &mut sink).unwrap_or_else(|_| panic!("{:?}", sink.problems))
}

fn numbers(bundle: &Bundle, question: &str) -> (f64, f64, Vec<String>) {
    let finding = bundle.findings.findings.iter().find(|it| it.question == question);
    let finding = finding
        .unwrap_or_else(|| panic!("{:?}", bundle.findings.questions.iter().map(|it| &it.id).collect::<Vec<_>>()));
    let effect = finding.effect.as_ref().unwrap();
    let asked = bundle.findings.questions.iter().find(|it| it.id == question).unwrap();
    (effect.estimate, effect.std_error.unwrap(), asked.balance.iter().map(|row| row.term.clone()).collect())
}

#[test]
fn the_indicator_way_is_that_of_a_filled_table_with_a_mark() {
    let own = answered(false, "\"staff\", \"field\"", "missing = \"indicator\"\n");
    let by_hand = answered(true, "\"staff\", \"staff_unknown\", \"field\"", "");
    let ((estimate, error, terms), (wanted, its_error, _)) = (numbers(&own, "q"), numbers(&by_hand, "q"));
    assert!((estimate - wanted).abs() < 1e-10 && (error - its_error).abs() < 1e-10, "{estimate} against {wanted}");
    assert!(terms.contains(&"staff_filled".into()) && terms.contains(&"staff_not_known".into()), "{terms:?}");
}

#[test]
fn the_other_way_stands_beside() {
    let indicator = answered(false, "\"staff\", \"field\"", "missing = \"indicator\"\n");
    let complete = answered(false, "\"staff\", \"field\"", "missing = \"complete\"\n");
    let silent = answered(false, "\"staff\", \"field\"", "");
    assert_eq!(silent.findings.questions.len(), 1, "nothing was declared, nothing is added");
    let of = |bundle: &Bundle, question: &str| numbers(bundle, question).0;
    assert_eq!(of(&complete, "q"), of(&silent, "q"));
    assert_eq!(of(&complete, "q-nearest-indicator"), of(&indicator, "q"));
    assert_eq!(of(&indicator, "q-nearest-complete"), of(&complete, "q"));
    assert!(of(&indicator, "q") != of(&complete, "q"));
}

#[test]
fn where_all_is_known_there_is_one_way() {
    let bundle = answered(true, "\"staff\", \"field\"", "missing = \"indicator\"\n");
    assert_eq!(bundle.findings.questions.len(), 1);
}
