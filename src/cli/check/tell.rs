//! What a check says beside its report, on stderr: what was left out, and why there may be nothing in the report.

use std::io::{self, Write};

use super::super::args::{CheckArgs, Format};
use super::super::output::{escape_line, plural};
use super::super::report::{Report, Scope};

/// So many entries of a baseline that no longer occur are named.
const MAX_GONE: usize = 10;

/// Failures are told whatever is asked for. A closed stderr is nobody's concern.
pub(super) fn notes(report: &Report, args: &CheckArgs) {
    let mut err = anstream::stderr().lock();
    let written = failures(report, args, &mut err).and_then(|()| match args.quiet {
        true => Ok(()),
        false => others(report, args, &mut err),
    });
    if let Err(error) = written {
        tracing::debug!("stderr: {error}");
    }
}

fn failures(report: &Report, args: &CheckArgs, err: &mut impl Write) -> io::Result<()> {
    for it in report.left_out.iter().filter(|it| it.is_failure()) {
        writeln!(err, "{}", escape_line(&it.to_string()))?;
    }
    for (path, why) in &report.unfixed {
        writeln!(
            err,
            "not fixed: {}: {}",
            escape_line(path),
            escape_line(why)
        )?;
    }
    if args.format == Format::Concise {
        for (path, why) in &report.unreadable {
            writeln!(err, "not read: {}: {}", escape_line(path), escape_line(why))?;
        }
    }
    Ok(())
}

fn others(report: &Report, args: &CheckArgs, err: &mut impl Write) -> io::Result<()> {
    for it in report.left_out.iter().filter(|it| !it.is_failure()) {
        writeln!(err, "{}", escape_line(&it.to_string()))?;
    }
    for (folder, why) in &report.without_posts {
        let folder = escape_line(&folder.display().to_string());
        writeln!(err, "no posts in {folder}: {why}")?;
    }
    if report.n_posts == 0 && report.scope == Scope::Changed {
        writeln!(err, "no posts to check: none has changed")?;
    } else if report.n_posts == 0 && report.without_posts.is_empty() {
        writeln!(err, "no posts to check: no PATH leads to one")?;
    }
    if !report.unread.is_empty() {
        let (files, kinds) = (plural(report.unread.n_files(), "file"), &report.unread);
        writeln!(
            err,
            "not read, for only .md, .mdx and the like are posts: {files} ({kinds})"
        )?;
    }
    if args.fix {
        writeln!(err, "fixed {}", plural(report.n_fixed, "finding"))?;
    }
    gone(report, args, err)
}

fn gone(report: &Report, args: &CheckArgs, err: &mut impl Write) -> io::Result<()> {
    let n_gone = report.gone.len();
    if n_gone == 0 {
        return Ok(());
    }
    let entries = if n_gone == 1 { "entry" } else { "entries" };
    let occur = if n_gone == 1 { "occurs" } else { "occur" };
    let what = match args.prune_baseline {
        true => "removed from the baseline",
        false => "--prune-baseline removes what is fixed",
    };
    writeln!(
        err,
        "{n_gone} {entries} of the baseline no longer {occur} ({what}):"
    )?;
    for it in report.gone.iter().take(MAX_GONE) {
        writeln!(err, "  {}", escape_line(&it.to_string()))?;
    }
    if n_gone > MAX_GONE {
        writeln!(err, "  and {} more", n_gone - MAX_GONE)?;
    }
    Ok(())
}
