//! Whom a given or a family name means that is typed whole: `trump` is Donald Trump, although some posts list a bare `Trump`.

use super::candidates::TermCandidate;
use super::matching::MatchKind;
use super::rank;
use super::slot::Slot;
use crate::corpus::{VocabularyKind, fold_typed};

/// A name is meant by a word of it where so many times as many posts have the name as have the word alone. A word that no post
/// has counts as if one had.
const USUAL: usize = 5;

/// The likeliest of the people who are meant by what is typed, as an index of `offers`.
pub(super) fn meant(slot: &Slot<'_>, offers: &[TermCandidate<'_>]) -> Option<usize> {
    if VocabularyKind::of(&slot.field.vocabulary) != VocabularyKind::People {
        return None;
    }
    let word = fold_typed(slot.context.typed.trim());
    let n_posts = |it: &TermCandidate<'_>| slot.vocabulary.term(it.found.term).posts.len();
    let alone = offers.iter().filter(|it| fold_typed(&it.text) == word);
    let n_alone = alone.map(n_posts).sum::<usize>().max(1);
    let is_meant = |it: &TermCandidate<'_>| n_posts(it) >= USUAL * n_alone && is_named(it, &word);
    // A family name that is typed whole is as good as a given one.
    let score = |it: &TermCandidate<'_>| it.score + rank::penalty(it.found.by);
    let meant = offers.iter().enumerate().filter(|it| is_meant(it.1)).rev();
    meant
        .max_by(|a, b| score(a.1).total_cmp(&score(b.1)))
        .map(|it| it.0)
}

/// Whether the word is the first or the last one of the name, or of the other name that the typed text has led to.
fn is_named(offer: &TermCandidate<'_>, word: &str) -> bool {
    let other = match offer.found.by {
        MatchKind::Key { alias, .. } => alias,
        MatchKind::Nothing | MatchKind::Letters => None,
    };
    [Some(&offer.text), other]
        .into_iter()
        .flatten()
        .any(|it| begins_or_ends_with(it, word))
}

fn begins_or_ends_with(name: &str, word: &str) -> bool {
    let name = fold_typed(name);
    let mut words = name.split([' ', '·']);
    let (first, last) = (words.next(), words.next_back());
    last.is_some() && (first == Some(word) || last == Some(word))
}
