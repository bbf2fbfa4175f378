//! The `tashika` command.

#[path = "main/budget.rs"]
mod budget;

use std::process::ExitCode;

#[global_allocator]
static MEMORY: budget::Budget = budget::Budget;

fn main() -> ExitCode {
    tashika::cli::main(budget::limit)
}
