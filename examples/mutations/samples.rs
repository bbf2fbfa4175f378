//! What the inputs are made from: formulas and studies of the tests, our report templates, the results of a small study.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tashika::diag::Sink;
use tashika::findings::Bundle;
use tashika::run;

/// A file of the house.
pub fn house(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Formulas with their values, and those that are refused; the study and the data that they are about.
pub fn reference() -> Value {
    let text = fs::read_to_string(house("tests/reference/formula/values.json")).expect("the formulas of the tests");
    serde_json::from_str(&text).expect("JSON")
}

pub fn formulas() -> Vec<Vec<u8>> {
    let reference = reference();
    let of = |list: &str| reference[list].as_array().cloned().unwrap_or_default();
    let texts = of("formulas").into_iter().chain(of("refused"));
    texts.filter_map(|entry| entry["formula"].as_str().map(|text| text.as_bytes().to_vec())).collect()
}

/// The study files of the examples and of the tests.
pub fn studies() -> Vec<Vec<u8>> {
    let mut paths = vec![house("notebooks-data/nsw/study.toml"), house("notebooks-data/chiiki-josei/study.toml")];
    let golden = fs::read_dir(house("tests/golden")).into_iter().flatten().flatten();
    paths.extend(golden.map(|entry| entry.path().join("study.toml")));
    paths.sort();
    paths.iter().filter_map(|path| fs::read(path).ok()).collect()
}

const STUDY: &str = "[study]\ntitle = { ja = \"試し\", en = \"trial\" }\nlanguage = [\"ja\", \"en\"]\n\
    [sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[variables.a]\nunit = \"yen\"\nbetter = \"higher\"\nsmallest_change_that_matters = 2\n\
    [[questions]]\nid = \"q\"\noutcomes = [\"a\"]\nbaseline = { a = \"b\" }\ntreatment = \"t\"\ncovariates = [\"x\"]\ndesign = \"nearest\"\n\
    [[questions]]\nid = \"p\"\noutcomes = [\"a\"]\nbaseline = { a = \"b\" }\ndesign = \"before-after\"\nsubgroups = [\"g\"]\n\
    [[charts]]\nid = \"c\"\nbars = [{ finding = \"q/a\", label = \"one\" }, { finding = \"p/a\", label = \"two\" }]\n\
    [reports]\nby = \"g\"\n";

/// The results of a small study of two questions, with a chart and parts.
pub fn bundle() -> Bundle {
    let folder = tempfile::tempdir().expect("a folder");
    let row = |n: usize| {
        let (treated, group) =
            (if n.is_multiple_of(3) { "yes" } else { "no" }, if n.is_multiple_of(2) { "north" } else { "south" });
        format!("u{n},{treated},{},{},{},{group}\n", n * 7 % 31, n * 11 % 23, n * 11 % 23 + n * 5 % 9)
    };
    let rows: String = (0..60).map(row).collect();
    fs::write(folder.path().join("d.csv"), format!("id,t,x,b,a,g\n{rows}")).expect("room");
    fs::write(folder.path().join("study.toml"), STUDY).expect("room");
    let mut sink = Sink::new();
    run::run(&folder.path().join("study.toml"), &|_| (), &mut sink).unwrap_or_else(|_| panic!("{:?}", sink.problems))
}
