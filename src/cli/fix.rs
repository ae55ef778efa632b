//! `rubric fix`: mends what can be mended, written atomically or shown as a diff, and says what it left and why.

mod report;

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::Result;
use rayon::prelude::*;

use super::apply::{self, Folders, Skipped};
use super::args::{FixArgs, FixFormat};
use super::check::{shown, why};
use super::{CLEAN, FAILURE, FINDINGS, corpus, diff, roots};
use crate::corpus::{FileId, Host, Parsed, ProblemKind, Snapshot, Unavailable};
use crate::features::fixes::{Mended, Selection, mend_post};
use roots::Root;

/// What one run did, or would do.
#[derive(Default)]
struct Outcome {
    /// Absolute.
    roots: Vec<PathBuf>,
    n_posts: usize,
    /// Posts in which something was mended or found, sorted by path.
    posts: Vec<Post>,
    /// Posts that could not be read or written, each with the reason.
    skipped: Vec<(String, String)>,
    folders: Folders,
    failed: bool,
}

struct Post {
    /// Relative to the current folder where it is below it.
    path: String,
    /// Relative to the root, for diffs.
    path_in_root: String,
    old: Parsed,
    mended: Mended,
}

impl Post {
    fn is_changed(&self) -> bool {
        !self.mended.edits.is_empty()
    }
}

pub(super) fn run(args: &FixArgs) -> Result<u8> {
    let mut outcome = Outcome::default();
    for root in roots::resolve(&args.paths, args.write.root.as_deref())? {
        fix_root(&root, args, &mut outcome);
        outcome.roots.push(root.folder);
    }
    outcome.folders.sync()?;
    outcome.posts.sort_by(|a, b| a.path.cmp(&b.path));
    let mut out = BufWriter::new(anstream::stdout().lock());
    match args.format {
        FixFormat::Json => report::json(&outcome, args, &mut out)?,
        FixFormat::Human => {
            if args.write.diff {
                for post in outcome.posts.iter().filter(|it| it.is_changed()) {
                    let (old, new) = (&post.old.text, &post.mended.text);
                    diff::write(&mut out, &post.path_in_root, old.as_str(), new.as_str())?;
                }
            }
            report::human(&outcome, args, &mut out)?;
        }
    }
    out.flush()?;
    let changes = outcome.posts.iter().any(Post::is_changed);
    Ok(match () {
        () if outcome.failed => FAILURE,
        () if !args.write.writes() && changes => FINDINGS,
        () => CLEAN,
    })
}

fn selection(args: &FixArgs) -> Selection {
    Selection {
        codes: (!args.select.is_empty()).then(|| args.select.clone()),
        with_unsafe: args.with_unsafe,
    }
}

fn fix_root(root: &Root, args: &FixArgs, outcome: &mut Outcome) {
    if args.write.writes() {
        apply::remove_leftovers(&root.folder);
    }
    let mut host = corpus::load(root);
    let snap = host.snapshot();
    let files = snap.files().map(|it| it.0);
    let wanted: Vec<FileId> = files
        .filter(|it| root.wants(&corpus::absolute(&snap, *it)))
        .collect();
    outcome.n_posts += wanted.len();
    let selection = selection(args);
    let results: Vec<_> = wanted
        .into_par_iter()
        .map(|file| (file, fix_file(&snap, file, &selection)))
        .collect();
    for (file, result) in results {
        let result = match result {
            Err(Unavailable::Stale) => fix_again(&mut host, file, &selection),
            result => result,
        };
        match result {
            Ok(post) => finish(&snap, file, post, args, outcome),
            Err(reason) => outcome
                .skipped
                .push((shown(&snap, snap.path(file)), why(reason))),
        }
    }
}

/// A post that was written to since it was loaded is loaded once more.
fn fix_again(host: &mut Host, file: FileId, selection: &Selection) -> Result<Post, Unavailable> {
    corpus::reload(host, file);
    fix_file(&host.snapshot(), file, selection)
}

fn fix_file(snap: &Snapshot, file: FileId, selection: &Selection) -> Result<Post, Unavailable> {
    let parsed = snap.parsed(file)?;
    Ok(Post {
        path: shown(snap, snap.path(file)),
        path_in_root: snap.path(file).as_str().to_owned(),
        mended: mend_post(snap, file, &parsed, selection),
        old: Parsed::clone(&parsed),
    })
}

/// Writes the post where that is asked for. One that is not written counts as left alone.
fn finish(snap: &Snapshot, file: FileId, post: Post, args: &FixArgs, outcome: &mut Outcome) {
    if post.is_changed()
        && let Err(skipped) = write(snap, file, &post, args, &mut outcome.folders)
    {
        outcome.failed |= matches!(skipped, NotWritten::Skipped(Skipped::Io(_)));
        outcome.skipped.push((post.path, skipped.to_string()));
        return;
    }
    if post.is_changed() || !post.mended.unmended.is_empty() {
        outcome.posts.push(post);
    }
}

enum NotWritten {
    /// Our text of it is not all of its bytes.
    Partial(String),
    Skipped(Skipped),
}

impl std::fmt::Display for NotWritten {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NotWritten::Partial(why) => f.write_str(why),
            NotWritten::Skipped(skipped) => write!(f, "{skipped}"),
        }
    }
}

fn write(
    snap: &Snapshot,
    file: FileId,
    post: &Post,
    args: &FixArgs,
    folders: &mut Folders,
) -> Result<(), NotWritten> {
    let is_partial = |it: &&crate::corpus::Problem| {
        matches!(
            it.kind,
            ProblemKind::InvalidUtf8 { .. } | ProblemKind::TooLarge { .. }
        )
    };
    if let Some(problem) = snap.problems_of(file).iter().find(is_partial) {
        return Err(NotWritten::Partial(problem.to_string()));
    }
    if !args.write.writes() {
        return Ok(());
    }
    let path = corpus::absolute(snap, file);
    let bytes = (
        post.old.text.as_str().as_bytes(),
        post.mended.text.as_str().as_bytes(),
    );
    apply::replace(snap.root(), &path, bytes, folders).map_err(NotWritten::Skipped)
}
