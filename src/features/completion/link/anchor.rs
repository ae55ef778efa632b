//! Completion behind a link's `#`, and of labels: headings of a post by their titles, footnotes and link definitions.

use smol_str::SmolStr;

use super::super::{CompletionItem, CompletionKind};
use super::request::{LinkRequest, filter};
use crate::corpus::FileId;
use crate::features::links::{Destination, Resolver};
use crate::features::workspace_symbols::find_texts;
use crate::syntax::{Document, LinkKind, slugify};

/// Headings of a wiki link's page, named by their titles.
pub(super) fn of_page(here: &LinkRequest<'_>, page: &str) -> Vec<CompletionItem> {
    let Some(file) = post(here, page, LinkKind::Wiki) else {
        return Vec::new();
    };
    let anchors = with_document(here, file, headings);
    let text = |it: &Anchor| match it.is_first && is_writable(&it.title) {
        true => it.title.to_string(),
        false => it.slug.clone(),
    };
    items(here, &anchors.unwrap_or_default(), text)
}

/// Anchors of the post that a path leads to, or of this one.
pub(super) fn of_path(here: &LinkRequest<'_>, path: &str) -> Vec<CompletionItem> {
    let Some(file) = post(here, path, LinkKind::Inline) else {
        return Vec::new();
    };
    let anchors = with_document(here, file, |it| {
        let mut anchors = headings(it);
        let in_heading = |range| {
            let headings = &it.body.headings;
            headings.iter().any(|it| it.range.contains_range(range))
        };
        let html = it.body.html_anchors.iter();
        let html = html.filter(|it| !in_heading(it.range)).map(|it| Anchor {
            title: it.name.clone(),
            slug: it.name.to_string(),
            level: None,
            is_first: true,
        });
        anchors.extend(html);
        anchors
    });
    items(here, &anchors.unwrap_or_default(), |it| it.slug.clone())
}

/// Labels that this post defines for links.
pub(super) fn labels(here: &LinkRequest<'_>) -> Vec<CompletionItem> {
    let definitions = &here.post.document.body.definitions;
    let labels = definitions
        .iter()
        .map(|it| (it.label.clone(), it.target.to_string()));
    named(here, &labels.collect::<Vec<_>>())
}

/// Those of footnotes.
pub(super) fn footnotes(here: &LinkRequest<'_>) -> Vec<CompletionItem> {
    let source = here.post.text.as_str();
    let footnotes = here.post.document.body.footnotes.iter().map(|it| {
        let text = source[it.range].split_once("]:").map_or("", |it| it.1);
        let line = text.trim().lines().next().unwrap_or_default();
        (it.label.clone(), line.chars().take(MAX_SHOWN).collect())
    });
    // A footnote that is being written is no other one's.
    let is_own = |it: &(SmolStr, String)| it.0 == here.typed() && it.1.is_empty();
    named(
        here,
        &footnotes.filter(|it| !is_own(it)).collect::<Vec<_>>(),
    )
}

/// Of a footnote, so many characters.
const MAX_SHOWN: usize = 80;

fn named(here: &LinkRequest<'_>, labels: &[(SmolStr, String)]) -> Vec<CompletionItem> {
    let found = find_texts(labels.iter().map(|it| it.0.as_str()), here.typed());
    let items = found.into_iter().map(|(index, tier)| {
        let (label, detail) = &labels[index];
        CompletionItem {
            detail: Some(detail.clone()).filter(|it| !it.is_empty()),
            filter: filter(here.typed(), label, tier),
            ..here.item(label, label, CompletionKind::Label)
        }
    });
    items.collect()
}

/// Something in a post that a link can name.
struct Anchor {
    title: SmolStr,
    /// The id or the slug.
    slug: String,
    /// Of a heading.
    level: Option<u8>,
    /// The first one of its title and without an id, which alone is found by it.
    is_first: bool,
}

fn headings(document: &Document) -> Vec<Anchor> {
    let body = &document.body;
    let headings = body.headings.iter().zip(body.slugs());
    let headings = headings.map(|(it, slug)| {
        let id = body.ids_of(it).next();
        Anchor {
            is_first: id.is_none() && slug == slugify(&it.title),
            title: it.title.clone(),
            slug: id.map_or(slug, |it| it.name.to_string()),
            level: Some(it.level),
        }
    });
    headings.filter(|it| !it.slug.is_empty()).collect()
}

/// The post that a link names, if it is one; for an empty one the post that it stands in.
fn post(here: &LinkRequest<'_>, target: &str, kind: LinkKind) -> Option<FileId> {
    if target.is_empty() {
        return Some(here.file);
    }
    match Resolver::new(here.snap).resolve(here.file, target, kind)? {
        Destination::Post(post, _) => Some(post),
        Destination::Here(_) | Destination::Asset(_) => None,
    }
}

fn with_document<T>(
    here: &LinkRequest<'_>,
    file: FileId,
    of: impl FnOnce(&Document) -> T,
) -> Option<T> {
    match file == here.file {
        true => Some(of(&here.post.document)),
        false => Some(of(&here.snap.parsed(file).ok()?.document)),
    }
}

/// In the order of the post where nothing is typed.
fn items(
    here: &LinkRequest<'_>,
    anchors: &[Anchor],
    text: impl Fn(&Anchor) -> String,
) -> Vec<CompletionItem> {
    let typed = percent_encoding::percent_decode_str(here.typed()).decode_utf8_lossy();
    let texts = anchors
        .iter()
        .flat_map(|it| [it.title.as_str(), it.slug.as_str()]);
    let mut found: Vec<_> = find_texts(texts, &typed)
        .into_iter()
        .map(|(line, tier)| (line / 2, tier))
        .collect();
    let mut seen = vec![false; anchors.len()];
    found.retain(|(index, _)| !std::mem::replace(&mut seen[*index], true));
    found.truncate(here.limit);
    let items = found.into_iter().map(|(index, tier)| {
        let anchor = &anchors[index];
        let marks = anchor.level.map(|it| "#".repeat(it.into()));
        CompletionItem {
            detail: Some(marks.unwrap_or_else(|| "HTML".to_owned())),
            filter: filter(here.typed(), &anchor.title, tier),
            ..here.item(&anchor.title, &text(anchor), CompletionKind::Heading)
        }
    });
    items.collect()
}

/// Whether a wiki link can hold a heading's title.
fn is_writable(title: &str) -> bool {
    !title.contains(['[', ']', '|', '#', '^', '\n', '\\'])
}
