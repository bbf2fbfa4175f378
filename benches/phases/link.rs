//! 100,000 names linked to 100,000 names: spellings, typing errors, strangers; no numbers or ids.

use std::fmt::Write;
use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group};
use tashika::diag::Sink;
use tashika::ingest::{RawTable, read_all};
use tashika::study::{Study, read_str};
use tashika::tidy::tidy;

#[path = "../../tests/it/name_variants.rs"]
mod name_variants;

use name_variants::{Draw, bodies, mistyped, other, spelled};

const N: usize = 100_000;

const STUDY: &str = r#"
[sources.register]
file = "register.csv"
unit = "団体ID"

[sources.accounts]
file = "accounts.csv"
link = { to = "register", by = "団体名", place = "都道府県" }
"#;

fn write(dir: &Path) {
    let (mut register, mut accounts) = (String::from("団体ID,団体名,都道府県\n"), String::from("団体名,都道府県,値\n"));
    let mut draw = Draw::new(1, "bench");
    for (i, body) in bodies(1, N).iter().enumerate() {
        writeln!(register, "D{i},{},{}", body.name(), body.prefecture).expect("a text");
        let name = match i % 10 {
            0 | 1 => mistyped(body, &mut draw),
            2 => other(body, &mut draw),
            _ => spelled(body, &mut draw),
        };
        writeln!(accounts, "{name},{},{i}", body.prefecture).expect("a text");
    }
    fs::write(dir.join("register.csv"), register).expect("a temporary file");
    fs::write(dir.join("accounts.csv"), accounts).expect("a temporary file");
}

fn read(study: &Study) -> Vec<RawTable> {
    read_all(study, &mut Sink::new()).expect("the bench's files are sound")
}

fn bench(criterion: &mut Criterion) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    write(dir.path());
    let study = read_str(STUDY, "study.toml", dir.path(), &mut Sink::new()).expect("the bench's study is sound");
    let tables = read(&study);
    criterion.bench_function("link 100,000 x 100,000 names", |bencher| {
        bencher.iter(|| black_box(tidy(&study, &tables, &mut Sink::new()).is_ok()))
    });
}

criterion_group! {
    name = all;
    config = Criterion::default().sample_size(10);
    targets = bench
}
