//! What `rubric fix` did, would do, and left.

use std::collections::BTreeMap;
use std::io::{self, Write};

use anyhow::Result;
use serde::Serialize;

use super::{Outcome, Post};
use crate::cli::args::FixArgs;
use crate::cli::diff;
use crate::cli::output::{escape_line, plural};
use crate::cli::report::{self, place};
use crate::features::diagnostics::{Code, Diagnostic};
use crate::features::fixes::Unfixed;
use crate::text::PositionEncoding;

/// What is not for a machine to decide is listed; what waits for a word of the user, or has no fix, is counted.
pub(super) fn human(outcome: &Outcome, args: &FixArgs, out: &mut impl Write) -> io::Result<()> {
    // A diff is to be read by programs: nothing else stands beside it.
    let mut err = anstream::stderr().lock();
    let list: &mut dyn Write = if args.write.diff { &mut err } else { out };
    for post in &outcome.posts {
        if args.write.dry_run && post.is_changed() {
            let codes = counted(post.fixed.fixed.iter().copied());
            writeln!(list, "{}: {codes}", escape_line(&post.path))?;
        }
        for (finding, why) in &post.fixed.unfixed {
            if let Some(why) = listed_reason(why) {
                let (start, _) = place(&post.fixed.text, finding.range);
                let (path, message) = (escape_line(&post.path), escape_line(&finding.message));
                let (line, column) = (start.line + 1, start.col + 1);
                let code = finding.code;
                writeln!(
                    list,
                    "{path}:{line}:{column}: {code}: {message}; left: {}",
                    escape_line(&why)
                )?;
            }
        }
    }
    list.flush()?;
    let mut err = anstream::stderr().lock();
    for (path, why) in &outcome.skipped {
        writeln!(err, "skipped {}: {}", escape_line(path), escape_line(why))?;
    }
    summary(outcome, args, &mut err)
}

fn listed_reason(why: &Unfixed) -> Option<String> {
    match why {
        Unfixed::Refused(refusal) => Some(refusal.to_string()),
        Unfixed::Choice => Some(CHOICE.to_owned()),
        Unfixed::Later | Unfixed::Unsafe | Unfixed::Unknown => None,
    }
}

const CHOICE: &str = "needs a decision: use the quick fix in your editor";
const UNSAFE: &str = "needs --unsafe, or its code in --select";
const LATER: &str = "another fix brought it up: run `rubric fix` again";
const REFUSED: &str = "each for the reason that stands with it";
const UNKNOWN: &str = "what would be right is for the author to say";

fn summary(outcome: &Outcome, args: &FixArgs, err: &mut impl Write) -> io::Result<()> {
    let changed: Vec<_> = outcome.posts.iter().filter(|it| it.is_changed()).collect();
    let n_fixed: usize = changed.iter().map(|it| it.fixed.fixed.len()).sum();
    let n_edits: usize = changed.iter().map(|it| it.fixed.edits.len()).sum();
    let verb = if args.write.writes() {
        "fixed"
    } else {
        "would fix"
    };
    writeln!(
        err,
        "{verb} {} by {} in {} of {}; skipped {}",
        plural(n_fixed, "finding"),
        plural(n_edits, "edit"),
        changed.len(),
        plural(outcome.n_posts, "post"),
        outcome.skipped.len()
    )?;
    let codes = counted(changed.iter().flat_map(|it| it.fixed.fixed.iter().copied()));
    if !codes.is_empty() {
        writeln!(err, "  {codes}")?;
    }
    let reasons: [Reason; 5] = [
        (|it| matches!(it, Unfixed::Later), LATER),
        (|it| matches!(it, Unfixed::Unsafe), UNSAFE),
        (|it| matches!(it, Unfixed::Unknown), UNKNOWN),
        (|it| matches!(it, Unfixed::Choice), CHOICE),
        (|it| matches!(it, Unfixed::Refused(_)), REFUSED),
    ];
    for (is_left, name) in reasons {
        let left = left(outcome).filter(|it| is_left(it.2));
        let left: Vec<Code> = left.map(|it| it.1.code).collect();
        if !left.is_empty() {
            let codes = counted(left.iter().copied());
            let findings = plural(left.len(), "finding");
            writeln!(err, "left {findings}, {name}: {codes}")?;
        }
    }
    Ok(())
}

/// Which findings are left for a reason, and its words.
type Reason = (fn(&Unfixed) -> bool, &'static str);

fn left(outcome: &Outcome) -> impl Iterator<Item = (&Post, &Diagnostic, &Unfixed)> {
    outcome.posts.iter().flat_map(|post| {
        post.fixed
            .unfixed
            .iter()
            .map(move |it| (post, &it.0, &it.1))
    })
}

/// `12 wrong-type, 3 yaml-syntax`: the most frequent first.
fn counted(codes: impl Iterator<Item = Code>) -> String {
    let mut counts: Vec<_> = by_code(codes).into_iter().collect();
    counts.sort_by_key(|it| (std::cmp::Reverse(it.1), it.0));
    let counts: Vec<_> = counts
        .iter()
        .map(|(code, n)| format!("{n} {code}"))
        .collect();
    counts.join(", ")
}

fn by_code(codes: impl Iterator<Item = Code>) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for code in codes {
        *counts.entry(code.name()).or_default() += 1;
    }
    counts
}

#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    roots: Vec<String>,
    posts: Vec<Changed<'a>>,
    left: Vec<Left<'a>>,
    skipped: Vec<report::Left<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Changed<'a> {
    path: &'a str,
    fixed: BTreeMap<&'static str, usize>,
    edits: Vec<Edit<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    diff: Option<String>,
}

/// Offsets are bytes of the post as it was.
#[derive(Serialize)]
struct Edit<'a> {
    start: u32,
    end: u32,
    new_text: &'a str,
}

/// Lines and columns are 1-based, in characters, of the post as it is fixed.
#[derive(Serialize)]
struct Left<'a> {
    path: &'a str,
    code: &'static str,
    message: &'a str,
    line: u32,
    column: u32,
    kind: &'static str,
    reason: String,
}

#[derive(Serialize)]
struct Summary {
    posts: usize,
    posts_changed: usize,
    written: bool,
    fixed: usize,
    edits: usize,
    by_code: BTreeMap<&'static str, usize>,
    left: usize,
    /// Posts in which a fix brought up something that another run would fix.
    unsettled: usize,
}

/// One object for programs. Names are only ever added to it.
pub(super) fn json(outcome: &Outcome, args: &FixArgs, out: &mut impl Write) -> Result<()> {
    let changed: Vec<_> = outcome.posts.iter().filter(|it| it.is_changed()).collect();
    let codes = || changed.iter().flat_map(|it| it.fixed.fixed.iter().copied());
    let posts: Result<Vec<_>> = changed.iter().map(|it| change(it, args)).collect();
    let left: Vec<_> = left(outcome)
        .map(|(post, it, why)| item(post, it, why))
        .collect();
    let output = Output {
        version: 1,
        roots: report::folders(&outcome.roots),
        posts: posts?,
        skipped: report::left_alone(&outcome.skipped),
        summary: Summary {
            posts: outcome.n_posts,
            posts_changed: changed.len(),
            written: args.write.writes(),
            fixed: codes().count(),
            edits: changed.iter().map(|it| it.fixed.edits.len()).sum(),
            by_code: by_code(codes()),
            left: left.len(),
            unsettled: n_unsettled(outcome),
        },
        left,
    };
    serde_json::to_writer_pretty(&mut *out, &output)?;
    writeln!(out)?;
    Ok(())
}

fn n_unsettled(outcome: &Outcome) -> usize {
    let waits = |it: &&Post| it.fixed.unfixed.iter().any(|it| it.1 == Unfixed::Later);
    outcome.posts.iter().filter(waits).count()
}

fn change<'a>(post: &'a Post, args: &FixArgs) -> Result<Changed<'a>> {
    let edits = post.fixed.edits.iter().map(|it| Edit {
        start: it.range.start().into(),
        end: it.range.end().into(),
        new_text: &it.new_text,
    });
    let mut diff = Vec::new();
    if args.write.diff {
        let (old, new) = (&post.old.text, &post.fixed.text);
        diff::write(&mut diff, &post.path_in_root, old.as_str(), new.as_str())?;
    }
    let diff = String::from_utf8(diff)?;
    Ok(Changed {
        path: &post.path,
        fixed: by_code(post.fixed.fixed.iter().copied()),
        edits: edits.collect(),
        diff: (!diff.is_empty()).then_some(diff),
    })
}

fn item<'a>(post: &'a Post, finding: &'a Diagnostic, why: &Unfixed) -> Left<'a> {
    let text = &post.fixed.text;
    let at = text.line_col(finding.range.start(), PositionEncoding::Utf32);
    let (kind, reason) = match why {
        Unfixed::Refused(refusal) => ("refused", refusal.to_string()),
        Unfixed::Choice => ("choice", CHOICE.to_owned()),
        Unfixed::Later => ("later", LATER.to_owned()),
        Unfixed::Unsafe => ("unsafe", UNSAFE.to_owned()),
        Unfixed::Unknown => ("unknown", UNKNOWN.to_owned()),
    };
    Left {
        path: &post.path,
        code: finding.code.name(),
        message: &finding.message,
        line: at.line + 1,
        column: at.col + 1,
        kind,
        reason,
    }
}
