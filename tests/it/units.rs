//! Who is a unit, and who is the same: prefixes of registers, ids that do not meet, several columns as one id, rows of one unit,
//! lists of those who took part, and anonymous answers of the same people.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use tashika::diag::{Diagnostic, Severity, Sink};
use tashika::findings::Bundle;
use tashika::ingest::decisions::{Choice, Given};
use tashika::panel::{Data, VarRef, View};
use tashika::plan::{self, Plan};
use tashika::run::{self, ReadStudy};
use tashika::text::Lang;

use crate::study_runs::outputs;

struct Case {
    dir: tempfile::TempDir,
}

impl Case {
    fn new(study: &str, files: &[(&str, &str)]) -> Case {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("study.toml"), study).unwrap();
        files.iter().for_each(|(name, text)| fs::write(dir.path().join(name), text).unwrap());
        Case { dir }
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("study.toml")
    }

    fn read(&self) -> (Option<ReadStudy>, Vec<Diagnostic>) {
        let mut sink = Sink::new();
        let read = run::read(&self.path(), &|_| (), &mut sink).ok();
        (read, sink.problems)
    }

    fn sound(&self) -> (ReadStudy, Vec<Diagnostic>) {
        let (read, problems) = self.read();
        (read.unwrap_or_else(|| panic!("{problems:#?}")), problems)
    }

    fn plan(&self) -> (Option<Plan>, ReadStudy, Vec<Diagnostic>) {
        let (read, mut problems) = self.sound();
        let mut sink = Sink::new();
        let plan = plan::plan(&read.study, &read.panel, &mut sink).ok();
        problems.extend(sink.problems);
        (plan, read, problems)
    }

    fn run(&self) -> Bundle {
        crate::study_runs::run_study(&self.path())
    }
}

fn told(problems: &[Diagnostic], code: &str) -> Vec<String> {
    let own = problems.iter().filter(|problem| problem.code == code);
    let hint = |problem: &Diagnostic| problem.hint.as_ref().map(|hint| hint.render(Lang::En)).unwrap_or_default();
    own.map(|problem| format!("{} | {}", problem.message.render(Lang::En), hint(problem))).collect()
}

fn one(problems: &[Diagnostic], code: &str) -> String {
    let told = told(problems, code);
    assert_eq!(told.len(), 1, "{code} in {problems:#?}");
    told.into_iter().next().unwrap()
}

fn severity(problems: &[Diagnostic], code: &str) -> Option<Severity> {
    problems.iter().find(|problem| problem.code == code).map(|problem| problem.severity)
}

fn numbers(read: &ReadStudy, name: &str) -> Vec<f64> {
    match View::whole(read.panel.clone()).column(&VarRef::parse(name)).unwrap_or_else(|| panic!("no {name}")).data {
        Data::Number(values) => values.to_vec(),
        Data::Category { levels, .. } => panic!("{name} is text: {levels:?}"),
    }
}

fn texts(read: &ReadStudy, name: &str) -> Vec<String> {
    match View::whole(read.panel.clone()).column(&VarRef::parse(name)).unwrap_or_else(|| panic!("no {name}")).data {
        Data::Category { levels, codes } => {
            codes.iter().map(|&code| levels.get(code as usize).cloned().unwrap_or_default()).collect()
        }
        Data::Number(values) => values.iter().map(f64::to_string).collect(),
    }
}

fn units(read: &ReadStudy) -> Vec<&str> {
    read.panel.units.iter().map(String::as_str).collect()
}

const TWO: &str = "[sources.a]\nfile = \"a.csv\"\nunit = \"id\"\n[sources.b]\nfile = \"b.csv\"\nunit = \"id\"\n";

/// A question that puts variables of both sources together.
const BOTH: &str =
    "[[questions]]\nid = \"q\"\noutcomes = [\"y\"]\nbaseline = { y = \"x\" }\ndesign = \"before-after\"\n";

/// A table of ids and one number.
fn table(heading: &str, ids: impl Iterator<Item = String>) -> String {
    let mut text = format!("id,{heading}\n");
    ids.enumerate().for_each(|(i, id)| writeln!(text, "{id},{}", i + 10).unwrap());
    text
}

#[test]
fn corporate_numbers_that_are_lost_belong_to_nobody() {
    let table = "法人番号,額\n4010005003854,1\n4.01101E+12,2\n4.01101E+12,3\n7000012050002,4\n2010005003854,5\n";
    let case = Case::new("[sources.a]\nfile = \"a.csv\"\nunit = \"法人番号\"\n", &[("a.csv", table)]);
    let (read, problems) = case.sound();
    assert_eq!(read.panel.units.len(), 3, "{problems:?}");
    assert!(problems.iter().any(|problem| problem.code == "id-destroyed"), "{problems:?}");
    assert!(problems.iter().all(|problem| problem.code != "corporate-number-destroyed"), "one cause, one message");
}

#[test]
fn a_number_beside_the_name_is_the_unit_however_the_cell_is_written() {
    let table = "名称及び法人番号,額\nみどりの会 法人番号7000012050002,1\nあおの会（2010005003854）,2\n";
    let other = "名称及び法人番号,後\nみどりの会　7000012050002,3\nあおの会 2010005003854,4\n";
    let study = "[sources.a]\nfile = \"a.csv\"\nunit = \"名称及び法人番号\"\n[sources.b]\nfile = \"b.csv\"\nunit = \"名称及び法人番号\"\n";
    let (read, problems) = Case::new(study, &[("a.csv", table), ("b.csv", other)]).sound();
    assert_eq!(read.panel.units.len(), 2, "{problems:?}");
}

#[test]
fn ids_with_and_without_their_register_are_one() {
    let a = "id,x\nGB-CHC-1001856,1\n1001857,2\nGB-COH-01234567,3\nUS-EIN-13-3458820,4\nJP-HJN-7000012050002,5\n1001856,1\n";
    let b = "id,y\n1001856,10\ngb-chc-1001857,20\n01234567,30\n133458820,40\nT7000012050002,50\n";
    let (read, problems) = Case::new(TWO, &[("a.csv", a), ("b.csv", b)]).sound();
    assert_eq!(read.panel.units.len(), 5, "{:?}", units(&read));
    assert_eq!(numbers(&read, "x").len(), 5);
    assert!(numbers(&read, "x").iter().chain(&numbers(&read, "y")).all(|value| !value.is_nan()));
    assert!(told(&problems, "repeated-row").len() == 1, "both spellings in one column are one unit");
    let said = one(&problems, "register-prefix");
    assert!(said.contains("GB-CHC-1001856 = 1001856"), "{said}");
    assert!(told(&problems, "units-do-not-meet").is_empty() && told(&problems, "like-unit").is_empty());
}

#[test]
fn one_number_of_two_registers_is_doubtful_and_joins_nobody() {
    let a = "id,x\nGB-CHC-1001856,1\nGB-COH-01001856,2\nGB-CHC-1001900,3\n";
    let b = "id,y\n1001856,10\n1001900,30\n";
    let (read, problems) = Case::new(TWO, &[("a.csv", a), ("b.csv", b)]).sound();
    assert_eq!(units(&read), ["1001856", "1001900", "GB-CHC-1001856", "GB-COH-01001856"]);
    let said = one(&problems, "register-unclear");
    assert!(said.contains("1001856") && said.contains("GB-CHC-1001856"), "{said}");
    let house = "id,x\nHF-20-BB-00123,1\n00123,2\n";
    let (read, _) = Case::new("[sources.a]\nfile = \"a.csv\"\nunit = \"id\"\n", &[("a.csv", house)]).sound();
    assert_eq!(read.panel.units.len(), 2, "an id of the house is no register");
}

const PORTFOLIO: &str = r#"
[sources.applications]
file = "applications.csv"
unit = "application"

[sources.accounts]
file = "accounts.csv"
link = { to = "applications", by = "charity" }
period_column = "year"

[[questions]]
id = "q"
outcomes = ["income"]
before = "start-1"
after = "start+1"
treatment = "decision"
covariates = ["size", "income@start-1"]
rounds = { by = "round", organisation = "charity", funded_later = "exclude", funded_earlier = "exclude", funded_again = "first" }
design = { method = "nearest" }
"#;

/// Charities 0 to 39 apply in 2021, every fourth is awarded; 1 is awarded in 2022, by the other program if `other`. Charities are
/// written with their register in one round and without it in the other.
fn portfolio(other: bool) -> (String, String) {
    let mut text = String::from("application,charity,program,round,decision,size\n");
    for i in 0..40 {
        let decision = ["Awarded", "Declined", "declined ", "Declined"][i % 4];
        writeln!(text, "A{i:02},GB-CHC-10018{i:02},roots,2021,{decision},{}", (i * 7) % 11).unwrap();
    }
    writeln!(text, "B01,1001801,{},2022,awarded,7", if other { "youth" } else { "roots" }).unwrap();
    let mut accounts = String::from("charity,year,income\n");
    for i in 0..40 {
        (2020..=2023).for_each(|year| writeln!(accounts, "10018{i:02},{year},{}", 100 + (i * 13) % 17).unwrap());
    }
    (text, accounts)
}

#[test]
fn rounds_know_an_organisation_by_either_spelling_and_case_is_no_word() {
    let (applications, accounts) = portfolio(false);
    let case = Case::new(PORTFOLIO, &[("applications.csv", &applications), ("accounts.csv", &accounts)]);
    let (plan, read, problems) = case.plan();
    let plan = plan.unwrap_or_else(|| panic!("{problems:#?}"));
    assert_eq!(texts(&read, "charity")[40], "1001801");
    assert_eq!(texts(&read, "charity")[1], "1001801");
    assert!(numbers(&read, "income@2021").iter().all(|value| !value.is_nan()), "linked by either spelling");
    let step = &plan.questions[0].steps[0];
    let out: Vec<&str> = step.left_out.iter().flat_map(|lost| &lost.who).map(String::as_str).collect();
    assert_eq!(out, ["A01"], "rejected, and funded in the next round");
}

#[test]
fn where_does_not_hide_awards_of_other_programs() {
    let (applications, accounts) = portfolio(true);
    let study = PORTFOLIO.replace("design = {", "where = \"program = 'roots'\"\ndesign = {");
    let case = Case::new(&study, &[("applications.csv", &applications), ("accounts.csv", &accounts)]);
    let (plan, _, problems) = case.plan();
    let plan = plan.unwrap_or_else(|| panic!("{problems:#?}"));
    let step = &plan.questions[0].steps[0];
    let out: Vec<(String, &[String])> =
        step.left_out.iter().map(|lost| (lost.reason.render(Lang::En), lost.who.as_slice())).collect();
    assert_eq!(out.len(), 1, "{out:?}");
    assert!(out[0].0.contains("funded in a later round") && out[0].1 == ["A01"], "{out:?}");
    let notes: Vec<String> = step.notes.iter().map(|note| note.render(Lang::En)).collect();
    assert!(notes.iter().any(|note| note.contains("1 award that `where` leaves aside counts")), "{notes:?}");
}

#[test]
fn ids_that_are_written_otherwise_stop_with_pairs() {
    let spellings: [fn(usize) -> String; 4] = [
        |i| format!("{:03}", i + 1),
        |i| format!("A-{}", i + 1),
        |i| format!("a{}", i + 1),
        |i| format!("{}/1", i + 1),
    ];
    let plain: [fn(usize) -> String; 4] =
        [|i| (i + 1).to_string(), |i| format!("A{}", i + 1), |i| format!("A{}", i + 1), |i| format!("{}-1", i + 1)];
    for (one_way, other) in spellings.iter().zip(&plain) {
        let (a, b) = (table("x", (0..30).map(one_way)), table("y", (0..30).map(other)));
        let (read, problems) = Case::new(&format!("{TWO}{BOTH}"), &[("a.csv", &a), ("b.csv", &b)]).read();
        assert!(read.is_none());
        let said = one(&problems, "units-do-not-meet");
        assert!(said.contains("0 stand in another source, and 30 more would"), "{said}");
        assert!(said.contains(&format!("“{}” in `b` and “{}” in `a`", other(0), one_way(0))), "{said}");
        assert!(said.contains("link = { to = \"a\", by = [\"id\"] }"), "{said}");
        // All are asked about, and decisions to join them mend it.
        let case = Case::new(&format!("{TWO}{BOTH}"), &[("a.csv", &a), ("b.csv", &b)]);
        let mut sink = Sink::new();
        let looked = run::look(&case.path(), Vec::new(), &|_| (), &mut sink).unwrap();
        let mut asked: Vec<_> = looked.decisions.into_iter().filter(|it| !it.matters.is_empty()).collect();
        assert_eq!(asked.len(), 30, "{asked:#?}");
        asked.iter_mut().for_each(|decision| decision.choice = Some(Choice::Join));
        let read = run::read_decided(&case.path(), asked, &|_| (), &mut Sink::new()).unwrap();
        assert_eq!(read.panel.units.len(), 30);
    }
}

#[test]
fn an_id_is_what_its_cell_shows() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let format = rust_xlsxwriter::Format::new().set_num_format("00000");
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["id", "x"]).unwrap();
    for i in 0..10u32 {
        sheet.write_number_with_format(i + 1, 0, f64::from(i + 1), &format).unwrap();
        sheet.write_number(i + 1, 1, f64::from(i)).unwrap();
    }
    book.save(dir.path().join("a.xlsx")).unwrap();
    let study = format!("{TWO}{BOTH}").replace("a.csv", "a.xlsx");
    fs::write(dir.path().join("study.toml"), study).unwrap();
    let case = Case { dir };
    // As text with the zeros, and as numbers without them.
    for id in [|i: usize| format!("{:05}", i + 1), |i: usize| (i + 1).to_string()] {
        fs::write(case.dir.path().join("b.csv"), table("y", (0..10).map(id))).unwrap();
        let (read, problems) = case.sound();
        assert_eq!(units(&read)[..2], ["00001", "00002"], "{problems:#?}");
        assert_eq!(read.panel.units.len(), 10);
    }
}

#[test]
fn sources_that_hardly_meet_are_told_of_and_ordinary_ones_are_not() {
    let id = |from: usize, n: usize| (from..from + n).map(|i| format!("N{:05}", i * 7));
    let said = |a: String, b: String, question: &str| {
        let (_, problems) = Case::new(&format!("{TWO}{question}"), &[("a.csv", &a), ("b.csv", &b)]).read();
        (
            severity(&problems, "units-do-not-meet"),
            told(&problems, "units-do-not-meet"),
            told(&problems, "sources-joined"),
        )
    };
    // Not one id in common.
    let (grave, told, _) = said(table("x", id(0, 30)), table("y", id(100, 30)), BOTH);
    assert_eq!(grave, Some(Severity::Error));
    assert!(told[0].contains("its ids are such as N00700, N00707, N00714, those of `a` such as N00000"), "{told:?}");
    // 8 of 30.
    let (grave, ..) = said(table("x", id(0, 30)), table("y", id(22, 30)), BOTH);
    assert_eq!(grave, Some(Severity::Warning));
    // Most of those who answered first did not answer again; a register much larger than the sample.
    for (a, b, wanted) in [(100, 35, "35 of the 100 of `a`"), (2_000, 20, "20 of the 2,000 of `a`")] {
        let (grave, _, joined) = said(table("x", id(0, a)), table("y", id(0, b)), BOTH);
        assert_eq!(grave, None, "{a} {b}");
        assert!(joined[0].contains(wanted), "{joined:?}");
    }
    // All meet: nothing to say.
    let (grave, _, joined) = said(table("x", id(0, 30)), table("y", id(0, 30)), BOTH);
    assert!(grave.is_none() && joined.is_empty());
    // Each question asks one source only.
    let apart = "[[questions]]\nid = \"q\"\noutcomes = [\"y\"]\nbaseline = { y = \"y0\" }\ndesign = \"before-after\"\n";
    let b = table("y", id(100, 30)).replace("y\n", "y,y0\n").replace("0\n", "0,1\n");
    assert_eq!(said(table("x", id(0, 30)), b, apart).0, None);
}

#[test]
fn other_people_each_time_need_no_common_ids() {
    let study = TWO.replace("\"a.csv\"", "\"a.csv\"\nperiod = 2021").replace("\"b.csv\"", "\"b.csv\"\nperiod = 2022");
    let question = "[[questions]]\nid = \"q\"\noutcomes = [\"y\"]\nbefore = 2021\nafter = 2022\ndesign = \"DESIGN\"\n";
    let (a, b) = (table("y", (0..20).map(|i| format!("R3-{i}"))), table("y", (0..20).map(|i| format!("R4-{i}"))));
    let files = [("a.csv", a.as_str()), ("b.csv", b.as_str())];
    let read = |design: &str| Case::new(&format!("{study}{}", question.replace("DESIGN", design)), &files).read();
    let (found, problems) = read("two-groups");
    assert!(found.is_some() && told(&problems, "units-do-not-meet").is_empty(), "{problems:#?}");
    let (found, problems) = read("before-after");
    assert!(found.is_none());
    assert!(one(&problems, "units-do-not-meet").contains("two-groups"));
}

#[test]
fn a_few_ids_in_another_spelling_are_asked_about_and_joined_by_decision() {
    let a = table("x", (0..20).map(|i| format!("N{i:03}")));
    let b = table("y", (0..20).map(|i| if i < 2 { format!("n-{}", i + 1) } else { format!("N{i:03}") }));
    // n-1 and n-2 are perhaps N001 and N002; N002 is there itself, so that only n-1 is asked about.
    let case = Case::new(&format!("{TWO}{BOTH}"), &[("a.csv", &a), ("b.csv", &b)]);
    let (read, problems) = case.sound();
    let said = one(&problems, "like-unit");
    assert!(said.contains("“n-1” in `b` and “N001” in `a`") && said.starts_with("1 unit is perhaps"), "{said}");
    assert_eq!(read.panel.units.len(), 22);
    let mut asked: Vec<_> = read.decisions.into_iter().filter(|decision| !decision.matters.is_empty()).collect();
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert_eq!(asked[0].value, Some(Given::Text("N001".into())));
    for (choice, wanted) in [(Choice::Join, 21), (Choice::Apart, 22)] {
        asked[0].choice = Some(choice);
        let mut sink = Sink::new();
        let read = run::read_decided(&case.path(), asked.clone(), &|_| (), &mut sink).unwrap();
        assert_eq!(read.panel.units.len(), wanted, "{choice:?}");
        assert!(told(&sink.problems, "like-unit").is_empty());
    }
}

#[test]
fn two_columns_are_the_unit_together() {
    let mut before = String::from("class,page,x\n");
    let mut after = String::from("page,class,y\n");
    for (class, page) in (0..3).flat_map(|class| (1..=10).map(move |page| (class, page))) {
        writeln!(before, "C{class},{page},{}", class * 10 + page).unwrap();
        writeln!(after, "{page},C{class},{}", class * 10 + page + [0, 1, 2, 1][page % 4]).unwrap();
    }
    let pair = TWO.replace("unit = \"id\"", "unit = [\"class\", \"page\"]");
    let question = BOTH.to_string() + "cluster = \"class\"\n";
    let case = Case::new(&format!("{pair}{question}"), &[("a.csv", &before), ("b.csv", &after)]);
    let (read, problems) = case.sound();
    assert_eq!(read.panel.units.len(), 30, "{problems:#?}");
    assert_eq!(units(&read)[..2], ["C0 / 1", "C0 / 2"]);
    assert_eq!(texts(&read, "class")[29], "C2");
    assert!(problems.iter().all(|problem| problem.severity == Severity::Note), "{problems:#?}");
    let bundle = Case::new(&format!("{pair}{BOTH}"), &[("a.csv", &before), ("b.csv", &after)]).run();
    assert_eq!(bundle.findings.findings[0].effect.as_ref().unwrap().estimate, 1.1);
    let data = outputs(&bundle).into_iter().find(|(path, _)| path.ends_with("analysis_frame.csv")).unwrap().1;
    assert!(String::from_utf8(data).unwrap().contains("C0 / 1,"));
    // The pair that is there twice, with other values.
    let twice = before + "C2,10,99\n";
    let (read, problems) = Case::new(&format!("{pair}{question}"), &[("a.csv", &twice), ("b.csv", &after)]).read();
    assert!(read.is_none());
    assert!(one(&problems, "duplicate-unit").contains("differ in x: C2 / 10"));
    // One of the columns alone: the other one is offered.
    let alone = TWO.replace("unit = \"id\"", "unit = \"class\"");
    let (_, problems) = Case::new(&alone, &[("a.csv", &twice.replace("C2,10,99\n", "")), ("b.csv", &after)]).read();
    assert!(told(&problems, "duplicate-unit")[0].contains("unit = [\"class\", \"page\"]"), "{problems:#?}");
}

const ANSWERS: &str = "id,Timestamp,x,y\n\
    A,2025/04/02 10:00:00,1,10\n\
    B,2025/04/01 09:00:00,2,20\n\
    A,2025/04/01 10:00:00,3,30\n\
    A,2025/04/01 11:00:00,4,40\n\
    B,2025/04/01 09:00:00,2,20\n";

fn settled(duplicates: &str, table: &str) -> (ReadStudy, Vec<Diagnostic>) {
    let study = format!("[sources.a]\nfile = \"a.csv\"\nunit = \"id\"\n{duplicates}\n");
    Case::new(&study, &[("a.csv", table)]).sound()
}

#[test]
fn which_of_several_rows_counts_is_declared() {
    let untimed = ANSWERS.replace("Timestamp", "when");
    for (duplicates, table, x, cells) in [
        ("last", ANSWERS, 1.0, vec!["a.csv / A4", "a.csv / A5"]),
        ("first", ANSWERS, 3.0, vec!["a.csv / A2", "a.csv / A5"]),
        ("last", untimed.as_str(), 4.0, vec!["a.csv / A2", "a.csv / A4"]),
        ("first", untimed.as_str(), 1.0, vec!["a.csv / A4", "a.csv / A5"]),
    ] {
        let (read, problems) = settled(&format!("duplicates = \"{duplicates}\""), table);
        assert_eq!(numbers(&read, "x"), [x, 2.0], "{duplicates} {table}");
        let lost: Vec<(String, usize)> =
            read.panel.flow[0].lost.iter().map(|lost| (lost.reason.render(Lang::En), lost.count)).collect();
        assert!(
            lost.iter().any(|(why, n)| why.starts_with("another row of the same unit counts") && *n == 2),
            "{lost:?}"
        );
        assert!(lost.iter().any(|(why, n)| why == "the same row again" && *n == 1), "{lost:?}");
        let said = problems.iter().find(|problem| problem.code == "duplicates-settled").unwrap();
        let mut places: Vec<String> = said.places.iter().map(ToString::to_string).collect();
        places.sort_unstable();
        assert_eq!(places, cells, "{duplicates}");
        assert_eq!(read.panel.provenance.lost.len(), 3, "every row that does not count is listed");
    }
}

#[test]
fn repeated_rows_are_one_message_and_its_hint_says_what_to_write() {
    let mut text = String::from("id,x,y\n");
    for i in 0..30 {
        write!(text, "U{i},1,2\nU{i},3,4\nU{i},5,6\n").unwrap();
    }
    let study = "[sources.a]\nfile = \"a.csv\"\nunit = \"id\"\n";
    let (_, problems) = Case::new(study, &[("a.csv", &text)]).read();
    let said = one(&problems, "duplicate-unit");
    assert!(
        said.starts_with("30 units of `a` stand in several rows that differ in x, y: U0, U1, U2, and others"),
        "{said}"
    );
    assert!(said.contains("duplicates = \"last\"") && said.contains("rows = \"sum\" or \"mean\""), "{said}");
    assert!(said.len() < 600, "{said}");
    let problem = problems.iter().find(|problem| problem.code == "duplicate-unit").unwrap();
    assert_eq!(problem.count, 90, "every row can be left out by decision");
    let vain = format!("{study}rows = \"sum\"\nduplicates = \"last\"\n");
    let mut sink = Sink::new();
    assert!(tashika::study::read_str(&vain, "study.toml", std::path::Path::new("."), &mut sink).is_err());
    assert_eq!(sink.problems[0].code, "conflicting-keys");
}

#[test]
fn repeated_rows_are_averaged() {
    let (read, _) =
        settled("rows = \"mean\"", "id,hours,done,mood\nA,1,yes,good\nA,2,no,bad\nA,,no,good\nB,4,yes,good\n");
    assert_eq!(numbers(&read, "hours"), [1.5, 4.0]);
    assert_eq!(numbers(&read, "done"), [1.0 / 3.0, 1.0], "the mean of yes and no is a share");
    assert_eq!(texts(&read, "mood"), ["good; bad", "good"]);
}

const ROSTER: &str = r#"
[sources.survey]
file = "survey.csv"
unit = "no"

[sources.participants]
file = "participants.csv"
link = { to = "survey", by = ["団体名"] }

[[questions]]
id = "q"
outcomes = ["after"]
baseline = { after = "before" }
treatment = { in = "participants" }
covariates = ["before", "size"]
design = { method = "nearest" }
"#;

/// Thirty organisations; the first ten are listed, the ninth in a spelling that a person must look at, the tenth is nobody's.
fn listed() -> (String, String) {
    let names = ["山吹ゆめ広場", "川辺の会", "青空文庫", "みどりの輪", "星の家", "里山守り"];
    let name = |i: usize| match i {
        8 => "NPO法人国際交流基金振興会".to_string(),
        i => format!("NPO法人{}{}", names[i % 6], "あいうえお".chars().nth(i / 6).unwrap()),
    };
    let mut survey = String::from("no,団体名,before,after,size\n");
    for i in 0..30 {
        writeln!(survey, "S{i:02},{},{},{},{}", name(i), 10 + (i * 7) % 13, 12 + (i * 5) % 11, (i * 3) % 7).unwrap();
    }
    let mut list = String::from("団体名,回数\n");
    (0..8).for_each(|i| writeln!(list, "{},{}", name(i), i + 1).unwrap());
    writeln!(list, "{},4", name(8).replace("交流", "交琉")).unwrap();
    writeln!(list, "株式会社どこにもない商店,5").unwrap();
    (survey, list)
}

#[test]
fn a_list_of_those_who_took_part_is_the_treatment() {
    let (survey, list) = listed();
    let case = Case::new(ROSTER, &[("survey.csv", &survey), ("participants.csv", &list)]);
    let (plan, read, problems) = case.plan();
    let plan = plan.unwrap_or_else(|| panic!("{problems:#?}"));
    let treated = numbers(&read, "in_participants");
    let of = |wanted: f64| treated.iter().filter(|value| **value == wanted).count();
    assert_eq!((of(1.0), of(0.0)), (8, 21));
    assert!(treated[8].is_nan(), "who is perhaps meant is no comparison unit");
    let said = one(&problems, "roster-open");
    assert!(
        said.contains("8 units took part and 21 did not take part; 1 row waits for a decision and 1 was found nowhere"),
        "{said}"
    );
    assert!(said.contains("1 unit that may be meant is not compared"), "{said}");
    let notes: Vec<String> = plan.questions[0].steps[0].notes.iter().map(|note| note.render(Lang::En)).collect();
    assert!(notes.iter().any(|note| note.starts_with("By `participants`, 8 units took part")), "{notes:?}");
    let bundle = case.run();
    let flow = &bundle.findings.questions[0].flow;
    let known = flow.iter().find(|step| step.key == "candidates").unwrap();
    assert_eq!((known.treated, known.comparison), (Some(8), Some(21)));
    assert_eq!(known.lost[0].who, ["S08"]);
    let files = outputs(&bundle);
    let text =
        |name: &str| String::from_utf8(files.iter().find(|(path, _)| path.ends_with(name)).unwrap().1.clone()).unwrap();
    assert!(text("analysis_frame.csv").lines().next().unwrap().contains(",in_participants,"));
    assert!(text("replicate.R").contains("treatment = \"in_participants\""));
    assert!(text("data/codebook.csv").contains("`participants` に載っている"), "{}", text("data/codebook.csv"));
}

#[test]
fn a_list_may_count_only_some_and_have_ids_of_its_own() {
    let (survey, list) = listed();
    let study = ROSTER.replace("in = \"participants\"", "in = \"participants\", where = \"回数 >= 3\"");
    let (read, problems) = Case::new(&study, &[("survey.csv", &survey), ("participants.csv", &list)]).sound();
    let treated = numbers(&read, "in_participants_q");
    assert!(treated[0].is_nan() && treated[1].is_nan(), "they came, and not often enough: {problems:#?}");
    assert_eq!(treated.iter().filter(|value| **value == 1.0).count(), 6);
    let outcome = ROSTER.replace("in = \"participants\"", "in = \"participants\", where = \"after > 3\"");
    let (read, problems) = Case::new(&outcome, &[("survey.csv", &survey), ("participants.csv", &list)]).read();
    assert!(read.is_none() && !told(&problems, "where-on-outcome").is_empty());

    let own = ROSTER.replace("link = { to = \"survey\", by = [\"団体名\"] }", "unit = \"no\"");
    // S7 is perhaps S07; S99 is nobody.
    let list = "no,回数\nS00,1\nS01,2\nS02,1\nS03,1\nS04,1\nS7,3\nS99,1\n";
    let (read, problems) = Case::new(&own, &[("survey.csv", &survey), ("participants.csv", list)]).sound();
    let treated = numbers(&read, "in_participants");
    let at = |id: &str| treated[read.panel.units.iter().position(|unit| unit == id).unwrap()];
    assert_eq!((at("S00"), at("S05")), (1.0, 0.0));
    assert!(at("S07").is_nan() && at("S7").is_nan() && at("S99").is_nan());
    assert!(one(&problems, "roster-open").contains("5 units took part and 24 did not"), "{problems:#?}");
}

#[test]
fn units_of_a_source_that_a_question_does_not_use_are_no_missing_cases() {
    let mut survey = String::from("id,before,after\n");
    (0..25).for_each(|i| writeln!(survey, "N{i},{},{}", i % 7, i % 7 + 1 + i % 3).unwrap());
    let mut register = String::from("id,region\n");
    (0..100).for_each(|i| writeln!(register, "N{i},{}", ["north", "south"][i % 2]).unwrap());
    let question = "[[questions]]\nid = \"q\"\noutcomes = [\"after\"]\nbaseline = { after = \"before\" }\ndesign = \"before-after\"\n";
    let run = |further: &str| {
        let files = [("a.csv", register.as_str()), ("b.csv", survey.as_str())];
        Case::new(&format!("{TWO}{question}{further}"), &files).run()
    };
    let bundle = run("");
    let flow = &bundle.findings.questions[0].flow;
    let step = |key: &str| flow.iter().find(|step| step.key == key).unwrap();
    assert_eq!((step("units").remaining, step("eligible").remaining, step("analysed").remaining), (100, 25, 25));
    assert_eq!((step("eligible").lost[0].count, step("analysed").lost.len()), (75, 0));
    // A question that chooses units by what the register says is about the register.
    let bundle = run("where = \"region = 'north'\"\n");
    let flow = &bundle.findings.questions[0].flow;
    let last = flow.iter().find(|step| step.key == "analysed").unwrap();
    assert_eq!((last.remaining, last.lost[0].count), (13, 37));
}

fn words(decisions: &[&str]) -> (Option<Plan>, Vec<Diagnostic>) {
    let mut text = String::from("id,Decision,size,before,after\n");
    (0..60).for_each(|i| {
        writeln!(text, "N{i},{},{},{},{}", decisions[i % decisions.len()], i % 7, i % 5, i % 5 + i % 3).unwrap()
    });
    let study = "[sources.a]\nfile = \"a.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\noutcomes = [\"after\"]\nbaseline = { after = \"before\" }\ntreatment = \"Decision\"\ncovariates = [\"size\", \"before\"]\ndesign = \"nearest\"\n";
    let (plan, _, problems) = Case::new(study, &[("a.csv", &text)]).plan();
    (plan, problems)
}

#[test]
fn decision_words_fold_and_several_ask_for_codes() {
    let (plan, problems) = words(&["Awarded", "Declined", "awarded ", "DECLINED", "Ａｗａｒｄｅｄ"]);
    assert!(plan.is_some(), "{problems:#?}");
    let (plan, problems) = words(&["Grant given", "grant given", "Turned down", "Turned  Down"]);
    assert!(plan.is_none());
    let said = one(&problems, "treatment-unclear");
    assert!(said.contains("Grant given (30)") && said.contains("codes = {"), "{said}");
    let (plan, problems) = words(&["Awarded", "Declined", "Declined - over budget", "Rejected", "awarded"]);
    assert!(plan.is_none());
    let said = one(&problems, "treatment-not-two-valued");
    let line = r#"[variables.Decision]  codes = { Awarded = "yes", Declined = "no", "Declined - over budget" = "no", Rejected = "no" }"#;
    assert!(said.contains(line), "{said}");
    assert!(!said.contains("missing"), "{said}");
    let (_, problems) = words(&["採択", "不採択", "不採択（予算超過）", "取下げ"]);
    let said = one(&problems, "treatment-not-two-valued");
    assert!(said.contains(r#""取下げ" = "…""#) && said.contains(r#""不採択(予算超過)" = "no""#), "{said}");
}

#[test]
fn words_of_a_yes_no_variable_ask_for_codes() {
    for (words, wanted) in [
        (["pass", "fail"], r#"codes = { fail = "no", pass = "yes" }"#),
        (["合格", "不合格"], r#"codes = { "不合格" = "no", "合格" = "yes" }"#),
        (["1", "2"], r#"codes = { 1 = "yes", 2 = "no" }"#),
    ] {
        let mut text = String::from("id,result\n");
        (0..20).for_each(|i| writeln!(text, "N{i},{}", words[i % 2]).unwrap());
        let study = "[sources.a]\nfile = \"a.csv\"\nunit = \"id\"\n[variables.result]\nkind = \"yes-no\"\n";
        let (_, problems) = Case::new(study, &[("a.csv", &text)]).read();
        let hints: Vec<String> = problems.iter().filter_map(|it| Some(it.hint.as_ref()?.render(Lang::En))).collect();
        assert!(hints.iter().any(|hint| hint.contains(wanted)), "{hints:?}");
    }
}

#[test]
fn the_same_people_among_anonymous_answers_are_told_of() {
    let mut form = String::from("タイムスタンプ,メールアドレス,満足度\n");
    (0..60).for_each(|i| {
        writeln!(form, "2025/04/{:02} 10:00:00,user{}@example.org,{}", i % 28 + 1, i % 12, i % 5 + 1).unwrap()
    });
    let study = "[sources.form]\nfile = \"form.csv\"\nlayout = \"none\"\nanonymous = true\n";
    let (_, problems) = Case::new(study, &[("form.csv", &form)]).sound();
    let said = one(&problems, "same-people");
    assert!(said.contains("The column `メールアドレス` of `form` has 12 values in 60 rows"), "{said}");
    assert!(said.contains("unit = \"メールアドレス\"") && said.contains("rows = \"mean\""), "{said}");
    let clustered = format!(
        "{study}period_column = \"タイムスタンプ\"\n[study]\nfiscal_year_starts = 4\n[[questions]]\nid = \"q\"\noutcomes = [\"満足度\"]\nbefore = 2024\nafter = 2025\ncluster = \"メールアドレス\"\ndesign = \"two-groups\"\n"
    );
    let (_, problems) = Case::new(&clustered, &[("form.csv", &form)]).read();
    assert!(told(&problems, "same-people").is_empty(), "the question respects it");
}

#[test]
fn organisations_that_answered_both_anonymous_waves_are_told_of() {
    let wave = |from: usize| {
        let mut text = String::from("団体名,団体規模,満足度\n");
        (from..from + 40)
            .for_each(|i| writeln!(text, "NPO法人{i}号の会,{},{}", ["大", "小"][i % 2], i % 5 + 1).unwrap());
        text
    };
    let study = "[sources.r4]\nfile = \"a.csv\"\nanonymous = true\nperiod = 2022\n[sources.r7]\nfile = \"b.csv\"\nanonymous = true\nperiod = 2025\n";
    let (_, problems) = Case::new(study, &[("a.csv", &wave(0)), ("b.csv", &wave(15))]).sound();
    let said = one(&problems, "same-people");
    assert!(said.contains("25 values of `団体名` stand in `r4` and in `r7`"), "{said}");
    let (_, problems) = Case::new(study, &[("a.csv", &wave(0)), ("b.csv", &wave(100))]).sound();
    assert!(told(&problems, "same-people").is_empty());
}

#[test]
fn a_list_that_says_who_did_not_take_part_asks_which_rows_count() {
    let (survey, list) = listed();
    let list = list.replacen("団体名,回数", "団体名,回数,状況", 1);
    let list: String = list
        .lines()
        .enumerate()
        .map(|(at, line)| match at {
            0 => format!("{line}\n"),
            3 => format!("{line},判断待ち\n"),
            _ => format!("{line},参加\n"),
        })
        .collect();
    let case = Case::new(ROSTER, &[("survey.csv", &survey), ("participants.csv", &list)]);
    let (_, problems) = case.read();
    assert!(
        problems.iter().any(|it| it.code == "roster-open" && it.severity == tashika::diag::Severity::Error),
        "{problems:#?}"
    );
}
