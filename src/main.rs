//! Arguments, runtime, exit code: nothing else.

use std::process::ExitCode;

use clap::Parser;
use rubric::cli::{self, Args, Command};

fn main() -> ExitCode {
    let args = Args::parse();
    args.color.apply();
    match args.command {
        Command::Lsp(args) => cli::exit_code(rubric::server::run(args.log.as_deref())),
        command => cli::run(&command),
    }
}
