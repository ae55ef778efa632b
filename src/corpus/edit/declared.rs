//! rubric.yaml after a term or a field got another name: what it declares of the old one, it declares of the new one. Only the
//! names' own bytes are touched, and all of it is read again before the edits leave.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::Refusal;
use super::aliases::verify;
use super::item::Item;
use super::layout::{self, Layout};
use super::list::list_edits;
use crate::schema::Config;
use crate::schema::config::Declarations;
use crate::syntax::yaml::ScalarContext;
use crate::syntax::{Entry, Field, Node, NodeKind, parse_map};
use crate::text::{TextEdit, TextRange};

/// Old names with the new ones. All change at once.
pub type NewNames = FxHashMap<SmolStr, SmolStr>;

/// What got another name.
#[derive(Clone, Debug, Default)]
pub struct Renamed {
    /// Terms, by their vocabulary: what other names they have.
    pub in_vocabularies: FxHashMap<SmolStr, NewNames>,
    /// Terms, by each field: which values it may have.
    pub in_fields: FxHashMap<SmolStr, NewNames>,
    pub fields: NewNames,
}

/// How rubric.yaml follows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Followed {
    pub edits: Vec<TextEdit>,
    /// What it still says of an old name: a sentence each, for the person who renamed.
    pub left: Vec<String>,
}

/// The edits of rubric.yaml by which it declares of the new names what it declares of the old ones.
pub fn follow(source: &str, renamed: &Renamed) -> Followed {
    let before = Config::parse(source);
    let mut followed = Followed::default();
    let mut after = before.clone();
    rename_terms(&mut after, renamed, &mut followed.left);
    rename_fields(&mut after, &renamed.fields, &mut followed.left);
    if after == before {
        return followed;
    }
    match checked_edits(source, &before, &after, renamed) {
        Ok(edits) => followed.edits = edits,
        Err(why) => followed
            .left
            .push(format!("rubric.yaml is left as it is: {why}")),
    }
    followed
}

fn checked_edits(
    source: &str,
    before: &Config,
    after: &Config,
    renamed: &Renamed,
) -> Result<Vec<TextEdit>, Refusal> {
    if !before.errors.is_empty() {
        return Err(Refusal::new("it has mistakes to be fixed first"));
    }
    let mut edits = edits(source, after, renamed)?;
    edits.sort_by_key(|it| (it.range.start(), it.range.end()));
    let touched = ["vocabularies", "fields", "collections"];
    verify(source, &edits, after, &touched)?;
    Ok(edits)
}

fn rename_terms(config: &mut Config, renamed: &Renamed, left: &mut Vec<String>) {
    for (vocabulary, names) in &renamed.in_vocabularies {
        if let Some(it) = config.vocabularies.get_mut(vocabulary) {
            rename_aliases(&mut it.aliases, names, left);
        }
    }
    let collections = config.collections.iter_mut().map(|it| &mut it.1);
    for declarations in collections.chain([&mut config.fields]) {
        for (field, names) in &renamed.in_fields {
            let Some(field) = declarations.get_mut(field) else {
                continue;
            };
            field.default = field.default.take().map(|it| new_name(names, &it));
            if let Some(values) = &mut field.values {
                let mut seen = FxHashSet::default();
                *values = values.iter().map(|it| new_name(names, it)).collect();
                values.retain(|it| seen.insert(it.clone()));
            }
        }
    }
}

fn new_name(names: &NewNames, old: &SmolStr) -> SmolStr {
    names.get(old).unwrap_or(old).clone()
}

/// The usual forms and the other names. A name that became its own term's usual form, or another of its names, stays: that is
/// what the declaration is for.
fn rename_aliases(
    aliases: &mut [(SmolStr, Vec<SmolStr>)],
    names: &NewNames,
    left: &mut Vec<String>,
) {
    for index in 0..aliases.len() {
        let mut own = std::mem::take(&mut aliases[index]);
        let is_free = |name: &SmolStr| {
            let mut elsewhere = aliases.iter();
            !elsewhere.any(|(usual, others)| usual == name || others.contains(name))
        };
        rename_own(&mut own, names, is_free, left);
        aliases[index] = own;
    }
}

fn rename_own(
    (usual, others): &mut (SmolStr, Vec<SmolStr>),
    names: &NewNames,
    is_free: impl Fn(&SmolStr) -> bool,
    left: &mut Vec<String>,
) {
    if let Some(new) = names.get(usual) {
        if let Some(it) = others.iter_mut().find(|it| *it == new) {
            std::mem::swap(usual, it);
        } else if is_free(new) {
            usual.clone_from(new);
        } else {
            left.push(format!(
                "rubric.yaml still has `{usual}` as a usual form, beside `{new}`: make one of the two lines"
            ));
        }
    }
    for index in 0..others.len() {
        let Some(new) = names.get(&others[index]) else {
            continue;
        };
        if new == usual || others.contains(new) {
            continue;
        }
        if is_free(new) {
            others[index].clone_from(new);
        } else {
            left.push(format!(
                "rubric.yaml still has `{}` as another name of `{usual}`",
                others[index]
            ));
        }
    }
}

fn rename_fields(config: &mut Config, names: &NewNames, left: &mut Vec<String>) {
    for (old, new) in names {
        let has_own = |it: &Declarations| it.get(old).is_some_and(|it| it.vocabulary.is_some());
        let names_own =
            has_own(&config.fields) || config.collections.iter().any(|it| has_own(&it.1));
        let collections = config.collections.iter_mut().map(|it| &mut it.1);
        for declarations in collections.chain([&mut config.fields]) {
            match declarations.contains_key(new) {
                true if declarations.contains_key(old) => left.push(format!(
                    "rubric.yaml still declares `{old}`, beside `{new}`: make one of the two lines"
                )),
                true => {}
                false => {
                    if let Some(it) = declarations.remove(old) {
                        declarations.insert(new.clone(), it);
                    }
                }
            }
            // A vocabulary is called by the first field that has it, unless it has a name of its own.
            for it in declarations.values_mut().filter(|_| !names_own) {
                if it.vocabulary.as_ref() == Some(old) {
                    it.vocabulary = Some(new.clone());
                }
            }
        }
        if !names_own
            && !config.vocabularies.contains_key(new)
            && let Some(it) = config.vocabularies.remove(old)
        {
            config.vocabularies.insert(new.clone(), it);
        }
    }
}

/// What of the source is another text in `after`.
fn edits(source: &str, after: &Config, renamed: &Renamed) -> Result<Vec<TextEdit>, Refusal> {
    let mut writer = Writer {
        source,
        layout: Layout::new(source),
        edits: Vec::new(),
    };
    let (entries, _) = parse_map(source);
    let top = |name: &str| {
        let found = entries.iter().find(|it| it.key.text() == Some(name));
        found.map(|it| &it.value)
    };
    if let Some(vocabularies) = top("vocabularies") {
        writer.vocabularies(vocabularies, after, renamed)?;
    }
    if let Some(fields) = top("fields") {
        writer.fields(fields, &after.fields, renamed)?;
    }
    let collections = top("collections")
        .map(Node::map_entries)
        .unwrap_or_default();
    for (collection, (_, after)) in collections.iter().zip(&after.collections) {
        if let Some(fields) = collection.value.entry("fields") {
            writer.fields(&fields.value, after, renamed)?;
        }
    }
    Ok(writer.edits)
}

struct Writer<'a> {
    source: &'a str,
    layout: Layout,
    edits: Vec<TextEdit>,
}

impl Writer<'_> {
    fn vocabularies(
        &mut self,
        node: &Node,
        after: &Config,
        renamed: &Renamed,
    ) -> Result<(), Refusal> {
        for vocabulary in node.map_entries() {
            let name = &vocabulary.key;
            let new = self.name(node, name, &renamed.fields, |it| {
                after.vocabularies.contains_key(it)
            });
            let declared = new.and_then(|it| after.vocabularies.get(&it));
            let aliases = vocabulary.value.entry("aliases");
            let (Some(declared), Some(aliases)) = (declared, aliases) else {
                continue;
            };
            let aliases = &aliases.value;
            for (entry, (new, new_others)) in aliases.map_entries().iter().zip(&declared.aliases) {
                let others = &entry.value;
                self.scalar(&entry.key, new, key_context(aliases));
                // One other name may stand there without a list.
                let (list, context) = match others.kind {
                    NodeKind::List { .. } => (others.items(), value_context(others)),
                    _ => (std::slice::from_ref(others), value_context(aliases)),
                };
                for (other, new) in list.iter().zip(new_others) {
                    self.scalar(other, new, context);
                }
            }
        }
        Ok(())
    }

    fn fields(
        &mut self,
        node: &Node,
        after: &Declarations,
        renamed: &Renamed,
    ) -> Result<(), Refusal> {
        for field in node.map_entries() {
            let name = &field.key;
            let new = self.name(node, name, &renamed.fields, |it| after.contains_key(it));
            let Some(declared) = new.and_then(|it| after.get(&it)) else {
                continue;
            };
            let names = name.text().and_then(|it| renamed.in_fields.get(it));
            for Entry { key, value, .. } in field.value.map_entries() {
                let new = match (key.text(), names) {
                    (Some("values"), Some(names)) => {
                        self.values(key, value, names)?;
                        None
                    }
                    (Some("default"), _) => declared.default.as_ref(),
                    (Some("vocabulary"), _) => declared.vocabulary.as_ref(),
                    _ => None,
                };
                if let Some(new) = new {
                    self.scalar(value, new, value_context(&field.value));
                }
            }
        }
        Ok(())
    }

    /// Writes a name of a field where it is renamed, and gives the name it has then.
    fn name(
        &mut self,
        map: &Node,
        name: &Node,
        names: &NewNames,
        is_there: impl Fn(&str) -> bool,
    ) -> Option<SmolStr> {
        let old = SmolStr::new(name.text()?);
        match names.get(&old).filter(|_| !is_there(&old)) {
            Some(new) => {
                self.scalar(name, new, key_context(map));
                Some(new.clone())
            }
            None => Some(old),
        }
    }

    fn scalar(&mut self, node: &Node, new: &str, context: ScalarContext) {
        if node.text() != Some(new) {
            let (written, _) = layout::scalar_like(node, &[], &self.layout, new, context);
            self.edits.push(TextEdit::replace(
                layout::without_anchor(self.source, node),
                written,
            ));
        }
    }

    /// The list of a closed set: of values that became one the first keeps its place.
    fn values(&mut self, key: &Node, list: &Node, names: &NewNames) -> Result<(), Refusal> {
        let mut seen = FxHashSet::default();
        let mut items = Vec::new();
        for (index, item) in list.items().iter().enumerate() {
            let old = SmolStr::new(item.text().unwrap_or_default());
            let new = new_name(names, &old);
            if seen.insert(new.clone()) {
                items.push(match new == old {
                    true => Item::Keep(index),
                    false => Item::Rewrite(index, new),
                });
            }
        }
        let kept = (0..list.items().len()).map(Item::Keep);
        if !items.iter().cloned().eq(kept) {
            let entry = Entry {
                key: key.clone(),
                value: list.clone(),
                range: TextRange::new(key.range.start(), list.range.end()),
                broken: false,
            };
            let edits = list_edits(self.source, &self.layout, &Field::of(&entry), &items)?;
            self.edits.extend(edits);
        }
        Ok(())
    }
}

fn key_context(map: &Node) -> ScalarContext {
    match map.kind {
        NodeKind::Map { flow: true, .. } => ScalarContext::FlowItem,
        _ => ScalarContext::Key,
    }
}

/// Of a value in `node`, a map or a list.
fn value_context(node: &Node) -> ScalarContext {
    match node.kind {
        NodeKind::Map { flow: true, .. } | NodeKind::List { flow: true, .. } => {
            ScalarContext::FlowItem
        }
        NodeKind::List { .. } => ScalarContext::BlockItem,
        _ => ScalarContext::BlockValue,
    }
}
