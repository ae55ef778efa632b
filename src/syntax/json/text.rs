//! The smallest pieces of JSON: strings, numbers, and which brackets belong together.
//! What they make together, it does not know.

use std::str::Chars;

use crate::syntax::error::JsonError;

/// A string as far as it goes.
pub(super) struct Quoted {
    pub(super) text: String,
    /// Bytes, quotes included.
    pub(super) length: usize,
    pub(super) is_closed: bool,
    /// What is wrong in it, and where: bytes from its opening quote on.
    pub(super) fault: Option<((usize, usize), JsonError)>,
}

/// The string that `source` begins with, in whichever quotes. Where nothing closes it, it ends with its line.
pub(super) fn quoted(source: &str) -> Quoted {
    let mut chars = source.chars();
    let quote = chars.next();
    let mut found = Quoted {
        text: String::new(),
        length: 0,
        is_closed: false,
        fault: None,
    };
    loop {
        let start = source.len() - chars.as_str().len();
        found.length = start;
        match chars.next() {
            None | Some('\n' | '\r') => return found,
            it if it == quote => {
                found.length = source.len() - chars.as_str().len();
                found.is_closed = true;
                return found;
            }
            Some('\\') if !chars.as_str().starts_with(['\n', '\r']) => {
                let (character, error) = escape(&mut chars);
                found.text.extend(character);
                let end = source.len() - chars.as_str().len();
                if let Some(it) = error {
                    found.fault.get_or_insert(((start, end), it));
                }
            }
            Some(it) => {
                if it < ' ' {
                    let place = (start, start + it.len_utf8());
                    found
                        .fault
                        .get_or_insert((place, JsonError::ControlCharacter(it)));
                }
                found.text.push(it);
            }
        }
    }
}

/// The character that an escape stands for, behind its backslash (RFC 8259, 7).
fn escape(chars: &mut Chars<'_>) -> (Option<char>, Option<JsonError>) {
    let character = match chars.next() {
        Some(it @ ('"' | '\\' | '/')) => it,
        Some('b') => '\u{8}',
        Some('f') => '\u{c}',
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        Some('u') => return code_point(chars),
        Some(it) => return (Some(it), Some(JsonError::UnknownEscape(it))),
        None => return (None, None),
    };
    (Some(character), None)
}

/// A character beyond the first 65,536 is a pair of escapes.
fn code_point(chars: &mut Chars<'_>) -> (Option<char>, Option<JsonError>) {
    let wrong = (
        Some(char::REPLACEMENT_CHARACTER),
        Some(JsonError::BadCodePoint),
    );
    let Some(first) = digits(chars) else {
        return wrong;
    };
    if let Some(it) = char::from_u32(first) {
        return (Some(it), None);
    }
    let mut ahead = chars.clone();
    let second = (ahead.next() == Some('\\') && ahead.next() == Some('u'))
        .then(|| digits(&mut ahead))
        .flatten();
    let pair = second.and_then(|it| pair(first, it));
    match pair {
        Some(it) => {
            *chars = ahead;
            (Some(it), None)
        }
        None => wrong,
    }
}

fn pair(first: u32, second: u32) -> Option<char> {
    let is_pair = (0xd800..0xdc00).contains(&first) && (0xdc00..0xe000).contains(&second);
    let code = is_pair.then(|| 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
    code.and_then(char::from_u32)
}

/// Four hexadecimal digits; nothing is taken where there are fewer.
fn digits(chars: &mut Chars<'_>) -> Option<u32> {
    let digits = chars.as_str().get(..4)?;
    let is_hex = digits.bytes().all(|it| it.is_ascii_hexdigit());
    let code = is_hex
        .then(|| u32::from_str_radix(digits, 16).ok())
        .flatten()?;
    *chars = chars.as_str()[4..].chars();
    Some(code)
}

/// Whether a text is a number (RFC 8259, 6) that a float can hold.
pub(super) fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let is_digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let exponent = exponent.map(|it| it.strip_prefix(['+', '-']).unwrap_or(it));
    is_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(is_digits)
        && exponent.is_none_or(is_digits)
        && text.parse().is_ok_and(f64::is_finite)
}

/// Whether every bracket of a text is closed by its like, and every string by a quote.
pub(super) fn is_balanced(text: &str) -> bool {
    let mut open = Vec::new();
    for (_, bracket) in brackets(text) {
        match bracket {
            '{' => open.push('}'),
            '[' => open.push(']'),
            '"' => return false,
            _ if open.pop() == Some(bracket) => {}
            _ => return false,
        }
    }
    open.is_empty()
}

/// The length of the object that a text begins with.
pub(super) fn matching_brace(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, bracket) in brackets(text) {
        match bracket {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// The brackets of a text that are in no string, with their offsets; and the quotes of strings that nothing closes.
fn brackets(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let found = text[at..].find(['{', '}', '[', ']', '"'])?;
            at += found;
            let bracket = text[at..].chars().next()?;
            let start = at;
            let (length, is_closed_string) = match bracket {
                '"' => string_length(&text[at..]),
                _ => (1, false),
            };
            at += length;
            if !is_closed_string {
                return Some((start, bracket));
            }
        }
    })
}

/// As [`quoted`] has it, without the text; and whether the string is closed.
fn string_length(text: &str) -> (usize, bool) {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            b'\n' | b'\r' => return (at, false),
            b'"' if !is_escaped => return (at + 1, true),
            _ => is_escaped = byte == b'\\' && !is_escaped,
        }
    }
    (text.len(), false)
}
