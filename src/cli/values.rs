//! The values of a post's front matter by the path of a field: `title`, `image.alt`, `authors.name`, `"ms.date"`.

use anyhow::Result;
use serde_json::{Map, Value};
use smol_str::SmolStr;

use super::meant::expect_field;
use crate::corpus::{FileId, Parsed, Snapshot};
use crate::features::cursor_target::uses_of;
use crate::schema::Kind;
use crate::syntax::{Entry, Node, NodeKind, ScalarStyle};

/// A field, maybe within another. A key that posts have wins over a path; quotes leave no other reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FieldPath {
    /// As it was typed, without quotes and without the `[]` of lists.
    name: String,
    /// As the posts have it.
    path: SmolStr,
    is_literal: bool,
}

impl FieldPath {
    pub(super) fn parse(snap: &Snapshot, typed: &str) -> FieldPath {
        let quoted = typed.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        match quoted {
            Some(quoted) => FieldPath::literal(quoted),
            None => FieldPath {
                name: typed.replace("[]", ""),
                path: snap.path_of(typed),
                is_literal: false,
            },
        }
    }

    /// A key of the front matter itself.
    pub(super) fn literal(key: &str) -> FieldPath {
        FieldPath {
            name: key.to_owned(),
            path: key.into(),
            is_literal: true,
        }
    }

    /// Where a field that is in quotes ends in a text that begins with it; 0 where it is in none.
    pub(super) fn end(typed: &str) -> usize {
        let quoted = typed.strip_prefix('"').and_then(|it| it.find('"'));
        quoted.map_or(0, |it| it + 2)
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// As the posts have it.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn expect_known(&self, snap: &Snapshot) -> Result<()> {
        let is_there = || snap.files().any(|it| it.1.field(&self.path).is_some());
        match expect_field(snap, &self.path) {
            // One that holds nothing but maps has no values, but is there.
            Err(_) if is_there() => Ok(()),
            known => known,
        }
    }

    /// The entries that it leads to: more than one in the maps of a list.
    fn entries<'a>(&self, parsed: &'a Parsed) -> Vec<&'a Entry> {
        let Some(front_matter) = &parsed.document.front_matter else {
            return Vec::new();
        };
        let literal = front_matter.entry(&self.path);
        let entries: Vec<&Entry> = match literal {
            Some(entry) => vec![entry],
            None if self.is_literal || !self.path.contains('.') => Vec::new(),
            None => {
                let fields = front_matter.fields().into_iter();
                fields
                    .filter(|it| it.name() == self.path)
                    .map(|it| it.entry)
                    .collect()
            }
        };
        entries.into_iter().filter(|it| !it.broken).collect()
    }
}

/// The texts that the field says: those of a list, one by one; nothing that is empty.
pub(super) fn texts(
    snap: &Snapshot,
    file: FileId,
    parsed: &Parsed,
    field: &FieldPath,
) -> Vec<String> {
    let kind = snap.schema(file).field(&field.path).map(|it| it.kind);
    let mut texts = Vec::new();
    for entry in field.entries(parsed) {
        match &entry.value.kind {
            NodeKind::Scalar { .. } if kind == Some(Kind::List) => {
                let uses = uses_of(parsed.text.as_str(), entry, true);
                texts.extend(uses.into_iter().map(|it| it.text.to_string()));
            }
            _ => collect(&entry.value, &mut texts),
        }
    }
    texts
}

fn collect(node: &Node, texts: &mut Vec<String>) {
    match &node.kind {
        NodeKind::Null => {}
        NodeKind::Scalar { text, .. } if text.trim().is_empty() => {}
        NodeKind::Scalar { text, .. } => texts.push(text.to_string()),
        NodeKind::List { items, .. } => items.iter().for_each(|it| collect(it, texts)),
        NodeKind::Map { entries, .. } => entries.iter().for_each(|it| collect(&it.value, texts)),
    }
}

/// The field's value; `null` where it is not there. Of a path through a list, a list.
pub(super) fn json_of(parsed: &Parsed, field: &FieldPath) -> Value {
    match field.entries(parsed).as_slice() {
        [] => Value::Null,
        [entry] if !field.path.contains("[]") => json(&entry.value),
        entries => entries.iter().map(|it| json(&it.value)).collect(),
    }
}

/// All fields of the post, the last of a key that stands twice.
pub(super) fn json_of_all(parsed: &Parsed) -> Map<String, Value> {
    let entries = parsed.entries().iter().filter(|it| !it.broken);
    let named = entries.filter_map(|it| Some((it.key.text()?.to_owned(), json(&it.value))));
    named.collect()
}

/// A plain `true` is a bool and a plain `5` a number; a date is the text that it is.
fn json(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Null => Value::Null,
        NodeKind::Scalar { text, style } if *style == ScalarStyle::Plain => typed(text),
        NodeKind::Scalar { text, .. } => Value::from(text.as_str()),
        NodeKind::List { items, .. } => items.iter().map(json).collect(),
        NodeKind::Map { entries, .. } => {
            let named = entries.iter();
            let named = named.filter_map(|it| Some((it.key.text()?.to_owned(), json(&it.value))));
            Value::Object(named.collect())
        }
    }
}

fn typed(text: &str) -> Value {
    match text {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => number(text).unwrap_or_else(|| Value::from(text)),
    }
}

/// `007` is a text, as it is to most that read YAML.
fn number(text: &str) -> Option<Value> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = digits.starts_with(|it: char| it.is_ascii_digit())
        && !(digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0."));
    match text.parse::<i64>() {
        _ if !is_plain => None,
        Ok(whole) => Some(whole.into()),
        Err(_) => text.parse::<f64>().ok().map(Value::from),
    }
}
