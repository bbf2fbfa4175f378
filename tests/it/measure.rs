//! Formula variables, `where` and measures, through study files and small tables.

use std::fs;
use std::path::Path;

use tashika::answer::preview;
use tashika::diag::{self, Diagnostic, Place, Sink};
use tashika::findings::Bundle;
use tashika::panel::{Content, Data, Panel, VarRef, View};
use tashika::plan;
use tashika::run::{self, ReadStudy};
use tashika::text::Lang;

use crate::study_runs::{outputs, run_study, said};

fn write(dir: &Path, files: &[(&str, &str)]) {
    files.iter().for_each(|(name, text)| fs::write(dir.join(name), text).unwrap());
}

fn read(files: &[(&str, &str)]) -> (Option<ReadStudy>, Sink) {
    let temp = tempfile::tempdir().unwrap();
    write(temp.path(), files);
    let mut sink = Sink::new();
    let read = run::read(&temp.path().join("study.toml"), &|_| (), &mut sink).ok();
    (read, sink)
}

fn panel(files: &[(&str, &str)]) -> (std::sync::Arc<Panel>, Sink) {
    let (read, sink) = read(files);
    (read.unwrap_or_else(|| panic!("{}", said(&sink))).panel, sink)
}

fn numbers(panel: &std::sync::Arc<Panel>, var: &str) -> Vec<f64> {
    match View::whole(panel.clone()).column(&panel.reference(var)).unwrap_or_else(|| panic!("no {var}")).data {
        Data::Number(values) => values.to_vec(),
        other => panic!("{var}: {other:?}"),
    }
}

/// Equal, with NaN for missing.
#[track_caller]
fn same(ours: &[f64], wanted: &[f64]) {
    let near = |(a, b): (&f64, &f64)| a.is_nan() && b.is_nan() || (a - b).abs() <= 1e-12 * b.abs().max(1.0);
    assert!(ours.len() == wanted.len() && ours.iter().zip(wanted).all(near), "{ours:?} {wanted:?}");
}

const NAN: f64 = f64::NAN;

fn study(variables: &str) -> String {
    format!("[sources.s]\nfile = \"a.csv\"\nunit = \"id\"\n{variables}\n")
}

const TABLE: &str = "id,会費,\"受取 寄附金\",経費,region,seen,funded\n\
    a,100,50,30,東京,2021-04-01,はい\n\
    b,0,20,0,大阪,2022-05-01,いいえ\n\
    c,,10,5,東京,2020-01-01,はい\n\
    d,-3,5,10,,2021-03-31,いいえ\n";

fn made(formula: &str) -> Vec<f64> {
    let text = study(&format!("[variables.seen]\nkind = \"date\"\n[variables.x]\nformula = '''{formula}'''"));
    let (panel, _) = panel(&[("study.toml", &text), ("a.csv", TABLE)]);
    numbers(&panel, "x")
}

#[test]
fn formulas_compute_row_by_row() {
    same(&made("会費 + \"受取 寄附金\" - 経費"), &[120.0, 20.0, NAN, -8.0]);
    same(&made("会費 / 4"), &[25.0, 0.0, NAN, -0.75]);
    same(&made("7 / 2 + 0 * 経費"), &[3.5; 4]);
    same(&made("LN(\"受取 寄附金\")"), &[50f64.ln(), 20f64.ln(), 10f64.ln(), 5f64.ln()]);
    same(&made("LOG(\"受取 寄附金\", 10) - LOG10(\"受取 寄附金\")"), &[0.0; 4]);
    same(&made("ROUND(会費 / 7, 1)"), &[14.3, 0.0, NAN, -0.4]);
    same(&made("ABS(会費) + POW(経費, 2)"), &[1000.0, 0.0, NAN, 103.0]);
    same(&made("COALESCE(会費, 0) + 1"), &[101.0, 1.0, 1.0, -2.0]);
    same(&made("NULLIF(経費, 0)"), &[30.0, NAN, 5.0, 10.0]);
    same(&made("CASE region WHEN '東京' THEN 1 WHEN '大阪' THEN 2 END"), &[1.0, 2.0, 1.0, NAN]);
    // The remainder has the sign of the divisor; halves are rounded away from zero.
    same(&made("-会費 % 7"), &[5.0, 0.0, NAN, 3.0]);
    same(&made("ROUND(経費 / 4) + ROUND(0 - 経費 / 4)"), &[0.0; 4]);
    same(&made("ROUND(経費 / 4)"), &[8.0, 0.0, 1.0, 3.0]);
}

#[test]
fn conditions_are_yes_or_no_and_missing_stays_missing() {
    same(&made("会費 > 10 OR \"受取 寄附金\" >= 20"), &[1.0, 1.0, NAN, 0.0]);
    same(&made("region IN ('東京', '京都')"), &[1.0, 0.0, 1.0, NAN]);
    same(&made("region <> '東京'"), &[0.0, 1.0, 0.0, NAN]);
    same(&made("経費 NOT BETWEEN 5 AND 10"), &[1.0, 1.0, 0.0, 0.0]);
    same(&made("seen >= '2021-04-01'"), &[1.0, 1.0, 0.0, 0.0]);
    same(&made("funded AND 会費 IS NOT NULL"), &[1.0, 0.0, 0.0, 0.0]);
    same(&made("(会費 > 10) + (経費 > 10) + funded"), &[3.0, 0.0, NAN, 0.0]);
    // SQL would go on to ELSE where the condition is missing.
    same(&made("CASE WHEN 会費 > 10 THEN 1 ELSE 0 END"), &[1.0, 0.0, NAN, 0.0]);
    same(&made("CASE WHEN 会費 IS NULL THEN 9 WHEN 会費 > 10 THEN 1 ELSE 0 END"), &[1.0, 0.0, 9.0, 0.0]);
}

#[test]
fn texts_come_out_as_categories() {
    let text =
        study("[variables.x]\nformula = \"CASE WHEN 会費 > 10 THEN 'large' ELSE 'small' END\"\nlabel = \"Size\"");
    let (panel, _) = panel(&[("study.toml", &text), ("a.csv", TABLE)]);
    let column = View::whole(panel.clone()).column(&VarRef::parse("x")).unwrap();
    assert_eq!(panel.variables["x"].content, Content::Category);
    assert_eq!(column.label.get(Lang::En), "Size");
    let wanted =
        Data::Category { levels: ["large", "small"].map(String::from).into(), codes: [0, 1, u32::MAX, 1].into() };
    assert_eq!(column.data, wanted);
}

#[test]
fn what_is_not_finite_is_missing_and_listed_with_its_cells() {
    let text = study("[variables.x]\nformula = \"会費 / 経費\"\n[variables.y]\nformula = \"COALESCE(会費 / 経費, 0)\"");
    let (panel, sink) = panel(&[("study.toml", &text), ("a.csv", TABLE)]);
    same(&numbers(&panel, "x"), &[100.0 / 30.0, NAN, NAN, -0.3]);
    // Whoever says what comes out is not warned.
    same(&numbers(&panel, "y"), &[100.0 / 30.0, 0.0, 0.0, -0.3]);
    let warnings: Vec<&Diagnostic> =
        sink.problems.iter().filter(|problem| problem.code == "formula-not-finite").collect();
    let [warning] = warnings.as_slice() else { panic!("{}", said(&sink)) };
    let shown = diag::render(warning, Lang::En);
    assert!(shown.contains("1 value of `x`") && shown.contains(": b\n"), "{shown}");
    assert!(warning.places.iter().any(|place| place.to_string() == "a.csv / B3"), "{shown}");
    assert!(warning.places.iter().any(|place| place.to_string() == "a.csv / D3"), "{shown}");
}

#[test]
fn values_lead_back_to_the_cells_of_their_ingredients() {
    let text = study("[variables.x]\nformula = \"y + 会費\"\n[variables.y]\nformula = \"会費 - 経費\"");
    let (panel, _) = panel(&[("study.toml", &text), ("a.csv", TABLE)]);
    let places: Vec<String> = panel.places(&VarRef::parse("x"), 1).iter().map(Place::to_string).collect();
    assert_eq!(places, ["a.csv / B3", "a.csv / D3"]);
    same(&numbers(&panel, "x"), &[170.0, 0.0, NAN, -16.0]);
}

/// Code, line and marked characters of each problem.
fn wrong(text: &str) -> Vec<(String, u32, String)> {
    let (read, sink) = read(&[("study.toml", text), ("a.csv", TABLE)]);
    assert!(read.is_none(), "{}", said(&sink));
    let errors = sink.problems.iter().filter(|problem| problem.severity == diag::Severity::Error);
    let marked = |problem: &Diagnostic| match &problem.places[0] {
        Place::Text { line, column, length, source, .. } => {
            let part = source.chars().skip(*column as usize - 1).take(*length as usize).collect();
            (problem.code.clone(), *line, part)
        }
        place => panic!("{place:?}"),
    };
    errors.map(marked).collect()
}

#[test]
fn all_problems_of_formulas_point_at_their_words() {
    let text = study(
        "[variables.a1]\nformula = \"会費 + kaihi\"\n[variables.a2]\nformula = 'region * 2 + \"会 費\"'\n\
         [variables.a3]\nformula = \"会費 > 'x'\"\n[variables.a4]\nformula = \"NOT 会費\"\n\
         [variables.a5]\nformula = \"会費@2021\"\n[variables.a6]\nformula = \"b6 + 1\"\n[variables.b6]\nformula = \"a6\"\n\
         [variables.\"経費\"]\nformula = \"会費\"\n[variables.a7]\nformula = \"a1 + 1\"\n[variables.a8]\nformula = \"経費 = NULL\"\n\
         [variables.a9]\nkind = \"date\"\nformula = \"ROUND(経費, 0.5)\"",
    );
    let found = wrong(&text);
    let at = |code: &str, line: u32, part: &str| (code.to_string(), line, part.to_string());
    assert_eq!(
        found,
        [
            at("unknown-variable", 5, "kaihi"),
            at("formula-type", 7, "region"),
            at("unknown-variable", 7, "\"会 費\""),
            at("formula-type", 9, "'x'"),
            at("formula-type", 11, "会費"),
            at("unknown-period", 13, "会費@2021"),
            at("formula-circle", 14, "a6"),
            at("formula-name-taken", 18, "\"経費\""),
            at("formula-type", 23, "NULL"),
            at("formula-type", 26, "0.5"),
        ]
    );
}

#[test]
fn syntax_is_checked_with_the_study_and_columns_are_spelled_as_the_formula_does() {
    let found =
        wrong(&study("[variables.x]\nformula = \"SUM(会費) OVER ()\"\n[variables.y]\nformula = \"会費 + (経費\""));
    let codes: Vec<(&str, u32)> = found.iter().map(|(code, line, _)| (code.as_str(), *line)).collect();
    assert_eq!(codes, [("formula-unsupported", 5), ("formula-syntax", 7)]);
    let (panel, _) =
        panel(&[("study.toml", &study("[variables.x]\nformula = \"ABC + 1\"")), ("a.csv", "id,ABC\n1,2\n2,3\n")]);
    same(&numbers(&panel, "x"), &[3.0, 4.0]);
}

#[test]
fn a_declared_kind_must_fit_the_formula() {
    let found = wrong(&study(
        "[variables.x]\nkind = \"amount\"\nformula = \"region\"\n[variables.y]\nkind = \"yes-no\"\nformula = \"会費 * 2\"",
    ));
    let codes: Vec<(&str, u32)> = found.iter().map(|(code, line, _)| (code.as_str(), *line)).collect();
    assert_eq!(codes, [("formula-type", 5), ("formula-type", 8)]);
    let codes = wrong(&study("[variables.x]\nmissing = [9]\nformula = \"会費\""));
    assert_eq!(codes[0].0, "conflicting-keys");
}

const WAVES: &str = "id,年,会費,寄附,助成,事業,その他,本助成\n\
    A,2020,60,10,20,10,0,5\nA,2021,30,30,30,5,5,10\nA,2023,90,0,10,0,0,0\n\
    B,2020,0,0,0,0,0,0\nB,2021,10,-5,10,0,0,0\nB,2023,50,50,0,0,0,0\n\
    C,2020,10,,20,0,0,0\nC,2021,80,10,5,5,0,5\nC,2023,10,10,60,10,10,70\n";

const MIX: &str = "[sources.s]\nfile = \"a.csv\"\nunit = \"id\"\nperiod_column = \"年\"\n\
    [measures.income]\nmethod = \"income-mix\"\n\
    classes = { fees = [\"会費\"], donations = [\"寄附\"], grants = [\"助成\"], business = [\"事業\"], other = [\"その他\"] }\n\
    evaluated_grant = \"本助成\"\n";

#[test]
fn formulas_are_computed_at_each_period_and_across_periods() {
    let text = "[sources.s]\nfile = \"a.csv\"\nunit = \"id\"\nperiod_column = \"年\"\n\
        [sources.fixed]\nfile = \"b.csv\"\nunit = \"id\"\n\
        [variables.per_member]\nformula = \"会費 / members\"\n\
        [variables.growth]\nformula = '\"会費@2023\" - 会費@2020'\n";
    let (panel, _) = panel(&[("study.toml", text), ("a.csv", WAVES), ("b.csv", "id,members\nA,10\nB,5\nC,1\n")]);
    assert_eq!(panel.variables["per_member"].periods, ["2020", "2021", "2023"]);
    same(&numbers(&panel, "per_member@2021"), &[3.0, 2.0, 80.0]);
    assert!(panel.variables["growth"].periods.is_empty());
    same(&numbers(&panel, "growth"), &[30.0, 50.0, 0.0]);
    let places: Vec<String> = panel.places(&VarRef::parse("per_member@2021"), 0).iter().map(Place::to_string).collect();
    assert_eq!(places, ["a.csv / C3", "b.csv / B2"]);
}

#[test]
fn the_income_mix_has_the_known_numbers() {
    let net = "[variables.reported]\nformula = \"income_total - 本助成\"\n[variables.income_total]\nlabel = \"Income\"\nunit = \"yen\"\n";
    let (panel, sink) = panel(&[("study.toml", &format!("{MIX}{net}")), ("a.csv", WAVES)]);
    let at = |name: &str| numbers(&panel, name);
    same(&at("income_total@2020"), &[100.0, 0.0, NAN]);
    same(&at("income_net@2020"), &[95.0, 0.0, NAN]);
    same(&at("reported@2020"), &at("income_net@2020"));
    same(&at("income_own@2020"), &[80.0, 0.0, NAN]);
    same(&at("income_share_fees@2020"), &[0.6, NAN, NAN]);
    same(&at("income_share_other@2020"), &[0.0, NAN, NAN]);
    same(&at("income_hhi@2020"), &[0.42, NAN, NAN]);
    same(&at("income_hhi_normalised@2020"), &[0.275, NAN, NAN]);
    same(&at("income_sources@2020"), &[1.0 / 0.42, NAN, NAN]);
    same(&at("income_largest_share@2021"), &[0.3, NAN, 0.8]);
    same(&at("income_dependent@2020"), &[1.0, NAN, NAN]);
    same(&at("income_dependent@2023"), &[1.0, 0.0, 1.0]);
    // 2022 is not there: 2023 begins anew.
    same(&at("income_dependent_years@2021"), &[0.0, NAN, 1.0]);
    same(&at("income_dependent_years@2023"), &[1.0, 0.0, 1.0]);
    // The grant of C in 2023 is larger than all grants.
    same(&at("income_net@2023"), &[100.0, 100.0, NAN]);
    same(&at("income_total@2023"), &[100.0, 100.0, 100.0]);
    let source = View::whole(panel.clone()).column(&VarRef::parse("income_largest_source@2021")).unwrap().data;
    assert_eq!(source, Data::Category { levels: [String::from("fees")].into(), codes: [0, u32::MAX, 0].into() });
    assert_eq!(panel.variables["income_total"].label.get(Lang::Ja), "Income");
    assert_eq!(panel.variables["income_hhi"].label.get(Lang::Ja), "財源の集中度（HHI、k = 5）");
    let warned: Vec<String> = sink.problems.iter().map(|problem| diag::render(problem, Lang::En)).collect();
    let about = |part: &str| warned.iter().find(|text| text.contains(part)).unwrap_or_else(|| panic!("{warned:?}"));
    assert!(about("is negative").contains("B (2021)") && about("is negative").contains("a.csv / D6"));
    assert!(about("all income is 0").contains("B (2020)"));
    assert!(about("larger than the class").contains("C (2023)"));
}

#[test]
fn finer_columns_make_a_detailed_index_and_the_grant_may_stand_elsewhere() {
    let table = "id,会員,賛助,寄附,助成,本助成\n1,30,30,40,0,20\n2,10,10,20,60,0\n";
    let mix = |extra: &str| {
        study(&format!(
            "[measures.m]\nmethod = \"income-mix\"\nclasses = {{ fees = [\"会員\", \"賛助\"], donations = [\"寄附\"], grants = [\"助成\"], business = [], other = [] }}\nevaluated_grant = \"本助成\"\n{extra}"
        ))
    };
    let (panel_of, _) = panel(&[("study.toml", &mix("evaluated_grant_in = \"donations\"")), ("a.csv", table)]);
    let at = |name: &str| numbers(&panel_of, name);
    same(&at("m_hhi"), &[0.36 + 0.16, 0.04 + 0.04 + 0.36]);
    same(&at("m_hhi_detail"), &[0.09 + 0.09 + 0.16, 0.01 + 0.01 + 0.04 + 0.36]);
    same(&at("m_hhi_detail_normalised"), &[(0.34 - 0.25) / 0.75, (0.42 - 0.25) / 0.75]);
    same(&at("m_net"), &[80.0, 100.0]);
    same(&at("m_own"), &[80.0, 40.0]);
    assert!(!panel_of.variables.contains_key("m_dependent_years"));
    let (outside, _) = panel(&[("study.toml", &mix("evaluated_grant_in = \"none\"")), ("a.csv", table)]);
    same(&numbers(&outside, "m_net"), &[100.0, 100.0]);
    same(&numbers(&outside, "m_own"), &[100.0, 40.0]);
}

#[test]
fn columns_may_be_called_like_the_classes() {
    let text = study(
        "[measures.m]\nmethod = \"income-mix\"\nclasses = { fees = [\"Fees\"], donations = [], grants = [\"Grants\"], business = [], other = [\"other\"] }\n\
         evaluated_grant = \"Own Grant\"\nevaluated_grant_in = \"grants\"\n[variables.x]\nformula = \"Grants + other\"",
    );
    let (panel, _) =
        panel(&[("study.toml", &text), ("a.csv", "id,Fees,Grants,Other,own grant\n1,5,3,2,1\n2,1,1,2,0\n")]);
    same(&numbers(&panel, "m_net"), &[9.0, 4.0]);
    same(&numbers(&panel, "x"), &[5.0, 3.0]);
}

#[test]
fn yen_and_thousand_yen_and_the_order_of_rows_change_no_share() {
    let thousand: Vec<String> = WAVES
        .lines()
        .enumerate()
        .map(|(i, line)| {
            let scaled = |(at, field): (usize, &str)| match (i, at, field.parse::<f64>()) {
                (1.., 2.., Ok(value)) => (value * 1000.0).to_string(),
                _ => field.to_string(),
            };
            line.split(',').enumerate().map(scaled).collect::<Vec<_>>().join(",")
        })
        .collect();
    let mut turned = thousand.clone();
    turned[1..].reverse();
    let (first, _) = panel(&[("study.toml", MIX), ("a.csv", WAVES)]);
    let (other, _) = panel(&[("study.toml", MIX), ("a.csv", &turned.join("\n"))]);
    for name in ["income_share_grants@2021", "income_hhi@2020", "income_sources@2023", "income_dependent_years@2023"] {
        same(&numbers(&first, name), &numbers(&other, name));
    }
    same(&numbers(&other, "income_total@2020"), &[100_000.0, 0.0, NAN]);
}

#[test]
fn options_of_a_measure_that_do_not_fit_are_told_with_their_places() {
    let text = MIX.replace("\"助成\"", "\"助成金\"").replace("\"寄附\"", "\"会費\"")
        + "threshold = 2\n[variables.x]\nformula = \"income_total\"\n";
    let (read, sink) = read(&[("study.toml", &text), ("a.csv", WAVES)]);
    assert!(read.is_none());
    let shown = said(&sink);
    assert!(shown.contains("`会費` stands in two classes"), "{shown}");
    assert!(shown.contains("There is no variable `助成金`") && shown.contains("Did you mean `助成`?"), "{shown}");
    assert!(shown.contains("`threshold` must lie between 0 and 1"), "{shown}");
    assert!(!shown.contains("income_total"), "{shown}");
    let text = MIX.replace("income-mix", "income-mx");
    let (_, sink) = self::read(&[("study.toml", &text), ("a.csv", WAVES)]);
    assert!(said(&sink).contains("Did you mean `income-mix`?"), "{}", said(&sink));
}

const QUESTION: &str =
    "[[questions]]\nid = \"q\"\noutcomes = [\"income_net\"]\nbefore = 2020\nafter = 2021\ndesign = \"before-after\"\n";

#[test]
fn the_table_of_income_stands_in_the_outputs_and_not_in_the_plan() {
    let temp = tempfile::tempdir().unwrap();
    let rows: String =
        (0..30).map(|i| format!("{i},2020,{},10,5,5,0,1\n{i},2021,{},20,5,5,0,2\n", 10 + i, 12 + i)).collect();
    let table = format!("{}\n{rows}", WAVES.lines().next().unwrap());
    write(temp.path(), &[("study.toml", &format!("{MIX}{QUESTION}")), ("a.csv", &table)]);
    let bundle = run_study(&temp.path().join("study.toml"));
    let income = bundle.table("measure-income").unwrap();
    assert_eq!(income.rows.len(), 2);
    let cell = |row: usize, key: &str| income.cell(row, key).unwrap().number().unwrap();
    assert_eq!(cell(0, "n"), 30.0);
    assert!((cell(0, "total") - 44.5).abs() < 1e-12);
    let (money, total): (f64, f64) = ((10..40).sum::<i32>().into(), (30..60).sum::<i32>().into());
    assert!((cell(0, "aggregate_share_fees") - money / total).abs() < 1e-12);
    let mean: f64 = (10..40).map(|fees| f64::from(fees) / f64::from(fees + 20)).sum::<f64>() / 30.0;
    assert!((cell(0, "mean_share_fees") - mean).abs() < 1e-12);
    let dependent = (10..40).filter(|fees| 2 * fees > fees + 20).count() as f64 / 30.0;
    assert!((cell(0, "dependent") - dependent).abs() < 1e-12);
    let files = outputs(&bundle);
    let report = files.iter().find(|(path, _)| path == "report.ja.html").unwrap();
    assert!(String::from_utf8_lossy(&report.1).contains("財源の構成"));
    let codebook = files.iter().find(|(path, _)| path == "data/codebook.csv").map(|(_, bytes)| bytes);
    assert!(codebook.is_some_and(|bytes| String::from_utf8_lossy(bytes).contains("income-mix")));
    let out =
        assert_cmd::Command::cargo_bin("tashika").unwrap().arg("plan").arg(temp.path().join("study.toml")).output();
    let printed = String::from_utf8_lossy(&out.unwrap().stdout).into_owned();
    assert!(printed.contains("q") && !printed.contains("HHI") && !printed.contains("44.5"), "{printed}");
}

#[test]
fn the_workbook_has_a_sheet_of_measures() {
    let temp = tempfile::tempdir().unwrap();
    write(temp.path(), &[("study.toml", &format!("{MIX}{QUESTION}")), ("a.csv", WAVES)]);
    let bundle = run_study(&temp.path().join("study.toml"));
    let files = outputs(&bundle);
    let book = files.iter().find(|(path, _)| path.contains("-details") && path.ends_with(".xlsx")).unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&book.1)).unwrap();
    let mut names = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("xl/workbook.xml").unwrap(), &mut names).unwrap();
    assert!(names.contains("指標") || names.contains("Measures"), "{names}");
}

const NSW: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/nearest/input.csv");

/// The example twice over: round 2022 as it is, round 2023 with other outcomes and only one kind of race.
fn rounds() -> (String, String) {
    let text = fs::read_to_string(NSW).unwrap();
    let (head, body) = text.split_once('\n').unwrap();
    let (mut all, mut one) = (format!("{head},年度\n"), format!("{head},年度\n"));
    for (i, row) in body.lines().enumerate() {
        all.push_str(&format!("{row},2022\n"));
        one.push_str(&format!("{row},2022\n"));
        let (id, rest) = row.split_once(',').unwrap();
        let changed = rest.rsplit_once(',').map(|(rest, _)| format!("{rest},{}", i * 10)).unwrap();
        all.push_str(&format!("x{id},{changed},{}\n", if i % 7 == 0 { "" } else { "2023" }));
    }
    (all, one)
}

fn asked(only: &str) -> String {
    format!(
        "[sources.people]\nfile = \"people.csv\"\nunit = \"id\"\n\
         [[questions]]\nid = \"m\"\noutcomes = [\"re78\"]\ntreatment = \"treat\"\ncovariates = [\"age\", \"educ\", \"race\", \"re74\", \"re75\"]\n\
         design = {{ method = \"nearest\", caliper = 0.2 }}\n{only}\n\
         [[questions]]\nid = \"b\"\noutcomes = [\"re78\"]\nbaseline = {{ re78 = \"re75\" }}\ntreatment = \"treat\"\ndesign = \"before-after\"\n{only}\n"
    )
}

fn compared(bundle: &Bundle) -> String {
    let findings = bundle.findings.findings.iter().map(|finding| {
        format!("{:?} {:?} {:?} {:?}\n", finding.effect, finding.sample, finding.describe, finding.sensitivity)
    });
    let questions = bundle.findings.questions.iter().map(|question| format!("{:?}\n", question.balance));
    let pairs = format!("{:?}", bundle.frame("m/pairs").unwrap().columns);
    findings.chain(questions).collect::<String>() + &pairs
}

#[test]
fn one_round_of_many_is_the_same_as_a_file_of_that_round() {
    let (all, one) = rounds();
    let temp = tempfile::tempdir().unwrap();
    let run = |text: &str, people: &str| {
        write(temp.path(), &[("study.toml", text), ("people.csv", people)]);
        run_study(&temp.path().join("study.toml"))
    };
    let within = run(&asked("where = \"年度 = 2022\""), &all);
    let alone = run(&asked(""), &one);
    assert_eq!(compared(&within), compared(&alone));
    let step = within.findings.questions[0].flow.iter().find(|step| step.key == "where").unwrap();
    assert_eq!((step.remaining, step.lost.len()), (614, 2));
    assert_eq!((step.lost[0].count, step.lost[1].count), (526, 88));
    assert_eq!(step.lost[1].who.len(), 88);
    assert!(step.lost[0].reason.render(Lang::En).contains("年度 = 2022"));
    let frame = within.frame("analysis").unwrap();
    assert!(frame.columns.iter().any(|column| column.key == "eligible_b"));
    let script = outputs(&within).into_iter().find(|(path, _)| path == "replicate.R").unwrap().1;
    assert!(String::from_utf8_lossy(&script).contains("among = \"eligible_b\""));
}

#[test]
fn a_where_that_speaks_of_outcomes_or_of_nobody_is_refused() {
    let (all, _) = rounds();
    let problem = |only: &str, extra: &str| {
        let temp = tempfile::tempdir().unwrap();
        write(temp.path(), &[("study.toml", &(asked(only) + extra)), ("people.csv", &all)]);
        let mut sink = Sink::new();
        let read = run::read(&temp.path().join("study.toml"), &|_| (), &mut sink)
            .unwrap_or_else(|_| panic!("{}", said(&sink)));
        assert!(plan::plan(&read.study, &read.panel, &mut sink).is_err(), "{only}");
        sink.problems.into_iter().find(|problem| problem.severity == diag::Severity::Error).unwrap()
    };
    let outcome = problem("where = \"age > 20 AND re78 > 0\"", "");
    assert_eq!(outcome.code, "where-on-outcome");
    assert!(matches!(&outcome.places[0], Place::Text { line: 10, column: 23, length: 4, .. }), "{:?}", outcome.places);
    let made = problem("where = \"rise > 0\"", "[variables.rise]\nformula = \"re78 - age\"\n");
    assert_eq!(made.code, "where-on-outcome");
    assert_eq!(problem("where = \"年度 = 1999\"", "").code, "where-nobody");
    assert_eq!(problem("where = \"nendo = 2022\"", "").code, "unknown-variable");
    assert_eq!(problem("where = \"age + 1\"", "").code, "formula-type");
    assert_eq!(problem("where = \"race = 1\"", "").code, "formula-type");
}

const MATCHED: &str = "[[questions]]\nid = \"q\"\noutcomes = [\"net\"]\ntreatment = \"treat\"\ncovariates = [\"age\", \"educ\", \"re74\"]\ndesign = \"nearest\"\n\
    [variables.net]\nformula = \"re78 - re75 + CASE WHEN treat = 1 THEN 1 ELSE 0 END\"\n[variables.log]\nformula = \"LN(re78 + 1)\"\n[variables.older]\nformula = \"age + 1\"\n";

#[test]
fn what_an_outcome_is_made_of_is_hidden_with_it() {
    let text = "[sources.people]\nfile = \"people.csv\"\nunit = \"id\"\n".to_string() + MATCHED;
    let people = fs::read_to_string(NSW).unwrap();
    let (read, sink) = read(&[("study.toml", &text), ("people.csv", &people)]);
    let read = read.unwrap_or_else(|| panic!("{}", said(&sink)));
    let plan = plan::plan(&read.study, &read.panel, &mut Sink::new()).unwrap();
    let blind = plan.steps().next().unwrap().blind(&View::whole(read.panel.clone()));
    let sees = |name: &str| blind.column(&VarRef::parse(name)).is_some();
    for hidden in ["net", "re78", "re75", "log"] {
        assert!(!sees(hidden), "{hidden}");
    }
    for seen in ["age", "older", "treat", "re74"] {
        assert!(sees(seen), "{seen}");
    }
    let looked = preview(&plan, &read.panel);
    assert!(looked[0].comparison.is_some());
    let text = text.replace("\"re74\"", "\"re75\"");
    let (read, _) = self::read(&[("study.toml", &text), ("people.csv", &people)]);
    let (read, mut sink) = (read.unwrap(), Sink::new());
    assert!(plan::plan(&read.study, &read.panel, &mut sink).is_err());
    assert_eq!(sink.problems[0].code, "outcome-as-covariate");
}

#[test]
fn at_periods_only_the_outcome_s_own_is_hidden() {
    let text = format!("{MIX}[variables.growth]\nformula = '\"income_total@2023\" - \"income_total@2020\"'\n");
    let (panel, _) = panel(&[("study.toml", &text), ("a.csv", WAVES)]);
    let view = View::whole(panel);
    let blind = view.blind(&[VarRef::parse("income_net@2021")]);
    let sees = |name: &str| blind.column(&VarRef::parse(name)).is_some();
    for hidden in [
        "income_net@2021",
        "会費@2021",
        "本助成@2021",
        "income_hhi@2021",
        "income_dependent_years@2021",
        "income_dependent_years@2023",
    ] {
        assert!(!sees(hidden), "{hidden}");
    }
    for seen in ["会費@2020", "income_net@2020", "income_hhi@2023", "growth"] {
        assert!(sees(seen), "{seen}");
    }
    let blind = view.blind(&[VarRef::parse("growth")]);
    let sees = |name: &str| blind.column(&VarRef::parse(name)).is_some();
    assert!(!sees("income_total@2023") && !sees("会費@2023") && !sees("growth"));
    assert!(sees("income_total@2020") && sees("会費@2020"));
}
