//! Where a link is being written, and the items that complete it.

use smol_str::{SmolStr, format_smolstr};

use super::super::{CompletionItem, CompletionKind};
use super::context::Slot;
use crate::corpus::{FileId, Parsed, Snapshot};
use crate::features::workspace_symbols::Tier;
use crate::text::{TextEdit, TextRange};

/// Where a link is being written.
pub(super) struct LinkRequest<'a> {
    pub(super) snap: &'a Snapshot,
    pub(super) file: FileId,
    pub(super) post: &'a Parsed,
    pub(super) slot: &'a Slot<'a>,
    pub(super) limit: usize,
}

impl LinkRequest<'_> {
    pub(super) fn typed(&self) -> &str {
        self.slot.typed
    }

    /// The folder that this post is in.
    pub(super) fn folder(&self) -> &str {
        self.snap.path(self.file).folder()
    }

    /// An item that puts a text in the place of what is typed, and closes the link.
    pub(super) fn item(&self, label: &str, text: &str, kind: CompletionKind) -> CompletionItem {
        self.open_item(label, &format!("{text}{}", self.slot.closing), kind)
    }

    /// The same, with the link left open.
    pub(super) fn open_item(
        &self,
        label: &str,
        text: &str,
        kind: CompletionKind,
    ) -> CompletionItem {
        CompletionItem {
            label: label.into(),
            kind,
            detail: None,
            edit: TextEdit::replace(self.slot.range, text),
            filter: SmolStr::default(),
            preselect: false,
            retrigger: false,
            stops: Vec::new(),
            term: None,
        }
    }

    pub(super) fn range(&self) -> TextRange {
        self.slot.range
    }
}

/// What a client should match the typed text against: the typed text itself, and how `text` goes on from it if it begins with
/// it. They put first what is nothing but the typed text: that is only so for what is typed whole.
pub(super) fn filter(typed: &str, text: &str, tier: Option<Tier>) -> SmolStr {
    let begins = |text: &str| {
        let mut chars = text.chars();
        let same = |a: char| {
            chars
                .next()
                .is_some_and(|b| a.to_lowercase().eq(b.to_lowercase()))
        };
        let begins = typed.chars().all(same);
        begins.then(|| chars.as_str().to_owned())
    };
    match (tier, begins(text)) {
        (None, _) => text.into(),
        (Some(Tier::Whole), _) => typed.into(),
        (Some(_), Some(rest)) if !rest.trim().is_empty() => format_smolstr!("{typed}{rest}"),
        (Some(_), _) => format_smolstr!("{typed} {text}"),
    }
}
