//! From the range of a finding back to the key, value or item that it is about.

use crate::syntax::{FrontMatter, Node, NodeKind};
use crate::text::TextRange;

/// Indexes of a field, as [`FrontMatter::fields`] counts, and of an item in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::features) enum FrontMatterNode {
    Key(usize),
    Value(usize),
    Item(usize, usize),
}

impl FrontMatterNode {
    pub(super) fn entry(self) -> usize {
        match self {
            FrontMatterNode::Key(entry)
            | FrontMatterNode::Value(entry)
            | FrontMatterNode::Item(entry, _) => entry,
        }
    }

    /// The key, value or item itself.
    pub(super) fn node(self, front_matter: &FrontMatter) -> &Node {
        let entry = front_matter.fields()[self.entry()].entry;
        match self {
            FrontMatterNode::Key(_) => &entry.key,
            FrontMatterNode::Value(_) => &entry.value,
            FrontMatterNode::Item(_, item) => &entry.value.items()[item],
        }
    }
}

/// What the range is, or is a part of. `None` outside of keys, values and items of lists.
pub(in crate::features) fn node_at(
    front_matter: &FrontMatter,
    range: TextRange,
) -> Option<FrontMatterNode> {
    let fields = front_matter.fields();
    let written = fields.iter().enumerate().filter(|(_, it)| !it.is_merged());
    // The innermost.
    written.rev().find_map(|(index, entry)| {
        if entry.key.range.contains_range(range) && !range.is_empty() {
            return Some(FrontMatterNode::Key(index));
        }
        if !entry.value.range.contains_range(range) {
            return None;
        }
        if entry.value.range == range {
            return Some(FrontMatterNode::Value(index));
        }
        let items = entry.value.items();
        let item = items.iter().position(|it| it.range.contains_range(range));
        match item {
            Some(item) => Some(FrontMatterNode::Item(index, item)),
            None => matches!(entry.value.kind, NodeKind::Scalar { .. } | NodeKind::Null)
                .then_some(FrontMatterNode::Value(index)),
        }
    })
}
