//! Large orders: a study of 1,000 outcomes and 20 subgroups, and a batch of 100 grantees in 10 programs. Each is run once with
//! all outputs written to a folder; prints seconds, files and the largest memory so far. `cargo bench -- batch`.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use rand::RngExt;
use tashika::diag::Sink;
use tashika::math::random::Stream;
use tashika::{render, run};

/// Outcomes of the large study.
const OUTCOMES: usize = 1_000;
/// Values of the variable of its subgroups.
const SUBGROUPS: usize = 20;
/// Its units.
const UNITS: usize = 2_000;
/// Those who took part in the batch.
const GRANTEES: usize = 100;

fn listed(names: impl Iterator<Item = String>) -> String {
    names.map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

/// Outcomes `y0`… of units of which a third took part.
fn many_outcomes(dir: &Path) -> PathBuf {
    let mut rng = Stream::new(1).child("outcomes").rng();
    let head: Vec<String> = (0..OUTCOMES).map(|i| format!("y{i}")).collect();
    let mut table = format!("id,t,x,z,region,{}\n", head.join(","));
    for unit in 0..UNITS {
        let [x, z, draw]: [f64; 3] = rng.random();
        let took_part = draw < 0.2 + 0.2 * x;
        write!(table, "u{unit:05},{},{x:.4},{z:.4},r{:02}", u8::from(took_part), unit % SUBGROUPS).unwrap();
        for i in 0..OUTCOMES {
            let [a, b]: [f64; 2] = rng.random();
            let more = if i % 10 == 0 && took_part { 0.5 } else { 0.0 };
            write!(table, ",{:.3}", a + b + x + more).unwrap();
        }
        table.push('\n');
    }
    let outcomes = listed((0..OUTCOMES).map(|i| format!("y{i}")));
    let study = format!(
        "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[[questions]]\nid = \"many\"\noutcomes = [{outcomes}]\n\
         treatment = \"t\"\ncovariates = [\"x\", \"z\"]\ndesign = \"nearest\"\nsubgroups = [\"region\"]\n"
    );
    written(dir, &table, &study)
}

/// Grantees and four times as many others, in ten programs.
fn batch(dir: &Path) -> PathBuf {
    let mut rng = Stream::new(1).child("batch").rng();
    let mut table = String::from("id,t,program,staff,b1,b2,a1,a2\n");
    for unit in 0..GRANTEES * 5 {
        let took_part = unit % 5 == 0;
        let [staff, b1, b2, c1, c2]: [f64; 5] = rng.random();
        let more = f64::from(u8::from(took_part));
        writeln!(
            table,
            "u{unit:04},{},P{:02},{:.0},{:.2},{:.2},{:.2},{:.2}",
            u8::from(took_part),
            unit / 5 % 10,
            staff * 20.0,
            b1 * 50.0,
            b2 * 90.0,
            b1 * 50.0 + c1 * 20.0 + 4.0 * more,
            b2 * 90.0 + c2 * 30.0
        )
        .unwrap();
    }
    let study = "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[[questions]]\nid = \"q\"\noutcomes = [\"a1\", \"a2\"]\n\
                 baseline = { a1 = \"b1\", a2 = \"b2\" }\ntreatment = \"t\"\ncovariates = [\"staff\", \"b1\", \"b2\"]\n\
                 design = \"nearest\"\n[reports]\nby = \"program\"\ngrantees = true\n";
    written(dir, &table, study)
}

fn written(dir: &Path, table: &str, study: &str) -> PathBuf {
    fs::create_dir_all(dir).unwrap();
    fs::write(dir.join("d.csv"), table).unwrap();
    let path = dir.join("study.toml");
    fs::write(&path, study).unwrap();
    path
}

/// Largest resident memory of this process in MB, where the system tells.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

#[allow(clippy::print_stdout)]
fn measure(name: &str, study: &Path) {
    let start = Instant::now();
    let mut sink = Sink::new();
    let bundle = run::run(study, &|_| (), &mut sink).expect("the study runs");
    let answered = start.elapsed().as_secs_f64();
    let files = render::files(&bundle, &|_| (), &mut sink).expect("the outputs are made");
    let made = start.elapsed().as_secs_f64();
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    render::folder::write(&study.with_file_name("out"), &files, &|| {}, &mut |_| Ok(true), &mut sink)
        .expect("the folder is written");
    let memory = peak().map_or_else(|| "?".into(), |peak| peak.to_string());
    println!(
        "{name}: {:.1} s ({answered:.1} s to answer, {:.1} s to make the outputs); {} files, {} MB; largest memory {memory} MB",
        start.elapsed().as_secs_f64(),
        made - answered,
        files.len(),
        bytes / 1_000_000
    );
}

/// Both orders, once each.
pub fn all() {
    let temp = tempfile::tempdir().unwrap();
    measure("100 grantees in 10 programs", &batch(&temp.path().join("batch")));
    measure("1,000 outcomes, 20 subgroups", &many_outcomes(&temp.path().join("outcomes")));
}
