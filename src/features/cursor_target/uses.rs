//! The values of one entry, each with the place of its text. It does not know what a field's values mean.

use smol_str::SmolStr;

use crate::syntax::{Entry, Node, NodeKind, ScalarStyle};
use crate::text::{TextRange, TextSize};

/// What parts the terms of a list that was written as one text.
pub(in crate::features) const SEPARATORS: [char; 5] = [',', '，', '、', ';', '；'];

/// One scalar value, or one part of a scalar that is a list with commas.
#[derive(Clone, Debug, PartialEq)]
pub struct Use {
    pub text: SmolStr,
    /// The text's own bytes, quotes left out; of an alias the alias, of a block scalar the whole of it.
    pub range: TextRange,
    /// With quotes, where it has its own.
    pub node: TextRange,
}

/// The scalars of an entry in the order of the source, empty ones left out. `is_list` says that commas separate terms.
pub fn uses_of(source: &str, entry: &Entry, is_list: bool) -> Vec<Use> {
    match &entry.value.list().kind {
        NodeKind::Scalar { text, .. } if is_list && text.contains(',') => {
            comma_separated(source, &entry.value)
        }
        NodeKind::Scalar { .. } => use_of(source, &entry.value).into_iter().collect(),
        NodeKind::List { items, .. } => items.iter().filter_map(|it| use_of(source, it)).collect(),
        NodeKind::Null | NodeKind::Map { .. } => Vec::new(),
    }
}

fn use_of(source: &str, node: &Node) -> Option<Use> {
    let text = node.text().filter(|it| !it.is_empty())?;
    Some(Use {
        text: text.into(),
        range: inner_range(source, node),
        node: node.range,
    })
}

/// The bytes between a scalar's quotes; other nodes whole.
pub(in crate::features) fn inner_range(source: &str, node: &Node) -> TextRange {
    let quote = match node.style() {
        Some(ScalarStyle::SingleQuoted) => '\'',
        Some(ScalarStyle::DoubleQuoted) => '"',
        _ => return node.range,
    };
    // A broken scalar may lack either.
    let text = &source[node.range];
    let inner = text.strip_prefix(quote).unwrap_or(text);
    let start = node.range.start() + TextSize::of(text) - TextSize::of(inner);
    let inner = inner.strip_suffix(quote).unwrap_or(inner);
    TextRange::at(start, TextSize::of(inner))
}

/// Where escapes or line breaks make the source another text than the value, all parts have the whole range.
fn comma_separated(source: &str, node: &Node) -> Vec<Use> {
    let value = node.text().unwrap_or_default();
    let whole = inner_range(source, node);
    let verbatim = &source[whole] == value;
    let mut start = whole.start();
    let mut uses = Vec::new();
    for part in value.split(',') {
        let text = part.trim();
        let before = TextSize::of(part) - TextSize::of(part.trim_start());
        let range = match verbatim {
            true => TextRange::at(start + before, TextSize::of(text)),
            false => whole,
        };
        start += TextSize::of(part) + TextSize::of(',');
        if !text.is_empty() {
            uses.push(Use {
                text: text.into(),
                range,
                node: range,
            });
        }
    }
    uses
}

/// The terms that one text may stand for: between commas or semicolons, or else between blanks, where `#` may mark each.
pub(in crate::features) fn parts(text: &str) -> Vec<SmolStr> {
    let parts: Vec<&str> = if text.contains(SEPARATORS) {
        text.split(SEPARATORS).map(str::trim).collect()
    } else {
        text.split_whitespace().collect()
    };
    let bare = parts.into_iter().map(|it| it.trim_start_matches('#'));
    bare.filter(|it| !it.is_empty()).map(SmolStr::new).collect()
}
