//! `rubric check`: the findings of the posts that are asked for.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use rayon::prelude::*;

use super::args::{CheckArgs, Format};
use super::baseline::Baseline;
use super::corpus;
use super::output::{escape, plural};
use super::report::{self, Extent, Finding, Mend, Place, Post, Report, place};
use super::roots::{self, Root};
use super::{CLEAN, FAILURE, FINDINGS};
use crate::corpus::{CONFIG, FileId, FileRange, Host, Parsed, RelPath, Snapshot, Unavailable};
use crate::features::diagnostics::{
    Diagnostic, Severity, config_diagnostics, diagnostics, diagnostics_of,
};
use crate::features::fixes;
use crate::text::Text;

pub(super) fn run(args: &CheckArgs) -> Result<u8> {
    let started = Instant::now();
    let known = args.baseline.as_deref().map(Baseline::read).transpose()?;
    let mut report = Report::default();
    for root in roots::resolve(&args.paths, args.root.as_deref())? {
        check_root(&root, args, &mut report);
        report.roots.push(root.folder);
    }
    report.posts.sort_by(|a, b| a.path.cmp(&b.path));
    if let Some(path) = &args.write_baseline {
        return write_baseline(&report, path);
    }
    report.n_known = known.map(|it| it.take_out(&mut report));
    report.elapsed = started.elapsed();
    let extent = if args.all {
        Extent::All
    } else {
        Extent::Capped
    };
    let mut out = BufWriter::new(anstream::stdout().lock());
    report::write(&report, args.format, extent, &mut out)?;
    out.flush()?;
    Ok(status(&report, args))
}

/// The corpus starts clean from here, so that this is no failure, whatever there is.
fn write_baseline(report: &Report, path: &Path) -> Result<u8> {
    let n_findings = Baseline::of(report).write(path)?;
    let n_posts = report.posts.len();
    let path = path.display().to_string();
    let findings = plural(n_findings as usize, "finding");
    let (posts, path) = (plural(n_posts, "post"), escape(&path));
    let verb = if n_findings == 1 { "is" } else { "are" };
    anstream::eprintln!("{findings} in {posts} {verb} noted in {path}");
    Ok(CLEAN)
}

/// A post that could not be read is a failure of nothing else: it is in the report. One that was named is one.
fn status(report: &Report, args: &CheckArgs) -> u8 {
    if report.named_unread {
        return FAILURE;
    }
    let floor = args.severity.map_or(Severity::Warning, Severity::from);
    let failed = report
        .findings()
        .any(|(_, it)| it.diagnostic.severity >= floor);
    if failed && !args.exit_zero {
        FINDINGS
    } else {
        CLEAN
    }
}

fn check_root(root: &Root, args: &CheckArgs, report: &mut Report) {
    let (mut host, to_judge) = corpus::load_to_judge(root);
    let snap = host.snapshot();
    let wanted: Vec<FileId> = snap
        .files()
        .map(|(file, _)| file)
        .filter(|it| root.wants(&corpus::absolute(&snap, *it)))
        .collect();
    report.n_posts += wanted.len();
    let is_other = |it: &&FileId| snap.summary(**it).is_some_and(|it| it.other_format);
    report.n_other_format += wanted.iter().filter(is_other).count();
    let progress = corpus::progress("checking", wanted.len());
    let results: Vec<_> = wanted
        .into_par_iter()
        .map(|file| {
            progress.inc(1);
            let parsed = to_judge.get(snap.path(file));
            (file, check_file(&snap, file, parsed, args))
        })
        .collect();
    progress.finish_and_clear();
    check_config(&snap, args, report);
    let problems = snap
        .problems()
        .filter(|(path, _)| root.wants(&snap.root().join(path.as_str())));
    for (path, problem) in problems {
        let full = snap.root().join(path.as_str());
        report.named_unread |= root.named().any(|it| it == full);
        report
            .unreadable
            .push((shown(&snap, path), problem.to_string()));
    }
    for (file, result) in results {
        let result = match result {
            Err(Unavailable::Stale) => check_again(&mut host, file, args),
            result => result,
        };
        match result {
            Ok(None) => {}
            Ok(Some(post)) => report.posts.push(post),
            // What cannot be read, the loader has told already.
            Err(Unavailable::Unreadable(_)) if !snap.problems_of(file).is_empty() => {}
            Err(reason) => report
                .unreadable
                .push((shown(&snap, snap.path(file)), why(reason))),
        }
    }
}

/// The configuration is reported on whatever part of its posts is asked for: all findings rest on it.
fn check_config(snap: &Snapshot, args: &CheckArgs, report: &mut Report) {
    let mut findings = config_diagnostics(snap);
    findings.retain(|it| is_wanted(it, args));
    if let Some(text) = snap.config_text().filter(|_| !findings.is_empty()) {
        let path = RelPath(CONFIG.into());
        report.posts.push(Post {
            path: shown(snap, &path).into(),
            at_home: at_home(snap, &path),
            text: text.clone(),
            findings: of_text(snap, &path, text, findings),
        });
    }
}

/// A post that was written to since it was loaded is loaded once more.
fn check_again(
    host: &mut Host,
    file: FileId,
    args: &CheckArgs,
) -> Result<Option<Post>, Unavailable> {
    corpus::reload(host, file);
    check_file(&host.snapshot(), file, None, args)
}

pub(super) fn why(reason: Unavailable) -> String {
    match reason {
        Unavailable::Stale => "it is being written to".to_owned(),
        Unavailable::Unreadable(reason) => reason,
    }
}

/// `parsed` is what was kept of the post when it was loaded.
fn check_file(
    snap: &Snapshot,
    file: FileId,
    parsed: Option<&Arc<Parsed>>,
    args: &CheckArgs,
) -> Result<Option<Post>, Unavailable> {
    let mut findings = match parsed {
        Some(parsed) => diagnostics_of(snap, file, parsed),
        None => diagnostics(snap, file)?,
    };
    findings.retain(|it| is_wanted(it, args));
    if findings.is_empty() {
        return Ok(None);
    }
    let head = parsed.map_or_else(|| snap.parsed_head(file), |it| Ok(it.clone()))?;
    let in_head = |it: &Diagnostic| it.range.end() <= head.text.len();
    let with_mends = args.format == Format::Sarif;
    let parsed = match !with_mends && findings.iter().all(in_head) {
        true => head,
        false => snap.parsed(file)?,
    };
    let mends: Vec<_> = match with_mends {
        true => findings
            .iter()
            .map(|it| mend(snap, file, &parsed, it))
            .collect(),
        false => Vec::new(),
    };
    let mut findings = of_text(snap, snap.path(file), &parsed.text, findings);
    for (finding, mend) in findings.iter_mut().zip(mends) {
        finding.mend = mend;
    }
    Ok(Some(Post {
        path: shown(snap, snap.path(file)).into(),
        at_home: at_home(snap, snap.path(file)),
        text: parsed.text.clone(),
        findings,
    }))
}

/// The preferred mend of a finding, as far as its edits can be verified and nothing is left for the author to write.
fn mend(snap: &Snapshot, file: FileId, parsed: &Parsed, finding: &Diagnostic) -> Option<Mend> {
    let ctx = fixes::Context { snap, file, parsed };
    let all = fixes::fixes(&ctx, finding).ok()?;
    let is_whole = |it: &fixes::Fix| {
        it.preferred && matches!(it.safety, fixes::Safety::Safe | fixes::Safety::Unsafe)
    };
    let fix = all.into_iter().find(is_whole)?;
    let edits = fixes::edits(&ctx, &fix).ok()?;
    let title = fix.title;
    (!edits.is_empty()).then_some(Mend { title, edits })
}

fn is_wanted(it: &Diagnostic, args: &CheckArgs) -> bool {
    (args.select.is_empty() || args.select.contains(&it.code))
        && !args.ignore.contains(&it.code)
        && args
            .severity
            .is_none_or(|floor| it.severity >= floor.into())
}

/// The findings of a file, of which this text is known already: thousands of keys may name the first of them.
fn of_text(snap: &Snapshot, path: &RelPath, text: &Text, found: Vec<Diagnostic>) -> Vec<Finding> {
    let finding = |diagnostic: Diagnostic| {
        let places = diagnostic.related.iter();
        let related = places.filter_map(|(at, label)| related(snap, (path, text), *at, label));
        Finding {
            related: related.collect(),
            diagnostic,
            mend: None,
        }
    };
    found.into_iter().map(finding).collect()
}

/// `None` if the other post has changed meanwhile: its place is not known any more.
fn related(
    snap: &Snapshot,
    (path, text): (&RelPath, &Text),
    at: FileRange,
    label: &str,
) -> Option<Place> {
    let is_in = |text: &Text| at.range.end() <= text.len();
    let (start, end) = if snap.path(at.file) == path && is_in(text) {
        place(text, at.range)
    } else {
        let head = snap.parsed_head(at.file).ok()?;
        match is_in(&head.text) {
            true => place(&head.text, at.range),
            false => place(&snap.parsed(at.file).ok()?.text, at.range),
        }
    };
    Some(Place {
        path: shown(snap, snap.path(at.file)).into(),
        start,
        end,
        label: label.to_owned(),
    })
}

/// A path as the person at the terminal would write it: from the current folder where it is below it.
pub(super) fn shown(snap: &Snapshot, path: &RelPath) -> String {
    let path = snap.root().join(path.as_str());
    let here = std::env::current_dir().and_then(|it| it.canonicalize());
    let relative = here.ok().and_then(|it| relative(&path, &it));
    relative.unwrap_or_else(|| path.display().to_string())
}

/// A path as a baseline has it.
fn at_home(snap: &Snapshot, path: &RelPath) -> String {
    let absolute = snap.root().join(path.as_str());
    let relative = relative(&absolute, roots::home(snap.root()));
    relative.unwrap_or_else(|| path.as_str().to_owned())
}

fn relative(path: &Path, folder: &Path) -> Option<String> {
    let path = path.strip_prefix(folder).ok()?;
    Some(path.to_str()?.replace(std::path::MAIN_SEPARATOR, "/"))
}
