//! How many findings there are of each code, and in how many posts, instead of the findings.

use std::io::{self, Write};

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::{Report, severity_name};
use crate::cli::output::plural;
use crate::features::diagnostics::{Code, Severity};

pub(super) fn human(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let posts = posts(report);
    let counts = report.counts();
    let width = counts.iter().map(|it| it.0.0.name().len()).max();
    let width = width.unwrap_or(0);
    for ((code, severity), n_findings) in counts {
        let in_posts = plural(posts[&(code, severity)], "post");
        let (name, severity) = (code.name(), severity_name(severity));
        writeln!(
            out,
            "{n_findings:7}  {name:width$}  {severity:7}  in {in_posts}"
        )?;
    }
    let findings = plural(report.findings().count(), "finding");
    writeln!(out, "{findings} in {}", plural(report.posts.len(), "post"))
}

pub(super) fn json(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let posts = posts(report);
    let counts = report.counts().into_iter();
    let codes: Value = counts
        .map(|(it @ (code, severity), n_findings)| {
            json!({
                "code": code.name(), "severity": severity_name(severity),
                "findings": n_findings, "posts": posts[&it],
            })
        })
        .collect();
    let output = json!({ "version": 1, "posts": report.n_posts, "statistics": codes });
    serde_json::to_writer_pretty(&mut *out, &output)?;
    writeln!(out)
}

/// In how many posts each kind of finding is.
fn posts(report: &Report) -> FxHashMap<(Code, Severity), usize> {
    let mut counts = FxHashMap::default();
    for post in &report.posts {
        let found = post.findings.iter().map(|it| &it.diagnostic);
        let mut kinds: Vec<_> = found.map(|it| (it.code, it.severity)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            *counts.entry(kind).or_default() += 1;
        }
    }
    counts
}
