//! What can be wrong with JSON, and how it is said. Where it is wrong, it does not know.

use std::fmt::{self, Display, Formatter};

use smol_str::SmolStr;

use super::message::code_point;

/// Of front matter in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JsonError {
    /// The block does not begin with `{`.
    NoObject,
    /// Text behind the object.
    BehindObject,
    Comment,
    TrailingComma,
    ExtraComma,
    MissingComma,
    /// A key, which this is, without a colon behind it.
    MissingColon(SmolStr),
    EqualsSign,
    MissingKey,
    MissingValue(SmolStr),
    UnclosedString,
    UnclosedArray,
    UnclosedObject,
    StrayBracket(char),
    /// Closed by a bracket of another kind.
    ClosedBy {
        close: char,
        right: char,
    },
    SingleQuotes,
    CurlyQuotes,
    BareKey(SmolStr),
    UnquotedText,
    UnknownEscape(char),
    /// `\u` without four digits, or half of a surrogate pair.
    BadCodePoint,
    ControlCharacter(char),
    BadNumber,
    TooDeep,
}

impl Display for JsonError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            JsonError::NoObject => "front matter in JSON is one object: write `{` before its entries",
            JsonError::BehindObject => "text behind the object's closing `}`: remove it",
            JsonError::Comment => "JSON has no comments: remove it",
            JsonError::TrailingComma => "a comma behind the last item: remove it",
            JsonError::ExtraComma => "a comma without an item before it: remove it",
            JsonError::MissingComma => "expected `,` before this item",
            JsonError::MissingColon(key) => {
                return write!(f, "`:` is missing behind the key: write `\"{key}\": `");
            }
            JsonError::EqualsSign => "`:` stands behind a key in JSON, not `=`",
            JsonError::MissingKey => "a key is missing: an entry is written `\"key\": value`",
            JsonError::MissingValue(key) => {
                return write!(
                    f,
                    "a value is missing behind `\"{key}\":`: nothing is written `null`"
                );
            }
            JsonError::UnclosedString => "a string is never closed: `\"` is missing",
            JsonError::UnclosedArray => "an array is never closed: `]` is missing",
            JsonError::UnclosedObject => "an object is never closed: `}` is missing",
            JsonError::StrayBracket(it) => return write!(f, "`{it}` closes nothing: remove it"),
            JsonError::ClosedBy { close, right } => {
                return write!(f, "closed by `{close}`: write `{right}`");
            }
            JsonError::SingleQuotes => "a text stands in double quotes in JSON, not in single ones",
            JsonError::CurlyQuotes => "curly quotes are no quotes to JSON: write straight ones",
            JsonError::BareKey(key) => {
                return write!(f, "a key stands in double quotes in JSON: write `\"{key}\"`");
            }
            JsonError::UnquotedText => "a text needs double quotes in JSON",
            JsonError::UnknownEscape(it) => {
                return write!(f, "`\\{it}` means nothing in JSON: write `\\\\{it}`");
            }
            JsonError::BadCodePoint => {
                "`\\u` takes the four hexadecimal digits of a character, or of both halves of a pair"
            }
            JsonError::ControlCharacter('\n' | '\r') => {
                "a string cannot hold a line break: write `\\n`"
            }
            JsonError::ControlCharacter('\t') => "a string cannot hold a tab: write `\\t`",
            JsonError::ControlCharacter(it) => {
                return write!(
                    f,
                    "an invisible control character, {}: remove it",
                    code_point(*it)
                );
            }
            JsonError::BadNumber => "JSON cannot read this number: put it in quotes",
            JsonError::TooDeep => "too many levels within each other",
        })
    }
}
