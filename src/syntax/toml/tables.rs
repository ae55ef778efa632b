//! The tables of a block while it is read: several headers and dotted keys may fill one. At the end they become entries.
//! It knows nothing of tokens.
//!
//! What TOML forbids to fill again (a table with a header of its own, an inline table, a value) gets a second entry of the same key:
//! that a key stands twice is for others to tell.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use crate::syntax::tree::{Entry, Node, NodeKind};
use crate::text::{TextRange, range};

pub(super) type TableId = usize;

/// What made a table, which decides what may still be added to it (TOML 1.1, "Table").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// A header of its own, or an item of an array of tables.
    Header,
    /// The header of a table within it.
    Implied,
    /// A dotted key.
    Dotted,
    /// Braces.
    Inline,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HeaderKind {
    /// `[a]`
    Table,
    /// `[[a]]`
    Item,
}

struct Table {
    origin: Origin,
    /// Whether it stands in braces.
    is_inline: bool,
    slots: Vec<Slot>,
    /// Where its range is while it is empty.
    at: usize,
    /// 0 for the block itself.
    depth: usize,
}

struct Slot {
    key: Node,
    whole: Whole,
    held: Held,
}

/// An entry as it stands in the text, or a table's header.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whole {
    pub(super) range: TextRange,
    pub(super) is_broken: bool,
}

impl Whole {
    /// The same from `key` on.
    fn from(self, key: &Node) -> Whole {
        Whole {
            range: TextRange::new(key.range.start(), self.range.end()),
            ..self
        }
    }
}

enum Held {
    Node(Node),
    Table(TableId),
    Tables(Vec<TableId>),
}

pub(super) struct Tables {
    tables: Vec<Table>,
    /// The last slot of each key of each table.
    slots: FxHashMap<(TableId, SmolStr), usize>,
}

/// The table of the block itself.
pub(super) const ROOT: TableId = 0;

impl Tables {
    pub(super) fn new(start: usize) -> Tables {
        let mut tables = Tables {
            tables: Vec::new(),
            slots: FxHashMap::default(),
        };
        tables.push(Origin::Header, start, 0);
        tables
    }

    /// A table in braces, so deep.
    pub(super) fn add_inline(&mut self, at: usize, depth: usize) -> TableId {
        let table = self.push(Origin::Inline, at, depth);
        self.tables[table].is_inline = true;
        table
    }

    fn push(&mut self, origin: Origin, at: usize, depth: usize) -> TableId {
        self.tables.push(Table {
            origin,
            is_inline: false,
            slots: Vec::new(),
            at,
            depth,
        });
        self.tables.len() - 1
    }

    /// A table within another one, below it.
    fn push_below(&mut self, table: TableId, origin: Origin, whole: Whole) -> TableId {
        let below = self.push(origin, whole.range.end().into(), self.depth(table) + 1);
        self.tables[below].is_inline = self.tables[table].is_inline;
        below
    }

    pub(super) fn depth(&self, table: TableId) -> usize {
        self.tables[table].depth
    }

    /// Enters a value under a dotted key of a table.
    pub(super) fn insert(
        &mut self,
        mut table: TableId,
        mut keys: Vec<Node>,
        value: Node,
        whole: Whole,
    ) {
        let Some(last) = keys.pop() else {
            return;
        };
        for key in keys {
            let found = match self.held(table, &key) {
                Some(Held::Table(it)) => Some(*it),
                _ => None,
            };
            let found = found.filter(|it| self.tables[*it].origin == Origin::Dotted);
            table = found.unwrap_or_else(|| self.add_table(table, key, Origin::Dotted, whole));
        }
        let whole = whole.from(&last);
        self.add_slot(table, last, whole, Held::Node(value));
    }

    /// The table that a header opens.
    pub(super) fn open(
        &mut self,
        mut keys: Vec<Node>,
        kind: HeaderKind,
        whole: Whole,
    ) -> Option<TableId> {
        let last = keys.pop()?;
        let mut table = ROOT;
        for key in keys {
            let found = match self.held(table, &key) {
                Some(Held::Table(it)) => Some(*it),
                Some(Held::Tables(all)) => all.last().copied(),
                _ => None,
            };
            table = found.unwrap_or_else(|| self.add_table(table, key, Origin::Implied, whole));
        }
        Some(match kind {
            HeaderKind::Table => self.open_table(table, last, whole),
            HeaderKind::Item => self.open_item(table, last, whole),
        })
    }

    fn open_table(&mut self, table: TableId, key: Node, whole: Whole) -> TableId {
        if let Some(Held::Table(it)) = self.held(table, &key) {
            let it = *it;
            if self.tables[it].origin == Origin::Implied {
                self.tables[it].origin = Origin::Header;
                self.widen(table, &key, whole);
                return it;
            }
        }
        let opened = self.push_below(table, Origin::Header, whole);
        self.add_slot(table, key, whole, Held::Table(opened));
        opened
    }

    fn open_item(&mut self, table: TableId, key: Node, whole: Whole) -> TableId {
        let item = self.push_below(table, Origin::Header, whole);
        match self.held(table, &key) {
            Some(Held::Tables(all)) => {
                all.push(item);
                self.widen(table, &key, whole);
            }
            _ => self.add_slot(table, key, whole, Held::Tables(vec![item])),
        }
        item
    }

    /// Takes another header of an entry that is there already into its range.
    fn widen(&mut self, table: TableId, key: &Node, by: Whole) {
        if let Some(Slot { whole, .. }) = self.slot(table, key) {
            whole.range = whole.range.cover(by.range);
            whole.is_broken |= by.is_broken;
        }
    }

    fn slot(&mut self, table: TableId, key: &Node) -> Option<&mut Slot> {
        let name = key.text()?;
        let index = *self.slots.get(&(table, name.into()))?;
        self.tables[table].slots.get_mut(index)
    }

    fn held(&mut self, table: TableId, key: &Node) -> Option<&mut Held> {
        self.slot(table, key).map(|it| &mut it.held)
    }

    fn add_table(&mut self, table: TableId, key: Node, origin: Origin, whole: Whole) -> TableId {
        let added = self.push_below(table, origin, whole);
        let whole = Whole {
            is_broken: false,
            ..whole
        };
        let whole = match origin {
            Origin::Dotted => whole.from(&key),
            _ => whole,
        };
        self.add_slot(table, key, whole, Held::Table(added));
        added
    }

    fn add_slot(&mut self, table: TableId, key: Node, whole: Whole, held: Held) {
        let slots = &mut self.tables[table].slots;
        if let Some(name) = key.text() {
            self.slots.insert((table, name.into()), slots.len());
        }
        slots.push(Slot { key, whole, held });
    }

    /// The entries of a table, which is empty then.
    pub(super) fn take(&mut self, table: TableId) -> Vec<Entry> {
        let slots = std::mem::take(&mut self.tables[table].slots);
        slots.into_iter().map(|it| self.entry(it)).collect()
    }

    fn entry(&mut self, slot: Slot) -> Entry {
        let value = match slot.held {
            Held::Node(node) => node,
            Held::Table(table) => self.map(table),
            Held::Tables(tables) => {
                let items: Vec<_> = tables.into_iter().map(|it| self.map(it)).collect();
                let ends = items.iter().map(|it| it.range);
                Node {
                    range: ends.reduce(TextRange::cover).unwrap_or(slot.whole.range),
                    kind: NodeKind::List { items, flow: false },
                }
            }
        };
        Entry {
            range: slot.whole.range.cover(value.range),
            key: slot.key,
            value,
            broken: slot.whole.is_broken,
        }
    }

    fn map(&mut self, table: TableId) -> Node {
        let Table { at, is_inline, .. } = self.tables[table];
        let entries = self.take(table);
        let ranges = entries.iter().map(|it| it.range);
        Node {
            range: ranges.reduce(TextRange::cover).unwrap_or(range(at, at)),
            kind: NodeKind::Map {
                entries,
                flow: is_inline,
            },
        }
    }
}
