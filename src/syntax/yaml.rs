//! YAML values as trees of nodes with byte ranges and styles, and the quoting of scalars for writing.

use smol_str::SmolStr;
use text_size::TextRange;

/// One value. An alias is what it stands for, with the alias's own range; merge keys are resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The whole node, quotes and brackets included, comments not. An empty null has an empty range where a value would stand.
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
    Map {
        entries: Vec<(Node, Node)>,
        flow: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScalarStyle {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

impl Node {
    /// A scalar's value, escapes and folding undone. `None` for null, lists and maps.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// A list's items; nothing for other kinds.
    pub fn items(&self) -> &[Node] {
        match &self.kind {
            NodeKind::List { items, .. } => items,
            _ => &[],
        }
    }
}
