//! Writing a scalar so that it is read again as exactly the same text.
//! It does not know where the scalar is going to stand, but for the [`ScalarContext`].

use std::fmt::Write as _;

use super::{is_null, resolve};
use crate::syntax::ScalarStyle;

/// Where a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScalarContext {
    /// Behind `key: `, to the end of the line.
    BlockValue,
    /// Behind `- `, to the end of the line.
    BlockItem,
    /// Within `[]` or `{}`.
    FlowItem,
    /// Before a colon.
    Key,
}

/// A string on one line. With [`ScalarStyle::Plain`] it is quoted only where YAML, or a tool that reads YAML, would see
/// something else in it (a number, a date, `yes`); with a quoted style always, in these quotes if they can hold it.
pub fn write_scalar(value: &str, context: ScalarContext, preferred: ScalarStyle) -> String {
    match is_quoted(preferred) || resolve::is_typed(value) || !is_plain_safe(value, context) {
        true => quoted(value, preferred),
        false => value.to_owned(),
    }
}

/// A text, whatever tools see in it: as [`write_scalar`], but `2024`, `true` and `2025-07-10` stay as plain as their
/// neighbours. What would be null is quoted still: it would not be read as this text.
pub fn write_untyped(value: &str, context: ScalarContext, preferred: ScalarStyle) -> String {
    match is_quoted(preferred) || is_null(value) || !is_plain_safe(value, context) {
        true => quoted(value, preferred),
        false => value.to_owned(),
    }
}

/// What to write between quotes that are there already. `None` where single quotes cannot hold the value (line breaks,
/// control characters), and where the style has no quotes.
pub fn write_inside_quotes(value: &str, quotes: ScalarStyle) -> Option<String> {
    match quotes {
        ScalarStyle::SingleQuoted if value.contains(needs_escape) => None,
        ScalarStyle::SingleQuoted => Some(value.replace('\'', "''")),
        ScalarStyle::DoubleQuoted => Some(escaped(value)),
        _ => None,
    }
}

fn is_quoted(style: ScalarStyle) -> bool {
    matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted)
}

fn quoted(value: &str, preferred: ScalarStyle) -> String {
    let double = match preferred {
        ScalarStyle::DoubleQuoted => true,
        ScalarStyle::SingleQuoted => false,
        // Free to choose, the one that needs no escapes.
        _ => value.contains('\'') && !value.contains(['"', '\\']),
    };
    match value.contains(needs_escape) || double {
        true => format!("\"{}\"", escaped(value)),
        false => format!("'{}'", value.replace('\'', "''")),
    }
}

/// Whether a plain scalar of this text is read as this text and nothing more.
fn is_plain_safe(value: &str, context: ScalarContext) -> bool {
    let Some(first) = value.chars().next() else {
        return false;
    };
    let in_flow = context == ScalarContext::FlowItem;
    !INDICATORS.contains(first)
        && !value.starts_with([' ', '\t'])
        && !value.ends_with([' ', '\t', ':'])
        && !value.starts_with("...")
        && !value.contains(": ")
        && !value.contains(" #")
        && !value.contains(needs_escape)
        && !(in_flow && value.contains([',', '[', ']', '{', '}', '?', '#', ':']))
        && !(context == ScalarContext::Key && value.contains([':', '#', '?']))
}

/// A plain scalar that begins with one of these is something else, or would be if a space followed.
const INDICATORS: &str = "-?:,[]{}#&*!|>'\"%@`=";

/// Whether the character can stand in double quotes only, as an escape: what is not printable, and what is a line break for
/// some tools.
fn needs_escape(character: char) -> bool {
    matches!(
        character,
        '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
    )
}

/// The inside of double quotes.
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len() + 8);
    for character in value.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            '\r' => text.push_str("\\r"),
            it if !needs_escape(it) => text.push(it),
            it => write!(text, "\\u{:04X}", u32::from(it)).expect("a string takes all writes"),
        }
    }
    text
}
