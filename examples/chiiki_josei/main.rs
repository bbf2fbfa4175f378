//! The example 地域づくり助成: a programme of a community foundation whose true effects are known, made from a seed.
//!
//! ```text
//! cargo run --example chiiki_josei -- make SEED DIR
//! cargo run --example chiiki_josei -- dump FIRST COUNT FILE
//! cargo run --release --example chiiki_josei -- sweep FIRST COUNT --study STUDY --expected JSON
//! ```

mod dump;
mod generator;
mod sweep;

use std::error::Error;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Makes the example 地域づくり助成 from a seed.
#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes the five workbooks and planted.json.
    Make {
        /// Seed.
        seed: u64,
        /// Folder; made where it does not exist.
        dir: PathBuf,
    },
    /// Writes the programmes of several seeds as one CSV file, a row for each application.
    Dump {
        /// First seed.
        first: u64,
        /// Number of seeds.
        count: u64,
        /// File.
        file: PathBuf,
    },
    /// Runs a study on the programmes of several seeds and compares its findings with the truth.
    Sweep(sweep::Sweep),
}

fn main() -> Result<(), Box<dyn Error>> {
    match Args::parse().command {
        Command::Make { seed, dir } => {
            let program = generator::generate(seed);
            std::fs::create_dir_all(&dir)?;
            generator::write(&program, Some(&generator::mess::plant(&program)), &dir)
        }
        Command::Dump { first, count, file } => dump::dump(first, count, &file),
        Command::Sweep(what) => sweep::sweep(&what),
    }
}
