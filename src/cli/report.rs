//! What was found, in the form that was asked for. A report knows findings and places, not how they were found.

mod concise;
mod github;
mod human;
mod json;
mod sarif;
mod statistics;

use std::cmp::Reverse;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::args::Format;
use super::baseline;
use super::roots::{LeftOut, Root};
use super::unread::Kinds;
use crate::features::diagnostics::{Code, Diagnostic, Severity, Suggestion};
use crate::features::fixes::Safety;
use crate::text::{LineCol, PositionEncoding, Text, TextEdit, TextRange, TextSize};

/// Everything that one run found.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// Absolute.
    pub(super) roots: Vec<PathBuf>,
    /// Posts with findings, sorted by path.
    pub(super) posts: Vec<Post>,
    pub(super) n_posts: usize,
    /// Those of them whose front matter is in a format that is not read.
    pub(super) n_other_format: usize,
    /// Posts that could not be read, each with the reason.
    pub(super) unreadable: Vec<(String, String)>,
    /// Whether one of those was named as a path to check.
    pub(super) named_unread: bool,
    /// Paths that were named and are not read.
    pub(super) left_out: Vec<LeftOut>,
    /// Folders that were asked for and have no posts, each with the reason.
    pub(super) without_posts: Vec<(PathBuf, String)>,
    /// Texts of other formats beside the posts.
    pub(super) unread: Kinds,
    pub(super) scope: Scope,
    /// The roots with what was asked for of each.
    pub(super) covered: Vec<Root>,
    /// Findings that were left out because the baseline knows them, if there is one.
    pub(super) n_known: Option<usize>,
    /// What the baseline knows and is not there any more.
    pub(super) gone: Vec<baseline::Line>,
    /// Findings that were fixed before the rest was reported.
    pub(super) n_fixed: usize,
    /// Posts that were left as they are then, each with the reason.
    pub(super) unfixed: Vec<(String, String)>,
    pub(super) elapsed: Duration,
}

/// Of which posts a report is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Scope {
    #[default]
    All,
    /// Those that git says have changed.
    Changed,
}

/// How a report is to look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub(super) format: Format,
    pub(super) extent: Extent,
    /// Counts instead of findings.
    pub(super) statistics: bool,
    /// Findings and nothing else.
    pub(super) quiet: bool,
    /// Whether what was there before is left out already.
    pub(super) has_baseline: bool,
}

/// A post with what was found in it.
#[derive(Debug)]
pub(super) struct Post {
    /// Relative to the current folder where it is below it.
    pub(super) path: Arc<str>,
    /// Relative to the folder that the paths of a baseline begin at.
    pub(super) at_home: String,
    pub(super) text: Text,
    /// Whether it is no post but rubric.yaml.
    pub(super) is_config: bool,
    /// In order of position.
    pub(super) findings: Vec<Finding>,
}

#[derive(Debug)]
pub(super) struct Finding {
    pub(super) diagnostic: Diagnostic,
    /// The places of `diagnostic.related`, in the same order.
    pub(super) related: Vec<Place>,
    /// The fix that nearly everybody would choose, verified. Only looked for where the report shows it.
    pub(super) fix: Option<ReportFix>,
    /// What `rubric fix` takes to fix it. `None` where it does not, and in reports that do not say so.
    pub(super) safety: Option<Safety>,
}

/// Edits of the post that fix a finding.
#[derive(Debug)]
pub(super) struct ReportFix {
    /// In the imperative: "Put the value in quotes".
    pub(super) title: String,
    pub(super) edits: Vec<TextEdit>,
}

/// A place in another post, or elsewhere in this one.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) path: Arc<str>,
    pub(super) start: LineCol,
    pub(super) end: LineCol,
    pub(super) label: String,
}

/// How much of a flood of findings is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// The first few of those that are alike; the rest is counted.
    Capped,
    All,
}

impl Report {
    pub(super) fn findings(&self) -> impl Iterator<Item = (&Post, &Finding)> {
        self.posts
            .iter()
            .flat_map(|post| post.findings.iter().map(move |it| (post, it)))
    }

    /// How many findings there are of each code and severity: the gravest first, then the most frequent.
    fn counts(&self) -> Vec<((Code, Severity), usize)> {
        let mut counts: FxHashMap<_, usize> = FxHashMap::default();
        for (_, Finding { diagnostic: it, .. }) in self.findings() {
            *counts.entry((it.code, it.severity)).or_default() += 1;
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|((code, severity), n)| (Reverse(*severity), Reverse(*n), *code));
        counts
    }
}

/// More characters of a finding's text do not make it easier to tell from others.
const MAX_SUBJECT: usize = 120;

impl Post {
    /// What the finding is about, by which it is known again. Its message will not do: that tells how many posts agree, and this
    /// changes with every post.
    pub(super) fn subject(&self, diagnostic: &Diagnostic) -> String {
        if let Some(Suggestion::Insert(field)) = &diagnostic.suggestion {
            return field.to_string();
        }
        let text = normal(&self.text.as_str()[diagnostic.range]);
        if !text.is_empty() {
            return text;
        }
        // Stray whitespace, or a place where something is missing: the line tells which.
        let (start, _) = place(&self.text, diagnostic.range);
        normal(&self.text.as_str()[self.text.line_range(start.line)])
    }
}

fn normal(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(MAX_SUBJECT).collect()
}

pub(super) fn write(report: &Report, look: &Look, out: &mut impl Write) -> Result<()> {
    match look.format {
        Format::Human if look.statistics => statistics::human(report, out)?,
        Format::Json if look.statistics => statistics::json(report, out)?,
        Format::Human => human::write(report, look, out)?,
        Format::Json => json::write(report, out)?,
        Format::Sarif => sarif::write(report, out)?,
        Format::Github => github::write(report, out)?,
        Format::Concise => concise::write(report, out)?,
    }
    Ok(())
}

/// A post that could not be read or written, as JSON has it.
#[derive(Serialize)]
pub(super) struct Left<'a> {
    path: &'a str,
    reason: &'a str,
}

pub(super) fn left_alone(posts: &[(String, String)]) -> Vec<Left<'_>> {
    let posts = posts.iter();
    posts.map(|(path, reason)| Left { path, reason }).collect()
}

/// The folders' paths, as JSON has them.
pub(super) fn folders(roots: &[PathBuf]) -> Vec<String> {
    roots.iter().map(|it| it.display().to_string()).collect()
}

pub(super) fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Hint => "hint",
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// 0-based lines and columns in characters: the unit in which people and most tools count.
pub(super) fn place(text: &Text, range: TextRange) -> (LineCol, LineCol) {
    let at = |offset: TextSize| text.line_col(offset, PositionEncoding::Utf32);
    (at(range.start()), at(range.end()))
}
