//! How a front matter is laid out on its lines, and the text that an edit puts there. It judges no meaning.

use super::{Plain, Refusal};
use crate::schema::shape;
use crate::syntax::yaml::{ScalarContext, write_scalar};
use crate::syntax::{Entry, Format, FrontMatter, Node, NodeKind, ScalarStyle};
use crate::text::lines::{line_ending, line_start, next_line};
use crate::text::{TextEdit, TextRange, TextSize, size};

/// The habits of one post.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    format: Format,
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

    pub(super) fn format(&self) -> Format {
        self.format
    }

    /// Of a post without front matter.
    pub(super) fn new(source: &str) -> Layout {
        Layout {
            format: Format::Yaml,
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
            format: front_matter.format,
            eol: line_ending(source),
            indent,
            item_style: usual_style(styles),
        }
    }

    pub(super) fn item_line(&self, prefix: &str, text: &str) -> String {
        format!(
            "{prefix}{}{}",
            self.format
                .write_scalar(text, ScalarContext::BlockItem, self.item_style),
            self.eol
        )
    }

    /// What stands before an item of a list whose key is indented by `column` spaces.
    pub(super) fn new_prefix(&self, column: usize) -> String {
        format!("{}- ", " ".repeat(column + self.indent))
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

/// The offset just after the colon, or the equals sign, of an entry.
pub(super) fn separator_end(source: &str, format: Format, entry: &Entry) -> TextSize {
    let after_key = &source[usize::from(entry.key.range.end())..];
    let separator = after_key.find(format.separator());
    entry.key.range.end() + size(separator.map_or(0, |it| it + 1))
}

/// Spaces before an entry on its line; `None` where something else stands there.
pub(super) fn column(source: &str, entry: &Entry) -> Option<usize> {
    let start = line_start(source, entry.range.start());
    let before = slice(source, TextRange::new(start, entry.range.start()));
    before.bytes().all(|it| it == b' ').then_some(before.len())
}

/// What goes with an entry in brackets: its comma, and the blanks on one side.
pub(super) fn in_brackets_range(_: &str, siblings: &[Entry], entry: &Entry) -> TextRange {
    let index = siblings.iter().position(|it| std::ptr::eq(it, entry));
    let next = index.and_then(|it| siblings.get(it + 1));
    let before = index.and_then(|it| siblings.get(it.checked_sub(1)?));
    match (next, before) {
        (Some(next), _) => TextRange::new(entry.range.start(), next.range.start()),
        (None, Some(before)) => TextRange::new(before.range.end(), entry.range.end()),
        (None, None) => entry.range,
    }
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
    if layout.format != Format::Yaml {
        return string_like(node, neighbours, layout.format, text);
    }
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

/// The same where all strings stand in quotes.
fn string_like(node: &Node, neighbours: &[Node], format: Format, text: &str) -> (String, Plain) {
    let old = node.text().unwrap_or_default();
    let is_typed = node.style() == Some(ScalarStyle::Plain)
        && (same_type(old, text) || is_date(old) && is_date(text));
    if is_typed {
        let meaning = Plain::Scalar {
            text: text.into(),
            typed: true,
        };
        return (text.to_owned(), meaning);
    }
    let quotes = std::iter::once(node).chain(neighbours);
    let quotes = quotes.filter_map(Node::style).find(|it| is_quoted(*it));
    let style = quotes.unwrap_or(ScalarStyle::DoubleQuoted);
    let written = format.write_scalar(text, ScalarContext::FlowItem, style);
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

/// Where a new entry goes.
pub(super) struct Place<'a> {
    /// The entry that it follows; `None` at the beginning.
    pub(super) after: Option<&'a Entry>,
    /// The entries of the map that it goes into.
    pub(super) siblings: &'a [Entry],
    /// That map; `None` for the front matter itself.
    pub(super) map: Option<&'a Node>,
    pub(super) front_matter: &'a FrontMatter,
}

impl Place<'_> {
    fn is_in_brackets(&self) -> bool {
        match self.map.map(|it| &it.kind) {
            Some(NodeKind::Map { flow, .. }) => *flow,
            _ => self.front_matter.format == Format::Json,
        }
    }
}

/// The edit that puts an entry into its place.
pub(super) fn insertion(
    source: &str,
    layout: &Layout,
    place: &Place<'_>,
    (key, value): (&str, &Plain),
) -> Result<TextEdit, Refusal> {
    if place.is_in_brackets() {
        return Ok(insertion_in_brackets(source, layout, place, (key, value)));
    }
    let strange = || Refusal::new("the entries there are not on lines of their own");
    let column = match (place.map, place.siblings.first()) {
        (Some(_), Some(first)) => column(source, first).ok_or_else(strange)?,
        (Some(_), None) => return Err(strange()),
        (None, _) => 0,
    };
    let text = new_entry(layout, column, key, value);
    let offset = match (place.after, place.map) {
        (Some(entry), _) => next_line(source, entry.range.end()),
        (None, Some(_)) => line_start(source, place.siblings[0].range.start()),
        (None, None) => place.front_matter.block.start(),
    };
    Ok(TextEdit::insert(offset, text))
}

/// Whether the entry is a table, or a list of tables, with a header of its own.
pub(super) fn is_table(source: &str, entry: &Entry) -> bool {
    let start = line_start(source, entry.range.start());
    source[usize::from(start)..].trim_start().starts_with('[')
}

fn insertion_in_brackets(
    source: &str,
    layout: &Layout,
    place: &Place<'_>,
    (key, value): (&str, &Plain),
) -> TextEdit {
    let format = layout.format;
    let pair = format!(
        "{}{}{}",
        format.write_key(key),
        if format == Format::Toml { " = " } else { ": " },
        inline(layout, value)
    );
    let Some(first) = place.siblings.first() else {
        let range = place.map.map_or(place.front_matter.block, |it| it.range);
        let object = slice(source, range);
        let inside = range.start() + size(object.find('{').map_or(0, |it| it + 1));
        return TextEdit::insert(inside, pair);
    };
    let gap = match column(source, first) {
        Some(column) => format!("{}{}", layout.eol, " ".repeat(column)),
        None => " ".to_owned(),
    };
    match place.after {
        Some(entry) => TextEdit::insert(entry.range.end(), format!(",{gap}{pair}")),
        None => TextEdit::insert(first.range.start(), format!("{pair},{gap}")),
    }
}

/// A value on the line of its key.
pub(super) fn inline(layout: &Layout, value: &Plain) -> String {
    let format = layout.format;
    let quotes = match format {
        Format::Yaml => ScalarStyle::Plain,
        Format::Toml | Format::Json => ScalarStyle::DoubleQuoted,
    };
    match value {
        Plain::Null => "null".to_owned(),
        Plain::Scalar { text, typed: true } => {
            format.write_untyped(text, ScalarContext::FlowItem, ScalarStyle::Plain)
        }
        Plain::Scalar { text, .. } => format.write_scalar(text, ScalarContext::FlowItem, quotes),
        Plain::List(items) => {
            let items: Vec<_> = items.iter().map(|it| inline(layout, it)).collect();
            format!("[{}]", items.join(", "))
        }
        Plain::Map(_) => "{}".to_owned(),
    }
}

/// The lines of an entry that was not there.
pub(super) fn new_entry(layout: &Layout, column: usize, name: &str, value: &Plain) -> String {
    let eol = layout.eol;
    let indent = " ".repeat(column);
    let name = format!("{indent}{}", layout.format.write_key(name));
    if layout.format == Format::Toml {
        return format!("{name} = {}{eol}", inline(layout, value));
    }
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
                Plain::Scalar { text, .. } => {
                    Some(layout.item_line(&layout.new_prefix(column), text))
                }
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
pub(super) fn dash_prefix<'a>(source: &'a str, item: &Node) -> Option<&'a str> {
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

/// The item at `index` with another text, in its own style.
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
