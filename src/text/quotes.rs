//! Quotes that are a part of a value, where they were meant to stand around it.

/// What opens, and what closes it. A script that writes YAML by hand leaves `\"` too.
const PAIRS: [(&str, &str); 6] = [
    ("\\\"", "\\\""),
    ("\"", "\""),
    ("'", "'"),
    ("“", "”"),
    ("‘", "’"),
    ("「", "」"),
];

/// A term without the quotes that are a part of it, where there are any.
pub fn without_quotes(text: &str) -> Option<&str> {
    let inner = unquoted(text).or_else(|| without_odd(text))?.trim();
    (!inner.is_empty()).then_some(inner)
}

/// The text between quotes that open at its start and close at its end. `"A" and "B"` has none.
pub fn unquoted(text: &str) -> Option<&str> {
    PAIRS.iter().find_map(|(open, close)| {
        let inner = text.strip_prefix(open)?.strip_suffix(close)?;
        let is_whole = !inner.contains(open) && !inner.contains(close);
        is_whole.then_some(inner)
    })
}

/// A `"` at one end that has no other: `《书》"`. Behind a digit it may be inches.
pub fn without_odd(text: &str) -> Option<&str> {
    if text.matches('"').count() != 1 {
        return None;
    }
    let head = text.strip_suffix('"');
    let head = head.filter(|it| !it.ends_with(|it: char| it.is_ascii_digit()));
    head.or_else(|| text.strip_prefix('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_around_the_whole_are_told_from_others() {
        assert_eq!(unquoted("\"ai-ml\""), Some("ai-ml"));
        assert_eq!(unquoted("“但丁”"), Some("但丁"));
        assert_eq!(unquoted("\\\"题\\\""), Some("题"));
        assert_eq!(unquoted("\"\""), Some(""));
        assert_eq!(unquoted("\"A\" and \"B\""), None);
        assert_eq!(unquoted("“甲”与“乙”"), None);
        assert_eq!(unquoted("'"), None);
        assert_eq!(unquoted("《书》"), None);
        assert_eq!(without_odd("《书》\""), Some("《书》"));
        assert_eq!(without_odd("\"word"), Some("word"));
        assert_eq!(without_odd("MacBook Pro 14\""), None);
        assert_eq!(without_odd("a \"b"), None);
    }
}
