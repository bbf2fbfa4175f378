//! What is said: one cause one message, short lines, everything at once, and names of ours that break nothing.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use tashika::diag::{Diagnostic, Severity, Sink, gather, render};
use tashika::ingest::decisions::{Choice, Decision};
use tashika::run::{self, Looked};
use tashika::text::{Arg, Lang, Phrase};

struct Case(tempfile::TempDir);

impl Case {
    fn new(files: &[(&str, &str)]) -> Case {
        let dir = tempfile::tempdir().unwrap();
        files.iter().for_each(|(name, text)| fs::write(dir.path().join(name), text).unwrap());
        Case(dir)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn look(&self, decided: Vec<Decision>) -> (Option<Looked>, Vec<Diagnostic>) {
        let mut sink = Sink::new();
        let looked = run::look(&self.path().join("study.toml"), decided, &|_| {}, &mut sink);
        (looked.ok(), gather(sink.problems))
    }

    fn problems(&self) -> Vec<Diagnostic> {
        self.look(Vec::new()).1
    }

    /// What the command writes to both of its outputs, and its exit code.
    fn said(&self, arguments: &[&str]) -> (String, i32) {
        let bin = assert_cmd::cargo::cargo_bin!("tashika");
        let output = std::process::Command::new(bin).args(arguments).current_dir(self.path()).output().unwrap();
        let text = [output.stderr, output.stdout].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        (text, output.status.code().unwrap())
    }
}

fn errors(problems: &[Diagnostic]) -> Vec<&str> {
    problems.iter().filter(|it| it.severity == Severity::Error).map(|it| it.code.as_str()).collect()
}

fn longest_list(phrase: &Phrase) -> usize {
    fn of(arg: &Arg) -> usize {
        match arg {
            Arg::List(items) => items.len().max(items.iter().map(of).max().unwrap_or(0)),
            Arg::Phrase(phrase) => longest_list(phrase),
            _ => 0,
        }
    }
    phrase.args.iter().map(|(_, arg)| of(arg)).max().unwrap_or(0)
}

fn is_short(problem: &Diagnostic) {
    for lang in [Lang::Ja, Lang::En] {
        let text = render(problem, lang);
        let longest = text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        assert!(longest <= 300, "{longest} characters in\n{text}");
    }
    let phrases = std::iter::once(&problem.message).chain(&problem.hint);
    assert!(phrases.map(longest_list).max().unwrap_or(0) <= 11, "{problem:?}");
}

/// A file of columns with headings of 300 characters, several answers, odd cells and a unit that stands twice.
fn wide(columns: usize) -> String {
    let heading = |n: usize| format!("\"{}、その{n}番目の項目\"", "とても長い見出しの質問文".repeat(24));
    let mut text = format!("id,{}\n", (0..columns).map(heading).collect::<Vec<_>>().join(","));
    for row in 0..30 {
        let odd = |n: usize| match (row + n) % 9 {
            0 => format!("\"約{row}から{n}くらい{}\"", "、補足の説明".repeat(30)),
            1 => format!("\"人材不足、資金不足{n}、場所がない\""),
            _ => (row * n % 17).to_string(),
        };
        writeln!(text, "u{},{}", row % 28, (0..columns).map(odd).collect::<Vec<_>>().join(",")).unwrap();
    }
    text
}

#[test]
fn no_line_is_long_and_no_list_is_endless() {
    let names: String = (0..40).map(|n| format!("\"見つからない変数その{n}\", ")).collect();
    let question = |extra: &str| {
        format!(
            "\n[[questions]]\nid = \"q\"\noutcomes = [{names}]\ntreatment = \"id\"\ncovariates = [\"無い\"]\n\
             design = \"nearest\"\n{extra}\n"
        )
    };
    let source = "[sources.s]\nfile = \"d.csv\"\nunit = \"id\"\n";
    let long = "長い名前".repeat(80);
    let studies = [
        format!("{source}{}", question("")),
        format!("{source}columns = {{ \"{long}\" = \"{long}無い\" }}\n{}", question("")),
        format!("{source}[variables.x]\nformula = '\"{long}\" + 1 +'\n{}", question("where = \"無い = 1\"")),
        format!("{source}period_column = \"{long}\"\namounts = [{names}]\n{}", question("subgroups = [\"ない\"]")),
        format!("[sources.\"{long}\"]\nfile = \"{}\"\nunit = \"id\"\n{}", "x".repeat(200), question("family = \"f\"")),
        format!("{source}link = {{ to = \"t\", by = [{names}] }}\n[sources.t]\nfile = \"d.csv\"\nunit = \"ID 2\"\n"),
    ];
    let data = wide(60);
    for study in &studies {
        let case = Case::new(&[("study.toml", study), ("d.csv", &data)]);
        let problems = case.problems();
        assert!(!problems.is_empty(), "{study}");
        problems.iter().for_each(is_short);
        for lang in ["ja", "en"] {
            let (text, _) = case.said(&["check", "study.toml", "--all", "--lang", lang]);
            let longest = text.lines().max_by_key(|line| line.chars().count()).unwrap();
            assert!(longest.chars().count() <= 300, "{longest}");
        }
    }
}

#[test]
fn after_an_error_the_rest_is_looked_at() {
    let rows: String = (0..20).map(|n| format!("{n},{},{},{}\n", n % 2, n * 3 % 7, n * 5 % 11)).collect();
    let data = format!("id,t,x,y\n{rows}3,1,4,9\n77,0,4,about 9\n");
    let study = "[sources.s]\nfile = \"d.csv\"\nunit = \"id\"\n\
        [variables.sum]\nformula = \"x + (y\"\n\
        [[questions]]\nid = \"a\"\noutcomes = [\"sum\"]\ntreatment = \"t\"\ncovariates = [\"x\"]\ndesign = \"nearest\"\n\
        [[questions]]\nid = \"b\"\noutcomes = [\"y\"]\ntreatment = \"t\"\ncovariates = [\"nothing\"]\ndesign = \"nearest\"\n";
    let case = Case::new(&[("study.toml", study), ("d.csv", &data)]);
    let (text, code) = case.said(&["check", "study.toml", "--lang", "en"]);
    assert_eq!(code, 2);
    for said in ["formula-syntax", "duplicate-unit", "no variable `nothing`", "rough-value"] {
        assert!(text.contains(said), "not said: {said}\n{text}");
    }
    assert!(!text.contains("no variable `sum`"), "what follows from the formula is not said:\n{text}");
    assert_eq!(text.matches("error[formula-syntax]").count(), 1, "{text}");
}

#[test]
fn a_source_that_is_missing_does_not_hide_the_others() {
    let study = "[sources.gone]\nfile = \"gone.csv\"\nunit = \"id\"\n[sources.s]\nfile = \"d.csv\"\nunit = \"id\"\n\
        [sources.linked]\nfile = \"d.csv\"\nlink = { to = \"gone\", by = [\"id\"] }\n";
    let case = Case::new(&[("study.toml", study), ("d.csv", "id,y\n1,2\n1,3\n2,4\n")]);
    let told = case.problems();
    assert_eq!(errors(&told), ["file-not-found", "duplicate-unit"], "{told:#?}");
}

#[test]
fn the_same_missing_column_is_said_once_for_all_sheets() {
    let study = "[sources.units]\nfile = \"u.csv\"\nunit = \"id\"\n[sources.parts]\nfile = \"p_*.csv\"\nperiod_from = \"file\"\n\
        link = { to = \"units\", by = [\"number\", \"name\"] }\n";
    let part = "code,y\n1,2\n2,3\n";
    let files: Vec<(String, &str)> = (2015..2022).map(|year| (format!("p_{year}.csv"), part)).collect();
    let mut all = vec![("study.toml", study), ("u.csv", "id,number,name\n1,1,a\n2,2,b\n")];
    all.extend(files.iter().map(|(name, text)| (name.as_str(), *text)));
    let case = Case::new(&all);
    let told = case.problems();
    assert_eq!(errors(&told), ["unknown-column", "unknown-column"], "{told:#?}");
}

#[test]
fn what_a_person_can_decide_is_there_although_a_unit_stands_twice() {
    let study = "[sources.s]\nfile = \"d.csv\"\nunit = \"id\"\n";
    let more: String = (6..20).map(|n| format!("{n},{},{}\n", n * 3 % 8, n % 3)).collect();
    let data = format!("id,y,z\n1,2,3\n1,5,3\n2,about 4,3\n3,4,3\n4,7,1\n5,7,2\n{more}");
    let case = Case::new(&[("study.toml", study), ("d.csv", &data)]);
    let (looked, told) = case.look(Vec::new());
    assert_eq!(errors(&told), ["duplicate-unit"]);
    let mut decisions = looked.unwrap().decisions;
    let codes: BTreeSet<&str> = decisions.iter().flat_map(|it| &it.matters).map(|it| it.code.as_str()).collect();
    assert!(codes.contains("duplicate-unit") && codes.contains("rough-value"), "{codes:?}");
    let roughly = decisions.iter().find(|it| it.matters.iter().any(|it| it.code == "rough-value")).unwrap();
    assert!(roughly.suggested.is_some());
    let second = decisions.iter_mut().find(|it| (it.row, it.col) == (2, 0)).unwrap();
    second.choice = Some(Choice::LeaveOut);
    let (looked, told) = case.look(decisions);
    assert_eq!(errors(&told), [""; 0]);
    assert_eq!(looked.unwrap().read.unwrap().panel.units.len(), 19);
}

#[test]
fn a_clean_file_of_many_columns_is_told_in_a_dozen_lines() {
    let heading = |n: usize| match n % 4 {
        0 => format!("収入{n}（千円）"),
        1 => format!("満足度{n}"),
        2 => format!("困りごと{n}"),
        _ => format!("人数{n}"),
    };
    let cell = |row: usize, n: usize| match n % 4 {
        0 => format!("\"{},{:03}\"", row + 1, n),
        1 => ["とても満足", "満足", "どちらともいえない", "不満", "とても不満"][(row + n) % 5].to_string(),
        2 => ["人材;資金", "資金", "人材;場所;資金", "場所"][(row + n) % 4].to_string(),
        _ => (row * n % 23).to_string(),
    };
    let mut data = format!("団体番号,{}\n", (0..319).map(heading).collect::<Vec<_>>().join(","));
    for row in 0..40 {
        writeln!(data, "N{row:03},{}", (0..319).map(|n| cell(row, n)).collect::<Vec<_>>().join(",")).unwrap();
    }
    let study = "[sources.s]\nfile = \"d.csv\"\nunit = \"団体番号\"\n";
    let case = Case::new(&[("study.toml", study), ("d.csv", &data)]);
    for lang in ["ja", "en"] {
        let (text, code) = case.said(&["check", "study.toml", "--lang", lang]);
        assert_eq!(code, 0, "{text}");
        assert!(text.lines().count() <= 12, "{} lines:\n{text}", text.lines().count());
        let (all, _) = case.said(&["check", "study.toml", "--lang", lang, "--all"]);
        assert!(all.lines().count() > 12);
    }
}

/// Names that data files of results use themselves.
const OURS: [&str; 22] = [
    "score",
    "weight",
    "set",
    "unit",
    "file_order",
    "distance",
    "treated",
    "comparison",
    "pair",
    "subclass",
    "period",
    "eligible_q",
    "score_q",
    "weight_q",
    "set_q",
    "cluster_q",
    "row",
    "reason",
    "nearest",
    "treated_score",
    "source",
    "cell",
];

fn of_ours() -> String {
    let mut data = format!("id,t,x,{}\n", OURS.join(","));
    for row in 0..60_usize {
        let values: Vec<String> =
            (0..OURS.len()).map(|n| ((row * (n + 3) + n * n) % 19 + 100 * n).to_string()).collect();
        writeln!(data, "u{row},{},{},{}", usize::from(row % 3 == 0), row * 7 % 13, values.join(",")).unwrap();
    }
    data
}

fn columns_of(case: &Case, file: &str) -> Vec<String> {
    let text = fs::read_to_string(case.path().join("study-results/data").join(file)).unwrap();
    let head = text.trim_start_matches('\u{feff}').lines().next().unwrap();
    head.split(',').map(str::to_string).collect()
}

fn distinct(columns: &[String]) -> bool {
    columns.iter().collect::<BTreeSet<_>>().len() == columns.len()
}

#[test]
fn columns_called_like_ours_break_no_matching() {
    let outcomes =
        OURS.iter().filter(|name| **name != "distance").map(|name| format!("\"{name}\"")).collect::<Vec<_>>();
    let study = format!(
        "[study]\nlanguage = \"en\"\n[sources.s]\nfile = \"d.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\noutcomes = [{}]\n\
         treatment = \"t\"\ncovariates = [\"x\", \"distance\"]\ndesign = \"nearest\"\n",
        outcomes.join(", ")
    );
    let case = Case::new(&[("study.toml", &study), ("d.csv", &of_ours())]);
    let (text, code) = case.said(&["run", "study.toml", "--lang", "en"]);
    assert_eq!(code, 0, "{text}");
    for file in ["analysis_frame.csv", "q-matched.csv"] {
        let columns = columns_of(&case, file);
        assert!(
            distinct(&columns) && OURS.iter().all(|name| columns.iter().any(|it| it == name)),
            "{file}: {columns:?}"
        );
    }
    assert_eq!(columns_of(&case, "analysis_frame.csv")[..2], ["unit_", "file_order_"]);
    let script = fs::read_to_string(case.path().join("study-results/replicate.R")).unwrap();
    assert!(script.contains("columns = \"q_\""), "the script follows");
    let codebook = fs::read_to_string(case.path().join("study-results/data/codebook.csv")).unwrap();
    assert!(codebook.contains("analysis_frame,score_q_,") && codebook.contains("analysis_frame,score,"), "{codebook}");
    let plan = case.said(&["plan", "study.toml", "--lang", "en"]).0;
    assert!(plan.contains("Balance: distance differs"), "a covariate called distance is no score:\n{plan}");
}

#[test]
fn columns_called_like_ours_break_no_change() {
    let asked = |id: &str| {
        format!(
            "[[questions]]\nid = \"{id}\"\noutcomes = [\"unit\", \"score\", \"eligible_q\"]\n\
             baseline = {{ unit = \"file_order\", score = \"weight\", eligible_q = \"cluster_q\" }}\nwhere = \"t = 1\"\n\
             design = \"before-after\"\n"
        )
    };
    let study = format!(
        "[study]\nlanguage = \"en\"\n[sources.s]\nfile = \"d.csv\"\nunit = \"id\"\n{}{}{}",
        asked("q"),
        asked("a-b"),
        asked("a_b")
    );
    let case = Case::new(&[("study.toml", &study), ("d.csv", &of_ours())]);
    let (text, code) = case.said(&["run", "study.toml", "--lang", "en"]);
    assert_eq!(code, 0, "{text}");
    let columns = columns_of(&case, "analysis_frame.csv");
    assert!(distinct(&columns), "{columns:?}");
}

/// Applications with an amount that is blank where nothing was given.
fn with_blanks() -> String {
    let mut data = String::from("id,t,size,total,of which ours\n");
    for row in 0..60_usize {
        let ours = if row % 3 == 0 { (row * 10).to_string() } else { String::new() };
        writeln!(data, "a{row},{},{},{},{ours}", usize::from(row % 3 == 0), row * 7 % 23, 1000 + row * 13 % 400)
            .unwrap();
    }
    data
}

fn with_formula(more: &str) -> String {
    format!(
        "[sources.s]\nfile = \"d.csv\"\nunit = \"id\"\n[variables.own]\nformula = '\"total\" - \"of which ours\"'\n{more}\
         [[questions]]\nid = \"q\"\noutcomes = [\"size\"]\ntreatment = \"t\"\ncovariates = [\"own\"]\ndesign = \"nearest\"\n"
    )
}

#[test]
fn a_blank_amount_is_asked_about_and_can_be_nothing() {
    let case = Case::new(&[("study.toml", &with_formula("")), ("d.csv", &with_blanks())]);
    let told = case.problems();
    let asked = told.iter().find(|it| it.code == "blank-amounts").expect("it is asked about");
    let message = asked.message.render(Lang::En);
    assert_eq!(message, "`own` has no value in 40 of 60 rows, 40 of them only because `of which ours` is blank there");
    let hint = asked.hint.as_ref().unwrap().render(Lang::Ja);
    assert!(hint.contains("[variables.\"of which ours\"] の下に blank_is = 0"), "{hint}");
    let declared = with_formula("[variables.\"of which ours\"]\nblank_is = 0\n");
    let case = Case::new(&[("study.toml", &declared), ("d.csv", &with_blanks())]);
    let (looked, told) = case.look(Vec::new());
    assert!(told.iter().all(|it| it.code != "blank-amounts"), "{told:#?}");
    let panel = looked.unwrap().read.unwrap().panel;
    let own = panel.numbers(&tashika::panel::VarRef::parse("own")).unwrap();
    assert_eq!((own[1], own[3]), (1013.0, 1039.0 - 30.0));
}

#[test]
fn plan_says_why_candidates_fall() {
    let data = with_blanks().replace("a3,1,21,", "a3,1,,");
    let study =
        with_formula("").replace("[\"own\"]", "[\"size\"]").replace("outcomes = [\"size\"]", "outcomes = [\"total\"]");
    let case = Case::new(&[("study.toml", &study), ("d.csv", &data)]);
    let (text, _) = case.said(&["plan", "study.toml", "--lang", "en"]);
    assert!(text.contains("Not candidates: 1 (1 who took part, 0 who did not), no value of size"), "{text}");
}

#[test]
fn keys_that_the_data_leave_without_effect_are_told() {
    let data = "id,町,金額,助言,人\n1,a,3,はい,x\n2,b,4,いいえ,y\n3,c,9,はい,z\n";
    let told =
        |study: &str| Case::new(&[("study.toml", study), ("d.csv", data), ("codes.csv", "a,b\n1,2\n3,4\n")]).problems();
    let source = "[sources.s]\nfile = \"d.csv\"\nunit = \"id\"\n";
    let idle = |told: &[Diagnostic]| told.iter().filter(|it| it.code == "no-effect").cloned().collect::<Vec<_>>();
    let amounts = idle(&told(&format!("{source}amounts = [\"金額\"]\n")));
    assert!(amounts.len() == 1 && amounts[0].severity == Severity::Error, "{amounts:#?}");
    let linked = "[sources.t]\nfile = \"d.csv\"\nlink = { to = \"s\", by = [\"id\"], place = [\"町\"] }\n";
    let place = idle(&told(&format!("{source}{linked}")));
    assert!(place.len() == 1 && place[0].message.render(Lang::En).contains("`place`"), "{place:#?}");
    let values =
        "[variables.助言]\ncodes = { はい = \"yes\", いいえ = \"no\", たぶん = \"no\" }\nmissing = [\"無回答\"]\n";
    let values =
        values.replace("はい =", "\"はい\" =").replace("いいえ =", "\"いいえ\" =").replace("たぶん =", "\"たぶん\" =");
    let values = idle(&told(&format!("{source}{}", values.replace("variables.助言", "variables.\"助言\""))));
    assert!(values.len() == 1 && values[0].severity == Severity::Note, "{values:#?}");
    let said = values[0].message.render(Lang::En);
    assert!(said.contains("たぶん, 無回答") && !said.contains("はい"), "{said}");
    assert!(errors(&told(&format!("{source}codebook = \"codes.csv\"\n"))).contains(&"no-codes"));
}

#[test]
fn texts_of_several_rows_are_no_answers() {
    let mut data = String::from("駅,月,運転者\n");
    for row in 0..40 {
        writeln!(data, "s{},{},{}", row % 8, row, ["佐藤", "鈴木", "高橋"][row % 3]).unwrap();
    }
    let study = "[sources.s]\nfile = \"d.csv\"\nunit = \"駅\"\nrows = \"sum\"\n";
    let case = Case::new(&[("study.toml", study), ("d.csv", &data)]);
    let told = case.problems();
    assert!(told.iter().all(|it| it.code != "several-answers"), "{told:#?}");
}

#[test]
fn a_name_that_must_be_quoted_is_given_whole() {
    let mut sink = Sink::new();
    let text = "[sources.R4調査]\nfile = \"a.xlsx\"\nunit = \"id\"\n";
    assert!(tashika::study::read_str(text, "study.toml", Path::new(""), &mut sink).is_err());
    let hint = sink.problems[0].hint.as_ref().unwrap().render(Lang::Ja);
    assert!(hint.contains("\"R4調査\""), "{hint}");
}

#[test]
fn help_and_faults_of_arguments_are_japanese() {
    let case = Case::new(&[]);
    let (help, code) = case.said(&["check", "--help", "--lang", "ja"]);
    assert!(code == 0 && help.contains("使い方: tashika check"), "{help}");
    let (text, code) = case.said(&["check", "a.toml", "b.toml", "--lang", "ja"]);
    assert!(code == 2 && text.contains("「b.toml」") && !text.contains("unexpected"), "{text}");
    let (list, _) = case.said(&["explain", "--lang", "ja"]);
    assert!(list.contains("rough-value") && list.contains("おおよその値"), "{list}");
}

/// Either name may be the wrong one, and the other mistakes of the question are told as well.
#[test]
fn a_misspelt_outcome_hides_nothing() {
    let study = "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\noutcomes = [\"y11\"]\n\
                 baseline = { y1 = \"y0\" }\ntreatment = \"tt\"\ncovariates = [\"zz\"]\ndesign = \"nearest\"\n";
    let case = Case::new(&[("study.toml", study), ("d.csv", "id,y0,y1,t\na,1,2,1\nb,2,3,0\nc,3,4,1\nd,1,1,0\n")]);
    let (said, code) = case.said(&["check", "study.toml", "--lang", "en"]);
    assert_eq!(code, 2, "{said}");
    for part in ["one of them is perhaps misspelt", "no variable `y11`", "no variable `tt`", "no variable `zz`"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains("around the table") && said.contains("Rows: 4"), "{said}");
}
