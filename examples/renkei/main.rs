//! The example 地域連携: a region of 60 organisations whose ties, members, consultations and indicators are made from a seed, so that
//! the truth is known.
//!
//! ```text
//! cargo run --example renkei -- make SEED DIR
//! cargo run --release --example renkei -- sweep FIRST COUNT STUDIES
//! cargo run --release --example renkei -- placebo FIRST COUNT STUDIES
//! ```
#![allow(clippy::print_stdout, missing_docs)]

mod consultations;
#[path = "../chiiki_josei/generator/draw.rs"]
#[allow(dead_code)]
mod draw;
mod members;
mod region;
mod sheets;
mod sweep;
mod ties;
mod vision;

use std::error::Error;
use std::path::Path;

type Done = Result<(), Box<dyn Error>>;

fn main() -> Done {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["make", seed, folder] => make(seed.parse()?, true, Path::new(folder)),
        ["sweep", first, count, studies] => sweep::sweep(first.parse()?, count.parse()?, true, Path::new(studies)),
        ["placebo", first, count, studies] => sweep::sweep(first.parse()?, count.parse()?, false, Path::new(studies)),
        _ => Err("usage: renkei make SEED DIR | sweep FIRST COUNT STUDIES | placebo FIRST COUNT STUDIES".into()),
    }
}

/// Writes the workbooks of a seed; without `works` of a region where grants and program do nothing.
fn make(seed: u64, works: bool, folder: &Path) -> Done {
    std::fs::create_dir_all(folder)?;
    let region = region::Region::new(seed);
    let ties = ties::Waves::new(seed, works, &region);
    region::write(&region, folder)?;
    ties::write(&ties, folder)?;
    members::write(&members::all(seed, works), folder)?;
    consultations::write(seed, folder)?;
    vision::write(folder)
}
