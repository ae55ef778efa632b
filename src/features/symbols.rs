//! The outline: the front matter with its fields, then the headings as a tree. It knows one document, and nothing of the corpus.

use crate::corpus::{FileId, Snapshot};
use crate::syntax::tree::FIELD_DEPTH;
use crate::syntax::{Document, Entry, FrontMatter, Heading, Node, NodeKind};
use crate::text::TextRange;

/// A field's value is cut after so many characters.
const MAX_DETAIL: usize = 80;

#[derive(Clone, Debug, PartialEq)]
pub struct Symbol {
    pub name: String,
    /// A field's value, shortened.
    pub detail: Option<String>,
    pub kind: SymbolKind,
    /// Bytes of the source: all that belongs to it.
    pub range: TextRange,
    /// Inside `range`: the name alone.
    pub selection_range: TextRange,
    pub children: Vec<Symbol>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SymbolKind {
    FrontMatter,
    Field,
    ListField,
    Heading,
}

/// Symbols of one post, in the order of the source; none if it cannot be read.
pub fn document_symbols(snap: &Snapshot, file: FileId) -> Vec<Symbol> {
    snap.parsed(file)
        .map(|it| outline(&it.document))
        .unwrap_or_default()
}

/// The same of a document by itself. No name is empty: the protocol forbids it.
pub fn outline(document: &Document) -> Vec<Symbol> {
    let mut symbols: Vec<Symbol> = document.front_matter.iter().map(front_matter).collect();
    symbols.extend(headings(&document.body.headings));
    symbols
}

fn front_matter(front_matter: &FrontMatter) -> Symbol {
    let end = front_matter.close.unwrap_or(front_matter.range).end();
    let range = TextRange::new(front_matter.open.start(), end.max(front_matter.open.end()));
    Symbol {
        name: "front matter".to_owned(),
        detail: None,
        kind: SymbolKind::FrontMatter,
        range,
        selection_range: front_matter.open,
        children: front_matter.entries.iter().map(|it| field(it, 1)).collect(),
    }
}

/// `depth` is 1 for an entry of the front matter itself.
fn field(entry: &Entry, depth: usize) -> Symbol {
    let kind = match entry.value.kind {
        NodeKind::List { .. } => SymbolKind::ListField,
        _ => SymbolKind::Field,
    };
    Symbol {
        name: named(entry.key.text().unwrap_or_default()),
        detail: Some(shorten(&value(&entry.value))).filter(|it| !it.is_empty()),
        kind,
        range: entry.range.cover(entry.key.range),
        selection_range: entry.key.range,
        children: match is_deep(entry) && depth < FIELD_DEPTH {
            true => inner(entry, depth + 1),
            false => Vec::new(),
        },
    }
}

/// Whether the value is a map, or a list of such.
fn is_deep(entry: &Entry) -> bool {
    entry.value.is_map() || entry.value.items().iter().any(Node::is_map)
}

/// The entries of a map; of a list of maps one symbol each, named as its first value.
fn inner(entry: &Entry, depth: usize) -> Vec<Symbol> {
    if entry.value.is_map() {
        let entries = entry.value.map_entries().iter();
        return entries.map(|it| field(it, depth)).collect();
    }
    let maps = entry.value.items().iter().filter(|it| it.is_map());
    maps.map(|map| {
        let entries = map.map_entries();
        let first = entries.first();
        Symbol {
            name: named(&first.map_or_else(String::new, |it| shorten(&value(&it.value)))),
            detail: None,
            kind: SymbolKind::Field,
            range: entries
                .iter()
                .fold(map.range, |all, it| all.cover(it.range)),
            selection_range: first.map_or(map.range, |it| it.value.range),
            children: entries.iter().map(|it| field(it, depth)).collect(),
        }
    })
    .collect()
}

fn value(node: &Node) -> String {
    match &node.kind {
        NodeKind::Null => String::new(),
        NodeKind::Scalar { text, .. } => text.to_string(),
        NodeKind::List { items, .. } => join(items.iter().map(value)),
        NodeKind::Map { entries, .. } => join(
            entries
                .iter()
                .map(|it| format!("{}: {}", value(&it.key), value(&it.value))),
        ),
    }
}

fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

/// One line of at most [`MAX_DETAIL`] characters.
fn shorten(text: &str) -> String {
    // Twice the length is more than enough to fill it, whatever white space is folded; a value may be a megabyte long.
    let head: String = text.chars().take(2 * MAX_DETAIL + 1).collect();
    let line = head.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.len() == head.len() && line.chars().count() <= MAX_DETAIL {
        return line;
    }
    let mut line: String = line.chars().take(MAX_DETAIL).collect();
    line.push('…');
    line
}

fn named(name: &str) -> String {
    let name = name.trim();
    let name = if name.is_empty() { "(untitled)" } else { name };
    name.to_owned()
}

/// A tree by level: a heading holds those that follow it with a lower rank, up to the next of its own or a higher one.
fn headings(headings: &[Heading]) -> Vec<Symbol> {
    let mut roots = Vec::new();
    let mut open: Vec<(u8, Symbol)> = Vec::new();
    for heading in headings {
        close_from(heading.level, &mut open, &mut roots);
        open.push((heading.level, symbol(heading)));
    }
    close_from(0, &mut open, &mut roots);
    roots
}

/// Takes symbols of this level and deeper off the stack, each into its parent.
fn close_from(level: u8, open: &mut Vec<(u8, Symbol)>, roots: &mut Vec<Symbol>) {
    while let Some((_, symbol)) = open.pop_if(|(it, _)| *it >= level) {
        match open.last_mut() {
            Some((_, parent)) => parent.children.push(symbol),
            None => roots.push(symbol),
        }
    }
}

fn symbol(heading: &Heading) -> Symbol {
    let range = heading.section.cover(heading.range);
    Symbol {
        name: named(&heading.title),
        detail: None,
        kind: SymbolKind::Heading,
        range,
        selection_range: heading
            .range
            .intersect(heading.title_range)
            .unwrap_or(TextRange::empty(heading.range.start())),
        children: Vec::new(),
    }
}
