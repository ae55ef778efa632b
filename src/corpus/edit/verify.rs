//! Invariant 7: before an edit leaves, it is applied in memory and read again, by us and by an independent parser.

use rustc_hash::FxHashSet;

use super::layout::slice;
use super::{Plain, Refusal};
use crate::syntax::yaml::is_bounded;
use crate::syntax::{Entry, Format, FrontMatter, SyntaxError, json, parse_head, toml};
use crate::text::{TextEdit, apply_edits};

/// What the front matter should hold afterwards: each entry's key and value in order, and whether the edit touched it.
#[derive(Clone, Debug)]
pub(super) struct Intended {
    pub(super) key: Plain,
    pub(super) value: Plain,
    pub(super) touched: bool,
}

/// Checks that `edits` make of `source` a text whose front matter holds exactly `intended`, whose body and fences are
/// the same bytes, and which has no error that `source` had not.
pub(super) fn verify(
    source: &str,
    front_matter: &FrontMatter,
    edits: &[TextEdit],
    intended: &[Intended],
) -> Result<(), Refusal> {
    let inside = |edit: &TextEdit| front_matter.block.contains_range(edit.range);
    if !edits.iter().all(inside) {
        return Err(Refusal::new("the edit would reach beyond the front matter"));
    }
    let edited = apply_edits(source, edits).ok_or_else(|| Refusal::new("the edits overlap"))?;
    let (after, errors) = parse_head(&edited);
    let after = after.ok_or_else(|| Refusal::new("the edit would break the front matter"))?;
    if let Some(error) = new_error(&parse_head(source).1, &errors) {
        return Err(Refusal::new(format!(
            "the front matter would become invalid: {}",
            error.kind
        )));
    }
    if after.entries.len() != intended.len() || body(&edited, &after) != body(source, front_matter)
    {
        return Err(Refusal::new(
            "other lines of the front matter would be read differently",
        ));
    }
    if let Some(key) = repeated(&after).filter(|_| repeated(front_matter).is_none()) {
        return Err(Refusal::new(format!("`{key}` would stand twice")));
    }
    let whole = read_whole(&edited, &after);
    for (entry, intended) in after.entries.iter().zip(intended) {
        check_entry(&edited, entry, intended, after.format, whole.as_ref())?;
    }
    Ok(())
}

/// A key that stands more than once.
fn repeated(front_matter: &FrontMatter) -> Option<&str> {
    let mut seen = FxHashSet::default();
    let written = front_matter.entries.iter().filter(|it| !it.is_merged());
    let mut keys = written.filter_map(|it| it.key.text());
    keys.find(|it| !seen.insert(*it))
}

fn body<'a>(source: &'a str, front_matter: &FrontMatter) -> &'a str {
    &source[usize::from(front_matter.range.end())..]
}

/// An error of `after` that `before` had not; ranges move, so they are compared by what they say.
pub(super) fn new_error<'a>(
    before: &[SyntaxError],
    after: &'a [SyntaxError],
) -> Option<&'a SyntaxError> {
    let mut old: Vec<_> = before.iter().map(|it| &it.kind).collect();
    after
        .iter()
        .find(|it| match old.iter().position(|old| **old == it.kind) {
            Some(index) => {
                old.swap_remove(index);
                false
            }
            None => true,
        })
}

fn check_entry(
    edited: &str,
    entry: &Entry,
    intended: &Intended,
    format: Format,
    whole: Option<&serde_yaml::Mapping>,
) -> Result<(), Refusal> {
    let same_text = |a: &Plain, b: &Plain| match (a, b) {
        (Plain::Scalar { text: a, .. }, Plain::Scalar { text: b, .. }) => a == b,
        (a, b) => a == b,
    };
    let key = Plain::of(&entry.key);
    if !same_text(&key, &intended.key) {
        return Err(Refusal::new(
            "the entries of the front matter would be read differently",
        ));
    }
    if !intended.touched {
        return if Plain::of(&entry.value) == intended.value {
            Ok(())
        } else {
            Err(Refusal::new(format!(
                "`{}` would change with it",
                entry.key.text().unwrap_or("another field")
            )))
        };
    }
    let alone = read_alone(edited, format, entry);
    // A block scalar that is cut off behind its last line has no line end there: then the whole tells.
    let found: Vec<_> = [alone.as_ref(), whole]
        .into_iter()
        .flatten()
        .filter_map(|map| value_of(map, &key))
        .collect();
    let name = entry.key.text().unwrap_or("it");
    match found.iter().any(|it| intended.value.is_read_as(it)) {
        true => Ok(()),
        false if found.is_empty() => Err(Refusal::new(format!(
            "`{name}` cannot be read as {format} by itself"
        ))),
        false => Err(Refusal::new(format!(
            "`{name}` would not be read as it is meant"
        ))),
    }
}

pub(super) fn value_of<'a>(
    map: &'a serde_yaml::Mapping,
    key: &Plain,
) -> Option<&'a serde_yaml::Value> {
    map.iter()
        .find(|(it, _)| key.is_read_as(it))
        .map(|(_, value)| value)
}

/// What an independent parser of the format reads in the text.
fn read(format: Format, text: &str) -> Option<serde_yaml::Mapping> {
    match format {
        Format::Yaml => is_bounded(text).then(|| serde_yaml::from_str(text).ok())?,
        Format::Toml => toml::independent(text),
        Format::Json => json::independent(text),
    }
}

/// The entry as if it were the only one.
pub(super) fn read_alone(
    source: &str,
    format: Format,
    entry: &Entry,
) -> Option<serde_yaml::Mapping> {
    let text = slice(source, entry.range);
    match format {
        Format::Json => read(format, &format!("{{{text}}}")),
        _ => read(format, text),
    }
}

/// The whole block, where it is valid: an entry with an alias, or a table in several places, cannot be read on its own.
pub(super) fn read_whole(source: &str, front_matter: &FrontMatter) -> Option<serde_yaml::Mapping> {
    let block = slice(source, front_matter.block);
    if front_matter.format != Format::Yaml {
        return read(front_matter.format, block);
    }
    if !is_bounded(block) {
        return None;
    }
    let mut value: serde_yaml::Value = serde_yaml::from_str(block).ok()?;
    value.apply_merge().ok()?;
    match value {
        serde_yaml::Value::Mapping(map) => Some(map),
        _ => None,
    }
}
