//! Hover: what the corpus knows of the term, field, heading, post or link under the cursor.

mod field;
mod term;

use super::cursor_target::{self, Target, TargetKind, TermName};
use super::links::{self, Destination, Resolver};
use super::prose::{Prose, Span};
use super::related;
use crate::corpus::{FileId, FilePosition, Parsed, Snapshot, Unavailable};
use crate::text::TextRange;

#[derive(Clone, Debug, PartialEq)]
pub struct Hover {
    /// What it is about.
    pub range: TextRange,
    pub content: Prose,
}

/// `None` where there is nothing to say.
pub fn hover(snap: &Snapshot, position: FilePosition) -> Result<Option<Hover>, Unavailable> {
    let parsed = snap.parsed(position.file)?;
    let Some(target) = cursor_target::target_at(snap, position.file, &parsed, position.offset)
    else {
        return Ok(None);
    };
    let content = content(snap, position.file, &parsed, &target);
    Ok(content.map(|content| Hover {
        range: target.range,
        content,
    }))
}

/// What is known of a term, for other places that show it: the item of a completion list.
pub fn term_card(snap: &Snapshot, name: &TermName) -> Prose {
    term::card(snap, name)
}

/// What is known of a field, for rubric.yaml.
pub(super) fn field_card(snap: &Snapshot, file: FileId, name: &str) -> Prose {
    field::card(snap, file, name)
}

fn content(snap: &Snapshot, file: FileId, parsed: &Parsed, target: &Target) -> Option<Prose> {
    match &target.kind {
        TargetKind::Term(name) | TargetKind::Mention(name) => Some(term::card(snap, name)),
        TargetKind::Field(name) => Some(field::card(snap, file, name)),
        TargetKind::Post(post) => Some(post_card(snap, *post)),
        TargetKind::Heading(index) | TargetKind::Id(index) => {
            Some(heading_card(snap, parsed, *index))
        }
        TargetKind::Link(_) | TargetKind::Definition(_) => {
            match links::destination(&Resolver::new(snap), file, parsed, target)? {
                Destination::Post(post, fragment) => {
                    let mut prose = post_card(snap, post);
                    prose.paragraph(fragment.map(|it| Span::Code(format!("#{it}"))));
                    Some(prose)
                }
                Destination::Here(_) | Destination::Asset(_) => None,
            }
        }
        TargetKind::Value(name) => same_value(snap, file, name),
        TargetKind::Title(_) => None,
    }
}

/// A post by its title, with its place, date and terms.
fn post_card(snap: &Snapshot, post: FileId) -> Prose {
    let mut prose = Prose::default();
    let title = related::title_of(snap, post);
    prose.paragraph([Span::Post(post, title)]);
    let date = snap
        .summary(post)
        .and_then(|it| it.date)
        .map(|it| Span::Text(related::iso_date(it)));
    let path = Span::Code(snap.path(post).as_str().to_owned());
    prose.paragraph(super::prose::separated(
        [path].into_iter().chain(date),
        " · ",
    ));
    let fields = related::topical_fields(snap);
    let terms = snap
        .summary(post)
        .into_iter()
        .flat_map(|it| related::terms_of(&fields, it));
    let terms = terms
        .take(MAX_TERMS)
        .map(|(_, (_, text))| Span::Text(text.to_owned()));
    prose.paragraph(super::prose::separated(terms, ", "));
    prose
}

/// Terms of a post that its card shows.
const MAX_TERMS: usize = 12;

/// A heading with the anchor by which links name it, and with the other posts that have one of this title.
fn heading_card(snap: &Snapshot, parsed: &Parsed, index: usize) -> Prose {
    let body = &parsed.document.body;
    let title = &body.headings[index].title;
    let mut prose = Prose::default();
    prose.paragraph([Span::Strong(title.to_string())]);
    prose.paragraph([Span::Code(format!("#{}", body.anchors()[index]))]);
    let has =
        |it: &(FileId, &crate::corpus::Summary)| it.1.headings.iter().any(|(_, it)| it == title);
    let posts: Vec<_> = snap.files().filter(has).map(|(file, _)| file).collect();
    // The post itself is one of them.
    if posts.len() > 1 {
        prose.paragraph([Span::Text(format!(
            "{} posts have this heading",
            posts.len()
        ))]);
    }
    prose
}

/// Other posts with the same date, source or whatever it is.
fn same_value(snap: &Snapshot, file: FileId, name: &TermName) -> Option<Prose> {
    let values = snap.values(&name.field)?;
    let posts = &values.term(values.get(&name.text)?).posts;
    let others: Vec<_> = posts.iter().copied().filter(|it| *it != file).collect();
    let mut prose = Prose::default();
    match others.len() {
        0 => return None,
        1 => prose.paragraph(["1 other post has this value".into()]),
        n => prose.paragraph([Span::Text(format!("{n} other posts have this value"))]),
    }
    term::list_latest(snap, &others, &mut prose);
    Some(prose)
}
