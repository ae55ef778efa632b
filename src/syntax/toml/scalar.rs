//! What a single token, or run of tokens, says: the text of strings and keys, and whether a number or a date is one.
//! Where it stands, it does not know.

use std::borrow::Cow;

use smol_str::SmolStr;
use toml_parser::decoder::{Encoding, IntegerRadix, ScalarKind};
use toml_parser::lexer::TokenKind;
use toml_parser::{ErrorSink, ParseError, Raw, Span};

use super::cursor::Piece;
use crate::syntax::error::TomlError;
use crate::syntax::tree::ScalarStyle;

/// What is wrong, and where: bytes of the source.
pub(super) type Fault = ((usize, usize), TomlError);

/// A text with what is wrong with it.
pub(super) type Read = (SmolStr, Option<Fault>);

pub(super) fn style(kind: TokenKind) -> ScalarStyle {
    match kind {
        TokenKind::BasicString => ScalarStyle::DoubleQuoted,
        TokenKind::LiteralString => ScalarStyle::SingleQuoted,
        TokenKind::MlBasicString => ScalarStyle::Folded,
        TokenKind::MlLiteralString => ScalarStyle::Literal,
        _ => ScalarStyle::Plain,
    }
}

/// The text of a string, escapes undone.
pub(super) fn string(source: &str, piece: Piece) -> Read {
    let encoding = piece.kind.encoding();
    let mut error: Option<ParseError> = None;
    let mut text = Cow::Borrowed("");
    let raw = raw(source, piece, encoding);
    let _ = raw.decode_scalar(&mut text, &mut error as &mut dyn ErrorSink);
    if !piece.is_closed {
        let fault = TomlError::UnclosedString(quotes(encoding));
        return (text.into(), Some(((piece.start, piece.end), fault)));
    }
    let fault = error.map(|it| string_fault(source, piece, &it));
    (text.into(), fault)
}

fn raw(source: &str, piece: Piece, encoding: Option<Encoding>) -> Raw<'_> {
    let span = Span::new_unchecked(piece.start, piece.end);
    Raw::new_unchecked(&source[piece.start..piece.end], encoding, span)
}

fn quotes(encoding: Option<Encoding>) -> &'static str {
    match encoding {
        Some(Encoding::LiteralString) => "'",
        Some(Encoding::MlLiteralString) => "'''",
        Some(Encoding::MlBasicString) => "\"\"\"",
        Some(Encoding::BasicString) | None => "\"",
    }
}

/// The library's error of a closed string in the author's words.
fn string_fault(source: &str, piece: Piece, error: &ParseError) -> Fault {
    let at = error.unexpected().map_or(piece.start, |it| it.start());
    let at = at.clamp(piece.start, piece.end);
    let next = source.get(at..piece.end).and_then(|it| it.chars().next());
    let behind = at + next.map_or(0, char::len_utf8);
    let is_escape = source[..at].ends_with('\\');
    match (error.description(), next) {
        ("too few unicode value digits" | "invalid value", _) => {
            let escape = source[piece.start..at].rfind('\\');
            let start = escape.map_or(piece.start, |it| piece.start + it);
            ((start, behind.min(piece.end - 1)), TomlError::BadCodePoint)
        }
        (_, Some(it)) if is_escape => ((at - 1, behind), TomlError::UnknownEscape(it)),
        ("carriage return must be followed by newline", _) => {
            ((at.saturating_sub(1), at), TomlError::LoneCarriageReturn)
        }
        (_, Some('\r')) => ((at, behind), TomlError::LoneCarriageReturn),
        (_, Some(it)) if it.is_control() => ((at, behind), TomlError::ControlCharacter(it)),
        (description, _) => {
            let reason = description.to_owned();
            ((piece.start, piece.end), TomlError::Unreadable(reason))
        }
    }
}

/// The name that a token is as a part of a key.
pub(super) fn key(source: &str, piece: Piece) -> Read {
    let place = (piece.start, piece.end);
    match piece.kind.encoding() {
        Some(Encoding::MlBasicString | Encoding::MlLiteralString) => {
            let (name, fault) = string(source, piece);
            (name, fault.or(Some((place, TomlError::KeyOfSeveralLines))))
        }
        Some(_) => string(source, piece),
        None => {
            let name = SmolStr::from(&source[piece.start..piece.end]);
            let fault = (!is_bare_key(&name)).then(|| TomlError::KeyNeedsQuotes(name.clone()));
            (name, fault.map(|it| (place, it)))
        }
    }
}

/// `unquoted-key` (TOML 1.1, "Keys").
pub(super) fn is_bare_key(name: &str) -> bool {
    let is_bare = |it: u8| it.is_ascii_alphanumeric() || [b'_', b'-'].contains(&it);
    !name.is_empty() && name.bytes().all(is_bare)
}

/// What is wrong with a value that has no quotes.
pub(super) fn bare_fault(source: &str, (start, end): (usize, usize)) -> Option<Fault> {
    let text = &source[start..end];
    let mut error: Option<ParseError> = None;
    let mut digits = Cow::Borrowed("");
    let raw = Raw::new_unchecked(text, None, Span::new_unchecked(start, end));
    let kind = raw.decode_scalar(&mut digits, &mut error as &mut dyn ErrorSink);
    let fault = match (kind, error) {
        _ if text.starts_with(['“', '”', '‘', '’']) => Some(TomlError::CurlyQuotes),
        _ if reads_as_text(text) => Some(TomlError::UnquotedText),
        (ScalarKind::String, _) => Some(TomlError::UnquotedText),
        (_, Some(it)) => Some(TomlError::Unreadable(it.description().to_owned())),
        (ScalarKind::DateTime, _) => is_no_time(&digits).then_some(TomlError::NoSuchTime),
        (ScalarKind::Integer(radix), _) => {
            is_too_large(&digits, radix).then_some(TomlError::NumberTooLarge)
        }
        _ => None,
    };
    fault.map(|it| ((start, end), it))
}

/// Whether a value is a word that the library takes for a mistyped `true`, `false`, `inf` or `nan`.
fn reads_as_text(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_alphabetic())
        && !["true", "false", "inf", "nan"].contains(&text)
}

fn is_no_time(text: &str) -> bool {
    text.parse::<toml::value::Datetime>().is_err()
}

fn is_too_large(digits: &str, radix: IntegerRadix) -> bool {
    i64::from_str_radix(digits, radix.value()).is_err()
}
