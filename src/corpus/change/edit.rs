//! Minimal edits of one front matter: a scalar's bytes, an item's line, an entry's lines; never more.
//! Only verified edits leave: see [`FrontMatterEdit::finish`].

use std::collections::BTreeMap;

use smol_str::SmolStr;

use super::layout::{self, Layout};
use super::verify::{Intended, verify};
use super::{Plain, Refusal};
use crate::syntax::yaml::ScalarContext;
use crate::syntax::{Entry, FrontMatter, Node, ScalarStyle};
use crate::text::lines::next_line;
use crate::text::{TextEdit, TextRange};

/// Edits to one front matter, gathered until [`finish`](FrontMatterEdit::finish).
pub struct FrontMatterEdit<'a> {
    source: &'a str,
    front_matter: &'a FrontMatter,
    layout: Layout,
    edits: Vec<TextEdit>,
    /// What touched entries are meant to hold; `None` for a removed one.
    values: BTreeMap<usize, Option<Plain>>,
    keys: BTreeMap<usize, SmolStr>,
    /// Entries to come after the one of that index (or before all others).
    inserted: Vec<(Option<usize>, SmolStr, Plain)>,
}

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

impl<'a> FrontMatterEdit<'a> {
    pub fn new(source: &'a str, front_matter: &'a FrontMatter) -> FrontMatterEdit<'a> {
        FrontMatterEdit {
            source,
            front_matter,
            layout: Layout::of(source, front_matter),
            edits: Vec::new(),
            values: BTreeMap::new(),
            keys: BTreeMap::new(),
            inserted: Vec::new(),
        }
    }

    /// Gives a scalar, an empty value or a one-line list another text, in the quotes that it has.
    pub fn set_scalar(&mut self, entry: usize, text: &str) -> Result<(), Refusal> {
        let it = self.entry(entry);
        self.refuse_shared(&it.value)?;
        let (written, meaning) = layout::scalar_like(
            &it.value,
            &[],
            &self.layout,
            text,
            ScalarContext::BlockValue,
        );
        self.replace_value_text(entry, &written);
        self.values.insert(entry, Some(meaning));
        Ok(())
    }

    /// Writes `yaml`, a value of one line, where the entry's value stands. `meaning` is what it is to be read as.
    pub fn set_value(&mut self, entry: usize, yaml: &str, meaning: Plain) -> Result<(), Refusal> {
        self.refuse_shared(&self.entry(entry).value)?;
        self.replace_value_text(entry, yaml);
        self.values.insert(entry, Some(meaning));
        Ok(())
    }

    /// Replaces the bytes of a broken or oddly written value; `meaning` is what the whole entry is to be read as.
    pub fn replace(&mut self, entry: usize, range: TextRange, text: &str, meaning: Plain) {
        self.edits.push(TextEdit::replace(range, text));
        self.values.insert(entry, Some(meaning));
    }

    /// Makes the list of an entry hold exactly `items`. Kept items keep their bytes; a list that becomes empty is `[]`;
    /// a scalar or an empty value becomes a list in the style of the post's other lists.
    pub fn set_items(&mut self, entry: usize, items: &[Item]) -> Result<(), Refusal> {
        let it = self.entry(entry);
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
        let meaning = Plain::List(meaning.collect());
        let edits = layout::list_edits(self.source, &self.layout, it, items)?;
        self.edits.extend(edits);
        self.values.insert(entry, Some(meaning));
        Ok(())
    }

    /// Removes an entry with its lines.
    pub fn remove_entry(&mut self, entry: usize) -> Result<(), Refusal> {
        let lines = layout::whole_lines(self.source, self.entry(entry).range)
            .ok_or_else(|| Refusal::new("another entry stands on the same line"))?;
        self.edits.push(TextEdit::delete(lines));
        self.values.insert(entry, None);
        Ok(())
    }

    /// Renames a key where it stands.
    pub fn rename_key(&mut self, entry: usize, key: &str) {
        let range = self.entry(entry).key.range;
        self.edits.push(TextEdit::replace(range, layout::key(key)));
        self.keys.insert(entry, key.into());
    }

    /// Inserts `key: value` after the entry of that index, or as the first. Lists are written in the post's style.
    pub fn insert_entry(&mut self, after: Option<usize>, key: &str, value: Plain) {
        let offset = match after {
            Some(index) => next_line(self.source, self.entry(index).range.end()),
            None => self.front_matter.block.start(),
        };
        let text = layout::new_entry(&self.layout, key, &value);
        self.edits.push(TextEdit::insert(offset, text));
        self.inserted.push((after, key.into(), value));
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

    fn entry(&self, index: usize) -> &'a Entry {
        &self.front_matter.entries[index]
    }

    fn replace_value_text(&mut self, entry: usize, written: &str) {
        let it = self.entry(entry);
        let colon = layout::colon_end(self.source, it);
        let edit = if it.value.range.is_empty() {
            TextEdit::insert(colon, format!(" {written}"))
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
        let mut intended = Vec::new();
        self.push_inserted(None, &mut intended);
        for (index, entry) in self.front_matter.entries.iter().enumerate() {
            let key = self
                .keys
                .get(&index)
                .map_or_else(|| Plain::of(&entry.key), |it| Plain::string(it));
            match self.values.get(&index) {
                Some(None) => {}
                Some(Some(value)) => intended.push(Intended {
                    key,
                    value: value.clone(),
                    touched: true,
                }),
                None => intended.push(Intended {
                    key,
                    value: Plain::of(&entry.value),
                    touched: false,
                }),
            }
            self.push_inserted(Some(index), &mut intended);
        }
        intended
    }

    fn push_inserted(&self, after: Option<usize>, intended: &mut Vec<Intended>) {
        for (_, key, value) in self.inserted.iter().filter(|(it, ..)| *it == after) {
            intended.push(Intended {
                key: Plain::string(key),
                value: value.clone(),
                touched: true,
            });
        }
    }
}
