//! Those who have no data read what variables are called, never their names.

use std::fmt::Write;

use super::honesty::noise;
use super::own_words::texts;
use super::study_runs::{outputs, run_on};

/// 150 charities, 50 of them funded, alike before; every column begins with `zz_`.
fn table() -> String {
    let mut table = String::from("zz_id,zz_t,zz_age,zz_own,zz_a0,zz_a1,zz_b1\n");
    for unit in 0..150 {
        let t = unit % 3 == 0;
        let (age, own) = (40.0 + 10.0 * noise(unit), u8::from(noise(unit + 5000) > 0.0));
        let a0 = 20.0 + 5.0 * noise(unit + 1000);
        let a1 = a0 + 2.0 * noise(unit + 2000) + if t { 4.0 } else { 0.0 };
        let b1 = 50.0 + 9.0 * noise(unit + 3000);
        writeln!(table, "u{unit:03},{},{age:.1},{own},{a0:.2},{a1:.2},{b1:.2}", u8::from(t)).unwrap();
    }
    table
}

fn study() -> String {
    let label = |name: &str, en: &str, ja: &str, kind: &str| {
        format!("[variables.{name}]\nkind = \"{kind}\"\nlabel = {{ en = \"{en}\", ja = \"{ja}\" }}\n")
    };
    let asked = |id: &str, more: &str| {
        format!(
            "[[questions]]\nid = \"{id}\"\ntitle = {{ en = \"Asked {id}\", ja = \"問い{id}\" }}\ntreatment = \"zz_t\"\n{more}"
        )
    };
    [
        "[sources.d]\nfile = \"d.csv\"\nunit = \"zz_id\"\n".to_string(),
        label("zz_t", "Funded", "助成", "yes-no"),
        label("zz_age", "Age", "年数", "number"),
        label("zz_own", "Own room", "専用の部屋", "yes-no"),
        label("zz_a0", "Members before", "前の会員", "number"),
        label("zz_a1", "Members", "会員", "number") + "better = \"higher\"\n",
        label("zz_b1", "Members", "会員", "number") + "better = \"higher\"\n",
        asked(
            "q1",
            "outcomes = [\"zz_a1\", \"zz_b1\"]\nbaseline = { zz_a1 = \"zz_a0\" }\ncovariates = [\"zz_age\", \"zz_own\", \"zz_a0\"]\n\
             design = \"nearest\"\nsubgroups = [\"zz_own\"]\nsensitivity = [\"robustness-value\", \"e-value\"]\n",
        ),
        asked("q2", "outcomes = [\"zz_a1\"]\nbaseline = { zz_a1 = \"zz_a0\" }\ndesign = \"before-after\"\n"),
    ]
    .concat()
}

#[test]
fn the_public_edition_names_no_variable() {
    let bundle = run_on(&table(), &study());
    let outputs = outputs(&bundle);
    // findings.json and the tables as parquet are for programs, which find by names what belongs together.
    let read = |path: &str| !path.ends_with(".json") && !path.ends_with(".parquet");
    let public: Vec<_> = outputs.iter().filter(|(path, _)| path.starts_with("public/")).collect();
    let named =
        |(path, bytes): &&&(String, Vec<u8>)| path.contains("zz_") || read(path) && texts(path, bytes).contains("zz_");
    let found: Vec<&str> = public.iter().filter(named).map(|(path, _)| path.as_str()).collect();
    assert!(public.len() > 40 && found.is_empty(), "{found:?}");
    let paths: Vec<&str> = public.iter().map(|(path, _)| path.as_str()).collect();
    // Two outcomes of one label are kept apart, and pages point at their answers by what these are called.
    for wanted in ["public/tables/q1-会員-robustness-value.csv", "public/tables/q1-会員-2-robustness-value.csv"] {
        assert!(paths.contains(&wanted), "{wanted}: {paths:#?}");
    }
    let report = public.iter().find(|(path, _)| path == "public/report.en.html").unwrap();
    let report = String::from_utf8_lossy(&report.1);
    assert!(report.contains("id=\"finding-q1-会員\"") && report.contains("id=\"finding-q1-会員-2\""));
    // Those who hold the data find their variables.
    assert!(outputs.iter().any(|(path, _)| path == "tables/q1-zz_a1-robustness-value.csv"));
}
