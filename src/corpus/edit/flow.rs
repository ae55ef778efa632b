//! Edits of lists in brackets, `[a, b]`: on one line, or on several with comments between the items.

use super::item::{Item, in_order, place, removed};
use super::layout::{Layout, rewritten, scalar_like, slice, without_anchor};
use crate::syntax::yaml::ScalarContext;
use crate::syntax::{Format, Node, ScalarStyle};
use crate::text::lines::{line_start, next_line};
use crate::text::{TextEdit, TextRange, TextSize};

/// The edits that make a list in brackets hold `items`, each with the comment that stands beside it.
pub(super) fn flow_edits(
    source: &str,
    layout: &Layout,
    list: &Node,
    old: &[Node],
    items: &[Item],
) -> Vec<TextEdit> {
    let brackets = without_anchor(source, list);
    let interior = TextRange::new(
        brackets.start() + TextSize::of('['),
        brackets.end() - TextSize::of(']'),
    );
    if !in_order(items) || !items.iter().any(|it| place(it).is_some()) {
        let texts: Vec<_> = items
            .iter()
            .map(|it| flow_item(source, layout, old, it))
            .collect();
        return vec![TextEdit::replace(interior, texts.join(", "))];
    }
    let mut edits = Vec::new();
    let first_kept = items
        .iter()
        .find_map(place)
        .expect("some item keeps its place");
    let is_removed = |index: usize| !items.iter().any(|it| place(it) == Some(index));
    for index in removed(old, items) {
        let next_stays = index + 1 < old.len() && !is_removed(index + 1);
        let range = match index < first_kept {
            true => first_range(source, interior, old, index),
            false => later_range(source, interior, old, index, next_stays),
        };
        edits.push(TextEdit::delete(range));
    }
    let mut last = None;
    for item in items {
        match item {
            Item::Keep(index) => last = Some(*index),
            Item::Rewrite(index, text) => {
                edits.push(rewritten(
                    source,
                    layout,
                    old,
                    *index,
                    text,
                    ScalarContext::FlowItem,
                ));
                last = Some(*index);
            }
            Item::New(_) => {
                let text = flow_item(source, layout, old, item);
                let gap = gap(source, layout, old);
                edits.push(match last {
                    Some(index) => {
                        TextEdit::insert(old[index].range.end(), format!(",{gap}{text}"))
                    }
                    None => {
                        TextEdit::insert(old[first_kept].range.start(), format!("{text},{gap}"))
                    }
                });
            }
        }
    }
    let ends_with_new = matches!(items.last(), Some(Item::New(_)));
    if layout.format() == Format::Json && !ends_with_new {
        edits.extend(last.and_then(|it| trailing_comma(source, old, it, &edits)));
    }
    edits
}

/// What stands between a comma and the next item: a line end, where all items have lines of their own.
fn gap(source: &str, layout: &Layout, old: &[Node]) -> String {
    let indent = |it: &Node| {
        let start = line_start(source, it.range.start());
        let before = slice(source, TextRange::new(start, it.range.start()));
        before.trim().is_empty().then_some(before)
    };
    match old.iter().map(indent).collect::<Option<Vec<_>>>() {
        Some(indents) => format!("{}{}", layout.eol(), indents[0]),
        None => " ".to_owned(),
    }
}

/// The edit that deletes the comma behind the last item that stays, where no other one does.
fn trailing_comma(source: &str, old: &[Node], last: usize, edits: &[TextEdit]) -> Option<TextEdit> {
    let next = old.get(last + 1)?;
    let gap = TextRange::new(old[last].range.end(), next.range.start());
    let comma = gap.start() + TextSize::try_from(slice(source, gap).find(',')?).ok()?;
    let comma = TextRange::at(comma, TextSize::of(','));
    let is_left = !edits.iter().any(|it| it.range.contains_range(comma));
    is_left.then(|| TextEdit::delete(comma))
}

fn flow_item(source: &str, layout: &Layout, old: &[Node], item: &Item) -> String {
    match item {
        Item::Keep(index) => slice(source, old[*index].range).to_owned(),
        Item::Rewrite(index, text) => {
            scalar_like(&old[*index], old, layout, text, ScalarContext::FlowItem).0
        }
        Item::New(text) => {
            let quotes = old.iter().filter_map(Node::style).next();
            let style = match layout.format() {
                Format::Yaml => layout.item_style(),
                Format::Toml | Format::Json => quotes.unwrap_or(ScalarStyle::DoubleQuoted),
            };
            let format = layout.format();
            format.write_scalar(text, ScalarContext::FlowItem, style)
        }
    }
}

/// What goes with an item before which none stays.
fn first_range(source: &str, interior: TextRange, old: &[Node], index: usize) -> TextRange {
    let (item, next) = (old[index].range, old[index + 1].range);
    let gap = TextRange::new(item.end(), next.start());
    let forward = TextRange::new(item.start(), next.start());
    match is_one_line(source, gap) {
        true => forward,
        false => own_lines(source, interior, item)
            .or_else(|| rest_of_line(source, interior, item))
            .unwrap_or(forward),
    }
}

/// What goes with an item behind one that stays.
fn later_range(
    source: &str,
    interior: TextRange,
    old: &[Node],
    index: usize,
    next_stays: bool,
) -> TextRange {
    let (before, item) = (old[index - 1].range, old[index].range);
    let backward = TextRange::new(before.end(), item.end());
    if is_one_line(source, TextRange::new(before.end(), item.start())) {
        return backward;
    }
    let forward = || {
        let next = old.get(index + 1).filter(|_| next_stays)?.range;
        let gap = TextRange::new(item.end(), next.start());
        is_one_line(source, gap).then(|| TextRange::new(item.start(), next.start()))
    };
    own_lines(source, interior, item)
        .or_else(forward)
        .or_else(|| rest_of_line(source, interior, item))
        .unwrap_or(backward)
}

/// Whether nothing but a comma and blanks stands between two items: no comment, which would be one's or the other's.
fn is_one_line(source: &str, gap: TextRange) -> bool {
    !slice(source, gap).contains(['#', '\n', '\r'])
}

/// The lines of an item that shares them with its comma and its comment alone.
fn own_lines(source: &str, interior: TextRange, item: TextRange) -> Option<TextRange> {
    let start = line_start(source, item.start());
    let before = interior
        .contains(start)
        .then(|| TextRange::new(start, item.start()))?;
    let is_alone = slice(source, before)
        .trim_matches([' ', '\t', ','])
        .is_empty();
    let rest = rest_of_line(source, interior, item)?;
    let end = next_line(source, rest.end());
    (is_alone && interior.contains_inclusive(end)).then(|| TextRange::new(start, end))
}

/// An item with its comma and its comment, up to the line end. `None` if anything else stands there.
fn rest_of_line(source: &str, interior: TextRange, item: TextRange) -> Option<TextRange> {
    let line = TextRange::new(item.end(), next_line(source, item.end()));
    let text = slice(source, line.intersect(interior)?).trim_end();
    let rest = text.trim_start();
    let rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
    let is_comment = rest.is_empty() || rest.starts_with('#');
    let end = item.end() + TextSize::of(text);
    is_comment.then(|| TextRange::new(item.start(), end))
}
