//! Indicators of a plan: from sheets with years in a column and years as headings to how each stands.

use std::fs;

use tashika::diag::{self, Sink};
use tashika::exhibit::{Audience, Table, Value};
use tashika::run::{self, ReadStudy};
use tashika::text::Lang;

/// Years in a column; a share, a count and a mean in one column of values.
const LONG: &str = "指標,年度,実績,単位,目標\n\
    連携先数,令和2年度,3.0,団体,\n連携先数,令和3年度,3.5,団体,\n連携先数,令和4年度,4.5,団体,\n\
    孤立,令和2年度,30%,,\n孤立,令和3年度,33%,,\n孤立,令和4年度,36%,,\n\
    寄付者,令和2年度,120,人,\n寄付者,令和3年度,200,人,\n寄付者,令和4年度,260,人,\n\
    担い手,令和2年度,40,人,\n担い手,令和3年度,44,人,\n担い手,令和4年度,45,人,\n\
    助成額,令和2年度,40,万円,\n助成額,令和3年度,41,万円,\n助成額,令和4年度,450000,円,\n";
/// Years as headings, and all else in columns of its own.
const WIDE: &str = "指標,単位,初期値,初期値の時期,R3,R4,R5,目標値,目標値の時期,判断基準,根拠\n\
    相談件数,件,500,R2,560,,640,800,R8,年800件,計画書3頁\n空き家,戸,90,R2,88,85,80,80,R5,80戸以下,条例\n";

const STUDY: &str = "[sources.vision]\nfile = \"long.csv\"\nkind = \"indicators\"\nunit = \"指標\"\nperiod_column = \"年度\"\n\
    [sources.plan]\nfile = \"wide.csv\"\nkind = \"indicators\"\nunit = \"指標\"\n\
    [measures.vision]\nmethod = \"targets\"\nsource = \"vision\"\nvalue = \"実績\"\nunit = \"単位\"\n\
    breaks = [{ from = 2022, why = \"設問変更\", of = [\"担い手\"] }]\n\
    [measures.vision.indicators]\n\"連携先数\" = { target = [2030, 6] }\n\"孤立\" = { target = [2030, 0.2] }\n\
    \"寄付者\" = { target = [2025, 250] }\n\"担い手\" = { target = [2030, 80] }\n\"助成額\" = { target = [2030, 100] }\n\
    [measures.plan]\nmethod = \"targets\"\nsource = \"plan\"\nunit = \"単位\"\nstart = \"初期値\"\nstart_year = \"初期値の時期\"\n\
    target = \"目標値\"\ntarget_year = \"目標値の時期\"\ncriterion = \"判断基準\"\ngrounds = \"根拠\"\n";

fn read(study: &str) -> (Option<ReadStudy>, String) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("study.toml", study), ("long.csv", LONG), ("wide.csv", WIDE)] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut sink = Sink::new();
    let read = run::read(&folder.path().join("study.toml"), &|_| (), &mut sink).ok();
    (read, sink.problems.iter().map(|problem| diag::render(problem, Lang::En)).collect::<Vec<_>>().join("\n"))
}

fn table<'t>(read: &'t ReadStudy, name: &str) -> &'t Table {
    read.tables.iter().find(|table| table.id.as_str() == name).unwrap()
}

fn said(table: &Table, row: usize, key: &str) -> String {
    match &table.cell(row, key).unwrap().value {
        Value::Text(text) => text.clone(),
        Value::Phrase(phrase) => phrase.render(Lang::En),
        Value::Number(value) => format!("{value:.4}"),
        _ => String::new(),
    }
}

#[test]
fn each_indicator_is_judged_by_its_own_numbers_and_not_across_what_changed() {
    let (read, told) = read(STUDY);
    let read = read.unwrap_or_else(|| panic!("{told}"));
    let vision = table(&read, "measure-vision");
    let row = |at: usize| ["indicator", "start", "latest", "planned", "way", "needed"].map(|key| said(vision, at, key));
    // 3 + (6 − 3)·2/10 = 3.6; (4.5 − 3)/3; (6 − 4.5)/8.
    assert_eq!(row(0), ["連携先数", "3.0000", "4.5000", "3.6000", "0.5000", "0.1875"]);
    assert_eq!(row(1), ["孤立", "0.3000", "0.3600", "0.2800", "-0.6000", "-0.0200"]);
    assert_eq!(row(2), ["寄付者", "120.0000", "260.0000", "172.0000", "1.0769", ""]);
    assert_eq!(row(3)[3..], ["", "", ""]);
    let stands: Vec<String> = (0..5).map(|at| said(vision, at, "standing")).collect();
    assert!(stands[0].starts_with("Not there yet; at the value planned"), "{}", stands[0]);
    assert_eq!(stands[1..3], ["Further from the target than at the start", "At the target or beyond"]);
    assert!(stands[3].contains("from 2022 on it is counted differently (設問変更)"), "{}", stands[3]);
    assert!(stands[4].contains("from 2022 on the sheet has another unit"), "{}", stands[4]);
    assert!(told.contains("The unit of `助成額` is `円` from 2022 on"), "{told}");
    assert_eq!((vision.audience, read.panel.units.len()), (Audience::Internal, 0));
}

#[test]
fn years_may_be_headings_and_targets_columns() {
    let (read, told) = read(STUDY);
    let read = read.unwrap_or_else(|| panic!("{told}"));
    let plan = table(&read, "measure-plan");
    let row = |at: usize, keys: [&str; 6]| keys.map(|key| said(plan, at, key));
    let keys = ["start_year", "latest_year", "target_year", "planned", "criterion", "grounds"];
    assert_eq!(row(0, keys), ["2020", "2023", "2026", "650.0000", "年800件", "計画書3頁"]);
    assert_eq!(
        said(plan, 0, "standing"),
        "Nearer to the target than at the start, but behind the value planned for this year"
    );
    // Less is better, for the target lies below the start.
    assert_eq!(
        row(1, ["better", "latest", "target", "standing", "way", "needed"])[..4],
        ["less", "80.0000", "80.0000", "At the target or beyond"]
    );
    let course = table(&read, "measure-plan-1");
    let years: Vec<String> = (0..course.rows.len()).map(|at| said(course, at, "year")).collect();
    assert_eq!(years, ["2020", "2021", "2022", "2023", "2024", "2025", "2026"]);
    assert_eq!((said(course, 2, "value"), said(course, 2, "planned")), (String::new(), "600.0000".into()));
}

#[test]
fn what_is_not_in_the_sheet_is_an_error_with_what_is_near() {
    for (from, to, says) in [
        ("value = \"実績\"", "value = \"実積\"", "has no column `実積`"),
        ("\"連携先数\" = {", "\"連携先\" = {", "has no indicator `連携先`"),
        ("source = \"plan\"", "source = \"plans\"", "Did you mean `plan`?"),
        ("why = \"設問変更\", ", "", "A break needs the year"),
        ("target = [2030, 6]", "start = [2031, 3], target = [2030, 6]", "does not lie after its start"),
        ("start = \"初期値\"\n", "", "`start_year` needs `start`"),
    ] {
        let (read, told) = read(&STUDY.replacen(from, to, 1));
        assert!(read.is_none() && told.contains(says), "{says}: {told}");
    }
}
