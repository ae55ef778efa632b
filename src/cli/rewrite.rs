//! `rubric rename` and `rubric remove`: one pass over the posts that hold a term, written atomically or shown as a diff.

use std::collections::BTreeSet;

use anyhow::{Result, anyhow, bail};

use super::apply::{self, NotDone, Skipped};
use super::args::{FixFormat, RemoveArgs, RenameArgs, WriteArgs};
use super::batch::{self, Rewritten, Summary, take, write_or_show};
use super::output::{escape_line, plural};
use super::{corpus, diff, map, meant, roots};
use crate::corpus::{CONFIG, FileId, Parsed, RelPath, Snapshot};
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
    run(&args.write, args.format, map)
}

pub(super) fn remove(args: &RemoveArgs) -> Result<u8> {
    let mut map = TermMap::default();
    for field in map::fields(&args.field)? {
        map.remove(field, &args.value);
    }
    run(&args.write, args.format, map)
}

fn run(args: &WriteArgs, format: FixFormat, map: TermMap) -> Result<u8> {
    let root = roots::one(args.root.as_deref())?;
    if args.writes() {
        apply::remove_leftovers(&root.folder);
    }
    let mut host = corpus::load_heads(&root);
    let snap = host.snapshot();
    let map = &map.with_paths(|it| snap.path_of(it));
    check_new_names(&snap, map).map_err(|it| anyhow!("{it}"))?;
    for field in fields_of(map) {
        meant::expect_field(&snap, field)?;
    }
    let mut out = diff::Output::new();
    let mut summary = Summary {
        skipped: doubtful(&snap, map),
        ..Summary::default()
    };
    warn_of_unused(&snap, map, &summary.skipped);
    let work = |snap: &Snapshot, file| rewrite_one(snap, file, map, args);
    summary.rewrite(&mut host, posts_with(&snap, map), args, &mut out, work)?;
    let path = RelPath(CONFIG.into());
    summary.config = take(
        rewrite_config(&snap, map, args),
        &path,
        &mut out,
        &mut summary,
    )?;
    summary.folders.sync()?;
    out.flush()?;
    match format {
        FixFormat::Human => report(&snap, &summary, args),
        FixFormat::Json => summary.write_json(&snap, args)?,
    }
    Ok(summary.status(args))
}

/// Each once, sorted.
fn fields_of(map: &TermMap) -> BTreeSet<&str> {
    map.terms().map(|it| it.0.as_str()).collect()
}

fn rewrite_one(
    snap: &Snapshot,
    file: FileId,
    map: &TermMap,
    args: &WriteArgs,
) -> Result<Rewritten, NotDone> {
    let parsed = batch::parsed(snap, file)?;
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

/// A term that is named beside a post that was skipped may be in use there.
fn warn_of_unused(snap: &Snapshot, map: &TermMap, skipped: &[(RelPath, String)]) {
    for (field, term, _) in map.terms() {
        let named = format!("`{term}`");
        let is_named = skipped.iter().any(|(_, why)| why.contains(&named));
        if !is_named && posts_with_term(snap, field, term).is_empty() {
            let (term, field) = (escape_line(term), escape_line(field));
            let meant = meant::nearest_term(snap, &field, &term);
            let meant = meant.map_or_else(String::new, |it| format!(": did you mean `{it}`?"));
            anstream::eprintln!("no post uses `{term}` in {field}{meant}");
        }
    }
}

fn report(snap: &Snapshot, summary: &Summary, args: &WriteArgs) {
    summary.tell_skipped(snap);
    let Tally { n_values, n_merges } = summary.tally;
    let verb = match args.writes() {
        true => "changed",
        false => "would change",
    };
    let config = match summary.config {
        true => " and rubric.yaml",
        false => "",
    };
    let (values, posts) = (
        plural(n_values, "value"),
        plural(summary.posts.len(), "post"),
    );
    let n_skipped = summary.skipped.len();
    anstream::eprintln!(
        "{verb} {values} in {posts}{config}, {n_merges} merged; skipped {n_skipped}"
    );
}
