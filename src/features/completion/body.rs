//! Completion in the body: people, organisations, products and works that posts know already, after two characters.
//! It does not look into code, HTML and links, and offers no concepts: nobody writes slugs in prose.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::documentation::count;
use super::matching::{self, Match, MatchKind};
use super::rank;
use super::weights::Group;
use super::{CompletionItem, CompletionKind, CompletionList};
use crate::corpus::{
    FilePosition, KeyKind, Keys, Parsed, Snapshot, Term, TermId, Thesaurus, Vocabulary,
    VocabularyKind, each_word, fold_typed, normalize,
};
use crate::text::chars::is_han;
use crate::text::quotes::without_quotes;
use crate::text::{TextEdit, TextRange, TextSize, size};

/// Fewer characters begin too many names.
const MIN_TYPED: usize = 2;

/// The first letters of syllables say less than their letters: so many are needed.
const MIN_SYLLABLES: usize = 3;

/// How far back a name can have begun: characters on the cursor's line.
const MAX_TYPED: usize = 32;

/// At the start of a sentence, where every word has a capital, so many letters are needed.
const MIN_AT_START: usize = 4;

/// What stands in the titles and summaries of so many times as many posts as list the name is a word: `中国` before `中国银行`.
/// Then the name is offered to a post that has it already.
const WORD: usize = 2;

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
    variants: Option<Thesaurus<'a>>,
}

impl Names<'_> {
    /// The name in its usual spelling.
    fn usual(&self, term: &Term) -> SmolStr {
        let better = self
            .variants
            .as_ref()
            .and_then(|it| it.preferred_spelling(&term.text));
        let bare = || without_quotes(&term.text).map(SmolStr::new);
        let usual = better.map(|it| it.text).or_else(bare);
        usual.unwrap_or_else(|| term.text.clone())
    }
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
    // A paper is a company and a work, each perhaps in a spelling of its own: it is offered once.
    let mut seen = FxHashSet::default();
    items.retain(|it| seen.insert(normalize(&it.1.label, VocabularyKind::Other)));
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
                variants: snap.thesaurus(field),
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
        let apart = |next: char| is_han(c) != is_han(next) || !c.is_alphanumeric() || is_han(c);
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
    let offset = |it: usize| line_start + size(it);
    starts.into_iter().rev().map(offset).collect()
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
    let place = Prose::before(post.text.as_str(), start);
    let n_prose = n_prose(snap, typed);
    let mut items = Vec::new();
    for it in names {
        let listed = snap
            .summary(position.file)
            .and_then(|summary| summary.field(it.field));
        for found in found(it, typed) {
            let term = it.vocabulary.term(found.term);
            let text = it.usual(term);
            let is_written = text == typed || term.posts.iter().all(|it| *it == position.file);
            if is_written {
                continue;
            }
            let is_listed = listed.is_some_and(|it| it.items().contains(&term.text));
            let is_mentioned = mentions.get(it.name, found.term).is_some();
            let is_known = is_listed || is_mentioned;
            let is_word = n_prose > WORD * term.posts.len();
            if !is_known && is_word || !place.may_hold(typed, &text, found.by, is_known) {
                continue;
            }
            let score = (term.posts.len() as f32).ln() - rank::penalty(found.by)
                + LISTED * f32::from(is_listed)
                + MENTIONED * f32::from(is_mentioned);
            items.push((score, item(it, found, &text, (typed, range))));
        }
    }
    items
}

/// What stands before a name in running text. While prose is written the list opens by itself, and most words are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Prose {
    /// Latin letters among Chinese are a name, or pinyin.
    Chinese,
    /// Names are told by their capitals.
    Latin,
    /// The first word has one anyway.
    Sentence,
}

impl Prose {
    fn before(source: &str, start: TextSize) -> Prose {
        let before = &source[..usize::from(start)];
        match before.trim_end_matches([' ', '\t']).chars().next_back() {
            None | Some('\n' | '\r' | '.' | '!' | '?' | ':' | '-' | '*' | '>' | '"') => {
                Prose::Sentence
            }
            Some(it) if it.is_alphanumeric() && !is_han(it) || it.is_ascii() => Prose::Latin,
            Some(_) => Prose::Chinese,
        }
    }

    fn may_hold(self, typed: &str, name: &str, by: MatchKind<'_>, is_known: bool) -> bool {
        if typed.starts_with(is_han) || self == Prose::Chinese {
            return true;
        }
        let is_first = |it: char| it.is_uppercase() && typed.starts_with(it);
        let by_letters = name.starts_with(typed) || name.starts_with(is_first);
        let is_text = matches!(
            by,
            MatchKind::Key {
                kind: KeyKind::Text,
                ..
            }
        );
        let is_enough = self == Prose::Latin || is_known || typed.chars().count() >= MIN_AT_START;
        is_text && by_letters && is_enough
    }
}

/// In how many posts' titles and summaries the words stand that are typed.
fn n_prose(snap: &Snapshot, typed: &str) -> usize {
    let words = snap.words();
    let mut fewest: Option<usize> = None;
    each_word(typed, |it| {
        let n = words.posts(it).len();
        fewest = Some(fewest.map_or(n, |it| it.min(n)));
    });
    fewest.unwrap_or(0)
}

/// A name from its beginning, or by pinyin; its later words would be found in half of all prose.
fn found<'a>(names: &'a Names<'_>, typed: &str) -> Vec<Match<'a>> {
    let folded = fold_typed(typed);
    let n = typed.chars().count();
    let is_meant = |kind: KeyKind| match kind {
        KeyKind::Text => true,
        KeyKind::Pinyin => n > MIN_TYPED,
        KeyKind::Syllables => n >= MIN_SYLLABLES,
        KeyKind::Word | KeyKind::Initials => false,
    };
    // Prose may call a person by any of their names: one that posts list is offered as it is, by itself.
    let is_own =
        |alias: Option<&SmolStr>| alias.is_none_or(|it| names.vocabulary.get(it).is_none());
    // Keys may be of a newer state.
    let is_known = |it: TermId| it.0 < names.vocabulary.n_ids();
    let mut best: FxHashMap<TermId, Match> = FxHashMap::default();
    for it in names
        .keys
        .iter()
        .flat_map(|it| it.find_likely(&folded, Vec::new))
        .filter(|it| is_known(it.term) && is_meant(it.kind) && is_own(it.alias))
    {
        let by = MatchKind::Key {
            kind: it.kind,
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

fn item(
    names: &Names<'_>,
    found: Match<'_>,
    text: &SmolStr,
    (typed, range): (&str, TextRange),
) -> CompletionItem {
    let term = names.vocabulary.term(found.term);
    CompletionItem {
        label: text.clone(),
        kind: CompletionKind::Term,
        detail: Some(format!("{} · {}", names.field, count(term.posts.len()))),
        edit: TextEdit::replace(range, text.as_str()),
        filter: matching::filter(typed, &term.text, found.by),
        preselect: false,
        retrigger: false,
        stops: Vec::new(),
        term: Some((names.field.clone(), text.clone())),
    }
}
