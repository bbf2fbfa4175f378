//! The Japanese example: its story, its mess, and what happens when it is sabotaged.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;
use tashika::answer::{self, preview};
use tashika::design::Rung;
use tashika::diag::{Sink, cell_name};
use tashika::findings::{Bundle, Finding, Verdict};
use tashika::panel::VarRef;
use tashika::plan;
use tashika::run;
use tashika::text::Lang;

use crate::chiiki_josei::generator::{self, Mess, Program, generate, mess, write};
use crate::study_runs::{run_study, said};

/// The seed of the committed workbooks.
fn seed() -> u64 {
    let text = fs::read_to_string(example("planted.json")).unwrap();
    serde_json::from_str::<Value>(&text).unwrap()["seed"].as_u64().unwrap()
}

fn example(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("notebooks-data/chiiki-josei").join(file)
}

fn study() -> String {
    fs::read_to_string(example("study.toml")).unwrap()
}

/// A folder with the workbooks of a program and a study.
fn folder(program: &Program, mess: Option<&Mess>, study: &str) -> tempfile::TempDir {
    let temp = tempfile::tempdir().unwrap();
    write(program, mess, temp.path()).unwrap();
    fs::write(temp.path().join("study.toml"), study).unwrap();
    temp
}

fn run_of(program: &Program, study: &str) -> Bundle {
    let temp = folder(program, None, study);
    run_study(&temp.path().join("study.toml"))
}

fn finding<'b>(bundle: &'b Bundle, id: &str) -> &'b Finding {
    bundle.findings.findings.iter().find(|finding| finding.id == id).unwrap_or_else(|| panic!("no finding {id}"))
}

/// The questions of a study with these ids.
fn only(study: &str, ids: &[&str]) -> String {
    let mut parts = study.split("[[questions]]");
    let head = parts.next().unwrap().to_string();
    let keep = |part: &&str| ids.iter().any(|id| part.contains(&format!("id = \"{id}\"\n")));
    parts.filter(keep).fold(head, |text, part| {
        let question = part.split("[[charts]]").next().unwrap();
        format!("{text}[[questions]]{question}")
    })
}

const VOLUNTEERS: &str = "volunteers/ボランティア実人数@後";
const BEFORE_AFTER: &str = "volunteers-before-after/ボランティア実人数@後";
const NET: &str = "income/自前の収入@start+1";

#[test]
fn the_example_tells_the_truth_where_the_naive_answer_does_not() {
    let bundle = run_study(&example("study.toml"));
    let verdict = |id: &str| finding(&bundle, id).claim.verdict;
    let flat = verdict(BEFORE_AFTER);
    assert!(matches!(flat, Verdict::Inconclusive | Verdict::PracticallyNone), "{flat:?}");
    assert_eq!(verdict(VOLUNTEERS), Verdict::Positive);
    assert_eq!(verdict("partners/連携先数@後"), Verdict::Inconclusive);
    assert_eq!(verdict("income-before-after/総収入@start+1"), Verdict::Positive);
    assert_eq!(verdict("income-before-after/自前の収入@start+1"), Verdict::Positive);
    assert_eq!(verdict(NET), Verdict::PracticallyNone);
    for (id, truth) in [(VOLUNTEERS, 7.0), ("partners/連携先数@後", 0.6), (NET, 0.0)] {
        let effect = finding(&bundle, id).effect.as_ref().unwrap();
        assert!(effect.low < truth && truth < effect.high, "{id}: {} to {}", effect.low, effect.high);
    }
    assert_eq!(finding(&bundle, VOLUNTEERS).claim.rung, Rung::ProbablyDueTo);
    for question in &bundle.findings.questions {
        let said =
            question.notes.iter().any(|note| note.template.starts_with("Comparison units come from the same round"));
        assert_eq!(said, question.kind().has_others(), "{}", question.id);
    }
    assert!(bundle.figures.iter().any(|figure| figure.id == "income-steps"));
}

#[test]
fn the_committed_workbooks_are_those_of_their_seed() {
    let program = generate(seed());
    let temp = folder(&program, Some(&mess::plant(&program)), "");
    for entry in fs::read_dir(temp.path()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_string();
        if name != "study.toml" {
            assert!(fs::read(&path).unwrap() == fs::read(example(&name)).unwrap(), "{name}");
        }
    }
    let funded = program.applications.iter().filter(|application| application.funded()).count();
    assert_eq!(funded, 100);
}

/// Where something is, as the list of planted mess and as `check` say it: a cell, or the row of what stands around a table.
fn place(file: &str, sheet: &str, cell: &str, whole_row: bool) -> String {
    let row = cell.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    if whole_row { format!("{file} / {sheet} / row {row}") } else { format!("{file} / {sheet} / {cell}") }
}

#[test]
fn check_lists_the_planted_mess_and_nothing_else() {
    let planted: Value = serde_json::from_str(&fs::read_to_string(example("planted.json")).unwrap()).unwrap();
    let mut expected = BTreeSet::new();
    for entry in planted["planted"].as_array().unwrap() {
        let text = |key: &str| entry[key].as_str().unwrap_or_default();
        let whole = matches!(text("kind"), "title" | "note" | "total-row" | "merged-header");
        let cells: Vec<String> = match (entry["cell"].as_str(), entry["row"].as_u64(), entry["range"].as_str()) {
            (Some(cell), ..) => vec![cell.into()],
            (_, Some(row), _) => vec![format!("A{row}")],
            (.., Some(range)) => range.split(':').map(String::from).collect(),
            _ => panic!("{entry}"),
        };
        expected.extend(cells.iter().map(|cell| place(text("file"), text("sheet"), cell, whole)));
    }
    let output =
        Command::cargo_bin("tashika").unwrap().arg("check").arg(example("study.toml")).args(["--json", "-q"]).output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let problems: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut listed = BTreeSet::new();
    // How whole columns are written, and what the table is, is said, and no mess.
    const NOTES: [&str; 3] = ["columns-read-as", "layout-recognised", "headings-joined"];
    for problem in
        problems.as_array().unwrap().iter().filter(|problem| !NOTES.iter().any(|code| problem["code"] == *code))
    {
        let places = problem["places"].as_array().unwrap();
        assert_eq!(problem["count"].as_u64().unwrap() as usize, places.len(), "all places are listed: {problem}");
        let whole = matches!(problem["code"].as_str().unwrap(), "rows-set-aside" | "stacked-headings");
        for at in places {
            let cell = at.get("cell").unwrap_or_else(|| panic!("not a cell: {problem}"));
            let number = |key: &str| cell[key].as_u64().unwrap() as u32;
            let name = cell_name(number("row"), number("col"));
            listed.insert(place(cell["file"].as_str().unwrap(), cell["sheet"].as_str().unwrap(), &name, whole));
        }
    }
    let missed: Vec<_> = expected.difference(&listed).collect();
    let beyond: Vec<_> = listed.difference(&expected).collect();
    assert!(
        missed.is_empty() && beyond.is_empty(),
        "planted but not listed: {missed:#?}\nlisted but not planted: {beyond:#?}"
    );
    assert!(expected.len() > 70);
}

// Sabotage.

#[test]
fn without_the_rejected_it_only_changed() {
    let mut program = generate(seed());
    program.applications.retain(|application| application.funded());
    let bundle = run_of(&program, &study());
    for finding in &bundle.findings.findings {
        let english = &finding.texts[&Lang::En];
        match finding.design.as_str() {
            "before-after" => {
                assert_eq!(finding.claim.rung, Rung::Changed);
                assert!(finding.effect.is_some() && !english.contains("due to"), "{english}");
            }
            _ => {
                assert!(finding.effect.is_none(), "{english}");
                assert!(english.contains("no comparison unit is left"), "{english}");
            }
        }
    }
}

#[test]
fn without_the_state_before_it_is_only_associated() {
    let text = only(&study(), &["volunteers"])
        .replace(
            "outcomes = [\"ボランティア実人数\"]\nbefore = \"前\"\nafter = \"後\"\n",
            "outcomes = [\"ボランティア実人数@後\"]\n",
        )
        .replace(", \"ボランティア実人数@前\"]", "]");
    let cut = text.find("[sources.survey_before]").unwrap();
    let end = text.find("[sources.survey_after]").unwrap();
    let bundle = run_of(&generate(seed()), &format!("{}{}", &text[..cut], &text[end..]));
    let [finding] = bundle.findings.findings.as_slice() else { panic!() };
    assert_eq!(finding.claim.rung, Rung::Associated);
    assert!(finding.effect.is_some());
    for lang in [Lang::En, Lang::Ja] {
        assert!(
            !finding.texts[&lang].contains("due to") && !finding.texts[&lang].contains("によると考えられ"),
            "{}",
            finding.texts[&lang]
        );
    }
}

#[test]
fn five_grantees_are_too_few_to_tell() {
    let mut program = generate(seed());
    let mut kept = 0;
    program.applications.retain(|application| {
        kept += usize::from(application.funded());
        !application.funded() || kept <= 5
    });
    let bundle = run_of(&program, &study());
    for finding in &bundle.findings.findings {
        assert_eq!(finding.claim.verdict, Verdict::TooSmall, "{}", finding.id);
        assert!(finding.effect.is_none());
        assert!(!finding.texts[&Lang::En].contains("CI") && !finding.texts[&Lang::Ja].contains("信頼区間"));
    }
}

#[test]
fn groups_that_are_shifted_apart_are_not_compared() {
    let mut program = generate(seed());
    let funded: BTreeSet<String> = program
        .applications
        .iter()
        .filter(|application| application.funded())
        .map(|application| application.organisation.clone())
        .collect();
    for organisation in program.organisations.iter_mut().filter(|organisation| funded.contains(&organisation.id)) {
        organisation.founded -= 14;
    }
    let bundle = run_of(&program, &only(&study(), &["volunteers", "partners", "income"]));
    for finding in &bundle.findings.findings {
        assert_eq!(finding.claim.verdict, Verdict::NotComparable, "{}: {}", finding.id, finding.texts[&Lang::En]);
        assert!(finding.effect.is_none() && finding.companions.is_empty() && finding.sensitivity.is_empty());
        let table = bundle.table(&format!("{}/effects", finding.question)).unwrap();
        assert!(table.cell(0, "estimate").unwrap().number().is_none(), "no number in any table");
    }
}

#[test]
fn a_hundred_more_in_one_traced_cell_moves_the_mean_by_a_hundred_over_n() {
    let mut program = generate(seed());
    let text = only(&study(), &["volunteers-before-after"]);
    let temp = folder(&program, None, &text);
    let path = temp.path().join("study.toml");
    let before = run_study(&path);
    let read = run::read(&path, &|_| (), &mut Sink::new()).unwrap();
    let chosen = program.applications.iter().position(|it| it.funded() && it.before.is_some() && it.after.is_some());
    let chosen = &mut program.applications[chosen.unwrap()];
    let unit = read.panel.units.iter().position(|id| *id == chosen.id).unwrap();
    let places = read.panel.places(&VarRef::parse("ボランティア実人数@後"), unit as u32);
    let [tashika::diag::Place::Cell { file, sheet, row, col }] = places.as_slice() else { panic!("{places:?}") };
    let cell = |dir: &Path| {
        use calamine::{Data, Reader};
        let mut book: calamine::Xlsx<_> = calamine::open_workbook(dir.join(file.as_ref())).unwrap();
        match book.worksheet_range(sheet).unwrap().get_value((*row, *col)) {
            Some(Data::Float(value)) => *value,
            other => panic!("{other:?}"),
        }
    };
    let was = cell(temp.path());
    chosen.after.as_mut().unwrap().volunteers += 100;
    write(&program, None, temp.path()).unwrap();
    assert_eq!(cell(temp.path()), was + 100.0, "the traced cell is the one that was changed");
    let after = run_study(&path);
    let (before, after) = (finding(&before, BEFORE_AFTER), finding(&after, BEFORE_AFTER));
    let moved = after.effect.as_ref().unwrap().estimate - before.effect.as_ref().unwrap().estimate;
    let n = before.sample.treated as f64;
    assert!((moved - 100.0 / n).abs() < 1e-12, "{moved} {n}");
}

#[test]
fn one_round_of_the_study_is_the_study_of_one_round() {
    let program = generate(seed());
    let mut round = program.clone();
    round.applications.retain(|application| application.start == 2022);
    let within = study().replace("[[questions]]\n", "[[questions]]\nwhere = \"年度 = 2022\"\n");
    let (whole, alone) = (run_of(&program, &within), run_of(&round, &study()));
    assert_eq!(whole.findings.findings.len(), alone.findings.findings.len());
    for (a, b) in whole.findings.findings.iter().zip(&alone.findings.findings) {
        assert_eq!(
            (&a.effect, &a.describe, &a.sample, &a.companions),
            (&b.effect, &b.describe, &b.sample, &b.companions),
            "{}",
            a.id
        );
        assert_eq!((&a.claim, &a.texts, &a.sensitivity), (&b.claim, &b.texts, &b.sensitivity));
    }
    for (a, b) in whole.findings.questions.iter().zip(&alone.findings.questions) {
        assert_eq!(a.balance, b.balance, "{}", a.id);
    }
    let pairs = |bundle: &Bundle| {
        bundle.frames.iter().filter(|frame| frame.id.ends_with("/pairs")).cloned().collect::<Vec<_>>()
    };
    assert_eq!(pairs(&whole), pairs(&alone));
}

// The rest of what it must show.

#[test]
fn the_flow_of_every_source_adds_up_and_lists_every_row() {
    let bundle = run_study(&example("study.toml"));
    let rows = |file: &str, sheet: &str| {
        use calamine::Reader;
        let mut book: calamine::Xlsx<_> = calamine::open_workbook(example(file)).unwrap();
        let range = book.worksheet_range(sheet).unwrap();
        range.rows().filter(|row| row.iter().any(|cell| *cell != calamine::Data::Empty)).count() as f64
    };
    for question in &bundle.findings.questions {
        let table = bundle.table(&format!("{}/rows", question.id)).unwrap();
        let left = bundle.frame(&format!("{}/rows_left_out", question.id)).unwrap();
        let mut listed = 0.0;
        for row in 0..table.rows.len() {
            let count = |key: &str| table.cell(row, key).unwrap().number().unwrap();
            let parts = ["aside", "unusable", "not_linked", "left_out", "not_asked", "analysed"];
            assert_eq!(count("read"), parts.iter().map(|key| count(key)).sum::<f64>());
            listed += count("read") - count("analysed");
        }
        assert_eq!(left.rows() as f64, listed, "{}", question.id);
    }
    let table = bundle.table("income/rows").unwrap();
    let read = |row: usize| table.cell(row, "read").unwrap().number().unwrap();
    // The headings are read as headings, not as rows.
    assert_eq!(read(0), rows("申請審査.xlsx", "申請一覧") - 2.0);
    assert_eq!(read(1), rows("団体名簿.xlsx", "団体名簿") - 1.0);
    assert_eq!(read(2), rows("活動計算書.xlsx", "R2") - 1.0);
}

#[test]
fn organisations_that_come_again_are_treated_as_the_study_says() {
    let program = generate(seed());
    let bundle = run_study(&example("study.toml"));
    let question = bundle.findings.questions.iter().find(|question| question.id == "income").unwrap();
    let step = question.flow.iter().find(|step| step.key == "eligible").unwrap();
    let who = |reason: &str| -> BTreeSet<String> {
        let lost = step.lost.iter().filter(|lost| lost.reason.render(Lang::En).contains(reason));
        lost.flat_map(|lost| lost.who.clone()).collect()
    };
    let ids = |wanted: &dyn Fn(&generator::Application, &generator::Application) -> bool| -> BTreeSet<String> {
        let all = &program.applications;
        let other = |it: &&generator::Application| {
            all.iter().any(|other| other.organisation == it.organisation && other.id != it.id && wanted(it, other))
        };
        all.iter().filter(other).map(|it| it.id.clone()).collect()
    };
    let later = ids(&|it, other| !it.funded() && other.funded() && other.start > it.start);
    let earlier = ids(&|it, other| !it.funded() && other.funded() && other.start < it.start);
    let again = ids(&|it, other| it.funded() && other.funded() && other.start < it.start);
    assert!(later.len() >= 3 && !earlier.is_empty() && again.len() == 5);
    assert_eq!((who("in a later round"), who("in an earlier round"), who("funded again")), (later, earlier, again));
    let notes: String = question.notes.iter().map(|note| note.render(Lang::Ja)).collect();
    assert!(notes.contains("2回以上採択された団体は5"), "{notes}");
}

#[test]
fn no_outcome_reaches_the_plan() {
    let planned = |program: &Program| {
        let temp = folder(program, None, &study());
        let mut sink = Sink::new();
        let read = run::read(&temp.path().join("study.toml"), &|_| (), &mut sink).unwrap();
        let plan = plan::plan(&read.study, &read.panel, &mut sink).unwrap_or_else(|_| panic!("{}", said(&sink)));
        let of = |it: &answer::Preview<'_>| {
            let comparison = it.comparison.as_ref().unwrap();
            let detectable: Vec<_> = it.detectable.iter().map(|it| (it.effect, it.standardised)).collect();
            let (pairs, balance, flow) = (&comparison.pairs(), &comparison.balance, &comparison.flow);
            format!("{pairs:?}{balance:?}{flow:?}{:?}{:?}{detectable:?}", comparison.notes, it.pools)
        };
        preview(&plan, &read.panel).iter().map(of).collect::<String>()
    };
    let program = generate(seed());
    let mut changed = program.clone();
    for application in &mut changed.applications {
        if let Some(after) = &mut application.after {
            (after.volunteers, after.partners) = (1000 - after.volunteers, 7 * after.partners + 3);
        }
    }
    for organisation in &mut changed.organisations {
        // What comes before the last start of an organisation may be somebody's baseline.
        let last = program.applications.iter().filter(|it| it.organisation == organisation.id).map(|it| it.start).max();
        for (_, account) in organisation.accounts.iter_mut().filter(|(year, _)| last.is_some_and(|last| **year >= last))
        {
            (account.fees, account.business, account.surplus) = (9_000_000 - account.business, 3 * account.fees, -1000);
        }
    }
    assert_eq!(planned(&program), planned(&changed));
    // Cells that could not be read are quoted by `check`, and are outcomes too: `plan` does not show them.
    let output = Command::cargo_bin("tashika").unwrap().arg("plan").arg(example("study.toml")).output().unwrap();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(output.status.success() && !said.contains('約'), "{said}");
}

#[test]
fn every_command_takes_folders_with_spaces_and_japanese() {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join("田中 助成/令和6年度");
    fs::create_dir_all(&dir).unwrap();
    for entry in fs::read_dir(example("")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, dir.join(path.file_name().unwrap())).unwrap();
    }
    let study = dir.join("検証 study.toml");
    fs::remove_file(dir.join("study.toml")).unwrap();
    // One question in one language: what a command does with the paths does not hang on more.
    let text = only(&self::study(), &["income"]).replace("language = [\"ja\", \"en\"]", "language = \"ja\"");
    fs::write(&study, text).unwrap();
    let tashika = |args: &[&std::ffi::OsStr]| {
        let output = Command::cargo_bin("tashika").unwrap().args(args).arg("-q").output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let results = dir.join("検証 study-results");
    tashika(&["check".as_ref(), study.as_ref()]);
    assert!(tashika(&["plan".as_ref(), study.as_ref()]).contains("2022"));
    tashika(&["run".as_ref(), study.as_ref()]);
    assert!(results.join("chiiki-josei.ja.xlsx").exists());
    tashika(&[study.as_ref(), "-o".as_ref(), dir.join("別の 結果").as_ref()]);
    tashika(&["render".as_ref(), results.as_ref()]);
    let draft = dir.join("下書き 1.toml");
    let book = dir.join("調査_前.xlsx");
    tashika(&["new".as_ref(), book.as_ref(), "-o".as_ref(), draft.as_ref()]);
    tashika(&["check".as_ref(), draft.as_ref()]);
    tashika(&["demo".as_ref(), dir.join("例題 の箱").as_ref(), "--example".as_ref(), "training".as_ref()]);
}
