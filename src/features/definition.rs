//! Go to definition: the post that a title or a link names, a term's declaration or first use, a heading.

mod declaration;

use super::cursor_target::{self, TITLE, Target, TargetKind, TermName, vocabulary_name};
use super::links::{self, Destination, Place, Resolver};
use crate::corpus::{FileId, FilePosition, Parsed, Snapshot, Unavailable};
use crate::syntax::Link;
use crate::text::TextRange;

/// Where the thing under the cursor comes from; `None` for what comes from nowhere, a URL for one.
pub fn definition(snap: &Snapshot, position: FilePosition) -> Result<Option<Place>, Unavailable> {
    let FilePosition { file, offset } = position;
    let parsed = snap.parsed(file)?;
    let mut in_head = parsed.document.body.head_links.iter();
    if let Some(link) = in_head.find(|it| it.range.contains_inclusive(offset))
        && let Some(place) = of_path(snap, file, link)?
    {
        return Ok(Some(place));
    }
    let Some(target) = cursor_target::target_at(snap, file, &parsed, offset) else {
        return Ok(None);
    };
    match &target.kind {
        TargetKind::Term(name) | TargetKind::Mention(name) => of_term(snap, name),
        TargetKind::Field(name) => Ok(declaration::of_field(snap, file, name).map(Place::Config)),
        TargetKind::Post(post) => beginning_of(snap, *post).map(Some),
        TargetKind::Title(_) | TargetKind::Heading(_) | TargetKind::Id(_) => {
            Ok(Some(Place::Post(file, target.range)))
        }
        TargetKind::Link(_) | TargetKind::Definition(_) => of_link(snap, file, &parsed, &target),
        TargetKind::Value(_) => Ok(None),
    }
}

/// The post of this title, the declaration, or the first use, whichever there is.
fn of_term(snap: &Snapshot, name: &TermName) -> Result<Option<Place>, Unavailable> {
    let title = name.text.trim_matches(['《', '》']);
    if let Some(post) = cursor_target::post_of_title(snap, title) {
        return beginning_of(snap, post).map(Some);
    }
    let declared = declaration::of_term(snap, vocabulary_name(snap, &name.field), name);
    match declared {
        Some(range) => Ok(Some(Place::Config(range))),
        None => first_use(snap, name),
    }
}

/// The use in the post with the earliest date; posts without one come last.
fn first_use(snap: &Snapshot, name: &TermName) -> Result<Option<Place>, Unavailable> {
    let posts = super::references::posts_of(snap, name);
    let date = |file: &FileId| snap.summary(*file).and_then(|it| it.date);
    let Some(post) = posts
        .into_iter()
        .min_by_key(|it| (date(it).is_none(), date(it), snap.path(*it)))
    else {
        return Ok(None);
    };
    let parsed = snap.parsed_head(post)?;
    let uses = super::references::uses_in(snap, &parsed, name);
    Ok(uses.first().map(|it| Place::Post(post, *it)))
}

/// Where a post's title stands, or its first byte.
fn beginning_of(snap: &Snapshot, post: FileId) -> Result<Place, Unavailable> {
    let parsed = snap.parsed_head(post)?;
    let title = parsed
        .document
        .front_matter
        .as_ref()
        .and_then(|it| it.entry(TITLE));
    let uses = title.map(|it| cursor_target::uses_of(parsed.text.as_str(), it, false));
    let range = uses.as_ref().and_then(|it| it.first()).map(|it| it.range);
    Ok(Place::Post(post, range.unwrap_or_default()))
}

/// Where a path in the front matter leads, if something is there: it may be no path.
fn of_path(snap: &Snapshot, file: FileId, link: &Link) -> Result<Option<Place>, Unavailable> {
    match Resolver::new(snap).resolve(file, &link.target, link.kind) {
        Some(Destination::Post(post, _)) => beginning_of(snap, post).map(Some),
        Some(Destination::Asset(path)) if snap.is_there(&path) => Ok(Some(Place::Asset(path))),
        _ => Ok(None),
    }
}

fn of_link(
    snap: &Snapshot,
    file: FileId,
    parsed: &Parsed,
    target: &Target,
) -> Result<Option<Place>, Unavailable> {
    let place = match links::destination(&Resolver::new(snap), file, parsed, target) {
        Some(Destination::Here(anchor)) => {
            links::anchor_range(&parsed.document, &anchor).map(|it| Place::Post(file, it))
        }
        Some(Destination::Post(post, None)) => Some(beginning_of(snap, post)?),
        Some(Destination::Post(post, Some(anchor))) => {
            let there = snap.parsed(post)?;
            match links::anchor_range(&there.document, &anchor) {
                Some(range) => Some(Place::Post(post, range)),
                // The anchor is wrong; the post is still where the link leads.
                None => Some(beginning_of(snap, post)?),
            }
        }
        Some(Destination::Asset(path)) => Some(Place::Asset(path)),
        None => of_label(parsed, target).map(|it| Place::Post(file, it)),
    };
    Ok(place)
}

/// The line that defines a reference's or a footnote's label.
fn of_label(parsed: &Parsed, target: &Target) -> Option<TextRange> {
    use crate::syntax::LinkKind::{Footnote, Reference};
    let body = &parsed.document.body;
    let TargetKind::Link(index) = target.kind else {
        return None;
    };
    let link = &body.links[index];
    match link.kind {
        Reference => body.definition(&link.target).map(|it| it.range),
        Footnote => body
            .footnotes
            .iter()
            .find(|it| it.label == link.target)
            .map(|it| it.range),
        _ => None,
    }
}
