//! For programs: one JSON object, described in docs/json.md. Names are only ever added to it.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::{Finding, Left, Post, Report, folders, left_alone, place, severity_name};
use crate::features::diagnostics::Suggestion;
use crate::text::LineCol;

#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    roots: Vec<String>,
    findings: Vec<Item<'a>>,
    unreadable: Vec<Left<'a>>,
    /// Paths that were named and are not read, and folders without posts.
    skipped: Vec<Skipped>,
    summary: Summary<'a>,
}

#[derive(Serialize)]
struct Skipped {
    path: String,
    reason: String,
}

#[derive(Serialize)]
struct Item<'a> {
    path: &'a str,
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    range: Range,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<BTreeMap<&'static str, String>>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

/// 1-based; columns in characters.
#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<u32>,
}

#[derive(Serialize)]
struct Related<'a> {
    path: &'a str,
    range: Range,
    message: &'a str,
}

#[derive(Serialize)]
struct Summary<'a> {
    posts: usize,
    posts_with_findings: usize,
    /// Posts whose front matter is in a format that is not read.
    unread_front_matter: usize,
    findings: usize,
    by_code: BTreeMap<&'a str, usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<usize>,
    /// Entries of the baseline that no longer occur.
    #[serde(skip_serializing_if = "Option::is_none")]
    gone: Option<usize>,
    seconds: f64,
}

pub(super) fn write(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let findings: Vec<_> = report.findings().map(|(post, it)| item(post, it)).collect();
    let mut by_code = BTreeMap::new();
    for it in &findings {
        *by_code.entry(it.code).or_default() += 1;
    }
    let output = Output {
        version: 1,
        roots: folders(&report.roots),
        summary: Summary {
            posts: report.n_posts,
            posts_with_findings: report.posts.len(),
            unread_front_matter: report.n_other_format,
            findings: findings.len(),
            by_code,
            known: report.n_known,
            gone: report.n_known.map(|_| report.gone.len()),
            seconds: report.elapsed.as_secs_f64(),
        },
        findings,
        unreadable: left_alone(&report.unreadable),
        skipped: skipped(report),
    };
    serde_json::to_writer_pretty(&mut *out, &output)?;
    writeln!(out)
}

fn skipped(report: &Report) -> Vec<Skipped> {
    let entry = |path: &Path, reason: String| Skipped {
        path: path.display().to_string(),
        reason,
    };
    let named = report.left_out.iter();
    let named = named.map(|it| entry(&it.path, it.to_string()));
    let folders = report.without_posts.iter();
    let folders = folders.map(|(path, why)| entry(path, format!("no posts: {why}")));
    named.chain(folders).collect()
}

fn item<'a>(post: &'a Post, finding: &'a Finding) -> Item<'a> {
    let it = &finding.diagnostic;
    let (start, end) = place(&post.text, it.range);
    Item {
        path: &post.path,
        code: it.code.name(),
        severity: severity_name(it.severity),
        message: &it.message,
        range: Range {
            start: position(start, Some(it.range.start().into())),
            end: position(end, Some(it.range.end().into())),
        },
        url: it.code.url(),
        suggestion: it.suggestion.as_ref().map(suggestion),
        related: finding
            .related
            .iter()
            .map(|it| Related {
                path: &it.path,
                range: Range {
                    start: position(it.start, None),
                    end: position(it.end, None),
                },
                message: &it.label,
            })
            .collect(),
    }
}

fn position(at: LineCol, offset: Option<u32>) -> Position {
    Position {
        line: at.line + 1,
        column: at.col + 1,
        offset,
    }
}

fn suggestion(suggestion: &Suggestion) -> BTreeMap<&'static str, String> {
    let (name, value) = match suggestion {
        Suggestion::Text(text) => ("text", text.to_string()),
        Suggestion::Kind(kind) => ("kind", kind.name().to_owned()),
        Suggestion::Insert(field) => ("insert", field.to_string()),
        Suggestion::MoveTo(field) => ("move_to", field.to_string()),
        Suggestion::Remove => ("remove", String::new()),
    };
    BTreeMap::from([(name, value)])
}
