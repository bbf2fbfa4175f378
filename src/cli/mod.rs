//! The command: one file for each subcommand.

pub mod schema;

use std::process::ExitCode;

/// Runs the command with the process's arguments.
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
