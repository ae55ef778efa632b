//! Writing a string or a key so that it is read again as exactly the same text.

use std::fmt::Write as _;

use super::scalar::is_bare_key;
use crate::syntax::ScalarStyle;

/// A string on one line: a literal one (TOML 1.1, "String") where that is preferred and can hold the text, else a basic one.
pub fn write_string(text: &str, preferred: ScalarStyle) -> String {
    match write_inside_quotes(text, preferred) {
        Some(inside) if preferred == ScalarStyle::SingleQuoted => format!("'{inside}'"),
        _ => format!("\"{}\"", escaped(text)),
    }
}

/// One part of a key: bare where it can be.
pub fn write_key(text: &str) -> String {
    match is_bare_key(text) {
        true => text.to_owned(),
        false => write_string(text, ScalarStyle::DoubleQuoted),
    }
}

/// What to write between quotes that are there already. `None` where they cannot hold the text: literal strings have no escapes,
/// and those of several lines are not for one value in the place of another.
pub fn write_inside_quotes(text: &str, quotes: ScalarStyle) -> Option<String> {
    match quotes {
        ScalarStyle::SingleQuoted if text.contains(|it| it == '\'' || needs_escape(it)) => None,
        ScalarStyle::SingleQuoted => Some(text.to_owned()),
        ScalarStyle::DoubleQuoted => Some(escaped(text)),
        _ => None,
    }
}

/// Whether the character is written as an escape: what no string may hold, and what readers do not see.
fn needs_escape(character: char) -> bool {
    matches!(
        character,
        '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}'
    )
}

fn escaped(text: &str) -> String {
    let mut inside = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '"' => inside.push_str("\\\""),
            '\\' => inside.push_str("\\\\"),
            '\n' => inside.push_str("\\n"),
            '\t' => inside.push_str("\\t"),
            '\r' => inside.push_str("\\r"),
            it if !needs_escape(it) => inside.push(it),
            it => write!(inside, "\\u{:04X}", u32::from(it)).expect("a string takes all writes"),
        }
    }
    inside
}
