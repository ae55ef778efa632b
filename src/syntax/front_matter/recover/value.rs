//! The value of a key that is not YAML together with it: a list, a map, text, or something on the key's line.

use super::key::{self, Key};
use super::{DEPTH_LIMIT, Reader, Row, list, reason, scalar};
use crate::syntax::error::{BlockError, FlowError, ItemError, LineError};
use crate::syntax::front_matter::lines::{holds_text, key_length};
use crate::syntax::tree::{Node, NodeKind, ScalarStyle, null, scalar as scalar_node};
use crate::syntax::yaml;
use crate::text::range;

/// Whether a line that is not indented is the value of the key above it, rather than a line that belongs nowhere.
pub(super) fn is_meant_for(key: &Key, row: &Row, source: &str) -> bool {
    key.node.text().is_some_and(holds_text) || scalar::is_evident(row.text(source))
}

impl Reader<'_> {
    /// A key's value, and the rows below it that are no part of it.
    pub(super) fn value_of<'r>(&mut self, key: &Key, rows: &'r [Row]) -> (Node, &'r [Row]) {
        if let Some((range, error)) = &key.error {
            self.error(*range, error.clone());
        }
        let (row, below) = (&rows[0], &rows[1..]);
        let inline = scalar::trim(self.source, key.value_start, row.end);
        let text = &self.source[inline.0..inline.1];
        let first = below.iter().find(|it| it.is_content());
        let is_list = first.is_some_and(|it| list::bullet(self.source, it).is_some());
        if text.is_empty() {
            let place = key.value_place(self.source, row);
            return match first {
                None => (null(place, place), below),
                Some(_) if is_list => self.list(below, row.indent),
                Some(first)
                    if first.indent <= row.indent && is_meant_for(key, first, self.source) =>
                {
                    let rest = below.iter().position(|it| it.start == first.start);
                    let rest = rest.map_or(below, |it| &below[it + 1..]);
                    (self.unindented(&key.node, first), rest)
                }
                Some(first) => self.value_below(below, first),
            };
        }
        if text.starts_with("- ") {
            self.error((inline.0, inline.0 + 1), ItemError::BesideKey);
            return self.inline_list(row, inline.0, below);
        }
        // An item that looks like an entry is one that got a dash by mistake.
        let is_entry = |row: &Row| {
            list::bullet(self.source, row).is_some_and(|it| list::is_entry(self.source, row, &it))
        };
        if is_list
            && scalar::is_empty_value(text)
            && !first.is_some_and(is_entry)
            && !self.is_commented_out(below)
        {
            self.error(inline, FlowError::EmptyAboveItems(text.into()));
            return self.list(below, row.indent);
        }
        if scalar::is_block_header(text) && below.iter().any(Row::is_content) {
            return (self.block_scalar(inline, rows), &[]);
        }
        self.inline_value(inline, rows)
    }

    /// Whether the key of the items below is in a comment: then they belong to it.
    fn is_commented_out(&self, rows: &[Row]) -> bool {
        let comments = rows
            .iter()
            .take_while(|it| !it.is_content())
            .map(|it| it.text(self.source));
        comments
            .into_iter()
            .any(|it| key_length(it.trim_start_matches(['#', ' '])).is_some())
    }

    /// A value on the line below its key that is not indented.
    fn unindented(&mut self, key: &Node, row: &Row) -> Node {
        let key = key.text().unwrap_or_default();
        self.error((row.start, row.end), LineError::UnindentedValue(key.into()));
        let n_errors = self.errors.len();
        let node = self.inline((row.start, row.end), row.line.end);
        self.errors.truncate(n_errors);
        node
    }

    /// A map, or text, that begins on the line below its key.
    fn value_below<'r>(&mut self, rows: &'r [Row], first: &Row) -> (Node, &'r [Row]) {
        let is_map = key::split(self.source, first).is_some_and(|it| it.complete);
        match is_map && self.depth < DEPTH_LIMIT {
            true => (self.nested(rows, first.indent), &[]),
            false => (self.text_below(rows), &[]),
        }
    }

    pub(super) fn nested(&mut self, rows: &[Row], indent: usize) -> Node {
        let entries = self.map(rows, indent);
        let start = entries.iter().map(|it| it.key.range.start()).min();
        let end = entries
            .iter()
            .map(|it| it.value.range.end().max(it.key.range.end()))
            .max();
        let start = start.map_or(rows[0].start, usize::from);
        Node {
            range: range(start, end.map_or(start, usize::from)),
            kind: NodeKind::Map {
                entries,
                flow: false,
            },
        }
    }

    /// Lines of text as one, folded as YAML folds them.
    fn text_below(&mut self, rows: &[Row]) -> Node {
        let (start, end, text) = self.folded(rows);
        self.error((start, end), reason::of_plain(&text));
        scalar_node(start, end, text.into(), ScalarStyle::Plain)
    }

    /// The text of all rows, and its range; one of them at least says something.
    pub(super) fn folded(&self, rows: &[Row]) -> (usize, usize, String) {
        let content = || rows.iter().filter(|it| it.is_content());
        let start = content().next().map_or(rows[0].start, |it| it.start);
        let end = content().next_back().map_or(start, |it| it.end);
        let texts: Vec<&str> = content().map(|it| it.text(self.source)).collect();
        (start, end, texts.join(" "))
    }

    /// `|` or `>` with lines below it that YAML refuses: the lines without the indentation of the first.
    fn block_scalar(&mut self, (start, end): (usize, usize), rows: &[Row]) -> Node {
        let header = &self.source[start..end];
        let (style, join) = match header.starts_with('|') {
            true => (ScalarStyle::Literal, "\n"),
            false => (ScalarStyle::Folded, " "),
        };
        let below = &rows[1..];
        let first = below
            .iter()
            .find(|it| it.start < it.end)
            .map_or(0, |it| it.indent);
        let last = below
            .iter()
            .rposition(|it| it.start < it.end)
            .map_or(0, |it| it + 1);
        let text_of = |it: &Row| &self.source[it.line.start + it.indent.min(first)..it.end];
        let lines: Vec<&str> = below[..last].iter().map(text_of).collect();
        let mut text = lines.join(join);
        if !header.contains('-') {
            text.push('\n');
        }
        if let Some(text) = below.iter().find(|it| it.start < it.end)
            && text.indent <= rows[0].indent
        {
            let header = if style == ScalarStyle::Literal {
                '|'
            } else {
                '>'
            };
            self.error((text.start, text.end), LineError::UnindentedText(header));
        }
        let last = below[..last].last().map_or(end, |it| it.end);
        if let Some((at, character)) = yaml::first_unprintable(&self.source[start..last]) {
            let at = start + at;
            self.error(
                (at, at + character.len_utf8()),
                BlockError::ControlCharacter(character),
            );
        }
        scalar_node(start, last, text.into(), style)
    }
}
