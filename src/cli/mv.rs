//! `rubric mv`: moves a file or a folder, and the links to it and its own follow.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use rustc_hash::FxHashMap;

use super::apply::{self, NotDone, Skipped};
use super::args::{MvArgs, WriteArgs};
use super::batch::{self, Rewritten, Summary, write_or_show};
use super::check::why;
use super::output::{escape_line, plural};
use super::roots::{self, Root};
use super::stdin::resolved;
use super::{FINDINGS, corpus, diff};
use crate::corpus::{FileId, RelPath, Snapshot, Stamp};
use crate::features::rename::{Move, Moving, move_files};
use crate::text::{TextEdit, apply_edits};

/// What is to be moved, and where to; both absolute.
struct Paths {
    old: PathBuf,
    new: PathBuf,
}

/// The edits of a post, and the state of the file that they are of.
type Planned = (Option<Stamp>, Vec<TextEdit>);

pub(super) fn run(args: &MvArgs) -> Result<u8> {
    let (root, paths) = paths(args)?;
    let mut host = corpus::load(&root);
    let snap = host.snapshot();
    let relative = |path: &Path| RelPath::new(&root.folder, path);
    let (Some(old), Some(new)) = (relative(&paths.old), relative(&paths.new)) else {
        bail!(
            "both have to be below {}; --root names another folder",
            root.folder.display()
        );
    };
    let moving = move_files(&snap, &[Move { old, new }]).map_err(|it| anyhow!("{}", why(it)))?;
    refuse_half(&snap, &moving)?;
    let edits = moving.change.edits.into_iter();
    let planned: FxHashMap<FileId, Planned> = edits
        .map(|(file, edits)| (file, (snap.stamp(file), edits)))
        .collect();
    let mut files: Vec<FileId> = planned.keys().copied().collect();
    files.sort();
    let (mut out, mut summary) = (diff::Output::new(), Summary::default());
    let work = |snap: &Snapshot, file| edit_post(snap, file, &planned, &args.write);
    summary.rewrite(&mut host, files, &args.write, &mut out, work)?;
    summary.folders.sync()?;
    out.flush()?;
    summary.tell_skipped(&snap);
    if args.write.writes() {
        put_in_place(&paths)?;
    }
    let verb = if args.write.writes() {
        "moved"
    } else {
        "would move"
    };
    let posts = plural(summary.posts.len(), "post");
    let old = args.old.display().to_string();
    let new = relative(&paths.new).map_or_else(String::new, |it| corpus::shown(&snap, &it));
    anstream::eprintln!(
        "{verb} {} to {}; links in {posts} follow",
        escape_line(&old),
        escape_line(&new)
    );
    Ok(match args.write.writes() {
        true => summary.status(&args.write),
        false => FINDINGS,
    })
}

/// A folder that is there takes in what is moved, as `mv` has it.
fn paths(args: &MvArgs) -> Result<(Root, Paths)> {
    let old = args.old.canonicalize();
    let old = old.with_context(|| format!("cannot move {}", args.old.display()))?;
    let mut new = resolved(&args.new)?;
    if new.is_dir() && new != old {
        new.push(old.file_name().unwrap_or_default());
    }
    if new.symlink_metadata().is_ok() {
        bail!("{} is there already", new.display());
    }
    if new.starts_with(&old) {
        bail!("{} cannot be moved into itself", args.old.display());
    }
    let root = roots::one(args.write.root.as_deref())?;
    let is_below = |root: &Root| old.starts_with(&root.folder) && new.starts_with(&root.folder);
    let root = match args.write.root.is_some() || is_below(&root) {
        true => root,
        false => roots::around(&old, None)?,
    };
    Ok((root, Paths { old, new }))
}

/// Links that cannot be rewritten would lead nowhere: then nothing is moved.
fn refuse_half(snap: &Snapshot, moving: &Moving) -> Result<()> {
    for (file, reason) in &moving.refused {
        let path = snap.path(*file).as_str();
        anstream::eprintln!("cannot follow in {}: {reason}", escape_line(path));
    }
    for (file, _) in &moving.change.edits {
        let full = corpus::absolute(snap, *file);
        if let Err(reason) = apply::may_replace(snap.root(), &full) {
            bail!(
                "{} has a link to follow, and is not to be written: {reason}; nothing was moved",
                full.display()
            );
        }
    }
    match moving.refused.len() {
        0 => Ok(()),
        n => bail!("{} cannot be read; nothing was moved", plural(n, "post")),
    }
}

fn edit_post(
    snap: &Snapshot,
    file: FileId,
    planned: &FxHashMap<FileId, Planned>,
    args: &WriteArgs,
) -> Result<Rewritten, NotDone> {
    let parsed = batch::parsed(snap, file)?;
    let Some((stamp, edits)) = planned.get(&file).filter(|it| it.0 == snap.stamp(file)) else {
        return Err(NotDone::Refused(Skipped::Changed.to_string()));
    };
    debug_assert!(stamp.is_some(), "it was read from the disk");
    let old = parsed.text.as_str();
    let Some(new) = apply_edits(old, edits) else {
        return Err(NotDone::Refused(Skipped::Changed.to_string()));
    };
    write_or_show(snap, snap.path(file), (old, &new), args)
}

fn put_in_place(paths: &Paths) -> Result<()> {
    if let Some(folder) = paths.new.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    let moved = fs::rename(&paths.old, &paths.new);
    moved.with_context(|| format!("{} cannot be moved", paths.old.display()))
}
