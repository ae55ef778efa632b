//! What a list is to hold, item by item, in terms of what it holds now.

use smol_str::SmolStr;

use crate::syntax::Node;

/// One item that a list is to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// The item that stands at this index now, as it is written.
    Keep(usize),
    /// The place and style of the item at this index, with another text.
    Rewrite(usize, SmolStr),
    /// An item that was not there.
    New(SmolStr),
}

pub(super) fn new_text(item: &Item) -> &str {
    match item {
        Item::Rewrite(_, text) | Item::New(text) => text,
        Item::Keep(_) => "",
    }
}

pub(super) fn place(item: &Item) -> Option<usize> {
    match item {
        Item::Keep(index) | Item::Rewrite(index, _) => Some(*index),
        Item::New(_) => None,
    }
}

pub(super) fn in_order(items: &[Item]) -> bool {
    items.iter().filter_map(place).is_sorted_by(|a, b| a < b)
}

/// The indexes of the items that go.
pub(super) fn removed<'a>(old: &'a [Node], items: &'a [Item]) -> impl Iterator<Item = usize> + 'a {
    (0..old.len()).filter(|index| !items.iter().any(|it| place(it) == Some(*index)))
}
