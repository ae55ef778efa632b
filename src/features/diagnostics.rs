//! Findings: where a post is broken, or drifts from the rest.

use crate::corpus::{FileId, FileRange, Snapshot};
use crate::text::TextRange;

/// One finding, at exactly the wrong text.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    pub range: TextRange,
    /// What is wrong, and what would be right.
    pub message: String,
    pub related: Vec<(FileRange, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Hint,
    Info,
    Warning,
    Error,
}

/// Every kind of finding there is. Its name is the contract: kebab-case, never changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    YamlSyntax,
}

/// The findings of one post, in order of position.
pub fn diagnostics(snap: &Snapshot, file: FileId) -> Vec<Diagnostic> {
    let _ = (snap, file);
    Vec::new()
}
