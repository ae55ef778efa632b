//! Paths and wiki links in the values of front matter, nested ones too: `cover: ./a.gif`, `related: ["[[note]]"]`.
//! It tells values that look like one; what is there, it does not know.

use crate::text::{TextRange, TextSize};

use super::{FrontMatter, Link, LinkKind, Node, NodeKind, is_external};

/// What the names of posts end in.
const POSTS: [&str; 4] = ["md", "markdown", "mdx", "qmd"];

/// What the names of pictures and other files that a post may show end in.
const FILES: [&str; 16] = [
    "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "heic", "ico", "mp3", "mp4", "webm",
    "pdf", "csv", "zip",
];

/// No path is longer, and none in a deeper place of a mapping is looked for.
const MAX_LEN: usize = 256;
const MAX_DEPTH: usize = 8;

/// The links in a front matter, in the order of the source. Their values stand there as they are: no escapes, in one line.
pub(super) fn links(source: &str, front_matter: &FrontMatter) -> Vec<Link> {
    let mut links = Vec::new();
    let entries = front_matter.entries.iter();
    for entry in entries.filter(|it| !it.broken && !it.is_merged()) {
        collect(source, &entry.value, MAX_DEPTH, &mut links);
    }
    links
}

fn collect(source: &str, node: &Node, depth: usize, links: &mut Vec<Link>) {
    if depth == 0 {
        return;
    }
    match &node.kind {
        NodeKind::Scalar { text, .. } => links.extend(link(source, node.range, text)),
        NodeKind::List { items, .. } => {
            items
                .iter()
                .for_each(|it| collect(source, it, depth - 1, links));
        }
        NodeKind::Map { entries, .. } => {
            entries
                .iter()
                .for_each(|it| collect(source, &it.value, depth - 1, links));
        }
        NodeKind::Null => {}
    }
}

fn link(source: &str, range: TextRange, text: &str) -> Option<Link> {
    if text.len() > MAX_LEN {
        return None;
    }
    let (kind, target) = match text.strip_prefix("[[").and_then(|it| it.strip_suffix("]]")) {
        Some(inner) if !inner.contains(['[', ']']) => (LinkKind::Wiki, inner.split('|').next()?),
        Some(_) => return None,
        None if is_path(text) => (kind_of(text), text),
        None => return None,
    };
    let written = source.get(usize::from(range.start())..usize::from(range.end()))?;
    let at = written.find(target).filter(|_| written.contains(text))?;
    let start = range.start() + TextSize::of(&written[..at]);
    let range = TextRange::at(start, TextSize::of(target));
    Some(Link {
        range,
        kind,
        target: target.into(),
        target_range: Some(range),
    })
}

/// The path of a file, by its ending: what has none may be anything.
fn is_path(text: &str) -> bool {
    let name = text.rsplit('/').next().unwrap_or_default();
    let ending = name
        .rsplit_once('.')
        .filter(|it| !it.0.is_empty())
        .map(|it| it.1);
    let is_known = |it: &str| {
        FILES
            .iter()
            .chain(&POSTS)
            .any(|known| known.eq_ignore_ascii_case(it))
    };
    ending.is_some_and(is_known) && !is_external(text) && !text.contains(['\n', '{', '<', '|', '*'])
}

fn kind_of(path: &str) -> LinkKind {
    let ending = path.rsplit_once('.').map_or("", |it| it.1);
    match POSTS.iter().any(|it| it.eq_ignore_ascii_case(ending)) {
        true => LinkKind::Inline,
        false => LinkKind::Image,
    }
}
