//! The other spellings and the other names of a term that is renamed: edits of their own, for the author to take or to leave.

use rayon::prelude::*;
use smol_str::SmolStr;

use super::{TermMap, holds, posts_with, read_for_edit, rewrite_post};
use crate::corpus::{FileId, Snapshot, SourceChange, Unavailable};
use crate::features::cursor_target::TermName;
use crate::features::prose;
use crate::text::TextEdit;

/// Terms that mean the renamed one too, and the edits that rename them along. They hold together with the edits of the rename
/// itself and of the groups before, and not without them.
#[derive(Clone, Debug, PartialEq)]
pub struct Along {
    /// `Also 299 posts that spell it “NVIDIA” or “nvidia”`
    pub label: String,
    pub change: SourceChange,
}

/// So many terms are named.
const MAX_NAMED: usize = 3;

/// Terms that mean the same in one way.
pub(super) struct Group {
    verb: &'static str,
    terms: Vec<SmolStr>,
}

/// The other terms in use that mean this one: its spellings, and, of a usual form, its other names.
pub(super) fn groups(snap: &Snapshot, name: &TermName, new_name: &str) -> Vec<Group> {
    let (Some(variants), Some(aliases)) =
        (snap.thesaurus(&name.field), snap.aliases_of(&name.field))
    else {
        return Vec::new();
    };
    let text_of = |id| variants.vocabulary.term(id).text.clone();
    let is_other = |it: &SmolStr| *it != name.text && it != new_name;
    let spellings = variants.spellings(&name.text).into_iter().map(text_of);
    let spellings: Vec<SmolStr> = spellings.filter(is_other).collect();
    let is_used = |it: &SmolStr| {
        let id = variants.vocabulary.get(it);
        id.is_some_and(|id| !variants.vocabulary.term(id).posts.is_empty())
    };
    let names = aliases.of(&name.text).iter().cloned();
    let names = names.filter(|it| is_other(it) && is_used(it) && !spellings.contains(it));
    let groups = [("spell", spellings.clone()), ("call", names.collect())];
    let groups = groups.map(|(verb, terms)| Group { verb, terms });
    groups
        .into_iter()
        .filter(|it| !it.terms.is_empty())
        .collect()
}

/// `“NVIDIA” (295 posts) and “nvidia” (4 posts) stay as they are`; nothing where there is no other term.
pub(super) fn told(snap: &Snapshot, name: &TermName, groups: &[Group]) -> Option<String> {
    let n_posts = |it: &str| {
        let id = snap.vocabulary(&name.field)?.get(it)?;
        Some(snap.vocabulary(&name.field)?.term(id).posts.len())
    };
    let terms = groups.iter().flat_map(|it| &it.terms);
    let counted = terms.map(|it| {
        let posts = prose::posts(n_posts(it).unwrap_or_default());
        format!("“{it}” ({posts})")
    });
    let counted: Vec<String> = counted.collect();
    let stay = if counted.len() == 1 {
        "stays as it is"
    } else {
        "stay as they are"
    };
    (!counted.is_empty()).then(|| format!("{} {stay}", listed(&counted, "and")))
}

/// `a`, `a and b`, `a, b, c and 3 more`
fn listed(terms: &[String], word: &str) -> String {
    match terms {
        [first, second] => format!("{first} {word} {second}"),
        _ if terms.len() > MAX_NAMED => {
            let n_more = terms.len() - MAX_NAMED;
            format!("{} {word} {n_more} more", terms[..MAX_NAMED].join(", "))
        }
        _ => terms.join(", "),
    }
}

/// The edits of each group. `exact` is the rename itself, in every field that shares the vocabulary. In a list that has the
/// renamed term, or the new one, another spelling goes; so the edits of the rename stand whether others are taken along or not.
pub(super) fn along(
    snap: &Snapshot,
    exact: &TermMap,
    groups: &[Group],
    new_name: &str,
) -> Result<Vec<Along>, Unavailable> {
    let all = groups.iter().fold(TermMap::default(), |mut all, group| {
        for field in exact.fields.keys() {
            group
                .terms
                .iter()
                .for_each(|it| all.rename(field, it, new_name));
        }
        all
    });
    let in_post = |file: FileId| Ok((file, edits_in(snap, file, exact, groups, new_name)?));
    let posts = posts_with(snap, &all).into_par_iter().map(in_post);
    let edited: Vec<(FileId, Vec<Vec<TextEdit>>)> = posts.collect::<Result<_, Unavailable>>()?;
    let of_group = |(index, group): (usize, &Group)| {
        let edits = edited.iter().map(|(file, it)| (*file, it[index].clone()));
        let change = SourceChange {
            edits: edits.filter(|it| !it.1.is_empty()).collect(),
            ..SourceChange::default()
        };
        let quoted: Vec<String> = group.terms.iter().map(|it| format!("“{it}”")).collect();
        let posts = match change.edits.len() {
            1 => format!("1 post that {}s", group.verb),
            n => format!("{n} posts that {}", group.verb),
        };
        let label = format!("Also {posts} it {}", listed(&quoted, "or"));
        Along { label, change }
    };
    let along = groups.iter().enumerate().map(of_group);
    Ok(along.filter(|it| !it.change.edits.is_empty()).collect())
}

/// What each group adds to the edits of the rename and of the groups before; nothing where that cannot be told apart.
fn edits_in(
    snap: &Snapshot,
    file: FileId,
    exact: &TermMap,
    groups: &[Group],
    new_name: &str,
) -> Result<Vec<Vec<TextEdit>>, Unavailable> {
    let parsed = match read_for_edit(snap, file) {
        Err(Unavailable::Unreadable(_)) => return Ok(vec![Vec::new(); groups.len()]),
        parsed => parsed?,
    };
    let edits = |map: &TermMap| rewrite_post(snap, file, &parsed, map).map(|it| it.0);
    let mut map = exact.clone();
    let mut before = edits(&map).unwrap_or_default();
    let mut of_groups = Vec::with_capacity(groups.len());
    for group in groups {
        let wider = with_group(snap, file, &map, group, new_name);
        let all = edits(&wider).ok();
        let all = all.filter(|all| before.iter().all(|it| all.contains(it)));
        of_groups.push(match all {
            Some(all) => {
                map = wider;
                let added = all.iter().filter(|it| !before.contains(it)).cloned();
                let added = added.collect();
                before = all;
                added
            }
            None => Vec::new(),
        });
    }
    Ok(of_groups)
}

/// The map with the group's terms: renamed in a field of the post that has none of its terms yet, else removed.
fn with_group(
    snap: &Snapshot,
    file: FileId,
    map: &TermMap,
    group: &Group,
    new_name: &str,
) -> TermMap {
    let mut wider = map.clone();
    for (field, terms) in &map.fields {
        let has = |it: &str| holds(snap, file, field, it);
        let is_there = has(new_name) || terms.keys().any(|it| has(it));
        for term in &group.terms {
            match is_there {
                true => wider.remove(field, term),
                false => wider.rename(field, term, new_name),
            }
        }
    }
    wider
}
