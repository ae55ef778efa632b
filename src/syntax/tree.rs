//! The tree of a front matter: entries of nodes with byte ranges and styles, whatever the format that they are written in.
//! It knows no format, and nothing of what a field means.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use smol_str::SmolStr;

use crate::text::{TextRange, range};

/// The language that a front matter is written in.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    #[default]
    Yaml,
    Toml,
    Json,
}

impl Format {
    pub const ALL: [Format; 3] = [Format::Yaml, Format::Toml, Format::Json];
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Format::Yaml => "YAML",
            Format::Toml => "TOML",
            Format::Json => "JSON",
        })
    }
}

/// The block between the fences at the top of a post.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontMatter {
    pub format: Format,
    /// From the first byte of the opening fence (after a BOM) to the end of the closing fence's line, line end included.
    /// Where nothing closes it: to the end of what was taken as its block.
    pub range: TextRange,
    /// The opening fence's line without its line end; empty where that line is missing.
    pub open: TextRange,
    /// What stands between the fences: whole lines.
    pub block: TextRange,
    /// The closing fence's line without its line end; also one that is mistyped.
    pub close: Option<TextRange>,
    /// Top-level entries in the order of the source, duplicates included.
    pub entries: Vec<Entry>,
    /// Whether git left markers of an unresolved merge in it: what its entries are is for the author to decide.
    pub conflicted: bool,
}

/// One `key: value`, of a front matter or of a map in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// A scalar. Of the style `Alias` where the entry came by a merge key: then it stands nowhere in the source.
    pub key: Node,
    pub value: Node,
    /// From the key's first byte to the end of the value's last line, without its line end; in brackets to the end of the value.
    /// Of a table of TOML from its first header's bracket, so that it holds what stands between its parts where these are scattered.
    pub range: TextRange,
    /// Whether this entry by itself is not of the format; then `value` is the best that can be told of it.
    pub broken: bool,
}

impl FrontMatter {
    /// The entries of that key, in order; more than one is a defect of the post.
    pub fn entries_of(&self, key: &str) -> impl Iterator<Item = &Entry> {
        self.entries
            .iter()
            .filter(move |it| it.key.text() == Some(key))
    }

    /// The last entry of that key: the one that counts.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries_of(key).last()
    }

    /// All fields in the order of the source: each entry, followed by those of the maps in it.
    pub fn fields(&self) -> Vec<Field<'_>> {
        let mut fields = Vec::with_capacity(self.entries.len());
        self.each_field(&mut |it| fields.push(it));
        fields
    }

    /// Calls `found` with every field, without memory for all of them.
    pub fn each_field<'a>(&'a self, found: &mut impl FnMut(Field<'a>)) {
        for entry in &self.entries {
            let Some(key) = entry.key.text() else {
                continue;
            };
            let field = Field {
                name: Cow::Borrowed(key),
                entry,
                depth: 1,
                in_brackets: self.format == Format::Json,
            };
            field.with_inner(found);
        }
    }

    /// The last field of that name: a key that has a dot in itself comes before a path.
    pub fn field(&self, name: &str) -> Option<Field<'_>> {
        if let Some(entry) = self.entry(name) {
            let name = Cow::Borrowed(entry.key.text()?);
            return Some(Field {
                name,
                entry,
                depth: 1,
                in_brackets: self.format == Format::Json,
            });
        }
        let top = name.split(['.', '[']).next()?;
        self.entry(top).filter(|_| top.len() < name.len())?;
        self.fields().into_iter().rfind(|it| it.name == name)
    }
}

/// How deep a field may lie: `a.b.c.d`.
pub const FIELD_DEPTH: usize = 4;

/// An entry with the path that names it: of the front matter itself, of a map within it, or of the maps of a list.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    /// The keys from the outermost on with dots between them, `[]` behind one that has a list of maps: `cover.image`,
    /// `authors[].name`.
    pub name: Cow<'a, str>,
    pub entry: &'a Entry,
    /// 1 for the front matter's own entries.
    pub depth: usize,
    /// Whether the map that has it stands in brackets.
    pub in_brackets: bool,
}

impl Deref for Field<'_> {
    type Target = Entry;

    fn deref(&self) -> &Entry {
        self.entry
    }
}

impl<'a> Field<'a> {
    /// Calls `found` with the field and with those in its maps.
    fn with_inner(self, found: &mut impl FnMut(Field<'a>)) {
        let (entry, depth) = (self.entry, self.depth);
        let is_leaf = match &entry.value.kind {
            NodeKind::Map { .. } => false,
            NodeKind::List { items, .. } => !items.iter().any(Node::is_map),
            _ => true,
        };
        // A dot in a key would make another path of it.
        if is_leaf || entry.broken || depth == FIELD_DEPTH || !is_path_key(&self.name, depth) {
            return found(self);
        }
        let name = self.name.clone();
        found(self);
        let (lists, maps) = match &entry.value.kind {
            NodeKind::List { items, .. } => ("[]", &items[..]),
            _ => ("", std::slice::from_ref(&entry.value)),
        };
        for map in maps {
            let NodeKind::Map { entries, flow } = &map.kind else {
                continue;
            };
            for inner in entries {
                let Some(key) = inner.key.text().filter(|it| is_path_key(it, 1)) else {
                    continue;
                };
                let field = Field {
                    name: Cow::Owned(format!("{name}{lists}.{key}")),
                    entry: inner,
                    depth: depth + 1,
                    in_brackets: *flow,
                };
                field.with_inner(found);
            }
        }
    }
}

impl<'a> Field<'a> {
    /// An entry that stands for itself.
    pub(crate) fn of(entry: &'a Entry) -> Field<'a> {
        Field {
            name: Cow::Borrowed(entry.key.text().unwrap_or_default()),
            entry,
            depth: 1,
            in_brackets: false,
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn is_nested(&self) -> bool {
        self.depth > 1
    }
}

/// The path of the map that has the field, `authors[]` for a map of a list; `None` for a name that is no path.
pub fn parent_of(path: &str) -> Option<&str> {
    path.rsplit_once('.').map(|it| it.0)
}

/// The last key of a path.
pub fn key_of(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |it| it.1)
}

/// Whether a key can be a part of a path; longer names are paths already.
fn is_path_key(key: &str, depth: usize) -> bool {
    depth > 1 || !key.is_empty() && key.len() <= 64 && !key.contains(['.', '[', ']', '\n'])
}

impl Entry {
    /// Of a map in brackets: from the key to the end of the value.
    pub(crate) fn new(key: Node, value: Node) -> Entry {
        Entry {
            range: key.range.cover(value.range),
            key,
            value,
            broken: false,
        }
    }

    /// Whether the entry came by a merge key, `<<: *name`: its ranges are those of the alias.
    pub fn is_merged(&self) -> bool {
        self.key.style() == Some(ScalarStyle::Alias)
    }
}

/// One value. An alias is what it stands for, with the alias's own range; merge keys are resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The whole node, quotes and brackets included; comments, anchors and tags not. An empty null has an empty range where
    /// a value would stand. Of a block scalar from its `|` or `>` to the end of the last line that has text. Of a table of TOML that
    /// has headers or dotted keys all its entries; empty behind the header where it has none.
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
        entries: Vec<Entry>,
        flow: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScalarStyle {
    /// The source at the node's range is the text, unless it stands on several lines.
    Plain,
    /// A literal string of TOML, too.
    SingleQuoted,
    /// A basic string of TOML, and any of JSON.
    DoubleQuoted,
    /// `|`; in TOML `'''`
    Literal,
    /// `>`; in TOML `"""`
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

    /// The entry of a map; of those that stand twice the first.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        let mut entries = self.map_entries().iter();
        entries.find(|it| it.key.text() == Some(key))
    }

    pub fn is_map(&self) -> bool {
        matches!(self.kind, NodeKind::Map { .. })
    }

    pub fn is_null(&self) -> bool {
        self.kind == NodeKind::Null
    }

    /// The list within one that has nothing else, `- [a, b]`; else the node itself.
    pub fn list(&self) -> &Node {
        match &self.kind {
            NodeKind::List { items, .. } => match &items[..] {
                [only] if matches!(only.kind, NodeKind::List { .. }) => only,
                _ => self,
            },
            _ => self,
        }
    }

    /// A list's items, those of a list within a list of one; nothing for other kinds.
    pub fn items(&self) -> &[Node] {
        match &self.list().kind {
            NodeKind::List { items, .. } => items,
            _ => &[],
        }
    }

    /// A map's entries; nothing for other kinds.
    pub fn map_entries(&self) -> &[Entry] {
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
