//! Decisions about cells: a run lists them in its workbook, a person fills them in, the next run reads them back.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use rust_xlsxwriter::{Format, Workbook};
use serde_json::Value;
use tashika::diag::{Severity, Sink};
use tashika::findings::{Bundle, Decision};
use tashika::ingest::decisions::{Choice, Given, State, earlier};
use tashika::render::{self, excel};
use tashika::run;
use tashika::text::{LANGUAGES, Lang};

use crate::sample_bundle;
use crate::study_runs::{nsw, said};

const STUDY: &str = "[study]\nid = \"s\"\ntitle = \"調査\"\nlanguage = [\"ja\", \"en\"]\noutputs = [\"workbook\", \"public\"]\n[sources.a]\nfile = \"調査 票.xlsx\"\nunit = \"団体番号\"\n\
    [variables.x]\nkind = \"number\"\n[variables.y]\nkind = \"number\"\n\
    [[questions]]\nid = \"q\"\ndesign = \"before-after\"\noutcomes = [\"y\"]\nbaseline = { y = \"x\" }\n";

/// A workbook as people keep them: a title, a note, a number in words, an error, a row twice, a row without a number.
fn messy(path: &Path, about: &str) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("回答 '24").unwrap();
    sheet.write(0, 0, "団体アンケート 令和6年度").unwrap();
    for (col, title) in ["団体番号", "x", "y"].iter().enumerate() {
        sheet.write(2, col as u16, *title).unwrap();
    }
    for row in 0..14u32 {
        sheet.write(3 + row, 0, format!("N{row:02}")).unwrap();
        sheet.write(3 + row, 1, 10 + row % 5).unwrap();
        sheet.write(3 + row, 2, 11 + (row * 7) % 6).unwrap();
    }
    sheet.write(5, 1, about).unwrap();
    sheet.write(8, 2, "十二くらい").unwrap();
    sheet.write(17, 0, "N13").unwrap();
    sheet.write(17, 1, 13).unwrap();
    sheet.write(17, 2, 12).unwrap();
    sheet.write_blank(18, 0, &Format::new()).unwrap();
    sheet.write(18, 1, 5).unwrap();
    sheet.write(18, 2, 6).unwrap();
    book.save(path).unwrap();
}

struct Case {
    dir: tempfile::TempDir,
}

impl Case {
    fn new() -> Case {
        let dir = tempfile::tempdir().unwrap();
        messy(&dir.path().join("調査 票.xlsx"), "約14");
        fs::write(dir.path().join("study.toml"), STUDY).unwrap();
        Case { dir }
    }

    fn results(&self) -> PathBuf {
        self.dir.path().join("study-results")
    }

    fn command(&self, arguments: &[&str]) -> Output {
        let bin = assert_cmd::cargo::cargo_bin!("tashika");
        let mut command = std::process::Command::new(bin);
        command.args(arguments).args(["--lang", "en"]).current_dir(self.dir.path()).output().unwrap()
    }

    /// Runs the study; gives what was said.
    fn run(&self) -> String {
        let output = self.command(&["run", "study.toml"]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{said}");
        said
    }

    fn bundle(&self) -> Bundle {
        let mut sink = Sink::new();
        render::load(&self.results(), &mut sink).unwrap_or_else(|_| panic!("{}", crate::study_runs::said(&sink)))
    }

    fn manifest(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(self.results().join("manifest.json")).unwrap()).unwrap()
    }

    /// Fills in the workbook of a language, as a person does, and leaves everything else as it is.
    fn fill(&self, lang: Lang, change: impl Fn(&mut Decision)) {
        let mut bundle = self.bundle();
        bundle.findings.decisions.iter_mut().for_each(change);
        let path = self.results().join(render::workbook_name(&bundle, lang));
        fs::write(path, excel::workbook(&bundle, lang, excel::Volume::Answers).unwrap()).unwrap();
    }
}

fn at<'d>(decisions: &'d [Decision], cell: &str) -> &'d Decision {
    decisions.iter().find(|decision| decision.cell() == cell).unwrap_or_else(|| panic!("no {cell} in {decisions:?}"))
}

fn decide(decision: &mut Decision, cell: &str, choice: Choice, value: Option<Given>) {
    if decision.cell() == cell {
        (decision.choice, decision.value) = (Some(choice), value);
        (decision.by, decision.memo) = ("田中".into(), "電話で確認".into());
    }
}

#[test]
fn what_a_person_decides_is_read_back_in_either_language_and_persists() {
    for lang in LANGUAGES {
        let case = Case::new();
        case.run();
        let first = case.bundle();
        let cells: Vec<String> = first.findings.decisions.iter().map(Decision::cell).collect();
        assert_eq!(cells, ["B6", "C9", "A18", "A19"]);
        assert_eq!(at(&first.findings.decisions, "B6").found, "約14");
        assert_eq!(first.findings.findings[0].sample.treated, 12);
        case.fill(lang, |decision| {
            decide(decision, "B6", Choice::Value, Some(Given::Number(14.0)));
            decide(decision, "C9", Choice::Missing, None);
            decide(decision, "A18", Choice::LeaveOut, None);
            decide(decision, "A19", Choice::Value, Some(Given::Text("N99".into())));
        });
        let said = case.run();
        assert!(said.contains("decisions-applied") && said.contains("4 decisions"), "{said}");
        let second = case.bundle();
        let decisions = &second.findings.decisions;
        assert_eq!(decisions.len(), 4);
        assert!(decisions.iter().all(|decision| decision.state == State::Applied && decision.by == "田中"));
        // One more has both numbers now, one more has an id.
        assert_eq!(second.findings.findings[0].sample.treated, 14);
        let open: Vec<&str> = second
            .findings
            .problems
            .iter()
            .filter(|problem| problem.severity < Severity::Note)
            .map(|problem| problem.code.as_str())
            .collect();
        assert!(!open.iter().any(|code| ["not-a-number", "no-unit-id"].contains(code)), "{open:?}");
        let listed = case.manifest()["decisions"].as_array().unwrap().len();
        assert_eq!(listed, 4);
        // Nothing changes any more: the decisions persist, and the same inputs give the same bytes.
        let bytes = fs::read(case.results().join("findings.json")).unwrap();
        case.run();
        assert_eq!(fs::read(case.results().join("findings.json")).unwrap(), bytes);
    }
}

#[test]
fn what_is_suggested_counts_where_no_value_is_given() {
    for lang in LANGUAGES {
        let case = Case::new();
        messy(&case.dir.path().join("調査 票.xlsx"), "1,099(当初)\n 14(変更)");
        case.run();
        let first = case.bundle();
        let listed = at(&first.findings.decisions, "B6");
        assert_eq!(
            (listed.matters[0].code.as_str(), listed.suggested.clone()),
            ("several-values", Some(Given::Number(14.0)))
        );
        assert_eq!(first.findings.findings[0].sample.treated, 12);
        case.fill(lang, |decision| decide(decision, "B6", Choice::Value, None));
        // The workbook alone says it too.
        fs::remove_file(case.results().join("findings.json")).unwrap();
        case.run();
        let second = case.bundle();
        let applied = at(&second.findings.decisions, "B6");
        assert_eq!((applied.state, applied.value.clone()), (State::Applied, Some(Given::Number(14.0))));
        assert_eq!(second.findings.findings[0].sample.treated, 13);
        let bytes = fs::read(case.results().join("findings.json")).unwrap();
        case.run();
        assert_eq!(fs::read(case.results().join("findings.json")).unwrap(), bytes);
    }
}

#[test]
fn a_row_that_is_left_out_is_listed_with_the_reason() {
    let case = Case::new();
    case.run();
    case.fill(Lang::Ja, |decision| decide(decision, "B6", Choice::LeaveOut, None));
    case.run();
    let bundle = case.bundle();
    let lost: Vec<_> = bundle.findings.flow.iter().flat_map(|step| &step.lost).collect();
    let own = lost.iter().find(|lost| lost.reason.template == "left out by decision in the workbook").unwrap();
    assert_eq!((own.count, own.who.as_slice()), (1, &["調査 票.xlsx / 回答 '24 / B6".to_string()][..]));
    assert_eq!(bundle.findings.manifest.sources[0].rows, 16);
}

#[test]
fn a_decision_about_a_cell_that_changed_is_told_and_not_applied() {
    let case = Case::new();
    case.run();
    case.fill(Lang::En, |decision| decide(decision, "B6", Choice::Value, Some(Given::Number(14.0))));
    messy(&case.dir.path().join("調査 票.xlsx"), "15から16");
    let said = case.run();
    assert!(said.contains("decision-out-of-date") && said.contains("B6"), "{said}");
    let bundle = case.bundle();
    let decision = at(&bundle.findings.decisions, "B6");
    assert_eq!((decision.state, decision.choice, decision.found.as_str()), (State::Changed, None, "15から16"));
    assert_eq!(bundle.findings.findings[0].sample.treated, 12);
    // A person who looks again decides about the new content.
    case.fill(Lang::En, |decision| decide(decision, "B6", Choice::Keep, None));
    case.run();
    let settled = case.bundle();
    assert_eq!(at(&settled.findings.decisions, "B6").state, State::Applied);
}

#[test]
fn a_cell_that_is_kept_is_no_open_point_any_more() {
    let case = Case::new();
    case.run();
    let open = |case: &Case| case.command(&["check", "study.toml", "--strict"]).status.code();
    assert_eq!(open(&case), Some(1));
    case.fill(Lang::Ja, |decision| decision.choice = Some(Choice::Keep));
    assert_eq!(open(&case), Some(0), "check reads the decisions of the default folder");
}

#[test]
fn what_cannot_be_read_stops_before_anything_is_lost() {
    let case = Case::new();
    case.run();
    let ja = case.results().join("s.ja.xlsx");
    let whole = fs::read(&ja).unwrap();
    fs::write(&ja, &whole[..whole.len() / 2]).unwrap();
    let stopped = |words: &str| {
        let output = case.command(&["run", "study.toml"]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{said}");
    };
    stopped("decisions-unreadable");
    assert_eq!(fs::read(&ja).unwrap().len(), whole.len() / 2, "the workbook is left as it was");
    case.fill(Lang::Ja, |decision| decide(decision, "C9", Choice::Missing, None));
    case.fill(Lang::En, |decision| decide(decision, "C9", Choice::Keep, None));
    stopped("decisions-disagree");
    let rendered = case.command(&["render", "study-results"]);
    assert_eq!(rendered.status.code(), Some(2));
    case.fill(Lang::En, |_| {});
    let rendered = case.command(&["render", "study-results"]);
    assert!(String::from_utf8(rendered.stderr).unwrap().contains("decisions-waiting"));
    case.run();
    assert_eq!(case.command(&["render", "study-results"]).status.code(), Some(0));
    assert_eq!(at(&case.bundle().findings.decisions, "C9").state, State::Applied);
}

#[test]
fn the_public_edition_holds_no_decision() {
    let case = Case::new();
    case.run();
    let public = case.results().join("public");
    let json = fs::read_to_string(public.join("findings.json")).unwrap();
    assert!(!json.contains("約14") && !json.contains("decisions"), "{json}");
    for lang in LANGUAGES {
        let bytes = fs::read(public.join(format!("s.{lang}.xlsx"))).unwrap();
        let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        for (name, range) in calamine::Reader::worksheets(&mut book) {
            assert!(!range.used_cells().any(|(_, _, cell)| cell.to_string().contains("約14")), "{name}");
        }
    }
}

#[test]
fn decisions_about_the_grant_programs_workbooks_are_applied() {
    let study = nsw("../chiiki-josei/study.toml");
    let read = |decisions| {
        let mut sink = Sink::new();
        let read = run::read_decided(&study, decisions, &|_| (), &mut sink);
        (read.unwrap_or_else(|_| panic!("{}", said(&sink))), sink)
    };
    let (first, sink) = read(Vec::new());
    let asked = sink.problems.iter().filter(|problem| problem.severity < Severity::Note);
    assert_eq!(first.decisions.len(), asked.map(|problem| problem.count).sum::<usize>());
    let decided = |lang: Lang| {
        let dir = tempfile::tempdir().unwrap();
        let mut bundle = sample_bundle::bundle();
        bundle.findings.decisions = first.decisions.clone();
        fs::write(dir.path().join("findings.json"), render::json::findings(&bundle)).unwrap();
        for decision in &mut bundle.findings.decisions {
            match decision.found.as_str() {
                "約50" => decide(decision, "B249", Choice::Value, Some(Given::Number(50.0))),
                "約40" => decide(decision, "B17", Choice::Missing, None),
                _ => decision.choice = Some(Choice::Keep),
            }
        }
        fs::write(dir.path().join("x.xlsx"), excel::workbook(&bundle, lang, excel::Volume::Answers).unwrap()).unwrap();
        earlier(dir.path(), &mut Sink::new()).unwrap_or_else(|_| panic!("not read"))
    };
    let [ja, en] = [Lang::Ja, Lang::En].map(decided);
    assert_eq!(ja, en, "whatever the language");
    let (second, sink) = read(ja);
    assert!(second.decisions.iter().all(|decision| decision.state == State::Applied), "{:?}", second.decisions);
    let open: Vec<_> = sink.problems.iter().filter(|problem| problem.severity < Severity::Note).collect();
    assert!(open.is_empty(), "{}", said(&sink));
}
