//! What git says has changed in a folder, for `check --changed` and `check --since`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result, bail};

/// What the files are compared with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Since<'a> {
    LastCommit,
    /// Where the current branch left this one.
    Branch(&'a str),
}

/// In a work tree without a commit everything is new. The tree without files has this name in every repository.
const NOTHING: &str = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/// The files of the folder that differ, staged or not, and those that git does not know yet; absolute. Deleted ones are none.
pub(super) fn changed(folder: &Path, since: Since<'_>) -> Result<BTreeSet<PathBuf>> {
    let base = base(folder, since)?;
    let diff = [
        "diff",
        "--name-only",
        "-z",
        "--relative",
        "--no-renames",
        "--no-ext-diff",
        "--diff-filter=d",
    ];
    let differing = names(folder, &[&diff[..], &[base.as_str(), "--", "."]].concat())?;
    let new = names(
        folder,
        &[
            "ls-files",
            "-z",
            "--others",
            "--exclude-standard",
            "--",
            ".",
        ],
    )?;
    let names = differing.iter().chain(&new);
    Ok(names.map(|it| folder.join(it)).collect())
}

fn base(folder: &Path, since: Since<'_>) -> Result<String> {
    if !git(folder, &["rev-parse", "--is-inside-work-tree"])?
        .status
        .success()
    {
        bail!(
            "{} is in no git work tree, so nothing tells what has changed",
            folder.display()
        );
    }
    let branch = match since {
        Since::Branch(branch) => branch,
        Since::LastCommit => {
            return Ok(commit(folder, "HEAD")?.unwrap_or_else(|| NOTHING.to_owned()));
        }
    };
    let Some(branch_commit) = commit(folder, branch)? else {
        bail!("git knows no `{branch}`: is it fetched?");
    };
    let output = git(folder, &["merge-base", &branch_commit, "HEAD"])?;
    if !output.status.success() {
        bail!(
            "git knows no commit that `{branch}` and HEAD have in common: fetch more of the history (`fetch-depth: 0`)"
        );
    }
    Ok(line(&output))
}

/// `None` if there is no such commit. What begins with a hyphen is a name, never an option.
fn commit(folder: &Path, name: &str) -> Result<Option<String>> {
    let name = format!("{name}^{{commit}}");
    let output = git(
        folder,
        &[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &name,
        ],
    )?;
    Ok(output.status.success().then(|| line(&output)))
}

fn line(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn names(folder: &Path, args: &[&str]) -> Result<Vec<String>> {
    let output = git(folder, args)?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        bail!("git {}: {}", args[0], reason.trim());
    }
    let names = String::from_utf8_lossy(&output.stdout);
    let names = names.split('\0').filter(|it| !it.is_empty());
    Ok(names.map(str::to_owned).collect())
}

/// Without what a stranger's work tree could have git run.
fn git(folder: &Path, args: &[&str]) -> Result<Output> {
    let mut command = Command::new("git");
    command
        .args(["-c", "core.fsmonitor=false"])
        .arg("-C")
        .arg(folder)
        .args(args);
    command.output().context("git cannot be started")
}
