//! The key of a line, complete or half-typed. It does not look at values.

use smol_str::SmolStr;

use super::Row;
use crate::syntax::ScalarStyle;
use crate::syntax::error::KeyError;
use crate::syntax::front_matter::lines::{
    Shape, is_foreign_blank, is_word, key_length, word_length,
};
use crate::syntax::tree::{Node, scalar};
use crate::text::chars::is_invisible;

pub(super) struct Key {
    pub(super) node: Node,
    /// Behind the colon.
    pub(super) value_start: usize,
    /// Whether a colon and a space, or the end of the line, follow it.
    pub(super) complete: bool,
    /// What is wrong with the key itself, and where.
    pub(super) error: Option<((usize, usize), KeyError)>,
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
    ]) || text.starts_with(is_invisible)
    {
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
    let (value_start, wrong, error): (_, _, fn(SmolStr) -> KeyError) =
        if let Some(after) = beside(rest).strip_prefix('：') {
            let end = text.len() - after.len();
            (end, (length, end), KeyError::ForeignColon)
        } else if let Some(after) = beside(rest)
            .strip_prefix('=')
            .filter(|it| !it.starts_with('='))
        {
            let end = text.len() - after.len();
            (end, (length, end), KeyError::EqualsSign)
        } else if let Some(after) = rest.strip_prefix(':').filter(|_| !rest.starts_with("://")) {
            let blanks = after.len() - after.trim_start_matches(is_foreign_blank).len();
            let end = length + 1 + blanks;
            (end, (length, end), KeyError::MissingSpace)
        } else if row.shape == Shape::Word || is_word(text) {
            (text.len(), (0, text.len()), KeyError::MissingColon)
        } else if row.bare_key || (is_word(key) && is_evident_value(rest)) {
            (length, (0, length), KeyError::MissingColon)
        } else {
            return None;
        };
    let error = (
        (row.start + wrong.0, row.start + wrong.1),
        error(key.into()),
    );
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

fn beside(rest: &str) -> &str {
    rest.trim_start_matches(' ')
}

/// Whether a space and a value in quotes or brackets follow: no prose goes on so.
fn is_evident_value(rest: &str) -> bool {
    let value = beside(rest);
    let pairs = [('"', '"'), ('\'', '\''), ('[', ']')];
    let mut pairs = pairs.into_iter();
    value.len() < rest.len()
        && pairs.any(|(open, close)| {
            let inner = value.strip_prefix(open);
            inner
                .and_then(|it| it.strip_suffix(close))
                .is_some_and(|it| !it.contains(close))
        })
}

/// `{key: value`, `` `key: value``: a key of one word with a character before it that means nothing there, maybe an invisible one.
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
        error: Some(((row.start, start), KeyError::CharacterBefore(first))),
    })
}
