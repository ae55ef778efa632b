//! The last word on values where the libraries disagree: what `serde_yaml`, and with it most tools that build sites, reads.
//!
//! It stands on libyaml, which accepts a little that the span-giving library does not (`'x'# comment`, `|` at the start of a line),
//! and takes NEL, U+2028 and U+2029 for line breaks and a BOM for nothing. A front matter that it accepts whole has its values.
//! It tells no places, so that these are taken from what the span-giving library, or recovery, made of the same text.

use crate::text::TextRange;
use serde_yaml::{Mapping, Value};
use smol_str::SmolStr;

use super::lines::lines;
use crate::syntax::error::{BlockError, KeyError, LineError, ScalarError, SyntaxErrorKind};
use crate::syntax::tree::{Entry, Node, NodeKind, ScalarStyle};
use crate::syntax::yaml::is_null;

/// What `serde_yaml` says of a block.
pub(super) enum Verdict {
    /// Its values, merge keys resolved.
    Accepted(Mapping),
    /// Only that a key stands there twice, or a merge key that merges nothing: not a question of syntax.
    Indifferent,
    /// Why not, and where: bytes of the block.
    Refused {
        range: (usize, usize),
        kind: SyntaxErrorKind,
    },
}

pub(super) fn judge(block: &str) -> Verdict {
    if bracket_depth(block) > DEPTH_LIMIT {
        return Verdict::Refused {
            range: (0, 0),
            kind: BlockError::TooManyBrackets.into(),
        };
    }
    match serde_yaml::from_str::<Value>(block) {
        Ok(mut value) => match (value.apply_merge(), value) {
            (Ok(()), Value::Mapping(mapping)) => Verdict::Accepted(mapping),
            _ => Verdict::Indifferent,
        },
        Err(error) if error.to_string().contains("duplicate entry") => Verdict::Indifferent,
        Err(error) => refused(block, &error),
    }
}

/// libyaml's time is quadratic in the depth; real front matter has two or three levels.
const DEPTH_LIMIT: usize = 200;

/// How deep brackets stand within each other, at most: those in quotes are counted, too.
fn bracket_depth(block: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for byte in block.bytes() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// The reason in the author's words, as far as there are any.
fn refused(block: &str, error: &serde_yaml::Error) -> Verdict {
    let separator = block
        .char_indices()
        .find(|it| matches!(it.1, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}'));
    if let Some((at, character)) = separator {
        return Verdict::Refused {
            range: (at, at + character.len_utf8()),
            kind: BlockError::Separator(character).into(),
        };
    }
    let reason = error.to_string();
    let at = error.location().map_or(0, |it| offset(block, &it));
    let (start, end) = line_around(block, at);
    let line = &block[start..end];
    let text = start + (line.len() - line.trim_start().len());
    if reason.contains("tab character") && line[..text - start].contains('\t') {
        return Verdict::Refused {
            range: (start, text),
            kind: LineError::TabIndent.into(),
        };
    }
    let kind = if line.trim_start().starts_with(':') {
        KeyError::Missing.into()
    } else if reason.contains("alphabetic or numeric character") {
        ScalarError::NoAnchorName.into()
    } else {
        let reason = reason.split(" at line").next().unwrap_or(&reason);
        BlockError::ReadByFew(reason.to_owned()).into()
    };
    Verdict::Refused {
        range: (text.max(at.min(end)).min(end), end),
        kind,
    }
}

/// The byte offset of a place that is told as line and column: what is told as an index are bytes or characters by turns.
fn offset(block: &str, location: &serde_yaml::Location) -> usize {
    let line = lines(block, 0, block.len()).nth(location.line().saturating_sub(1));
    line.map_or(block.len(), |it| {
        let text = it.text(block);
        let column = location.column().saturating_sub(1);
        let length = text
            .char_indices()
            .nth(column)
            .map_or(text.len(), |it| it.0);
        it.start + length
    })
}

/// The line at an offset without its line end; the last one that says something where that is blank.
fn line_around(block: &str, at: usize) -> (usize, usize) {
    let before = match block[at..]
        .trim_start_matches(' ')
        .starts_with(['\n', '\r'])
        || at == block.len()
    {
        true => block[..at].trim_end().len(),
        false => at,
    };
    let start = block[..before].rfind(['\n', '\r']).map_or(0, |it| it + 1);
    let end = start
        + block[start..]
            .find(['\n', '\r'])
            .unwrap_or(block.len() - start);
    (start, end)
}

/// Entries with the values of `mapping`, their places those of `found` wherever these agree.
pub(super) fn reconcile(mapping: Mapping, found: Vec<Entry>, block: TextRange) -> Vec<Entry> {
    let mut found: Vec<Option<Entry>> = found.into_iter().map(Some).collect();
    let mut entries: Vec<Entry> = Vec::with_capacity(mapping.len());
    // Both are in the order of the source, but for merged entries.
    let mut next = 0;
    for (key, value) in mapping {
        let is_it = |it: &Option<Entry>| it.as_ref().is_some_and(|it| is_key(&it.key, &key));
        let place = match found.get(next).is_some_and(is_it) {
            true => Some(next),
            false => found.iter().position(is_it),
        };
        let mut entry = match place.and_then(|it| found[it].take()) {
            Some(entry) => entry,
            None => nowhere(
                text_of(&key),
                entries.last().map_or(block.start(), |it| it.range.end()),
            ),
        };
        next = place.map_or(next, |it| it + 1);
        entry.broken = false;
        adopt(&mut entry.value, &value);
        entries.push(entry);
    }
    entries.sort_by_key(|it| it.range.start());
    entries
}

/// An entry whose place could not be told.
fn nowhere(key: SmolStr, at: crate::text::TextSize) -> Entry {
    let range = TextRange::empty(at);
    let key = NodeKind::Scalar {
        text: key,
        style: ScalarStyle::Alias,
    };
    Entry {
        key: Node { range, kind: key },
        value: Node {
            range,
            kind: NodeKind::Null,
        },
        range,
        broken: false,
    }
}

/// Gives the node the value, keeping what agrees with it already.
fn adopt(node: &mut Node, value: &Value) {
    let range = node.range;
    let fresh = |value: &Value| {
        let mut node = Node {
            range,
            kind: NodeKind::Null,
        };
        adopt(&mut node, value);
        node
    };
    match (&mut node.kind, value) {
        (_, Value::Tagged(tagged)) => adopt(node, &tagged.value),
        (kind, Value::Null) => *kind = NodeKind::Null,
        (NodeKind::List { items, .. }, Value::Sequence(values)) if items.len() == values.len() => {
            items
                .iter_mut()
                .zip(values)
                .for_each(|(item, value)| adopt(item, value));
        }
        (NodeKind::Map { entries, .. }, Value::Mapping(mapping))
            if entries.len() == mapping.len()
                && entries.iter().all(|it| find(mapping, &it.key).is_some()) =>
        {
            for Entry { key, value, .. } in entries {
                find(mapping, key)
                    .into_iter()
                    .for_each(|it| adopt(value, it));
            }
        }
        (kind, Value::Sequence(values)) => {
            *kind = NodeKind::List {
                items: values.iter().map(fresh).collect(),
                flow: false,
            }
        }
        (kind, Value::Mapping(mapping)) => {
            let entry = |(key, value): (&Value, &Value)| {
                Entry::new(fresh(&Value::String(text_of(key).into())), fresh(value))
            };
            *kind = NodeKind::Map {
                entries: mapping.iter().map(entry).collect(),
                flow: false,
            }
        }
        (NodeKind::Scalar { text, .. }, value) if is_same_scalar(text, value) => {}
        (kind, value) => {
            *kind = NodeKind::Scalar {
                text: text_of(value),
                style: ScalarStyle::Alias,
            }
        }
    }
}

/// Merged entries stand in another order there.
fn find<'a>(mapping: &'a Mapping, key: &Node) -> Option<&'a Value> {
    let known = key.text().and_then(|it| mapping.get(it));
    known.or_else(|| mapping.iter().find(|it| is_key(key, it.0)).map(|it| it.1))
}

fn is_key(node: &Node, key: &Value) -> bool {
    node.text().is_some_and(|it| is_same_scalar(it, key))
}

fn is_same_scalar(text: &str, value: &Value) -> bool {
    match value {
        Value::String(string) => text == string,
        Value::Null => is_null(text),
        Value::Tagged(tagged) => is_same_scalar(text, &tagged.value),
        // With a tag, `1` may be a float.
        Value::Number(number) if text.parse::<f64>().ok() == number.as_f64() => true,
        _ => serde_yaml::from_str::<Value>(text).is_ok_and(|it| it == *value),
    }
}

/// A scalar's text; of anything else, what it would be written as.
fn text_of(value: &Value) -> SmolStr {
    match value {
        Value::String(text) => SmolStr::new(text),
        Value::Null => SmolStr::new_static("null"),
        Value::Bool(true) => SmolStr::new_static("true"),
        Value::Bool(false) => SmolStr::new_static("false"),
        Value::Number(number) => SmolStr::from(number.to_string()),
        Value::Tagged(tagged) => text_of(&tagged.value),
        Value::Sequence(_) | Value::Mapping(_) => {
            SmolStr::from(serde_yaml::to_string(value).unwrap_or_default())
        }
    }
}
