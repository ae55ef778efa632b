//! `rubric completions` and `rubric man`: what shells and `man` know of the command line, from its own definition.

use std::io::{self, Write};

use anyhow::Result;
use clap::{Command, CommandFactory};

use super::CLEAN;
use super::apply;
use super::args::{Args, CompletionsArgs, ManArgs};

const NAME: &str = "rubric";

pub(super) fn completions(args: &CompletionsArgs) -> Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), NAME, &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(CLEAN)
}

/// The page of the program, or of each command into a folder.
pub(super) fn pages(args: &ManArgs) -> Result<u8> {
    let mut command = Args::command();
    command.build();
    let Some(folder) = &args.out else {
        io::stdout().lock().write_all(&page(command)?)?;
        return Ok(CLEAN);
    };
    std::fs::create_dir_all(folder)?;
    let commands: Vec<Command> = command
        .get_subcommands()
        .filter(|it| !it.is_hide_set())
        .cloned()
        .collect();
    for it in commands {
        let name: &'static str = format!("{NAME}-{}", it.get_name()).leak();
        apply::put(&folder.join(format!("{name}.1")), &page(it.name(name))?)?;
    }
    apply::put(&folder.join(format!("{NAME}.1")), &page(command)?)?;
    Ok(CLEAN)
}

fn page(command: Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    Ok(page)
}
