//! Where rubric.yaml declares a field, a value or an alias. It reads the text as YAML, and does not know what it means.

use crate::corpus::{FileId, Snapshot};
use crate::features::cursor_target::TermName;
use crate::syntax::yaml::{self, Anchors};
use crate::syntax::{Entry, Node};
use crate::text::TextRange;

/// The field's key: in the collection of the post's folder, or else among all fields.
pub(super) fn of_field(snap: &Snapshot, file: FileId, field: &str) -> Option<TextRange> {
    let root = read(snap)?;
    let folder = snap.path(file).folder();
    let collections = get(&root, "collections")
        .map(Node::map_entries)
        .unwrap_or_default();
    let own = collections
        .iter()
        .filter(|it| it.key.text().is_some_and(|it| is_below(folder, it)));
    let own = own.filter_map(|it| get(&it.value, "fields"));
    own.chain(get(&root, "fields"))
        .find_map(|it| key(it, field))
}

/// The canonical form or the alias of this text, or the item of a closed set.
pub(super) fn of_term(snap: &Snapshot, vocabulary: &str, name: &TermName) -> Option<TextRange> {
    let root = read(snap)?;
    let in_aliases = || {
        let aliases = get(get(get(&root, "vocabularies")?, vocabulary)?, "aliases")?;
        let alias = |it: &Entry| item(&it.value, &name.text);
        key(aliases, &name.text).or_else(|| aliases.map_entries().iter().find_map(alias))
    };
    let in_values = || {
        item(
            get(get(get(&root, "fields")?, &name.field)?, "values")?,
            &name.text,
        )
    };
    in_aliases().or_else(in_values)
}

fn read(snap: &Snapshot) -> Option<Node> {
    let text = snap.config_text()?;
    let source = text.as_str();
    yaml::read(source, 0, source.len(), &mut Anchors::default()).ok()?
}

fn is_below(folder: &str, of: &str) -> bool {
    let of = of.trim_matches('/');
    folder
        .strip_prefix(of)
        .is_some_and(|it| it.is_empty() || it.starts_with('/'))
}

fn get<'a>(map: &'a Node, name: &str) -> Option<&'a Node> {
    map.entry(name).map(|it| &it.value)
}

fn key(map: &Node, name: &str) -> Option<TextRange> {
    map.entry(name).map(|it| it.key.range)
}

/// The item of a list, or the scalar, of this text.
fn item(node: &Node, text: &str) -> Option<TextRange> {
    let nodes = node.items().iter().chain([node]);
    nodes
        .into_iter()
        .find(|it| it.text() == Some(text))
        .map(|it| it.range)
}
