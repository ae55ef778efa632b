//! Writing a string so that it is read again as exactly the same text.

use std::fmt::Write as _;

use crate::syntax::ScalarStyle;

/// A string, or a key, in its quotes.
pub fn write_string(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// What to write between quotes that are there already. `None` for others than JSON's.
pub fn write_inside_quotes(text: &str, quotes: ScalarStyle) -> Option<String> {
    (quotes == ScalarStyle::DoubleQuoted).then(|| escaped(text))
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
            // What no string may hold, and what readers do not see.
            '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => {
                write!(inside, "\\u{:04x}", u32::from(character))
                    .expect("a string takes all writes");
            }
            it => inside.push(it),
        }
    }
    inside
}
