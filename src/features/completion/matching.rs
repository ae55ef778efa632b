//! Which terms what is typed can mean, and how surely. It does not know which of them the post is about.

use std::collections::hash_map::Entry;
use std::sync::Arc;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use rustc_hash::FxHashMap;
use smol_str::{SmolStr, format_smolstr};

use crate::corpus::{KeyKind, Keys, TermId, Vocabulary, fold_char, fold_typed};

/// A term that the typed text can mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Match<'a> {
    pub(super) term: TermId,
    pub(super) by: MatchKind<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum MatchKind<'a> {
    /// Nothing is typed yet.
    Nothing,
    Key {
        kind: KeyKind,
        /// The folded text that the typed one is a beginning of.
        key: &'a str,
        /// The other name of the term that it was found by.
        alias: Option<&'a SmolStr>,
    },
    /// The letters are somewhere in the term, in this order.
    Letters,
}

/// Fuzzy matches of fewer characters would be noise.
const MIN_FUZZY: usize = 3;

/// So many fuzzy matches are worth showing.
const MAX_FUZZY: usize = 10;

/// The surest way to each term that `typed`, which is not empty, begins; where these are thousands, to the most frequent and the
/// `wanted` ones. Where there is none, the terms with its letters.
pub(super) fn matches<'a>(
    vocabulary: &Vocabulary,
    keys: &'a [Arc<Keys>],
    typed: &str,
    wanted: impl Fn() -> Vec<TermId>,
    is_offered: impl Fn(TermId) -> bool,
) -> Vec<Match<'a>> {
    let folded = fold_typed(typed);
    let mut best: FxHashMap<TermId, MatchKind> = FxHashMap::default();
    let found = keys.iter().flat_map(|it| it.find_likely(&folded, &wanted));
    for found in found {
        let by = MatchKind::Key {
            kind: found.kind,
            key: found.key,
            alias: found.alias,
        };
        match best.entry(found.term) {
            Entry::Vacant(entry) => {
                entry.insert(by);
            }
            Entry::Occupied(mut entry) => {
                if sureness(&by) < sureness(entry.get()) {
                    entry.insert(by);
                }
            }
        }
    }
    best.retain(|term, _| is_offered(*term));
    if best.is_empty() {
        return fuzzy(vocabulary, keys, typed, is_offered);
    }
    best.into_iter()
        .map(|(term, by)| Match { term, by })
        .collect()
}

/// Less is surer.
fn sureness(by: &MatchKind<'_>) -> (bool, Option<KeyKind>) {
    match by {
        MatchKind::Key { kind, alias, .. } => (alias.is_some(), Some(*kind)),
        MatchKind::Nothing | MatchKind::Letters => (true, None),
    }
}

fn fuzzy<'a>(
    vocabulary: &Vocabulary,
    keys: &[Arc<Keys>],
    typed: &str,
    is_offered: impl Fn(TermId) -> bool,
) -> Vec<Match<'a>> {
    if typed.chars().count() < MIN_FUZZY {
        return Vec::new();
    }
    let pattern = Pattern::new(
        typed,
        CaseMatching::Ignore,
        Normalization::Smart,
        AtomKind::Fuzzy,
    );
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut chars = Vec::new();
    let candidates = keys.iter().flat_map(|it| it.with_letters(typed));
    let mut scored: Vec<(u32, TermId)> = candidates
        .filter(|it| is_offered(*it))
        .filter_map(|id| {
            let text = Utf32Str::new(&vocabulary.term(id).text, &mut chars);
            Some((pattern.score(text, &mut matcher)?, id))
        })
        .collect();
    scored.sort_unstable_by(|a, b| b.cmp(a));
    let best = scored.into_iter().take(MAX_FUZZY);
    best.map(|(_, term)| Match {
        term,
        by: MatchKind::Letters,
    })
    .collect()
}

/// Whether a field's name is one that `folded` begins, or a later word of it.
pub(super) fn continues(name: &str, folded: &str) -> bool {
    let name = fold_typed(name);
    name.starts_with(folded)
        || name
            .match_indices(' ')
            .any(|(at, _)| name[at + 1..].starts_with(folded))
}

/// How much of a term is left to type, if it goes on from what is typed.
pub(super) fn rest_of<'a>(typed: &str, by: MatchKind<'a>) -> Option<&'a str> {
    match by {
        MatchKind::Key { key, .. } => key.get(fold_typed(typed).len()..),
        MatchKind::Nothing | MatchKind::Letters => None,
    }
}

/// Whether the term, or another name of it, is typed already, the marks that close a title aside: what is left to type is
/// how it is written.
pub(super) fn is_whole(typed: &str, by: MatchKind<'_>) -> bool {
    let is_mark = |it: char| matches!(it, '》' | '」' | '』' | '”' | '’' | '"' | '\'' | ' ');
    let from_start = matches!(
        by,
        MatchKind::Key {
            kind: KeyKind::Text,
            ..
        }
    );
    from_start && rest_of(typed, by).is_some_and(|it| it.chars().all(is_mark))
}

/// Whether what is typed has capitals, and the term has other letters there: who types without them leaves the case to us.
pub(super) fn is_in_other_case(typed: &str, text: &SmolStr, by: MatchKind<'_>) -> bool {
    let typed = typed.trim();
    let MatchKind::Key {
        kind: KeyKind::Text | KeyKind::Word,
        alias,
        ..
    } = by
    else {
        return false;
    };
    typed.contains(char::is_uppercase) && !alias.unwrap_or(text).contains(typed)
}

/// What a client should match the typed text against, now and when the author types on before we have answered again: the
/// typed text itself, in its own case, for clients score by case; then how it goes on. They put first what is nothing but
/// the typed text: that is only so for terms that are typed whole.
pub(super) fn filter(typed: &str, text: &SmolStr, by: MatchKind<'_>) -> SmolStr {
    let (kind, key, alias) = match by {
        MatchKind::Key { kind, key, alias } => (kind, key, alias),
        MatchKind::Nothing => return text.clone(),
        // Its letters are in the text, but many clients match beginnings alone.
        MatchKind::Letters => return format_smolstr!("{typed} {text}"),
    };
    if is_whole(typed, by) {
        return SmolStr::new(typed);
    }
    let folded = fold_typed(typed).len();
    let rest = match kind {
        KeyKind::Text | KeyKind::Word => {
            let original = alias.unwrap_or(text);
            let skipped = fold_typed(original).len().saturating_sub(key.len());
            rest(original, skipped + folded)
        }
        KeyKind::Initials | KeyKind::Pinyin | KeyKind::Syllables => &key[folded..],
    };
    match rest {
        "" => format_smolstr!("{typed} {text}"),
        rest => format_smolstr!("{typed}{rest}"),
    }
}

/// What follows in `text` after so much of it as folds to `n_folded` bytes.
fn rest(text: &str, n_folded: usize) -> &str {
    let mut done = 0;
    for (at, c) in text.char_indices() {
        if done >= n_folded {
            return &text[at..];
        }
        fold_char(c, |it| done += it.len_utf8());
    }
    ""
}
