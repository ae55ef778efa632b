//! Where links lead: to a post, a heading of one, or another file of the corpus; as links to click, and for other features.
//! Of the disk only `verdict` and completion ask anything, through the snapshot: whether a file that is no post is there.

mod address;
mod anchors;
mod link_checker;
mod names;
mod resolve;
pub(super) mod write;

use super::cursor_target::{Target, TargetKind};
use crate::corpus::{FileId, Parsed, RelPath, Snapshot, Unavailable};
use crate::syntax::{Body, Document, Heading, Link, LinkKind, slugify};
use crate::text::{TextRange, size};

pub use link_checker::prepare;
pub(super) use link_checker::{LinkChecker, is_host};
pub use resolve::Resolver;

/// What a link names within the corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// An anchor of the same post; empty for its beginning.
    Here(String),
    /// A post, and an anchor in it.
    Post(FileId, Option<String>),
    /// Something that is no post, by its path; it may not be there.
    Asset(RelPath),
}

/// A link that a click opens.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentLink {
    pub range: TextRange,
    pub to: Place,
}

/// A place to go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a post; an empty range at its beginning stands for the whole.
    Post(FileId, TextRange),
    /// In rubric.yaml.
    Config(TextRange),
    Asset(RelPath),
}

impl Place {
    /// A file of which it is not sure that a link is meant, if it is there.
    fn there(self, snap: &Snapshot) -> Option<Place> {
        match &self {
            Place::Asset(path) if !snap.is_there(path) => None,
            _ => Some(self),
        }
    }
}

/// Links in the body that lead to posts, headings of this post, and files. What cannot be resolved is no link.
pub fn document_links(snap: &Snapshot, file: FileId) -> Result<Vec<DocumentLink>, Unavailable> {
    let parsed = snap.parsed(file)?;
    let body = &parsed.document.body;
    let links = (0..body.links.len()).map(|it| (TargetKind::Link(it), &body.links[it]));
    let links = links.map(|(kind, it)| (kind, it.target_range.unwrap_or(it.range)));
    let definitions = body.definitions.iter().enumerate();
    let definitions = definitions.map(|(index, it)| {
        (
            TargetKind::Definition(index),
            it.target_range.unwrap_or(it.range),
        )
    });
    let resolver = Resolver::new(snap);
    let in_head = body.head_links.iter().filter_map(|it| {
        let to = match resolver.resolve(file, &it.target, it.kind)? {
            Destination::Post(post, _) => Place::Post(post, TextRange::default()),
            Destination::Asset(path) => Place::Asset(path).there(snap)?,
            Destination::Here(_) => return None,
        };
        Some(DocumentLink {
            range: it.range,
            to,
        })
    });
    let resolved = links.chain(definitions).filter_map(|(kind, range)| {
        let destination = destination(&resolver, file, &parsed, &Target { range, kind })?;
        let to = match destination {
            Destination::Here(anchor) => {
                Place::Post(file, anchor_range(&parsed.document, &anchor)?)
            }
            Destination::Post(post, _) => Place::Post(post, TextRange::default()),
            Destination::Asset(path) => Place::Asset(path),
        };
        Some(DocumentLink { range, to })
    });
    Ok(in_head.chain(resolved).collect())
}

/// Where the link or definition under the cursor leads; `None` for the web, for footnotes, and where there is nothing.
pub(super) fn destination(
    resolver: &Resolver<'_>,
    file: FileId,
    parsed: &Parsed,
    target: &Target,
) -> Option<Destination> {
    let body = &parsed.document.body;
    let (target, kind) = match target.kind {
        TargetKind::Link(index) => written(&body.links[index], body),
        TargetKind::Definition(index) => {
            (body.definitions[index].target.as_str(), LinkKind::Inline)
        }
        _ => return None,
    };
    resolver.resolve(file, target, kind)
}

/// A link's target; of a reference by a label that of its definition.
pub(super) fn written<'a>(link: &'a Link, body: &'a Body) -> (&'a str, LinkKind) {
    let definition = match link.kind {
        LinkKind::Reference => body.definition(&link.target),
        _ => None,
    };
    definition.map_or((&link.target, link.kind), |it| {
        (&it.target, LinkKind::Inline)
    })
}

/// A link's target, or that of a definition, as it stands in the post.
pub(super) struct Written<'a> {
    pub(super) target: &'a str,
    pub(super) kind: LinkKind,
    /// Bytes of the target, or of the whole link where its target cannot be found in it.
    pub(super) range: TextRange,
}

impl Written<'_> {
    /// The part of the range before `#` and `?`; all of it where nothing is there.
    pub(super) fn before_hash(&self, source: &str) -> TextRange {
        match source[self.range].find(['#', '?']) {
            Some(at) if at > 0 && self.is_target(source) => {
                TextRange::at(self.range.start(), size(at))
            }
            _ => self.range,
        }
    }

    /// The part behind the first `#`.
    pub(super) fn behind_hash(&self, source: &str) -> TextRange {
        match source[self.range].find('#') {
            Some(at) if self.is_target(source) => {
                TextRange::new(self.range.start() + size(at + 1), self.range.end())
            }
            _ => self.range,
        }
    }

    fn is_target(&self, source: &str) -> bool {
        source[self.range] == *self.target
    }
}

/// What links and definitions name, in the order of the source; labels count where they are defined.
pub(super) fn written_links(body: &Body) -> Vec<Written<'_>> {
    let links = body.links.iter().map(|it| Written {
        target: &it.target,
        kind: it.kind,
        range: it.target_range.unwrap_or(it.range),
    });
    let definitions = body.definitions.iter().map(|it| Written {
        target: &it.target,
        kind: LinkKind::Inline,
        range: it.target_range.unwrap_or(it.range),
    });
    let of_paths = links.filter(|it| {
        !matches!(
            it.kind,
            LinkKind::Reference | LinkKind::Footnote | LinkKind::Autolink
        )
    });
    let mut written: Vec<_> = of_paths.chain(definitions).collect();
    written.sort_by_key(|it| it.range.start());
    written
}

/// The heading that an anchor names, by its index: by its id, by GitHub's slug, or by its title, as wiki links write it.
pub(super) fn heading_of(document: &Document, anchor: &str) -> Option<usize> {
    let body = &document.body;
    let (headings, slugs) = (&body.headings, body.slugs());
    if let Some(index) = headings.iter().position(|it| has_id(body, it, anchor)) {
        return Some(index);
    }
    // The last part of `Page#Outer#Inner`.
    let last = slugify(anchor.rsplit('#').next().unwrap_or_default());
    let places = || slugs.iter().enumerate().filter(|it| !it.1.is_empty());
    // The slug of a heading with an id is an anchor on some sites only.
    let own = |index: usize| headings[index].id().is_none();
    let by_slug = |wanted: &str| places().find(|it| it.1 == wanted && own(it.0));
    let found = by_slug(anchor).or_else(|| by_slug(&last));
    found
        .or_else(|| places().find(|it| *it.1 == last))
        .map(|it| it.0)
}

/// Whether an id that a heading has is the anchor.
pub(super) fn has_id(body: &Body, heading: &Heading, anchor: &str) -> bool {
    body.ids_of(heading).any(|it| it.name == anchor)
}

/// What an anchor names: a heading, or an HTML element; for an empty one the beginning.
pub(super) fn anchor_range(document: &Document, anchor: &str) -> Option<TextRange> {
    if anchor.is_empty() {
        return Some(TextRange::default());
    }
    let body = &document.body;
    let heading = heading_of(document, anchor).map(|it| body.headings[it].title_range);
    heading.or_else(|| {
        body.html_anchors
            .iter()
            .find(|it| it.name == anchor)
            .map(|it| it.range)
    })
}
