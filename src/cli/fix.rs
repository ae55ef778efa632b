//! `rubric fix`: fixes what can be fixed, written atomically or shown as a diff, and says what it left and why.

mod report;

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};
use rayon::prelude::*;

use super::apply::{self, Folders, NotDone, Skipped};
use super::args::{FixArgs, FixFormat, WriteArgs};
use super::check::why;
use super::corpus::{self, shown};
use super::output::escape_line;
use super::retry::again;
use super::stdin::{self, Given};
use super::{CLEAN, FAILURE, FINDINGS, diff, roots};
use crate::corpus::{FileId, Parsed, Problem, ProblemKind, Snapshot, Unavailable};
use crate::features::diagnostics::Code;
use crate::features::fixes::{FixedPost, Selection, fix_post};
use roots::Root;

/// What one run did, or would do.
#[derive(Default)]
struct Outcome {
    /// Absolute.
    roots: Vec<PathBuf>,
    n_posts: usize,
    /// Posts in which something was fixed or found, sorted by path.
    posts: Vec<Post>,
    /// Posts that could not be read or written, each with the reason.
    skipped: Vec<(String, String)>,
    folders: Folders,
}

struct Post {
    /// Relative to the current folder where it is below it.
    path: String,
    /// Relative to the root, for diffs.
    path_in_root: String,
    old: Parsed,
    fixed: FixedPost,
}

impl Post {
    fn is_changed(&self) -> bool {
        !self.fixed.edits.is_empty()
    }

    fn is_clean(&self) -> bool {
        !self.is_changed() && self.fixed.unfixed.is_empty()
    }
}

pub(super) fn run(args: &FixArgs) -> Result<u8> {
    if stdin::is_asked_for(&args.paths)? {
        return fix_stdin(args);
    }
    if args.stdin_filename.is_some() {
        bail!("--stdin-filename names the post on stdin: `-` has to be the PATH");
    }
    let mut outcome = Outcome::default();
    let resolved = roots::resolve(&args.paths, args.write.root.as_deref())?;
    let (mode, selection) = (Mode::of(&args.write), selection(args));
    for root in resolved.roots {
        fix_root(&root, mode, &selection, &mut outcome)?;
        outcome.roots.push(root.folder);
    }
    for it in &resolved.left_out {
        anstream::eprintln!("{}", escape_line(&it.to_string()));
    }
    let failed = resolved.left_out.iter().any(|it| it.is_failure());
    outcome.folders.sync()?;
    outcome.posts.sort_by(|a, b| a.path.cmp(&b.path));
    if args.format == FixFormat::Human && args.write.diff {
        show_diffs(&outcome)?;
    }
    let mut out = BufWriter::new(anstream::stdout().lock());
    match args.format {
        FixFormat::Json => report::json(&outcome, args, &mut out)?,
        FixFormat::Human => report::human(&outcome, args, &mut out)?,
    }
    out.flush()?;
    let changes = outcome.posts.iter().any(Post::is_changed);
    Ok(match () {
        () if failed || !outcome.skipped.is_empty() => FAILURE,
        () if !args.write.writes() && changes => FINDINGS,
        () => CLEAN,
    })
}

/// Whether posts are written, or only shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Write,
    Show,
}

impl Mode {
    fn of(args: &WriteArgs) -> Mode {
        match args.writes() {
            true => Mode::Write,
            false => Mode::Show,
        }
    }
}

/// Fixes what is safe in the posts that the root wants, or what these codes name, and says nothing: for `check --fix`.
/// Returns how many findings were fixed, and the posts that were left, each with the reason.
pub(super) fn quietly(root: &Root, codes: &[Code]) -> Result<(usize, Vec<(String, String)>)> {
    let selection = Selection {
        codes: (!codes.is_empty()).then(|| codes.to_vec()),
        with_unsafe: false,
    };
    let mut outcome = Outcome::default();
    fix_root(root, Mode::Write, &selection, &mut outcome)?;
    outcome.folders.sync()?;
    let fixed = outcome.posts.iter().map(|it| it.fixed.fixed.len());
    Ok((fixed.sum(), outcome.skipped))
}

/// The post goes to stdout, fixed or as it was; or its diff does. Everything else is told on stderr.
fn fix_stdin(args: &FixArgs) -> Result<u8> {
    let given = stdin::read(args.stdin_filename.as_deref(), args.write.root.as_deref())?;
    let post = fix_given(&given, &selection(args))?;
    let is_changed = post.is_changed();
    let (old, new) = (given.text.as_str(), post.fixed.text.as_str());
    if args.write.writes() {
        let mut out = std::io::stdout().lock();
        out.write_all(new.as_bytes())?;
        out.flush()?;
    } else if args.write.diff {
        let (mut out, mut diff) = (diff::Output::new(), Vec::new());
        diff::write(&mut diff, given.path.as_str(), old, new)?;
        out.show(&diff)?;
        out.flush()?;
    }
    let outcome = Outcome {
        n_posts: 1,
        posts: if post.is_clean() {
            Vec::new()
        } else {
            vec![post]
        },
        ..Outcome::default()
    };
    report::human(&outcome, args, &mut anstream::stderr().lock())?;
    let would_change = !args.write.writes() && is_changed;
    Ok(if would_change { FINDINGS } else { CLEAN })
}

fn fix_given(given: &Given, selection: &Selection) -> Result<Post> {
    let mut host = corpus::load(&given.root);
    let file = given.open(&mut host);
    let snap = host.snapshot();
    let parsed = snap.parsed(file).map_err(|it| anyhow!("{}", why(it)))?;
    Ok(Post {
        path: shown(&snap, snap.path(file)),
        path_in_root: given.path.as_str().to_owned(),
        fixed: fix_post(&snap, file, &parsed, selection),
        old: Parsed::clone(&parsed),
    })
}

fn show_diffs(outcome: &Outcome) -> Result<()> {
    let mut out = diff::Output::new();
    for post in outcome.posts.iter().filter(|it| it.is_changed()) {
        let (old, new) = (&post.old.text, &post.fixed.text);
        let mut diff = Vec::new();
        diff::write(&mut diff, &post.path_in_root, old.as_str(), new.as_str())?;
        out.show(&diff)?;
    }
    Ok(out.flush()?)
}

fn selection(args: &FixArgs) -> Selection {
    Selection {
        codes: (!args.select.is_empty()).then(|| args.select.clone()),
        with_unsafe: args.with_unsafe,
    }
}

fn fix_root(root: &Root, mode: Mode, selection: &Selection, outcome: &mut Outcome) -> Result<()> {
    if mode == Mode::Write {
        apply::remove_leftovers(&root.folder);
    }
    let mut host = corpus::load(root);
    let snap = host.snapshot();
    let files = snap.files().map(|it| it.0);
    let wanted: Vec<FileId> = files
        .filter(|it| root.wants(&corpus::absolute(&snap, *it)))
        .collect();
    outcome.n_posts += wanted.len();
    skip_unread(&snap, root, outcome);
    let fixed = fix_all(&snap, &wanted, selection);
    for (file, result) in write_all(&snap, fixed, mode)? {
        let result = match result {
            Err(NotDone::Overtaken(why)) => again(&mut host, file, why, |snap| {
                let post = fix_file(snap, file, selection)?;
                write(snap, file, post, mode)
            }),
            result => result,
        };
        take(&snap, file, result, outcome);
    }
    Ok(())
}

/// Files and folders that may be posts to fix, and of which nothing is known.
fn skip_unread(snap: &Snapshot, root: &Root, outcome: &mut Outcome) {
    let is_unread = |kind: &ProblemKind| {
        matches!(kind, ProblemKind::Unreadable(_) | ProblemKind::BadName)
            || matches!(kind, ProblemKind::LinkOutside)
    };
    for (path, problem) in snap.problems().filter(|it| is_unread(&it.1.kind)) {
        let is_post = !matches!(problem.kind, ProblemKind::LinkOutside) || path.is_post();
        if is_post && root.wants(&snap.root().join(path.as_str())) {
            let unread = (shown(snap, path), problem.to_string());
            outcome.skipped.push(unread);
        }
    }
}

impl From<Unavailable> for NotDone {
    fn from(reason: Unavailable) -> NotDone {
        match reason {
            Unavailable::Stale => NotDone::Overtaken(Skipped::Changed),
            reason => NotDone::Refused(why(reason)),
        }
    }
}

type Written = Result<(Post, Folders), NotDone>;

/// All posts are judged by the corpus as it was found: nothing of what is fixed in one is evidence for another.
fn fix_all(
    snap: &Snapshot,
    files: &[FileId],
    selection: &Selection,
) -> Vec<(FileId, Result<Post, NotDone>)> {
    let progress = corpus::progress("fixing", files.len());
    let fix = |file: &FileId| {
        let fixed = fix_file(snap, *file, selection);
        progress.inc(1);
        (*file, fixed)
    };
    let fixed = files.par_iter().map(fix).collect();
    progress.finish_and_clear();
    fixed
}

/// Writes what was fixed, several posts at once: the disk is what a run of some hundred waits for.
fn write_all(
    snap: &Snapshot,
    results: Vec<(FileId, Result<Post, NotDone>)>,
    mode: Mode,
) -> Result<Vec<(FileId, Written)>> {
    let changed = |it: &Result<Post, _>| it.as_ref().is_ok_and(Post::is_changed);
    let n_changed = results.iter().filter(|it| changed(&it.1)).count();
    let progress = corpus::progress("writing", if mode == Mode::Write { n_changed } else { 0 });
    let write = |(file, result): (FileId, Result<Post, NotDone>)| {
        let counts = changed(&result);
        let written = result.and_then(|it| write(snap, file, it, mode));
        progress.inc(u64::from(counts));
        (file, written)
    };
    let writers = apply::writers()?;
    let written = writers.install(|| results.into_par_iter().map(write).collect());
    progress.finish_and_clear();
    Ok(written)
}

/// A post as it is fixed, if it may be written.
fn fix_file(snap: &Snapshot, file: FileId, selection: &Selection) -> Result<Post, NotDone> {
    let parsed = snap.parsed(file)?;
    let fixed = fix_post(snap, file, &parsed, selection);
    let post = Post {
        path: shown(snap, snap.path(file)),
        path_in_root: snap.path(file).as_str().to_owned(),
        fixed,
        old: Parsed::clone(&parsed),
    };
    if post.is_changed() {
        may_write(snap, file)?;
    }
    Ok(post)
}

fn may_write(snap: &Snapshot, file: FileId) -> Result<(), NotDone> {
    let is_partial =
        |it: &&Problem| it.kind.is_not_utf8() || matches!(it.kind, ProblemKind::TooLarge { .. });
    // Our text of it is not all of its bytes.
    if let Some(problem) = snap.problems_of(file).iter().find(is_partial) {
        return Err(NotDone::Refused(problem.to_string()));
    }
    apply::may_replace(snap.root(), &corpus::absolute(snap, file))?;
    Ok(())
}

/// Writes the post where that is asked for, and there is something to write.
fn write(snap: &Snapshot, file: FileId, post: Post, mode: Mode) -> Written {
    let mut folders = Folders::default();
    if post.is_changed() && mode == Mode::Write {
        let (old, new) = (&post.old.text, &post.fixed.text);
        let bytes = (old.as_str().as_bytes(), new.as_str().as_bytes());
        let path = corpus::absolute(snap, file);
        apply::replace(snap.root(), &path, bytes, &mut folders)?;
    }
    Ok((post, folders))
}

/// One that is not written counts as left alone.
fn take(snap: &Snapshot, file: FileId, result: Written, outcome: &mut Outcome) {
    let why = match result {
        Ok((post, folders)) => {
            outcome.folders.merge(folders);
            if !post.is_clean() {
                outcome.posts.push(post);
            }
            return;
        }
        Err(NotDone::Overtaken(why)) => why.to_string(),
        Err(NotDone::Refused(why)) => why,
    };
    let path = shown(snap, snap.path(file));
    if !outcome.skipped.iter().any(|it| it.0 == path) {
        outcome.skipped.push((path, why));
    }
}
