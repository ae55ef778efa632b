//! Document highlight: where else the post has what is under the cursor, in front matter and body.

use super::cursor_target::{self, Target, TargetKind, TermName};
use super::links::{self, Destination, Resolver};
use super::references;
use crate::corpus::{FileId, FilePosition, Parsed, Snapshot, Unavailable};
use crate::syntax::LinkKind;
use crate::text::TextRange;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Highlight {
    pub range: TextRange,
    pub kind: HighlightKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HighlightKind {
    /// Where the post says it of itself: an item of a list, a heading.
    Declared,
    /// Where it is only named: in prose, by a link.
    Named,
}

/// In the order of the source; empty where the cursor is on nothing that has a name.
pub fn document_highlights(
    snap: &Snapshot,
    position: FilePosition,
) -> Result<Vec<Highlight>, Unavailable> {
    let FilePosition { file, offset } = position;
    let parsed = snap.parsed(file)?;
    let Some(target) = cursor_target::target_at(snap, file, &parsed, offset) else {
        return Ok(Vec::new());
    };
    let (declared, named) = places(snap, file, &parsed, &target);
    let declared = declared.into_iter().map(|range| Highlight {
        range,
        kind: HighlightKind::Declared,
    });
    let named = named.into_iter().map(|range| Highlight {
        range,
        kind: HighlightKind::Named,
    });
    let mut highlights: Vec<_> = declared.chain(named).collect();
    highlights.sort_by_key(|it| it.range.start());
    Ok(highlights)
}

fn places(
    snap: &Snapshot,
    file: FileId,
    parsed: &Parsed,
    target: &Target,
) -> (Vec<TextRange>, Vec<TextRange>) {
    match &target.kind {
        TargetKind::Term(name) | TargetKind::Mention(name) => of_term(snap, file, parsed, name),
        TargetKind::Value(name) => (references::uses_in(snap, parsed, name), Vec::new()),
        TargetKind::Field(name) => (references::keys_in(parsed, name), Vec::new()),
        TargetKind::Heading(index) | TargetKind::Id(index) => {
            of_heading(snap, file, parsed, *index)
        }
        TargetKind::Title(_) => (vec![target.range], Vec::new()),
        TargetKind::Post(_) => (Vec::new(), vec![target.range]),
        TargetKind::Link(_) | TargetKind::Definition(_) => of_link(snap, file, parsed, target),
    }
}

fn of_term(
    snap: &Snapshot,
    file: FileId,
    parsed: &Parsed,
    name: &TermName,
) -> (Vec<TextRange>, Vec<TextRange>) {
    let labels = references::labels(snap, name);
    let declared = references::uses_of_all(snap, parsed, &name.field, &labels);
    (
        declared,
        cursor_target::mentions_of(snap, file, parsed, name),
    )
}

fn of_heading(
    snap: &Snapshot,
    file: FileId,
    parsed: &Parsed,
    index: usize,
) -> (Vec<TextRange>, Vec<TextRange>) {
    let resolver = Resolver::new(snap);
    let leads = |target: &str, kind| {
        let anchor = match resolver.resolve(file, target, kind) {
            Some(Destination::Here(anchor)) => Some(anchor),
            Some(Destination::Post(post, anchor)) if post == file => anchor,
            _ => None,
        };
        anchor.is_some_and(|it| links::heading_of(&parsed.document, &it) == Some(index))
    };
    let body = &parsed.document.body;
    let heading = &body.headings[index];
    let ids = body.ids_of(heading).map(|it| it.range);
    let declared = std::iter::once(heading.title_range).chain(ids).collect();
    (declared, references::links_in(parsed, leads))
}

/// Links to the same place, and the heading that they lead to if it is in this post.
fn of_link(
    snap: &Snapshot,
    file: FileId,
    parsed: &Parsed,
    target: &Target,
) -> (Vec<TextRange>, Vec<TextRange>) {
    let resolver = Resolver::new(snap);
    let wanted = links::destination(&resolver, file, parsed, target);
    if let Some(Destination::Here(anchor)) = &wanted
        && let Some(index) = links::heading_of(&parsed.document, anchor)
    {
        return of_heading(snap, file, parsed, index);
    }
    let written = references::written_target(parsed, target);
    let leads = |target: &str, kind: LinkKind| match &wanted {
        Some(_) => resolver.resolve(file, target, kind) == wanted,
        None => target == written,
    };
    (Vec::new(), references::links_in(parsed, leads))
}
