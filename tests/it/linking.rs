//! Sources that are linked, in parts, with headings, years and names as people have them.

use std::fs;
use std::path::Path;

use rust_xlsxwriter::{Format, Workbook, Worksheet};
use tashika::diag::{Diagnostic, Severity, Sink};
use tashika::panel::{Data, Panel, VarRef, View};
use tashika::run::{self, ReadStudy};

/// Three organisations; the number of the second was lost to scientific notation.
const REGISTER: &str = "団体ID,法人番号,団体名,職員\nD1,7000012050002,特定非営利活動法人みどりの輪,2\nD2,4011010000000,一般社団法人まちの縁側,0\nD3,8000012010038,NPO法人そらまめ,5\n";
/// D1 applied twice; D9 is in no register.
const APPLICATIONS: &str = "申請ID,団体ID,年度,採否\nA1,D1,R3,不採択\nA2,D2,令和3年度,採択\nA3,D1,Ｒ４,採択\nA4,D3,2022年度,不採択\nA5,D9,R4,不採択\n";

const SOURCES: &str = r#"
[sources.applications]
file = "applications.csv"
unit = "申請ID"

[sources.register]
file = "register.csv"
link = { to = "applications", by = "団体ID" }

[sources.accounts]
file = "accounts.xlsx"
sheet = "R*"
period_from = "sheet"
link = { to = "register", by = ["法人番号", "団体名"] }
"#;

fn accounts(dir: &Path) {
    let mut book = Workbook::new();
    let rows = [
        ("7000012050002", "NPO法人 みどりの輪", [100.0, 200.0]),
        ("2010005018803", "（一社）まちの縁側", [30.0, 40.0]),
        ("8000012010038", "NPO法人そらまめ", [7.0, 8.0]),
        ("3000020131016", "株式会社よそもの", [1.0, 1.0]),
    ];
    for (year, unit) in [(0, ""), (1, "（千円）")] {
        let sheet = book.add_worksheet().set_name(if year == 0 { "R2" } else { "R3" }).unwrap();
        sheet.write_string(0, 0, "活動計算書").unwrap();
        for (col, heading) in ["法人番号".into(), "団体名".into(), format!("会費{unit}")].iter().enumerate() {
            sheet.write_string(2, col as u16, heading).unwrap();
        }
        for (row, (number, name, fees)) in rows.iter().enumerate() {
            sheet.write_string(3 + row as u32, 0, *number).unwrap();
            sheet.write_string(3 + row as u32, 1, *name).unwrap();
            sheet.write_number(3 + row as u32, 2, fees[year]).unwrap();
        }
    }
    book.add_worksheet().set_name("説明").unwrap().write_string(0, 0, "読まなくてよい").unwrap();
    book.save(dir.join("accounts.xlsx")).unwrap();
}

fn folder() -> tempfile::TempDir {
    let temp = tempfile::tempdir().unwrap();
    fs::write(temp.path().join("register.csv"), REGISTER).unwrap();
    fs::write(temp.path().join("applications.csv"), APPLICATIONS).unwrap();
    accounts(temp.path());
    temp
}

fn read(dir: &Path, study: &str) -> (Option<ReadStudy>, Vec<Diagnostic>) {
    fs::write(dir.join("study.toml"), study).unwrap();
    let mut sink = Sink::new();
    let read = run::read(&dir.join("study.toml"), &|_| (), &mut sink).ok();
    (read, sink.problems)
}

fn sound(dir: &Path, study: &str) -> (ReadStudy, Vec<Diagnostic>) {
    let (read, problems) = read(dir, study);
    (read.unwrap_or_else(|| panic!("{problems:#?}")), problems)
}

fn numbers(panel: &Panel, name: &str) -> Vec<f64> {
    match View::whole(panel.clone().into()).column(&VarRef::parse(name)).unwrap_or_else(|| panic!("no {name}")).data {
        Data::Number(values) => values.to_vec(),
        Data::Category { levels, .. } => panic!("{name} is text: {levels:?}"),
    }
}

fn same(found: &[f64], wanted: &[f64]) -> bool {
    found.len() == wanted.len() && found.iter().zip(wanted).all(|(a, b)| a == b || a.is_nan() && b.is_nan())
}

fn places(problems: &[Diagnostic], code: &str) -> Vec<String> {
    let own = problems.iter().filter(|problem| problem.code == code);
    own.flat_map(|problem| problem.places.iter().map(ToString::to_string)).collect()
}

#[test]
fn rows_are_linked_by_number_and_else_by_name() {
    let temp = folder();
    let (read, problems) = sound(temp.path(), SOURCES);
    let panel = &read.panel;
    assert_eq!(panel.units.as_ref(), ["A1", "A2", "A3", "A4", "A5"]);
    let nan = f64::NAN;
    assert!(same(&numbers(panel, "職員"), &[2.0, 0.0, 2.0, 5.0, nan]));
    assert!(same(&numbers(panel, "会費@2020"), &[100.0, 30.0, 100.0, 7.0, nan]), "the sheet's name is the period");
    assert!(same(&numbers(panel, "会費@2021"), &[200e3, 40e3, 200e3, 8e3, nan]), "thousands of yen are multiplied out");
    assert_eq!(places(&problems, "corporate-number-destroyed"), ["register.csv / B3"]);
    assert_eq!(places(&problems, "unit-in-heading"), ["accounts.xlsx / R3 / C3"]);
    let linked: Vec<_> = panel.flow.iter().filter(|step| step.key == "linked").collect();
    let lost = |at: usize| linked[at].lost.iter().flat_map(|lost| lost.who.clone()).collect::<Vec<_>>();
    assert_eq!(linked.iter().map(|step| step.remaining).collect::<Vec<_>>(), [3, 3, 3]);
    assert_eq!(lost(1), ["accounts.xlsx / R2 / A7"]);
    let said = linked[1].stage.render(tashika::text::Lang::En);
    assert!(said.contains("法人番号 2") && said.contains("団体名 1"), "{said}");
    assert!(problems.iter().all(|problem| problem.severity != Severity::Error));
}

#[test]
fn a_value_is_traced_through_the_link() {
    let temp = folder();
    let (read, _) = sound(temp.path(), SOURCES);
    let cell = |name: &str, unit| {
        read.panel.places(&VarRef::parse(name), unit).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(cell("会費@2021", 0), ["accounts.xlsx / R3 / C4"]);
    assert_eq!(cell("会費@2021", 2), ["accounts.xlsx / R3 / C4"], "the same organisation's second application");
    assert_eq!(cell("職員", 1), ["register.csv / D3"]);
    assert_eq!(cell("会費@2021", 4), [""; 0]);
}

#[test]
fn years_are_one_thing_however_they_are_written() {
    let temp = folder();
    let question = "[[questions]]\nid = \"q\"\noutcomes = [\"会費\"]\nbefore = \"start-1\"\nafter = \"start+1\"\nstart = \"年度\"\ndesign = \"before-after\"\n";
    let (read, problems) = sound(temp.path(), &format!("{SOURCES}{question}"));
    assert!(same(&numbers(&read.panel, "年度"), &[2021.0, 2021.0, 2022.0, 2022.0, 2022.0]));
    let read_as = places(&problems, "read-as");
    for cell in ["applications.csv / C3", "applications.csv / C4", "applications.csv / C5"] {
        assert!(read_as.contains(&cell.to_string()), "{cell} in {read_as:?}");
    }
}

#[test]
fn other_spellings_of_a_name_are_listed_and_other_names_warned_of() {
    let temp = folder();
    let renamed = REGISTER.replace("NPO法人そらまめ", "NPO法人あずき");
    fs::write(temp.path().join("register.csv"), renamed).unwrap();
    let (_, problems) = sound(temp.path(), SOURCES);
    assert!(places(&problems, "read-as").contains(&"accounts.xlsx / R2 / B4".to_string()));
    assert_eq!(places(&problems, "name-differs"), ["accounts.xlsx / R2 / B6", "accounts.xlsx / R3 / B6"]);
}

#[test]
fn a_name_that_several_have_joins_nobody() {
    let temp = folder();
    let twice = format!("{REGISTER}D4,,NPO法人まちの縁側,9\n").replace("一般社団法人まちの縁側", "まちの縁側");
    fs::write(temp.path().join("register.csv"), twice).unwrap();
    fs::write(temp.path().join("applications.csv"), format!("{APPLICATIONS}A6,D4,R4,不採択\n")).unwrap();
    accounts(temp.path());
    let (read, _) = sound(temp.path(), &SOURCES.replace("[\"法人番号\", \"団体名\"]", "\"団体名\""));
    let step = read.panel.flow.iter().find(|step| step.key == "linked" && step.lost.len() == 1).unwrap();
    assert!(step.lost[0].who.contains(&"accounts.xlsx / R2 / B7".to_string()), "{step:?}");
    // （一社）まちの縁側 is neither NPO法人まちの縁側 nor surely the one without a legal form … but only that one fits.
    assert_eq!(numbers(&read.panel, "会費@2020")[1], 30.0);
}

#[test]
fn links_that_lead_nowhere_stop_with_their_place() {
    let temp = folder();
    let code = |study: &str| {
        let (read, problems) = read(temp.path(), study);
        assert!(read.is_none());
        let errors: Vec<_> = problems.iter().filter(|problem| problem.severity == Severity::Error).collect();
        assert!(errors.iter().all(|error| !error.places.is_empty()), "{errors:?}");
        errors.iter().map(|error| error.code.clone()).collect::<Vec<_>>()
    };
    assert_eq!(code(&SOURCES.replace("to = \"register\"", "to = \"registre\"")), ["unknown-source"]);
    assert_eq!(
        code(&SOURCES.replace("to = \"applications\"", "to = \"accounts\"")),
        ["circular-link", "circular-link"]
    );
    assert_eq!(code(&SOURCES.replace("\"団体ID\" }", "\"職員\" }")), ["unknown-column"]);
    assert_eq!(code(&SOURCES.replace("sheet = \"R*\"", "sheet = \"H*\"")), ["sheet-not-found"]);
    fs::write(temp.path().join("applications.csv"), APPLICATIONS.replace(",D", ",X")).unwrap();
    assert!(code(SOURCES).contains(&"nothing-linked".to_string()));
    let both = SOURCES.replace("link = { to = \"applications\"", "unit = \"団体ID\"\nlink = { to = \"applications\"");
    assert_eq!(code(&both), ["conflicting-keys"]);
    let neither = SOURCES.replace("link = { to = \"applications\", by = \"団体ID\" }", "");
    assert_eq!(code(&neither), ["missing-key"]);
}

#[test]
fn files_of_a_pattern_are_parts_with_their_years() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("田中 助成/令和6年度");
    fs::create_dir_all(&dir).unwrap();
    fs::write(dir.join("調査_令和5年度.csv"), "id,y\n1,10\n2,20\n").unwrap();
    fs::write(dir.join("調査_R6.csv"), "id,y\n1,11\n3,33\n").unwrap();
    fs::write(dir.join("~$調査_R6.csv"), "in use").unwrap();
    let study = "[sources.survey]\nfile = \"調査_*.csv\"\nunit = \"id\"\nperiod_from = \"file\"\n";
    let (read, _) = sound(&dir, study);
    let nan = f64::NAN;
    assert!(same(&numbers(&read.panel, "y@2023"), &[10.0, 20.0, nan]));
    assert!(same(&numbers(&read.panel, "y@2024"), &[11.0, nan, 33.0]));
    let (none, problems) = self::read(&dir, &study.replace("調査_*", "回答_*"));
    assert!(none.is_none() && problems.iter().any(|problem| problem.code == "file-not-found"));
}

fn merged(sheet: &mut Worksheet) {
    let plain = Format::new();
    sheet.write_string(0, 0, "申請と審査").unwrap();
    sheet.merge_range(2, 0, 3, 0, "申請ID", &plain).unwrap();
    sheet.merge_range(2, 1, 3, 1, "団体ID", &plain).unwrap();
    sheet.merge_range(2, 2, 2, 3, "申請", &plain).unwrap();
    sheet.merge_range(2, 4, 2, 5, "審査", &plain).unwrap();
    for (col, text) in [(2, "金額（円）"), (3, "区分"), (4, "点"), (5, "採否")] {
        sheet.write_string(3, col, text).unwrap();
    }
    for row in 4..8 {
        sheet.write_string(row, 0, format!("A{row}")).unwrap();
        sheet.write_string(row, 1, format!("D{row}")).unwrap();
        sheet.write_number(row, 2, f64::from(row) * 1000.0).unwrap();
        sheet.write_string(row, 3, "新規").unwrap();
        sheet.write_number(row, 4, f64::from(60 + row)).unwrap();
        sheet.write_string(row, 5, if row % 2 == 0 { "採択" } else { "不採択" }).unwrap();
    }
}

#[test]
fn merged_headings_in_two_rows_are_found_without_being_told() {
    let temp = tempfile::tempdir().unwrap();
    let mut book = Workbook::new();
    merged(book.add_worksheet());
    book.save(temp.path().join("a.xlsx")).unwrap();
    let (read, problems) = sound(temp.path(), "[sources.a]\nfile = \"a.xlsx\"\nunit = \"申請ID\"\n");
    let names: Vec<&str> = read.panel.variables.keys().map(String::as_str).collect();
    assert_eq!(names, ["団体ID", "金額", "区分", "点", "採否"]);
    assert_eq!(read.panel.units.len(), 4);
    assert_eq!(places(&problems, "stacked-headings"), ["a.xlsx / Sheet1 / A3", "a.xlsx / Sheet1 / A4"]);
}

#[test]
fn a_first_row_with_gaps_is_no_second_row_of_headings() {
    let temp = tempfile::tempdir().unwrap();
    fs::write(
        temp.path().join("a.csv"),
        "id,名前,備考,区分\n,仮登録,なし,\nA2,山の会,あり,新規\nA3,川の会,なし,継続\n",
    )
    .unwrap();
    let (read, problems) = sound(temp.path(), "[sources.a]\nfile = \"a.csv\"\nunit = \"id\"\n");
    assert_eq!(read.panel.units.len(), 2);
    assert!(places(&problems, "stacked-headings").is_empty());
    assert_eq!(places(&problems, "no-unit-id"), ["a.csv / A2"]);
}

/// Accounts of two years; in the second the title alone says that they are in thousands.
fn titled(dir: &Path) {
    let mut book = Workbook::new();
    for (name, title) in [("R2", "活動計算書"), ("R3", "活動計算書（単位：千円）")] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write_string(0, 0, title).unwrap();
        for (col, heading) in ["団体ID", "会費", "会員数"].iter().enumerate() {
            sheet.write_string(2, col as u16, *heading).unwrap();
        }
        for (row, id) in ["D1", "D2", "D3"].iter().enumerate() {
            sheet.write_string(3 + row as u32, 0, *id).unwrap();
            sheet.write_number(3 + row as u32, 1, 100.0).unwrap();
            sheet.write_number(3 + row as u32, 2, 12.0).unwrap();
        }
    }
    book.save(dir.join("accounts.xlsx")).unwrap();
}

#[test]
fn a_unit_beside_the_table_is_asked_about_and_then_used() {
    let temp = folder();
    titled(temp.path());
    let by_id = SOURCES
        .replace("{ to = \"register\", by = [\"法人番号\", \"団体名\"] }", "{ to = \"register\", by = \"団体ID\" }");
    let (none, problems) = read(temp.path(), &by_id);
    assert!(none.is_none());
    assert_eq!(places(&problems, "unit-unclear"), ["accounts.xlsx / R3 / A1"]);
    let with = |amounts: &str| {
        by_id.replace("period_from = \"sheet\"", &format!("period_from = \"sheet\"\namounts = {amounts}"))
    };
    let (read, _) = sound(temp.path(), &with("[\"会費\"]"));
    assert_eq!(numbers(&read.panel, "会費@2020")[0], 100.0);
    assert_eq!(numbers(&read.panel, "会費@2021")[0], 100e3);
    assert_eq!(numbers(&read.panel, "会員数@2021")[0], 12.0);
    let (read, _) = sound(temp.path(), &with("[]"));
    assert_eq!(numbers(&read.panel, "会費@2021")[0], 100.0);
}

#[test]
fn an_id_that_the_other_source_does_not_have_is_said() {
    let temp = folder();
    let (_, problems) = sound(temp.path(), SOURCES);
    assert_eq!(places(&problems, "not-linked"), ["applications.csv / B6"]);
}

#[test]
fn dates_are_periods_by_the_fiscal_year() {
    let temp = tempfile::tempdir().unwrap();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (col, heading) in ["id", "date", "y"].iter().enumerate() {
        sheet.write_string(0, col as u16, *heading).unwrap();
    }
    for (row, (year, month, day)) in [(2022, 3, 31), (2022, 4, 1)].into_iter().enumerate() {
        let at = rust_xlsxwriter::ExcelDateTime::from_ymd(year, month, day).unwrap();
        sheet.write_string(1 + row as u32, 0, "A").unwrap();
        sheet.write_datetime_with_format(1 + row as u32, 1, &at, &date).unwrap();
        sheet.write_number(1 + row as u32, 2, row as f64).unwrap();
    }
    book.save(temp.path().join("a.xlsx")).unwrap();
    let study =
        "[study]\nfiscal_year_starts = 4\n[sources.a]\nfile = \"a.xlsx\"\nunit = \"id\"\nperiod_column = \"date\"\n";
    let (read, _) = sound(temp.path(), study);
    assert_eq!((numbers(&read.panel, "y@2021"), numbers(&read.panel, "y@2022")), (vec![0.0], vec![1.0]));
}
