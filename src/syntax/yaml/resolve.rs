//! What a plain scalar means besides its text: null; and what a string must not look like: numbers, booleans, dates.
//! Tools differ (YAML 1.1 and 1.2, dates or none), so that "looks like" means: to any of them.

use smol_str::SmolStr;

use crate::syntax::tree::{Node, ScalarStyle, null, scalar};

/// Whether a plain scalar of this text is null (YAML 1.2 core schema).
pub fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// Whether some tool reads a plain scalar of this text as something else than a string.
pub(crate) fn is_typed(text: &str) -> bool {
    is_null(text) || is_bool(text) || is_number(text) || is_date(text) || text == "<<"
}

/// The plain scalar at `source[start..end]`, on one line.
pub(crate) fn plain_node(source: &str, start: usize, end: usize) -> Node {
    let text = &source[start..end];
    match is_null(text) {
        true => null(start, end),
        false => scalar(start, end, SmolStr::new(text), ScalarStyle::Plain),
    }
}

/// The booleans of YAML 1.1, in any case that some tool may know.
fn is_bool(text: &str) -> bool {
    let words = ["y", "n", "yes", "no", "on", "off", "true", "false"];
    words.iter().any(|it| text.eq_ignore_ascii_case(it))
}

/// Integers and floats with signs, underscores, base prefixes, and the base 60 of YAML 1.1 (`12:30`).
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let lower = unsigned.to_ascii_lowercase().replace('_', "");
    if matches!(lower.as_str(), ".inf" | ".nan") {
        return true;
    }
    if !lower.starts_with(|it: char| it.is_ascii_digit() || it == '.') {
        return false;
    }
    let based = ["0x", "0o", "0b"]
        .iter()
        .find_map(|it| lower.strip_prefix(it));
    lower.parse::<f64>().is_ok()
        || based.is_some_and(|it| it.bytes().all(|it| it.is_ascii_hexdigit()))
        || (lower.contains(':')
            && lower
                .bytes()
                .all(|it| it.is_ascii_digit() || matches!(it, b':' | b'.')))
        || lower.bytes().all(|it| it == b'.')
}

/// `2025-07-10`, alone or with a time behind it.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let mut part = || parts.next().unwrap_or_default();
    let (year, month, rest) = (part(), part(), part());
    let is_digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let day = rest.split(['T', 't', ' ', '\t']).next().unwrap_or_default();
    year.len() == 4 && is_digits(year) && is_digits(month) && is_digits(day)
}
