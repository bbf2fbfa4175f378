//! Findings and flow are the same whatever the order of rows and the number of threads.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rand::RngExt;
use tashika::exhibit::{Cell, CellRef};
use tashika::findings::{Bundle, Findings};
use tashika::math::random::Stream;

use crate::study_runs::run_study;

const STUDY: &str = r#"
[sources.people]
file = "people.csv"
unit = "id"

[variables.re78]
better = "higher"

[[questions]]
id = "change"
outcomes = ["re78"]
baseline = { re78 = "re75" }
treatment = "treat"
design = "before-after"

[[questions]]
id = "matched"
outcomes = ["re78", "re75"]
treatment = "treat"
covariates = ["age", "educ", "race", "married", "nodegree", "re74"]
designs = [
    { method = "nearest", caliper = 0.2 },
    { method = "nearest", replace = true, ratio = 2 },
    { method = "nearest", order = "closest", exact = ["race"] },
]
"#;

/// The example's rows in an order that the seed gives, with some outcomes and covariates gone.
fn rows(seed: u64) -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/nearest/input.csv");
    let text = fs::read_to_string(path).unwrap();
    let (head, body) = text.split_once('\n').unwrap();
    let mut rows: Vec<String> = body.lines().enumerate().map(|(i, row)| with_gaps(i, row)).collect();
    let mut rng = Stream::new(seed).child("shuffle").rng();
    for i in (1..rows.len()).rev() {
        rows.swap(i, rng.random_range(0..=i));
    }
    if seed == 0 {
        rows.sort();
    }
    format!("{head}\n{}\n", rows.join("\n"))
}

fn with_gaps(i: usize, row: &str) -> String {
    let mut fields: Vec<&str> = row.split(',').collect();
    let last = fields.len() - 1;
    match i % 41 {
        3 => fields[last] = "",
        17 => fields[2] = "",
        _ => {}
    }
    fields.join(",")
}

fn run(dir: &Path, seed: u64, threads: usize) -> Bundle {
    fs::write(dir.join("people.csv"), rows(seed)).unwrap();
    fs::write(dir.join("study.toml"), STUDY).unwrap();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| run_study(&dir.join("study.toml")))
}

/// Without digests and addresses, which do depend on the order of rows.
fn comparable(findings: &Findings) -> String {
    let mut findings = findings.clone();
    findings.manifest.sources.iter_mut().for_each(|source| source.digest.clear());
    findings.problems.iter_mut().for_each(|problem| problem.places.clear());
    serde_json::to_string_pretty(&findings).unwrap()
}

#[test]
fn row_order_and_threads_change_nothing() {
    let temp = tempfile::tempdir().unwrap();
    let first = comparable(&run(temp.path(), 0, 1).findings);
    for (seed, threads) in [(1, 2), (2, 8), (3, 1)] {
        let other = comparable(&run(temp.path(), seed, threads).findings);
        if first != other {
            let differing = first.lines().zip(other.lines()).find(|(a, b)| a != b);
            panic!("seed {seed}, {threads} threads: {differing:?}");
        }
    }
}

#[test]
fn every_sum_that_a_run_states_holds() {
    let temp = tempfile::tempdir().unwrap();
    let bundle = run(temp.path(), 1, 2);
    let ids: BTreeSet<&str> = bundle.tables.iter().map(|table| table.id.as_str()).collect();
    assert_eq!(ids.len(), bundle.tables.len(), "each table has a name of its own");
    let frames: BTreeSet<&str> = bundle.frames.iter().map(|frame| frame.id.as_str()).collect();
    assert_eq!(frames.len(), bundle.frames.len(), "each frame has a name of its own");
    let mut sums = 0;
    for table in &bundle.tables {
        for relation in &table.relations {
            let at = |&(row, column): &(usize, usize)| table.rows[row][column].tells();
            let parts: Option<i64> = relation.parts.iter().map(at).sum();
            assert_eq!(parts, at(&relation.total), "{} {relation:?}", table.id);
            sums += 1;
        }
    }
    for link in &bundle.findings.links {
        let at = |cell: &CellRef| bundle.table(&cell.table).unwrap().cell(cell.row, &cell.key).and_then(Cell::tells);
        let parts: Option<i64> = link.parts.iter().map(at).sum();
        assert_eq!(parts, at(&link.total), "{link:?}");
        sums += 1;
    }
    assert!(sums > 100, "{sums}");
}
