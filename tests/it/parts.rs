//! Subgroups, and reports for parts of the data.

use std::fmt::Write;
use std::fs;

use tashika::exhibit::{Audience, Cell, Table, Value};
use tashika::findings::{Bundle, Verdict};
use tashika::text::Lang;

use super::honesty::{ask, noise};
use super::study_runs::run_study;

/// 240 units, a quarter took part; the effect is 8 in the north and none in the south; `program` is known of all.
fn table() -> String {
    let mut text = String::from("id,t,x,b,a,region,program,small\n");
    for unit in 0..240 {
        let treated = unit % 4 == 0;
        let north = unit / 4 % 2 == 0;
        let (x, b) = (50.0 + 10.0 * noise(unit), 100.0 + 5.0 * noise(900 + unit));
        let more = if treated && north { 8.0 } else { 0.0 };
        let after = b + more + 4.0 * noise(1800 + unit);
        let region = if north { "north" } else { "south" };
        let small = if unit < 8 { "few" } else { "many" };
        writeln!(text, "u{unit:03},{},{x:.2},{b:.2},{after:.2},{region},P{},{small}", u8::from(treated), unit / 80)
            .unwrap();
    }
    text
}

const QUESTION: &str =
    "treatment = \"t\"\ncovariates = [\"x\", \"b\"]\nbaseline = { a = \"b\" }\ndesign = \"nearest\"\n";

fn study(lines: &str, tables: &str) -> Bundle {
    ask(&table(), &format!("{QUESTION}{lines}\n{tables}"))
}

fn subgroups(bundle: &Bundle) -> &Table {
    bundle.table("q/subgroups").expect("a table of subgroups")
}

fn row(table: &Table, level: &str) -> usize {
    let is = |cell: Option<&Cell>| matches!(cell.map(|cell| &cell.value), Some(Value::Text(text)) if text == level);
    (0..table.rows.len()).find(|&row| is(table.cell(row, "level"))).unwrap()
}

#[test]
fn a_subgroup_is_the_question_asked_of_its_units_alone() {
    let bundle = study("subgroups = [\"region\"]", "");
    let table = subgroups(&bundle);
    assert_eq!(table.rows.len(), 2);
    let alone = study("where = \"region = 'north'\"", "");
    let effect = alone.findings.findings[0].effect.as_ref().unwrap();
    let north = row(table, "north");
    for (key, value) in [("estimate", effect.estimate), ("low", effect.low), ("high", effect.high)] {
        let found = table.cell(north, key).and_then(Cell::number).unwrap();
        assert!((found - value).abs() < 1e-12, "{key}: {found} {value}");
    }
    let number = |level, key| table.cell(row(table, level), key).and_then(Cell::number).unwrap();
    assert!(number("north", "low") > 0.0 && number("south", "low") < 0.0 && number("south", "high") > 0.0);
    let z = (number("north", "estimate") - number("south", "estimate")).abs();
    assert!(z > 4.0 && number("north", "interaction_p") < 0.01);
    assert_eq!(number("north", "interaction_p"), number("south", "interaction_p"));
    assert!(number("north", "q_value") >= number("north", "p_value"));
}

#[test]
fn too_small_a_subgroup_gives_no_number() {
    let bundle = study("subgroups = [\"small\"]", "");
    let table = subgroups(&bundle);
    for key in ["estimate", "low", "high", "p_value", "q_value"] {
        assert_eq!(table.cell(row(table, "few"), key).unwrap().value, Value::Withheld, "{key}");
        assert!(table.cell(row(table, "many"), key).and_then(Cell::number).is_some(), "{key}");
    }
}

#[test]
fn subgroups_are_chosen_by_what_was_known_before() {
    let temp = tempfile::tempdir().unwrap();
    fs::write(temp.path().join("d.csv"), table()).unwrap();
    let codes = |lines: &str| {
        let study = format!(
            "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\noutcomes = [\"a\"]\n{QUESTION}{lines}\n"
        );
        fs::write(temp.path().join("study.toml"), study).unwrap();
        let mut sink = tashika::diag::Sink::new();
        let _ = tashika::run::run(&temp.path().join("study.toml"), &|_| {}, &mut sink);
        sink.problems.into_iter().map(|problem| problem.code.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(codes("subgroups = [\"a\"]"), ["subgroup-on-outcome"]);
    assert_eq!(codes("subgroups = [\"x\"]"), ["too-many-groups"]);
    assert_eq!(codes("subgroups = [\"regions\"]"), ["unknown-variable"]);
    assert_eq!(codes("[reports]\nby = \"nothing\""), ["unknown-variable"]);
}

#[test]
fn every_program_gets_its_findings() {
    let bundle = study("", "[reports]\nby = \"program\"\n");
    let groups = &bundle.findings.groups;
    assert_eq!(groups.iter().map(|group| group.name.get(Lang::En)).collect::<Vec<_>>(), ["P0", "P1", "P2"]);
    for (group, name) in groups.iter().zip(["P0", "P1", "P2"]) {
        assert_eq!((group.audience, group.findings.len()), (Audience::Public, 1));
        let alone = study(&format!("where = \"program = '{name}'\""), "");
        assert_eq!(group.findings[0].effect, alone.findings.findings[0].effect);
        assert!(group.tables.iter().all(|id| bundle.table(id).is_some()));
    }
    let all = bundle.table("q/groups").unwrap();
    assert_eq!(all.rows.len(), 3);
}

#[test]
fn where_only_those_who_took_part_have_a_program_all_others_are_compared() {
    let blank = |line: &str| {
        let mut cells: Vec<&str> = line.split(',').collect();
        if cells[1] == "0" {
            cells[6] = "";
        }
        cells.join(",") + "\n"
    };
    let table: String = table().lines().map(blank).collect();
    let bundle = ask(&table, &format!("{QUESTION}\n[reports]\nby = \"program\"\n"));
    for group in &bundle.findings.groups {
        let sample = &group.findings[0].sample;
        assert_eq!((sample.treated, sample.comparison), (20, 20));
    }
    let flow = bundle.table("01-P0.q/flow").unwrap();
    let largest = flow.rows.iter().filter_map(|row| row[1].number()).fold(0.0, f64::max);
    assert!(largest >= 200.0, "180 to be compared with and 20 who took part");
}

#[test]
fn a_grantee_is_shown_beside_similar_ones_and_not_judged() {
    let bundle = study("", "[reports]\ngrantees = true\n");
    let groups = &bundle.findings.groups;
    assert_eq!(groups.len(), 60);
    for group in groups {
        assert_eq!((group.audience, group.findings.len()), (Audience::Internal, 0));
        assert!(group.notes[0].render(Lang::En).contains("cannot be judged alone"));
        let table = bundle.table(&group.tables[0]).unwrap();
        assert_eq!(table.audience, Audience::Internal);
        let number = |key| table.cell(0, key).and_then(Cell::number).unwrap();
        assert!((number("after") - number("before") - number("change")).abs() < 1e-9);
        assert!(number("n_peers") == 10.0 && number("low") <= number("middle") && number("middle") <= number("high"));
    }
    let verdicts: Vec<Verdict> = bundle.findings.findings.iter().map(|finding| finding.claim.verdict).collect();
    assert_eq!(verdicts.len(), 1);
}

#[test]
fn a_grantee_has_a_name_what_it_got_and_its_own_answers() {
    let lines = "[reports]\ngrantees = true\nname = \"region\"\nabout = [\"program\"]\nanswers = [\"x\", \"small\"]\n";
    let bundle = study("", lines);
    let group = &bundle.findings.groups[0];
    assert_eq!((group.name.get(Lang::En), bundle.findings.groups.len()), ("north (u000)", 60));
    let told = |name: &str| bundle.table(&format!("grantee-u000/{name}")).unwrap();
    let said = |table: &Table| {
        assert_eq!(table.audience, Audience::Internal);
        let text = |cell: &Cell| match &cell.value {
            Value::Words(words) => words.get(Lang::En).to_string(),
            other => panic!("{other:?}"),
        };
        table.rows.iter().map(|row| (text(&row[0]), text(&row[1]))).collect::<Vec<_>>()
    };
    assert_eq!(said(told("profile")), [("program".to_string(), "P0".to_string())]);
    let answers = said(told("replies"));
    assert_eq!((answers[0].0.as_str(), &answers[1]), ("x", &("small".to_string(), "few".to_string())));
    assert!(answers[0].1.parse::<f64>().is_ok_and(|x| (20.0..80.0).contains(&x)), "{answers:?}");
    // Nothing of it is public.
    let public = tashika::findings::disclosure::publish(&bundle);
    assert!(public.findings.groups.is_empty() && public.tables.iter().all(|table| !table.id.contains("grantee")));
}

#[test]
fn parts_do_not_depend_on_the_order_of_rows() {
    let lines = "subgroups = [\"region\"]";
    let tables = "[reports]\nby = \"program\"\ngrantees = true\n";
    let straight = study(lines, tables);
    let original = table();
    let (head, body) = original.split_once('\n').unwrap();
    let reversed: String = body.lines().rev().map(|line| format!("{line}\n")).collect();
    let turned = ask(&format!("{head}\n{reversed}"), &format!("{QUESTION}{lines}\n{tables}"));
    assert_eq!(subgroups(&straight), subgroups(&turned));
    assert_eq!(straight.findings.groups, turned.findings.groups);
    assert_eq!(straight.table("grantee-u000/peers"), turned.table("grantee-u000/peers"));
}

#[test]
fn units_before_and_after_are_shown_beside_each_other() {
    let temp = tempfile::tempdir().unwrap();
    let rows: String =
        (0..20).map(|unit| format!("u{unit:02},{:.1},{:.1}\n", noise(unit), 1.0 + noise(99 + unit))).collect();
    fs::write(temp.path().join("d.csv"), format!("id,b,a\n{rows}")).unwrap();
    let study = "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\noutcomes = [\"a\"]\nbaseline = { a = \"b\" }\ndesign = \"before-after\"\n[reports]\ngrantees = true\n";
    fs::write(temp.path().join("study.toml"), study).unwrap();
    let bundle = run_study(&temp.path().join("study.toml"));
    assert_eq!(bundle.findings.groups.len(), 20);
    let peers = bundle.table("grantee-u03/peers").unwrap().cell(0, "n_peers").and_then(Cell::number);
    assert_eq!(peers, Some(19.0));
}
