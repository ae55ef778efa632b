//! Running this program with other arguments, in the folder of the posts.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::super::stdin::resolved;
use super::super::{CLEAN, FINDINGS};

/// This program, for the posts of one root.
pub(super) struct Program {
    path: PathBuf,
    root: PathBuf,
}

impl Program {
    pub(super) fn new(root: PathBuf) -> Result<Program> {
        let path = std::env::current_exe().context("the program does not know where it is")?;
        Ok(Program { path, root })
    }

    /// A path of the root as the commands take it. One that leads out of the root is refused.
    pub(super) fn inside(&self, path: &str) -> Result<String> {
        let full = resolved(&self.root.join(path))?;
        match full.strip_prefix(&self.root) {
            Ok(it) if it == Path::new("") => Ok(".".to_owned()),
            Ok(it) => Ok(it.to_string_lossy().into_owned()),
            Err(_) => bail!("{path} is outside of the folder of the posts"),
        }
    }

    /// Runs a command that writes JSON, and reads it. `stdin`: the post that it is given there.
    ///
    /// Values go behind a `=` or a `--`, so that none is taken for an option.
    pub(super) fn json(&self, args: &[String], stdin: Option<&str>) -> Result<Value> {
        let mut command = Command::new(&self.path);
        command
            .args(args)
            .current_dir(&self.root)
            .env("NO_COLOR", "1")
            .env_remove("FORCE_COLOR")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().context("the program cannot be started")?;
        let mut input = child.stdin.take().expect("it is piped");
        let text = stdin.unwrap_or_default().to_owned();
        // It may write before it has read all.
        let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
        let output = child.wait_with_output()?;
        let _ = writer.join();
        let status = output.status.code();
        let told = String::from_utf8_lossy(&output.stderr);
        match serde_json::from_slice(&output.stdout) {
            Ok(value) => Ok(value),
            Err(_) if status == Some(i32::from(CLEAN)) || status == Some(i32::from(FINDINGS)) => {
                bail!("no answer: {}", told.trim())
            }
            Err(_) => bail!("{}", told.trim().trim_start_matches("rubric: ")),
        }
    }
}
