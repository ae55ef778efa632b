//! The findings of the posts of one root that are asked for, each with the text that it was found in.

use std::sync::Arc;

use rayon::prelude::*;

use super::super::args::{CheckArgs, Format};
use super::super::corpus::{self, at_home, shown};
use super::super::report::{Finding, Place, Post, Report, ReportFix, place};
use super::super::roots::Root;
use super::super::stdin::Given;
use crate::corpus::loader::{Facts, LintInput};
use crate::corpus::{CONFIG, FileId, FileRange, Host, Parsed, RelPath, Snapshot, Unavailable};
use crate::features::diagnostics::{
    Diagnostic, config_diagnostics, diagnostics_of, parsed_to_judge,
};
use crate::features::fixes::{self, Safety};
use crate::text::Text;

/// What is known of the fix of each finding.
type Fixed = (Option<ReportFix>, Option<Safety>);

/// Adds what there is to say of the posts that the root wants. Returns the corpus that they were judged by.
pub(super) fn check_root(
    root: &mut Root,
    facts: &Facts,
    args: &CheckArgs,
    report: &mut Report,
) -> Snapshot {
    let mut listing = corpus::list(root);
    listing.add(facts.paths().cloned());
    if let Some(shard) = args.shard {
        shard.narrow(root, &listing);
    }
    let root = &*root;
    let judge = |it: &RelPath| root.wants(&root.folder.join(it.as_str()));
    let (mut host, to_judge) = corpus::load_all(root, listing, facts, &judge);
    let snap = host.snapshot();
    let wanted: Vec<FileId> = snap
        .files()
        .map(|(file, _)| file)
        .filter(|it| root.wants(&corpus::absolute(&snap, *it)))
        .collect();
    tell_problems(&snap, root, report);
    if args.shard.is_none() || judge(&RelPath(CONFIG.into())) {
        check_config(&snap, args, report);
    }
    check_files(&mut host, &to_judge, wanted, args, report);
    snap
}

/// The same of a post that stands on stdin.
pub(super) fn check_given(given: &Given, args: &CheckArgs, report: &mut Report) {
    let mut host = corpus::load(&given.root);
    let file = given.open(&mut host);
    check_config(&host.snapshot(), args, report);
    check_files(&mut host, &LintInput::default(), vec![file], args, report);
}

fn check_files(
    host: &mut Host,
    to_judge: &LintInput,
    wanted: Vec<FileId>,
    args: &CheckArgs,
    report: &mut Report,
) {
    let snap = host.snapshot();
    report.n_posts += wanted.len();
    let is_other = |it: &&FileId| snap.summary(**it).is_some_and(|it| it.other_format);
    report.n_other_format += wanted.iter().filter(is_other).count();
    let progress = corpus::progress("checking", wanted.len());
    let results: Vec<_> = wanted
        .into_par_iter()
        .map(|file| {
            progress.inc(1);
            // An open buffer is not what was read of the file.
            let kept = to_judge.get(snap.path(file));
            let parsed = snap.open(file).or(kept);
            (file, check_file(&snap, file, parsed, args))
        })
        .collect();
    progress.finish_and_clear();
    for (file, result) in results {
        let result = match result {
            Err(Unavailable::Stale) => check_again(host, file, args),
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

fn tell_problems(snap: &Snapshot, root: &Root, report: &mut Report) {
    let problems = snap
        .problems()
        .filter(|(path, _)| root.wants(&snap.root().join(path.as_str())));
    for (path, problem) in problems {
        let full = snap.root().join(path.as_str());
        report.named_unread |= root.named().any(|it| it == full);
        report
            .unreadable
            .push((shown(snap, path), problem.to_string()));
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
            is_config: true,
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

pub(in crate::cli) fn why(reason: Unavailable) -> String {
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
    let head = parsed.map_or_else(|| parsed_to_judge(snap, file), |it| Ok(it.clone()))?;
    let mut findings = diagnostics_of(snap, file, &head);
    findings.retain(|it| is_wanted(it, args));
    if findings.is_empty() {
        return Ok(None);
    }
    let in_head = |it: &Diagnostic| it.range.end() <= head.text.len();
    let with_edits = args.format == Format::Sarif;
    let parsed = match !with_edits && findings.iter().all(in_head) {
        true => head,
        false => snap.parsed(file)?,
    };
    let known = findings
        .iter()
        .map(|it| known_fix(snap, file, &parsed, it, args.format));
    let known: Vec<Fixed> = known.collect();
    let mut findings = of_text(snap, snap.path(file), &parsed.text, findings);
    for (finding, (fix, safety)) in findings.iter_mut().zip(known) {
        (finding.fix, finding.safety) = (fix, safety);
    }
    Ok(Some(Post {
        path: shown(snap, snap.path(file)).into(),
        at_home: at_home(snap, snap.path(file)),
        text: parsed.text.clone(),
        is_config: false,
        findings,
    }))
}

/// As much of a finding's fix as the report shows: to verify the edits of one is work.
fn known_fix(
    snap: &Snapshot,
    file: FileId,
    parsed: &Parsed,
    finding: &Diagnostic,
    format: Format,
) -> Fixed {
    let ctx = fixes::Context { snap, file, parsed };
    match format {
        Format::Sarif => (fix(&ctx, finding), None),
        Format::Human => (None, safety(&ctx, finding)),
        Format::Json | Format::Github | Format::Concise => (None, None),
    }
}

/// What `rubric fix` takes to fix it.
fn safety(ctx: &fixes::Context<'_>, finding: &Diagnostic) -> Option<Safety> {
    let all = fixes::fixes(ctx, finding).ok()?;
    let has = |safety| all.iter().any(|it| it.safety == safety);
    [Safety::Safe, Safety::Unsafe]
        .into_iter()
        .find(|it| has(*it))
}

/// The preferred fix of a finding, as far as its edits can be verified and nothing is left for the author to write.
fn fix(ctx: &fixes::Context<'_>, finding: &Diagnostic) -> Option<ReportFix> {
    let all = fixes::fixes(ctx, finding).ok()?;
    let is_whole = |it: &fixes::Fix| {
        it.preferred && matches!(it.safety, fixes::Safety::Safe | fixes::Safety::Unsafe)
    };
    let fix = all.into_iter().find(is_whole)?;
    let edits = fixes::edits(ctx, &fix).ok()?;
    let title = fix.title;
    (!edits.is_empty()).then_some(ReportFix { title, edits })
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
            fix: None,
            safety: None,
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
