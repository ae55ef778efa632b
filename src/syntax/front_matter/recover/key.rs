//! The key of a line, complete or half-typed. It does not look at values.

use super::Row;
use crate::syntax::ScalarStyle;
use crate::syntax::front_matter::lines::{Shape, is_word, key_length, word_length};
use crate::syntax::yaml::{Node, scalar};

pub(super) struct Key {
    pub(super) node: Node,
    /// Behind the colon.
    pub(super) value_start: usize,
    /// Whether a colon and a space, or the end of the line, follow it.
    pub(super) complete: bool,
    /// What is wrong with the key itself, and where.
    pub(super) error: Option<((usize, usize), String)>,
}

impl Key {
    /// Where a value would stand.
    pub(super) fn value_place(&self, source: &str, row: &Row) -> usize {
        let space = source[self.value_start..row.line.end].starts_with(' ');
        self.value_start + usize::from(space)
    }
}

/// The key that the row begins with.
pub(super) fn split(source: &str, row: &Row) -> Option<Key> {
    if !row.is_content() {
        return None;
    }
    let text = row.text(source);
    quoted(source, row)
        .or_else(|| plain(row, text))
        .or_else(|| mistyped(row, text))
        .or_else(|| behind_stray_character(row, text))
}

fn quoted(source: &str, row: &Row) -> Option<Key> {
    let text = row.text(source);
    let style = match text.as_bytes()[0] {
        b'"' => ScalarStyle::DoubleQuoted,
        b'\'' => ScalarStyle::SingleQuoted,
        _ => return None,
    };
    let length = key_length(text)?;
    let key = &text[1..length - 1];
    let colon = length + text[length..].find(':')?;
    Some(Key {
        node: scalar(row.start, row.start + length, key.into(), style),
        value_start: row.start + colon + 1,
        complete: true,
        error: None,
    })
}

/// `key: value`, the key being anything that YAML takes as one.
fn plain(row: &Row, text: &str) -> Option<Key> {
    if text.starts_with([
        '-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@',
        '`',
    ]) {
        return None;
    }
    let mut colons = text.match_indices(':').map(|it| it.0);
    let colon =
        colons.find(|it| text[it + 1..].is_empty() || text[it + 1..].starts_with([' ', '\t']))?;
    let key = text[..colon].trim_end();
    // The comment of a line without a key.
    if key.contains(" #") || key.len() > 128 {
        return None;
    }
    Some(Key {
        node: scalar(
            row.start,
            row.start + key.len(),
            key.into(),
            ScalarStyle::Plain,
        ),
        value_start: row.start + colon + 1,
        complete: true,
        error: None,
    })
}

/// A key without its colon, without the space behind it, or with a colon of another script.
fn mistyped(row: &Row, text: &str) -> Option<Key> {
    let length = word_length(text);
    let key = &text[..length];
    let rest = &text[length..];
    let place = |from: usize, to: usize| (row.start + from, row.start + to);
    let (value_start, error) = if let Some(after) = rest.strip_prefix('：') {
        let end = text.len() - after.len();
        (
            end,
            (
                place(length, end),
                format!("the colon of another script: write `{key}: `"),
            ),
        )
    } else if rest.starts_with(':') && !rest.starts_with("://") {
        (
            length + 1,
            (
                place(length, length + 1),
                format!("a space is missing behind the colon: write `{key}: `"),
            ),
        )
    } else if row.shape == Shape::Word || is_word(text) {
        (
            text.len(),
            (
                place(0, text.len()),
                format!("a colon is missing behind the key: write `{key}: `"),
            ),
        )
    } else {
        return None;
    };
    (length > 0).then(|| Key {
        node: scalar(
            row.start,
            row.start + length,
            key.into(),
            ScalarStyle::Plain,
        ),
        value_start: row.start + value_start,
        complete: false,
        error: Some(error),
    })
}

/// `{key: value`, `` `key: value``: a key of one word with a character before it that means nothing there.
fn behind_stray_character(row: &Row, text: &str) -> Option<Key> {
    let first = text.chars().next()?;
    let rest = text[first.len_utf8()..].trim_start_matches(' ');
    let length = key_length(rest)?;
    if first.is_alphanumeric() || matches!(first, '-' | '#' | '?') || text.ends_with(first) {
        return None;
    }
    let start = row.start + text.len() - rest.len();
    let colon = length + rest[length..].find(':')?;
    Some(Key {
        node: scalar(
            start,
            start + length,
            rest[..length].into(),
            ScalarStyle::Plain,
        ),
        value_start: start + colon + 1,
        complete: true,
        error: Some((
            (row.start, start),
            format!("a stray '{first}' before the key: remove it"),
        )),
    })
}
