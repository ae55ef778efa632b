//! Whether Enter should leave alone what is typed: a value can be new although a known term goes on from it, and editors accept
//! the first item by Enter.
//!
//! The rule comes from `examples/learn_ranking`, which counts how often a value that ends where a term goes on was new, against
//! how often that term was meant when it first came to the top. Where a word of the term ends too, as in `Qwen` before `Qwen3`:
//! 4 to 22 after one or two letters, 21 to 12 after three and four, 83 to none after more; in Chinese 23 to none after two
//! characters already. In the middle of a word: 1 to 2,257 up to two letters, 16 to 568 up to six, and 12 new ones after that.
//! A wrong value that Enter has written costs more than the one key by which the known term is chosen below.

use super::matching::{self, By};
use super::rank::Group;
use crate::corpus::Via;
use crate::schema::Field;
use crate::text::chars::is_han;

/// So many characters make a value whole where a word of the known term ends: Latin, Chinese.
const WORD: (usize, usize) = (3, 2);

/// So many make it whole anywhere: whoever meant the term would have taken it before.
const ANY: (usize, usize) = (10, 5);

/// A last word of fewer letters is just begun.
const BEGUN: usize = 3;

/// What so many known terms begin with as a word of theirs, as `The`, `New` or `Donald`, is the beginning of one: counted on posts
/// as they were written, 11 new values to 791 known ones; with fewer it is 116 to 3,009.
const BEGINNING: usize = 4;

/// Whether the typed text is what many terms begin with. `found`: how each term that can be meant was.
pub(super) fn is_beginning<'a>(typed: &str, found: impl Iterator<Item = By<'a>>) -> bool {
    let goes_on = |by: &By<'_>| {
        let rest =
            matching::rest_of(typed, *by).filter(|_| matches!(by, By::Key { via: Via::Text, .. }));
        rest.is_some_and(|it| !it.starts_with(char::is_alphabetic))
    };
    found.filter(goes_on).take(BEGINNING).count() == BEGINNING
}

/// Whether what is typed should stand first, as a new value. `first`: how the likeliest term was found.
pub(super) fn is_new(field: &Field, typed: &str, first: By<'_>) -> bool {
    match first {
        By::Letters => true,
        // Who types a surname, initials or pinyin means somebody; a word of a longer concept may be one of its own.
        By::Key { via: Via::Text, .. } => may_end(field, typed, first),
        By::Key { via: Via::Word, .. } => {
            Group::of(field) == Group::Concepts && may_end(field, typed, first)
        }
        By::Key { .. } | By::Nothing => false,
    }
}

fn may_end(field: &Field, typed: &str, by: By<'_>) -> bool {
    let Some(rest) = matching::rest_of(typed, by) else {
        return false;
    };
    if field.closed || matching::is_whole(typed, by) {
        return false;
    }
    let typed = typed.trim();
    let is_chinese = typed.contains(is_han);
    let least = |(latin, chinese): (usize, usize)| if is_chinese { chinese } else { latin };
    let n_chars = typed.chars().count();
    let last_word = typed.rsplit([' ', '-', '_']).next().unwrap_or(typed);
    let in_word = rest.starts_with(char::is_alphabetic);
    match in_word {
        true => n_chars >= least(ANY) && last_word.chars().count() >= BEGUN,
        false => n_chars >= least(WORD),
    }
}
