//! Whether Enter should leave alone what is typed: a value can be new although a known term goes on from it, and editors accept
//! the first item by Enter.
//!
//! A wrong value that Enter has written costs more than the one key by which the known term is chosen below. Where a word of the
//! known term ends too, as in `Qwen` before `Qwen3`, what is typed is left alone unless the body speaks of the known term only.
//! In the middle of a word, as in `commod` before `commodity`, it is the known term that is typed, unless the body has the typed
//! text as a word and does not mention the term. `learn_ranking ROOT enter` counts both kinds of error.

use super::candidates::TermCandidate;
use super::matching::{self, MatchKind};
use super::slot::Slot;
use super::weights::Group;
use crate::corpus::{KeyKind, VocabularyKind, n_as_word};
use crate::text::chars::is_han;

/// Fewer characters are no value: Latin, Chinese.
const MIN_CHARS: (usize, usize) = (3, 2);

/// What so many known names begin with as a word of theirs, as `The`, `New` or `Bank`, is the beginning of one: counted on posts
/// as they were written, 11 new values to 791 known ones; with fewer it is 116 to 3,009.
const BEGINNING: usize = 4;

/// Whether what is typed should stand first, as a new value.
pub(super) fn is_new(slot: &Slot<'_>, offers: &[TermCandidate<'_>]) -> bool {
    let typed = slot.context.typed.trim();
    let Some(first) = offers.first() else {
        return false;
    };
    if slot.field.closed || offers.iter().any(|it| it.text == typed) {
        return false;
    }
    match first.found.by {
        MatchKind::Letters => true,
        MatchKind::Nothing => false,
        MatchKind::Key { kind, .. } => {
            is_long_enough(typed)
                && slot.gets_new_values()
                && !matching::is_whole(typed, first.found.by)
                && !is_beginning(slot, typed, offers)
                && may_end(slot, (first, kind))
        }
    }
}

fn is_long_enough(typed: &str) -> bool {
    let (latin, chinese) = MIN_CHARS;
    let least = if typed.contains(is_han) {
        chinese
    } else {
        latin
    };
    typed.chars().count() >= least
}

/// Whether the typed text can be a whole value, although the likeliest term goes on from it.
fn may_end(slot: &Slot<'_>, (first, kind): (&TermCandidate<'_>, KeyKind)) -> bool {
    let typed = &slot.context.typed;
    let Some(rest) = matching::rest_of(typed, first.found.by) else {
        return false;
    };
    let n_known = slot.mentions(first.found.term).unwrap_or(0) as usize;
    let n_typed = || n_as_word(slot.body(), typed.trim());
    // Who types a surname, initials or pinyin means somebody; a word of a longer name may be one of its own.
    let is_person = VocabularyKind::of(&slot.field.vocabulary) == VocabularyKind::People;
    match kind {
        KeyKind::Word if is_person => false,
        KeyKind::Text | KeyKind::Word if rest.starts_with(char::is_alphabetic) => {
            n_known == 0 && n_typed() > 0
        }
        KeyKind::Text | KeyKind::Word => n_known == 0 || n_typed() > n_known,
        KeyKind::Initials | KeyKind::Pinyin | KeyKind::Syllables => {
            !is_person && typed.contains(char::is_uppercase) && n_typed() > n_known
        }
    }
}

/// Whether the typed text is what many names begin with.
fn is_beginning(slot: &Slot<'_>, typed: &str, offers: &[TermCandidate<'_>]) -> bool {
    let goes_on = |it: &&TermCandidate<'_>| {
        let by = it.found.by;
        let rest = matching::rest_of(typed, by);
        let rest = rest.filter(|_| {
            matches!(
                by,
                MatchKind::Key {
                    kind: KeyKind::Text,
                    ..
                }
            )
        });
        rest.is_some_and(|it| !it.starts_with(char::is_alphabetic))
    };
    Group::of(slot.field) != Group::Concepts
        && offers.iter().filter(goes_on).take(BEGINNING).count() == BEGINNING
}
