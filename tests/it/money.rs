//! Money beside the income mix: volatility and reserves as in R, what becomes of income after a grant, lists of two funders, gifts in kind.

use std::fs;

use serde_json::Value;

use tashika::diag::Sink;
use tashika::exhibit::Table;
use tashika::findings::disclosure;
use tashika::math::volatility;
use tashika::panel::{Data, View};
use tashika::run::{self, ReadStudy};

/// Sums in another order than R's.
const CLOSE: f64 = 1e-10;

const ACCOUNTS: &str = include_str!("../reference/field/data/accounts.csv");

fn known() -> Value {
    let all: Value = serde_json::from_str(include_str!("../reference/field/field_participation.json")).unwrap();
    all["money"].clone()
}

fn read(table: &str, study: &str) -> ReadStudy {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("d.csv"), table).unwrap();
    fs::write(folder.path().join("study.toml"), study).unwrap();
    let mut sink = Sink::new();
    let read = run::read(&folder.path().join("study.toml"), &|_| (), &mut sink);
    read.unwrap_or_else(|_| panic!("{}", crate::study_runs::said(&sink)))
}

fn fails(table: &str, study: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("d.csv"), table).unwrap();
    fs::write(folder.path().join("study.toml"), study).unwrap();
    let mut sink = Sink::new();
    assert!(run::read(&folder.path().join("study.toml"), &|_| (), &mut sink).is_err());
    crate::study_runs::said(&sink)
}

fn numbers(read: &ReadStudy, name: &str) -> Vec<f64> {
    match View::whole(read.panel.clone())
        .column(&read.panel.reference(name))
        .unwrap_or_else(|| panic!("no {name}"))
        .data
    {
        Data::Number(values) => values.to_vec(),
        other => panic!("{other:?}"),
    }
}

fn table<'t>(read: &'t ReadStudy, name: &str) -> &'t Table {
    read.tables.iter().find(|table| table.id.as_str() == name).unwrap_or_else(|| panic!("no {name}"))
}

fn cell(table: &Table, row: usize, key: &str) -> f64 {
    table.cell(row, key).unwrap().number().unwrap_or(f64::NAN)
}

#[track_caller]
fn same(ours: &[f64], theirs: &Value) {
    let theirs: Vec<f64> = theirs.as_array().unwrap().iter().map(|it| it.as_f64().unwrap()).collect();
    assert_eq!(ours.len(), theirs.len());
    assert!(ours.iter().zip(&theirs).all(|(a, b)| (a - b).abs() <= CLOSE * b.abs().max(1.0)), "{ours:?} {theirs:?}");
}

const SOURCE: &str = "[sources.a]\nfile = \"d.csv\"\nunit = \"org\"\nperiod_column = \"year\"\n";

#[test]
fn volatility_and_reserves_are_those_of_r() {
    let study = format!(
        "{SOURCE}[variables.income]\nformula = \"fees + donations + grants + business + other\"\n\
         [measures.v]\nmethod = \"volatility\"\nof = \"income\"\n\
         [measures.r]\nmethod = \"reserves\"\nnet_assets = \"net_assets_unrestricted\"\nexpense = \"expense\"\ndepreciation = \"depreciation\"\n\
         [measures.s]\nmethod = \"reserves\"\nnet_assets = \"net_assets_unrestricted\"\nexpense = \"expense\"\n"
    );
    let (read, known) = (read(ACCOUNTS, &study), known());
    same(&numbers(&read, "v_cv@2023"), &known["volatility"]["cv_n_minus_1"]);
    same(&numbers(&read, "v_trend@2023"), &known["volatility"]["detrended_log_rmse"]);
    assert!(numbers(&read, "v_trend@2020").iter().all(|value| value.is_nan()), "three years are too few");
    assert!(numbers(&read, "v_years@2021").iter().all(|years| *years == 4.0));
    let years: Vec<String> = (2018..2024).map(|year| year.to_string()).collect();
    let months =
        |name: &str| years.iter().map(|year| numbers(&read, &format!("{name}_months@{year}"))[0]).collect::<Vec<f64>>();
    same(&months("r"), &known["reserve_months_A01_expense_less_depreciation"]);
    same(&months("s"), &known["reserve_months_A01_expense"]);
    let all = table(&read, "measure-v");
    assert_eq!(all.rows.len(), 3);
    let mean = numbers(&read, "v_trend@2023").iter().sum::<f64>() / 12.0;
    assert!((cell(all, 2, "trend") - mean).abs() < 1e-12);
}

#[test]
fn the_kernels_say_what_r_says_of_every_organisation() {
    let known = &known()["volatility"];
    let rows: Vec<Vec<&str>> = ACCOUNTS.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let income = |row: &Vec<&str>| row[2..7].iter().map(|it| it.parse::<f64>().unwrap()).sum::<f64>();
    let series: Vec<Vec<f64>> = rows.chunks(6).map(|own| own.iter().map(income).collect()).collect();
    let years: Vec<f64> = (2018..2024).map(f64::from).collect();
    let of = |of: &dyn Fn(&[f64]) -> f64| series.iter().map(|own| of(own)).collect::<Vec<f64>>();
    same(&of(&volatility::cv), &known["cv_n_minus_1"]);
    same(&of(&|own| volatility::log_trend(&years, own)), &known["detrended_log_rmse"]);
    same(&of(&|own| volatility::linear_trend(&years, own)), &known["detrended_linear_rmse_over_mean"]);
    assert!(
        volatility::log_trend(&[1.0, 2.0, 3.0], &[1.0, 0.0, 2.0]).is_nan() && volatility::cv(&[-1.0, 0.0]).is_nan()
    );
}

#[test]
fn the_evaluated_grant_does_not_make_income_volatile() {
    // Income grows by a tenth each year; a grant comes in between.
    let rows: String = (0..5)
        .map(|at| {
            let (own, grant) = (1000.0 * 1.1_f64.powi(at), if at == 2 { 5000.0 } else { 0.0 });
            format!("A,{},{},{grant},1\nB,{},500,,1\n", 2018 + at, own + grant, 2018 + at)
        })
        .collect();
    let study = format!("{SOURCE}[measures.v]\nmethod = \"volatility\"\nof = \"収益\"\nevaluated_grant = \"助成\"\n");
    let read = read(&format!("org,year,収益,助成,x\n{rows}"), &study);
    assert!(numbers(&read, "v_trend@2022")[0].abs() < 1e-12);
    // An empty cell is not 0.
    assert!(numbers(&read, "v_trend@2022")[1].is_nan());
}

#[test]
fn income_after_a_grant_is_told_from_its_last_year() {
    let rows = "A,2018,1000,200\nA,2019,1000,400\nA,2020,700,0\nA,2021,1000,0\nB,2018,500,0\nB,2019,500,0\nB,2020,500,0\nB,2021,500,0\n\
        C,2018,900,300\nC,2019,900,\nC,2020,800,0\nC,2021,800,100\n";
    let study = format!("{SOURCE}[measures.c]\nmethod = \"cliff\"\nincome = \"収益\"\ngrant = \"助成\"\n");
    let read = read(&format!("org,year,収益,助成\n{rows}"), &study);
    let at = |key: &str, unit: usize| numbers(&read, key)[unit];
    // 600 of other income in the last year of the grant: 100 more a year later are a quarter of it.
    assert_eq!((at("c_years@2020", 0), at("c_replaced@2020", 0), at("c_replaced@2021", 0)), (1.0, 0.25, 1.0));
    assert!((at("c_change@2020", 0) + 0.3).abs() < 1e-12 && at("c_share@2021", 0) == 0.4);
    assert!(at("c_years@2019", 0).is_nan() && at("c_years@2021", 1).is_nan());
    // What the year between had is not known, and a further grant ends the count.
    assert!(at("c_years@2020", 2).is_nan() && at("c_years@2021", 2).is_nan());
    let table = table(&read, "measure-c");
    assert_eq!((table.rows.len(), cell(table, 0, "fell"), cell(table, 1, "fell")), (2, 1.0, 0.0));
}

/// Forty organisations; eleven are on the first list, twelve on the second, eight on both.
fn lists() -> String {
    let yes = |it: bool| if it { "はい" } else { "いいえ" };
    let one = |at: usize| format!("{at},{},{},{}\n", yes(at < 11), yes((3..15).contains(&at)), 10 * (at % 7));
    format!("org,財団A,財団B,時間\n{}", (0..40).map(one).collect::<String>())
}

const LISTS: &str = "[sources.a]\nfile = \"d.csv\"\nunit = \"org\"\n[measures.o]\nmethod = \"overlap\"\nlists = [\"財団A\", \"財団B\"]\n\
    [measures.k]\nmethod = \"in-kind\"\nitems = [{ of = \"時間\", value = 1200, grounds = \"最低賃金\" }]\n";

#[test]
fn lists_of_two_funders_are_compared_with_chance() {
    let read = read(&lists(), LISTS);
    let overlap = table(&read, "measure-o");
    let counts = ["n", "both", "only_one", "only_other", "neither"].map(|key| cell(overlap, 0, key));
    assert_eq!(counts, [40.0, 8.0, 3.0, 4.0, 25.0]);
    assert!((cell(overlap, 0, "chance") - 3.3).abs() < 1e-12);
    assert!((cell(overlap, 0, "jaccard") - 8.0 / 15.0).abs() < 1e-12);
    // fisher.test(matrix(c(8, 3, 4, 25), 2))$p.value
    assert!((cell(overlap, 0, "p") - 0.0007382294908510819).abs() < 1e-10, "{}", cell(overlap, 0, "p"));
    assert_eq!(numbers(&read, "o_funders").iter().sum::<f64>(), 23.0);
    let kind = table(&read, "measure-k");
    let hours: f64 = (0..40).map(|at| 10.0 * f64::from(at % 7)).sum();
    assert_eq!(
        (cell(kind, 0, "money"), numbers(&read, "k_value").iter().sum::<f64>()),
        (hours * 1200.0, hours * 1200.0)
    );
}

#[test]
fn the_public_edition_has_no_funder_with_one_or_two() {
    // Two on both lists.
    let all = lists();
    let table = all.lines().map(|line| {
        let parts: Vec<&str> = line.split(',').collect();
        let at: Option<usize> = parts[0].parse().ok();
        match at {
            Some(at) if (3..9).contains(&at) => format!("{},{},いいえ,{}\n", parts[0], parts[1], parts[3]),
            _ => format!("{line}\n"),
        }
    });
    let study = format!(
        "{LISTS}[[questions]]\nid = \"q\"\noutcomes = [\"k_value\"]\ntreatment = \"財団A\"\ndesign = \"groups\"\n"
    );
    let bundle = crate::study_runs::run_on(&table.collect::<String>(), &study);
    let public = disclosure::publish(&bundle);
    let shown = public.table("measure-o").unwrap();
    let keys = ["both", "only_one", "only_other", "neither"];
    let numbers: Vec<Option<f64>> = keys.iter().map(|key| shown.cell(0, key).unwrap().number()).collect();
    assert_eq!(numbers[0], None);
    assert!(numbers.iter().filter(|it| it.is_none()).count() >= 2, "one alone would be what is left: {numbers:?}");
    assert!(shown.column("p").is_none() && shown.column("jaccard").is_none());
}

#[test]
fn each_kind_of_support_is_a_treatment_against_none() {
    let kinds = ["助成", "融資", "なし", "出資", ""];
    let rows: String = (0..40).map(|at| format!("{at},{},{}\n", kinds[at % 5], at * 3 % 17)).collect();
    let study = "[sources.a]\nfile = \"d.csv\"\nunit = \"org\"\n[measures.s]\nmethod = \"support\"\nof = \"支援\"\n\
        kinds = { grant = [\"助成\"], loan = [\"融資\"], investment = [\"出資\"] }\nnone = [\"なし\"]\n";
    let all = format!("org,支援,人数\n{rows}");
    let read = read(&all, study);
    let loan = numbers(&read, "s_loan");
    assert!(loan[0].is_nan() && loan[1] == 1.0 && loan[2] == 0.0 && loan[3].is_nan() && loan[4].is_nan());
    let counts: Vec<f64> = (0..6).map(|row| cell(table(&read, "measure-s"), row, "n")).collect();
    assert_eq!(counts, [8.0, 8.0, 8.0, 8.0, 8.0, 40.0]);
    // Any question can have it as its treatment.
    let question = "[[questions]]\nid = \"q\"\noutcomes = [\"人数\"]\ntreatment = \"s_loan\"\ndesign = \"groups\"\n";
    let bundle = crate::study_runs::run_on(&all, &format!("{study}{question}"));
    let finding = crate::study_runs::only(&bundle);
    assert_eq!((finding.sample.treated, finding.sample.comparison), (8, 8));
    assert!(fails(&all, &study.replace("\"出資\"", "\"寄附\"")).contains("no kind of support"));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let said = fails(&lists(), &LISTS.replace("lists = [\"財団A\", \"財団B\"]", "lists = [\"財団A\"]"));
    assert!(said.contains("two lists or more") && said.contains("study.toml"), "{said}");
    assert!(fails(&lists(), &LISTS.replace("\"財団B\"]", "\"時間\"]")).contains("does not hold yes and no"));
    assert!(fails(&lists(), &LISTS.replace("grounds = \"最低賃金\"", "grounds = \"\"")).contains("comes from"));
    let study = format!("{SOURCE}[measures.v]\nmethod = \"volatility\"\nof = \"expense\"\nyears = 3\n");
    assert!(fails(ACCOUNTS, &study).contains("must be at least 4"));
}
