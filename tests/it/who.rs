//! Who the rows of a linked source are about: joined, listed for a person, or not found; and what a person decides.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use tashika::diag::{Diagnostic, Severity, Sink};
use tashika::findings::{Bundle, Decision, disclosure};
use tashika::ingest::decisions::{Choice, Given, State};
use tashika::names::Class;
use tashika::panel::{LinkRecord, Linkage};
use tashika::render::{self, excel};
use tashika::run::{self, ReadStudy};
use tashika::text::Lang;

use crate::name_variants::{Body, Draw, bodies, mistyped, spelled};

const STUDY: &str = r#"
[sources.register]
file = "register.csv"
unit = "団体ID"

[sources.accounts]
file = "accounts.csv"
link = { to = "register", by = ["法人番号", "団体名"], place = "都道府県" }

[[questions]]
id = "q"
design = "before-after"
outcomes = ["後"]
baseline = { "後" = "前" }
"#;

const REGISTER: &str = "団体ID,法人番号,団体名,都道府県\n\
    D01,7000012050002,特定非営利活動法人みどりの輪,東京都\n\
    D02,4011010000000,一般社団法人まちの縁側,大阪府\n\
    D03,,NPO法人ひまわり,北海道\n\
    D04,,NPO法人ひまわり,福岡県\n\
    D05,,公益財団法人国際交流振興基金,京都府\n\
    D06,,社会福祉法人そらまめ福祉会,愛知県\n\
    D07,8000012010038,NPO法人星空観察クラブ,長野県\n\
    D08,,NPO法人里山再生ネットワーク,新潟県\n";

const ACCOUNTS: &str = "法人番号,団体名,都道府県,前,後\n\
    7000012050002,NPO法人みどりの輪,東京都,10,11\n\
    4011010000000,（一社）まちの縁側,大阪府,20,24\n\
    ,NPO法人ひまわり,北海道,30,33\n\
    ,NPO法人ひまわり,,40,41\n\
    ,（公財）国際交琉振興基金,京都府,50,57\n\
    ,（福）そらまめ福祉会,東京都,60,61\n\
    2010005018803,NPO法人星空観察クラブ,長野県,70,76\n\
    ,株式会社よそもの,東京都,80,80\n\
    ,\"NPO法人 星空天体観測会\n法人番号8000012010038\",長野県,90,95\n\
    ,NPO法人里山再生ネットワーク,新潟,100,108\n";

struct Case {
    dir: tempfile::TempDir,
}

impl Case {
    fn new() -> Case {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("register.csv"), REGISTER).unwrap();
        fs::write(dir.path().join("accounts.csv"), ACCOUNTS).unwrap();
        fs::write(dir.path().join("study.toml"), STUDY).unwrap();
        Case { dir }
    }

    fn results(&self) -> PathBuf {
        self.dir.path().join("study-results")
    }

    fn command(&self, name: &str) -> String {
        let bin = assert_cmd::cargo::cargo_bin!("tashika");
        let mut command = std::process::Command::new(bin);
        let output = command.args([name, "study.toml", "--lang", "en"]).current_dir(self.dir.path()).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{said}");
        said
    }

    fn bundle(&self) -> Bundle {
        let mut sink = Sink::new();
        render::load(&self.results(), &mut sink).unwrap_or_else(|_| panic!("{:?}", sink.problems))
    }

    fn fill(&self, change: impl Fn(&mut Decision)) {
        let mut bundle = self.bundle();
        bundle.findings.decisions.iter_mut().for_each(change);
        let path = self.results().join(render::workbook_name(&bundle, Lang::Ja));
        fs::write(path, excel::workbook(&bundle, Lang::Ja, excel::Volume::Answers).unwrap()).unwrap();
    }
}

fn read(dir: &Path) -> (ReadStudy, Vec<Diagnostic>) {
    let mut sink = Sink::new();
    let read = run::read(&dir.join("study.toml"), &|_| (), &mut sink);
    (read.unwrap_or_else(|_| panic!("{:#?}", sink.problems)), sink.problems)
}

fn linkage(read: &ReadStudy) -> &Linkage {
    &read.panel.provenance.linkage[0]
}

fn why(record: &LinkRecord) -> String {
    record.why.render(Lang::En)
}

#[test]
fn rows_are_joined_listed_and_not_found_each_with_its_reason() {
    let case = Case::new();
    let (read, problems) = read(case.dir.path());
    let found = linkage(&read);
    let classes: Vec<Class> = found.records.iter().map(|record| record.class).collect();
    use Class::{Exact, Probable, Unmatched};
    assert_eq!(
        classes,
        [Exact, Exact, Exact, Probable, Probable, Probable, Probable, Unmatched, Exact, Exact],
        "{:#?}",
        found.records
    );
    assert_eq!((found.rows, found.kept, found.targets, found.found), (10, 5, 8, 5));
    assert_eq!(found.joined_by, [2, 3]);
    let reasons: Vec<String> = found.records.iter().map(why).collect();
    assert_eq!(reasons[3], "the name of several in `register`");
    assert_eq!(reasons[4], "the names are alike");
    assert_eq!(reasons[5], "the same name in another prefecture");
    assert_eq!(reasons[6], "the same name with another number or id");
    assert_eq!(reasons[8], "the same 法人番号", "a number below the name");
    let tags: Vec<&str> =
        found.records[4..7].iter().map(|record| record.other.as_ref().unwrap().tag.as_str()).collect();
    assert_eq!(tags, ["公益財団法人国際交流振興基金", "社会福祉法人そらまめ福祉会", "8000012010038"]);
    let open = problems.iter().find(|problem| problem.code == "probable-link").unwrap();
    assert_eq!((open.severity, open.count), (Severity::Warning, 4));
    assert!(
        problems.iter().any(|problem| problem.code == "linked" && problem.places[0].to_string() == "accounts.csv / B9")
    );
    assert_eq!(read.decisions.iter().filter(|decision| decision.is_of_link()).count(), 4);
    let lost: usize = read
        .panel
        .flow
        .iter()
        .filter(|step| step.key == "linked")
        .flat_map(|step| &step.lost)
        .map(|lost| lost.count)
        .sum();
    assert_eq!(lost, 5);
}

#[test]
fn what_a_person_decides_is_read_back_and_stays() {
    let case = Case::new();
    let said = case.command("run");
    assert!(said.contains("probable-link") && said.contains("Rows joined to another source"), "{said}");
    let before = case.bundle();
    assert!(before.table("linkage").is_some() && before.table("linkage-rows").is_some());
    let listed: Vec<String> =
        before.findings.decisions.iter().filter(|it| it.is_of_link()).map(Decision::cell).collect();
    assert_eq!(listed, ["B5", "B6", "B7", "B8"]);
    // Nothing is decided yet: the next run lists the same, and nothing is joined.
    case.command("run");
    assert_eq!(case.bundle().findings.decisions, before.findings.decisions);
    case.fill(|decision| {
        (decision.choice, decision.value) = match decision.cell().as_str() {
            "B5" => (Some(Choice::Join), Some(Given::Text("D99".into()))),
            "B6" => (Some(Choice::Join), decision.value.clone()),
            "B7" => (Some(Choice::Apart), decision.value.clone()),
            "B8" => (Some(Choice::Join), Some(Given::Text("みどりの輪".into()))),
            _ => (decision.choice, decision.value.clone()),
        };
    });
    // Row 8 would be the second row of みどりの輪.
    let rows = ACCOUNTS.replace(
        "2010005018803,NPO法人星空観察クラブ,長野県,70,76",
        "2010005018803,NPO法人星空観察クラブ,長野県,10,11",
    );
    fs::write(case.dir.path().join("accounts.csv"), rows.replace("7000012050002,NPO法人みどりの輪,東京都,10,11\n", ""))
        .unwrap();
    let moved = case.command("check");
    assert!(moved.contains("decision-out-of-date"), "the rows moved, and the decisions are about other cells: {moved}");
    fs::write(
        case.dir.path().join("accounts.csv"),
        ACCOUNTS.replace("7000012050002,NPO法人みどりの輪", ",NPO法人だれか"),
    )
    .unwrap();
    case.command("run");
    let after = case.bundle();
    let state = |cell: &str| after.findings.decisions.iter().find(|it| it.cell() == cell).unwrap().clone();
    for cell in ["B5", "B6", "B7", "B8"] {
        assert_eq!(state(cell).state, State::Applied, "{cell}");
    }
    let (classes, whys) = table(&after);
    assert!(whys.iter().filter(|why| why.starts_with("joined by a person")).count() == 2, "{whys:?}");
    assert!(whys.iter().any(|why| why == "not joined by a person's decision"));
    assert!(whys.iter().any(|why| why.contains("which is not one organisation")), "D99 is nobody: {whys:?}");
    assert_eq!(classes.iter().filter(|class| class.contains("waits")).count(), 1);
    // They persist, and the same inputs give the same bytes.
    let bytes = fs::read(case.results().join("findings.json")).unwrap();
    case.command("run");
    assert_eq!(fs::read(case.results().join("findings.json")).unwrap(), bytes);
}

/// Class and reason of each listed row.
fn table(bundle: &Bundle) -> (Vec<String>, Vec<String>) {
    let table = bundle.table("linkage-rows").unwrap();
    let text = |row: usize, key: &str| match &table.cell(row, key).unwrap().value {
        tashika::exhibit::Value::Phrase(phrase) => phrase.render(Lang::En),
        other => panic!("{other:?}"),
    };
    let of = |key: &str| (0..table.rows.len()).map(|row| text(row, key)).collect::<Vec<String>>();
    (of("class"), of("why"))
}

#[test]
fn the_public_edition_names_nobody() {
    let case = Case::new();
    case.command("run");
    let bundle = case.bundle();
    let sheets = |bundle: &Bundle| {
        let bytes = excel::workbook(bundle, Lang::En, excel::Volume::Details).unwrap();
        let book = calamine::open_workbook_from_rs::<calamine::Xlsx<_>, _>(std::io::Cursor::new(bytes)).unwrap();
        calamine::Reader::sheet_names(&book)
    };
    assert!(sheets(&bundle).contains(&"Who is who".to_string()));
    let public = disclosure::publish(&bundle);
    assert!(!sheets(&public).contains(&"Who is who".to_string()));
    assert!(public.table("linkage").is_none() && public.table("linkage-rows").is_none() && public.frames.is_empty());
    let json = render::json::findings(&public);
    assert!(!json.contains("ひまわり") && !json.contains("よそもの"), "{json}");
}

#[test]
fn ids_that_differ_in_zeros_are_asked_about() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("register.csv"), "団体ID,名\n012,a\n7,b\nN-3,c\n4.01101E+12,d\n").unwrap();
    fs::write(dir.path().join("accounts.csv"), "団体ID,値\n12,1\n7.0,2\nｎ３,3\n4.01101E+12,4\n").unwrap();
    let study = "[sources.register]\nfile = \"register.csv\"\nunit = \"団体ID\"\n[sources.accounts]\nfile = \"accounts.csv\"\nlink = { to = \"register\", by = \"団体ID\" }\n";
    fs::write(dir.path().join("study.toml"), study).unwrap();
    let (read, problems) = read(dir.path());
    let classes: Vec<Class> = linkage(&read).records.iter().map(|record| record.class).collect();
    assert_eq!(classes, [Class::Probable, Class::Exact, Class::Probable, Class::Unmatched], "{:#?}", linkage(&read));
    assert_eq!(problems.iter().filter(|problem| problem.code == "id-destroyed").count(), 2);
}

#[test]
fn applications_are_joined_to_an_organisation_by_name_and_place() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(
        dir.path().join("applications.csv"),
        "申請ID,団体名,所在地\nA1,NPO法人森の工房,東京都港区\nA2,（特非）森の工房,東京都 港区\nA3,NPO法人森の工房,大阪府堺市\n",
    )
    .unwrap();
    fs::write(dir.path().join("register.csv"), "団体名,所在地,職員\n特定非営利活動法人森の工房,東京都港区赤坂1,5\n")
        .unwrap();
    let study = "[sources.applications]\nfile = \"applications.csv\"\nunit = \"申請ID\"\n[sources.register]\nfile = \"register.csv\"\nlink = { to = \"applications\", by = \"団体名\", place = \"所在地\" }\n";
    fs::write(dir.path().join("study.toml"), study).unwrap();
    let (found, problems) = read(dir.path());
    assert_eq!((linkage(&found).count(Class::Exact), linkage(&found).found), (1, 2));
    assert!(problems.iter().any(|problem| problem.code == "taken-as"), "one organisation, two applications");
    fs::write(dir.path().join("study.toml"), study.replace(", place = \"所在地\"", "")).unwrap();
    let (found, _) = read(dir.path());
    assert_eq!(linkage(&found).count(Class::Probable), 1, "without a place the name is that of several");
}

#[test]
fn several_rows_of_a_unit_are_understood_as_applications_or_waves() {
    let hint = |csv: &str, unit: &str| {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.csv"), csv).unwrap();
        let study = format!("[sources.a]\nfile = \"a.csv\"\nunit = \"{unit}\"\n");
        fs::write(dir.path().join("study.toml"), study).unwrap();
        let mut sink = Sink::new();
        assert!(run::read(&dir.path().join("study.toml"), &|_| (), &mut sink).is_err());
        let problem = sink.problems.into_iter().find(|problem| problem.code == "duplicate-unit").unwrap();
        (problem.message.render(Lang::En), problem.hint.unwrap().render(Lang::En))
    };
    let (message, hint_applications) =
        hint("申請番号,団体ID,年度,金額\n1,D1,R3,10\n2,D2,R3,20\n3,D1,R4,30\n", "団体ID");
    assert!(message.contains("differ in 申請番号, 年度, 金額"), "{message}");
    assert!(hint_applications.contains("unit = \"申請番号\""), "{hint_applications}");
    assert!(hint_applications.contains("by = \"年度\", organisation = \"団体ID\""), "{hint_applications}");
    let (_, hint_waves) = hint("団体ID,調査年度,得点\nD1,令和3年度,1\nD2,令和3年度,2\nD1,令和4年度,3\n", "団体ID");
    assert!(hint_waves.contains("period_column = \"調査年度\""), "{hint_waves}");
    let (_, unclear) = hint("団体ID,得点\nD1,1\nD2,2\nD1,3\n", "団体ID");
    assert!(unclear.contains("period_column = \"…\""), "{unclear}");
}

/// A register and accounts of the same bodies in other spellings, some with typing errors, some of nobody; a few names are borne in
/// two prefectures. Which body each row of the accounts is about.
fn generated(dir: &Path, reversed: bool) -> Vec<Option<usize>> {
    let mut all: Vec<Body> = bodies(11, 2_000);
    let mut draw = Draw::new(11, "linked");
    for i in 0..60 {
        let twin = Body {
            prefecture: if all[i].prefecture == "東京都" { "大阪府" } else { "東京都" },
            ..all[i].clone()
        };
        all[1_000 + i] = twin;
    }
    let (mut register, mut rows, mut truth) = (String::new(), Vec::new(), Vec::new());
    for (i, body) in all.iter().enumerate().filter(|(i, _)| i % 10 != 9) {
        writeln!(register, "D{i},{},{}", body.name(), body.prefecture).unwrap();
    }
    for (i, body) in all.iter().enumerate() {
        let name = if i % 20 == 7 { mistyped(body, &mut draw) } else { spelled(body, &mut draw) };
        rows.push(format!("{name},{},{i},{}", body.prefecture, i + 1));
        truth.push((i % 10 != 9).then_some(i));
    }
    if reversed {
        rows.reverse();
        truth.reverse();
    }
    fs::write(dir.join("register.csv"), format!("団体ID,団体名,都道府県\n{register}")).unwrap();
    fs::write(dir.join("accounts.csv"), format!("団体名,都道府県,前,後\n{}\n", rows.join("\n"))).unwrap();
    fs::write(dir.join("study.toml"), STUDY.replace("\"法人番号\", ", "")).unwrap();
    truth
}

#[test]
fn whole_files_are_linked_with_precision_and_recall_whatever_the_order_of_rows() {
    let dir = tempfile::tempdir().unwrap();
    let truth = generated(dir.path(), false);
    let (found, _) = read(dir.path());
    let records = &linkage(&found).records;
    let units = |row: usize| found.panel.provenance.rows[1].items.contains(&(row as u32 + 1));
    let id = |record: &LinkRecord| {
        let text = fs::read_to_string(dir.path().join("register.csv")).unwrap();
        let tashika::diag::Place::Cell { row, .. } = record.other.as_ref().unwrap().place else { panic!() };
        text.lines().nth(row as usize).unwrap().split(',').next().unwrap()[1..].parse::<usize>().unwrap()
    };
    let (mut joined, mut right, mut seen, mut there) = (0, 0, 0, 0);
    for (row, (record, truth)) in records.iter().zip(&truth).enumerate() {
        there += usize::from(truth.is_some());
        if record.class == Class::Exact {
            assert!(units(row));
            joined += 1;
            right += usize::from(Some(id(record)) == *truth);
        }
        seen += usize::from(record.class != Class::Unmatched && Some(id(record)) == *truth);
    }
    let (precision, recall, seen) =
        (right as f64 / joined as f64, right as f64 / there as f64, seen as f64 / there as f64);
    assert!(precision >= 0.995 && seen >= 0.95, "precision {precision}, seen {seen}");
    assert!(recall >= 0.94, "one in twenty is mistyped and waits for a person: {recall}");
    let said = |found: &ReadStudy| {
        let of = |it: &LinkRecord| {
            let other = it.other.as_ref().map(|other| other.place.to_string());
            (it.text.clone(), it.class, format!("{:?} {:?}", it.score, it.by), other)
        };
        linkage(found).records.iter().map(of).collect::<BTreeSet<_>>()
    };
    generated(dir.path(), true);
    let (turned, _) = read(dir.path());
    assert_eq!(said(&found), said(&turned));
}
