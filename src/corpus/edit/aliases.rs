//! Declaring other names of a term in rubric.yaml: a few bytes put in where they belong, checked by reading all of it again.

use smol_str::SmolStr;

use super::layout::slice;
use super::{Refusal, read_yaml};
use crate::schema::Config;
use crate::syntax::yaml::{ScalarContext, write_scalar};
use crate::syntax::{Entry, Node, NodeKind, ScalarStyle, parse_map};
use crate::text::lines::{line_ending, line_start, next_line};
use crate::text::{TextEdit, TextRange, TextSize, apply_edits};

/// The names of one thing: `canonical: [others]` in the aliases of a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    pub vocabulary: SmolStr,
    pub canonical: SmolStr,
    pub others: Vec<SmolStr>,
}

/// The edits of rubric.yaml that declare the names. A thing that is declared already, under whichever of the names, is given
/// the canonical one and keeps its others.
///
/// # Errors
/// The file has mistakes of its own, or is written so that the edit cannot be checked.
pub fn declare_names(source: &str, names: &Names) -> Result<Vec<TextEdit>, Refusal> {
    let before = Config::parse(source);
    if !before.errors.is_empty() {
        return Err(Refusal::new("rubric.yaml has mistakes: fix them first"));
    }
    let mut expected = before.clone();
    let declared = &mut expected
        .vocabularies
        .entry(names.vocabulary.clone())
        .or_default()
        .aliases;
    let is_known = |it: &SmolStr| *it == names.canonical || names.others.contains(it);
    let known: Vec<usize> = (0..declared.len())
        .filter(|it| is_known(&declared[*it].0) || declared[*it].1.iter().any(is_known))
        .collect();
    let mut edits = match known[..] {
        [] => {
            declared.push((names.canonical.clone(), names.others.clone()));
            insert(source, names)?
        }
        [index] => {
            let others = merged(&declared[index], names);
            let old = std::mem::replace(&mut declared[index], (names.canonical.clone(), others));
            extend(source, names, &old, &declared[index].1)?
        }
        _ => {
            let why = "rubric.yaml declares several terms of these names: leave one of them";
            return Err(Refusal::new(why));
        }
    };
    edits.sort_by_key(|it| it.range.start());
    verify(source, &edits, &expected, &["vocabularies"])?;
    Ok(edits)
}

/// The other names in their order: the old canonical form takes the place of the new one.
fn merged((canonical, others): &(SmolStr, Vec<SmolStr>), names: &Names) -> Vec<SmolStr> {
    let mut merged: Vec<SmolStr> = others.clone();
    if *canonical != names.canonical {
        match merged.iter_mut().find(|it| **it == names.canonical) {
            Some(it) => it.clone_from(canonical),
            None => merged.push(canonical.clone()),
        }
    }
    for other in &names.others {
        if !merged.contains(other) && *other != names.canonical {
            merged.push(other.clone());
        }
    }
    merged
}

/// Checks that the edits make a rubric.yaml that says what is expected, and that nothing but these keys of it changes.
pub(super) fn verify(
    source: &str,
    edits: &[TextEdit],
    expected: &Config,
    touched: &[&str],
) -> Result<(), Refusal> {
    let unread = || Refusal::new("rubric.yaml would not be read as it is meant");
    let edited = apply_edits(source, edits).ok_or_else(unread)?;
    let after = Config::parse(&edited);
    let without = |text: &str| {
        let mut map = read_yaml(text).unwrap_or_default();
        for key in touched {
            map.remove(*key);
        }
        map
    };
    let independent = read_yaml(&edited).is_some();
    match after == *expected && independent && without(source) == without(&edited) {
        true => Ok(()),
        false => Err(unread()),
    }
}

/// A map on the way to the place, and where it stands.
struct Level<'a> {
    pairs: Vec<(&'a Node, &'a Node)>,
    /// The braces of a flow map; the whole of a block map.
    range: TextRange,
    flow: bool,
}

fn insert(source: &str, names: &Names) -> Result<Vec<TextEdit>, Refusal> {
    let (entries, _) = parse_map(source);
    let path = ["vocabularies", &names.vocabulary, "aliases"];
    let end = TextSize::of(source);
    let mut level = Level {
        pairs: entries.iter().map(|it| (&it.key, &it.value)).collect(),
        range: TextRange::up_to(end),
        flow: false,
    };
    for (depth, key) in path.iter().enumerate() {
        let found = level.pairs.iter().find(|it| it.0.text() == Some(key));
        match found.map(|it| (it.0, it.1, &it.1.kind)) {
            None => return Ok(vec![pair_in(source, &level, &path[depth..], names)]),
            Some((key, value, NodeKind::Null)) => {
                let below = &path[depth + 1..];
                return null_filled(source, &level, (key, value), below, names);
            }
            Some((_, value, NodeKind::Map { entries, flow })) => {
                level = Level {
                    pairs: entries.iter().map(|it| (&it.key, &it.value)).collect(),
                    range: value.range,
                    flow: *flow,
                };
            }
            Some(_) => return Err(Refusal::new(format!("`{key}` in rubric.yaml is no map"))),
        }
    }
    Ok(vec![pair_in(source, &level, &[], names)])
}

/// A new pair at the end of a map.
fn pair_in(source: &str, level: &Level<'_>, path: &[&str], names: &Names) -> TextEdit {
    if level.flow {
        let text = flow_pair(path, names);
        return match level.pairs.last() {
            Some((key, value)) => {
                let end = key.range.end().max(value.range.end());
                TextEdit::insert(end, format!(", {text}"))
            }
            None => TextEdit::replace(level.range, format!("{{ {text} }}")),
        };
    }
    let Some((first, _)) = level.pairs.first() else {
        return lines_at(source, TextSize::of(source), 0, path, names);
    };
    let (key, value) = level.pairs[level.pairs.len() - 1];
    let last = key.range.end().max(value.range.end());
    let column = first.range.start() - line_start(source, first.range.start());
    lines_at(source, next_line(source, last), column.into(), path, names)
}

/// Lines at the start of a line, or at the end of the text.
fn lines_at(source: &str, at: TextSize, column: usize, path: &[&str], names: &Names) -> TextEdit {
    let eol = line_ending(source);
    let mut text = String::new();
    if !source[..usize::from(at)].is_empty() && !source[..usize::from(at)].ends_with('\n') {
        text.push_str(eol);
    }
    for (depth, key) in path.iter().enumerate() {
        let indent = " ".repeat(column + 2 * depth);
        text.push_str(&format!(
            "{indent}{}:{eol}",
            written(key, ScalarContext::Key)
        ));
    }
    let indent = " ".repeat(column + 2 * path.len());
    text.push_str(&format!("{indent}{}{eol}", flow_pair(&[], names)));
    TextEdit::insert(at, text)
}

/// `people:` with nothing behind it.
fn null_filled(
    source: &str,
    level: &Level<'_>,
    (key, value): (&Node, &Node),
    path: &[&str],
    names: &Names,
) -> Result<Vec<TextEdit>, Refusal> {
    if level.flow || !value.range.is_empty() {
        let why = "`null` stands in rubric.yaml where the names would go: remove it";
        return Err(Refusal::new(why));
    }
    let column = key.range.start() - line_start(source, key.range.start());
    let below = next_line(source, key.range.end());
    let column = usize::from(column) + 2;
    Ok(vec![lines_at(source, below, column, path, names)])
}

/// `key: { canonical: [others] }`
fn flow_pair(path: &[&str], names: &Names) -> String {
    match path {
        [] => {
            let others = names
                .others
                .iter()
                .map(|it| written(it, ScalarContext::FlowItem));
            let others: Vec<_> = others.collect();
            let canonical = written(&names.canonical, ScalarContext::Key);
            format!("{canonical}: [{}]", others.join(", "))
        }
        [key, rest @ ..] => {
            let key = written(key, ScalarContext::Key);
            format!("{key}: {{ {} }}", flow_pair(rest, names))
        }
    }
}

fn written(text: &str, context: ScalarContext) -> String {
    write_scalar(text, context, ScalarStyle::Plain)
}

/// The pair that declares `old` says `canonical: others`.
fn extend(
    source: &str,
    names: &Names,
    old: &(SmolStr, Vec<SmolStr>),
    others: &[SmolStr],
) -> Result<Vec<TextEdit>, Refusal> {
    let odd = || Refusal::new("the names in rubric.yaml are written in a way that is not edited");
    let (entries, _) = parse_map(source);
    let top = entries
        .iter()
        .find(|it| it.key.text() == Some("vocabularies"));
    let aliases = top
        .and_then(|it| it.value.entry(&names.vocabulary))
        .and_then(|it| it.value.entry("aliases"));
    let pair = aliases.and_then(|it| it.value.entry(&old.0));
    let Entry {
        key, value: list, ..
    } = pair.ok_or_else(odd)?;
    let NodeKind::List { items, flow } = &list.kind else {
        return Err(odd());
    };
    let mut edits = Vec::new();
    if old.0 != names.canonical {
        let new = written(&names.canonical, ScalarContext::Key);
        edits.push(TextEdit::replace(key.range, new));
    }
    for (item, new) in items.iter().zip(others) {
        if item.text() != Some(new) {
            let new = written(new, ScalarContext::FlowItem);
            edits.push(TextEdit::replace(item.range, new));
        }
    }
    let more = others[items.len().min(others.len())..].iter();
    let more: Vec<_> = more
        .map(|it| written(it, ScalarContext::FlowItem))
        .collect();
    if !more.is_empty() {
        edits.push(match (items.last(), flow) {
            (None, _) => TextEdit::replace(list.range, format!("[{}]", more.join(", "))),
            (Some(last), true) => {
                TextEdit::insert(last.range.end(), format!(", {}", more.join(", ")))
            }
            (Some(last), false) => items_below(source, last, &more),
        });
    }
    Ok(edits)
}

fn items_below(source: &str, last: &Node, more: &[String]) -> TextEdit {
    let start = line_start(source, last.range.start());
    let prefix = slice(source, TextRange::new(start, last.range.start()));
    let eol = line_ending(source);
    let at = next_line(source, last.range.end());
    let cut_off = !source[..usize::from(at)].ends_with('\n');
    let lines: String = more.iter().map(|it| format!("{prefix}{it}{eol}")).collect();
    TextEdit::insert(
        at,
        if cut_off {
            format!("{eol}{lines}")
        } else {
            lines
        },
    )
}
