//! Pages in `[[`: posts, by whichever name they are found, written by the shortest one that leads there.

use crate::corpus::fold;
use crate::features::completion::{CompletionItem, CompletionKind};
use crate::features::cursor_target::post_of_title;
use crate::features::links::write::{name, stem};
use crate::features::related::title_of;
use smol_str::format_smolstr;

use super::names::{self, Names};
use super::request::{LinkRequest, filter};
use super::{Found, posts};

pub(super) fn pages(here: &LinkRequest<'_>, embedded: bool) -> Vec<CompletionItem> {
    let names = names::names(here.snap);
    let by_title = names::habits(here.snap).wiki_titles;
    let found = posts(here, here.typed());
    let items = found
        .iter()
        .filter_map(|it| page(here, &names, it, by_title, embedded));
    items.collect()
}

fn page(
    here: &LinkRequest<'_>,
    names: &Names,
    found: &Found,
    by_title: bool,
    embedded: bool,
) -> Option<CompletionItem> {
    let path = here.snap.path(found.file).as_str();
    let title = title_of(here.snap, found.file);
    let title = stem(&title);
    let target = target(here, names, found, title, by_title)?;
    let label = label(here, title, &target).filter(|_| !embedded);
    let text = match label {
        Some(label) => format!("{target}|{label}"),
        None => target,
    };
    Some(CompletionItem {
        detail: Some(path.to_owned()),
        filter: filter(here.typed(), title, found.tier),
        term: Some(("".into(), format_smolstr!("{path}"))),
        ..here.item(title, &text, CompletionKind::Post)
    })
}

/// The file's name if no other has it, or else its path; the title where the corpus writes titles. `None` if no wiki link
/// can hold any of these.
fn target(
    here: &LinkRequest<'_>,
    names: &Names,
    found: &Found,
    title: &str,
    by_title: bool,
) -> Option<String> {
    let path = stem(here.snap.path(found.file).as_str());
    let stem = name(path);
    let is_only = names.only(here.snap, stem) == Some(found.file);
    let leads_there = || {
        let other = names
            .only(here.snap, title)
            .is_some_and(|it| it != found.file);
        !other && post_of_title(here.snap, title) == Some(found.file)
    };
    let named = if is_only { stem } else { path };
    let choices = match by_title {
        true => [Some(title).filter(|_| leads_there()), Some(named)],
        false => [Some(named), Some(title).filter(|_| leads_there())],
    };
    let choices = choices.into_iter().flatten();
    let mut fitting = choices.filter(|it| !it.contains(['[', ']', '|', '#', '\n', '\r', '\\']));
    fitting.next().map(str::to_owned)
}

/// What is shown for the link, where the target is not what one would read: not where there is a label already, and not in a
/// table, where `|` parts cells.
fn label(here: &LinkRequest<'_>, title: &str, target: &str) -> Option<String> {
    let source = here.post.text.as_str();
    let before = &source[..usize::from(here.range().start())];
    let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let has_label = source[usize::from(here.range().end())..].starts_with(['|', '#']);
    if has_label || line.trim_start().starts_with('|') || fold(target) == fold(title) {
        return None;
    }
    let shown: String = title
        .chars()
        .map(|it| {
            if matches!(it, '[' | ']' | '|' | '\n' | '\r') {
                ' '
            } else {
                it
            }
        })
        .collect();
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    (!shown.is_empty()).then_some(shown)
}
