//! One thing in several files: a column that one of them heads differently.

use tashika::diag::{Halt, Severity, Sink};
use tashika::ingest::{expand, read_all};
use tashika::panel::Panel;
use tashika::tidy::tidy;

use super::ingest::{Case, codes, numbers, texts};

fn tidied(case: &Case, sources: &str) -> (Result<Panel, Halt>, Sink) {
    let mut sink = Sink::new();
    let study = expand(case.study(sources), &mut sink).unwrap();
    let tables = read_all(&study, &mut sink).unwrap();
    let panel = tidy(&study, &tables, &mut sink);
    (panel, sink)
}

const SOURCE: &str = "[sources.people]\nfile = \"list_*.csv\"\nunit = \"Member ref\"\nperiod_from = \"file\"\n";

fn case(heading: &str) -> Case {
    Case::new()
        .file("list_2020.csv", "Member ref,y,visits\n1,10,3\n2,20,4\n")
        .file("list_2021.csv", format!("{heading}\n1,11,5\n2,21,6\n"))
        .file("list_2022.csv", "Member ref,y,visits\n1,12,7\n2,22,8\n")
}

#[test]
fn the_first_heading_that_a_file_has_is_taken() {
    let source = format!("{SOURCE}columns = {{ \"Member ref\" = [\"Member ref\", \"Mem. ref\"] }}\n");
    let panel = tidied(&case("Mem. ref,y,visits"), &source).0.unwrap();
    assert_eq!(panel.units.len(), 2);
    assert_eq!(numbers(&panel, "y@2021"), [11.0, 21.0]);
    assert_eq!(numbers(&panel, "y@2022"), [12.0, 22.0]);
}

#[test]
fn a_heading_that_differs_in_one_file_is_offered_by_likeness() {
    let (panel, sink) = tidied(&case("Mem. ref,y,visits"), SOURCE);
    assert!(panel.is_err());
    let errors = sink.problems.iter().filter(|problem| problem.severity == Severity::Error);
    assert_eq!(errors.map(|problem| problem.code.as_str()).collect::<Vec<_>>(), ["headings-differ"], "one cause");
    insta::assert_snapshot!(tashika::diag::render(&sink.problems[0], tashika::text::Lang::En), @r#"
    error[headings-differ]: 1 column of `people` seems to be headed otherwise in one of its files or sheets (elsewhere): Mem. ref (Member ref)
      --> list_2021.csv / A1
      hint: If they are the same, write in [sources.people]: columns = { "Member ref" = ["Member ref", "Mem. ref"] }
    "#);
}

#[test]
fn a_variable_that_is_headed_otherwise_is_asked_about() {
    let (_, sink) = tidied(&case("Member ref,y,visits per week"), SOURCE);
    let asked: Vec<Severity> = sink
        .problems
        .iter()
        .filter(|problem| problem.code == "headings-differ")
        .map(|problem| problem.severity)
        .collect();
    assert_eq!(asked, [Severity::Warning], "{:?}", codes(&sink));
    let (_, sink) = tidied(&case("Member ref,y,size"), SOURCE);
    assert!(!codes(&sink).contains(&"headings-differ"), "another column is no other heading");
}

#[test]
fn a_rename_that_only_one_file_needs_is_told_how_to_say_it() {
    let source = format!("{SOURCE}columns = {{ \"Member ref\" = \"Mem. ref\" }}\n");
    let (panel, sink) = tidied(&case("Mem. ref,y,visits"), &source);
    assert!(panel.is_err());
    insta::assert_snapshot!(tashika::diag::render(&sink.problems[0], tashika::text::Lang::En), @r#"
    error[unknown-column]: list_2020.csv has no column `Mem. ref`
      --> study.toml:5:28
      5 | columns = { "Member ref" = "Mem. ref" }
        |                            ^^^^^^^^^^
      hint: Where files head it differently, give a list, of which the first that a file has is taken: columns = { "Member ref" = ["Member ref", "Mem. ref"] }
    "#);
}

#[test]
fn a_municipality_with_and_without_its_prefecture_is_one() {
    let source = "[sources.a]\nfile = \"a.csv\"\nunit = \"id\"\n";
    let rows = ["青葉市", "宮城県青葉市", "青葉市", "府中市", "東京都府中市", "広島県府中市", "高原村"];
    let table: String = rows.iter().enumerate().map(|(n, town)| format!("{n},{town},{n},{n}\n")).collect();
    let (panel, sink) = Case::new().file("a.csv", format!("id,市町村,x,y\n{table}")).panel(source);
    let towns: Vec<String> = texts(&panel, "市町村").into_iter().flatten().collect();
    assert_eq!(towns, ["青葉市", "青葉市", "青葉市", "府中市", "東京都府中市", "広島県府中市", "高原村"]);
    let note = sink.problems.iter().find(|problem| problem.code == "read-as").expect("a note");
    assert_eq!(note.count, 1, "{note:?}");
    insta::assert_snapshot!(note.message.render(tashika::text::Lang::En), @"1 cell of `市町村` in `a`: a municipality with and without its prefecture taken as one");
}

#[test]
fn lists_of_other_people_with_one_column_are_one_variable() {
    let sources =
        "[sources.took_part]\nfile = \"a.csv\"\nunit = \"id\"\n[sources.others]\nfile = \"b.csv\"\nunit = \"id\"\n";
    let case =
        |second: &str| Case::new().file("a.csv", "id,x,y\n1,3,0\n2,4,1\n").file("b.csv", format!("id,x,y\n{second}"));
    let (panel, sink) = case("3,5,1\n4,6,1\n").panel(sources);
    assert_eq!(numbers(&panel, "x"), [3.0, 4.0, 5.0, 6.0]);
    assert!(codes(&sink).contains(&"variable-joined"), "{:?}", codes(&sink));
    let (panel, _) = case("2,9,1\n4,6,1\n").tidy(sources);
    assert!(panel.is_err(), "two values of one unit are a contradiction");
}
