//! Completion of links in the body: pages in `[[`, paths in `](`, and behind them anchors and labels.
//! Where a link begins is told by the line before the cursor: what is being typed is no link yet.

mod anchor;
mod context;
mod documentation;
mod names;
mod page;
mod path;
mod request;

use std::cmp::Reverse;

use super::CompletionList;
use crate::corpus::{FileId, FilePosition, Parsed, Snapshot};
use crate::features::workspace_symbols::{PostHit, Tier, find_posts};
use context::LinkPart;
pub use names::prepare;
use request::LinkRequest;

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

/// A post that can be linked to, and how what is typed finds it; nothing is typed for those that are proposed.
pub(super) struct Found {
    pub(super) file: FileId,
    pub(super) tier: Option<Tier>,
}

/// The posts that the typed text may mean, the likest first: those that have it in a name; with nothing typed those that have
/// most in common with this one, then the latest.
fn posts(here: &LinkRequest<'_>, typed: &str) -> Vec<Found> {
    let related = names::related(here.snap, here.file);
    let mut hits = find_posts(here.snap, typed);
    hits.retain(|it| it.file != here.file);
    if typed.trim().is_empty() {
        return proposed(here, &related);
    }
    // A letter finds thousands: what ranks each is looked up once, and not at each comparison.
    let rank = |it: PostHit| {
        let date = here.snap.summary(it.file).and_then(|it| it.date);
        let shared = related.get(&it.file).copied().unwrap_or_default();
        (it.tier, Reverse(shared), Reverse(date), it.file)
    };
    let mut ranked: Vec<_> = hits.into_iter().map(rank).collect();
    if ranked.len() > here.limit && here.limit > 0 {
        ranked.select_nth_unstable(here.limit - 1);
        ranked.truncate(here.limit);
    }
    ranked.sort_unstable();
    let found = ranked.into_iter().map(|(tier, _, _, file)| Found {
        file,
        tier: Some(tier),
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
