//! Completion in the body: people, organisations, products and works that posts know already, after two characters.
//! It does not look into code, HTML and links, and offers no concepts: nobody writes slugs in prose.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::documentation::count;
use super::matching::{self, By, Match};
use super::rank::{self, Group};
use super::{CompletionItem, CompletionKind, CompletionList};
use crate::corpus::{FilePosition, Keys, Parsed, Snapshot, TermId, Via, Vocabulary, fold_typed};
use crate::text::{TextEdit, TextRange, TextSize};

/// Fewer characters begin too many names.
const MIN_TYPED: usize = 2;

/// The first letters of syllables say less than their letters: so many are needed.
const MIN_SYLLABLES: usize = 3;

/// How far back a name can have begun: characters on the cursor's line.
const MAX_TYPED: usize = 32;

/// So many names are offered at most: the list opens by itself while prose is written.
const MAX_ITEMS: usize = 12;

/// A name of the front matter, or one that the body has already, is written again more likely: in nats, as in the ranking.
const LISTED: f32 = 2.0;
const MENTIONED: f32 = 1.5;

/// One vocabulary of names.
struct Names<'a> {
    field: &'a SmolStr,
    vocabulary: &'a Vocabulary,
    name: &'a SmolStr,
    keys: [Arc<Keys>; 2],
}

pub(super) fn complete(
    snap: &Snapshot,
    position: FilePosition,
    post: &Parsed,
) -> Option<CompletionList> {
    let (source, body) = (post.text.as_str(), &post.document.body);
    let in_link = body
        .links
        .iter()
        .any(|it| it.range.contains(position.offset));
    if in_link || body.is_opaque(position.offset) {
        return None;
    }
    let names = names(snap, position);
    // A name that is written whole is left alone: where a longer one begins alike, Enter would write that instead of a new line.
    let written =
        |start: &TextSize| is_written(&names, &source[TextRange::new(*start, position.offset)]);
    let mut items = starts(source, body.range.start(), position.offset)
        .into_iter()
        .take_while(|it| !written(it))
        .map(|start| beginning_with(snap, position, post, &names, start))
        .find(|it| !it.is_empty())?;
    items.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.label.cmp(&b.1.label)));
    items.truncate(MAX_ITEMS);
    Some(CompletionList {
        items: items.into_iter().map(|it| it.1).collect(),
        incomplete: true,
    })
}

fn is_written(names: &[Names<'_>], text: &str) -> bool {
    names.iter().any(|it| it.vocabulary.get(text).is_some())
}

fn names(snap: &Snapshot, position: FilePosition) -> Vec<Names<'_>> {
    let schema = snap.schema(position.file);
    let mut names: Vec<Names> = Vec::new();
    for field in &schema.order {
        let Some(it) = schema
            .field(field)
            .filter(|it| Group::of(it) == Group::Names)
        else {
            continue;
        };
        let seen = names.iter().any(|known| *known.name == it.vocabulary);
        if let Some(vocabulary) = snap.values(field).filter(|_| !seen) {
            let (name, keys) = (&it.vocabulary, snap.keys(&it.vocabulary, vocabulary));
            names.push(Names {
                field,
                vocabulary,
                name,
                keys,
            });
        }
    }
    names
}

/// Where the name being typed may have begun, the longest first: at words, and at any Chinese character.
fn starts(source: &str, body: TextSize, cursor: TextSize) -> Vec<TextSize> {
    let line = &source[usize::from(body)..usize::from(cursor)];
    let line = &line[line.rfind(['\n', '\r']).map_or(0, |it| it + 1)..];
    let mut starts = Vec::new();
    let mut after = None;
    for (n, (at, c)) in line.char_indices().rev().enumerate() {
        let apart =
            |next: char| is_hanzi(c) != is_hanzi(next) || !c.is_alphanumeric() || is_hanzi(c);
        if let Some((start, next)) = after
            && char::is_alphanumeric(next)
            && apart(next)
            && n >= MIN_TYPED
        {
            starts.push(start);
        }
        if n == MAX_TYPED
            || !(c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '\'' | '·' | '&' | '+' | '#'))
        {
            after = None;
            break;
        }
        after = Some((at, c));
    }
    if let Some((0, c)) = after
        && c.is_alphanumeric()
        && line.chars().count() >= MIN_TYPED
    {
        starts.push(0);
    }
    let line_start = cursor - TextSize::of(line);
    let offset = |it: usize| line_start + TextSize::try_from(it).expect("it is on this line");
    starts.into_iter().rev().map(offset).collect()
}

pub(super) fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// The names that what stands between `start` and the cursor begins, with their scores.
fn beginning_with(
    snap: &Snapshot,
    position: FilePosition,
    post: &Parsed,
    names: &[Names<'_>],
    start: TextSize,
) -> Vec<(f32, CompletionItem)> {
    let range = TextRange::new(start, position.offset);
    let typed = &post.text.as_str()[range];
    let mentions = snap.mentions(position.file, post);
    let mut items = Vec::new();
    for it in names {
        let listed = snap
            .summary(position.file)
            .and_then(|summary| summary.field(it.field));
        for found in found(it, typed) {
            let term = it.vocabulary.term(found.term);
            let is_written = term.text == typed || term.posts.iter().all(|it| *it == position.file);
            if is_written {
                continue;
            }
            let is_listed = listed.is_some_and(|it| it.items().contains(&term.text));
            let is_mentioned = mentions.get(it.name, found.term).is_some();
            let score = (term.posts.len() as f32).ln() - rank::penalty(found.by)
                + LISTED * f32::from(is_listed)
                + MENTIONED * f32::from(is_mentioned);
            items.push((score, item(it, found, typed, range)));
        }
    }
    items
}

/// A name from its beginning, or by pinyin; its later words would be found in half of all prose.
fn found<'a>(names: &'a Names<'_>, typed: &str) -> Vec<Match<'a>> {
    let folded = fold_typed(typed);
    let n = typed.chars().count();
    let is_meant = |via: Via| match via {
        Via::Text => true,
        Via::Pinyin => n > MIN_TYPED,
        Via::Syllables => n >= MIN_SYLLABLES,
        Via::Word | Via::Initials => false,
    };
    // Prose may call a person by any of their names: one that posts list is offered as it is, by itself.
    let is_own =
        |alias: Option<&SmolStr>| alias.is_none_or(|it| names.vocabulary.get(it).is_none());
    let mut best: FxHashMap<TermId, Match> = FxHashMap::default();
    for it in names
        .keys
        .iter()
        .flat_map(|it| it.find(&folded))
        .filter(|it| is_meant(it.via) && is_own(it.alias))
    {
        let by = By::Key {
            via: it.via,
            key: it.key,
            alias: it.alias,
        };
        let known = best.entry(it.term).or_insert(Match { term: it.term, by });
        if rank::penalty(by) < rank::penalty(known.by) {
            known.by = by;
        }
    }
    let mut found: Vec<Match> = best.into_values().collect();
    found.sort_unstable_by_key(|it| Reverse(names.vocabulary.term(it.term).posts.len()));
    found.truncate(MAX_ITEMS * 4);
    found
}

fn item(names: &Names<'_>, found: Match<'_>, typed: &str, range: TextRange) -> CompletionItem {
    let term = names.vocabulary.term(found.term);
    CompletionItem {
        label: term.text.clone(),
        kind: CompletionKind::Term,
        detail: Some(format!("{} · {}", names.field, count(term.posts.len()))),
        edit: TextEdit::replace(range, term.text.as_str()),
        filter: matching::filter(typed, &term.text, found.by),
        preselect: false,
        retrigger: false,
        stops: Vec::new(),
        term: Some((names.field.clone(), term.text.clone())),
    }
}
