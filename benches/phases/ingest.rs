//! A workbook of 20,000 rows and 12 columns (4 of text): read, tidied, and taken through its byte form; and a text file.

use std::hint::black_box;
use std::path::Path;

use criterion::{BatchSize, Criterion, criterion_group};
use rust_xlsxwriter::Workbook;
use tashika::diag::Sink;
use tashika::ingest::{RawTable, read_all};
use tashika::study::{Study, read_str};
use tashika::tidy::tidy;

const ROWS: u32 = 20_000;

const STUDY: &str = r#"
[sources.people]
file = "people.xlsx"
unit = "団体ID"

[[questions]]
id = "change"
outcomes = ["値8"]
baseline = { "値8" = "値7" }
design = "before-after"
"#;

fn write(dir: &Path) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["団体ID", "団体名", "都道府県", "活動分野"]).unwrap();
    sheet.write_row(0, 4, (1..=8).map(|i| format!("値{i}"))).unwrap();
    for row in 1..=ROWS {
        let text = [
            format!("NPO{row:06}"),
            format!("第{row}市民活動の会"),
            format!("県{}", row % 47),
            format!("分野{}", row % 8),
        ];
        sheet.write_row(row, 0, text).unwrap();
        sheet.write_row(row, 4, (1..=8u32).map(|i| f64::from(row * i % 1009) / 7.0)).unwrap();
    }
    book.save(dir.join("people.xlsx")).unwrap();
}

/// A text file of 100,000 rows and 6 columns in CP932.
fn write_text(dir: &Path) {
    let row = |i: u32| format!("NPO{i:06},第{i}市民活動の会,県{},{},{}.5,{}\r\n", i % 47, i * 7 % 1009, i % 13, i % 2);
    let text = "団体ID,団体名,都道府県,値7,値8,値9\r\n".to_string() + &(0..100_000).map(row).collect::<String>();
    std::fs::write(dir.join("people.csv"), encoding_rs::SHIFT_JIS.encode(&text).0).unwrap();
}

fn read(study: &Study) -> Vec<RawTable> {
    read_all(study, &mut Sink::new()).expect("the bench's workbook is sound")
}

fn bench(criterion: &mut Criterion) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    write(dir.path());
    let study = read_str(STUDY, "study.toml", dir.path(), &mut Sink::new()).expect("the bench's study is sound");
    let tables = read(&study);
    criterion.bench_function("read 20,000 x 12 xlsx", |bencher| bencher.iter(|| black_box(read(&study))));
    write_text(dir.path());
    let text = STUDY.replace("people.xlsx", "people.csv");
    let text = read_str(&text, "study.toml", dir.path(), &mut Sink::new()).expect("the bench's study is sound");
    criterion.bench_function("read 100,000 x 6 csv in CP932", |bencher| bencher.iter(|| black_box(read(&text))));
    criterion.bench_function("tidy 20,000 x 12", |bencher| {
        bencher.iter_batched(
            || tables.clone(),
            |tables| tidy(&study, &tables, &mut Sink::new()).is_ok(),
            BatchSize::LargeInput,
        )
    });
    let bytes = tables[0].to_bytes();
    criterion.bench_function("table to bytes, 20,000 x 12", |bencher| bencher.iter(|| black_box(tables[0].to_bytes())));
    criterion.bench_function("table from bytes, 20,000 x 12", |bencher| {
        bencher.iter(|| black_box(RawTable::from_bytes(&bytes)))
    });
}

criterion_group! {
    name = all;
    config = Criterion::default().sample_size(10);
    targets = bench
}
