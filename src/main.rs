//! Arguments, runtime, exit code: nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    rubric::cli::main(rubric::server::run)
}
