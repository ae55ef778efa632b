//! `rubric rename` and `rubric remove`: one pass over the posts that hold a term, written atomically or shown as a diff.

use anyhow::{Context, Result, anyhow, bail};
use rayon::prelude::*;

use super::again::again;
use super::apply::{self, Folders, NotDone, Skipped};
use super::args::{RemoveArgs, RenameArgs, WriteArgs};
use super::output::{escape_line, plural};
use super::{CLEAN, FAILURE, FINDINGS, corpus, diff, map, roots};
use crate::corpus::{CONFIG, FileId, Parsed, RelPath, Snapshot, Unavailable};
use crate::features::rename::{
    Tally, TermMap, check_new_names, doubtful, follow_terms, posts_with, posts_with_term,
    rewrite_post, unreached,
};
use crate::text::{Text, apply_edits};

pub(super) fn rename(args: &RenameArgs) -> Result<u8> {
    let map = match (&args.map, (&args.field, &args.old, &args.new)) {
        (Some(file), (None, None, None)) => map::read(file)?,
        (Some(_), _) => bail!("--map takes the place of FIELD OLD NEW; give one or the other"),
        (None, (Some(_), Some(_), Some(new))) if new.trim().is_empty() => {
            bail!("the new name is empty; `rubric remove` takes a term away")
        }
        (None, (Some(field), Some(old), Some(new))) => {
            let mut map = TermMap::default();
            for field in map::fields(field)? {
                map.rename(field, old, new);
            }
            map
        }
        (None, _) => bail!("FIELD OLD NEW are needed (three arguments), or --map FILE"),
    };
    run(&args.write, map)
}

pub(super) fn remove(args: &RemoveArgs) -> Result<u8> {
    let mut map = TermMap::default();
    for field in map::fields(&args.field)? {
        map.remove(field, &args.value);
    }
    run(&args.write, map)
}

/// What one pass did, or would do.
#[derive(Default)]
struct Summary {
    n_posts: usize,
    /// Whether rubric.yaml follows.
    config: bool,
    tally: Tally,
    /// What has a term, or may have it, and is as it was.
    skipped: Vec<(RelPath, String)>,
    folders: Folders,
}

/// What became of one file.
#[derive(Default)]
struct Rewritten {
    changed: bool,
    tally: Tally,
    diff: Vec<u8>,
    folders: Folders,
}

fn run(args: &WriteArgs, map: TermMap) -> Result<u8> {
    let root = roots::resolve(&[], args.root.as_deref())?
        .pop()
        .context("there is no folder to work in")?;
    if args.writes() {
        apply::remove_leftovers(&root.folder);
    }
    let mut host = corpus::load_heads(&root);
    let snap = host.snapshot();
    let map = &map.with_paths(|it| snap.path_of(it));
    check_new_names(&snap, map).map_err(|it| anyhow!("{it}"))?;
    let mut out = diff::Output::new();
    let mut summary = Summary {
        skipped: doubtful(&snap, map),
        ..Summary::default()
    };
    warn_of_unused(&snap, map, &summary.skipped);
    for (file, result) in rewrite_all(&snap, map, args)? {
        let result = match result {
            Err(NotDone::Overtaken(why)) => again(&mut host, file, why, |snap| {
                rewrite_one(snap, file, map, args)
            }),
            result => result,
        };
        summary.n_posts += usize::from(take(result, snap.path(file), &mut out, &mut summary)?);
    }
    let path = RelPath(CONFIG.into());
    summary.config = take(
        rewrite_config(&snap, map, args),
        &path,
        &mut out,
        &mut summary,
    )?;
    summary.folders.sync()?;
    out.flush()?;
    report(&snap, &summary, args);
    let changes = summary.n_posts > 0 || summary.config;
    Ok(match () {
        () if !summary.skipped.is_empty() => FAILURE,
        () if !args.writes() && changes => FINDINGS,
        () => CLEAN,
    })
}

/// Each post by itself, several at once: the disk is what a run of some hundred posts waits for.
fn rewrite_all(
    snap: &Snapshot,
    map: &TermMap,
    args: &WriteArgs,
) -> Result<Vec<(FileId, Result<Rewritten, NotDone>)>> {
    let files = posts_with(snap, map);
    let work = if args.writes() { "writing" } else { "reading" };
    let progress = corpus::progress(work, files.len());
    let rewrite = |file: FileId| {
        let result = rewrite_one(snap, file, map, args);
        progress.inc(1);
        (file, result)
    };
    let writers = apply::writers()?;
    let results = writers.install(|| files.into_par_iter().map(rewrite).collect());
    progress.finish_and_clear();
    Ok(results)
}

fn rewrite_one(
    snap: &Snapshot,
    file: FileId,
    map: &TermMap,
    args: &WriteArgs,
) -> Result<Rewritten, NotDone> {
    let parsed = snap.parsed(file).map_err(|reason| match reason {
        Unavailable::Stale => NotDone::Overtaken(Skipped::Changed),
        Unavailable::Unreadable(why) => NotDone::Refused(why),
    })?;
    let (edits, tally) = rewrite_post(snap, file, &parsed, map)
        .map_err(|refusal| NotDone::Refused(refusal.to_string()))?;
    refuse_unreached(&parsed, map)?;
    if edits.is_empty() {
        return Ok(Rewritten::default());
    }
    let old = parsed.text.as_str();
    let new = apply_edits(old, &edits).expect("verified edits fit their source");
    let rewritten = write_or_show(snap, snap.path(file), (old, &new), args)?;
    Ok(Rewritten { tally, ..rewritten })
}

fn refuse_unreached(parsed: &Parsed, map: &TermMap) -> Result<(), NotDone> {
    match unreached(parsed, map) {
        Some(term) => Err(NotDone::Refused(format!(
            "it has `{term}` from another map, by `<<`: change it there by hand"
        ))),
        None => Ok(()),
    }
}

/// What rubric.yaml declares of the terms, by the posts as they were.
fn rewrite_config(snap: &Snapshot, map: &TermMap, args: &WriteArgs) -> Result<Rewritten, NotDone> {
    let Ok(followed) = follow_terms(snap, map) else {
        return Err(NotDone::Refused(Skipped::Changed.to_string()));
    };
    for sentence in &followed.left {
        anstream::eprintln!("{}", escape_line(sentence));
    }
    if followed.edits.is_empty() {
        return Ok(Rewritten::default());
    }
    let old = snap.config_text().map_or("", Text::as_str);
    let new = apply_edits(old, &followed.edits).expect("verified edits fit their source");
    write_or_show(snap, &RelPath(CONFIG.into()), (old, &new), args)
}

fn write_or_show(
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
fn take(
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

/// A term that is named beside a post that was skipped may be in use there.
fn warn_of_unused(snap: &Snapshot, map: &TermMap, skipped: &[(RelPath, String)]) {
    for (field, term, _) in map.terms() {
        let named = format!("`{term}`");
        let is_named = skipped.iter().any(|(_, why)| why.contains(&named));
        if !is_named && posts_with_term(snap, field, term).is_empty() {
            let (term, field) = (escape_line(term), escape_line(field));
            anstream::eprintln!("no post uses `{term}` in {field}");
        }
    }
}

fn report(snap: &Snapshot, summary: &Summary, args: &WriteArgs) {
    for (path, why) in &summary.skipped {
        let path = snap.root().join(path.as_str());
        let (path, why) = (path.to_string_lossy(), escape_line(why));
        anstream::eprintln!("skipped {}: {why}", escape_line(&path));
    }
    let Tally { n_values, n_merges } = summary.tally;
    let verb = match args.writes() {
        true => "changed",
        false => "would change",
    };
    let config = match summary.config {
        true => " and rubric.yaml",
        false => "",
    };
    let (values, posts) = (plural(n_values, "value"), plural(summary.n_posts, "post"));
    let n_skipped = summary.skipped.len();
    anstream::eprintln!(
        "{verb} {values} in {posts}{config}, {n_merges} merged; skipped {n_skipped}"
    );
}
