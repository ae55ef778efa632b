//! The command line: `check`, `stats`, `explain`, and the start of the server.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(name = "rubric", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves an editor over stdin and stdout (LSP)
    Lsp {
        /// Writes the log to FILE too
        #[arg(long, value_name = "FILE")]
        log: Option<PathBuf>,
    },
}

/// Runs the command that the arguments name. `serve` is the server, which this layer does not know.
pub fn main(serve: fn(Option<&Path>) -> anyhow::Result<u8>) -> ExitCode {
    let arguments = Arguments::parse();
    let result = match arguments.command {
        Command::Lsp { log } => serve(log.as_deref()),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            anstream::eprintln!("rubric: {error:#}");
            ExitCode::from(2)
        }
    }
}
