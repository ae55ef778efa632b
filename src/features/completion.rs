//! Completion of fields' names and values from the corpus.

use smol_str::SmolStr;

use crate::corpus::{FileId, FilePosition, Snapshot};
use crate::text::TextEdit;

/// One thing to insert. Items are in the order in which they should be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct CompletionItem {
    pub label: SmolStr,
    pub kind: CompletionKind,
    /// Shown beside the label, dimmed: `312 posts`.
    pub detail: Option<String>,
    /// Replaces exactly the word being typed.
    pub edit: TextEdit,
    /// What the client matches the typed text against.
    pub filter: SmolStr,
    pub preselect: bool,
    /// What [`resolve`] needs to find the term again.
    pub term: Option<(SmolStr, SmolStr)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompletionKind {
    Field,
    Term,
    Date,
    Bool,
}

/// A list of items, and whether typing on can bring others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CompletionList {
    pub items: Vec<CompletionItem>,
    pub incomplete: bool,
}

/// What can be written at the position; `None` where nothing can.
pub fn completion(snap: &Snapshot, position: FilePosition, limit: usize) -> Option<CompletionList> {
    let _ = (snap, position, limit);
    None
}

/// The documentation of an item: the latest posts that use the term, as Markdown.
pub fn resolve(snap: &Snapshot, file: FileId, vocabulary: &str, term: &str) -> Option<String> {
    let _ = (snap, file, vocabulary, term);
    None
}
