//! The findings of a post: where it is broken, or drifts from the rest. What each rule looks for stands in [`super::checks`].

use std::sync::Arc;

pub use super::finding::{Code, Diagnostic, REPOSITORY, Severity, Suggestion};

use super::finding::Diagnostics;
use super::{checks, links, silence};
use crate::corpus::{CONFIG, FileId, Parsed, Snapshot, Unavailable};
use crate::syntax::{Entry, Node, NodeKind};

/// The findings of one post, in the order of their places. Rules that rubric.yaml switches off find nothing,
/// others have the severity that it gives them.
pub fn diagnostics(snap: &Snapshot, file: FileId) -> Result<Vec<Diagnostic>, Unavailable> {
    if snap.path(file).as_str() == CONFIG {
        return Ok(config_diagnostics(snap));
    }
    let parsed = parsed_to_judge(snap, file)?;
    Ok(diagnostics_of(snap, file, &parsed))
}

/// As much of a post as rules look at: to read the body again costs ten times what the head does.
pub fn parsed_to_judge(snap: &Snapshot, file: FileId) -> Result<Arc<Parsed>, Unavailable> {
    let head_is_all = snap.summary(file).is_some_and(|it| {
        it.complete && !it.odd && !links::LinkChecker::new(snap).is_doubtful(file, it)
    });
    match head_is_all {
        true => snap.parsed_head(file),
        false => snap.parsed(file),
    }
}

/// The same of a text that the post might have: the corpus around it is the snapshot's. Of what is being typed just now only
/// that is told which is wrong however it goes on.
pub fn diagnostics_of(snap: &Snapshot, file: FileId, parsed: &Parsed) -> Vec<Diagnostic> {
    let ctx = checks::Context::new(snap, file, parsed);
    let mut acc = Diagnostics::new(ctx.schema);
    checks::run(&ctx, &mut acc);
    let unused = silence::apply(&mut acc.list, parsed, &ctx.schema.rules);
    acc.extend(unused);
    if let Some(unfinished) = parsed.unfinished() {
        let told = |it: &Diagnostic| it.code.is_syntax() || !unfinished.contains_range(it.range);
        acc.list.retain(told);
    }
    if snap.is_begun(file, parsed) {
        acc.list.retain(|it| !is_to_be_filled_in(it, parsed));
    }
    acc.finish()
}

/// Whether a post that was begun lacks something there, which its author is about to write.
fn is_to_be_filled_in(finding: &Diagnostic, parsed: &Parsed) -> bool {
    let is_empty = |it: &Node| match &it.kind {
        NodeKind::Null => true,
        NodeKind::Scalar { text, .. } => text.trim().is_empty(),
        NodeKind::List { items, .. } => items.iter().all(Node::is_null),
        NodeKind::Map { entries, .. } => entries.is_empty(),
    };
    let mut entries = parsed.entries().iter();
    let is_there = |it: &&Entry| it.range.contains_range(finding.range);
    let entry = entries.find(is_there);
    !finding.code.is_syntax()
        && (finding.code == Code::MissingField || entry.is_some_and(|it| is_empty(&it.value)))
}

/// What is wrong with rubric.yaml, in the order of its places in [`Snapshot::config_text`].
pub fn config_diagnostics(snap: &Snapshot) -> Vec<Diagnostic> {
    let mut acc = Diagnostics::new(snap.root_schema());
    checks::config::check(snap, &mut acc);
    acc.finish()
}
