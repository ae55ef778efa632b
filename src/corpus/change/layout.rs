//! How a front matter is laid out on its lines, and the text that an edit puts there. It judges no meaning.

use super::edit::Item;
use super::flow::flow_edits;
use super::{Plain, Refusal};
use crate::schema::shape;
use crate::syntax::yaml::{ScalarContext, write_scalar};
use crate::syntax::{Entry, FrontMatter, Node, NodeKind, ScalarStyle};
use crate::text::lines::{line_ending, line_start, next_line};
use crate::text::{TextEdit, TextRange, TextSize, size};

/// The habits of one post.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    eol: &'static str,
    /// Spaces before the dash of a block list's items.
    indent: usize,
    /// How items are written that need no quotes.
    item_style: ScalarStyle,
}

impl Layout {
    pub(super) fn item_style(&self) -> ScalarStyle {
        self.item_style
    }

    /// Of a post without front matter.
    pub(super) fn new(source: &str) -> Layout {
        Layout {
            eol: line_ending(source),
            indent: 2,
            item_style: ScalarStyle::Plain,
        }
    }

    pub(super) fn eol(&self) -> &'static str {
        self.eol
    }

    pub(super) fn of(source: &str, front_matter: &FrontMatter) -> Layout {
        let block_list =
            |entry: &&Entry| matches!(entry.value.kind, NodeKind::List { flow: false, .. });
        let first_item = front_matter
            .entries
            .iter()
            .find(block_list)
            .and_then(|it| it.value.items().first());
        let indent = first_item
            .and_then(|it| dash_prefix(source, it))
            .map_or(2, |it| it.find('-').unwrap_or(2));
        let styles = front_matter.entries.iter().flat_map(|entry| {
            let context = item_context(&entry.value);
            let items = entry.value.items().iter();
            items.filter_map(move |it| style_by_choice(it, context))
        });
        Layout {
            eol: line_ending(source),
            indent,
            item_style: usual_style(styles),
        }
    }

    fn item_line(&self, prefix: &str, text: &str) -> String {
        format!(
            "{prefix}{}{}",
            write_scalar(text, ScalarContext::BlockItem, self.item_style),
            self.eol
        )
    }

    fn new_prefix(&self) -> String {
        format!("{}- ", " ".repeat(self.indent))
    }
}

pub(super) fn slice(source: &str, range: TextRange) -> &str {
    &source[usize::from(range.start())..usize::from(range.end())]
}

/// The lines that `range` stands on, the last line end included. `None` if anything else stands before it.
pub(super) fn whole_lines(source: &str, range: TextRange) -> Option<TextRange> {
    let start = line_start(source, range.start());
    let before = slice(source, TextRange::new(start, range.start()));
    before
        .trim()
        .is_empty()
        .then(|| TextRange::new(start, next_line(source, range.end())))
}

/// The offset just after the colon of an entry.
pub(super) fn colon_end(source: &str, entry: &Entry) -> TextSize {
    let after_key = &source[usize::from(entry.key.range.end())..];
    let colon = after_key.find(':').map_or(0, |it| it + 1);
    entry.key.range.end() + size(colon)
}

/// The node's bytes without an anchor or a tag in front.
pub(super) fn without_anchor(source: &str, node: &Node) -> TextRange {
    let mut range = node.range;
    while slice(source, range).starts_with(['&', '!']) {
        let text = slice(source, range);
        let Some(word) = text.find([' ', '\n']) else {
            break;
        };
        let rest = text[word..].trim_start();
        let skipped = size(text.len() - rest.len());
        range = TextRange::new(range.start() + skipped, range.end());
    }
    range
}

fn item_context(list: &Node) -> ScalarContext {
    match list.kind {
        NodeKind::List { flow: true, .. } => ScalarContext::FlowItem,
        _ => ScalarContext::BlockItem,
    }
}

/// Which of these there are most of.
fn usual_style(styles: impl Iterator<Item = ScalarStyle>) -> ScalarStyle {
    let mut n_of = [0; 3];
    for style in styles {
        match style {
            ScalarStyle::Plain => n_of[0] += 1,
            ScalarStyle::SingleQuoted => n_of[1] += 1,
            ScalarStyle::DoubleQuoted => n_of[2] += 1,
            _ => {}
        }
    }
    match n_of {
        [plain, single, double] if plain >= single && plain >= double => ScalarStyle::Plain,
        [_, single, double] if single >= double => ScalarStyle::SingleQuoted,
        _ => ScalarStyle::DoubleQuoted,
    }
}

/// The style of a scalar, where its author had a choice: `None` for one that needs its quotes.
fn style_by_choice(node: &Node, context: ScalarContext) -> Option<ScalarStyle> {
    let NodeKind::Scalar { text, style } = &node.kind else {
        return None;
    };
    let free =
        *style == ScalarStyle::Plain || write_scalar(text, context, ScalarStyle::Plain) == *text;
    free.then_some(*style)
}

/// `text` in the place of `node`: in the quotes that it has by choice, else as its neighbours are written.
/// So a rename to something that needs quotes and back again ends without them, and one of what has quotes of its own with them.
pub(super) fn scalar_like(
    node: &Node,
    neighbours: &[Node],
    layout: &Layout,
    text: &str,
    context: ScalarContext,
) -> (String, Plain) {
    if let NodeKind::Scalar {
        text: old,
        style: ScalarStyle::Plain,
    } = &node.kind
        && same_type(old, text)
    {
        // A number stays a number: the neighbours of a tag `2024` are written so too.
        return (
            text.to_owned(),
            Plain::Scalar {
                text: text.into(),
                typed: true,
            },
        );
    }
    if node.style() == Some(ScalarStyle::Plain) && node.text().is_some_and(is_date) && is_date(text)
    {
        // The same of a date: that some tools read it as one is why it stands without quotes.
        return (text.to_owned(), Plain::string(text));
    }
    let style = style_by_choice(node, context).unwrap_or_else(|| {
        let usual = if context == ScalarContext::BlockValue {
            ScalarStyle::Plain
        } else {
            let mut chosen = neighbours
                .iter()
                .filter_map(|it| style_by_choice(it, context));
            match chosen.next() {
                Some(first) => usual_style(std::iter::once(first).chain(chosen)),
                None => layout.item_style,
            }
        };
        chosen_quotes(node, context, usual).unwrap_or(usual)
    });
    let written = write_scalar(text, context, style);
    // Where there must be quotes, the author's are as good as any.
    let own = node.style().filter(|it| is_quoted(*it) && written != text);
    let written = own.map_or(written, |it| write_scalar(text, context, it));
    (written, Plain::string(text))
}

/// The quotes of a scalar that needs some, where they are not those that we would write: then they are its author's choice.
/// Ours may come from a rename of something that stood without quotes, and go with what needs them.
fn chosen_quotes(node: &Node, context: ScalarContext, usual: ScalarStyle) -> Option<ScalarStyle> {
    let style = node.style().filter(|it| is_quoted(*it))?;
    let ours = write_scalar(node.text()?, context, usual);
    let is_ours = ours.starts_with('"') == (style == ScalarStyle::DoubleQuoted);
    (!is_ours).then_some(style)
}

fn is_quoted(style: ScalarStyle) -> bool {
    matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted)
}

fn typed(text: &str) -> Option<serde_yaml::Value> {
    serde_yaml::from_str(text)
        .ok()
        .filter(|it: &serde_yaml::Value| it.is_number() || it.is_bool())
}

fn is_date(text: &str) -> bool {
    shape::parse_date(text).is_some()
}

fn same_type(old: &str, new: &str) -> bool {
    matches!((typed(old), typed(new)), (Some(a), Some(b)) if a.is_number() == b.is_number())
}

pub(super) fn key(key: &str) -> String {
    write_scalar(key, ScalarContext::Key, ScalarStyle::Plain)
}

/// The lines of an entry that was not there.
pub(super) fn new_entry(layout: &Layout, name: &str, value: &Plain) -> String {
    let eol = layout.eol;
    let name = key(name);
    match value {
        Plain::Scalar { text, typed: true } => format!("{name}: {text}{eol}"),
        Plain::Scalar { text, typed: false } => {
            format!(
                "{name}: {}{eol}",
                write_scalar(text, ScalarContext::BlockValue, ScalarStyle::Plain)
            )
        }
        Plain::List(items) if !items.is_empty() => {
            let lines = items.iter().filter_map(|it| match it {
                Plain::Scalar { text, .. } => Some(layout.item_line(&layout.new_prefix(), text)),
                _ => None,
            });
            std::iter::once(format!("{name}:{eol}"))
                .chain(lines)
                .collect()
        }
        Plain::List(_) => format!("{name}: []{eol}"),
        _ => format!("{name}:{eol}"),
    }
}

/// What stands before a block item on its line: spaces, dash, spaces, but not an anchor or a tag.
/// `None` if there is more, or no dash.
fn dash_prefix<'a>(source: &'a str, item: &Node) -> Option<&'a str> {
    let start = line_start(source, item.range.start());
    let before = slice(source, TextRange::new(start, item.range.start()));
    let rest = before
        .trim_start_matches(' ')
        .strip_prefix('-')?
        .trim_start_matches(' ');
    let properties = rest
        .split_ascii_whitespace()
        .all(|it| it.starts_with(['&', '!']));
    properties.then(|| &before[..before.len() - rest.len()])
}

/// The edits that make the list of `entry` hold `items`.
pub(super) fn list_edits(
    source: &str,
    layout: &Layout,
    entry: &Entry,
    items: &[Item],
) -> Result<Vec<TextEdit>, Refusal> {
    match &entry.value.kind {
        NodeKind::List {
            items: old,
            flow: false,
        } if !old.is_empty() => block_edits(source, layout, entry, old, items),
        NodeKind::List {
            items: old,
            flow: true,
        } if !old.is_empty() => Ok(flow_edits(source, layout, entry, old, items)),
        _ => Ok(fresh_list(source, layout, entry, items)),
    }
}

/// A list where there was a scalar, nothing or `[]`. A comment behind the key stays where it is.
fn fresh_list(source: &str, layout: &Layout, entry: &Entry, items: &[Item]) -> Vec<TextEdit> {
    let colon = colon_end(source, entry);
    let old = TextRange::new(colon, entry.value.range.end().max(colon));
    if items.is_empty() {
        return vec![TextEdit::replace(old, " []")];
    }
    let lines: String = items
        .iter()
        .map(|it| layout.item_line(&layout.new_prefix(), new_text(it)))
        .collect();
    let below = next_line(source, old.end());
    let separator = if source[..usize::from(below)].ends_with('\n') {
        ""
    } else {
        layout.eol
    };
    let mut edits = vec![TextEdit::insert(below, format!("{separator}{lines}"))];
    if !old.is_empty() {
        edits.insert(0, TextEdit::delete(old));
    }
    edits
}

/// Where a value begins behind the anchor and the tag of a list whose items follow from `items` on.
fn properties_end(source: &str, entry: &Entry, items: TextSize) -> TextSize {
    let colon = colon_end(source, entry);
    let line = slice(source, TextRange::new(colon, items));
    let line = line.split(['\n', '#']).next().unwrap_or_default();
    let mut words = line.split_ascii_whitespace();
    match words.all(|it| it.starts_with(['&', '!'])) {
        true => colon + TextSize::of(line.trim_end()),
        false => colon,
    }
}

fn new_text(item: &Item) -> &str {
    match item {
        Item::Rewrite(_, text) | Item::New(text) => text,
        Item::Keep(_) => "",
    }
}

pub(super) fn place(item: &Item) -> Option<usize> {
    match item {
        Item::Keep(index) | Item::Rewrite(index, _) => Some(*index),
        Item::New(_) => None,
    }
}

pub(super) fn in_order(items: &[Item]) -> bool {
    items.iter().filter_map(place).is_sorted_by(|a, b| a < b)
}

fn block_edits(
    source: &str,
    layout: &Layout,
    entry: &Entry,
    old: &[Node],
    items: &[Item],
) -> Result<Vec<TextEdit>, Refusal> {
    let strange = || Refusal::new("an item of the list is not on a line of its own");
    let mut chunks = Vec::with_capacity(old.len());
    for item in old {
        dash_prefix(source, item).ok_or_else(strange)?;
        chunks.push(TextRange::new(
            line_start(source, item.range.start()),
            next_line(source, item.range.end()),
        ));
    }
    if items.is_empty() {
        let at = properties_end(source, entry, chunks[0].start());
        let mut edits = vec![TextEdit::insert(at, " []")];
        edits.extend(chunks.into_iter().map(TextEdit::delete));
        return Ok(edits);
    }
    if !in_order(items) {
        return Ok(vec![reordered(source, layout, old, &chunks, items)]);
    }
    let mut edits: Vec<_> = removed(old, items)
        .map(|index| TextEdit::delete(chunks[index]))
        .collect();
    let mut at = chunks[0].start();
    let prefix = dash_prefix(source, &old[0]).ok_or_else(strange)?;
    for item in items {
        match item {
            Item::Keep(index) => at = chunks[*index].end(),
            Item::Rewrite(index, text) => {
                edits.push(rewritten(
                    source,
                    layout,
                    old,
                    *index,
                    text,
                    ScalarContext::BlockItem,
                ));
                at = chunks[*index].end();
            }
            Item::New(text) => {
                let line = layout.item_line(prefix, text);
                let broken_off = usize::from(at) == source.len() && !source.ends_with('\n');
                edits.push(TextEdit::insert(
                    at,
                    if broken_off {
                        format!("{}{line}", layout.eol)
                    } else {
                        line
                    },
                ));
            }
        }
    }
    Ok(edits)
}

pub(super) fn rewritten(
    source: &str,
    layout: &Layout,
    old: &[Node],
    index: usize,
    text: &str,
    context: ScalarContext,
) -> TextEdit {
    let written = scalar_like(&old[index], old, layout, text, context).0;
    TextEdit::replace(without_anchor(source, &old[index]), written)
}

pub(super) fn removed<'a>(old: &'a [Node], items: &'a [Item]) -> impl Iterator<Item = usize> + 'a {
    (0..old.len()).filter(|index| !items.iter().any(|it| place(it) == Some(*index)))
}

/// The whole list again with its items' lines in another order; a comment above an item goes with it.
fn reordered(
    source: &str,
    layout: &Layout,
    old: &[Node],
    chunks: &[TextRange],
    items: &[Item],
) -> TextEdit {
    let first = chunks[0].start();
    let with_comments = |index: usize| {
        let start = if index == 0 {
            first
        } else {
            chunks[index - 1].end()
        };
        TextRange::new(start, chunks[index].end())
    };
    let prefix = layout.new_prefix();
    let mut text = String::new();
    for item in items {
        match item {
            Item::Keep(index) => text.push_str(slice(source, with_comments(*index))),
            Item::Rewrite(index, new) => {
                let edit = rewritten(source, layout, old, *index, new, ScalarContext::BlockItem);
                let around = with_comments(*index);
                text.push_str(slice(
                    source,
                    TextRange::new(around.start(), edit.range.start()),
                ));
                text.push_str(&edit.new_text);
                text.push_str(slice(
                    source,
                    TextRange::new(edit.range.end(), around.end()),
                ));
            }
            Item::New(new) => text.push_str(&layout.item_line(&prefix, new)),
        }
    }
    TextEdit::replace(TextRange::new(first, chunks[chunks.len() - 1].end()), text)
}
