//! What one value looks like, by itself: a date, a number, a URL, prose. It knows nothing of fields.

mod date;

pub use date::{Date, DateForm, day_form, is_in_utc, parse_date};

/// The looks of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    Bool,
    Number,
    Date(DateForm),
    Url,
    /// Several lines, a sentence, or too long for a name.
    Prose,
    /// What could be a term.
    Word,
}

/// More characters than that are no name. The longest terms of a real corpus, titles of books, have about 60.
const MAX_TERM_CHARS: usize = 80;

impl Shape {
    /// `quoted`: in quotes, so that `'true'` and `'12'` are words.
    pub fn of(text: &str, quoted: bool) -> Shape {
        if !quoted && matches!(text, "true" | "false" | "True" | "False" | "TRUE" | "FALSE") {
            Shape::Bool
        } else if !quoted && is_number(text) {
            Shape::Number
        } else if let Some(date) = parse_date(text) {
            Shape::Date(date.form)
        } else if is_url(text) {
            Shape::Url
        } else if is_prose(text) {
            Shape::Prose
        } else {
            Shape::Word
        }
    }
}

/// How many terms a text lists between commas; 0 where it is a sentence, or a single term.
pub fn n_listed(text: &str) -> usize {
    const MAX_CHARS: usize = 40;
    const MAX_WORDS: usize = 4;
    let parts = || text.split(',').map(str::trim);
    let is_term = |it: &str| {
        !it.is_empty()
            && it.chars().nth(MAX_CHARS).is_none()
            && it.split_whitespace().nth(MAX_WORDS).is_none()
            && !it.ends_with(['.', '。', '!', '！', '?', '？'])
    };
    match text.contains(',') && parts().all(is_term) {
        true => parts().count(),
        false => 0,
    }
}

pub fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    digits.starts_with(|it: char| it.is_ascii_digit() || it == '.')
        && digits.ends_with(|it: char| it.is_ascii_digit() || it == '.')
        && digits.parse::<f64>().is_ok()
}

/// An absolute URL. A path (`/img/a.png`) is none: only the site knows what it means.
pub fn is_url(text: &str) -> bool {
    let Some(colon) = memchr::memchr(b':', text.as_bytes()) else {
        return false;
    };
    let (scheme, rest) = (&text[..colon], &text[colon + 1..]);
    let in_scheme = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'-' | b'.');
    let known = rest.len() > 2 && rest.starts_with("//") || scheme == "mailto";
    known
        && scheme.starts_with(|it: char| it.is_ascii_alphabetic())
        && scheme.bytes().all(in_scheme)
        && !text.contains(char::is_whitespace)
}

fn is_prose(text: &str) -> bool {
    let ends_sentence = |it: char| matches!(it, '。' | '！' | '？' | '；');
    memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_some()
        || text.as_bytes().windows(2).any(|it| it == b". ")
        || !text.is_ascii() && text.contains(ends_sentence)
        || text.len() > MAX_TERM_CHARS && text.chars().nth(MAX_TERM_CHARS).is_some()
}

/// Whether the value would be read as the same text without quotes, by every tool, at a glance: what is not, may well be.
pub fn is_plain(text: &str) -> bool {
    if text.is_ascii() {
        let plain = |it: u8| it.is_ascii_alphanumeric() || b"-_/. ".contains(&it);
        return text.starts_with(|it: char| it.is_ascii_alphanumeric())
            && !text.ends_with(' ')
            && text.bytes().all(plain)
            && !is_number(text)
            && !is_typed(text);
    }
    // Chinese characters first: for them the table of letters is searched to its end.
    let is_letter = |it: char| matches!(it, '\u{4e00}'..='\u{9fff}') || it.is_alphanumeric();
    let plain = |it: char| is_letter(it) || matches!(it, '-' | '_' | '/' | '.' | ' ');
    text.starts_with(char::is_alphanumeric) && !text.ends_with(' ') && text.chars().all(plain)
}

/// What YAML 1.1 or 1.2 reads as a boolean or as nothing.
fn is_typed(text: &str) -> bool {
    const TYPED: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    text.len() <= 5 && TYPED.iter().any(|it| text.eq_ignore_ascii_case(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        assert_eq!(Shape::of("true", false), Shape::Bool);
        assert_eq!(Shape::of("true", true), Shape::Word);
        assert_eq!(Shape::of("-1.5", false), Shape::Number);
        assert_eq!(Shape::of("1.2.3", false), Shape::Word);
        assert_eq!(Shape::of("https://例子.cn/a?b", false), Shape::Url);
        assert_eq!(Shape::of("a: b", true), Shape::Word);
        assert_eq!(Shape::of("《华尔街日报》", false), Shape::Word);
        assert_eq!(Shape::of("好的。", false), Shape::Prose);
        assert_eq!(Shape::of("one\ntwo", true), Shape::Prose);
        assert_eq!(Shape::of(&"文".repeat(81), true), Shape::Prose);
    }
}
