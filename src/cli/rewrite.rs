//! `rubric rename` and `rubric remove`: one pass over the posts that hold a term, written atomically or shown as a diff.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::apply::{self, Folders, Skipped};
use super::args::{RemoveArgs, RenameArgs, WriteArgs};
use super::{CLEAN, FAILURE, FINDINGS, corpus, diff, map, output, roots};
use crate::corpus::{CONFIG, FileId, Host, Snapshot, Unavailable};
use crate::features::rename::{Tally, TermMap, follow_terms, posts_with, rewrite_post};
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
            fields(field).for_each(|field| map.rename(field, old, new));
            map
        }
        (None, _) => bail!("FIELD OLD NEW are needed (three arguments), or --map FILE"),
    };
    run(&args.write, &map)
}

pub(super) fn remove(args: &RemoveArgs) -> Result<u8> {
    let mut map = TermMap::default();
    fields(&args.field).for_each(|field| map.remove(field, &args.value));
    run(&args.write, &map)
}

/// `speaker,author` are two fields.
fn fields(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|it| !it.is_empty())
}

/// What one pass did, or would do.
#[derive(Default)]
struct Summary {
    n_posts: usize,
    /// Whether rubric.yaml follows.
    config: bool,
    tally: Tally,
    skipped: Vec<(PathBuf, String)>,
    folders: Folders,
    failed: bool,
}

fn run(args: &WriteArgs, map: &TermMap) -> Result<u8> {
    let root = roots::resolve(&[], args.root.as_deref())?
        .pop()
        .context("there is no folder to work in")?;
    if args.writes() {
        apply::remove_leftovers(&root.folder);
    }
    let mut host = corpus::load_heads(&root);
    warn_of_unused(&host, map);
    let mut out = BufWriter::new(anstream::stdout().lock());
    let mut summary = Summary::default();
    let snap = host.snapshot();
    for file in posts_with(&snap, map) {
        rewrite_one(&mut host, file, map, args, &mut out, &mut summary)?;
    }
    rewrite_config(&snap, map, args, &mut out, &mut summary)?;
    summary.folders.sync()?;
    out.flush()?;
    report(&summary, args);
    let changes = summary.n_posts > 0 || summary.config;
    Ok(match &summary {
        it if it.failed => FAILURE,
        _ if !args.writes() && changes => FINDINGS,
        _ => CLEAN,
    })
}

/// What rubric.yaml declares of the terms, by the posts as they were.
fn rewrite_config(
    snap: &Snapshot,
    map: &TermMap,
    args: &WriteArgs,
    out: &mut impl Write,
    summary: &mut Summary,
) -> Result<()> {
    let path = snap.root().join(CONFIG);
    let Ok(followed) = follow_terms(snap, map) else {
        summary.skipped.push((path, Skipped::Changed.to_string()));
        return Ok(());
    };
    for sentence in &followed.left {
        anstream::eprintln!("{}", output::escape(sentence));
    }
    if followed.edits.is_empty() {
        return Ok(());
    }
    let old = snap.config_text().map_or("", Text::as_str);
    let new = apply_edits(old, &followed.edits).expect("verified edits fit their source");
    summary.config = write_or_show(snap, &path, (old, &new), args, out, summary)?;
    Ok(())
}

/// Whether the file was, or would be, changed.
fn write_or_show(
    snap: &Snapshot,
    path: &Path,
    (old, new): (&str, &str),
    args: &WriteArgs,
    out: &mut impl Write,
    summary: &mut Summary,
) -> Result<bool> {
    if args.diff {
        diff::write(out, &shown(path, snap.root()), old, new)?;
    } else if args.writes() {
        let bytes = (old.as_bytes(), new.as_bytes());
        if let Err(skipped) = apply::replace(snap.root(), path, bytes, &mut summary.folders) {
            summary.failed |= matches!(skipped, Skipped::Io(_));
            summary.skipped.push((path.to_owned(), skipped.to_string()));
            return Ok(false);
        }
    }
    Ok(true)
}

fn warn_of_unused(host: &Host, map: &TermMap) {
    let snap = host.snapshot();
    for (field, term, _) in map.terms() {
        let used = snap
            .vocabulary(field)
            .is_some_and(|it| it.get(term).is_some_and(|id| !it.term(id).posts.is_empty()));
        if !used {
            anstream::eprintln!(
                "no post uses `{}` in {}",
                output::escape(term),
                output::escape(field)
            );
        }
    }
}

fn rewrite_one(
    host: &mut Host,
    file: FileId,
    map: &TermMap,
    args: &WriteArgs,
    out: &mut impl Write,
    summary: &mut Summary,
) -> Result<()> {
    let path = corpus::absolute(&host.snapshot(), file);
    let parsed = match host.snapshot().parsed(file) {
        Err(Unavailable::Stale) => {
            corpus::reload(host, file);
            host.snapshot().parsed(file)
        }
        parsed => parsed,
    };
    let snap = host.snapshot();
    let edited = match parsed {
        Ok(parsed) => rewrite_post(&snap, file, &parsed, map)
            .map(|(edits, tally)| (parsed, edits, tally))
            .map_err(|it| it.to_string()),
        Err(Unavailable::Stale) => Err(Skipped::Changed.to_string()),
        Err(Unavailable::Unreadable(why)) => Err(why),
    };
    let (parsed, edits, tally) = match edited {
        Ok((_, edits, _)) if edits.is_empty() => return Ok(()),
        Ok(edited) => edited,
        Err(why) => {
            summary.skipped.push((path, why));
            return Ok(());
        }
    };
    let old = parsed.text.as_str();
    let new = apply_edits(old, &edits).expect("verified edits fit their source");
    if write_or_show(&snap, &path, (old, &new), args, out, summary)? {
        summary.n_posts += 1;
        summary.tally += tally;
    }
    Ok(())
}

fn shown(path: &Path, root: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

fn report(summary: &Summary, args: &WriteArgs) {
    for (path, why) in &summary.skipped {
        anstream::eprintln!(
            "skipped {}: {}",
            output::escape(&path.to_string_lossy()),
            output::escape(why)
        );
    }
    let Tally { n_values, n_merges } = summary.tally;
    let verb = if args.writes() {
        "changed"
    } else {
        "would change"
    };
    anstream::eprintln!(
        "{verb} {n_values} {} in {} {}{}, {n_merges} merged; skipped {}",
        if n_values == 1 { "value" } else { "values" },
        summary.n_posts,
        if summary.n_posts == 1 {
            "post"
        } else {
            "posts"
        },
        if summary.config {
            " and rubric.yaml"
        } else {
            ""
        },
        summary.skipped.len(),
    );
}
