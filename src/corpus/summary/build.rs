//! From a parsed post to its summary. It knows the syntax's types; nobody else in the corpus needs their ranges.

use std::sync::Arc;

use crate::text::{TextRange, TextSize};
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

use super::pairs::pairs;
use super::{Fields, LONG, Summary, Value, ValueStyle};
use crate::corpus::silence::is_marked;
use crate::corpus::template::has_placeholders;
use crate::schema::{Quote, shape};
use crate::syntax::{
    Body, Document, Entry, Field, FrontMatter, LinkKind, Node, NodeKind, ScalarStyle, is_external,
    is_of_another_format,
};

/// How much of a longer scalar is kept, in bytes: a line to show.
const SHOWN: usize = 96;

/// Up to here a [`SmolStr`] holds its text in itself.
const INLINE: usize = 23;

/// One copy of each longer text, and of each sequence of names, that many posts share. Its owner is one thread of the loader.
#[derive(Debug, Default)]
pub struct Interner {
    texts: FxHashSet<SmolStr>,
    names: FxHashSet<Arc<[SmolStr]>>,
    /// Of the post at hand; what they allocate is used again for the next one.
    own_names: Vec<SmolStr>,
    own_values: Vec<(Value, ValueStyle)>,
    n_nested: usize,
}

impl Interner {
    fn intern(&mut self, text: &SmolStr) -> SmolStr {
        if text.len() <= INLINE {
            return text.clone();
        }
        match self.texts.get(text) {
            Some(known) => known.clone(),
            None => {
                self.texts.insert(text.clone());
                text.clone()
            }
        }
    }

    /// The fields that were gathered.
    fn finish(&mut self) -> Fields {
        let names = match self.names.get(self.own_names.as_slice()) {
            Some(known) => known.clone(),
            None => {
                let names: Arc<[SmolStr]> = self.own_names.as_slice().into();
                self.names.insert(names.clone());
                names
            }
        };
        self.own_names.clear();
        self.n_nested = 0;
        Fields::new(names, self.own_values.drain(..).collect())
    }
}

fn ids(body: &Body) -> Box<[SmolStr]> {
    let of_headings = body.headings.iter().filter_map(|it| it.id());
    let ids = of_headings.chain(&body.html_anchors);
    ids.map(|it| it.name.clone()).collect()
}

impl Summary {
    /// The summary of a whole post. What stands at the cursor is left out: it is being typed, and no term yet.
    pub fn of(
        source: &str,
        document: &Document,
        cursor: Option<TextSize>,
        interner: &mut Interner,
    ) -> Summary {
        let front_matter = document.front_matter.as_ref();
        let broken = !document.errors.is_empty();
        let headings = document.body.headings.iter();
        let head = Summary::of_head(source, front_matter, broken, cursor, interner);
        Summary {
            headings: headings.map(|it| (it.level, it.title.clone())).collect(),
            ids: ids(&document.body),
            links: links(&document.body),
            html_links: local(
                document
                    .body
                    .html_links
                    .iter()
                    .chain(&document.body.head_links)
                    .map(|it| (it.kind, &it.target)),
            ),
            pairs: pairs(&source[document.body.range], &head.fields),
            complete: true,
            odd: document.body.is_odd() || is_marked(source),
            ..head
        }
    }

    /// The summary of a post whose body has not been read.
    pub fn of_head(
        source: &str,
        front_matter: Option<&FrontMatter>,
        broken: bool,
        cursor: Option<TextSize>,
        interner: &mut Interner,
    ) -> Summary {
        if let Some(it) = front_matter {
            it.each_field(&mut |field| gather(source, &field, cursor, interner));
        }
        let fields = interner.finish();
        let date = fields.get("date").and_then(Value::text);
        let date = date.and_then(shape::parse_date);
        Summary {
            date: date.map(|it| it.days),
            fields,
            headings: Box::default(),
            ids: Box::default(),
            links: Box::default(),
            html_links: Box::default(),
            pairs: Box::default(),
            format: front_matter.map(|it| it.format),
            broken,
            other_format: front_matter.is_none() && is_of_another_format(source),
            template: front_matter.is_some_and(|it| has_placeholders(&source[it.block])),
            complete: false,
            odd: false,
        }
    }
}

/// Fields of maps in one post; what has more is data rather than metadata.
const MAX_NESTED: usize = 128;

/// Adds a field to those of the post at hand.
fn gather(source: &str, field: &Field<'_>, cursor: Option<TextSize>, interner: &mut Interner) {
    if touches(field.key.range, cursor) {
        return;
    }
    let nested = field.is_nested();
    if nested && interner.n_nested == MAX_NESTED {
        return;
    }
    interner.n_nested += usize::from(nested);
    let value = value(field, cursor, interner);
    let style = ValueStyle {
        nested,
        ..value_style(source, &field.value)
    };
    // Of each map of a list there is one.
    let names = &interner.own_names;
    let known = names.iter().position(|it| nested && **it == *field.name);
    if let Some(known) = known.filter(|_| field.name.contains("[]")) {
        return add_items(&mut interner.own_values[known].0, &value);
    }
    let name = match (nested, &field.key.kind) {
        (false, NodeKind::Scalar { text, .. }) => text.clone(),
        _ => interner.intern(&SmolStr::new(&field.name)),
    };
    interner.own_names.push(name);
    interner.own_values.push((value, style));
}

/// What several maps of a list have in a field, as one list.
fn add_items(all: &mut Value, more: &Value) {
    if more.is_empty() || matches!((&all, more), (Value::Other, _) | (_, Value::Other)) {
        return;
    }
    let items = all.items().iter().chain(more.items());
    *all = match all {
        Value::Null => more.clone(),
        _ => Value::List(items.cloned().collect()),
    };
}

fn links(body: &Body) -> Box<[(LinkKind, SmolStr)]> {
    let links = body.links.iter().map(|it| (it.kind, &it.target));
    let definitions = body.definitions.iter();
    let definitions = definitions.map(|it| (LinkKind::Inline, &it.target));
    local(links.chain(definitions))
}

/// Those that do not lead to the web, each once.
fn local<'a>(links: impl Iterator<Item = (LinkKind, &'a SmolStr)>) -> Box<[(LinkKind, SmolStr)]> {
    let mut seen = FxHashSet::default();
    let local = links.filter(|(kind, target)| match kind {
        LinkKind::Wiki | LinkKind::Tag => true,
        LinkKind::Inline | LinkKind::Image => !is_external(target),
        // Labels; what they stand for is among the definitions.
        LinkKind::Reference | LinkKind::Footnote | LinkKind::Autolink => false,
    });
    let fresh = local.filter(|it| seen.insert(*it));
    fresh.map(|(kind, target)| (kind, target.clone())).collect()
}

fn touches(range: TextRange, cursor: Option<TextSize>) -> bool {
    cursor.is_some_and(|it| range.contains_inclusive(it))
}

/// Nothing but mappings and lists: no list of terms, and not for us to judge.
fn is_of_records(items: &[Node]) -> bool {
    let is_record = |it: &Node| matches!(it.kind, NodeKind::Map { .. } | NodeKind::List { .. });
    !items.is_empty() && items.iter().all(is_record)
}

fn value(entry: &Entry, cursor: Option<TextSize>, interner: &mut Interner) -> Value {
    if entry.broken {
        return Value::Other;
    }
    match &entry.value.list().kind {
        NodeKind::Null => Value::Null,
        NodeKind::Scalar { .. } if touches(entry.value.range, cursor) => Value::Null,
        NodeKind::Scalar { text, .. } if text.len() > LONG => Value::Long(beginning(text)),
        NodeKind::Scalar { text, .. } => Value::Scalar(interner.intern(text)),
        NodeKind::List { items, .. } if is_of_records(items) => Value::Other,
        NodeKind::List { items, .. } => {
            let settled = items.iter().filter(|it| !touches(it.range, cursor));
            let scalars = settled.filter_map(|it| match &it.kind {
                NodeKind::Scalar { text, .. } => Some(text),
                _ => None,
            });
            let short = scalars.filter(|it| !it.is_empty() && it.len() <= LONG);
            Value::List(short.map(|it| interner.intern(it)).collect())
        }
        NodeKind::Map { .. } => Value::Other,
    }
}

fn beginning(text: &str) -> SmolStr {
    let line = text.lines().next().unwrap_or_default();
    let end = (0..=SHOWN.min(line.len()))
        .rev()
        .find(|it| line.is_char_boundary(*it));
    line[..end.unwrap_or(0)].into()
}

fn value_style(source: &str, node: &Node) -> ValueStyle {
    match &node.list().kind {
        NodeKind::Scalar { .. } => scalar_style(node),
        NodeKind::List { items, flow } => {
            let Some(first) = items.first() else {
                return ValueStyle::default();
            };
            let block = !flow;
            ValueStyle {
                indent: block.then(|| dash_indent(source, first)).flatten(),
                flow: *flow,
                ..scalar_style(first)
            }
        }
        NodeKind::Null | NodeKind::Map { .. } => ValueStyle::default(),
    }
}

/// Quotes that YAML needs say nothing of the author's habits.
fn scalar_style(node: &Node) -> ValueStyle {
    let NodeKind::Scalar { text, style } = &node.kind else {
        return ValueStyle::default();
    };
    let quote = match style {
        ScalarStyle::Plain => Some(Quote::Plain),
        ScalarStyle::SingleQuoted => Some(Quote::Single),
        ScalarStyle::DoubleQuoted => Some(Quote::Double),
        _ => None,
    };
    ValueStyle {
        quoted: quote.is_none_or(|it| it != Quote::Plain),
        quote: quote.filter(|_| shape::is_plain(text)),
        ..ValueStyle::default()
    }
}

/// Spaces before the dash of a block list's item.
fn dash_indent(source: &str, item: &Node) -> Option<u8> {
    let before = source.get(..usize::from(item.range.start()))?;
    let line_start = before.rfind(['\n', '\r']).map_or(0, |it| it + 1);
    let line = &before[line_start..];
    let indent = line.len() - line.trim_start_matches(' ').len();
    u8::try_from(indent)
        .ok()
        .filter(|_| line[indent..].starts_with('-'))
}
