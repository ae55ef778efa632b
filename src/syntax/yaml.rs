//! YAML values as trees of nodes with byte ranges and styles, and the quoting of scalars for writing.
//! It knows nothing of front matter, fields or posts.

mod library;
mod quote;
mod resolve;

use crate::text::{TextRange, range};
use smol_str::SmolStr;

pub(crate) use library::{
    Anchors, Fault, FaultKind, first_unprintable, is_bounded, may_alias, read,
};
pub use quote::{ScalarContext, write_inside_quotes, write_scalar, write_untyped};
pub use resolve::is_null;
pub(crate) use resolve::plain_node;

/// One value. An alias is what it stands for, with the alias's own range; merge keys are resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The whole node, quotes and brackets included; comments, anchors and tags not. An empty null has an empty range where
    /// a value would stand. Of a block scalar from its `|` or `>` to the end of the last line that has text.
    pub range: TextRange,
    pub kind: NodeKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// Nothing, `~` or `null`.
    Null,
    Scalar {
        text: SmolStr,
        style: ScalarStyle,
    },
    List {
        items: Vec<Node>,
        flow: bool,
    },
    /// Keys are scalars; one that is none (`[a]: b`) is a plain scalar of its source text.
    Map {
        entries: Vec<(Node, Node)>,
        flow: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScalarStyle {
    /// The source at the node's range is the text, unless it stands on several lines.
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
    /// The text stands elsewhere, at the anchor; the source at the node's range is `*name`.
    Alias,
}

impl Node {
    /// A scalar's value, escapes and folding undone. `None` for null, lists and maps.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// A scalar's style. `None` for null, lists and maps.
    pub fn style(&self) -> Option<ScalarStyle> {
        match &self.kind {
            NodeKind::Scalar { style, .. } => Some(*style),
            _ => None,
        }
    }

    pub fn is_null(&self) -> bool {
        self.kind == NodeKind::Null
    }

    /// A list's items; nothing for other kinds.
    pub fn items(&self) -> &[Node] {
        match &self.kind {
            NodeKind::List { items, .. } => items,
            _ => &[],
        }
    }

    /// A map's entries; nothing for other kinds.
    pub fn map_entries(&self) -> &[(Node, Node)] {
        match &self.kind {
            NodeKind::Map { entries, .. } => entries,
            _ => &[],
        }
    }
}

pub(crate) fn scalar(start: usize, end: usize, text: SmolStr, style: ScalarStyle) -> Node {
    Node {
        range: range(start, end),
        kind: NodeKind::Scalar { text, style },
    }
}

pub(crate) fn null(start: usize, end: usize) -> Node {
    Node {
        range: range(start, end),
        kind: NodeKind::Null,
    }
}
