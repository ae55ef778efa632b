//! `rubric mcp`: the commands as tools of the Model Context Protocol, for assistants that write posts.
//!
//! A tool is a run of this very program: its answer is the one that the command gives, and what stops a run stops no session.
//! Between two calls nothing is kept, so that no answer is older than the files.

mod command;
mod protocol;
mod schemas;
mod tools;

use std::io::{self, BufRead, Write};

use anyhow::Result;

use super::args::McpArgs;
use super::{CLEAN, roots};
use command::Program;

/// Answers line by line until stdin ends.
pub(super) fn run(args: &McpArgs) -> Result<u8> {
    let root = roots::one(args.root.as_deref())?;
    let program = Program::new(root.folder)?;
    let mut out = io::stdout().lock();
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(CLEAN);
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        if let Some(answer) = protocol::answer(&line, &program) {
            // One line a message: JSON has no line break of its own when it is written compactly.
            writeln!(out, "{answer}")?;
            out.flush()?;
        }
    }
}
