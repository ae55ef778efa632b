//! What can be wrong with TOML, and how it is said. Where it is wrong, it does not know.

use std::fmt::{self, Display, Formatter};

use smol_str::SmolStr;

use super::message::code_point;

/// Of front matter in TOML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TomlError {
    /// A key, which this is, without `=` behind it.
    MissingEquals(SmolStr),
    /// `key: value`
    ColonForEquals(SmolStr),
    /// `==`
    ExtraEquals,
    MissingKey,
    MissingValue(SmolStr),
    /// A bare key, which this is, with a character that only a quoted one may have.
    KeyNeedsQuotes(SmolStr),
    /// A key in the quotes of a text of several lines.
    KeyOfSeveralLines,
    /// The quotes that are missing.
    UnclosedString(&'static str),
    UnclosedArray,
    UnclosedInlineTable,
    /// The brackets that are missing.
    UnclosedHeader(&'static str),
    UnquotedText,
    CurlyQuotes,
    BehindValue,
    BehindHeader,
    MissingComma,
    ExtraComma,
    StrayBracket(char),
    /// Closed by a bracket of another kind.
    ClosedBy {
        close: char,
        right: char,
    },
    UnknownEscape(char),
    /// `\u` without as many digits as it takes, or with those of no character.
    BadCodePoint,
    ControlCharacter(char),
    LoneCarriageReturn,
    /// A whole number beyond 64 bits.
    NumberTooLarge,
    /// A date or a time that no calendar or clock shows.
    NoSuchTime,
    TooDeep,
    /// What the library says, where there is nothing better.
    Unreadable(String),
}

impl Display for TomlError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            TomlError::MissingEquals(key) => {
                return write!(f, "`=` is missing behind the key: write `{key} = `");
            }
            TomlError::ColonForEquals(key) => {
                return write!(
                    f,
                    "`=` stands behind a key in TOML, not `:`: write `{key} = `"
                );
            }
            TomlError::ExtraEquals => "one `=` stands behind a key: remove this one",
            TomlError::MissingKey => "a key is missing: an entry is written `key = value`",
            TomlError::MissingValue(key) => {
                return write!(
                    f,
                    "a value is missing behind `{key} =`: an empty text is written `\"\"`"
                );
            }
            TomlError::KeyNeedsQuotes(key) => {
                return write!(
                    f,
                    "a key with other characters than A-Z, a-z, 0-9, `_` and `-` needs quotes: write `\"{key}\"`"
                );
            }
            TomlError::KeyOfSeveralLines => "a key stands in one pair of quotes: write `\"key\"`",
            TomlError::UnclosedString(quotes) => {
                return write!(f, "a string is never closed: `{quotes}` is missing");
            }
            TomlError::UnclosedArray => "an array is never closed: `]` is missing",
            TomlError::UnclosedInlineTable => "an inline table is never closed: `}` is missing",
            TomlError::UnclosedHeader(brackets) => {
                return write!(
                    f,
                    "a table's header is never closed: `{brackets}` is missing"
                );
            }
            TomlError::UnquotedText => "a text needs quotes in TOML: write `\"text\"`",
            TomlError::CurlyQuotes => "curly quotes are no quotes to TOML: write straight ones",
            TomlError::BehindValue => "text behind the value: an entry ends with its line",
            TomlError::BehindHeader => "text behind the header: entries stand on the lines below",
            TomlError::MissingComma => "expected `,` before this item",
            TomlError::ExtraComma => "a comma without an item before it: remove it",
            TomlError::StrayBracket(it) => {
                return write!(f, "`{it}` closes nothing: remove it, or put the text in quotes");
            }
            TomlError::ClosedBy { close, right } => {
                return write!(f, "closed by `{close}`: write `{right}`");
            }
            TomlError::UnknownEscape(it) => {
                return write!(
                    f,
                    "`\\{it}` means nothing in double quotes: write `\\\\{it}`, or the text in single quotes"
                );
            }
            TomlError::BadCodePoint => {
                "`\\x`, `\\u` and `\\U` take the 2, 4 or 8 hexadecimal digits of a character"
            }
            TomlError::ControlCharacter(it) => {
                return write!(
                    f,
                    "an invisible control character, {}: remove it",
                    code_point(*it)
                );
            }
            TomlError::LoneCarriageReturn => {
                "a carriage return that no line feed follows: lines end with LF or CR LF in TOML"
            }
            TomlError::NumberTooLarge => {
                "a whole number beyond 64 bits: put it in quotes, or write it with a fraction"
            }
            TomlError::NoSuchTime => "there is no such date or time",
            TomlError::TooDeep => "too many levels within each other",
            TomlError::Unreadable(reason) => return write!(f, "TOML cannot read this: {reason}"),
        })
    }
}
