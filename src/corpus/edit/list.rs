//! Edits of lists: those of items on lines of their own, and those that were none. It leaves lists in brackets to `flow`.

use super::Plain;
use super::Refusal;
use super::flow::flow_edits;
use super::item::{Item, in_order, new_text, removed};
use super::layout::{
    Layout, column, dash_prefix, inline, rewritten, separator_end, slice, without_anchor,
};
use crate::syntax::yaml::ScalarContext;
use crate::syntax::{Entry, Field, Format, Node, NodeKind};
use crate::text::lines::{line_start, next_line};
use crate::text::{TextEdit, TextRange, TextSize};

/// The edits that make the list of `entry` hold `items`.
pub(super) fn list_edits(
    source: &str,
    layout: &Layout,
    entry: &Field<'_>,
    items: &[Item],
) -> Result<Vec<TextEdit>, Refusal> {
    let list = entry.value.list();
    match &list.kind {
        NodeKind::List {
            items: old,
            flow: false,
        } if !old.is_empty() => block_edits(source, layout, entry, old, items),
        NodeKind::List {
            items: old,
            flow: true,
        } if !old.is_empty() => Ok(flow_edits(source, layout, list, old, items)),
        _ if layout.format() != Format::Yaml || entry.in_brackets => {
            Ok(vec![inline_list(source, layout, entry, items)])
        }
        _ => Ok(fresh_list(source, layout, entry, items)),
    }
}

/// The same on the line of the key, in brackets.
fn inline_list(source: &str, layout: &Layout, entry: &Entry, items: &[Item]) -> TextEdit {
    let items = items.iter().map(|it| Plain::string(new_text(it)));
    let written = inline(layout, &Plain::List(items.collect()));
    match entry.value.range.is_empty() {
        true => {
            let separator = separator_end(source, layout.format(), entry);
            TextEdit::insert(separator, format!(" {written}"))
        }
        false => TextEdit::replace(without_anchor(source, &entry.value), written),
    }
}

/// A list where there was a scalar, nothing or `[]`. A comment behind the key stays where it is.
fn fresh_list(source: &str, layout: &Layout, entry: &Entry, items: &[Item]) -> Vec<TextEdit> {
    let colon = separator_end(source, layout.format(), entry);
    let column = column(source, entry).unwrap_or_default();
    let old = TextRange::new(colon, entry.value.range.end().max(colon));
    if items.is_empty() {
        return vec![TextEdit::replace(old, " []")];
    }
    let lines: String = items
        .iter()
        .map(|it| layout.item_line(&layout.new_prefix(column), new_text(it)))
        .collect();
    let below = next_line(source, old.end());
    let separator = if source[..usize::from(below)].ends_with('\n') {
        ""
    } else {
        layout.eol()
    };
    let mut edits = vec![TextEdit::insert(below, format!("{separator}{lines}"))];
    if !old.is_empty() {
        edits.insert(0, TextEdit::delete(old));
    }
    edits
}

/// Where a value begins behind the anchor and the tag of a list whose items follow from `items` on.
fn properties_end(source: &str, entry: &Entry, items: TextSize) -> TextSize {
    let colon = separator_end(source, Format::Yaml, entry);
    let line = slice(source, TextRange::new(colon, items));
    let line = line.split(['\n', '#']).next().unwrap_or_default();
    let mut words = line.split_ascii_whitespace();
    match words.all(|it| it.starts_with(['&', '!'])) {
        true => colon + TextSize::of(line.trim_end()),
        false => colon,
    }
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
        let prefix = dash_prefix(source, &old[0]).ok_or_else(strange)?;
        return Ok(vec![reordered(source, layout, prefix, old, &chunks, items)]);
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
                        format!("{}{line}", layout.eol())
                    } else {
                        line
                    },
                ));
            }
        }
    }
    Ok(edits)
}

/// The whole list again with its items' lines in another order; a comment above an item goes with it.
fn reordered(
    source: &str,
    layout: &Layout,
    prefix: &str,
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
            Item::New(new) => text.push_str(&layout.item_line(prefix, new)),
        }
    }
    TextEdit::replace(TextRange::new(first, chunks[chunks.len() - 1].end()), text)
}
