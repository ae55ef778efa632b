//! For code scanning: SARIF 2.1.0, the OASIS standard. A test holds what is written against the standard's own schema.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::{Finding, Place, Post, Report, ReportFix, place};
use crate::corpus::path::uri;
use crate::features::diagnostics::{Code, REPOSITORY, Severity};
use crate::text::{LineCol, TextEdit};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn write(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let codes: BTreeSet<Code> = report
        .findings()
        .map(|(_, it)| it.diagnostic.code)
        .collect();
    let codes: Vec<Code> = codes.into_iter().collect();
    let results = report.posts.iter().flat_map(|it| results(it, &codes));
    let notifications = report.unreadable.iter();
    let mut driver = json!({
        "name": "rubric",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": codes.iter().map(|it| rule(*it)).collect::<Value>(),
    });
    if let Some(repository) = REPOSITORY {
        driver["informationUri"] = repository.into();
    }
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            // Our columns count characters; the standard's own unit is UTF-16.
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications":
                    notifications.map(|(path, reason)| notification(path, reason)).collect::<Value>(),
            }],
            "results": results.collect::<Value>(),
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn rule(code: Code) -> Value {
    let mut rule = json!({
        "id": code.name(),
        "shortDescription": { "text": code.summary() },
        "help": { "text": code.page(), "markdown": code.page() },
        "defaultConfiguration": { "level": level(code.severity()) },
    });
    if let Some(url) = code.url() {
        rule["helpUri"] = url.into();
    }
    rule
}

fn results(post: &Post, codes: &[Code]) -> Vec<Value> {
    let mut n_alike: BTreeMap<(Code, String), u32> = BTreeMap::new();
    let mut results = Vec::new();
    for finding in &post.findings {
        let it = &finding.diagnostic;
        let subject = post.subject(it);
        let nth = n_alike.entry((it.code, subject.clone())).or_default();
        *nth += 1;
        results.push(result(post, finding, codes, &format!("{subject}:{nth}")));
    }
    results
}

fn result(post: &Post, finding: &Finding, codes: &[Code], fingerprint: &str) -> Value {
    let it = &finding.diagnostic;
    let index = codes.binary_search(&it.code).ok();
    let (start, end) = place(&post.text, it.range);
    let mut region = region(start, end);
    region["byteOffset"] = u32::from(it.range.start()).into();
    region["byteLength"] = u32::from(it.range.len()).into();
    let mut result = json!({
        "ruleId": it.code.name(),
        "ruleIndex": index,
        "level": level(it.severity),
        "message": { "text": message(&it.message) },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": reference(&post.path) },
            "region": region,
        } }],
        // With the path and the rule, what is the same about it when its line has moved.
        "partialFingerprints": { "rubricSubject/v1": fingerprint },
    });
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([sarif_fix(post, fix)]);
    }
    if !finding.related.is_empty() {
        result["relatedLocations"] = finding.related.iter().map(related).collect();
    }
    result
}

/// What would fix it (§3.55): tools that show findings can offer it.
fn sarif_fix(post: &Post, fix: &ReportFix) -> Value {
    let replacement = |it: &TextEdit| {
        let (start, end) = place(&post.text, it.range);
        json!({
            "deletedRegion": region(start, end),
            "insertedContent": { "text": it.new_text },
        })
    };
    json!({
        "description": { "text": message(&fix.title) },
        "artifactChanges": [{
            "artifactLocation": { "uri": reference(&post.path) },
            "replacements": fix.edits.iter().map(replacement).collect::<Value>(),
        }],
    })
}

fn related(place: &Place) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": reference(&place.path) },
            "region": region(place.start, place.end),
        },
        "message": { "text": message(&place.label) },
    })
}

/// 1-based, as everything in SARIF.
fn region(start: LineCol, end: LineCol) -> Value {
    json!({
        "startLine": start.line + 1,
        "startColumn": start.col + 1,
        "endLine": end.line + 1,
        "endColumn": end.col + 1,
    })
}

fn notification(path: &str, reason: &str) -> Value {
    json!({
        "level": "warning",
        "message": { "text": message(reason) },
        "locations": [{ "physicalLocation": { "artifactLocation": { "uri": reference(path) } } }],
    })
}

/// SARIF has no fifth level.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    }
}

/// A reference from the current folder, where code scanning expects the work tree; a URI for what is not below it.
fn reference(path: &str) -> String {
    match Path::new(path).is_absolute() {
        true => uri::of_path(path),
        false => uri::encode(path),
    }
}

/// Where a post's text looks like a link (§3.11.6), it is made to show, not to lead somewhere.
fn message(text: &str) -> String {
    match text.contains("](") {
        true => text
            .replace('\\', "\\\\")
            .replace('[', "\\[")
            .replace(']', "\\]"),
        false => text.to_owned(),
    }
}
