//! The command line: arguments as typed, resolved into roots and files, the same features as in the editor, and reports.
//! It knows nothing of the protocol; `rubric lsp` is started by `main`.

mod agents;
mod apply;
pub mod args;
mod baseline;
mod batch;
mod check;
mod corpus;
mod diff;
mod edit;
mod explain;
mod export;
mod expr;
mod find;
mod fix;
mod git;
mod init;
mod man;
mod map;
mod mcp;
mod meant;
mod mv;
mod new;
mod output;
mod refs;
mod report;
mod retry;
mod rewrite;
mod roots;
mod rows;
mod schema;
mod shard;
mod stats;
mod stdin;
mod suggest;
mod terms;
mod unread;
mod values;

use std::process::ExitCode;

pub use args::{Args, Command};

/// Nothing to complain of.
const CLEAN: u8 = 0;
/// There are findings.
const FINDINGS: u8 = 1;
/// It could not be done.
const FAILURE: u8 = 2;

/// Runs a subcommand other than `lsp`. A reader that stops reading is no failure.
pub fn run(command: &Command) -> ExitCode {
    let result = match command {
        Command::Check(args) => check::run(args),
        Command::Fix(args) => fix::run(args),
        Command::Stats(args) => stats::run(args),
        Command::Rename(args) => rewrite::rename(args),
        Command::Remove(args) => rewrite::remove(args),
        Command::Terms(args) => terms::run(args),
        Command::Find(args) => find::run(args),
        Command::Export(args) => export::run(args),
        Command::Set(args) => edit::set(args),
        Command::Append(args) => edit::append(args),
        Command::Unset(args) => edit::unset(args),
        Command::Refs(args) => refs::run(args),
        Command::Mv(args) => mv::run(args),
        Command::New(args) => new::run(args),
        Command::Suggest(args) => suggest::run(args),
        Command::Mcp(args) => mcp::run(args),
        Command::Completions(args) => man::completions(args),
        Command::Man(args) => man::pages(args),
        Command::Explain(args) => explain::run(args),
        Command::Init(args) => init::run(args),
        Command::Schema => schema::run(),
        Command::Lsp(_) => unreachable!("main starts the server itself"),
    };
    exit_code(result)
}

/// Says what went wrong, if anything did.
pub fn exit_code(result: anyhow::Result<u8>) -> ExitCode {
    match result {
        Ok(status) => ExitCode::from(status),
        Err(error) if output::is_broken_pipe(&error) => ExitCode::from(CLEAN),
        Err(error) => {
            anstream::eprintln!("rubric: {}", output::escape(&format!("{error:#}")));
            ExitCode::from(FAILURE)
        }
    }
}
