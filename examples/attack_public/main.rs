//! Attacks the public edition of a results folder.
//!
//! ```text
//! cargo run --release --example attack_public -- PUBLIC [--truth INTERNAL]
//! ```
//!
//! With `--truth`, every claim is compared with the internal edition, and the ranges of the internal audit with what was found.
#![allow(clippy::print_stdout, missing_docs, dead_code)]

#[path = "mod.rs"]
mod attacker;

use std::path::Path;

use attacker::Found;
use attacker::claims::Attack;
use attacker::edition::Edition;
use attacker::truth::{Judged, Truth};

fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(folder) = arguments.first() else {
        println!("usage: attack_public PUBLIC [--truth INTERNAL]");
        return Ok(());
    };
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
