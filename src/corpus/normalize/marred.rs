//! What nobody means to write, whatever the term.

use crate::text::chars::{Setting, strays, tidied};

/// What nobody means, however often it stands there: quotes or spaces that are part of the value, more than one space in a row,
/// what nobody sees, a bracket without its other, Latin letters in full width. What other rules strip must be among it: else
/// they and this choice would undo each other's fixes for ever.
pub fn is_marred(text: &str) -> bool {
    let quotes = ['"', '“', '”'];
    let around = [('\'', '\''), ('‘', '’'), ('「', '」')];
    let pairs = [('《', '》'), ('（', '）'), ('(', ')'), ('「', '」')];
    let count = |of: char| text.matches(of).count();
    let is_wide = |it: char| matches!(it, '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}');
    text.starts_with(quotes)
        || text.ends_with(quotes)
        || around
            .iter()
            .any(|it| text.starts_with(it.0) && text.ends_with(it.1))
        || text.contains(['\n', '\r'])
        || tidied(text) != text
        || text.contains(is_wide)
        || pairs.iter().any(|it| count(it.0) != count(it.1))
        || !strays(text, Setting::Name).is_empty()
}
