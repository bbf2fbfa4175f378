//! The whole pipeline: the example, and two workbooks of 20,000 rows joined and analysed with all default outputs.
//! `benches/rivals` has the same analysis in Python.

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, criterion_group};
use rand::RngExt;
use rust_xlsxwriter::Workbook;
use tashika::diag::Sink;
use tashika::math::random::Stream;
use tashika::{render, run};

const ROWS: u32 = 20_000;

const STUDY: &str = r#"
[sources.programme]
file = "programme.xlsx"
unit = "id"

[sources.survey]
file = "survey.xlsx"
unit = "id"

[[questions]]
id = "change"
outcomes = ["after"]
baseline = { after = "before" }
treatment = "funded"
design = "before-after"

[[questions]]
id = "matched"
outcomes = ["after"]
baseline = { after = "before" }
treatment = "funded"
covariates = ["age", "staff", "income"]
design = { method = "nearest", caliper = 0.2 }
"#;

fn write(dir: &Path) -> PathBuf {
    let mut rng = Stream::new(1).child("bench").rng();
    let mut programme = Workbook::new();
    let mut survey = Workbook::new();
    let (first, second) = (programme.add_worksheet(), survey.add_worksheet());
    first.write_row(0, 0, ["id", "age", "staff", "income", "funded"]).unwrap();
    second.write_row(0, 0, ["id", "before", "after"]).unwrap();
    for row in 1..=ROWS {
        let id = format!("NPO{row:06}");
        let [age, staff, income, before, change]: [f64; 5] = rng.random();
        let funded = rng.random::<f64>() < 0.1 + 0.2 * income;
        first.write(row, 0, &id).unwrap();
        first.write_row(row, 1, [age * 40.0, (staff * 10.0).round(), income * 5.0 + 12.0, f64::from(funded)]).unwrap();
        second.write(row, 0, &id).unwrap();
        second.write_row(row, 1, [before * 90.0, before * 90.0 + change * 9.0 + f64::from(funded)]).unwrap();
    }
    programme.save(dir.join("programme.xlsx")).unwrap();
    survey.save(dir.join("survey.xlsx")).unwrap();
    let study = dir.join("study.toml");
    std::fs::write(&study, STUDY).unwrap();
    study
}

fn whole(study: &Path) -> usize {
    let mut sink = Sink::new();
    let bundle = run::run(study, &|_| (), &mut sink).expect("the study runs");
    render::files(&bundle, &|_| (), &mut sink).expect("the outputs are made").len()
}

fn pipeline(c: &mut Criterion) {
    let temp = tempfile::tempdir().unwrap();
    let large = write(temp.path());
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("notebooks-data/nsw/study.toml");
    let mut group = c.benchmark_group("pipeline");
    group.sample_size(10);
    group.bench_function("example", |b| b.iter(|| whole(black_box(&example))));
    group.bench_function("two workbooks of 20,000 rows", |b| b.iter(|| whole(black_box(&large))));
    group.bench_function("two workbooks of 20,000 rows, without outputs", |b| {
        b.iter(|| run::run(black_box(&large), &|_| (), &mut Sink::new()).expect("the study runs").tables.len())
    });
    group.finish();
}

criterion_group!(all, pipeline);
