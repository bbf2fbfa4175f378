//! The `tashika` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    tashika::cli::main()
}
