//! One pass of a command over many posts: each is written atomically or shown as a diff, and tried again if somebody else wrote to
//! it. What is to be written of a post, the command says.

use std::io::Write;

use anyhow::Result;
use rayon::prelude::*;
use serde_json::json;

use super::apply::{self, Folders, NotDone, Skipped};
use super::args::WriteArgs;
use super::output::escape_line;
use super::retry::again;
use super::{CLEAN, FAILURE, FINDINGS, corpus, diff};
use crate::corpus::{FileId, Host, Parsed, RelPath, Snapshot, Unavailable};
use crate::features::rename::Tally;

/// What one pass did, or would do.
#[derive(Default)]
pub(super) struct Summary {
    /// Those that were changed, or would be.
    pub(super) posts: Vec<RelPath>,
    /// Whether rubric.yaml follows.
    pub(super) config: bool,
    pub(super) tally: Tally,
    /// What has a term, or may have it, and is as it was.
    pub(super) skipped: Vec<(RelPath, String)>,
    pub(super) folders: Folders,
}

/// What became of one file.
#[derive(Default)]
pub(super) struct Rewritten {
    pub(super) changed: bool,
    pub(super) tally: Tally,
    pub(super) diff: Vec<u8>,
    pub(super) folders: Folders,
}

/// What is to be done with one post.
pub(super) trait Work: Fn(&Snapshot, FileId) -> Result<Rewritten, NotDone> + Sync {}
impl<T: Fn(&Snapshot, FileId) -> Result<Rewritten, NotDone> + Sync> Work for T {}

impl Summary {
    /// Does the work with all of these posts, and gathers what became of them.
    pub(super) fn rewrite(
        &mut self,
        host: &mut Host,
        files: Vec<FileId>,
        args: &WriteArgs,
        out: &mut diff::Output,
        work: impl Work,
    ) -> Result<()> {
        let snap = host.snapshot();
        for (file, result) in rewrite_all(&snap, files, args, &work)? {
            let result = match result {
                Err(NotDone::Overtaken(why)) => again(host, file, why, |snap| work(snap, file)),
                result => result,
            };
            if take(result, snap.path(file), out, self)? {
                self.posts.push(snap.path(file).clone());
            }
        }
        Ok(())
    }

    /// Names what was left as it is, each with the reason.
    pub(super) fn tell_skipped(&self, snap: &Snapshot) {
        for (path, why) in &self.skipped {
            let path = snap.root().join(path.as_str());
            let (path, why) = (path.to_string_lossy(), escape_line(why));
            anstream::eprintln!("skipped {}: {why}", escape_line(&path));
        }
    }

    /// The same for programs: one object on stdout.
    pub(super) fn write_json(&self, snap: &Snapshot, args: &WriteArgs) -> Result<()> {
        let skipped = self.skipped.iter();
        let skipped = skipped
            .map(|(path, reason)| json!({ "path": corpus::shown(snap, path), "reason": reason }));
        let paths = self.posts.iter().map(|it| corpus::shown(snap, it));
        let object = json!({
            "version": 1,
            "root": snap.root().display().to_string(),
            "posts": paths.collect::<Vec<_>>(),
            "skipped": skipped.collect::<Vec<_>>(),
            "summary": {
                "posts_changed": self.posts.len(),
                "config_changed": self.config,
                "values": self.tally.n_values,
                "merged": self.tally.n_merges,
                "written": args.writes(),
            },
        });
        let mut out = anstream::stdout().lock();
        serde_json::to_writer_pretty(&mut out, &object)?;
        writeln!(out)?;
        Ok(())
    }

    pub(super) fn status(&self, args: &WriteArgs) -> u8 {
        let changes = !self.posts.is_empty() || self.config;
        match () {
            () if !self.skipped.is_empty() => FAILURE,
            () if !args.writes() && changes => FINDINGS,
            () => CLEAN,
        }
    }
}

/// A post as it is now, all of it.
pub(super) fn parsed(snap: &Snapshot, file: FileId) -> Result<std::sync::Arc<Parsed>, NotDone> {
    snap.parsed(file).map_err(|reason| match reason {
        Unavailable::Stale => NotDone::Overtaken(Skipped::Changed),
        Unavailable::Unreadable(why) => NotDone::Refused(why),
    })
}

/// Each post by itself, several at once: the disk is what a run of some hundred posts waits for.
fn rewrite_all(
    snap: &Snapshot,
    files: Vec<FileId>,
    args: &WriteArgs,
    work: &impl Work,
) -> Result<Vec<(FileId, Result<Rewritten, NotDone>)>> {
    let verb = if args.writes() { "writing" } else { "reading" };
    let progress = corpus::progress(verb, files.len());
    let rewrite = |file: FileId| {
        let result = work(snap, file);
        progress.inc(1);
        (file, result)
    };
    let writers = apply::writers()?;
    let results = writers.install(|| files.into_par_iter().map(rewrite).collect());
    progress.finish_and_clear();
    Ok(results)
}

/// Writes the new text in place of the old, or makes the diff.
pub(super) fn write_or_show(
    snap: &Snapshot,
    path: &RelPath,
    (old, new): (&str, &str),
    args: &WriteArgs,
) -> Result<Rewritten, NotDone> {
    let mut rewritten = Rewritten {
        changed: true,
        ..Rewritten::default()
    };
    let full = snap.root().join(path.as_str());
    if args.writes() {
        let bytes = (old.as_bytes(), new.as_bytes());
        apply::replace(snap.root(), &full, bytes, &mut rewritten.folders)?;
    } else {
        apply::may_replace(snap.root(), &full)?;
    }
    if args.diff {
        let diff = &mut rewritten.diff;
        diff::write(diff, path.as_str(), old, new)
            .map_err(|it| NotDone::from(Skipped::from(it)))?;
    }
    Ok(rewritten)
}

/// Whether the file was, or would be, changed.
pub(super) fn take(
    result: Result<Rewritten, NotDone>,
    path: &RelPath,
    out: &mut diff::Output,
    summary: &mut Summary,
) -> Result<bool> {
    let rewritten = match result {
        Ok(rewritten) => rewritten,
        Err(NotDone::Overtaken(why)) => {
            summary.skipped.push((path.clone(), why.to_string()));
            return Ok(false);
        }
        Err(NotDone::Refused(why)) => {
            summary.skipped.push((path.clone(), why));
            return Ok(false);
        }
    };
    out.show(&rewritten.diff)?;
    summary.tally += rewritten.tally;
    summary.folders.merge(rewritten.folders);
    Ok(rewritten.changed)
}
