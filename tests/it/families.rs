//! All outcomes asked count, whatever their order; main ones are declared.

use std::collections::BTreeMap;

use tashika::findings::{Finding, Role, Verdict};
use tashika::infer::multiplicity::{benjamini_hochberg, holm};
use tashika::text::Lang;

use super::study_runs::run_on;

/// Changes of twelve on four items; the first alone moves.
const CHANGES: [[i32; 12]; 4] = [
    [2, 1, 1, 0, 2, -1, 1, 1, 0, 2, 1, 1],
    [1, -1, 0, 1, -1, 1, -1, 0, 1, -1, 1, -1],
    [0, 1, -1, 1, -1, 0, 1, -1, 0, 0, 1, -1],
    [1, -1, 2, -2, 1, -1, 1, -1, 0, 0, 1, -1],
];

fn table() -> String {
    let mut text = String::from("id,b1,b2,b3,b4,a1,a2,a3,a4\n");
    for unit in 0..12 {
        let before: Vec<i32> = (0..4).map(|item| 5 + ((unit * 7 + item * 3) % 5) as i32).collect();
        let after: Vec<i32> = before.iter().zip(&CHANGES).map(|(before, changes)| before + changes[unit]).collect();
        let cells: Vec<String> = before.iter().chain(&after).map(i32::to_string).collect();
        text += &format!("u{unit:02},{}\n", cells.join(","));
    }
    text
}

fn variables() -> String {
    (1..=4).map(|item| format!("[variables.a{item}]\nbetter = \"higher\"\n")).collect()
}

fn question(id: &str, items: &[usize], extra: &str) -> String {
    let outcomes: Vec<String> = items.iter().map(|item| format!("\"a{item}\"")).collect();
    let baselines: Vec<String> = items.iter().map(|item| format!("a{item} = \"b{item}\"")).collect();
    format!(
        "[[questions]]\nid = \"{id}\"\noutcomes = [{}]\nbaseline = {{ {} }}\ndesign = \"before-after\"\n{extra}",
        outcomes.join(", "),
        baselines.join(", ")
    )
}

fn run(questions: &str) -> BTreeMap<String, Finding> {
    let study = format!("[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n{}{questions}", variables());
    let findings = run_on(&table(), &study).findings.findings;
    findings.into_iter().map(|finding| (finding.id.clone(), finding)).collect()
}

fn p(found: &BTreeMap<String, Finding>, ids: &[&str]) -> Vec<f64> {
    ids.iter().map(|id| found[*id].effect.as_ref().unwrap().p_value).collect()
}

fn q(found: &BTreeMap<String, Finding>, ids: &[&str]) -> Vec<f64> {
    ids.iter().map(|id| found[*id].q_value.unwrap()).collect()
}

fn close(a: &[f64], b: &[f64]) {
    assert!(a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-12), "{a:?} {b:?}");
}

#[test]
fn the_order_of_a_list_changes_no_verdict_and_no_number() {
    let first = run(&question("q", &[1, 2, 3, 4], ""));
    let swapped = run(&question("q", &[4, 2, 1, 3], ""));
    assert_eq!(first.len(), 4);
    for (id, finding) in &first {
        let other = &swapped[id];
        assert_eq!(finding.texts, other.texts);
        assert_eq!((&finding.claim.verdict, finding.role), (&other.claim.verdict, other.role));
        assert_eq!((&finding.effect, finding.q_value, finding.family), (&other.effect, other.q_value, other.family));
    }
    let all = ["q/a1", "q/a2", "q/a3", "q/a4"];
    close(&q(&first, &all), &benjamini_hochberg(&p(&first, &all)));
    let moved = &first["q/a1"];
    let effect = moved.effect.as_ref().unwrap();
    assert!(effect.low > 0.0 && effect.p_value < 0.05, "{effect:?}");
    assert_eq!(moved.claim.verdict, Verdict::Inconclusive, "one of four, and it could be chance");
    let mut told = String::new();
    for lang in [Lang::En, Lang::Ja] {
        told += &format!("{}\n", moved.texts[&lang]);
        moved.claim.can_say.iter().for_each(|line| told += &format!("  + {}\n", line.render(lang)));
        moved.claim.cannot_say.iter().for_each(|line| told += &format!("  - {}\n", line.render(lang)));
    }
    insta::assert_snapshot!("one_of_four_could_be_chance", told);
}

#[test]
fn main_outcomes_are_declared_and_corrected_apart() {
    let one = run(&question("q", &[2, 1, 3, 4], "primary = [\"a1\"]\n"));
    assert_eq!(one["q/a1"].claim.verdict, Verdict::Positive, "alone it needs no correction");
    assert!(one["q/a1"].q_value.is_none() && one["q/a1"].role == Role::Primary);
    let others = ["q/a2", "q/a3", "q/a4"];
    close(&q(&one, &others), &benjamini_hochberg(&p(&one, &others)));
    assert!(others.iter().all(|id| one[*id].role == Role::Secondary && one[*id].family.unwrap().asked == 3));

    let two = run(&question("q", &[1, 2, 3, 4], "primary = [\"a1\", \"a4\"]\n"));
    let main = ["q/a1", "q/a4"];
    close(&q(&two, &main), &holm(&p(&two, &main)));

    // Over questions, as over programs.
    let over = run(&format!(
        "{}{}",
        question("one", &[1, 2], "primary = [\"a1\"]\n"),
        question("two", &[3, 4], "primary = [\"a4\"]\n")
    ));
    close(&q(&over, &["one/a1", "two/a4"]), &holm(&p(&over, &["one/a1", "two/a4"])));
    close(&q(&over, &["one/a2", "two/a3"]), &benjamini_hochberg(&p(&over, &["one/a2", "two/a3"])));
    let apart = run(&format!("{}{}", question("one", &[1, 2], "family = \"x\"\n"), question("two", &[3, 4], "")));
    close(&q(&apart, &["one/a1", "one/a2"]), &benjamini_hochberg(&p(&apart, &["one/a1", "one/a2"])));
    let open = run(&format!("{}{}", question("one", &[1, 2], ""), question("two", &[3, 4], "")));
    let all = ["one/a1", "one/a2", "two/a3", "two/a4"];
    close(&q(&open, &all), &benjamini_hochberg(&p(&open, &all)));
}
