//! Completion of links in the body: pages in `[[`, paths in `](`, and behind them anchors and labels.
//! Where a link begins is told by the line before the cursor: what is being typed is no link yet.

mod context;
mod documentation;
mod names;
mod page;
mod path;

use std::cmp::Reverse;

use smol_str::{SmolStr, format_smolstr};

use super::anchor;
use super::{CompletionItem, CompletionKind, CompletionList};
use crate::corpus::{FileId, FilePosition, Parsed, Snapshot};
use crate::features::workspace_symbols::{PostHit, Tier, find_posts};
use crate::text::{TextEdit, TextRange};
use context::{LinkPart, Slot};
pub use names::prepare;

pub(super) use documentation::resolve;

/// What a link at the position can name; `None` where no link is being written.
pub(super) fn complete(
    snap: &Snapshot,
    position: FilePosition,
    post: &Parsed,
    limit: usize,
) -> Option<CompletionList> {
    let slot = context::slot(post, position.offset)?;
    let here = LinkRequest {
        snap,
        file: position.file,
        post,
        slot: &slot,
        limit,
    };
    let items = match &slot.place {
        LinkPart::Page { embedded } => page::pages(&here, *embedded),
        LinkPart::Heading { page } => anchor::of_page(&here, page),
        LinkPart::Path(way) => path::paths(&here, way),
        LinkPart::Anchor { path } => anchor::of_path(&here, path),
        LinkPart::Label => anchor::labels(&here),
        LinkPart::Footnote => anchor::footnotes(&here),
    };
    Some(CompletionList {
        items,
        incomplete: true,
    })
}

/// Pages and their headings in a quoted `[[` of the front matter, without labels: what a value shows is its template's affair.
pub(super) fn in_value(
    snap: &Snapshot,
    position: FilePosition,
    post: &Parsed,
    limit: usize,
) -> Option<CompletionList> {
    let slot = context::slot_in_value(post, position.offset)?;
    let here = LinkRequest {
        snap,
        file: position.file,
        post,
        slot: &slot,
        limit,
    };
    let mut items = match &slot.place {
        LinkPart::Page { .. } => page::pages(&here, true),
        LinkPart::Heading { page } => anchor::of_page(&here, page),
        _ => return None,
    };
    // These would end the value, or escape what follows.
    items.retain(|it| !it.edit.new_text.contains(['"', '\'', '\\']));
    Some(CompletionList {
        items,
        incomplete: true,
    })
}

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

/// A post that can be linked to, and how what is typed finds it; nothing is typed for those that are proposed.
pub(super) struct Found {
    pub(super) file: FileId,
    pub(super) tier: Option<Tier>,
}

/// The posts that the typed text may mean, the likest first: those that have it in a name; with nothing typed those that have
/// most in common with this one, then the latest.
pub(super) fn posts(here: &LinkRequest<'_>, typed: &str) -> Vec<Found> {
    let related = names::related(here.snap, here.file);
    let mut hits = find_posts(here.snap, typed);
    hits.retain(|it| it.file != here.file);
    if typed.trim().is_empty() {
        return proposed(here, &related);
    }
    let rank = |it: &PostHit| {
        let date = here.snap.summary(it.file).and_then(|it| it.date);
        let shared = related.get(&it.file).copied().unwrap_or_default();
        (it.tier, Reverse(shared), Reverse(date), it.file)
    };
    if hits.len() > here.limit && here.limit > 0 {
        hits.select_nth_unstable_by_key(here.limit - 1, rank);
        hits.truncate(here.limit);
    }
    hits.sort_unstable_by_key(rank);
    let found = hits.into_iter().map(|it| Found {
        file: it.file,
        tier: Some(it.tier),
    });
    found.collect()
}

fn proposed(here: &LinkRequest<'_>, related: &names::Related) -> Vec<Found> {
    let others = here.snap.files().filter(|(file, _)| *file != here.file);
    let mut ranked: Vec<_> = others
        .map(|(file, it)| {
            (
                Reverse(related.get(&file).copied().unwrap_or(0)),
                Reverse(it.date),
                file,
            )
        })
        .collect();
    if ranked.len() > here.limit && here.limit > 0 {
        ranked.select_nth_unstable(here.limit - 1);
        ranked.truncate(here.limit);
    }
    ranked.sort_unstable();
    let found = ranked
        .into_iter()
        .map(|(_, _, file)| Found { file, tier: None });
    found.collect()
}
