//! `rubric check`: the findings of the posts that are asked for.

mod judge;
mod tell;

use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::args::{CheckArgs, Format};
use super::baseline::Baseline;
use super::fix;
use super::git::{self, Since};
use super::output::{escape, plural};
use super::report::{self, Extent, Report, Scope};
use super::roots::{self, Root};
use super::{CLEAN, FAILURE, FINDINGS, apply, stdin, unread};
use crate::corpus::RelPath;
use crate::corpus::loader::Facts;
use crate::features::diagnostics::{Code, Severity};
pub(super) use judge::why;

pub(super) fn run(args: &CheckArgs) -> Result<u8> {
    let started = Instant::now();
    refuse_contradictions(args)?;
    let known = args.baseline.as_deref().map(Baseline::read).transpose()?;
    let mut report = match stdin::is_asked_for(&args.paths)? {
        true => of_stdin(args)?,
        false => of_paths(args)?,
    };
    report.posts.sort_by(|a, b| a.path.cmp(&b.path));
    if let Some(path) = &args.write_baseline {
        tell::notes(&report, args);
        return write_baseline(&report, path);
    }
    if let (Some(known), Some(path)) = (known, &args.baseline) {
        let mut known = known;
        report.n_known = Some(known.take_out(&mut report));
        report.gone = known.gone(|path, code| is_judged(&report, args, path, code));
        if args.prune_baseline && !report.gone.is_empty() {
            known.prune(path, &report.gone)?;
        }
    }
    report.elapsed = started.elapsed();
    tell::notes(&report, args);
    show(&report, args)?;
    Ok(status(&report, args))
}

fn refuse_contradictions(args: &CheckArgs) -> Result<()> {
    let counts = matches!(args.format, Format::Human | Format::Json);
    if args.statistics && !counts {
        bail!("--statistics is written as `human` or `json`, not in another format");
    }
    if args.stdin_filename.is_some() && !stdin::is_asked_for(&args.paths)? {
        bail!("--stdin-filename names the post on stdin: `-` has to be the PATH");
    }
    Ok(())
}

fn of_stdin(args: &CheckArgs) -> Result<Report> {
    let of_files = args.changed || args.since.is_some() || args.fix;
    if of_files || args.shard.is_some() || !args.vocabulary.is_empty() {
        bail!(
            "--changed, --since, --shard, --vocabulary and --fix are for files, not for stdin; `rubric fix -` fixes what it is given"
        );
    }
    let given = stdin::read(args.stdin_filename.as_deref(), args.root.as_deref())?;
    let mut report = Report::default();
    judge::check_given(&given, args, &mut report);
    report.roots.push(given.root.folder);
    Ok(report)
}

fn of_paths(args: &CheckArgs) -> Result<Report> {
    let resolved = roots::resolve(&args.paths, args.root.as_deref())?;
    let mut report = Report {
        left_out: resolved.left_out,
        ..Report::default()
    };
    report.named_unread = report.left_out.iter().any(|it| it.is_failure());
    let facts = facts(args, resolved.roots.len())?;
    for mut root in resolved.roots {
        if let Some(since) = since(args) {
            root.only = Some(git::changed(&root.folder, since)?);
            report.scope = Scope::Changed;
        }
        if args.fix {
            let (n_fixed, skipped) = fix::quietly(&root, &args.select)?;
            report.n_fixed += n_fixed;
            report.named_unread |= !skipped.is_empty();
            report.unfixed.extend(skipped);
        }
        let snap = judge::check_root(&mut root, &facts, args, &mut report);
        if root.only.is_none() {
            tell_unread(&root, &snap, args, &mut report);
        }
        report.covered.push(root);
    }
    report.roots = report.covered.iter().map(|it| it.folder.clone()).collect();
    Ok(report)
}

/// What the posts of the one root are known to hold already.
fn facts(args: &CheckArgs, n_roots: usize) -> Result<Facts> {
    let mut facts = Facts::default();
    if !args.vocabulary.is_empty() && n_roots > 1 {
        bail!("--vocabulary is of the posts of one root; --root names it");
    }
    for path in &args.vocabulary {
        facts.read(path)?;
    }
    Ok(facts)
}

fn since(args: &CheckArgs) -> Option<Since<'_>> {
    match &args.since {
        Some(branch) => Some(Since::Branch(branch)),
        None => args.changed.then_some(Since::LastCommit),
    }
}

/// Folders in which nothing was read, and texts of other formats beside the posts.
fn tell_unread(root: &Root, snap: &crate::corpus::Snapshot, args: &CheckArgs, report: &mut Report) {
    let folders = root.wanted.iter().filter(|it| it.is_dir());
    for folder in folders {
        let below = RelPath::new(snap.root(), folder);
        let mut posts = snap.files().map(|it| snap.path(it.0));
        let has_posts = match &below {
            None => posts.next().is_some(),
            Some(below) => posts.any(|it| it.is_in(std::slice::from_ref(below))),
        };
        if !has_posts {
            let why = unread::no_posts(folder, &snap.config().content).to_string();
            report.without_posts.push((folder.clone(), why));
        } else if args.format == Format::Human && !args.quiet {
            report.unread.merge(unread::texts(folder));
        }
    }
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

/// Whether this run would have found it, if it still were there. `path` is as a baseline has it.
fn is_judged(report: &Report, args: &CheckArgs, path: &str, code: &str) -> bool {
    let Ok(code) = code.parse::<Code>() else {
        return false;
    };
    let is_wanted = (args.select.is_empty() || args.select.contains(&code))
        && !args.ignore.contains(&code)
        && args.severity.is_none();
    let is_covered = |root: &Root| root.wants(&roots::home(&root.folder).join(path));
    is_wanted && report.covered.iter().any(is_covered)
}

fn show(report: &Report, args: &CheckArgs) -> Result<()> {
    let look = report::Look {
        format: args.format,
        extent: if args.all {
            Extent::All
        } else {
            Extent::Capped
        },
        statistics: args.statistics,
        quiet: args.quiet,
        has_baseline: args.baseline.is_some(),
    };
    let Some(path) = &args.output_file else {
        let mut out = BufWriter::new(anstream::stdout().lock());
        report::write(report, &look, &mut out)?;
        return Ok(out.flush()?);
    };
    let mut out = anstream::StripStream::new(Vec::new());
    report::write(report, &look, &mut out)?;
    let written = apply::put(path, &out.into_inner());
    written.with_context(|| format!("{} cannot be written", path.display()))
}

/// A post that could not be read is a failure of nothing else: it is in the report. One that was named is one.
fn status(report: &Report, args: &CheckArgs) -> u8 {
    let is_all = report.scope == Scope::All && args.shard.is_none();
    let is_empty = report.n_posts == 0 && is_all;
    if report.named_unread || is_empty && args.error_on_no_posts {
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
