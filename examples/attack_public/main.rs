//! Attacks the public edition of a results folder.
//!
//! ```text
//! cargo run --release --example attack_public -- PUBLIC [--truth INTERNAL]
//! cargo run --release --example attack_public -- --made COUNT [FIRST]
//! cargo run --release --example attack_public -- --cases FOLDER…
//! cargo run --release --example attack_public -- --write SEED FOLDER
//! ```
//!
//! With `--truth`, every claim is compared with the internal edition, and the ranges of the internal audit with what was found. With
//! `--made`, so many made studies are run and attacked under all profiles, and the result is a table;
//! with `--cases`, the studies of folders. `--write` writes a made study, to look at what was found in it.
#![allow(clippy::print_stdout, missing_docs, dead_code)]

#[path = "mod.rs"]
mod attacker;

use std::io::Write;
use std::path::{Path, PathBuf};

use attacker::Found;
use attacker::claims::Attack;
use attacker::edition::Edition;
use attacker::truth::{Judged, Truth};

fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(folder) = arguments.first() else {
        println!(
            "usage: attack_public PUBLIC [--truth INTERNAL] | --made COUNT [FIRST] | --cases FOLDER… | --write SEED FOLDER"
        );
        return Ok(());
    };
    if folder == "--made" {
        let number = |at: usize, usual| arguments.get(at).and_then(|text| text.parse().ok()).unwrap_or(usual);
        made(number(2, 1), number(1, 500));
        return Ok(());
    }
    if folder == "--write" {
        let seed = arguments.get(1).and_then(|text| text.parse().ok()).ok_or("--write needs a number and a folder")?;
        return write(seed, Path::new(arguments.get(2).ok_or("--write needs a number and a folder")?));
    }
    if folder == "--cases" {
        cases(&arguments[1..]);
        return Ok(());
    }
    let edition = Edition::open(Path::new(folder))?;
    let found = attacker::attack(&edition);
    let Some(at) = arguments.iter().position(|argument| argument == "--truth") else {
        print(&found);
        return Ok(());
    };
    let internal = Edition::open(Path::new(arguments.get(at + 1).ok_or("--truth needs a folder")?))?;
    let found = found.with_names(&edition, &internal);
    print(&found);
    judged(&Truth::of(internal).judge(&found));
    Ok(())
}

/// Attacks made studies: the table to the output, each claim to the errors.
fn made(first: u64, count: u64) {
    let lines = attacker::sweep::sweep(first, count, &mut |line| _ = writeln!(std::io::stderr(), "{line}"));
    println!("{}", attacker::sweep::heading());
    lines.iter().for_each(|(profile, line)| println!("{}", line.row(profile)));
}

/// Writes the table and the study file of a made study.
fn write(seed: u64, folder: &Path) -> Result<(), String> {
    let made = attacker::made::made(seed);
    std::fs::create_dir_all(folder).map_err(|why| why.to_string())?;
    std::fs::write(folder.join("d.csv"), made.table).map_err(|why| why.to_string())?;
    std::fs::write(folder.join("study.toml"), made.study).map_err(|why| why.to_string())
}

/// Attacks the studies of folders.
fn cases(folders: &[String]) {
    let folders: Vec<PathBuf> = folders.iter().map(PathBuf::from).collect();
    let lines = attacker::sweep::cases(&folders, &mut |line| _ = writeln!(std::io::stderr(), "{line}"));
    println!("{}", attacker::sweep::heading());
    lines.iter().for_each(|(name, line)| println!("{}", line.row(name)));
}

fn print(found: &Found) {
    for claim in &found.claims {
        let range = if claim.is_exact() { claim.low.to_string() } else { format!("{}..{}", claim.low, claim.high) };
        println!("{:10} {} = {range}   {}", claim.attack.name(), claim.place, claim.what);
    }
    let by = Attack::ALL.map(|attack| format!("{} {}", attack.name(), found.by(attack)));
    println!(
        "{} claims about {} hidden or rounded numbers: {}",
        found.claims.len(),
        found.numbers.len(),
        by.join(", ")
    );
    found.misread.iter().for_each(|why| println!("misread: {why}"));
}

fn judged(judged: &Judged) {
    println!("right {}, wrong {}, not known {}", judged.right, judged.wrong.len(), judged.unknown.len());
    println!("sensitive {}", judged.sensitive);
    let lists = [("wrong", &judged.wrong), ("not known", &judged.unknown), ("without the truth", &judged.outside)];
    for (what, list) in lists {
        list.iter().for_each(|line| println!("{what}: {line}"));
    }
    println!(
        "audit: {} ranges, {} without the truth, {} wider",
        judged.audited,
        judged.outside.len(),
        judged.wider.len()
    );
    judged.wider.iter().for_each(|line| println!("wider: {line}"));
}
