//! Ledgers, retention, breadth, funnels, counts and transitions of groups, from files.

use std::fs;

use serde_json::Value;

use tashika::diag::{self, Sink};
use tashika::exhibit::Table;
use tashika::exhibit::drawing::said;
use tashika::panel::{Data, View};
use tashika::run::{self, ReadStudy};
use tashika::text::Lang;

const LEDGER: &str = include_str!("../reference/field/data/ledger.csv");
const MEMBERS: &str = include_str!("../reference/field/data/members.csv");
const STAGES: &str = include_str!("../reference/field/data/stages.csv");

fn known() -> Value {
    serde_json::from_str(include_str!("../reference/field/field_participation.json")).unwrap()
}

fn read_files(study: &str, files: &[(&str, &str)]) -> (Option<ReadStudy>, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("study.toml"), study).unwrap();
    files.iter().for_each(|(name, text)| fs::write(folder.path().join(name), text).unwrap());
    let mut sink = Sink::new();
    let read = run::read(&folder.path().join("study.toml"), &|_| (), &mut sink).ok();
    (read, sink.problems.iter().map(|problem| diag::render(problem, Lang::En)).collect::<Vec<_>>().join("\n"))
}

fn sound(study: &str, files: &[(&str, &str)]) -> ReadStudy {
    let (read, said) = read_files(study, files);
    read.unwrap_or_else(|| panic!("{said}"))
}

fn table<'t>(read: &'t ReadStudy, name: &str) -> &'t Table {
    let found = read.tables.iter().find(|table| table.id.as_str() == name);
    found.unwrap_or_else(|| panic!("{:?}", read.tables.iter().map(|table| table.id.as_str()).collect::<Vec<_>>()))
}

fn at(table: &Table, texts: &[&str], key: &str) -> f64 {
    let text = |row: usize, at: usize| said(table, row, &table.columns[at].key).render(Lang::En);
    let fits = |row: &usize| texts.iter().enumerate().all(|(at, wanted)| text(*row, at).starts_with(wanted));
    let row = (0..table.rows.len()).find(fits);
    let row = row.unwrap_or_else(|| {
        panic!("no {texts:?}: {:?}", (0..table.rows.len()).map(|row| (text(row, 0), text(row, 1))).collect::<Vec<_>>())
    });
    table.cell(row, key).unwrap().number().unwrap_or(f64::NAN)
}

#[track_caller]
fn near(ours: f64, theirs: &Value, tolerance: f64) {
    let theirs = theirs.as_f64().unwrap();
    assert!((ours - theirs).abs() <= tolerance * theirs.abs(), "{ours} {theirs}");
}

fn numbers(read: &ReadStudy, name: &str) -> Vec<f64> {
    match View::whole(read.panel.clone()).column(&read.panel.reference(name)).map(|it| it.data) {
        Some(Data::Number(values)) => values.to_vec(),
        other => panic!("{name}: {other:?}"),
    }
}

const GIFTS: &str = "[sources.gifts]\nfile = \"ledger.csv\"\nkind = \"ledger\"\nunit = \"donor\"\ntime = \"date\"\namount = \"amount\"\n\
    [measures.kifu]\nmethod = \"ledger\"\nsource = \"gifts\"\nas_of = \"2024-03-31\"\n";

#[test]
fn givers_are_counted_as_new_kept_back_and_lost() {
    let with_refund = format!("{LEDGER}D001,2024-01-05,-5000\n,2024-01-05,3000\nD002,いつか,3000\n");
    let (read, told) = read_files(GIFTS, &[("ledger.csv", &with_refund)]);
    let read = read.unwrap_or_else(|| panic!("{told}"));
    assert!(
        told.contains("they are no gifts") && told.contains("does not say who gave") && told.contains("no date"),
        "{told}"
    );
    let years = table(&read, "measure-kifu");
    for known in known()["ledger"]["years"].as_array().unwrap() {
        let year = known["year"].to_string();
        let ours = |key: &str| at(years, &[&year], key);
        for (key, theirs) in [
            ("givers", "donors"),
            ("new", "new"),
            ("kept", "kept"),
            ("back", "back"),
            ("amount", "amount"),
            ("amount_new", "amount_new"),
        ] {
            near(ours(key), &known[theirs], 1e-12);
        }
        if known["retention"].as_f64().is_some() {
            near(ours("retention"), &known["retention"], 1e-12);
            near(ours("retention_new"), &known["retention_of_last_years_new"], 1e-12);
            near(ours("lost"), &known["lost_since_last_year"], 1e-12);
        } else {
            assert!(ours("retention").is_nan() && ours("lost").is_nan());
        }
    }
    let cohorts = table(&read, "measure-kifu-cohorts");
    assert_eq!((at(cohorts, &["2019"], "count_2023"), at(cohorts, &["2022"], "count_2023")), (16.0, 16.0));
    let spread = table(&read, "measure-kifu-spread");
    let known = &known()["ledger"];
    near(at(spread, &["Gini"], "value"), &known["gini_of_donors"], 1e-10);
    near(at(spread, &["share of the tenth"], "value"), &known["share_of_top_tenth_of_donors"], 1e-10);
    near(at(spread, &["days since the last gift, median"], "value"), &known["recency_quartiles_type7"][1], 1e-10);
    let givers = table(&read, "measure-kifu-givers");
    let each = |key: &str| (0..10).map(|row| givers.cell(row, key).unwrap().number().unwrap()).collect::<Vec<_>>();
    let theirs = |key: &str| known[key].as_array().unwrap().iter().map(|it| it.as_f64().unwrap()).collect::<Vec<_>>();
    assert_eq!(each("recency"), theirs("recency_days_first10"));
    assert_eq!(each("gifts"), theirs("frequency_gifts_first10"));
    assert_eq!(each("years"), theirs("frequency_years_first10"));
    assert_eq!(each("amount"), theirs("amount_first10"));
    assert!(givers.audience == tashika::exhibit::Audience::Internal && spread.audience == givers.audience);
}

#[test]
fn gifts_of_units_are_variables() {
    let study =
        format!("[sources.p]\nfile = \"p.csv\"\nunit = \"id\"\nperiod_column = \"年度\"\n{GIFTS}variables = true\n");
    let people = "id,年度,x\nD001,R4,1\nD001,R5,1\nD777,R4,1\nD777,R5,2\n";
    let (read, told) = read_files(&study, &[("ledger.csv", LEDGER), ("p.csv", people)]);
    let read = read.unwrap_or_else(|| panic!("{told}"));
    let of = |year: i32, donor: &str| -> f64 {
        let own =
            LEDGER.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>()).filter(|cells| cells[0] == donor);
        own.filter(|cells| {
            let (y, m): (i32, u32) = (cells[1][..4].parse().unwrap(), cells[1][5..7].parse().unwrap());
            y - i32::from(m < 4) == year
        })
        .map(|cells| cells[2].parse::<f64>().unwrap())
        .sum()
    };
    assert_eq!(numbers(&read, "kifu_amount@2022"), [of(2022, "D001"), 0.0]);
    assert_eq!(numbers(&read, "kifu_amount@2023"), [of(2023, "D001"), 0.0]);
    assert_eq!(numbers(&read, "kifu_gave@2023")[1], 0.0);
    assert!(told.contains("no unit of the study"), "{told}");
}

#[test]
fn retention_is_a_curve_with_those_who_are_still_there() {
    let members = MEMBERS.lines().map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let word = |cell: &str| match cell {
            "1" => "yes".to_string(),
            "0" => "no".to_string(),
            other => other.to_string(),
        };
        format!("{},{},{},{}\n", cells[0], cells[1], word(cells[2]), word(cells[3]))
    });
    let members: String = members.collect();
    let study = "[sources.m]\nfile = \"m.csv\"\nunit = \"id\"\n[measures.teichaku]\nmethod = \"retention\"\ntime = \"months\"\nleft = \"left\"\nby = \"program\"\n";
    let read = sound(study, &[("m.csv", &members)]);
    let known = &known()["retention"];
    let curve = table(&read, "measure-teichaku");
    for (row, time) in ["6", "12", "24", "36"].into_iter().enumerate() {
        near(at(curve, &["all", time], "share"), &known["loglog"]["survival"][row], 1e-10);
        near(at(curve, &["all", time], "low"), &known["loglog"]["lower"][row], 1e-10);
        near(at(curve, &["all", time], "high"), &known["loglog"]["upper"][row], 1e-10);
    }
    let curves = table(&read, "measure-teichaku-curves");
    for (row, time) in ["6", "12", "24", "36"].into_iter().enumerate() {
        for (side, group) in ["no", "yes"].into_iter().enumerate() {
            for key in ["share", "low", "high"] {
                let (one, other) =
                    (at(curve, &[group, time], key), curves.cell(row, &format!("{key}_{side}")).unwrap());
                assert_eq!(one.to_bits(), other.number().unwrap_or(f64::NAN).to_bits(), "{group} {time} {key}");
            }
        }
    }
    let summary = table(&read, "measure-teichaku-summary");
    near(at(summary, &["all"], "median"), &known["median"], 1e-12);
    near(at(summary, &["all"], "chi2"), &known["logrank_chi2"], 1e-10);
    near(at(summary, &["all"], "left"), &known["events"], 1e-12);
    // The same with dates: two months of 30.4375 days.
    let dates =
        "id,入会,退会\n1,2024-01-01,2024-03-01\n2,2024-01-01,\n3,2024-06-01,2024-05-01\n4,2024-01-01,2025-03-01\n";
    let study = "[sources.m]\nfile = \"m.csv\"\nunit = \"id\"\n[measures.t]\nmethod = \"retention\"\njoined = \"入会\"\nleft_on = \"退会\"\nas_of = \"2024-12-31\"\nat = [1, 3]\n";
    let (read, told) = read_files(study, &[("m.csv", dates)]);
    let read = read.unwrap_or_else(|| panic!("{told}"));
    let curve = table(&read, "measure-t");
    assert!(at(curve, &["all", "1"], "share") == 1.0 && (at(curve, &["all", "3"], "share") - 2.0 / 3.0).abs() < 1e-12);
    assert!(told.contains("left before they joined"), "{told}");
}

#[test]
fn groups_that_move_and_counts_are_compared() {
    let mut rows = "id,時期,段階,採否\n".to_string();
    for line in STAGES.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let program = if cells[1] == "1" { "yes" } else { "no" };
        rows += &format!("{0},前,{2},{1}\n{0},後,{3},{1}\n", cells[0], program, cells[2], cells[3]);
    }
    let study = "[sources.s]\nfile = \"s.csv\"\nunit = \"id\"\nperiod_column = \"時期\"\n[measures.dankai]\nmethod = \"stages\"\nof = \"段階\"\n\
        order = [\"mukanshin\", \"ninchi\", \"sanka\", \"keizoku\", \"ninaite\"]\nout = [\"taikai\"]\nby = \"採否\"\n";
    let read = sound(study, &[("s.csv", &rows)]);
    let known = known();
    let tests = table(&read, "measure-dankai-tests");
    near(at(tests, &["前", "後", "both groups move alike"], "value"), &known["groups"]["cmh_general_M2"], 1e-10);
    near(
        at(tests, &["前", "後", "the same with stages"], "value"),
        &known["groups"]["cmh_linear_scores_stayers_chi2"],
        1e-10,
    );
    let (wrong, told) = read_files(&study.replace("by = \"採否\"", "by = \"段階\""), &[("s.csv", &rows)]);
    assert!(wrong.is_none() && told.contains("does not have two groups"), "{told}");
    let mut donors: std::collections::BTreeMap<&str, (i32, u32)> = std::collections::BTreeMap::new();
    for line in LEDGER.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let (year, month): (i32, u32) = (cells[1][..4].parse().unwrap(), cells[1][5..7].parse().unwrap());
        let entry = donors.entry(cells[0]).or_insert((9999, 0));
        *entry = (entry.0.min(year - i32::from(month < 4)), entry.1 + 1);
    }
    let mut rows = "id,gifts,late,years\n".to_string();
    donors.iter().for_each(|(id, (first, gifts))| {
        rows += &format!("{id},{gifts},{},{}\n", if *first >= 2021 { "late" } else { "early" }, 2024 - first)
    });
    let study = "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[variables.gifts]\nkind = \"count\"\n[measures.kaisu]\nmethod = \"counts\"\nof = \"gifts\"\nby = \"late\"\nexposure = \"years\"\n";
    let read = sound(study, &[("d.csv", &rows)]);
    let counts = table(&read, "measure-kaisu");
    let z = tashika::math::special::normal_quantile(0.975);
    let (ratio, high) = (
        at(counts, &["all", "ratio of rates: late over early (Poisson"], "value"),
        at(counts, &["all", "ratio of rates: late over early (Poisson"], "high"),
    );
    near(ratio.ln(), &known["counts"]["poisson_coef"][1], 1e-8);
    near((high.ln() - ratio.ln()) / z, &known["counts"]["poisson_hc0_se"][1], 1e-8);
    near(
        at(counts, &["all", "ratio of rates: late over early (negative"], "value").ln(),
        &known["counts"]["nb2_coef"][1],
        1e-6,
    );
    near(at(counts, &["all", "θ"], "value"), &known["counts"]["nb2_theta"], 1e-6);
    let (wrong, told) = read_files(
        &study.replace("of = \"gifts\"", "of = \"years\"").replace("by = \"late\"", "by = \"id\""),
        &[("d.csv", &rows)],
    );
    assert!(wrong.is_none() && told.contains("id"), "{told}");
}

#[test]
fn breadth_and_steps_are_counted() {
    let rows = "id,知,来,続,助,x\n1,yes,yes,yes,no,3\n2,yes,no,yes,no,4\n3,no,no,no,no,5\n4,yes,yes,no,no,6\n5,yes,,no,no,7\n6,yes,yes,yes,yes,8\n";
    let study = "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[measures.michi]\nmethod = \"participation\"\nfunnel = [\"知\", \"来\", \"続\", \"助\"]\nchannels = [\"来\", \"続\", \"助\"]\n";
    let read = sound(study, &[("d.csv", rows)]);
    let shown = |name: &str| numbers(&read, name).iter().map(|value| value.to_string()).collect::<Vec<_>>().join(" ");
    assert_eq!(shown("michi_reached"), "3 1 0 2 NaN 4");
    assert_eq!(shown("michi_breadth"), "2 1 0 1 NaN 3");
    assert_eq!(shown("michi_any"), "1 1 0 1 NaN 1");
    let funnel = table(&read, "measure-michi-funnel");
    let step = |step: &str, key: &str| at(funnel, &["all", step], key);
    assert_eq!(
        [step("知", "before"), step("知", "n"), step("来", "n"), step("続", "n"), step("助", "n")],
        [5.0, 4.0, 3.0, 2.0, 1.0]
    );
    assert_eq!((step("続", "skipped"), step("来", "share")), (1.0, 0.75));
    let (wrong, told) = read_files(&study.replace("funnel = [\"知\"", "funnel = [\"x\""), &[("d.csv", rows)]);
    assert!(wrong.is_none() && told.contains("does not hold yes and no"), "{told}");
}

/// Who gives is no unit of the study: small numbers of givers are hidden all the same.
#[test]
fn the_public_edition_hides_small_numbers_of_givers() {
    let folder = tempfile::tempdir().unwrap();
    let few: String =
        LEDGER.lines().enumerate().filter(|(at, _)| at % 11 == 0).map(|(_, line)| format!("{line}\n")).collect();
    fs::write(folder.path().join("ledger.csv"), few).unwrap();
    fs::write(folder.path().join("study.toml"), GIFTS).unwrap();
    let bundle = crate::study_runs::run_study(&folder.path().join("study.toml"));
    let files = crate::study_runs::outputs(&bundle);
    let csv = |path: &str| {
        let (_, bytes) = files.iter().find(|(own, _)| own == path).unwrap_or_else(|| panic!("no {path}"));
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.lines().skip(1).map(|line| line.split(',').map(str::to_string).collect()).collect::<Vec<Vec<String>>>()
    };
    let mut hidden = 0;
    for name in ["measure-kifu", "measure-kifu-cohorts"] {
        let counts = if name == "measure-kifu" { 1..6 } else { 1..7 };
        for (shown, all) in csv(&format!("public/tables/{name}.csv")).iter().zip(&csv(&format!("tables/{name}.csv"))) {
            for column in counts.clone() {
                assert!(!["1", "2"].contains(&shown[column].as_str()), "{name} {shown:?}");
                hidden += usize::from(shown[column].is_empty() && !all[column].is_empty());
            }
        }
    }
    assert!(hidden > 0);
    assert!(files.iter().all(
        |(path, _)| !path.starts_with("public/") || !path.contains("kifu-givers") && !path.contains("kifu-spread")
    ));
}
