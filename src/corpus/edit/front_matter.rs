//! Minimal edits of one front matter: a scalar's bytes, an item's line, an entry's lines; never more.
//! Only verified edits leave: see [`FrontMatterEdit::finish`].

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::item::Item;
use super::layout::{self, Layout};
use super::list::list_edits;
use super::verify::{Intended, verify};
use super::{Plain, Refusal};
use crate::syntax::yaml::ScalarContext;
use crate::syntax::{
    Entry, Field, Format, FrontMatter, Node, NodeKind, ScalarStyle, key_of, parent_of,
};
use crate::text::{TextEdit, TextRange};

/// Edits to one front matter, gathered until [`finish`](FrontMatterEdit::finish). Fields are named by their indexes in
/// [`FrontMatter::fields`].
pub struct FrontMatterEdit<'a> {
    source: &'a str,
    front_matter: &'a FrontMatter,
    fields: Vec<Field<'a>>,
    layout: Layout,
    edits: Vec<TextEdit>,
    /// What touched fields are meant to hold; `None` for a removed one.
    values: BTreeMap<usize, Option<Plain>>,
    keys: BTreeMap<usize, SmolStr>,
    inserted: Vec<(Gap, SmolStr, Plain)>,
}

/// Where a new entry goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gap {
    /// The field whose map gets the entry; `None` for the front matter itself.
    pub within: Option<usize>,
    /// The field of that map that it follows; `None` at the map's beginning.
    pub after: Option<usize>,
}

impl Gap {
    /// Behind the last field of the map that a field of this name belongs to: the front matter itself, unless the name is a path
    /// to a map that is there.
    pub fn at_end(fields: &[Field<'_>], path: &str, parent: Option<&str>) -> Gap {
        let is_map = |it: &&Field<'_>| it.value.is_map() && Some(it.name()) == parent;
        let within = fields.iter().rposition(|it| is_map(&it));
        let after = fields.iter().rposition(|it| match within {
            Some(_) => it.is_nested() && parent_of(it.name()) == parent_of(path),
            None => !it.is_nested(),
        });
        Gap { within, after }
    }
}

impl<'a> FrontMatterEdit<'a> {
    pub fn new(source: &'a str, front_matter: &'a FrontMatter) -> FrontMatterEdit<'a> {
        FrontMatterEdit {
            source,
            front_matter,
            fields: front_matter.fields(),
            layout: Layout::of(source, front_matter),
            edits: Vec::new(),
            values: BTreeMap::new(),
            keys: BTreeMap::new(),
            inserted: Vec::new(),
        }
    }

    /// Gives a scalar, an empty value or a one-line list another text, in the quotes that it has.
    pub fn set_scalar(&mut self, field: usize, text: &str) -> Result<(), Refusal> {
        let it = &self.fields[field];
        self.refuse_shared(&it.value)?;
        let context = match it.in_brackets {
            true => ScalarContext::FlowItem,
            false => ScalarContext::BlockValue,
        };
        let (written, meaning) = layout::scalar_like(&it.value, &[], &self.layout, text, context);
        self.replace_value_text(field, &written);
        self.values.insert(field, Some(meaning));
        Ok(())
    }

    /// Writes `text`, a value of one line, where the field's value stands. `meaning` is what it is to be read as.
    pub fn set_value(&mut self, field: usize, text: &str, meaning: Plain) -> Result<(), Refusal> {
        self.refuse_shared(&self.fields[field].value)?;
        self.replace_value_text(field, text);
        self.values.insert(field, Some(meaning));
        Ok(())
    }

    /// The same of a text that is a number, a date or a boolean where it looks like one.
    pub fn set_typed(&mut self, field: usize, text: &str) -> Result<(), Refusal> {
        let it = &self.fields[field];
        let context = match it.in_brackets {
            true => ScalarContext::FlowItem,
            false => ScalarContext::BlockValue,
        };
        let format = self.layout.format();
        let written = format.write_untyped(text, context, ScalarStyle::Plain);
        let meaning = Plain::Scalar {
            text: text.into(),
            typed: true,
        };
        self.set_value(field, &written, meaning)
    }

    /// Replaces the bytes of a broken or oddly written value; `meaning` is what the whole field is to be read as.
    pub fn replace(&mut self, field: usize, range: TextRange, text: &str, meaning: Plain) {
        self.edits.push(TextEdit::replace(range, text));
        self.values.insert(field, Some(meaning));
    }

    /// Makes the list of a field hold exactly `items`. Kept items keep their bytes; a list that becomes empty is `[]`;
    /// a scalar or an empty value becomes a list in the style of the post's other lists.
    pub fn set_items(&mut self, field: usize, items: &[Item]) -> Result<(), Refusal> {
        let it = &self.fields[field];
        self.refuse_shared(&it.value)?;
        let old = it.value.items();
        for item in items {
            if let Item::Rewrite(index, _) = item {
                self.refuse_shared(&old[*index])?;
            }
        }
        let meaning = items.iter().map(|item| match item {
            Item::Keep(index) => Plain::of(&old[*index]),
            Item::Rewrite(index, text) => {
                layout::scalar_like(
                    &old[*index],
                    old,
                    &self.layout,
                    text,
                    ScalarContext::BlockItem,
                )
                .1
            }
            Item::New(text) => Plain::string(text),
        });
        let meaning = as_written(&it.value, meaning.collect());
        let edits = list_edits(self.source, &self.layout, it, items)?;
        self.edits.extend(edits);
        self.values.insert(field, Some(meaning));
        Ok(())
    }

    /// Removes an entry with its lines; one in brackets with its comma.
    pub fn remove_entry(&mut self, field: usize) -> Result<(), Refusal> {
        let range = match self.fields[field].in_brackets {
            true => layout::in_brackets_range(self.source, self.siblings(field), self.entry(field)),
            false => layout::whole_lines(self.source, self.entry(field).range)
                .ok_or_else(|| Refusal::new("another entry stands on the same line"))?,
        };
        self.edits.push(TextEdit::delete(range));
        self.values.insert(field, None);
        Ok(())
    }

    /// Renames a key where it stands.
    pub fn rename_key(&mut self, field: usize, key: &str) {
        let range = self.entry(field).key.range;
        let written = self.layout.format().write_key(key);
        self.edits.push(TextEdit::replace(range, written));
        self.keys.insert(field, key.into());
    }

    /// Inserts `key: value` into the gap. Lists are written in the post's style. Of a nested name the last key is written.
    pub fn insert_entry(&mut self, gap: Gap, key: &str, value: Plain) -> Result<(), Refusal> {
        let gap = self.above_tables(gap);
        let key = gap.within.map_or(key, |_| key_of(key));
        let siblings = match gap.within {
            Some(map) => self.fields[map].entry.value.map_entries(),
            None => &self.front_matter.entries,
        };
        let place = layout::Place {
            after: gap.after.map(|it| self.fields[it].entry),
            siblings,
            map: gap.within.map(|it| &self.fields[it].entry.value),
            front_matter: self.front_matter,
        };
        let edit = layout::insertion(self.source, &self.layout, &place, (key, &value))?;
        self.edits.push(edit);
        self.inserted.push((gap, key.into(), value));
        Ok(())
    }

    /// Below the header of a table of TOML a key would be the table's.
    fn above_tables(&self, gap: Gap) -> Gap {
        let is_toml = self.front_matter.format == Format::Toml;
        let is_table = |it: &Field<'_>| !it.is_nested() && layout::is_table(self.source, it.entry);
        let after = gap.after.filter(|_| is_toml && gap.within.is_none());
        let first = after.and_then(|_| self.fields.iter().position(is_table));
        match (after, first) {
            (Some(after), Some(first)) if first <= after => Gap {
                after: self.fields[..first].iter().rposition(|it| !it.is_nested()),
                ..gap
            },
            _ => gap,
        }
    }

    /// The edits, sorted, once they have been applied in memory and read again by an independent parser.
    pub fn finish(mut self) -> Result<Vec<TextEdit>, Refusal> {
        self.edits
            .sort_by_key(|it| (it.range.start(), it.range.end()));
        if self.edits.is_empty() {
            return Ok(self.edits);
        }
        if self.front_matter.conflicted {
            return Err(Refusal::new("the front matter has merge-conflict markers"));
        }
        verify(
            self.source,
            self.front_matter,
            &self.edits,
            &self.intended(),
        )?;
        Ok(self.edits)
    }

    fn entry(&self, field: usize) -> &'a Entry {
        self.fields[field].entry
    }

    /// The entries of the map that has the field.
    fn siblings(&self, field: usize) -> &'a [Entry] {
        let own = self.entry(field);
        let has = |entries: &'a [Entry]| entries.iter().any(|it| std::ptr::eq(it, own));
        let maps = self.fields.iter().flat_map(|it| {
            let value = std::slice::from_ref(&it.entry.value);
            value.iter().chain(it.entry.value.items())
        });
        let inner = maps.map(Node::map_entries).find(|it| has(it));
        inner.unwrap_or(&self.front_matter.entries)
    }

    fn replace_value_text(&mut self, field: usize, written: &str) {
        let it = self.entry(field);
        let separator = layout::separator_end(self.source, self.layout.format(), it);
        let edit = if it.value.range.is_empty() {
            TextEdit::insert(separator, format!(" {written}"))
        } else {
            TextEdit::replace(layout::without_anchor(self.source, &it.value), written)
        };
        self.edits.push(edit);
    }

    /// An alias is another value's text: it cannot be edited where it stands.
    fn refuse_shared(&self, node: &Node) -> Result<(), Refusal> {
        if node.style() == Some(ScalarStyle::Alias) {
            return Err(Refusal::new(format!(
                "`{}` stands for a value that is written elsewhere",
                layout::slice(self.source, node.range)
            )));
        }
        Ok(())
    }

    fn intended(&self) -> Vec<Intended> {
        let fields = self.fields.iter().enumerate();
        let tree = Tree {
            edit: self,
            index: fields
                .map(|(index, it)| (std::ptr::from_ref(it.entry), index))
                .collect(),
        };
        let entries = &self.front_matter.entries;
        tree.entries(None, entries)
            .into_iter()
            .map(|(key, value, touched)| Intended {
                key,
                value,
                touched,
            })
            .collect()
    }
}

/// A list that is the only item of another one stays so.
fn as_written(value: &Node, items: Vec<Plain>) -> Plain {
    let list = Plain::List(items);
    match std::ptr::eq(value.list(), value) {
        true => list,
        false => Plain::List(vec![list]),
    }
}

/// What the whole front matter is meant to hold afterwards.
struct Tree<'a> {
    edit: &'a FrontMatterEdit<'a>,
    /// Fields by their entries.
    index: FxHashMap<*const Entry, usize>,
}

impl Tree<'_> {
    /// The entries of one map, each with whether something in it changed.
    fn entries(&self, map: Option<usize>, entries: &[Entry]) -> Vec<(Plain, Plain, bool)> {
        let mut all = Vec::with_capacity(entries.len());
        self.push_inserted(map, None, &mut all);
        for entry in entries {
            let index = self.index.get(&std::ptr::from_ref(entry)).copied();
            let key = index.and_then(|it| self.edit.keys.get(&it));
            let key = key.map_or_else(|| Plain::of(&entry.key), |it| Plain::string(it));
            match index.and_then(|it| self.edit.values.get(&it)) {
                Some(None) => {}
                Some(Some(value)) => all.push((key, value.clone(), true)),
                None => {
                    let (value, touched) = self.value(index, &entry.value);
                    all.push((key, value, touched));
                }
            }
            if let Some(index) = index {
                self.push_inserted(map, Some(index), &mut all);
            }
        }
        all
    }

    fn push_inserted(
        &self,
        within: Option<usize>,
        after: Option<usize>,
        all: &mut Vec<(Plain, Plain, bool)>,
    ) {
        let gap = Gap { within, after };
        for (_, key, value) in self.edit.inserted.iter().filter(|it| it.0 == gap) {
            all.push((Plain::string(key), value.clone(), true));
        }
    }

    fn value(&self, field: Option<usize>, node: &Node) -> (Plain, bool) {
        match &node.kind {
            NodeKind::Map { entries, .. } => {
                let entries = self.entries(field, entries);
                let is_changed = |it: &(Plain, Plain, bool)| it.2;
                let changed =
                    entries.iter().any(is_changed) || entries.len() != node.map_entries().len();
                let entries = entries.into_iter().map(|it| (it.0, it.1));
                (
                    Plain::Map(entries.collect()),
                    changed || self.has_new_key(node),
                )
            }
            NodeKind::List { items, .. } if items.iter().any(Node::is_map) => {
                let items: Vec<(Plain, bool)> =
                    items.iter().map(|it| self.value(field, it)).collect();
                let changed = items.iter().any(|it| it.1);
                (
                    Plain::List(items.into_iter().map(|it| it.0).collect()),
                    changed,
                )
            }
            _ => (Plain::of(node), false),
        }
    }

    fn has_new_key(&self, map: &Node) -> bool {
        let index = |it: &Entry| self.index.get(&std::ptr::from_ref(it));
        let mut keys = map.map_entries().iter().filter_map(index);
        keys.any(|it| self.edit.keys.contains_key(it))
    }
}
