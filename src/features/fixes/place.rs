//! From the range of a finding back to the key, value or item that it is about.

use crate::syntax::{FrontMatter, Node, NodeKind};
use crate::text::TextRange;

/// Indexes of a field, as [`FrontMatter::fields`] counts, and of an item in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::features) enum Place {
    Key(usize),
    Value(usize),
    Item(usize, usize),
}

impl Place {
    pub(super) fn entry(self) -> usize {
        match self {
            Place::Key(entry) | Place::Value(entry) | Place::Item(entry, _) => entry,
        }
    }

    /// The key, value or item itself.
    pub(super) fn node(self, front_matter: &FrontMatter) -> &Node {
        let entry = front_matter.fields()[self.entry()].entry;
        match self {
            Place::Key(_) => &entry.key,
            Place::Value(_) => &entry.value,
            Place::Item(_, item) => &entry.value.items()[item],
        }
    }
}

/// What the range is, or is a part of. `None` outside of keys, values and items of lists.
pub(in crate::features) fn place(front_matter: &FrontMatter, range: TextRange) -> Option<Place> {
    let fields = front_matter.fields();
    let written = fields.iter().enumerate().filter(|(_, it)| !it.is_merged());
    // The innermost.
    written.rev().find_map(|(index, entry)| {
        if entry.key.range.contains_range(range) && !range.is_empty() {
            return Some(Place::Key(index));
        }
        if !entry.value.range.contains_range(range) {
            return None;
        }
        if entry.value.range == range {
            return Some(Place::Value(index));
        }
        let items = entry.value.items();
        let item = items.iter().position(|it| it.range.contains_range(range));
        match item {
            Some(item) => Some(Place::Item(index, item)),
            None => matches!(entry.value.kind, NodeKind::Scalar { .. } | NodeKind::Null)
                .then_some(Place::Value(index)),
        }
    })
}
