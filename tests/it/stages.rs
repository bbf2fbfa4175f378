//! Stages of participation: the tests of R, and what is made of words in a file.

use std::fs;

use ndarray::{Array2, s};
use serde_json::Value;

use tashika::diag::{self, Sink};
use tashika::exhibit::Table;
use tashika::math::square_table;
use tashika::panel::{Data, View};
use tashika::run::{self, ReadStudy};
use tashika::text::Lang;

/// Sums in another order.
const CLOSE: f64 = 1e-10;

fn known() -> Value {
    serde_json::from_str(include_str!("../reference/stages/stages.json")).unwrap()
}

#[track_caller]
fn same(ours: f64, theirs: &Value) {
    let theirs = theirs.as_f64().unwrap();
    assert!((ours - theirs).abs() <= CLOSE * theirs.abs().max(1.0), "{ours} {theirs}");
}

#[test]
fn transitions_are_judged_as_in_r() {
    for group in ["all", "program", "comparison"] {
        let known = &known()["stages"][group];
        let counts = known["counts_rows_before"].as_array().unwrap();
        let table = Array2::from_shape_fn((6, 6), |(row, column)| counts[row][column].as_f64().unwrap());
        let stayers = table.slice(s![..5, ..5]).to_owned();
        for (table, known) in [(&table, &known["all6"]), (&stayers, &known["stayers5"])] {
            let maxwell = square_table::stuart_maxwell(table).unwrap();
            same(maxwell.value, &known["stuart_maxwell"]);
            same(f64::from(maxwell.df), &known["df"]);
            same(maxwell.p, &known["p"]);
            same(square_table::bhapkar(table).unwrap().value, &known["bhapkar"]);
            same(square_table::bhapkar(table).unwrap().p, &known["bhapkar_p"]);
            let bowker = square_table::bowker(table).unwrap();
            same(bowker.value, &known["bowker"]);
            same(f64::from(bowker.df), &known["df_pairs_with_counts"]);
            same(bowker.p, &known["p_df_pairs_with_counts"]);
        }
        same(square_table::bowker_exact(&stayers).unwrap(), &known["stayers5"]["bowker_exact_p"]);
        let cells = || (0..5_i64).flat_map(|a| (0..5_i64).map(move |b| (a, b)));
        let steps: Vec<i64> =
            cells().flat_map(|(a, b)| std::iter::repeat_n(b - a, stayers[[a as usize, b as usize]] as usize)).collect();
        let (sum, p) = square_table::score_change(&steps);
        same(sum as f64, &known["score_change_exact"]["sum"]);
        same(p, &known["score_change_exact"]["p_two_sided"]);
        let active = &known["active_from_sanka_on"];
        let count = |name: &str| active[name].as_u64().unwrap();
        let (exact, mid) = square_table::mcnemar(count("gained"), count("lost"));
        same(exact, &active["mcnemar_exact_p"]);
        same(mid, &active["mcnemar_midp"]);
    }
}

#[test]
fn a_table_in_which_nobody_moves_has_no_test() {
    let still = Array2::from_diag(&ndarray::array![3.0, 4.0, 5.0]);
    assert_eq!(square_table::stuart_maxwell(&still), None);
    assert_eq!(square_table::bowker(&still), None);
    assert_eq!(square_table::bowker_exact(&still), Some(1.0));
    assert_eq!(square_table::score_change(&[]), (0, 1.0));
    assert_eq!(square_table::mcnemar(0, 0), (1.0, 1.0));
}

const ROWS: &str = "会員ID,時期,段階\n1,前,無関心\n1,後,参加\n2,前,認知\n2,後,認知\n3,前,参加\n3,後,退会\n4,前,未加入\n4,後,参加\n\
    5,前,参加\n5,後,\n6,前,担い手\n6,後,参加\n7,前,認知\n7,後,担い手\n";

fn study(more: &str) -> String {
    format!(
        "[sources.members]\nfile = \"m.csv\"\nunit = \"会員ID\"\nperiod_column = \"時期\"\n\
         [measures.sankaku]\nmethod = \"stages\"\nof = \"段階\"\norder = [\"無関心\", \"認知\", \"参加\", \"担い手\"]\n\
         out = [\"退会\"]\nnew = [\"未加入\"]\nactive = \"参加\"\n{more}"
    )
}

fn read(study: &str) -> (Option<ReadStudy>, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("study.toml"), study).unwrap();
    fs::write(folder.path().join("m.csv"), ROWS).unwrap();
    let mut sink = Sink::new();
    let read = run::read(&folder.path().join("study.toml"), &|_| (), &mut sink).ok();
    (read, sink.problems.iter().map(|problem| diag::render(problem, Lang::En)).collect::<Vec<_>>().join("\n"))
}

fn numbers(read: &ReadStudy, name: &str) -> Vec<f64> {
    match View::whole(read.panel.clone()).column(&read.panel.reference(name)).unwrap().data {
        Data::Number(values) => values.to_vec(),
        other => panic!("{other:?}"),
    }
}

fn table<'t>(read: &'t ReadStudy, name: &str) -> &'t Table {
    read.tables.iter().find(|table| table.id.as_str() == name).unwrap()
}

#[test]
fn leaving_and_not_having_joined_are_states_and_a_blank_is_missing() {
    let (read, said) = read(&study(""));
    let read = read.unwrap_or_else(|| panic!("{said}"));
    let shown = |name: &str| numbers(&read, name).iter().map(|value| value.to_string()).collect::<Vec<_>>().join(" ");
    assert_eq!(shown("sankaku_stage@前"), "1 2 3 NaN 3 4 2");
    assert_eq!(shown("sankaku_stage@後"), "3 2 NaN 3 NaN 3 4");
    assert_eq!(shown("sankaku_active@後"), "1 0 0 1 NaN 1 1");
    assert_eq!(shown("sankaku_left@後"), "0 0 1 0 NaN 0 0");
    let counts = table(&read, "measure-sankaku");
    let row = |at: usize| -> Vec<f64> { (3..10).map(|column| counts.rows[at][column].number().unwrap()).collect() };
    // Not joined, onlooker, aware, taking part, carrying it, left; then all.
    assert_eq!(row(0), [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    assert_eq!(row(2), [2.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0]);
    assert_eq!(row(3), [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
    assert_eq!(row(6), [6.0, 0.0, 0.0, 1.0, 3.0, 1.0, 1.0]);
    let tests = table(&read, "measure-sankaku-tests");
    // Up two steps twice, down one: +2+2−1 of four who stayed.
    let mean = tests.cell(2, "value").unwrap().number().unwrap();
    assert!((mean - 0.75).abs() < 1e-12, "{mean}");
    assert_eq!(tests.cell(2, "p").unwrap().number(), Some(0.5));
}

#[test]
fn a_word_that_is_no_stage_stops_and_is_named() {
    let (read, said) = read(&study("").replace("\"退会\"", "\"脱退\""));
    assert!(read.is_none() && said.contains("also holds what is no stage: 退会"), "{said}");
    let (read, said) = self::read(&study("").replace("active = \"参加\"", "active = \"さんか\""));
    assert!(read.is_none() && said.contains("none of the stages"), "{said}");
}

/// A share of few tells their number: where the public edition hides one it hides the other.
#[test]
fn the_public_edition_hides_a_share_where_it_hides_its_count() {
    let stage = |at: usize| ["無関心", "認知", "参加", "担い手"][at.min(3)];
    let member = |id: usize| {
        let before = (id * 7 + id / 5) % 4;
        let after = if id.is_multiple_of(19) { "退会" } else { stage(before + usize::from(id.is_multiple_of(3))) };
        format!("{id},前,{}\n{id},後,{after}\n", stage(before))
    };
    let rows: String = (1..70).map(member).collect();
    let question = "[variables.sankaku_active]\nbetter = \"higher\"\n[[questions]]\nid = \"q\"\noutcomes = [\"sankaku_active\"]\n\
        before = \"前\"\nafter = \"後\"\ndesign = \"before-after\"\n";
    let study = study(question).replace("\"m.csv\"", "\"d.csv\"");
    let bundle = crate::study_runs::run_on(&format!("会員ID,時期,段階\n{rows}"), &study);
    let files = crate::study_runs::outputs(&bundle);
    let csv = |path: &str| {
        let (_, bytes) = files.iter().find(|(own, _)| own == path).unwrap_or_else(|| panic!("no {path}"));
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.lines().skip(1).map(|line| line.split(',').map(str::to_string).collect()).collect::<Vec<Vec<String>>>()
    };
    let (public, internal) = (csv("public/tables/measure-sankaku.csv"), csv("tables/measure-sankaku.csv"));
    let mut hidden = 0;
    for (shown, all) in public.iter().zip(&internal) {
        for at in 4..10 {
            let (count, share) = (&shown[at], &shown[at + 6]);
            assert!(count.is_empty() == share.is_empty() || all[3] == "0", "{shown:?}");
            assert!(!["1", "2"].contains(&count.as_str()), "{shown:?}");
            hidden += usize::from(count.is_empty());
        }
    }
    assert!(hidden > 0 && public.len() == internal.len());
    assert!(files.iter().all(|(path, _)| !path.starts_with("public/") || !path.contains("sankaku-tests")));
}
