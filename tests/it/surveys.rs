//! Surveys from files: what is counted, weighted and shown.

use std::fs;

use serde_json::Value;

use tashika::diag::{self, Sink};
use tashika::exhibit::Table;
use tashika::exhibit::drawing::said;
use tashika::panel::{Data, View};
use tashika::run::{self, ReadStudy};
use tashika::text::Lang;

const ANSWERS: &str = include_str!("../reference/field/data/survey.csv");

fn known() -> Value {
    serde_json::from_str(include_str!("../reference/field/field_survey.json")).unwrap()
}

/// The answers of the reference as two waves: what was ticked before and after, everything else at the first.
fn waves() -> String {
    let mut rows = vec![
        "id,wave,stratum,cluster,w,sex,age,satisfaction,high,q1,q2,q3,q4,q5,t1,t2,t3,t4,t5,answered,memo".to_string(),
    ];
    for line in ANSWERS.lines().skip(1) {
        let cell: Vec<&str> = line.split(',').collect();
        let word = |cell: &str| if cell == "1" { "yes" } else { "no" };
        let high = if cell[7].parse::<f64>().unwrap() >= 4.0 { "high" } else { "low" };
        let missing = |cell: &str| if cell == "NA" { String::new() } else { cell.to_string() };
        let items: Vec<String> = cell[8..13].iter().map(|cell| missing(cell)).collect();
        let ticks = |from: usize| cell[from..from + 5].iter().map(|cell| word(cell)).collect::<Vec<_>>().join(",");
        let head = [cell[1], cell[2], cell[3], cell[5], cell[6], cell[7], high].join(",");
        let memo = if cell[0].ends_with('7') { "生活費が足りない" } else { "とくに 困っては いない" };
        rows.push(format!("{},前,{head},{},{},{},{memo}", cell[0], items.join(","), ticks(13), word(cell[23])));
        rows.push(format!("{},後,,,,,,,,,,,,,{},,", cell[0], ticks(18)));
    }
    rows.join("\n") + "\n"
}

const ALL: &str = "of = [\"satisfaction\", \"high\"]\nby = [\"age\"]\nseveral = { \"困りごと\" = [\"t1\", \"t2\", \"t3\", \"t4\", \"t5\"] }\nno_tick = \"none\"\n\
    scales = { \"力\" = { items = [\"q1\", \"q2\", \"q3\", \"q4\", \"q5\"] } }\ntext = [\"memo\"]\ntopics = { \"お金\" = { any = [\"生活費\"] } }\ndraws = 99";

fn study(more: &str) -> String {
    format!(
        "[sources.s]\nfile = \"d.csv\"\nunit = \"id\"\nperiod_column = \"wave\"\n[variables.memo]\nkind = \"text\"\n\
         [measures.anketo]\nmethod = \"survey\"\n{more}\n"
    )
}

fn read_on(study: &str, text: &str) -> (Option<ReadStudy>, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("study.toml"), study).unwrap();
    fs::write(folder.path().join("d.csv"), text).unwrap();
    let mut sink = Sink::new();
    let read = run::read(&folder.path().join("study.toml"), &|_| (), &mut sink).ok();
    (read, sink.problems.iter().map(|problem| diag::render(problem, Lang::En)).collect::<Vec<_>>().join("\n"))
}

fn sound(study: &str) -> ReadStudy {
    let (read, said) = read_on(study, &waves());
    read.unwrap_or_else(|| panic!("{said}"))
}

fn table<'t>(read: &'t ReadStudy, name: &str) -> &'t Table {
    let found = read.tables.iter().find(|table| table.id.as_str() == name);
    found.unwrap_or_else(|| panic!("{:?}", read.tables.iter().map(|table| table.id.as_str()).collect::<Vec<_>>()))
}

/// The number beside texts of the first columns.
fn at(table: &Table, texts: &[&str], key: &str) -> f64 {
    let fits = |row: &usize| {
        texts
            .iter()
            .enumerate()
            .all(|(at, text)| said(table, *row, &table.columns[at].key).render(Lang::En).starts_with(text))
    };
    let row = (0..table.rows.len()).find(fits);
    let lines = || {
        (0..table.rows.len())
            .map(|row| {
                format!(
                    "{} | {}",
                    said(table, row, &table.columns[0].key).render(Lang::En),
                    said(table, row, &table.columns[1].key).render(Lang::En)
                )
            })
            .collect::<Vec<_>>()
    };
    let row = row.unwrap_or_else(|| panic!("no {texts:?}: {:?}", lines()));
    table.cell(row, key).unwrap().number().unwrap_or(f64::NAN)
}

#[track_caller]
fn near(ours: f64, theirs: &Value, tolerance: f64) {
    let theirs = theirs.as_f64().unwrap();
    assert!((ours - theirs).abs() <= tolerance * theirs.abs(), "{ours} {theirs}");
}

#[test]
fn every_question_is_counted_and_compared_between_groups() {
    let read = sound(&study(ALL));
    let known = known();
    let glance = table(&read, "measure-anketo");
    let crosstab = &known["crosstab"];
    for answer in 1..=5_usize {
        let word = answer.to_string();
        near(at(glance, &["satisfaction (前)", &word], "share"), &crosstab["shares"][answer - 1], 1e-10);
        near(at(glance, &["satisfaction (前)", &word], "low"), &crosstab["wilson_each"][&word][0], 1e-10);
        for (column, age) in ["y", "mid", "old"].into_iter().enumerate() {
            let group = format!("satisfaction (前) – age: {age}");
            let count = at(glance, &[&group, &word], "n");
            assert_eq!(Some(count), crosstab["counts_sat_by_age"][answer - 1][column].as_f64(), "{group}");
        }
    }
    let tests = table(&read, "measure-anketo-tests");
    near(at(tests, &["satisfaction", "age", "strength"], "value"), &crosstab["cramers_v_corrected_bergsma"], 1e-10);
    near(at(tests, &["satisfaction", "age", "same ranks"], "value"), &crosstab["kruskal_h"], 1e-10);
    near(at(tests, &["satisfaction", "age", "share of the spread"], "value"), &crosstab["epsilon_squared"], 1e-10);
    let several = table(&read, "measure-anketo-several");
    for option in 1..=5 {
        let known = &known["multiple_answers"]["options"][format!("option{option}")];
        let ours = |key: &str| at(several, &["困りごと", &format!("t{option}")], key);
        near(ours("before"), &known["before"], 1e-10);
        near(ours("after"), &known["after"], 1e-10);
        near(ours("low"), &known["newcombe10"][0], 1e-9);
        near(ours("p"), &known["mcnemar_exact"], 1e-10);
        near(ours("p_holm"), &self::known()["multiple_answers"]["holm"][option - 1], 1e-10);
    }
    near(at(several, &["困りごと", "all together"], "p"), &known["multiple_answers"]["hotelling_p"], 1e-9);
    // Persons, not ticks: the shares add up to more than 1.
    let ticked: f64 = (1..=5).map(|option| at(glance, &["困りごと (前)", &format!("t{option}")], "share")).sum();
    near(ticked, &known["multiple_answers"]["number_ticked_before"], 1e-10);
    let scales = table(&read, "measure-anketo-scales");
    near(at(scales, &["力"], "alpha"), &known["reliability"]["alpha_raw_complete"], 1e-10);
    near(at(scales, &["力"], "low_alpha"), &known["reliability"]["feldt_95"][0], 1e-10);
    near(at(scales, &["力"], "omega"), &known["reliability"]["omega_total_one_factor_ml_covariance_metric"], 1e-6);
    let steps = table(&read, "measure-anketo-steps-1");
    assert_eq!(steps.cell(0, "n").unwrap().number(), Some(234.0));
    assert!(read.figures.iter().any(|figure| figure.table.as_str() == "measure-anketo-steps-1"));
    assert_eq!(at(glance, &["Topics of open answers (前)", "お金"], "n"), 23.0);
    assert!(!format!("{:?}", read.tables).contains("困っては"));
}

#[test]
fn scores_and_counts_are_variables() {
    let read = sound(&study(ALL));
    let numbers =
        |name: &str| match View::whole(read.panel.clone()).column(&read.panel.reference(name)).map(|it| it.data) {
            Some(Data::Number(values)) => values.to_vec(),
            other => panic!("{name}: {other:?}"),
        };
    // The first person: 3, 5, 3, 5, 4.
    assert_eq!(numbers("anketo_力@前")[0], 4.0);
    assert_eq!((numbers("anketo_困りごと@前")[0], numbers("anketo_困りごと@後")[0]), (0.0, 1.0));
    assert_eq!(numbers("anketo_お金@前").iter().sum::<f64>(), 23.0);
}

const DESIGN: &str = "of = [\"high\"]\nby = [\"sex\"]\nweights = \"w\"\nstrata = \"stratum\"\nclusters = \"cluster\"";

#[test]
fn weighted_shares_have_the_errors_of_their_design() {
    let read = sound(&study(DESIGN));
    let known = known();
    let glance = table(&read, "measure-anketo");
    let share = &known["share_high"]["stratified_clusters"];
    near(at(glance, &["high (前)", "high"], "share"), &share["share"], 1e-10);
    near(at(glance, &["high (前)", "high"], "low"), &share["ci_beta_korn_graubard"][0], 1e-9);
    near(at(glance, &["high (前)", "high"], "high"), &share["ci_beta_korn_graubard"][1], 1e-9);
    let tests = table(&read, "measure-anketo-tests");
    near(at(tests, &["前", "", "design effect"], "value"), &known["kish"]["deff_weighting"], 1e-10);
    near(at(tests, &["前", "", "as many answers"], "value"), &known["kish"]["effective_n"], 1e-10);
    assert!(at(tests, &["high", "sex", "same answers in all groups (Rao–Scott"], "p") > 0.05);
    let raked = sound(&study(&format!(
        "{DESIGN}\n[measures.anketo.margins]\nsex = {{ f = 0.52, m = 0.48 }}\nage = {{ y = 0.27, mid = 0.33, old = 0.4 }}"
    )));
    let glance = table(&raked, "measure-anketo");
    near(at(glance, &["high (前)", "high"], "share"), &known["raking"]["share_high"], 1e-10);
    let weights =
        match View::whole(raked.panel.clone()).column(&raked.panel.reference("anketo_weight@前")).map(|it| it.data) {
            Some(Data::Number(values)) => values.to_vec(),
            other => panic!("{other:?}"),
        };
    near(weights[0], &known["raking"]["first10_weights"][0], 1e-10);
}

#[test]
fn who_did_not_answer_is_told_by_group_with_bounds() {
    let read = sound(&study("of = [\"high\"]\nby = [\"age\"]\nanswered = \"answered\""));
    let known = &known()["response"];
    let response = table(&read, "measure-anketo-response");
    for (at_age, age) in ["y", "mid", "old"].into_iter().enumerate() {
        let ours = |key: &str| at(response, &["前", "age", age], key);
        assert_eq!(Some(ours("answered")), known["by_age_answered"][at_age].as_f64());
        assert_eq!(Some(ours("asked")), known["by_age_asked"][at_age].as_f64());
        near(ours("rate"), &known["rates"][at_age], 1e-10);
        near(ours("low"), &known["wilson"][at_age][0], 1e-10);
    }
    near(at(response, &["前", "age", "mid"], "p"), &known["p"], 1e-9);
    let bounds = table(&read, "measure-anketo-bounds");
    near(at(bounds, &["high (前)", "high"], "low"), &known["bounds_share_high_worst_case"][0], 1e-10);
    near(at(bounds, &["high (前)", "high"], "high"), &known["bounds_share_high_worst_case"][1], 1e-10);
}

#[test]
fn what_is_wrong_with_a_survey_is_told_with_its_place() {
    for (from, to, told) in [
        ("of = [\"satisfaction\", \"high\"]", "of = [\"satisfactoin\"]", "satisfactoin"),
        ("no_tick = \"none\"\n", "", "ticked no answer"),
        ("no_tick = \"none\"", "no_tick = \"nobody\"", "nobody"),
        ("\"t5\"]", "\"t5\", \"q1\"]", "does not hold yes and no"),
        ("items = [\"q1\", \"q2\", \"q3\", \"q4\", \"q5\"]", "items = [\"q1\"]", "fewer than two items"),
        ("\"q5\"] }", "\"q5\"], reverse = [\"q2\"] }", "`range` says the least"),
        ("\"q5\"] }", "\"q5\"], reverse = [\"q2\"], range = [1, 5] }", "go against the others: q2"),
        ("\"q5\"] }", "\"q5\"], reverse = [\"q6\"], range = [1, 5] }", "`q6` is no item"),
        ("text = [\"memo\"]\n", "", "Topics need both"),
        ("of = [\"satisfaction\"", "of = [\"memo\", \"satisfaction\"", ""),
        ("draws = 99", "draws = 9", "at least 99"),
        ("draws = 99", "clusters_in_all = \"w\"", "needs `clusters`"),
        ("draws = 99", "margins = { sex = { f = 0.5, m = 0.4 } }", "add up to 1"),
        ("draws = 99", "margins = { sex = { f = 0.5, m = 0.4, x = 0.1 } }", "of the class `x` of `sex` answered"),
        ("draws = 99", "margins = { age = { y = 0.5, old = 0.5 } }", "in no class of `age`"),
    ] {
        let changed = study(ALL).replacen(from, to, 1);
        let (read, said) = read_on(&changed, &waves());
        if told.is_empty() {
            continue;
        }
        assert!(read.is_none() && said.contains(told), "{from} {to}: {said}");
        assert!(said.contains("study.toml:"), "{said}");
    }
}

/// A count of one or two is nowhere in public, nor the sum that would tell it.
#[test]
fn the_public_edition_hides_small_counts_of_answers() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("d.csv"), waves()).unwrap();
    fs::write(folder.path().join("study.toml"), study(&format!("{ALL}\nanswered = \"answered\""))).unwrap();
    let bundle = crate::study_runs::run_study(&folder.path().join("study.toml"));
    let files = crate::study_runs::outputs(&bundle);
    let csv = |path: &str| {
        let (_, bytes) = files.iter().find(|(own, _)| own == path).unwrap_or_else(|| panic!("no {path}"));
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.lines().skip(1).map(|line| line.split(',').map(str::to_string).collect()).collect::<Vec<Vec<String>>>()
    };
    let (public, internal) = (csv("public/tables/measure-anketo.csv"), csv("tables/measure-anketo.csv"));
    let mut hidden = 0;
    for (shown, all) in public.iter().zip(&internal) {
        assert!(!["1", "2"].contains(&shown[2].as_str()), "{shown:?}");
        if shown[2].is_empty() && !all[2].is_empty() && all[2] != "0" {
            hidden += 1;
            assert!(shown[3].is_empty() && shown[4].is_empty() && shown[5].is_empty(), "{shown:?} {all:?}");
        }
    }
    assert!(hidden > 2 && public.len() == internal.len(), "{hidden}");
    let drawn = |path: &str| files.iter().any(|(own, _)| own.starts_with(path));
    assert!(
        drawn("public/charts/measure-anketo-steps-1"),
        "{:?}",
        files.iter().map(|(path, _)| path).collect::<Vec<_>>()
    );
    assert!(
        files.iter().all(|(path, _)| !path.starts_with("public/")
            || !path.contains("anketo-tests") && !path.contains("anketo-items"))
    );
    let texts = files.iter().filter(|(path, _)| path.ends_with(".csv") && path.contains("/tables/"));
    assert!(texts.into_iter().all(|(_, bytes)| !String::from_utf8_lossy(bytes).contains("足りない")));
}
