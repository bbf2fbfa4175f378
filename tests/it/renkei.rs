//! The example `renkei`: the workbooks are those of its seed, and the answers hold the truth.

use std::error::Error;
use std::fs;
use std::path::Path;

use tashika::diag::Sink;
use tashika::exhibit::Value;
use tashika::findings::Bundle;

use crate::chiiki_josei::generator::draw;

#[allow(dead_code)]
#[path = "../../examples/renkei/consultations.rs"]
mod consultations;
#[allow(dead_code)]
#[path = "../../examples/renkei/members.rs"]
mod members;
#[path = "../../examples/renkei/region.rs"]
mod region;
#[path = "../../examples/renkei/sheets.rs"]
mod sheets;
#[path = "../../examples/renkei/ties.rs"]
mod ties;
#[path = "../../examples/renkei/vision.rs"]
mod vision;

type Done = Result<(), Box<dyn Error>>;

const SEED: u64 = 2;

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("notebooks-data/renkei")
}

fn run(study: &str) -> Bundle {
    let mut sink = Sink::new();
    let found = tashika::run::run(&folder().join(study), &|_| (), &mut sink);
    found.unwrap_or_else(|_| panic!("{:?}", sink.problems))
}

#[test]
fn the_workbooks_are_those_of_the_seed() {
    let dir = tempfile::tempdir().unwrap();
    let region = region::Region::new(SEED);
    region::write(&region, dir.path()).unwrap();
    ties::write(&ties::Waves::new(SEED, true, &region), dir.path()).unwrap();
    members::write(&members::all(SEED, true), dir.path()).unwrap();
    consultations::write(SEED, dir.path()).unwrap();
    vision::write(dir.path()).unwrap();
    let mut files = 0;
    for entry in fs::read_dir(dir.path()).unwrap() {
        let name = entry.unwrap().file_name();
        assert!(fs::read(dir.path().join(&name)).unwrap() == fs::read(folder().join(&name)).unwrap(), "{name:?}");
        files += 1;
    }
    assert_eq!(files, 5);
}

#[test]
fn answers_hold_the_truth() {
    for (study, truth, positive) in [("study.toml", ties::TRUTH, true), ("residents.toml", members::TRUTH, true)] {
        let bundle = run(study);
        let effect = bundle.findings.findings[0].effect.as_ref().unwrap();
        assert!(effect.low <= truth && truth <= effect.high, "{study}: {} to {}", effect.low, effect.high);
        assert_eq!(effect.low > 0.0, positive, "{study}");
    }
}

#[test]
fn consultations_after_midnight_and_indicators_stand_as_they_were_made() {
    let bundle = run("study.toml");
    let table = |name: &str| bundle.tables.iter().find(|table| table.id.as_str() == name).unwrap();
    let hours = table("measure-soudan-hours");
    let text = |value: &Value| if let Value::Text(text) = value { text.clone() } else { String::new() };
    let late = hours.rows.iter().filter(|row| ["24:00", "25:00", "26:00"].contains(&text(&row[0].value).as_str()));
    let entries: f64 = late.map(|row| row.last().unwrap().number().unwrap()).sum();
    // 11, 8 and 5 % of 5,000, within four standard errors.
    assert!((entries - 1_200.0).abs() < 4.0 * (5_000.0_f64 * 0.24 * 0.76).sqrt(), "{entries}");
    let vision = table("measure-vision");
    let stands = |at: usize| match &vision.cell(at, "standing").unwrap().value {
        Value::Phrase(phrase) => phrase.render(tashika::text::Lang::En),
        other => panic!("{other:?}"),
    };
    assert!(stands(1).starts_with("Not judged: from 2023") && stands(3) == "At the target or beyond");
}
