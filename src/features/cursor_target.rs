//! What stands under the cursor: a term, a field's name, a heading, a link, or a mention of something the corpus knows.
//! It finds and names; what is known of the thing is for the features to ask.

mod mention;
mod uses;

use smol_str::SmolStr;

use crate::corpus::{FileId, Parsed, Snapshot};
use crate::schema::Kind;
use crate::syntax::{Body, ElementId, Field, Heading, Link, is_external};
use crate::text::{TextRange, TextSize};

pub(super) use mention::{mentions_of, post_of_title};
pub(super) use uses::{SEPARATORS, inner_range, parts};
pub use uses::{Use, uses_of};

/// Something that can be asked about, and its place in the post.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Bytes of the name itself: without quotes, brackets or the `#` of a heading.
    pub range: TextRange,
    pub kind: TargetKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TargetKind {
    /// A value that belongs to a vocabulary, or one item of a list of such.
    Term(TermName),
    /// A term that the body names, in whichever spelling or by an alias; the name is the vocabulary's.
    Mention(TermName),
    /// The post's own title, in its front matter.
    Title(SmolStr),
    /// A post that the body names by its title: `《...》`.
    Post(FileId),
    /// A value that is no term: a date, a URL, prose.
    Value(TermName),
    /// A field's name.
    Field(SmolStr),
    /// Index into the headings of the body.
    Heading(usize),
    /// An id that a heading gives itself: index into the headings of the body.
    Id(usize),
    /// Index into the links of the body.
    Link(usize),
    /// Index into the link definitions of the body.
    Definition(usize),
}

/// A value and one of the fields that it belongs to; fields may share a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TermName {
    pub field: SmolStr,
    pub text: SmolStr,
}

/// The field that names a post.
pub const TITLE: &str = "title";

/// What stands at the offset, right before or right behind it.
pub fn target_at(
    snap: &Snapshot,
    file: FileId,
    parsed: &Parsed,
    offset: TextSize,
) -> Option<Target> {
    match &parsed.document.front_matter {
        Some(it) if offset < it.range.end() => {
            let fields = it.fields();
            let innermost = fields.iter().rev();
            let entry = innermost
                .into_iter()
                .find(|it| it.range.contains_inclusive(offset))?;
            in_entry(snap, parsed, entry, offset)
        }
        _ => in_body(snap, file, parsed, offset),
    }
}

/// Whether a scalar in this field is a list of terms with commas between them.
pub fn is_list(snap: &Snapshot, field: &str) -> bool {
    let field = snap.root_schema().field(field);
    field.is_some_and(|it| it.kind == Kind::List)
}

/// The name of the vocabulary that a field's values belong to.
pub fn vocabulary_name<'a>(snap: &'a Snapshot, field: &'a str) -> &'a str {
    let shared = snap
        .root_schema()
        .field(field)
        .map(|it| it.vocabulary.as_str());
    shared.filter(|it| !it.is_empty()).unwrap_or(field)
}

fn in_entry(
    snap: &Snapshot,
    parsed: &Parsed,
    entry: &Field<'_>,
    offset: TextSize,
) -> Option<Target> {
    let field = SmolStr::new(entry.name());
    if entry.key.range.contains_inclusive(offset) && !entry.is_merged() {
        let range = uses::inner_range(parsed.text.as_str(), &entry.key);
        return Some(Target {
            range,
            kind: TargetKind::Field(field),
        });
    }
    let uses = uses_of(parsed.text.as_str(), entry, is_list(snap, &field));
    let touched = |it: &&Use| it.node.contains_inclusive(offset);
    // Between two items that touch, the one that begins at the cursor is meant.
    let it = uses.iter().rev().find(touched)?;
    let name = TermName {
        field,
        text: it.text.clone(),
    };
    let kind = if snap.vocabulary(&name.field).is_some() {
        TargetKind::Term(name)
    } else if name.field == TITLE {
        TargetKind::Title(name.text)
    } else {
        TargetKind::Value(name)
    };
    Some(Target {
        range: it.range,
        kind,
    })
}

fn in_body(snap: &Snapshot, file: FileId, parsed: &Parsed, offset: TextSize) -> Option<Target> {
    let body = &parsed.document.body;
    if !body.range.contains_inclusive(offset) {
        return None;
    }
    let link = link_at(&body.links, offset);
    if let Some((index, it)) = link
        && (!is_external(&it.target)
            || it
                .target_range
                .is_some_and(|it| it.contains_inclusive(offset)))
    {
        let range = it.target_range.unwrap_or(it.range);
        return Some(Target {
            range,
            kind: TargetKind::Link(index),
        });
    }
    let definition = body
        .definitions
        .iter()
        .position(|it| it.range.contains_inclusive(offset));
    if let Some(index) = definition {
        let it = &body.definitions[index];
        let range = it.target_range.unwrap_or(it.range);
        return Some(Target {
            range,
            kind: TargetKind::Definition(index),
        });
    }
    if let Some(id) = id_at(body, offset) {
        return Some(id);
    }
    if body.is_opaque(offset) {
        return None;
    }
    mention::mention_at(snap, file, parsed, offset)
        .or_else(|| {
            let (index, it) = link?;
            Some(Target {
                range: it.range,
                kind: TargetKind::Link(index),
            })
        })
        .or_else(|| {
            let index = body
                .headings
                .iter()
                .rposition(|it| it.range.contains_inclusive(offset))?;
            let range = body.headings[index].title_range;
            Some(Target {
                range,
                kind: TargetKind::Heading(index),
            })
        })
}

/// The id of a heading: in its attributes, or in the value of an HTML attribute.
fn id_at(body: &Body, offset: TextSize) -> Option<Target> {
    let touched = |heading: &Heading, id: &ElementId| {
        let attributes = heading.attributes.as_ref();
        let around = attributes.filter(|it| it.id.as_ref() == Some(id));
        around
            .map_or(id.range, |it| it.range)
            .contains_inclusive(offset)
    };
    body.headings
        .iter()
        .enumerate()
        .find_map(|(index, heading)| {
            let id = body.ids_of(heading).find(|it| touched(heading, it))?;
            Some(Target {
                range: id.range,
                kind: TargetKind::Id(index),
            })
        })
}

/// The innermost link: an image may stand in another's text.
fn link_at(links: &[Link], offset: TextSize) -> Option<(usize, &Link)> {
    let touched = links
        .iter()
        .enumerate()
        .filter(|(_, it)| it.range.contains_inclusive(offset));
    touched.min_by_key(|(_, it)| it.range.len())
}
